"""The day of an official publication against what it rests on: what is signed on a day cannot know what came after.

The day is what the typist says. One before an earlier publication, or before files that count, would stand on paper as
something that nobody could have done.
"""

import datetime
from collections.abc import Iterable, Mapping

from pipelines.operations.few_of_many import few_files
from pipelines.operations.request import OperatorError
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import Stock
from pipelines.store.ledger import Link
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import FINAL_ROUND, ON_SHEETS, ROUND_VI


def refuse_earlier_than_the_last(day: datetime.date, done: Iterable[Link]) -> None:
    """Raises OperatorError for a day before that of an official publication that stands in the ledger already."""
    last = max((link.entry.on for link in done), default=day)
    if day < last:
        raise OperatorError(
            f"Không công bố được ngày {day:%d/%m/%Y}: lần công bố trước ghi ngày {last:%d/%m/%Y}; hãy kiểm tra --date."
        )


def refuse_earlier_than_what_counts(
    day: datetime.date, until: datetime.date, stock: Stock, arrivals: Mapping[str, Arrival]
) -> None:
    """Raises OperatorError where files count (received up to the day `until`) that came in only after the day."""
    later = [
        file.path
        for file in stock.files
        if file.file_hash in arrivals and day < arrivals[file.file_hash].on(until).received_on <= until
    ]
    if later:
        raise OperatorError(
            f"Không công bố được ngày {day:%d/%m/%Y}: {len(later)} tệp được tính trong tháng nhận sau ngày ấy "
            f"({few_files(later)}); hãy kiểm tra --date, hoặc công bố tháng trước bằng --month."
        )


def decided_later(campaign: Campaign, links: Iterable[Link], day: datetime.date) -> list[str]:
    """A Vietnamese line for each round whose points become official, about entries after the day: they do not count."""
    # Reported points stand in the ledger under their day of receipt, which is judged above.
    takes = [name for name in campaign.rounds[FINAL_ROUND].takes if name in ON_SHEETS]
    later: dict[str, set[tuple[str, str]]] = {}
    for link in links:
        if link.entry.round in takes and link.entry.on > day:
            later.setdefault(link.entry.round, set()).add((link.entry.unit, link.entry.criterion))
    return [
        f"Chưa tính {len(points)} điểm {ROUND_VI[name]} ghi sau ngày công bố {day:%d/%m/%Y}."
        for name, points in later.items()
    ]
