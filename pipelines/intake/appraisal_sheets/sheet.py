"""Reads an appraisal sheet back: which rows there are, what was shown in them, what a person entered.

Rows are known by the codes beside them and columns by the names above them, so sorting, filtering, deleting and
saving in another program change nothing. Whether the points can be is judged by who knows the campaign.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.intake.address import a1
from pipelines.intake.appraisal_sheets.cells import Cells, Table, is_points
from pipelines.intake.cells.grammar import read_cell, typed_text
from pipelines.intake.cells.reading import Raw
from pipelines.intake.files.font_conversion import convert_fonts
from pipelines.intake.files.workbook import Sheet, read_workbook
from pipelines.intake.gate.inspection import inspect
from pipelines.intake.gate.report import SheetFlags, any_rejects_file
from pipelines.intake.tables.grid import plain
from schemas.findings import Finding
from schemas.forms.appraisal import (
    END,
    ENTERED,
    GIVEN,
    HEAD_KEYS,
    HEAD_SHEET,
    KEYS,
    LIST_SHEET,
    REQUIRED,
    TABLE_SHEET,
    token_of,
    unpack_shown,
    word_of,
)
from schemas.spelling import tidy

# The head of the table stands below at most so many title lines.
_DEEPEST_HEAD = 40
# A raised figure changes points; in a reason it is a footnote, or a unit.
_STRUCK = {"crossed_out": "value_crossed_out", "part_struck": "number_marked"}
_MARKED = {**_STRUCK, "part_raised": "number_marked"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it came back. `points` and `word` are what was entered: a number, a word, or neither.

    `cells` has the address of each column; `shown` what the row showed when it was made, by round; `given` what its
    grey cells show now. `readable` is False where a cell of it cannot be used; its finding exists already.
    """

    unit: str
    criterion: str
    name: str
    code: str
    given: dict[str, str]
    shown: dict[str, str]
    points: Decimal | None
    word: str
    typed: str
    reason: str
    evidence_number: str
    evidence_date: str
    evidence_title: str
    until: datetime.date | None
    cells: dict[str, str]
    readable: bool

    @property
    def entered(self) -> bool:
        """Whether points, or words in their place, were entered."""
        return self.points is not None or bool(self.word)


