"""What stands in the way of an official publication, as lines and as a workbook to work through."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from pipelines.operations.contents.points import marks_of
from pipelines.operations.ledger.final_points import Lacking
from pipelines.operations.units_of_campaign import block_name, unit_name
from pipelines.reports.listing import ListColumn, Listing, write_listings
from pipelines.scoring.score import block_of
from schemas.campaigns.campaign import Campaign, Scoring

LACKING = "Còn thiếu điểm chính thức.xlsx"
_TITLE = "Tiêu chí còn thiếu điểm chính thức"
_COLUMNS = (
    ListColumn("Khối", 50),
    ListColumn("Đơn vị", 50),
    ListColumn("Tiêu chí", 20, "center"),
    ListColumn("Còn thiếu vì", 130),
)


def write_lacking(
    path: Path, campaign: Campaign, lacking: Sequence[tuple[Scoring, Lacking]], day: datetime.date
) -> tuple[str, ...]:
    """Writes all of it as a workbook and returns it as lines. Raises OutputBusy while it is open in Excel."""
    rows = [
        (
            block_name(campaign, scoring, block_of(scoring, campaign.roster, one.unit)),
            unit_name(campaign.roster, scoring, one.unit),
            one.criterion or "cả bảng",
            one.why,
        )
        for scoring, one in lacking
    ]
    below = (f"{campaign.title}, ngày {day:%d/%m/%Y}: {len(rows)} điểm còn thiếu.",)
    listing = Listing("Còn thiếu", _TITLE, _COLUMNS, rows, below, frozen_columns=2)
    write_listings(path, _TITLE, [listing], marks_of(campaign))
    return tuple(f"{unit} ({block}), {criterion}: {why}" for block, unit, criterion, why in rows)
