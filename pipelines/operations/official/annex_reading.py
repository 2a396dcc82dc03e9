"""What a written annex of points says, to be compared with the entries it was made from."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pipelines.intake.cells.reading import Raw, decimal_of_float
from pipelines.intake.files.workbook import Sheet
from pipelines.reports.score_rows import UnitScores
from schemas.annexes.annex import Table

_MARK = re.compile(r" \(\d+\)$")
Numbers = tuple[Decimal | None, ...]


class AnnexRow(NamedTuple):
    """One unit: the heading it stands under, its points (None where words or nothing stand), its total and rank."""

    block: str
    unit: str
    points: Numbers
    total: Decimal | None
    rank: Decimal | None


def written_rows(sheet: Sheet, table: Table, criterion_count: int) -> list[AnnexRow]:
    """The rows of a sheet that bear points; a row is what is numbered in the column of numbers."""
    at: dict[str, int] = {}
    column = 0
    for one in table.columns:
        at[one.role] = column
        column += criterion_count if one.role == "points" else 1
    rows, block = [], ""
    for cells in sheet.rows:
        cells = [*cells, *[""] * (column - len(cells))]
        if _number(cells[at["number"]]) is None:
            block = str(cells[at["number"]]).strip() or block
            continue
        points = tuple(map(_number, cells[at["points"] : at["points"] + criterion_count]))
        if any(point is not None for point in points):
            unit = _MARK.sub("", str(cells[at["unit"]]))
            rank = _number(cells[at["rank"]]) if "rank" in at else None
            rows.append(AnnexRow(block, unit, points, _number(cells[at["total"]]), rank))
    return rows


def expected_rows(block: str, units: Iterable[UnitScores], ranked: bool) -> list[AnnexRow]:
    """The rows that an annex must show of these units."""
    rows = []
    for one in units:
        points = tuple(point if isinstance(point, Decimal) else None for point in one.points)
        if any(point is not None for point in points):
            rows.append(AnnexRow(block, one.unit, points, one.total, one.rank if ranked else None))
    return rows


def _number(cell: Raw) -> Decimal | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return decimal_of_float(float(cell))
    return None
