"""Points of rounds by (unit, criterion) as `round_points` gives them, without asking again for those that were scored.

To fetch a round's reported points of a country takes as long as to write its summary; a run has them in its scores.
"""

import datetime
from collections.abc import Iterable

from pipelines.operations.round_points import Points, points_of
from pipelines.scoring.round_point import PointState, RoundPoint
from pipelines.scoring.score import PartState, Results, UnitScore
from pipelines.store.ledger import Ledger
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring

_STATES: dict[PartState, PointState] = {
    "scored": "given", "not_applicable": "not_applicable", "waived": "waived", "disputed": "disputed",
}  # fmt: skip


def points_at_hand(
    campaign: Campaign,
    results: Results,
    warehouse: Warehouse,
    ledger: Ledger,
    received: datetime.date,
    wanted: Iterable[str],
) -> list[tuple[Scoring, dict[str, Points]]]:
    """The points of the wanted rounds of each level, in their order: by all that the ledger holds, and by what came in
    up to the day `received`, as of which `results` are the scores."""
    wanted, found = list(wanted), []
    # The day of the last act and not the end of time, by which every waiver has expired.
    until = max((link.entry.on for link in ledger.links), default=received)
    for scoring, scores in results:
        asked = [name for name in wanted if name != scoring.ranked_round]
        points = points_of(campaign, scoring, warehouse, ledger, max(until, received), received, asked)
        if scoring.ranked_round in wanted:
            points[scoring.ranked_round] = _of_scores(scoring, scores)
        found.append((scoring, {name: points[name] for name in wanted}))
    return found


def _of_scores(scoring: Scoring, scores: Iterable[UnitScore]) -> Points:
    taken = {one.code for one in scoring.criteria.extras if one.rule == "deduct"}
    return {
        (score.unit, part.criterion): RoundPoint(
            -part.points if part.points is not None and part.criterion in taken else part.points,
            _STATES[part.state],
        )
        for score in scores
        for part in score.parts
        if part.state in _STATES
    }
