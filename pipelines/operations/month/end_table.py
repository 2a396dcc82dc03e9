"""The table at the end of a run: how far the units are, a row for each form owed."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, replace

from pipelines.operations.forms_of_rounds import forms_heard
from pipelines.scoring.score import Results, UnitScore
from pipelines.store.board_rows import EndCount, end_counts
from pipelines.store.warehouse import Warehouse
from pipelines.summary import SummaryRow
from schemas.campaigns.campaign import Campaign


def end_rows(
    campaign: Campaign,
    warehouse: Warehouse,
    until: datetime.date,
    results: Results,
) -> list[SummaryRow]:
    """A row for each form owed at the end of the day `until`, as the campaign declares them. Units count as scored
    where the form brings the points that are ranked, or the figures that they are computed from."""
    scored: Counter[str] = Counter()
    for scoring, found in results:
        count = scored_units(found)
        for form in forms_heard(campaign, scoring, scoring.ranked_round):
            scored[form] += count
    return [
        SummaryRow(
            campaign.layouts[one.form].name,
            due_count=one.due,
            received_count=one.received,
            late_count=one.late,
            missing_count=one.missing,
            with_errors_count=one.with_errors,
            scored_count=scored[one.form],
            unregistered_count=one.unregistered,
        )
        for one in _as_declared(campaign, end_counts(warehouse, campaign.id, until))
    ]


def _as_declared(campaign: Campaign, counts: Sequence[EndCount]) -> list[EndCount]:
    places = campaign.places_of_forms
    return sorted(counts, key=lambda one: places[one.form])


def total(rows: Sequence[SummaryRow], results: Results) -> SummaryRow:
    """The sums of all rows, 0 where there is none; a unit that several forms brought points for is scored once."""
    counts = [astuple(row)[1:] for row in rows] or [(0,) * 7]
    sums = SummaryRow("Cộng", *(sum(column) for column in zip(*counts, strict=True)))
    return replace(sums, scored_count=sum(scored_units(found) for _, found in results))


def scored_units(scores: Sequence[UnitScore]) -> int:
    """How many units have a total."""
    return sum(one.state == "scored" for one in scores)
