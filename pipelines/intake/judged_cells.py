"""A value cell by itself: what it says, and what of it the warehouse keeps."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipelines.intake.cells import CellType, Raw, Reading, read_cell, typed_text
from schemas.findings import load_catalogue

# Criteria sets add up to 5 or 100; beyond this stands a slip of the hand that no table of scores could hold.
MOST_POINTS = 1000
_MILLIONTH, _FINEST_GRID = Decimal("0.000001"), Decimal("0.0001")


class Judged(NamedTuple):
    """A value cell by itself: whether it gives no finding, what it says, the state, value and text to
    be stored, whether it can be used, whether no sum of points could be so much, and its text as evidence."""

    plain: bool
    reading: Reading
    state: str
    value: Decimal | None
    text: str | None
    usable: bool
    too_much: bool
    typed: str


# `typed`: True, 1 and 1.0 are equal and must not be taken for each other.
@lru_cache(maxsize=50_000, typed=True)
def judge(raw: Raw, cell_type: CellType) -> Judged:
    """A value cell of a column of one kind, by itself."""
    reading = read_cell(raw, cell_type)
    usable = reading.state != "unreadable" and not (
        reading.finding and load_catalogue()[reading.finding].severity in ("rejects_row", "rejects_file")
    )
    # What "không có" is worth is not a value that somebody reported: its state says it.
    value = reading.number if reading.state == "value" else None
    too_much = value is not None and cell_type == "points" and value > MOST_POINTS
    return Judged(
        not (reading.finding or too_much),
        reading,
        reading.state,
        None if value is None else _stored(value, cell_type),
        reading.text,
        usable and not too_much,
        too_much,
        typed_text(raw),
    )


def _stored(number: Decimal, cell_type: CellType) -> Decimal:
    """The warehouse keeps six decimals; the cell's text as typed keeps the rest.

    Of points the rest is kept as one millionth: 0,2500001 must not come to lie on the grid by being stored.
    """
    if int(number.as_tuple().exponent) >= -6:
        return number
    kept = round(number, 6)
    return kept + _MILLIONTH if cell_type == "points" and not kept % _FINEST_GRID else kept
