"""Which rows a row of sums or averages may stand for: all of a table, one group of it, or those of several tables."""

from collections.abc import Iterable, Sequence
from itertools import dropwhile, takewhile
from typing import Literal, NamedTuple

from pipelines.intake.tables.zones import Zones

Place = tuple[int, int]


class Line(NamedTuple):
    """A row that matters here: the number of its table, the row from 0, and what it is."""

    table: int
    row: int
    kind: Literal["data", "total", "average", "group"]


def lines_of(tables: Sequence[Zones]) -> list[Line]:
    """The rows of some tables from top to bottom, each table headed like a group."""
    lines: list[Line] = []
    for number, zones in enumerate(tables):
        found = [Line(number, row, "data") for row in zones.data]
        found += [Line(number, row, "total") for row in zones.totals]
        found += [Line(number, row, "average") for row in zones.averages]
        found += [Line(number, row, "group") for row in (zones.table.header, *zones.groups)]
        lines += sorted(found)
    return lines


def summed_rows(lines: Sequence[Line], number: int) -> list[tuple[Place, ...]]:
    """The (table, row) of the data that line `number` may sum, the likeliest first: a row that stands alone, or below
    another sum, is the whole table's; one of several is that of the rows next to it."""
    line, before, after = lines[number], lines[:number][::-1], lines[number + 1 :]
    whole = _data(one for one in lines if one.table == line.table)
    above = _next_to(before)
    alike = [one for one in lines if (one.table, one.kind) == (line.table, line.kind)]
    passed = takewhile(lambda one: one.kind != "data", before)
    of_whole = not above or len(alike) == 1 or line.kind in {one.kind for one in passed}
    candidates = [
        whole if of_whole else above,
        above,
        whole,
        _next_to(after),
        # Over several groups, up to the sum before or after.
        _data(takewhile(lambda one: one.kind != "group", before)),
        _data(takewhile(lambda one: one.kind != line.kind, before)),
        _data(takewhile(lambda one: one.kind != line.kind, after)),
        # Carried over from page to page, or from table to table.
        _data(before),
        _data(lines),
    ]
    return [one for one in dict.fromkeys(candidates) if one]


def _next_to(lines: Iterable[Line]) -> tuple[Place, ...]:
    """The first unbroken run of data in some lines."""
    return _data(takewhile(_is_data, dropwhile(lambda one: not _is_data(one), lines)))


def _is_data(line: Line) -> bool:
    return line.kind == "data"


def _data(lines: Iterable[Line]) -> tuple[Place, ...]:
    return tuple(sorted((one.table, one.row) for one in lines if _is_data(one)))
