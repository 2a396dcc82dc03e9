"""A workbook before it is written: tables of cells, each cell knowing its true value and what is planted in
it.

Faults are planted in these tables and not in finished files, so that the address of each follows from where
its cell comes to stand and can never disagree with the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

FaultScope = Literal["", "cell", "row", "file"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and its cached result; None: never calculated; a text such as "#REF!": an error."""

    text: str
    result: float | str | None


CellValue = str | int | float | dt.date | Formula | None


@dataclass(slots=True)
class TrueValue:
    """What a cell means, in canonical text: plain decimals, ISO dates, "có" or "không", a document's symbol.

    `state` is "value", "none" or "not_arisen" (written in words that there is nothing, which counts as 0),
    "dash" or "unknown".
    """

    form: str
    unit: str
    item: str
    kind: Literal["indicator", "criterion", "total"]
    type: str
    value: str
    state: str = "value"
    spoilt_by: FaultScope = ""


@dataclass(slots=True)
class Planted:
    """A finding that must be reported here, or at one of the cells or sheets of `or_at`, which say the same
    thing.

    `follows` marks a finding that is the consequence of another one.
    """

    code: str
    kind: str
    follows: bool = False
    or_at: list[Cell | Sheet] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """One cell: what is typed, its look, its true value, and what is planted in it."""

    value: CellValue = None
    look: str = "body"
    true: TrueValue | None = None
    planted: list[Planted] = field(default_factory=list)
    tolerated: str = ""


@dataclass(slots=True)
class Row:
    """One row; `unit` and `item` say what it is about; `span` merges its first cell over so many columns."""

    cells: list[Cell]
    unit: str = ""
    item: str = ""
    span: int = 0
    hidden: bool = False

    def spoil(self) -> None:
        """Marks the row's other values: a finding that rejects the row may keep them out as well."""
        for cell in self.cells:
            if cell.true and not cell.true.spoilt_by:
                cell.true.spoilt_by = "row"


@dataclass(slots=True)
class Table:
    """A form as drawn: lines above, header rows with merged ranges, rows, lines below; faults without a
    cell.
    """

    form: str
    width: int
    above: list[Cell]
    header: list[list[Cell]]
    merges: list[tuple[int, int, int, int]]
    rows: list[Row]
    below: list[Row] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    key_column: int = 1
    value_column: int = 3

    def row_of(self, name: str) -> Row:
        """The row of a unit or an item. Raises StopIteration where there is none."""
        return next(row for row in self.rows if name in (row.unit, row.item))


@dataclass(slots=True)
class Sheet:
    """One sheet: its tables one under the other, from `top`, `left` (0-based) on. `of` is the unit whose report it is,
    "" for the sender of the book."""

    name: str
    tables: list[Table]
    top: int = 0
    left: int = 0
    hidden: bool = False
    formatted_below: int = 0
    tolerated: str = ""
    of: str = ""
    strays: list[tuple[int, int, Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """One file to write. `legacy` is "", "tcvn3" or "vni"; `planted` are faults of the file as a whole."""

    unit: str
    suffix: str
    sheets: list[Sheet]
    legacy: str = ""
    planted: list[Planted] = field(default_factory=list)
    damage: str = ""

    def table(self, form: str) -> Table:
        """The first table of a form. Raises StopIteration where the book has none."""
        return next(table for sheet in self.sheets for table in sheet.tables if table.form == form)

    def forms(self) -> set[str]:
        """The forms that the book holds."""
        return {table.form for sheet in self.sheets for table in sheet.tables}

    def cells(self) -> Iterator[Cell]:
        """Every cell of every table."""
        for sheet in self.sheets:
            for table in sheet.tables:
                yield from table.above
                for header in table.header:
                    yield from header
                for row in (*table.rows, *table.below):
                    yield from row.cells

    def spoil(self) -> None:
        """Marks every value: the file as a whole is not to be read."""
        for cell in self.cells():
            if cell.true:
                cell.true.spoilt_by = "file"


@dataclass(slots=True)
class Placed:
    """A sheet with every cell at its place (0-based row, column)."""

    sheet: Sheet
    cells: dict[tuple[int, int], Cell]
    merges: list[tuple[int, int, int, int]]
    hidden_rows: list[int]
    last_row: int
    faults: list[Planted]


def place(sheet: Sheet) -> Placed:
    """Gives each cell of a sheet its address."""
    placed = Placed(sheet, {}, [], [], 0, [])
    row, left = sheet.top, sheet.left
    for table in sheet.tables:
        placed.faults += table.planted
        for cell in table.above:
            if cell.value is not None:
                placed.cells[row, left] = cell
                if cell.look != "plain" and table.width > 1:
                    placed.merges.append((row, left, row, left + table.width - 1))
            row += 1
        for first, start, last, end in table.merges:
            placed.merges.append((row + first, left + start, row + last, left + end))
        for header in table.header:
            for column, cell in enumerate(header):
                placed.cells[row, left + column] = cell
            row += 1
        for index, drawn in enumerate((*table.rows, *table.below)):
            for column, cell in enumerate(drawn.cells):
                if cell.value is not None or index < len(table.rows):
                    placed.cells[row, left + column] = cell
            if drawn.span > 1:
                placed.merges.append((row, left, row, left + drawn.span - 1))
            if drawn.hidden:
                placed.hidden_rows.append(row)
            row += 1
        row += 1
    for down, right, cell in sheet.strays:
        placed.cells[sheet.top + down, left + right] = cell
    placed.last_row = row
    return placed


def column_name(column: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a 0-based row and column: (0, 0) is A1."""
    return f"{column_name(column)}{row + 1}"
