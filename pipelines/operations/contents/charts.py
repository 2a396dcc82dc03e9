"""What the charts show, put together from scores and arrivals. Imports matplotlib; only for the step that draws."""

import datetime
from collections.abc import Sequence

from pipelines.operations.contents.points import marks_of, notice_of, totals_by_block
from pipelines.operations.outputs import Outputs
from pipelines.operations.units_of_campaign import block_name, members, place_name, unit_name
from pipelines.reports import charts
from pipelines.reports.chart_figures import ArrivalsContent, HeatContent, HeatRow, TotalsBlock, TotalsContent
from pipelines.reports.wording import date_text
from pipelines.scoring.score import Results, UnitScore
from pipelines.steps import Counts
from pipelines.store.board_rows import forms_owed
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import LEVEL_VI, Campaign, Scoring
from schemas.period import period_text

FOLDER = "Biểu đồ"


def write_charts(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date,
    results: Results, outputs: Outputs,
) -> Counts:  # fmt: skip
    """Totals by block and points by criterion of every scored level, and arrivals against the deadline."""
    drawn = 1
    for scoring, scored in results:
        if any(one.total is not None for one in scored):
            level = LEVEL_VI[scoring.level]
            outputs.put_content(
                f"{FOLDER}/Phân bố tổng điểm {level}.png",
                _totals(campaign, scoring, scored),
                charts.write_totals,
            )
            outputs.put_content(
                f"{FOLDER}/Điểm từng tiêu chí {level}.png",
                _heat(campaign, scoring, scored),
                charts.write_heat_map,
            )
            drawn += 2
    outputs.put_content(
        f"{FOLDER}/Tiến độ nộp.png", _arrivals(campaign, warehouse, until), charts.write_arrivals
    )
    return {"charts": drawn}


def _totals(campaign: Campaign, scoring: Scoring, scored: Sequence[UnitScore]) -> TotalsContent:
    blocks = totals_by_block(campaign, scoring, scored)
    missing = sum(one.total is None for one in scored)
    left_out = f"{missing} đơn vị chưa có tổng điểm, không có trong biểu đồ." if missing else ""
    caption = " ".join(filter(None, (left_out, notice_of(scoring))))
    what = f"Tổng điểm tiêu chí {scoring.criteria.root} {LEVEL_VI[scoring.level]} theo khối"
    return TotalsContent(
        f"{what}, {period_text(campaign.period)}",
        tuple(TotalsBlock(*block) for block in blocks),
        scoring.criteria.total,
        caption,
        marks_of(campaign),
    )


def _heat(campaign: Campaign, scoring: Scoring, scored: Sequence[UnitScore]) -> HeatContent:
    parts = scoring.criteria.parts
    rows = tuple(
        HeatRow(
            block_name(campaign, scoring, one.block),
            unit_name(campaign.roster, scoring, one.unit),
            # Bonuses and deductions, which come last, are no share of a maximum.
            tuple(part.points for part in one.parts[: len(parts)]),
        )
        for one in scored
        if any(part.points is not None for part in one.parts)
    )
    return HeatContent(
        f"Điểm từng tiêu chí {LEVEL_VI[scoring.level]}, {period_text(campaign.period)}",
        tuple(part.code for part in parts),
        tuple(part.max_points for part in parts),
        rows,
        notice_of(scoring),
        marks_of(campaign),
    )


def _arrivals(campaign: Campaign, warehouse: Warehouse, until: datetime.date) -> ArrivalsContent:
    first: dict[str, list[datetime.date | None]] = {}
    deadlines = set()
    for one in forms_owed(warehouse, campaign.id, until):
        deadlines.add(one.due_on)
        if one.state != "missing":
            first.setdefault(one.unit, []).append(one.first_received_on)
    days = {unit: min((day for day in known if day), default=None) for unit, known in first.items()}
    return ArrivalsContent(
        f"Tiến độ nộp báo cáo, {period_text(campaign.period)}",
        tuple(sorted(day for day in days.values() if day)),
        len({unit.code for units in members(campaign).values() for unit in units}),
        deadlines.pop() if len(deadlines) == 1 else None,
        sum(day is None for day in days.values()),
        f"Địa bàn: {place_name(campaign)}. Tính đến hết ngày {date_text(until)}.",
        marks_of(campaign),
    )
