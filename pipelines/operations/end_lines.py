"""The lines that stand below the table at the end of a run."""

import datetime
from collections.abc import Mapping

from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import Stock

# So many files are named; after a month long past there may be hundreds.
_NAMED = 3


def unreadable(stock: Stock) -> list[str]:
    """A line for each file that the system would not open."""
    return [f"Không mở được {one.path}: {one.reason}" for one in stock.unreadable]


def received_later(stock: Stock, arrivals: Mapping[str, Arrival], until: datetime.date) -> list[str]:
    """One line about the files that came in after the day `until`: a day mistyped in the book would keep one out of
    its month unseen. `arrivals` are by the hash of the file."""
    later = [
        file.path
        for file in stock.files
        if file.file_hash in arrivals and arrivals[file.file_hash].received_on > until
    ]
    if not later:
        return []
    named = "; ".join(later[:_NAMED]) + ("; …" if len(later) > _NAMED else "")
    return [f"Chưa tính {len(later)} tệp vào sổ sau ngày {until:%d/%m/%Y}: {named}"]
