"""One worksheet's XML, searched but not parsed: extent, errors, formulas without result, hidden rows.

Ordinary sheets take one regular expression for the extent. Whatever is written in another way than the usual
writers do (no addresses, single quotes, a namespace prefix), or holds an error, goes through the exact loop.
"""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from pipelines.intake.address import a1, column_index
from pipelines.intake.gate.report import (
    CUT_OFF,
    FOREIGN,
    MAX_SHEET_PLACES,
    Refused,
    SheetFlags,
    refuse_wide_sheet,
)
from pipelines.intake.gate.text_runs import Run, has_runs_in_cells, note_texts
from pipelines.intake.gate.unseen import has_other_ground, look_beside_cells
from pipelines.intake.gate.xlsx_styles import NO_STYLES, Styles

# A long sheet is searched in pieces, so that its list of cells never stands in memory at once.
_PIECE = 2 * 1024 * 1024
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383

# No attribute holds a bare "<" and no cell holds another: each search stops at the next tag of its kind, so that
# the time grows with the length of the sheet, whatever stands in it.
_FILLED = re.compile(rb'<c r="([^"<]+)"[^<>]*><[vfi]')
_LETTERS, _DIGITS = string.ascii_letters.encode(), string.digits.encode()
_UNCALCULATED = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)(?!<v(?:\s[^<>]*)?>[^<])")
_ROW = re.compile(rb"<row\b([^<>]*)>([^<]*(?:<(?!/?row[\s/>])[^<]*)*)")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_TOKEN = re.compile(rb"<row\b([^<>]*)>|<c(?=[\s>/])([^<>]*?)(?:/>|>([^<]*(?:<(?!/?c[\s/>])[^<]*)*)</c\s*>)")
_ADDRESS = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
_TYPE = re.compile(rb"(?:^|\s)t\s*=\s*[\"'](\w+)[\"']")
_STYLE = re.compile(rb"(?:^|\s)s\s*=\s*[\"'](\d+)[\"']")
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]+)</v\s*>")
_TEXT = re.compile(rb"<(?:is|t)[\s>]")
_TEXT_KINDS = frozenset((b"s", b"str", b"inlineStr"))
_CONTENTS = frozenset((b"<v", b"<f", b"<i"))
_FRACTION = re.compile(rb"<v>[^<.]*\.")
_PREFIX = re.compile(rb"<(\w+):worksheet[\s>]")


def scan_sheet(
    xml: bytes | bytearray,
    name: str,
    styles: Styles = NO_STYLES,
    texts: Mapping[bytes, Sequence[Run]] = MappingProxyType({}),
) -> tuple[SheetFlags, dict[str, str]]:
    """The flags of one worksheet and the error text of each error cell; `texts` are the shared texts with runs.

    Raises Refused: sheet_too_wide with the far cell, file_unreadable for what the parser would drop without a word.
    """
    xml = _usual_spelling(xml)
    flags = SheetFlags()
    errors: dict[str, str] = {}
    # Excel's errors begin with "#", and one byte is found ten times faster than a word; LibreOffice has "Err:502", too.
    has_errors = (b"#" in xml and b't="e"' in xml) or b">Err:" in xml
    exact = b"'" in xml or has_errors or not _extent_is_found(xml, flags)
    if exact or (flags.formulas and _UNCALCULATED.search(xml)):
        flags = SheetFlags()
        errors = _walk_cells(xml, flags)
    refuse_wide_sheet(name, flags.last_row, flags.last_col)
    if b" hidden=" in xml:
        flags.hidden_rows = any(
            _HIDDEN.search(tag) and (b"<v" in cells or b"<is" in cells) for tag, cells in _ROW.findall(xml)
        )
    look_beside_cells(xml, flags, styles.hiding)
    _note_styles(xml, flags, styles, not exact)
    if texts or has_runs_in_cells(xml):
        kinds = ((row, column, _kind(tag), content) for row, column, tag, content in _cells(xml))
        note_texts(kinds, flags, texts)
    return flags, errors


def _note_styles(xml: bytes | bytearray, flags: SheetFlags, styles: Styles, usual: bool) -> None:
    """Fill in what the styles of cells tell; cells are walked only where one of those styles is in use."""
    percents, old_fonts, looks, rounding, _ = styles
    if rounding:
        flags.rounding.update(_rounded_cells(xml, rounding) if usual else _rounded_anywhere(xml, rounding))
    if not (percents or old_fonts or looks):
        return
    if any(look.white for look in looks.values()) and has_other_ground(xml):
        looks = {style: look._replace(white=False) for style, look in looks.items()}
    wanted = {*percents, *old_fonts, *looks}
    # A cell need not name style 0.
    usual = usual and b"0" not in wanted and b"\ts=" not in xml and b"\ns=" not in xml
    for row, column, tag in _styled_cells(xml, wanted) if usual else (cell[:3] for cell in _cells(xml)):
        style = _style(tag)
        if style in percents and _kind(tag) == b"n":
            flags.percents.add((row, column))
        if style in old_fonts and _kind(tag) in _TEXT_KINDS:
            flags.fonts[row, column] = old_fonts[style]
        if style in looks:
            flags.styles[row, column] = looks[style]


