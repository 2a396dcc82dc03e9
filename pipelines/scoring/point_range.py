"""Which points a person may give to a criterion."""

from decimal import Decimal

from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import Decision
from schemas.points import MOST_POINTS


def most_points(criterion: Criterion) -> Decimal:
    """The most points, of a deduction those to take away; where none is known, as many as can be kept. Least is 0."""
    return Decimal(MOST_POINTS) if criterion.max_points is None else criterion.max_points


def is_given(points: Decimal, criterion: Criterion, decision: Decision) -> bool:
    """Whether these points may be given: in the range and on the grid."""
    return 0 <= points <= most_points(criterion) and not points % decision.convention.grid


def points_on_grid(criterion: Criterion, decision: Decision) -> list[Decimal]:
    """Every number of points that may be given, lowest first; [] where the maximum is not known.

    Of a deduction these are the points to take away.
    """
    most, grid = criterion.max_points, decision.convention.grid
    return [] if most is None else [grid * step for step in range(int(most / grid) + 1)]
