"""A criterion's points in one round, wherever they come from: a form, a rule, a person."""

import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from pipelines.scoring.criterion_points import CriterionPoints

COMPUTED_BY = "tính theo quyết định"
PointState = Literal["given", "computed", "not_applicable", "waived", "open", "disputed"]
# A criterion with one of these needs no more points.
SETTLED: frozenset[PointState] = frozenset({"given", "computed", "not_applicable", "waived"})


class RoundPoint(NamedTuple):
    """`points` is None unless the state is "given" or "computed"; of a deduction they are what is taken away.

    `who` gave or computed them, `on` is the day of the entry or of receipt (None: not known), `source` what they
    were taken from: the fact, or the ledger's link; None for computed points, whose numbers stand in `reason`.
    """

    points: Decimal | None
    state: PointState
    reason: str = ""
    who: str = ""
    on: datetime.date | None = None
    source: object | None = None


def computed_point(one: CriterionPoints) -> RoundPoint:
    """What a rule made of the figures of a unit."""
    if one.state == "not_known":
        return RoundPoint(None, "open", one.reason, COMPUTED_BY)
    points = None if one.points is None else abs(one.points)
    return RoundPoint(points, one.state, one.reason, COMPUTED_BY)
