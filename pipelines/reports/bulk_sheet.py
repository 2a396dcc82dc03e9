"""Long lists poured into a workbook whose page, headings and formats xlsxwriter has already made.

xlsxwriter takes 11 s for 222,000 rows of 9 cells, because it handles one cell at a time. Here Arrow turns the distinct
values of a column into XML and puts them side by side for every row; only a text in which something must be escaped,
or that may need a second line, is ever a Python value. The rest of the workbook is xlsxwriter's, byte for byte, so
there is one way to set up a page.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pipelines.reports.coded_rows import CodedRows, Row
from pipelines.reports.measure import row_height, wrapped_lines
from pipelines.reports.wording import MAX_CELL_CHARACTERS, safe_text
from schemas.tables.arrow import pa
from schemas.tables.arrow_functions import pc


@dataclass(frozen=True)
class Fill:
    """The rows of one sheet. `widths_mm` has one entry a column: its width when text wraps there, None
    otherwise; `size` is that of the type, in points. Rows are made as high as their wrapped texts need.
    """

    rows: Sequence[Row] | CodedRows
    widths_mm: Sequence[float | None]
    size: int


_STRINGS = "xl/sharedStrings.xml"
_LAST_ROW = re.compile(r'<row r="(\d+)"[^>]*>((?:(?!<row ).)*?)</row></sheetData>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+\d+"( s="\d+")?')
# Excel would read _x0041_ as the letter A, and LibreOffice the _xa_ in a file's name as the end of a line.
_ESCAPED_LOOK = re.compile(r"_(?=x[0-9A-Fa-f]{1,4}_)")
# What a text may hold that cannot stand in XML as it is: markup, control characters, spaces at its ends. Spaces other
# than the usual one count wherever they are.
_ODD = (
    r"[&<>_\x00-\x1f\x7f-\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{fffe}\x{ffff}]"
    r"|^ | $"
)
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_NO_TEXTS = pa.array([], pa.string())
_DAY = (1980, 1, 1, 0, 0, 0)


def pour(skeleton: bytes, fills: Mapping[int, Fill]) -> bytes:
    """The workbook `skeleton` with the rows of `fills[n]` in place of the last row of its n-th sheet
    (from 1).

    That last row is the pattern: it has one blank cell for each column, with the column's format. A text
    becomes a text and never anything else, a figure a number; a list must not be empty and its rows must be
    as long as the pattern (ValueError otherwise).
    """
    with zipfile.ZipFile(io.BytesIO(skeleton)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    known = parts[_STRINGS].decode("utf-8")
    coded = {
        sheet: fill.rows if isinstance(fill.rows, CodedRows) else CodedRows.of(fill.rows)
        for sheet, fill in fills.items()
    }
    texts = [column.texts for rows in coded.values() for column in rows.columns]
    # A text stands in the workbook once, after those that the skeleton already has; cells hold its place.
    every = pa.concat_arrays([_NO_TEXTS, *texts])
    shared = pc.if_else(pc.equal(every, ""), None, every).dictionary_encode()
    places = _pieces(pc.add(shared.indices, known.count("<si>")), [len(own) for own in texts])
    for sheet, rows in coded.items():
        name = f"xl/worksheets/sheet{sheet}.xml"
        parts[name] = _with_rows(parts[name].decode("utf-8"), fills[sheet], rows, places)
    known = re.sub(r' count="\d+" uniqueCount="\d+"', "", known, count=1)
    before, end, after = known.partition("</sst>")
    parts[_STRINGS] = b"".join((before.encode(), _shared_strings(shared.dictionary), (end + after).encode()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as workbook:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            workbook.writestr(entry, part, compresslevel=1)
    return target.getvalue()


def _pieces(array: pa.Array, lengths: Sequence[int]) -> Iterator[pa.Array]:
    start = 0
    for length in lengths:
        yield array.slice(start, length)
        start += length


def _in_line(texts: pa.Array) -> memoryview:
    """Texts one behind the other, as Arrow keeps those of a new array."""
    letters = texts.buffers()[2] or b""
    return memoryview(letters)[: pc.sum(pc.binary_length(texts), min_count=0).as_py()]


def _between(before: str, texts: pa.Array, after: str) -> pa.Array:
    return pc.binary_join_element_wise(before, texts, after, "")


def _replaced(array: pa.Array, mask: pa.Array, values: Sequence[object]) -> pa.Array:
    return pc.replace_with_mask(array, mask, pa.array(values, array.type))


def _shared_strings(texts: pa.Array) -> memoryview:
    long = pc.greater(pc.utf8_length(texts), MAX_CELL_CHARACTERS)
    odd = pc.or_(long, pc.match_substring_regex(texts, _ODD))
    escaped = [_escaped(text) for text in texts.filter(odd).to_pylist()]
    return _in_line(_replaced(_between("<si><t>", texts, "</t></si>"), odd, escaped))


def _escaped(text: str) -> str:
    shown = _ESCAPED_LOOK.sub("_x005F_", escape(safe_text(text), quote=False))
    space = ' xml:space="preserve"' if shown != shown.strip() else ""
    return f"<si><t{space}>{shown}</t></si>"


def _with_rows(sheet: str, fill: Fill, rows: CodedRows, places: Iterator[pa.Array]) -> bytes:
    pattern = _LAST_ROW.search(sheet)
    if pattern is None:
        raise ValueError("the skeleton's sheet has no pattern row")
    styles = _STYLE.findall(pattern[2])
    first = int(pattern[1])
    drawn: list[pa.Array] = []
    lines: list[pa.Array] = []
    for style, width, column in zip(styles, fill.widths_mm, rows.columns, strict=True):
        texts = _between(f'<c{style} t="s"><v>', next(places).cast(pa.string()), "</v></c>")
        figures = _between(f"<c{style}><v>", column.figures, "</v></c>")
        cells = pa.concat_arrays([texts, figures]).take(column.codes)
        drawn.append(cells.fill_null(f"<c{style}/>"))
        if width is not None:
            counts = _lines(column.texts, width, fill.size)
            lines.append(pa.concat_arrays([counts, _ones(len(figures))]).take(column.codes))
    # Rows and cells without an address follow the one before them (ECMA-376, 18.3.1.73): half the size of
    # the XML.
    body = pc.binary_join_element_wise(_opened(lines, fill.size), *drawn, "</row>", "")
    last = first + len(rows) - 1
    head = re.sub(
        r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"',
        rf'\g<1>{last}"',
        sheet[: pattern.start()],
        count=1,
    )
    opened = f'{head}<row r="{first}"'.encode()
    return b"".join((opened, _in_line(body)[len("<row") :], f"</sheetData>{sheet[pattern.end() :]}".encode()))


def _ones(count: int) -> pa.Array:
    return pa.repeat(pa.scalar(1, pa.int32()), count)


def _lines(texts: pa.Array, width_mm: float, size: int) -> pa.Array:
    """How many lines each text takes. Digits are equally wide, so figures of one length are measured once."""
    valid, ends, letters = texts.buffers()
    alike = letters.to_pybytes().translate(_DIGITS_ALIKE) if letters else b""
    shapes = pa.Array.from_buffers(
        texts.type, len(texts), [valid, ends, pa.py_buffer(alike)], offset=texts.offset
    ).dictionary_encode()
    counts = [wrapped_lines(shape, width_mm, size) for shape in shapes.dictionary.to_pylist()]
    return pa.array(counts, pa.int32()).take(shapes.indices).fill_null(1)


def _opened(lines: Sequence[pa.Array], size: int) -> pa.Array | str:
    """The opening tag of every row: as high as the most lines of text in it need."""
    if not lines:
        return "<row>"
    most = pc.max_element_wise(*lines, 1).dictionary_encode()
    tags = []
    for count in most.dictionary.to_pylist():
        height = min(409.0, row_height("\n" * (count - 1), 100.0, size))  # Excel's highest row
        tags.append(f'<row ht="{height:.2f}" customHeight="1">' if count > 1 else "<row>")
    return pa.array(tags).take(most.indices)
