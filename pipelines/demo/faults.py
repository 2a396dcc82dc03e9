"""What a planted fault is, and what planting does to a cell or a row.

A kind has the code of the finding that must be reported (`schemas/findings.csv`) and the place where it can
stand: a form, or "book" for the whole workbook. Kinds marked `ends` keep the whole file from being read.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from pipelines.demo import names
from pipelines.demo.forms import Letter, Office
from pipelines.demo.grid import Book, Cell, CellValue, Formula, Planted, Row, Table
from pipelines.demo.handwriting import Hand


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fault is planted: the workbook, its sender and report, and the campaign's other units."""

    book: Book
    office: Office
    letter: Letter
    hand: Hand
    random: Random
    neighbours: names.Neighbours
    communes: tuple[Office, ...]


Planter = Callable[[Spot, str], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault. `plant` returns False, and changes nothing, where the workbook has no place for
    it. Kinds that are `alone` cannot be told beside another fault of their form.
    """

    name: str
    code: str
    place: str
    plant: Planter
    ends: bool = False
    alone: bool = False


def put_in(cell: Cell, code: str, kind: str, value: CellValue) -> None:
    """Types something else into a cell, whose true value is then spoilt."""
    cell.value = value
    cell.planted.append(Planted(code, kind))
    if cell.true:
        cell.true.spoilt_by = "cell"


def is_clean(row: Row) -> bool:
    """Whether nothing is planted or spoilt in a row."""
    return not any(cell.planted or (cell.true and cell.true.spoilt_by) for cell in row.cells)


def drop_sums(table: Table) -> None:
    """Takes the column sums and formulas out of Phụ lục IB, so that a change contradicts nothing else."""
    table.rows[:] = [row for row in table.rows if row.unit]
    for row in table.rows:
        last = row.cells[-1]
        last.value = last.value.result if isinstance(last.value, Formula) else last.value


def twice(form: str, code: str) -> Planter:
    """Repeats a filled row of a form below itself; both are to be named."""

    def plant(spot: Spot, kind: str) -> bool:
        table = spot.book.table(form)
        rows = [
            row
            for row in table.rows
            if is_clean(row) and row.item and row.cells[table.value_column].true and row.item != "7.2"
        ]
        if not rows:
            return False
        row = spot.random.choice(rows)
        again = deepcopy(row)
        for cell in again.cells:
            cell.true = None
        for one in (row, again):
            value = one.cells[table.value_column]
            value.tolerated = kind
            one.cells[table.key_column].planted.append(Planted(code, kind, or_at=[value]))
        true = row.cells[table.value_column].true
        assert true
        true.spoilt_by = "cell"
        table.rows.insert(table.rows.index(row) + 1, again)
        return True

    return plant
