"""The office's paper: A4, margins, type, page numbers, the block of titles and the signature, for every
sheet.

Measures follow Nghị định 30/2020/NĐ-CP, Phụ lục I: Times New Roman, margins 20 mm top and bottom, 30 mm
left, 15 mm right, page number 13 in the middle of the top margin and not on page one, label and title of
an annex bold and centred.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pipelines.reports.measure import row_height
from pipelines.reports.numbers import NumberFormats
from pipelines.reports.place import place
from pipelines.reports.quick_cells import QuickCells
from pipelines.reports.wording import safe_text

FONT = "Times New Roman"
DRAFT = "DỰ THẢO"
SIMULATED = "SỐ LIỆU MÔ PHỎNG"
SIMULATED_LINE = "(Số liệu mô phỏng, không phải số liệu của cơ quan nào)"
SHEET_NAME_CHARACTERS = 31
TEXT_WIDTH_MM = {"portrait": 210.0 - 30 - 15, "landscape": 297.0 - 30 - 15}

_MARGINS_INCH = {
    "left": 30 / 25.4,
    "right": 15 / 25.4,
    "top": 20 / 25.4,
    "bottom": 20 / 25.4,
}
_PIXELS_PER_MM = 96 / 25.4
# The workbook's own clock would make every file differ; a fixed day makes the same content the same bytes.
_CREATED = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Marks:
    """What must stand on every page: a draft is not signed yet, simulated figures belong to no office; `record` is
    the last entry of the ledger, such as "số 12 – 3f9a 27c1 0b5e 88d2", or "".
    """

    draft: bool = False
    simulated: bool = False
    record: str = ""

    @property
    def text(self) -> str:
        """The words for the corner of each page, or ""."""
        return " – ".join([SIMULATED] * self.simulated + [DRAFT] * self.draft)

    @property
    def footer(self) -> str:
        """The line at the foot of each page, or ""."""
        return f"Sổ điểm đến mục {self.record}" if self.record else ""


@dataclass(frozen=True)
class Signature:
    """Who signs: the lines above (TM., KT., the office), which are printed in capitals, and the name."""

    lines: tuple[str, ...] = ()
    name: str = ""


UNMARKED, UNSIGNED = Marks(), Signature()


class Sheet(QuickCells):
    """A worksheet whose first page has a header of its own; xlsxwriter offers the same header for all
    pages only.
    """

    first_header = ""

    def __init__(self) -> None:
        super().__init__()
        self.heights: dict[int, float] = {}
        self._growing: set[int] = set()

    def set_row(self, row: int, height: float | None = None, *rest: Any, **more: Any) -> int:
        """Set a row's height in points, and remember it: `breaks` works out from it where the pages end."""
        if height is not None:
            self.heights[row] = height
        return int(super().set_row(row, height, *rest, **more))

    def let_grow(self, row: int, height: float) -> None:
        """As `set_row`, for a row in which somebody will write: Excel makes it higher as the text needs."""
        self.set_row(row, height)
        self._growing.add(row)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        if tag == "row" and self._growing and dict(attributes)["r"] - 1 in self._growing:
            # xlsxwriter marks every height as fixed by hand.
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _write_header_footer(self) -> None:
        self._xml_start_tag("headerFooter", [("differentFirst", 1), ("scaleWithDoc", 0)])
        self._xml_data_element("oddHeader", self.header)
        if self.footer:
            self._xml_data_element("oddFooter", self.footer)
        if self.first_header:
            self._xml_data_element("firstHeader", self.first_header)
        if self.footer:
            self._xml_data_element("firstFooter", self.footer)
        self._xml_end_tag("headerFooter")


