"""Accounts for every non-empty cell of a sheet: which part of which table it belongs to.

The invariant that tests hold up: on each sheet the counts of all entries add up to its non-empty cells.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.intake.address import a1

# What a cell can be. "unread" stands under a heading nobody knows, "outside" belongs to nothing that is known.
ROLES = (
    "title", "heading", "numbering", "row_label", "fact", "total", "group", "note", "signature", "unread", "outside",
    "spaces",
)  # fmt: skip

_BY_COLUMN = ("fact", "row_label", "numbering")


class Entry(NamedTuple):
    """Cells of one role: the smallest range that holds them (A1), and how many of its cells are not empty."""

    table: int | None
    sheet: str
    role: str
    area: str
    cells: int


class SheetAccount:
    """Collects the roles of one sheet's cells. `table` is the number of the table on hand, None outside tables."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self._areas: dict[tuple[int | None, str, int], list[int]] = {}

    def add(self, table: int | None, role: str, row: int, column: int) -> None:
        """One cell. Facts and labels are kept a column each, so that their ranges are exact."""
        self._grow(table, role, row, row, column, column, 1)

    def add_row(self, table: int | None, role: str, row: int, columns: Sequence[int]) -> None:
        """Cells of one row, by rising column."""
        if role in _BY_COLUMN:
            for column in columns:
                self._grow(table, role, row, row, column, column, 1)
        elif columns:
            self._grow(table, role, row, row, columns[0], columns[-1], len(columns))

    def add_column(self, table: int | None, role: str, rows: Sequence[int], column: int) -> None:
        """Cells of one column, by rising row; at least one."""
        self._grow(table, role, rows[0], rows[-1], column, column, len(rows))

    def _grow(
        self, table: int | None, role: str, top: int, bottom: int, left: int, right: int, count: int
    ) -> None:
        key = (table, role, left if role in _BY_COLUMN else -1)
        area = self._areas.get(key)
        if area is None:
            self._areas[key] = [top, bottom, left, right, count]
            return
        area[0], area[1] = min(area[0], top), max(area[1], bottom)
        area[2], area[3] = min(area[2], left), max(area[3], right)
        area[4] += count

    def entries(self) -> list[Entry]:
        """All entries, in the order in which they began."""
        found = []
        for (table, role, _), (top, bottom, left, right, count) in self._areas.items():
            area = a1(top, left) if (top, left) == (bottom, right) else f"{a1(top, left)}:{a1(bottom, right)}"
            found.append(Entry(table, self.sheet, role, area, count))
        return found
