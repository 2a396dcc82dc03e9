"""Which points a criterion can have at all, whoever gives them."""

from decimal import Decimal

from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import Decision

_ZERO = Decimal(0)


def point_range(criterion: Criterion) -> tuple[Decimal, Decimal | None]:
    """Least and most points; a deduction lies under 0. The most is None where the decision does not tell it."""
    if criterion.rule == "deduct":
        return -(criterion.max_points or _ZERO), _ZERO
    return _ZERO, criterion.max_points


def is_given(points: Decimal, criterion: Criterion, decision: Decision) -> bool:
    """Whether somebody may give these points: on the grid and in the range. An unknown maximum does not limit."""
    least, most = point_range(criterion)
    return not points % decision.grid and least <= points and (most is None or points <= most)


def points_on_grid(criterion: Criterion, decision: Decision) -> list[Decimal]:
    """Every number of points that may be given, lowest first; [] where the maximum is not known."""
    least, most = point_range(criterion)
    if most is None:
        return []
    return [least + decision.grid * step for step in range(int((most - least) / decision.grid) + 1)]
