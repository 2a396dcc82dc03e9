"""Which points a person may give to a criterion."""

from decimal import Decimal

from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import Decision


def point_range(criterion: Criterion) -> tuple[Decimal, Decimal | None]:
    """Least and most points, of a deduction those to take away; the most is None where it is not known."""
    return Decimal(0), criterion.max_points


def is_given(points: Decimal, criterion: Criterion, decision: Decision) -> bool:
    """Whether these points may be given: in the range and on the grid."""
    least, most = point_range(criterion)
    return points >= least and not points % decision.grid and (most is None or points <= most)


def points_on_grid(criterion: Criterion, decision: Decision) -> list[Decimal]:
    """Every number of points that may be given, lowest first; [] where the maximum is not known.

    Of a deduction these are the points to take away.
    """
    most, grid = criterion.max_points, decision.grid
    return [] if most is None else [grid * step for step in range(int(most / grid) + 1)]
