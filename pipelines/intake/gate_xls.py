"""An .xls workbook (BIFF5 and BIFF8): its records, walked one by one.

The parser tells no fonts and no formats of an .xls; the records do, and old fonts are most often met here.
The format has no checksum, so damage shows only where the records no longer fit together.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from pipelines.intake.address import a1
from pipelines.intake.gate_report import (
    CUT_OFF,
    NOT_WHOLE,
    Area,
    CellStyle,
    GateReport,
    Refused,
    SheetFlags,
    refuse_wide_sheet,
)
from pipelines.intake.gate_styles import look_of_style, percent_format
from pipelines.intake.gate_xlsx import sheet_findings
from pipelines.intake.shown_values import effect_of
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
_BOF, _EOF, _FILEPASS, _FONT, _BOUNDSHEET, _XF, _FORMAT, _SUPBOOK = (
    0x809,
    0xA,
    0x2F,
    0x31,
    0x85,
    0xE0,
    0x41E,
    0x1AE,
)
_LABEL, _LABELSST, _RSTRING, _NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA = (
    0x204, 0xFD, 0xD6, 0x203, 0x27E, 0xBD, 0x205, 0x6,
)  # fmt: skip
_TEXTS = frozenset((_LABEL, _LABELSST, _RSTRING))
_FILLED = _TEXTS | {_NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA}
_ROW, _COLUMNS, _MERGES, _NOTE = 0x208, 0x7D, 0xE5, 0x1C
_HIDDEN_COLUMN, _STRUCK = 0x1, 0x8
_WORKSHEET = 0
_INTERNAL_LINKS = (0x0401, 0x3A01)
_LEGACY = re.compile(r"\.vn|vni[- ]", re.IGNORECASE)


@dataclass(slots=True)
class _Globals:
    """What the first substream declares: sheets as (name, offset), fonts as (name, whether they cross out), styles as
    (font, format)."""

    sheets: list[tuple[str, int]] = field(default_factory=list)
    fonts: list[tuple[str, bool]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    percents: set[int] = field(default_factory=lambda: {9, 10})
    styles: list[tuple[int, int]] = field(default_factory=list)
    external_links: bool = False
    comments: bool = False

    def font(self, style: int) -> tuple[str, bool]:
        """The font of a cell style; number 4 is never used in the file's own count."""
        number = self.styles[style][0] if style < len(self.styles) else 0
        number -= number > 4
        return self.fonts[number] if number < len(self.fonts) else ("", False)

    def look(self, style: int) -> CellStyle | None:
        """What a cell style may show otherwise than it is stored."""
        number = self.styles[style][1] if style < len(self.styles) else 0
        code = "" if number in self.percents else self.formats.get(number)
        return look_of_style(str(number), code, self.font(style)[1])


def inspect_xls(container: "olefile.OleFileIO[bytes]", stream: str) -> GateReport:
    """Flags of every worksheet, fonts included.

    Raises Refused: file_encrypted, file_damaged, sheet_too_wide, file_empty.
    """
    book = container.openstream(stream).read()
    declared = _read_globals(book)
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


def open_container(data: bytes) -> "olefile.OleFileIO[bytes]":
    """The OLE container of old Office files. Raises Refused file_damaged when its chains are broken."""
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except Exception as problem:  # olefile lets index and struct errors of a broken file through
        raise Refused("file_damaged", NOT_WHOLE) from problem


def _records(book: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of each record of one substream, nested charts left out, up to its end."""
    depth = 0
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        body = book[position + 4 : position + 4 + length]
        if len(body) < length:
            break
        position += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, body
    raise Refused("file_damaged", CUT_OFF)


def _read_globals(book: bytes) -> _Globals:
    declared = _Globals()
    wide = True  # BIFF8 marks each text as one or two bytes a letter; BIFF5 has no such mark
    for kind, body in _records(book, 0):
        if kind == _BOF:
            wide = struct.unpack_from("<H", body)[0] >= 0x0600
        elif kind == _FILEPASS:
            raise Refused("file_encrypted")
        elif kind == _BOUNDSHEET:
            offset, _, sheet_kind = struct.unpack_from("<IBB", body)
            if sheet_kind == _WORKSHEET:
                declared.sheets.append((_short_text(body, 6, wide), offset))
        elif kind == _FONT:
            struck = bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK)
            declared.fonts.append((_short_text(body, 14, wide), struck))
        elif kind == _XF:
            font, number_format = struct.unpack_from("<HH", body)
            declared.styles.append((font, number_format))
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", body)[0]
            # BIFF8 counts the letters with two bytes; the second one is nought for any real format.
            code = _short_text(body[:3] + body[4:] if wide else body, 2, wide)
            declared.formats[number] = code
            if percent_format(code):
                declared.percents.add(number)
        elif kind == _SUPBOOK:
            declared.external_links |= struct.unpack_from("<H", body, 2)[0] not in _INTERNAL_LINKS
    return declared


def _short_text(body: bytes, at: int, marked: bool) -> str:
    length = body[at]
    if not marked:
        return body[at + 1 : at + 1 + length].decode("cp1252", "replace")
    if body[at + 1] & 1:
        return body[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    return body[at + 2 : at + 2 + length].decode("latin-1")


def _scan_sheet(book: bytes, offset: int, name: str, declared: _Globals) -> tuple[SheetFlags, dict[str, str]]:
    flags = SheetFlags()
    errors: dict[str, str] = {}
    filled_rows: set[int] = set()
    hidden_rows: set[int] = set()
    merges: list[Area] = []
    for kind, body in _records(book, offset):
        if kind == _ROW and body[12] & 0x20:
            hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _NOTE:
            declared.comments = True
        elif kind == _COLUMNS:
            first, last, width, _, options = struct.unpack_from("<5H", body)
            if options & _HIDDEN_COLUMN or not width:
                flags.hidden_columns.append((first, last))
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
            font, _ = declared.font(style)
            if _LEGACY.match(font):
                flags.fonts[row, column] = font
            _note_look(flags, row, column, style, declared)
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
    return flags, errors


def _note_number(flags: SheetFlags, row: int, column: int, style: int, declared: _Globals) -> None:
    if style < len(declared.styles) and declared.styles[style][1] in declared.percents:
        flags.percents.add((row, column))
    _note_look(flags, row, column, style, declared)


def _note_look(flags: SheetFlags, row: int, column: int, style: int, declared: _Globals) -> None:
    look = declared.look(style)
    if look and (look.crossed_out or effect_of(look.number_format) == "tells"):
        flags.styles[row, column] = look
    elif look:
        flags.rounding[row, column] = look.number_format
