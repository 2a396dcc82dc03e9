"""Which points a person may give to a criterion."""

from decimal import Decimal

from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import Decision
from schemas.points import MOST_POINTS


def point_range(criterion: Criterion) -> tuple[Decimal, Decimal]:
    """Least and most points, of a deduction those to take away; where no most is known, as many as can be kept."""
    most = criterion.max_points
    return Decimal(0), Decimal(MOST_POINTS) if most is None else most


def is_given(points: Decimal, criterion: Criterion, decision: Decision) -> bool:
    """Whether these points may be given: in the range and on the grid."""
    least, most = point_range(criterion)
    return least <= points <= most and not points % decision.convention.grid


def points_on_grid(criterion: Criterion, decision: Decision) -> list[Decimal]:
    """Every number of points that may be given, lowest first; [] where the maximum is not known.

    Of a deduction these are the points to take away.
    """
    most, grid = criterion.max_points, decision.convention.grid
    return [] if most is None else [grid * step for step in range(int(most / grid) + 1)]
