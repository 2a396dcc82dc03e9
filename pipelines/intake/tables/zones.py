"""Tells the rows of a table apart: title zone, numbering, data, groups, totals, notes, signature block."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.intake.address import a1
from pipelines.intake.cells.grammar import typed_text
from pipelines.intake.cells.reading import Raw
from pipelines.intake.letters.references import find_reference
from pipelines.intake.tables.accounts import SheetAccount
from pipelines.intake.tables.grid import filled_cells, plain
from pipelines.intake.tables.headings import HeadingIndex
from pipelines.intake.tables.locate import Table
from pipelines.intake.tables.near_forms import nearest_forms
from pipelines.intake.tables.row_kinds import KnownKeys, RowKinds
from schemas.findings import Finding
from schemas.forms.furniture import role_of

# Under a signature stand names; a number or a long sentence there is something else.
_LONGEST_NAME = 60
_CELL_ROLE = {
    "ordinal": "numbering", "key": "row_label", "label": "row_label", "unit_of_measure": "row_label",
    "max_points": "row_label", "value": "fact", "item": "fact", "criterion": "fact", "total": "fact",
    "evidence": "note", "note": "note", "aside": "note",
}  # fmt: skip


@dataclass(slots=True)
class Zones:
    """The rows of one table that carry values or say whose they are; numbers count from 0.

    `titles` holds (row, column, text) of the title zone. Rows in `data` have a key cell. `groups` head some of them,
    `unread` hold figures that belong to nobody.
    """

    table: Table
    titles: list[tuple[int, int, str]] = field(default_factory=list)
    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    averages: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def _is_spaces(raw: Raw) -> bool:
    return isinstance(raw, str) and raw.isspace()


class _SheetWalk:
    """One pass over a sheet's rows."""

    def __init__(
        self, sheet: str, rows: Sequence[Sequence[Raw]], spaces: bool, index: HeadingIndex, known: KnownKeys
    ):
        self.sheet, self.rows, self.spaces, self.index, self.known = sheet, rows, spaces, index, known
        self.account = SheetAccount(sheet)
        self.findings: list[Finding] = []

    def _add_row(self, number: int | None, role: str, row: int, cells: Sequence[int]) -> None:
        raws = self.rows[row]
        if self.spaces and any(_is_spaces(raws[at]) for at in cells):
            for at in cells:
                self.account.add(number, "spaces" if _is_spaces(raws[at]) else role, row, at)
        else:
            self.account.add_row(number, role, row, cells)

    def _outside(self, number: int | None, row: int, cells: Sequence[int]) -> None:
        for at in cells:
            raw = self.rows[row][at]
            if _is_spaces(raw):
                self.account.add(number, "spaces", row, at)
            else:
                self.account.add(number, "outside", row, at)
                self.findings.append(
                    Finding("cell_not_understood", self.sheet, a1(row, at), typed_text(raw)[:200])
                )

    def table(self, number: int, table: Table, top: int) -> tuple[Zones, int]:
        """The zones of a table whose title zone begins at `top`; also the row at which its tail ends."""
        zones = Zones(table)
        for row in range(top, table.header):
            self._title_row(number, zones, row)
        for row in range(table.header, table.body):
            self._add_row(number, "heading", row, filled_cells(self.rows[row]))
        last = self._body(number, zones)
        return zones, self._tail(number, table, last)

    def _title_row(self, number: int, zones: Zones, row: int) -> None:
        cells, label = self.rows[row], ""
        for at in filled_cells(cells):
            raw = cells[at]
            # "Kỳ báo cáo: | 2021": a number is part of a title where words before it ask for it.
            text = raw if isinstance(raw, str) else typed_text(raw) if label.endswith(":") else ""
            if label := text.strip():
                zones.titles.append((row, at, text))
                self.account.add(number, "title", row, at)
            else:
                self._outside(number, row, [at])

    def _body(self, number: int, zones: Zones) -> int:
        """Walks the body; returns the row after the last one that belongs to it."""
        table, rows = zones.table, self.rows
        judge = RowKinds(table, self.index, self.known)
        kinds: dict[int, str] = {}
        signed, begun, last = False, False, table.body
        key, certain = judge.certain
        for row in range(table.body, table.end):
            if rows[row][key] in certain and row not in table.repeated:
                kind = "data"
            elif row in table.repeated:
                kind, begun = "heading", False
            else:
                kind = judge.of(rows[row], begun, signed)
            if kind == "data":
                begun, signed, last = True, False, row + 1
            elif kind:
                begun = begun or kind == "numbering"
                signed = kind == "signature" or (signed and kind == "tail")
                if kind in ("total", "average", "numbering", "heading"):
                    last = row + 1
                kinds[row] = kind
                continue
            else:
                continue
            zones.data.append(row)
        within = self._width(table)
        kept = {"total": zones.totals, "average": zones.averages, "group": zones.groups}
        for row, kind in kinds.items():
            if row >= last:
                break
            filled = filled_cells(rows[row])
            if kind == "loose":
                self._outside(number, row, filled)
                zones.unread.append(row)
                continue
            if kind in kept:
                kept[kind].append(row)
            role = {"tail": "note", "average": "total"}.get(kind, kind)
            if role in ("total", "group", "numbering"):
                lost = [at for at in filled if at not in within]
            elif role in ("note", "signature"):
                lost = [at for at in filled if judge.is_figure(rows[row], at)]
                zones.unread += [row] if lost else []
            else:
                lost = []
            if lost:
                self._outside(number, row, lost)
                filled = [at for at in filled if at not in lost]
            self._add_row(number, role, row, filled)
        self._data_cells(number, zones)
        return last

    @staticmethod
    def _width(table: Table) -> range:
        columns = [*table.columns, *table.unread]
        return range(min(columns), max(columns) + 1)

    def _data_cells(self, number: int, zones: Zones) -> None:
        """Accounts for the data rows column by column: a column has one role, and a sheet has few columns."""
        table, data = zones.table, [self.rows[row] for row in zones.data]
        if not data:
            return
        outside: list[tuple[int, int]] = []
        for at, column in enumerate(zip(*data, strict=True)):
            hit = table.columns.get(at)
            role = _CELL_ROLE[hit.column.role] if hit else "unread" if at in table.unread else "outside"
            filled: Sequence[int] = zones.data
            if "" in column:
                filled = [row for row, raw in zip(zones.data, column, strict=True) if raw != ""]
            if self.spaces and (spaces := [row for row in filled if _is_spaces(self.rows[row][at])]):
                self.account.add_column(number, "spaces", spaces, at)
                filled = [row for row in filled if row not in spaces]
            if role == "outside":
                outside += [(row, at) for row in filled]
            elif filled:
                self.account.add_column(number, role, filled, at)
        for row, at in sorted(outside):
            self._outside(number, row, [at])

    def _tail(self, number: int, table: Table, last: int) -> int:
        """Notes and signatures under the body; returns the row where the next table's title zone begins."""
        mode = ""
        title = self._title_start(last, table.end) if table.end < len(self.rows) else table.end
        for row in range(last, title):
            cells = self.rows[row]
            filled = filled_cells(cells)
            if not filled:
                mode = "" if mode == "note" else mode
                continue
            texts = [plain(cells[at]) for at in filled]
            roles = {role_of(text) for text in texts}
            if "signature" in roles:
                mode = "signature"
            elif "note" in roles:
                mode = "note"
            if mode == "signature":
                for at, text in zip(filled, texts, strict=True):
                    digits = any(map(str.isdigit, text))
                    named = isinstance(cells[at], str) and len(text) <= _LONGEST_NAME and not digits
                    if named or role_of(text) in ("signature", "note"):
                        self._add_row(number, "signature", row, [at])
                    else:
                        self._outside(number, row, [at])
            elif mode == "note" and all(isinstance(cells[at], str) for at in filled):
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
            while start > last and not filled_cells(self.rows[start - 1]) and header - start < 2:
                start -= 1
        while start > last and (filled := filled_cells(self.rows[start - 1])):
            if {role_of(plain(self.rows[start - 1][at])) for at in filled} & {"note", "signature"}:
                break
            start -= 1
        return start

    def _begins_title(self, row: int) -> bool:
        texts = [plain(self.rows[row][at]) for at in filled_cells(self.rows[row])]
        return any(
            role_of(text) == "masthead" or self.index.titled(text) or find_reference(text) for text in texts
        )

    def rest(self) -> None:
        """The rows of a sheet without any table: one finding for all of them."""
        filled = [(row, cells) for row, raws in enumerate(self.rows) if (cells := filled_cells(raws))]
        for row, cells in filled:
            self._add_row(None, "outside", row, cells)
        if filled:
            row, cells = filled[0]
            found = typed_text(self.rows[row][cells[0]])[:200]
            alike = "; hoặc ".join(near.told for near in nearest_forms(self.rows, self.index))
            count = f"{sum(len(cells) for _, cells in filled)} ô"
            detail = f"{count}; giống nhất là {alike}" if alike else f"{count}; không giống mẫu nào của đợt"
            self.findings.append(
                Finding("sheet_not_understood", self.sheet, a1(row, cells[0]), found, detail)
            )


def divide(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    spaces: bool,
    tables: Sequence[Table],
    index: HeadingIndex,
    known: KnownKeys,
) -> tuple[list[Zones], SheetAccount, list[Finding]]:
    """Zones of each table, the account of every cell, and findings for cells that belong to nothing.

    `rows` are from A1 on, all of one width; `spaces` says whether some cell holds nothing but spaces.
    """
    walk = _SheetWalk(sheet, rows, spaces, index, known)
    zones, top = [], 0
    for number, table in enumerate(tables):
        zone, top = walk.table(number, table, top)
        zones.append(zone)
    if not tables:
        walk.rest()
    return zones, walk.account, walk.findings
