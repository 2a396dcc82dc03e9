"""How large and how fine points may be: one bound for what a decision promises, a cell says and the warehouse holds;
and how they are rounded."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal

Rounding = Literal["half_up", "half_even", "down"]
_ROUNDINGS: dict[Rounding, str] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
}

# Points and totals are kept as DECIMAL(9, 4).
DIGITS, DECIMALS = 9, 4
FINEST_GRID = Decimal(1).scaleb(-DECIMALS)
# Criteria sets add up to 5 or 100; beyond this stands a slip of the hand.
MOST_POINTS = 1000

KEPT_VI = f"điểm nhiều nhất là {MOST_POINTS}, với nhiều nhất {DECIMALS} chữ số thập phân"


def can_be_kept(points: Decimal) -> bool:
    """Whether points are no more than can be given, and no finer than can be stored."""
    return abs(points) <= MOST_POINTS and not points % FINEST_GRID


def rounded(points: Decimal, step: Decimal, rounding: Rounding) -> Decimal:
    """Points as a whole number of steps: "half_up", "half_even" or "down" (towards 0)."""
    if not points % step:
        return points.quantize(step)
    return (points / step).quantize(Decimal(1), _ROUNDINGS[rounding]) * step
