"""An .xls workbook (BIFF5 and BIFF8): its records, walked one by one.

The parser tells no fonts and no formats of an .xls; the records do, and old fonts are most often met here.
The format has no checksum, so damage shows only where the records no longer fit together.
"""

import re
import struct

import olefile

from pipelines.intake.address import a1
from pipelines.intake.gate.report import (
    NOT_WHOLE,
    Area,
    GateReport,
    Refused,
    SheetFlags,
    refuse_wide_sheet,
)
from pipelines.intake.gate.shown_values import effect_of
from pipelines.intake.gate.text_runs import is_struck, note_marks
from pipelines.intake.gate.xls_records import records
from pipelines.intake.gate.xls_styles import Globals, read_globals
from pipelines.intake.gate.xls_texts import rich_text_in_cell
from pipelines.intake.gate.xlsx import sheet_findings
from schemas.findings import Finding

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_LABEL, _LABELSST, _RSTRING, _NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA = (
    0x204, 0xFD, 0xD6, 0x203, 0x27E, 0xBD, 0x205, 0x6,
)  # fmt: skip
_TEXTS = frozenset((_LABEL, _LABELSST, _RSTRING))
_FILLED = _TEXTS | {_NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA}
_ROW, _COLUMNS, _MERGES, _NOTE, _EXTENT = 0x208, 0x7D, 0xE5, 0x1C, 0x200
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_HIDDEN_COLUMN = 0x1
# Colours by condition, of two generations, and a picture behind the sheet.
_OTHER_GROUND = frozenset((0x1B0, 0x879, 0xE9))
_LEGACY = re.compile(r"\.vn|vni[- ]", re.IGNORECASE)


def inspect_xls(container: "olefile.OleFileIO[bytes]", stream: str) -> GateReport:
    """Flags of every worksheet, fonts included.

    Raises Refused: file_encrypted, file_damaged, sheet_too_wide, file_empty.
    """
    book = container.openstream(stream).read()
    declared = read_globals(book)
    report = GateReport("xls")
    if container.exists("_VBA_PROJECT_CUR"):
        report.findings.append(Finding("macros_present"))
    if declared.external_links:
        report.findings.append(Finding("external_links"))
    for name, offset in declared.sheets:
        flags, errors = _scan_sheet(book, offset, name, declared)
        report.sheets[name] = flags
        report.findings += sheet_findings(name, flags, errors)
    if declared.comments:
        report.findings.append(Finding("comments_present"))
    if all(flags.last_row < 0 for flags in report.sheets.values()):
        raise Refused("file_empty")
    return report


def _refuse_wrong_extent(body: bytes) -> None:
    """The parser makes room for as many cells as a sheet says that it has: first and last row, first and last column,
    the last ones not included."""
    first, last, left, right = struct.unpack_from("<2I2H" if len(body) >= 14 else "<4H", body)
    if last and right and not (first < last <= _MOST_ROWS and left < right <= _MOST_COLUMNS):
        raise Refused("file_damaged", NOT_WHOLE)


def _scan_sheet(book: bytes, offset: int, name: str, declared: Globals) -> tuple[SheetFlags, dict[str, str]]:
    flags = SheetFlags()
    errors: dict[str, str] = {}
    filled_rows: set[int] = set()
    hidden_rows: set[int] = set()
    merges: list[Area] = []
    has_other_ground = False
    for kind, body in records(book, offset):
        if kind == _ROW and body[12] & 0x20:
            hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _NOTE:
            declared.comments = True
        elif kind in _OTHER_GROUND:
            has_other_ground = True
        elif kind == _COLUMNS:
            first, last, width, _, options = struct.unpack_from("<5H", body)
            if options & _HIDDEN_COLUMN or not width:
                flags.hidden_columns.append((first, last))
        elif kind == _EXTENT:
            _refuse_wrong_extent(body)
        elif kind == _MERGES:
            areas = struct.iter_unpack("<4H", body[2 : 2 + 8 * struct.unpack_from("<H", body)[0]])
            merges += [Area(top, left, bottom, right) for top, bottom, left, right in areas]
        if kind not in _FILLED:
            continue
        row, column, style = struct.unpack_from("<HHH", body)
        last_column = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MULRK else column
        filled_rows.add(row)
        flags.last_row, flags.last_col = (
            max(flags.last_row, row),
            max(flags.last_col, last_column),
        )
        if kind in _TEXTS:
            font = declared.font_of(style).name
            if _LEGACY.match(font):
                flags.fonts[row, column] = font
            _note_look(flags, row, column, style, declared)
            if declared.has_marks:
                _note_parts(flags, kind, body, declared)
        elif kind == _MULRK:
            for place in range(column, last_column + 1):
                style = struct.unpack_from("<H", body, 4 + 6 * (place - column))[0]
                _note_number(flags, row, place, style, declared)
        else:
            _note_number(flags, row, column, style, declared)
        if kind == _FORMULA:
            flags.formulas += 1
            if body[12:14] == b"\xff\xff" and body[6] == 2:
                errors[a1(row, column)] = _ERRORS.get(body[8], "#N/A")
        elif kind == _BOOLERR and body[7]:
            errors[a1(row, column)] = _ERRORS.get(body[6], "#N/A")
    refuse_wide_sheet(name, flags.last_row, flags.last_col)
    flags.error_cells, flags.merges = list(errors), merges
    flags.hidden_rows = not hidden_rows.isdisjoint(filled_rows)
    if has_other_ground:
        flags.styles = {place: look._replace(white=False) for place, look in flags.styles.items()}
    return flags, errors


def _note_parts(flags: SheetFlags, kind: int, body: bytes, declared: Globals) -> None:
    """What parts of a text cell look like that have fonts of their own."""
    place = struct.unpack_from("<HH", body)
    crossed_out = is_struck(flags, place)
    if kind == _LABELSST:
        marks = declared.marks_of_shared(struct.unpack_from("<I", body, 6)[0], crossed_out)
    else:
        marks = declared.marks(rich_text_in_cell(body), crossed_out) if kind == _RSTRING else None
    if marks:
        note_marks(flags, place, marks)


def _note_number(flags: SheetFlags, row: int, column: int, style: int, declared: Globals) -> None:
    if style < len(declared.styles) and declared.styles[style].number_format in declared.percents:
        flags.percents.add((row, column))
    _note_look(flags, row, column, style, declared)


def _note_look(flags: SheetFlags, row: int, column: int, style: int, declared: Globals) -> None:
    look = declared.look(style)
    if look and (look.crossed_out or look.white or effect_of(look.number_format) == "tells"):
        flags.styles[row, column] = look
    elif look:
        flags.rounding[row, column] = look.number_format
