"""Forms that came after their round was locked: they stand in the book, and their points do not count."""

import datetime
from collections.abc import Iterable, Mapping

from pipelines.operations.few_of_many import few_files
from pipelines.operations.forms_of_rounds import Lock, locks
from pipelines.reports.wording import date_text
from pipelines.store.standings import Standing
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import ROUND_VI


def locked_note(
    locked: Mapping[tuple[str, str], Lock], form: str, level: str, received_on: datetime.date | None
) -> str:
    """What is said of a form of a sender of some level that came after its round was locked, by the campaign's `locks`:
    its points, or those made of its figures, do not count. "" where they do."""
    lock = locked.get((form, level))
    if lock is None or not received_on or received_on <= lock.closes:
        return ""
    return f"nhận sau khi vòng {ROUND_VI[lock.round]} đã khóa ngày {date_text(lock.closes)}, điểm không được tính"


def locked_out_files(campaign: Campaign, standings: Iterable[Standing]) -> list[str]:
    """One line about forms that came after their round was locked: they stand in the book in time for the month, and
    yet their points do not count."""
    locked, units = locks(campaign), campaign.roster.units
    if not locked:
        return []
    late = [
        one.path
        for one in standings
        if one.standing == "in_force"
        and one.sender in units
        and locked_note(locked, one.form, units[one.sender].level, one.received_on)
    ]
    if not late:
        return []
    return [f"Không tính điểm của {len(late)} biểu nhận sau khi vòng chấm đã khóa: {few_files(late)}"]
