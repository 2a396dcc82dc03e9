"""The kinds of rule by which a criterion earns points; a closed list, each a small pure function on Decimal.

What a kind must be told stands in `schemas/criteria/rule_kinds.py`. Points come back unrounded: they are rounded once,
at the end. Counts are never negative; whoever calls has seen to that.
"""

from collections.abc import Sequence
from decimal import Decimal

from schemas.criteria.bands import Band

ZERO, HUNDRED = Decimal(0), Decimal(100)


def yes_no(yes: bool, max_points: Decimal) -> Decimal:
    """All points for yes, none for no."""
    return max_points if yes else ZERO


def band_of(value: Decimal, bands: Sequence[Band]) -> Band:
    """The band that holds a value of 0 or more. The bands of a loaded decision cover every such value once."""
    found = bands[0]
    for band in bands:
        if value < band.start:
            break
        found = band
    return found


def steps(value: Decimal, bands: Sequence[Band]) -> Decimal:
    """The points of the band in which the value lies (n or more → points)."""
    return band_of(value, bands).points


def share(
    part: Decimal, whole: Decimal, max_points: Decimal, full_from_pct: Decimal, zero_below_pct: Decimal
) -> Decimal:
    """part/whole × max_points; all of it from `full_from_pct` % on, nothing under `zero_below_pct` %.

    `whole` is not 0: what a denominator of 0 means is said by the decision (`when_zero`).
    """
    if part * HUNDRED >= full_from_pct * whole:
        return max_points
    if part * HUNDRED < zero_below_pct * whole:
        return ZERO
    # Multiplied first: a quotient that ends is then exact, and so is a half that is to be rounded.
    return part * max_points / whole


def levels(present: Decimal, bands: Sequence[Band]) -> Decimal:
    """The points of the named level for so many of the things asked for (full, half, none)."""
    return band_of(present, bands).points


def per_occurrence(times: Decimal, each: Decimal, floor: Decimal, cap: Decimal) -> Decimal:
    """`each` points a time, never under `floor` nor over `cap`; a negative `each` is lost from `cap` downwards."""
    start = cap if each < 0 else ZERO
    return min(cap, max(floor, start + times * each))


def deduct(times: Decimal, each: Decimal, most: Decimal) -> Decimal:
    """Points taken from the total: minus `each` a time, minus `most` at the most."""
    return -min(times * each, most)


def bonus(times: Decimal, each: Decimal, most: Decimal) -> Decimal:
    """Points added to the total: `each` a time, `most` at the most."""
    return min(times * each, most)


def late(days: Decimal, bands: Sequence[Band]) -> Decimal:
    """What is left of the points after so many days late; 0 days is in time."""
    return band_of(days, bands).points


def not_applicable(earned: Decimal, applicable: Decimal, whole: Decimal, treatment: str) -> Decimal | None:
    """The sum of the parts where parts worth `whole - applicable` points do not apply; None where nothing applies.

    "rescale": what was earned, in proportion to the whole; "full": parts that do not apply count in full; "zero":
    they count nothing.
    """
    if treatment == "full":
        return earned + whole - applicable
    if treatment == "zero":
        return earned
    return earned * whole / applicable if applicable else None
