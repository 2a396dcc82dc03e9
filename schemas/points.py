"""How large and how fine points may be: one bound for what a decision promises, a cell says and the warehouse holds."""

from decimal import Decimal

# Points and totals are kept as DECIMAL(9, 4).
DIGITS, DECIMALS = 9, 4
FINEST_GRID = Decimal(1).scaleb(-DECIMALS)
# Criteria sets add up to 5 or 100; beyond this stands a slip of the hand.
MOST_POINTS = 1000

KEPT_VI = f"điểm nhiều nhất là {MOST_POINTS}, với nhiều nhất {DECIMALS} chữ số thập phân"


def can_be_kept(points: Decimal) -> bool:
    """Whether points are no more than can be given, and no finer than can be stored."""
    return abs(points) <= MOST_POINTS and not points % FINEST_GRID