def _styled_cells(xml: bytes | bytearray, styles: set[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """(row, column, attributes) of the filled cells of some styles on a sheet in the usual spelling."""
    end = 0
    for named in re.finditer(rb' s="(?:' + rb"|".join(sorted(styles)) + rb')"', xml):
        start, end = xml.rfind(b"<", end, named.start()), xml.find(b">", named.end())
        if xml[start : start + 3] == b"<c " and xml[end + 1 : end + 3] in _CONTENTS:
            tag = bytes(xml[start + 2 : end])
            if place := _ADDRESS.search(tag):
                yield int(place[2]) - 1, column_index(place[1].decode()), tag


def _rounded_cells(
    xml: bytes | bytearray, rounding: Mapping[bytes, str]
) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells with a fraction on a sheet in the usual spelling whose style rounds some: they are few, and nearly
    every workbook has such a style."""
    end = 0
    for fraction in _FRACTION.finditer(xml):
        start = xml.rfind(b"<c ", end, fraction.start())
        end = fraction.end()
        tag = bytes(xml[start + 2 : xml.find(b">", start)])
        if (code := rounding.get(_style(tag))) and (place := _ADDRESS.search(tag)):
            yield (int(place[2]) - 1, column_index(place[1].decode())), code


def _rounded_anywhere(
    xml: bytes | bytearray, rounding: Mapping[bytes, str]
) -> Iterator[tuple[tuple[int, int], str]]:
    for row, column, tag, content in _cells(xml):
        if _FRACTION.search(content) and (code := rounding.get(_style(tag))):
            yield (row, column), code


def _usual_spelling(xml: bytes | bytearray) -> bytes | bytearray:
    """Without comments and without a namespace prefix, so that the searches below see every cell."""
    if b"!" in xml and b"<!" in xml:
        if b"<![CDATA[" in xml:
            # The parser gives an empty cell for such a value.
            raise Refused("file_unreadable", FOREIGN)
        xml = _without_comments(xml)
    if xml.find(b"<worksheet", 0, 4096) < 0 and (prefix := _PREFIX.search(xml, 0, 4096)):
        xml = xml.replace(b"<" + prefix[1] + b":", b"<").replace(b"</" + prefix[1] + b":", b"</")
    return xml


def _without_comments(xml: bytes | bytearray) -> bytes:
    kept, position = [], 0
    while (start := xml.find(b"<!--", position)) >= 0:
        kept.append(xml[position:start])
        position = xml.find(b"-->", start) + 3
        if position < 3:
            raise Refused("file_damaged", CUT_OFF)
    return b"".join((*kept, xml[position:]))


def _pieces(xml: bytes | bytearray) -> Iterator[bytes | bytearray]:
    """The XML in pieces that begin at a cell, so that no cell lies across two."""
    start = 0
    while len(xml) - start > _PIECE:
        cut = xml.find(b"<c r=", start + _PIECE)
        if cut < 0:
            break
        yield xml[start:cut]
        start = cut
    yield xml[start:] if start else xml


def _extent_is_found(xml: bytes | bytearray, flags: SheetFlags) -> bool:
    """Fill in extent and number of formulas; False when a cell with content is not in the usual spelling."""
    found = last_row = 0
    last_column = -1
    for piece in _pieces(xml):
        cells = _FILLED.findall(piece)
        if not cells:
            continue
        found += len(cells)
        addresses = b" ".join(cells)
        letters = addresses.translate(None, _DIGITS).upper()
        if not letters.translate(None, b" ").isalpha():
            return False
        if len(letters) == 2 * len(cells) - 1:  # one letter each, so the highest byte is the last column
            last_column = max(last_column, max(set(letters)) - 65)
        else:
            last_column = max(
                last_column,
                *(column_index(name.decode()) for name in set(letters.split())),
                -1,
            )
        last_row = max(last_row, *map(int, set(addresses.translate(None, _LETTERS).split())), 0)
    if found != xml.count(b"</c>"):
        return False
    if b"</f>" in xml:
        flags.formulas = xml.count(b"<f>") + xml.count(b"<f ")
    flags.last_row = last_row - 1
    flags.last_col = last_column
    # An empty value counts above; only the exact loop may say that the sheet is too wide.
    return last_row * (last_column + 1) <= MAX_SHEET_PLACES and last_column <= _LAST_COLUMN


def _cells(xml: bytes | bytearray) -> Iterator[tuple[int, int, bytes, bytes]]:
    """(row, column, attributes, content) of each cell with content; one without an address follows the one before."""
    row, column = -1, -1
    for token in _TOKEN.finditer(xml):
        row_tag, cell_tag, content = token.groups()
        if row_tag is not None:
            place = _ADDRESS.search(row_tag)
            row, column = (int(place[2]) - 1 if place else row + 1), -1
            continue
        place = _ADDRESS.search(cell_tag)
        if place is None:
            column += 1
        else:
            row, column = int(place[2]) - 1, column_index(place[1].decode())
        if content:
            yield row, column, cell_tag, content


def _style(cell_tag: bytes) -> bytes:
    found = _STYLE.search(cell_tag)
    return found[1] if found else b"0"


def _kind(cell_tag: bytes) -> bytes:
    found = _TYPE.search(cell_tag)
    return found[1] if found else b"n"


def _walk_cells(xml: bytes | bytearray, flags: SheetFlags) -> dict[str, str]:
    """Fill in the flags cell by cell; the error text by address."""
    errors: dict[str, str] = {}
    for row, column, cell_tag, content in _cells(xml):
        value, formula = _VALUE.search(content), b"<f" in content
        text = _TEXT.search(content) is not None
        if not (value or formula or text):
            continue
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise Refused("sheet_too_wide", f"đến ô {a1(row, column)}")
        flags.last_row, flags.last_col = (
            max(flags.last_row, row),
            max(flags.last_col, column),
        )
        flags.formulas += formula
        kind = _kind(cell_tag)
        if kind == b"e":
            errors[a1(row, column)] = value[1].decode("utf-8", "replace") if value else ""
        elif formula and not (value or text or (kind == b"str" and b"<v" in content)):
            flags.uncalculated.append(a1(row, column))
    flags.error_cells = list(errors)
    return errors
