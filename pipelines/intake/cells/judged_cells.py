"""A value cell by itself: what it says, and what of it the warehouse keeps."""

from decimal import Decimal
from typing import NamedTuple, get_args

from pipelines.intake.cells.grammar import CellType, Raw, Reading, read_cell, typed_text
from schemas.findings import REFUSING, load_catalogue
from schemas.points import FINEST_GRID, MOST_POINTS

# Of one kind and type: a country's month has a few thousand; the cap only bounds a hostile file.
_REMEMBERED = 20_000
_MILLIONTH = Decimal("0.000001")


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


def judge(raw: Raw, cell_type: CellType) -> Judged:
    """A value cell of a column of one kind, by itself."""
    return JUDGED[cell_type][raw.__class__][raw]


class _OfType(dict[Raw, Judged]):
    """Cells of one type met in columns of one kind: nearly every cell was, and then costs no call."""

    def __init__(self, cell_type: CellType) -> None:
        super().__init__()
        self._cell_type: CellType = cell_type

    def __missing__(self, raw: Raw) -> Judged:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[raw] = _judge(raw, self._cell_type)
        return found


class _OfKind(dict[type, _OfType]):
    """The same by type: True, 1 and 1.0 are equal keys and must not be taken for each other."""

    def __init__(self, cell_type: CellType) -> None:
        super().__init__()
        self._cell_type: CellType = cell_type

    def __missing__(self, of_type: type) -> _OfType:
        found = self[of_type] = _OfType(self._cell_type)
        return found


# Kind of column → type of cell → cell → what `judge` says of it.
JUDGED: dict[CellType, _OfKind] = {kind: _OfKind(kind) for kind in get_args(CellType)}


def _judge(raw: Raw, cell_type: CellType) -> Judged:
    reading = read_cell(raw, cell_type)
    usable = reading.state != "unreadable" and not (
        reading.finding and load_catalogue()[reading.finding].severity in REFUSING
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

    Of points the rest is kept as one millionth: 0,2500001 must not come to lie on the grid by being stored, nor
    0,49999999 above a maximum of 0,5.
    """
    if int(number.as_tuple().exponent) >= -6:
        return number
    kept = round(number, 6)
    if cell_type != "points" or kept % FINEST_GRID:
        return kept
    return kept - _MILLIONTH if number < kept else kept + _MILLIONTH
