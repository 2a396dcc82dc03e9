"""Forms that came after their round was locked: they stand in the book, and their points do not count."""

import datetime
from collections.abc import Iterable

from pipelines.operations.few_of_many import few_files
from pipelines.reports.wording import date_text
from pipelines.store.standings import Standing
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import ROUND_VI


def locked_note(campaign: Campaign, form: str, received_on: datetime.date | None) -> str:
    """What is said of points that came after their round was locked: they do not count. "" where they do."""
    round_name = campaign.layouts[form].round
    closes = campaign.rounds[round_name].closes if round_name in campaign.rounds else None
    if not closes or not received_on or received_on <= closes:
        return ""
    return f"nhận sau khi vòng {ROUND_VI[round_name]} đã khóa ngày {date_text(closes)}, điểm không được tính"


def locked_out_files(campaign: Campaign, standings: Iterable[Standing]) -> list[str]:
    """One line about forms that came after their round was locked: they stand in the book in time for the month, and
    yet their points do not count."""
    late = [
        one.path
        for one in standings
        if one.standing == "in_force" and locked_note(campaign, one.form, one.received_on)
    ]
    if not late:
        return []
    return [f"Không tính điểm của {len(late)} biểu nhận sau khi vòng chấm đã khóa: {few_files(late)}"]
