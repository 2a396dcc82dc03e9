"""The kinds of rule by which a criterion earns points; a closed list, each a small pure function on Decimal."""

from decimal import Decimal


def given(points: Decimal, max_points: Decimal | None, grid: Decimal) -> Decimal | None:
    """Points that an appraiser gave: themselves when they lie in 0..max_points on the grid, else None.

    Source: the decision's maximum (criteria.csv) and grid (decision.toml). An unknown maximum does not limit.
    """
    if points < 0 or points % grid or (max_points is not None and points > max_points):
        return None
    return points