class Book:
    """A workbook in the making: cached formats, sheets on office paper, text that can never become a
    formula.
    """

    def __init__(self, title: str, marks: Marks) -> None:
        self._buffer = io.BytesIO()
        self.marks, self.numbers = marks, NumberFormats()
        self.workbook = Workbook(
            self._buffer,
            {
                "in_memory": True,
                "default_format_properties": {"font_name": FONT, "font_size": 11},
            },
        )
        self.workbook.set_properties({"title": safe_text(title), "created": _CREATED, "comments": marks.text})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, size: int, **properties: Any) -> Format:
        """The format with these xlsxwriter properties, made once."""
        key = (("font_size", size), *sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(
                {"font_name": FONT, "valign": "vcenter", **dict(key)}
            )
        return self._formats[key]

    def number_style(self, size: int, value: Decimal, places: int, **properties: Any) -> Format:
        """The format that prints `value` with `places` decimals and a decimal comma."""
        return self.style(size, num_format=self.numbers.decimal(value, places), **properties)

    def sheet(self, name: str, orientation: str) -> Sheet:
        """A new A4 sheet with margins, page numbers from 1 and the marks in the corner of every page."""
        sheet = self.workbook.add_worksheet(sheet_name(name), worksheet_class=Sheet)
        if orientation == "landscape":
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(**_MARGINS_INCH)
        corner = f'&R&"{FONT},Bold"&11 {self.marks.text}' if self.marks.text else ""
        sheet.set_header(f'&C&"{FONT},Regular"&13&P{corner}', {"margin": 10 / 25.4})
        sheet.first_header = corner
        if self.marks.footer:
            # At the foot, so that whoever compares a page with the ledger finds it there, and no row is pushed on.
            sheet.set_footer(f'&L&"{FONT},Italic"&9 {self.marks.footer}', {"margin": 10 / 25.4})
        sheet.set_start_page(1)
        sheet.hide_gridlines(2)
        return sheet

    def save(self, path: Path) -> None:
        """Close the workbook and put it in its place; see `place` for what it raises."""
        place(path, self.content())

    def content(self) -> bytes:
        """Close the workbook and give its bytes."""
        self.workbook.close()
        return self._buffer.getvalue()


def sheet_name(name: str) -> str:
    """`name` without the characters that Excel forbids in the name of a sheet, at most SHEET_NAME_CHARACTERS long."""
    return re.sub(r"[\[\]:*?/\\]", "-", safe_text(name)).strip("'")[:SHEET_NAME_CHARACTERS] or "Bảng"


def set_widths(
    sheet: Sheet,
    widths_mm: Sequence[float],
    orientation: str,
    most_shrunk: float = 1.0,
    beside: Sequence[float] = (),
) -> list[float]:
    """Stretch the columns in proportion to the text width of the page; returns the widths in mm.

    Columns that ask for more than the page keep it on the screen as far as they need not be printed smaller than
    `most_shrunk`. Columns `beside` them are for the screen, as wide as they ask.
    """
    page, wanted = TEXT_WIDTH_MM[orientation], sum(widths_mm)
    ratio = min(max(page, wanted), page / most_shrunk) / wanted
    widths = [*(width * ratio for width in widths_mm), *beside]
    for index, width in enumerate(widths):
        sheet.set_column_pixels(index, index, int(width * _PIXELS_PER_MM))
    # Only ever shrinks: another printer's idea of a column must not push the last one to a page of its own.
    sheet.fit_to_pages(1, 0)
    return widths


def write_across(sheet: Sheet, row: int, first: int, last: int, text: str, style: Format) -> None:
    """Text over the columns `first` to `last` (inclusive) of one row."""
    write_block(sheet, row, first, row, last, text, style)


def write_block(
    sheet: Sheet,
    row: int,
    first: int,
    last_row: int,
    last: int,
    text: str,
    style: Format,
) -> None:
    """Text over a rectangle of cells, merged when it is more than one."""
    if (row, first) != (last_row, last):
        sheet.merge_range(row, first, last_row, last, "", style)
    sheet.write_string(row, first, safe_text(text), style)


def write_titles(
    book: Book,
    sheet: Sheet,
    widths: Sequence[float],
    label: str,
    lines: Sequence[str],
    below: Sequence[str],
) -> int:
    """The head of an annex: label 14 bold, title lines in bold capitals, the lines below in italics. The next free
    row.
    """
    last, width = len(widths) - 1, sum(widths)
    bold = book.style(14, bold=True, align="center", text_wrap=True)
    italic = book.style(13, italic=True, align="center", text_wrap=True)
    notes = [*below, *([SIMULATED_LINE] if book.marks.simulated else [])]
    head = [(label, 14, True, bold)] if label else []
    head += [(line.upper(), 14, True, bold) for line in lines]
    head += [(line, 13, False, italic) for line in notes if line]
    for row, (text, size, heavy, style) in enumerate(head):
        sheet.set_row(row, row_height(text, width, size, heavy))
        write_across(sheet, row, 0, last, text, style)
    sheet.set_row(len(head), 9)
    return len(head) + 1


def write_signature(
    book: Book,
    sheet: Sheet,
    row: int,
    widths: Sequence[float],
    signature: Signature,
) -> int:
    """The signature block over the right half of the page, from `row` on; the next free row."""
    if not signature.lines and not signature.name:
        return row
    last = len(widths) - 1
    first = last
    while first > 0 and sum(widths[first:]) < sum(widths) * 0.45:
        first -= 1
    sheet.set_row(row, 9)
    row += 1
    bold = book.style(13, bold=True, align="center", text_wrap=True)
    for line in signature.lines:
        sheet.set_row(row, row_height(line.upper(), sum(widths[first:]), 13, heavy=True))
        write_across(sheet, row, first, last, line.upper(), bold)
        row += 1
    sheet.set_row(row, 58)  # room for signature and seal
    row += 1
    if signature.name:
        sheet.set_row(row, 20)
        write_across(sheet, row, first, last, signature.name, book.style(14, bold=True, align="center"))
    return row + 1


# A note that just fills its line here is wrapped elsewhere, and its last words would be cut off.
_SURE = 0.96


def write_notes(
    book: Book,
    sheet: Sheet,
    row: int,
    widths: Sequence[float],
    notes: Sequence[str],
    size: int = 12,
) -> int:
    """Lines under a table in italics, each as high as it needs. The next free row."""
    style = book.style(size, italic=True, align="left", text_wrap=True)
    if notes:
        sheet.set_row(row, 6)
        row += 1
    for note in notes:
        sheet.set_row(row, row_height(note, sum(widths) * _SURE, size))
        write_across(sheet, row, 0, len(widths) - 1, note, style)
        row += 1
    return row
