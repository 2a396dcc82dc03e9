"""The table at the end of a run: how far the units are, a row for each form owed."""

import datetime
from collections.abc import Sequence
from dataclasses import astuple

from pipelines.scoring.score import Results
from pipelines.store.board_rows import end_counts
from pipelines.store.warehouse import Warehouse
from pipelines.summary import SummaryRow
from schemas.campaigns.campaign import Campaign


def end_rows(
    campaign: Campaign,
    warehouse: Warehouse,
    until: datetime.date,
    results: Results,
) -> list[SummaryRow]:
    """A row for each form owed at the end of the day `until`. Units count as scored where the form brings the points
    that are ranked."""
    scored = {
        layout.form: sum(
            one.state == "scored"
            for scoring, found in results
            if scoring.ranked_round == layout.round
            for one in found
        )
        for layout in campaign.layouts.values()
        if layout.round
    }
    return [
        SummaryRow(
            campaign.layouts[one.form].name,
            due_count=one.due,
            received_count=one.received,
            late_count=one.late,
            missing_count=one.missing,
            with_errors_count=one.with_errors,
            scored_count=scored.get(one.form, 0),
            unregistered_count=one.unregistered,
        )
        for one in end_counts(warehouse, campaign.id, until)
    ]


def total(rows: Sequence[SummaryRow]) -> SummaryRow:
    """The sums of all rows; 0 where there is none."""
    counts = [astuple(row)[1:] for row in rows] or [(0,) * 7]
    return SummaryRow("Cộng", *(sum(column) for column in zip(*counts, strict=True)))
