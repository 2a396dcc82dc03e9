"""The table of a decision as a workbook: every annex as the decision would print it, then the sheets to edit.

The printed sheets are made from the others and protected; the editable ones hold texts only, under a row with the
names by which they are read back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.reports.breaks import break_pages
from pipelines.reports.measure import row_height
from pipelines.reports.page import Book, Marks, set_widths, write_notes, write_titles
from pipelines.reports.wording import safe_text
from schemas.criteria.sheets import DataSheet, Row

PRINTED = (
    ("Mã", 16.0), ("Tiêu chí", 55.0), ("Điểm tối đa", 14.0), ("Cách tính điểm", 85.0), ("Tài liệu kiểm chứng", 32.0),
    ("Cơ quan thẩm định", 28.0), ("Căn cứ", 28.0),
)  # fmt: skip
NAMES_ROW, FIRST_ROW = 1, 2  # rows of a sheet to edit, from zero: headings, names, then the data
_SIZE, _SPARE_ROWS = 11, 200
_PIXELS_PER_MM = 96 / 25.4


@dataclass(frozen=True)
class PrintedAnnex:
    """One annex as printed: its sheet, its label, title lines, one row of seven texts a criterion (`bold`: a sum)."""

    sheet: str
    label: str
    titles: tuple[str, ...]
    below: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bold: tuple[bool, ...]
    notes: tuple[str, ...]


def criteria_book(
    title: str,
    annexes: Sequence[PrintedAnnex],
    sheets: Sequence[DataSheet],
    rows: Mapping[str, Sequence[Row]],
    choices: Mapping[str, Sequence[str]],
) -> bytes:
    """The workbook. `choices` gives the closed list of a column, by its name, for a drop-down."""
    book = Book(title, Marks())
    for annex in annexes:
        _print(book, annex)
    for data in sheets:
        _edit(book, data, rows[data.name], choices)
    return book.content()


def _print(book: Book, annex: PrintedAnnex) -> None:
    sheet = book.sheet(annex.sheet, "landscape")
    widths = set_widths(sheet, [width for _, width in PRINTED], "landscape")
    row = write_titles(book, sheet, widths, annex.label, annex.titles, annex.below)
    head = book.style(_SIZE, bold=True, border=1, align="center", text_wrap=True)
    for column, (heading, _) in enumerate(PRINTED):
        sheet.write_string(row, column, heading, head)
    sheet.set_row(row, _height([heading for heading, _ in PRINTED], widths, heavy=True))
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    headings = row
    for texts, bold in zip(annex.rows, annex.bold, strict=True):
        row += 1
        for column, text in enumerate(texts):
            align = "center" if column in (0, 2) else "left"
            style = book.style(_SIZE, border=1, align=align, text_wrap=True, bold=bold)
            sheet.write_string(row, column, safe_text(text), style)
        sheet.set_row(row, _height(texts, widths, bold))
    end = write_notes(book, sheet, row + 1, widths, annex.notes)
    break_pages(sheet, "landscape", (headings, headings + 1), [(row, end)])
    sheet.ignore_errors({"number_stored_as_text": "A1:G1000"})
    sheet.protect()


def _edit(book: Book, data: DataSheet, rows: Sequence[Row], choices: Mapping[str, Sequence[str]]) -> None:
    sheet = book.sheet(data.name, "landscape")
    declared = [width for _, width in data.columns.values()]
    fitted = set_widths(sheet, declared, "landscape")
    # On the screen columns as wide as they are meant to be; on paper the page shrinks to its width.
    widths = [max(pair) for pair in zip(declared, fitted, strict=True)]
    head = book.style(_SIZE, bold=True, border=1, align="center", text_wrap=True)
    plain = book.style(_SIZE, num_format="@")
    names = book.style(8, italic=True, border=1, align="center", font_color="#7F7F7F", text_wrap=True)
    cell = book.style(_SIZE, border=1, align="left", text_wrap=True, num_format="@")
    last = FIRST_ROW + max(len(rows), 1) + _SPARE_ROWS
    for column, (name, (heading, _)) in enumerate(data.columns.items()):
        sheet.set_column_pixels(column, column, int(widths[column] * _PIXELS_PER_MM), plain)
        sheet.write_string(0, column, heading, head)
        sheet.write_string(NAMES_ROW, column, name, names)
        if name in choices:
            sheet.data_validation(
                FIRST_ROW, column, last, column, {"validate": "list", "source": list(choices[name])}
            )
    headings = [heading for heading, _ in data.columns.values()]
    sheet.set_row(0, _height(headings, widths, heavy=True))
    for number, row in enumerate(rows, FIRST_ROW):
        sheet.set_row(number, _height([row[name] for name in data.columns], widths))
        for column, name in enumerate(data.columns):
            if row[name]:
                sheet.write_string(number, column, safe_text(row[name]), cell)
            else:
                sheet.write_blank(number, column, None, cell)
    sheet.repeat_rows(0, NAMES_ROW)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:Z10000"})


def _height(texts: Sequence[str], widths: Sequence[float], heavy: bool = False) -> float:
    return max(row_height(text, width, _SIZE, heavy) for text, width in zip(texts, widths, strict=True))
