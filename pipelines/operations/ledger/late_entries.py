"""Acts that were written into the ledger after their round was locked, under a day before: told wherever they count.

Who hands in a sheet late may be right, so nothing is refused; but nobody who signs shall learn of it from others.
"""

import datetime
from collections.abc import Iterable

from pipelines.operations.few_of_many import few_of_many
from pipelines.store.ledger import Link
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import ROUND_VI


def written_on(day: datetime.date) -> datetime.date | None:
    """What an entry of an act on a day notes of its writing: today where that is later, else nothing."""
    today = datetime.date.today()
    return today if today > day else None


def is_late(closes: datetime.date | None, written: datetime.date | None) -> bool:
    """Whether an act of a round was written down only after the round's last day."""
    return closes is not None and written is not None and written > closes


def late_entries(campaign: Campaign, links: Iterable[Link]) -> list[str]:
    """A Vietnamese line for each round with such entries: how many, whose, and when they were written."""
    found: dict[str, list[Link]] = {}
    closes = {name: one.closes for name, one in campaign.rounds.items()}
    for link in links:
        if is_late(closes.get(link.entry.round), link.entry.written):
            found.setdefault(link.entry.round, []).append(link)
    return [_line(campaign, name, late) for name, late in found.items()]


def _line(campaign: Campaign, name: str, late: list[Link]) -> str:
    # Whoever hands in a sheet makes a hundred entries in one act.
    acts = dict.fromkeys((link.entry.who, link.entry.on, link.entry.written) for link in late)
    told = [
        f"{who}, ghi ngày {on:%d/%m/%Y}, vào sổ ngày {written:%d/%m/%Y}"
        for who, on, written in acts
        if written
    ]
    return (
        f"{len(late)} mục của vòng {ROUND_VI[name]} vào sổ điểm sau khi vòng đã khóa ngày "
        f"{campaign.rounds[name].closes:%d/%m/%Y} (từ mục {late[0].number}): {few_of_many(told, 'lần', most=3)}"
    )
