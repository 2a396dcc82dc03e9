"""Tells the rows of a table apart: title zone, numbering, data, groups, totals, notes, signature block."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipelines.intake.accounts import SheetAccount
from pipelines.intake.address import a1
from pipelines.intake.headings import HeadingIndex
from pipelines.intake.locate import Table
from pipelines.intake.reading import Raw
from pipelines.intake.references import find_reference
from schemas.findings import Finding
from schemas.forms.furniture import role_of

_NUMBERING = re.compile(r"^\(?\s*(\d{1,2}|[A-Ha-h])(\s*=.*)?\s*\)?$")
_ORDINAL = re.compile(r"^\(?(\d{1,4}|[IVXivx]{1,5}|[a-zđ]|[-–+•*])(\.\d+)*[.)]?$")
# Under a signature stand names; a number or a long sentence there is something else.
_LONGEST_NAME = 60
_VALUE_ROLES = ("value", "item", "criterion", "total")
_CELL_ROLE = {
    "ordinal": "numbering", "key": "row_label", "label": "row_label", "unit_of_measure": "row_label",
    "max_points": "row_label", "value": "fact", "item": "fact", "criterion": "fact", "total": "fact",
    "evidence": "note", "note": "note",
}  # fmt: skip


@dataclass(slots=True)
class Zones:
    """The rows of one table that carry values or say whose they are; numbers count from 0.

    `titles` holds (row, column, text) of the title zone. Rows in `data` have a key cell.
    """

    table: Table
    titles: list[tuple[int, int, str]] = field(default_factory=list)
    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def _filled(row: Sequence[Raw]) -> list[int]:
    return [at for at, raw in enumerate(row) if raw != ""]


class _SheetWalk:
    """One pass over a sheet's rows."""

    def __init__(self, sheet: str, rows: Sequence[Sequence[Raw]], index: HeadingIndex, known: Callable[[Table, Raw], bool]):
        self.sheet, self.rows, self.index, self.known = sheet, rows, index, known
        self.account = SheetAccount(sheet)
        self.findings: list[Finding] = []

    def _add_row(self, number: int | None, role: str, row: int, cells: Sequence[int]) -> None:
        for at in cells:
            raw = self.rows[row][at]
            blank = raw.__class__ is str and not raw.strip()  # type: ignore[union-attr]
            self.account.add(number, "spaces" if blank else role, row, at)

    def _outside(self, number: int | None, row: int, cells: Sequence[int]) -> None:
        for at in cells:
            raw = self.rows[row][at]
            if raw.__class__ is str and not raw.strip():  # type: ignore[union-attr]
                self.account.add(number, "spaces", row, at)
            else:
                self.account.add(number, "outside", row, at)
                self.findings.append(Finding("cell_not_understood", self.sheet, a1(row, at), str(raw)[:200]))

    def table(self, number: int, table: Table, top: int) -> tuple[Zones, int]:
        """The zones of a table whose title zone begins at `top`; also the row at which its tail ends."""
        zones = Zones(table)
        for row in range(top, table.header):
            self._title_row(number, zones, row)
        for row in range(table.header, table.body):
            self._add_row(number, "heading", row, _filled(self.rows[row]))
        last = self._data_rows(number, zones)
        return zones, self._tail(number, table, last)

    def _title_row(self, number: int, zones: Zones, row: int) -> None:
        for at in _filled(self.rows[row]):
            raw = self.rows[row][at]
            if raw.__class__ is str and raw.strip():  # type: ignore[union-attr]
                zones.titles.append((row, at, raw))  # type: ignore[arg-type]
                self.account.add(number, "title", row, at)
            else:
                self._outside(number, row, [at])

    def _data_rows(self, number: int, zones: Zones) -> int:
        """Walks the body; returns the row after the last one that belongs to it."""
        table = zones.table
        key, ordinal = table.column_of("key"), table.column_of("ordinal")
        values = {at for at, hit in table.columns.items() if hit.column.role in _VALUE_ROLES}
        cell_roles = {at: _CELL_ROLE[hit.column.role] for at, hit in table.columns.items()}
        kinds: list[tuple[int, str, list[int]]] = []
        signed, last, numbered = False, table.body, False
        for row in range(table.body, table.end):
            cells = self.rows[row]
            filled = _filled(cells)
            if not filled:
                continue
            kind = self._kind_of(table, cells, filled, key, ordinal, values, signed, numbered or bool(zones.data))
            numbered = numbered or kind == "numbering"
            signed = kind == "signature" or (signed and kind == "tail")
            kinds.append((row, kind, filled))
            if kind in ("data", "total", "numbering"):
                last = row + 1
        for row, kind, filled in kinds:
            if row >= last:
                break
            if kind == "data":
                zones.data.append(row)
                self._data_cells(number, row, filled, cell_roles, table)
            elif kind == "total":
                zones.totals.append(row)
                self._add_row(number, "total", row, filled)
            elif kind == "loose":
                self._outside(number, row, filled)
            else:
                role = {"tail": "note"}.get(kind, kind)
                self._add_row(number, role, row, filled)
        return last

    def _kind_of(
        self,
        table: Table,
        cells: Sequence[Raw],
        filled: list[int],
        key: int | None,
        ordinal: int | None,
        values: set[int],
        signed: bool,
        numbered: bool,
    ) -> str:
        if not numbered and len(filled) > 2 and all(_NUMBERING.match(_plain(cells[at])) for at in filled):
            return "numbering"
        key_raw: Raw = cells[key] if key is not None and key < len(cells) else ""
        key_text = _plain(key_raw)
        ordinal_text = _plain(cells[ordinal]) if ordinal is not None and ordinal < len(cells) else ""
        has_value = any(at in values and _plain(cells[at]) for at in filled)
        numbered_row = bool(_ORDINAL.match(ordinal_text))
        if not signed and "total" in (role_of(key_text), role_of(ordinal_text)) and has_value:
            return "data" if self.known(table, key_raw) and table.layout.rows == "indicator" else "total"
        if key_text and self.known(table, key_raw):
            return "data"
        if self.index.titled(key_text):
            return "tail"
        # A numbered line names a unit even when nothing else is filled in; of figures it may be a section's heading.
        if key_text and numbered_row and (has_value or (table.layout.rows == "unit" and not signed)):
            return "data"
        roles = {role_of(_plain(cells[at])) for at in filled}
        if "signature" in roles:
            return "signature"
        if "note" in roles:
            return "note"
        if signed:
            return "tail"
        if has_value:
            return "data" if key_text else "loose"
        return "group" if key_text or ordinal_text else "tail"

    def _data_cells(self, number: int, row: int, filled: list[int], cell_roles: dict[int, str], table: Table) -> None:
        cells = self.rows[row]
        for at in filled:
            raw = cells[at]
            if raw.__class__ is str and not raw.strip():  # type: ignore[union-attr]
                self.account.add(number, "spaces", row, at)
            elif role := cell_roles.get(at):
                self.account.add(number, role, row, at)
            elif at in table.unread:
                self.account.add(number, "unread", row, at)
            else:
                self._outside(number, row, [at])

    def _tail(self, number: int, table: Table, last: int) -> int:
        """Notes and signatures under the body; returns the row where the next table's title zone begins."""
        mode = ""
        title = self._title_start(last, table.end) if table.end < len(self.rows) else table.end
        for row in range(last, title):
            cells = self.rows[row]
            filled = _filled(cells)
            if not filled:
                mode = "" if mode == "note" else mode
                continue
            texts = [_plain(cells[at]) for at in filled]
            roles = {role_of(text) for text in texts}
            if "signature" in roles:
                mode = "signature"
            elif "note" in roles:
                mode = "note"
            if mode == "signature":
                for at, text in zip(filled, texts, strict=True):
                    named = cells[at].__class__ is str and len(text) <= _LONGEST_NAME and not any(c.isdigit() for c in text)
                    if named or role_of(text) in ("signature", "note"):
                        self._add_row(number, "signature", row, [at])
                    else:
                        self._outside(number, row, [at])
            elif mode == "note" and all(cells[at].__class__ is str for at in filled):
                self._add_row(number, "note", row, filled)
            else:
                self._outside(number, row, filled)
        return title

    def _title_start(self, last: int, header: int) -> int:
        """Where, between a table's body and the next heading row, the next title zone begins.

        It is the block of filled rows around the first line that is plainly a title; without one, the block
        right above the headings.
        """
        start = next((row for row in range(last, header) if self._begins_title(row)), None)
        if start is None:
            start = header
            while start > last and not _filled(self.rows[start - 1]) and header - start < 2:
                start -= 1
        while start > last and (filled := _filled(self.rows[start - 1])):
            if {role_of(_plain(self.rows[start - 1][at])) for at in filled} & {"note", "signature"}:
                break
            start -= 1
        return start

    def _begins_title(self, row: int) -> bool:
        texts = [_plain(self.rows[row][at]) for at in _filled(self.rows[row])]
        return any(role_of(text) == "masthead" or self.index.titled(text) or find_reference(text) for text in texts)

    def rest(self, rows: range) -> None:
        """Rows that belong to no table at all, of a sheet without any."""
        filled = [(row, cells) for row in rows if (cells := _filled(self.rows[row]))]
        count = sum(len(cells) for _, cells in filled)
        for row, cells in filled:
            self._add_row(None, "outside", row, cells)
        if count:
            first_row, first_cells = filled[0]
            detail = f"{count} ô"
            found = str(self.rows[first_row][first_cells[0]])[:200]
            self.findings.append(Finding("sheet_not_understood", self.sheet, a1(first_row, first_cells[0]), found, detail))


def _plain(raw: Raw) -> str:
    if raw.__class__ is str:
        return raw.strip()  # type: ignore[union-attr]
    if raw.__class__ is float and raw == int(raw):  # type: ignore[arg-type]
        return str(int(raw))  # type: ignore[arg-type]
    return str(raw)


def divide(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    tables: Sequence[Table],
    index: HeadingIndex,
    known: Callable[[Table, Raw], bool],
) -> tuple[list[Zones], SheetAccount, list[Finding]]:
    """Zones of each table, the account of every cell, and findings for cells that belong to nothing.

    `known` says whether a key cell names an indicator or criterion of the table, so that such a row is data even
    when nothing else is filled in.
    """
    walk = _SheetWalk(sheet, rows, index, known)
    zones, top = [], 0
    for number, table in enumerate(tables):
        table.top = top
        zone, top = walk.table(number, table, top)
        zones.append(zone)
    if not tables:
        walk.rest(range(len(rows)))
    return zones, walk.account, walk.findings