@dataclass(slots=True)
class ReadAppraisal:
    """One file: what its hidden sheet says, its rows, and the findings; no rows where the file is refused."""

    head: dict[str, str] = field(default_factory=dict)
    rows: list[SheetRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether a finding rejects the whole file."""
        return any_rejects_file(self.findings)


def read_appraisal(data: bytes, name: str) -> ReadAppraisal:
    """Reads the bytes of one file; never raises for a fault of the file."""
    gate = inspect(data, name)
    read = ReadAppraisal(findings=[one for one in gate.findings if _matters(one)])
    if not gate.readable:
        if not read.refused:
            read.findings.append(Finding("appraisal_not_a_sheet"))
        return read
    book = read_workbook(data, gate)
    read.findings += [one for one in book.findings if _matters(one)]
    sheets = {sheet.name: sheet for sheet in book.sheets}
    problem = _missing_sheet(sheets)
    if not problem:
        read.head = _read_head(sheets[HEAD_SHEET])
        columns, first = _find_columns(sheets[TABLE_SHEET])
        missing = [column for column in REQUIRED if column not in columns]
        if missing or set(HEAD_KEYS) - set(read.head):
            problem = (
                f": thiếu cột hoặc mục {', '.join([*missing, *sorted(set(HEAD_KEYS) - set(read.head))])}"
            )
    if problem:
        read.findings.append(Finding("appraisal_not_a_sheet", detail=problem))
        return read
    sheet = sheets[TABLE_SHEET]
    read.findings += convert_fonts(sheet)[1]
    table = Table(sheet, columns, first, _bad_cells(gate.sheets.get(TABLE_SHEET), sheet, columns["points"]))
    read.rows = [_read_row(table, number, read.findings) for number in _rows_of(table, read.findings)]
    read.findings += _beside(book.sheets)
    return read


def _beside(sheets: Sequence[Sheet]) -> list[Finding]:
    """Sheets that are none of ours, a copy among them: whatever was entered there is not read."""
    return [
        Finding("appraisal_sheet_not_read", sheet.name, "", sheet.name)
        for sheet in sheets
        if sheet.name not in (TABLE_SHEET, HEAD_SHEET, LIST_SHEET) and any(any(row) for row in sheet.rows)
    ]


def _matters(finding: Finding) -> bool:
    """The sheet itself has hidden sheets and rows; bad cells are told with the rows that they stand in."""
    return finding.code not in ("hidden_sheet", "hidden_rows", "error_cell", "formula_without_value")


def _missing_sheet(sheets: Mapping[str, Sheet]) -> str:
    missing = [name for name in (TABLE_SHEET, HEAD_SHEET) if name not in sheets]
    return f": thiếu trang {', '.join(f'“{name}”' for name in missing)}" if missing else ""


def _read_head(sheet: Sheet) -> dict[str, str]:
    return {
        typed_text(row[0]).strip(): typed_text(row[1]).strip()
        for row in sheet.rows
        if len(row) > 1 and row[0] != ""
    }


def _find_columns(sheet: Sheet) -> tuple[dict[str, int], int]:
    """Column by name and the first row under the headings; the row of names has all that must be there."""
    for number, cells in enumerate(sheet.rows[:_DEEPEST_HEAD]):
        names = [typed_text(cell).strip() for cell in cells]
        if not set(KEYS) - set(names):
            columns = {name: at for at, name in reversed(list(enumerate(names))) if name}
            # Two rows of headings follow; the names of the hidden columns stand in the second once more.
            return columns, number + 3
    return {}, 0


def _bad_cells(flags: SheetFlags | None, sheet: Sheet, points: int) -> dict[str, tuple[str, str]]:
    if flags is None:
        return {}
    marked = {
        a1(row, column): (code, look.shown)
        for (row, column), look in sheet.looks.items()
        if (code := (_MARKED if column == points else _STRUCK).get(look.what))
    }
    return (
        marked
        | dict.fromkeys(flags.uncalculated, ("formula_without_value", ""))
        | dict.fromkeys(flags.error_cells, ("error_cell", ""))
    )


def _rows_of(table: Table, findings: list[Finding]) -> Iterator[int]:
    """The rows that bear codes. What is entered in a row without them, or written beside the table, is told."""
    rows, columns = table.sheet.rows, table.columns
    known = set(columns.values())
    inside, below = True, list[int]()
    for number, cells in enumerate(rows[table.first :], table.first):
        unit, criterion = (plain(cells[columns[name]]) for name in KEYS[:2])
        if unit == END:
            inside = False
        elif not inside:
            if is_points(cells[columns["points"]]):
                # Notes and signatures stand under the table, but points there were meant for some row.
                below.append(number)
        elif unit and criterion:
            for column, cell in enumerate(cells):
                if column not in known and cell != "":
                    found = tidy(typed_text(cell))
                    findings.append(
                        Finding("cell_not_understood", table.sheet.name, a1(number, column), found)
                    )
            yield number
        elif (at := _first_entered(cells, columns)) is not None:
            found = tidy(typed_text(cells[at]))
            detail = "dòng không có mã của phiếu"
            findings.append(Finding("appraisal_row_unknown", table.sheet.name, a1(number, at), found, detail))
    if below:
        cell = a1(below[0], columns["points"])
        detail = f"{len(below)} ô dưới bảng có điểm, kể từ ô này"
        findings.append(Finding("appraisal_row_unknown", table.sheet.name, cell, "", detail))


def _first_entered(cells: Sequence[Raw], columns: Mapping[str, int]) -> int | None:
    places = [columns[name] for name in ENTERED if name in columns]
    return next((at for at in places if cells[at] != ""), None)


def _read_row(table: Table, number: int, findings: list[Finding]) -> SheetRow:
    cells = Cells(table, number, findings)
    cells.note_bad(ENTERED)
    points, word = cells.points()
    until = cells.day("until")
    # In turn: each of these notes what is wrong with its cell.
    reason, evidence_number = cells.text("reason"), tidy(cells.text("evidence_number"))
    evidence_date, evidence_title = cells.day("evidence_date"), tidy(cells.text("evidence_title"))
    return SheetRow(
        unit=cells.code("unit"),
        criterion=cells.code("criterion"),
        name=cells.shown("name"),
        code=cells.code("code"),
        given={
            name.removeprefix(GIVEN): _token(cells.raw(name))
            for name in table.columns
            if name.startswith(GIVEN)
        },
        shown=unpack_shown(cells.shown("shown")),
        points=points,
        word=word,
        typed=cells.shown("points"),
        reason=reason,
        evidence_number=evidence_number,
        evidence_date=evidence_date,
        evidence_title=evidence_title,
        # A waiver ends on a day; a month alone is none.
        until=datetime.date.fromisoformat(until) if len(until) == len("yyyy-mm-dd") else None,
        cells=cells.addresses,
        readable=not cells.rejected,
    )


def _token(raw: Raw) -> str:
    """What a grey cell shows, as `token_of` names it."""
    word = word_of(raw) if isinstance(raw, str) else ""
    return word or token_of(read_cell(raw, "number").number)
