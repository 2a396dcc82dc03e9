"""Entries that copy what was reported and computed into the ledger, before people build on it."""

import datetime
from collections.abc import Mapping

from pipelines.operations.round_points import Points
from pipelines.scoring.reported import PointFact
from pipelines.scoring.round_point import SETTLED, RoundPoint
from pipelines.store.ledger import Entry, Evidence, Link
from schemas.campaigns.campaign import Scoring
from schemas.campaigns.rounds import COMPUTED, REPORTED


def reported_entries(scoring: Scoring, points: Mapping[str, Points], on: datetime.date) -> list[Entry]:
    """Entries that copy reported and computed points into the ledger; `append` leaves out what stands there already.

    A reported point is entered on its day of receipt, others on the day `on`.
    """
    return [
        Entry(
            kind="not_applicable" if point.state == "not_applicable" else "points",
            round=name,
            unit=unit,
            decision=scoring.decision.id,
            annex=scoring.criteria.annex,
            criterion=criterion,
            points=point.points,
            who=point.who,
            on=point.on or on,
            reason=point.reason,
            evidence=evidence_of(point),
        )
        for name in (*REPORTED, COMPUTED)
        for (unit, criterion), point in points.get(name, {}).items()
        if point.state in SETTLED
    ]


def evidence_of(point: RoundPoint) -> Evidence:
    """Where a point was taken from, as an entry names it: the cell of a form, or what an entry before rests on."""
    if isinstance(point.source, Link):
        return point.source.entry.evidence
    if isinstance(point.source, PointFact):
        return Evidence(file_hash=point.source.file_hash, sheet=point.source.sheet, cell=point.source.cell)
    return Evidence()
