"""A row of maxima between the headings of a table of units and its first unit, "Điểm tối đa" or without any words."""

from collections.abc import Mapping, Sequence

from pipelines.intake.cells.judged_cells import judge
from pipelines.intake.cells.reading import Raw
from pipelines.intake.tables.grid import plain
from pipelines.intake.tables.heading_rows import numbers_columns
from pipelines.intake.tables.headings import HeadingHit
from schemas.forms.furniture import says_maximum

# Of fewer columns no row shows by its numbers alone what it is.
_FEWEST = 2


def with_maxima(
    rows: Sequence[Sequence[Raw]], columns: dict[int, HeadingHit], body: int, names: Sequence[int]
) -> tuple[dict[int, HeadingHit], int]:
    """The columns with the maxima of such a row, and the row below that; both as they are where there is none.

    It stands right under the headings, or under the numbers of the columns. `names` are the columns of names and of
    their numbers.
    """
    row = body + 1 if body < len(rows) and numbers_columns(rows[body]) else body
    if row >= len(rows) or not (
        any(says_maximum(plain(rows[row][at])) for at in names) or _is_unnamed(rows, columns, row, names)
    ):
        return columns, body
    told = dict(columns)
    for at, hit in columns.items():
        if hit.column.role == "criterion" and hit.max_points is None:
            told[at] = hit._replace(max_points=judge(rows[row][at], "points").reading.number)
    return told, row + 1


def _is_unnamed(
    rows: Sequence[Sequence[Raw]], columns: Mapping[int, HeadingHit], row: int, names: Sequence[int]
) -> bool:
    """Whether a row above a named one has points for each criterion and for nobody: as the headings state their maxima,
    if they do, and with the sum as the total."""
    if any(rows[row][at] != "" for at in names) or row + 1 >= len(rows) or rows[row + 1][names[0]] == "":
        return False
    criteria = [at for at, hit in columns.items() if hit.column.role == "criterion"]
    totals = [at for at, hit in columns.items() if hit.column.role == "total" and rows[row][at] != ""]
    if len(criteria) < _FEWEST or any(
        raw != "" for at, raw in enumerate(rows[row]) if at not in {*criteria, *totals}
    ):
        return False
    points = {at: judge(rows[row][at], "points").reading.number for at in (*criteria, *totals)}
    numbers = [number for at in criteria if (number := points[at])]
    stated = all(columns[at].max_points in (None, points[at]) for at in criteria)
    return stated and len(numbers) == len(criteria) and all(points[at] == sum(numbers) for at in totals)
