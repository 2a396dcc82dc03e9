"""The values of a table with a row for each unit. Rows of which nothing needs saying are read at once: a province's
tables have a hundred rows, and a call for each cell would take most of their time."""

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.grammar import CellType
from pipelines.intake.cells.judged_cells import JUDGED, Judged
from pipelines.intake.rows.fact_maker import FactMaker


class UnitRow(NamedTuple):
    """A row, the unit that it names, if known, and whether its values can be used."""

    row: int
    unit: str | None
    usable: bool


class ValueColumn(NamedTuple):
    """What the cells of a column say of a unit, and whether that can be used at all."""

    at: int
    item: str
    kind: str
    cell_type: CellType
    usable: bool


def read_unit_cells(maker: FactMaker, columns: Sequence[ValueColumn], units: Sequence[UnitRow]) -> None:
    """Makes the facts of some rows, row by row and in each by column."""
    grid = maker.grid
    one_by_one = grid.has_special_cells or bool(grid.rounding)
    kinds = [(column.at, JUDGED[column.cell_type]) for column in columns]
    of_points = [number for number, column in enumerate(columns) if column.kind != "indicator"]
    together: list[UnitRow] = []
    judged: list[Judged] = []
    for unit in units:
        cells = grid.rows[unit.row]
        found = [kind[cells[at].__class__][cells[at]] for at, kind in kinds]
        if not one_by_one and _is_plain(found, of_points):
            together.append(unit)
            judged += found
            continue
        _add_plain(maker, columns, together, judged)
        together, judged = [], []
        _read_by_cell(maker, columns, unit)
    _add_plain(maker, columns, together, judged)


def _is_plain(row: Sequence[Judged], of_points: Sequence[int]) -> bool:
    """Whether nothing needs saying of a row's cells; of points that are not there something does."""
    if not all(one.plain for one in row):
        return False
    return None not in [row[number].reading.number for number in of_points]


def _add_plain(
    maker: FactMaker, columns: Sequence[ValueColumn], units: Sequence[UnitRow], judged: Sequence[Judged]
) -> None:
    """Facts of rows of which nothing needs saying; `judged` has their cells in the order of facts."""
    if not judged:
        return
    _, _, states, values, texts, usable, _, typed = zip(*judged, strict=True)
    cells = [(unit, column) for unit in units for column in columns]
    notes = maker.notes([unit.row for unit in units])
    maker.facts.add_columns(
        (
            [unit.unit for unit, _ in cells],
            [column.item for _, column in cells],
            [column.kind for _, column in cells],
            states,
            values,
            texts,
            [unit.usable and column.usable and by_itself
             for (unit, column), by_itself in zip(cells, usable, strict=True)],
            [unit.row + 1 for unit, _ in cells],
            [a1(unit.row, column.at) for unit, column in cells],
            typed,
            [note for note in notes for _ in columns],
        )
    )  # fmt: skip


def _read_by_cell(maker: FactMaker, columns: Sequence[ValueColumn], unit: UnitRow) -> None:
    row, code, _ = unit
    for at, item, kind, cell_type, known in columns:
        usable = unit.usable and known
        if kind == "indicator":
            maker.fact(code, item, kind, cell_type, row, at, usable)
        else:
            maker.points(code, item, kind, row, at, usable)
