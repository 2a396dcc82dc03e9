"""Working lists on office paper: one list a sheet, with filters, a frozen head and headings repeated on
every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.reports.coded_rows import CodedRows, Row
from pipelines.reports.measure import row_height
from pipelines.reports.page import Book, Marks, set_widths, write_across, write_titles
from pipelines.reports.place import place
from pipelines.reports.wording import safe_text

_SIZE = 10
# Lists are read on a screen more than on paper: type of 10 points is not printed smaller than 8.
_MOST_SHRUNK = 0.8
# The tag gives a comma in LibreOffice; Excel uses the PC's own separator here, see `numbers`.
POINTS = "[$-42A]0.00"


@dataclass(frozen=True)
class ListColumn:
    """A heading, its width in mm, how the cells stand, and a number format or "". Columns that are `printed` share the
    page between them; others stand behind them, to filter by on the screen.
    """

    heading: str
    width_mm: float
    align: str = "left"
    number_format: str = ""
    printed: bool = True


@dataclass(frozen=True)
class Listing:
    """One sheet. `rows` hold a str, Decimal, int or None for each column; `empty` is printed when there
    are none.
    """

    sheet: str
    title: str
    columns: tuple[ListColumn, ...]
    rows: Sequence[Row] | CodedRows
    below: tuple[str, ...] = ()
    empty: str = "Không có."
    frozen_columns: int = 0


def write_listings(path: Path, title: str, listings: Sequence[Listing], marks: Marks) -> None:
    """Write the lists as one workbook. Raises OutputBusy when `path` is open in Excel."""
    # Only where lists are written: who says what stands in them can do without Arrow's functions.
    from pipelines.reports.bulk_sheet import Fill, pour

    book = Book(title, marks)
    fills: dict[int, Fill] = {}
    for number, listing in enumerate(listings, 1):
        widths = _draw(book, listing)
        if listing.rows:
            wraps = [None if c.number_format else w for c, w in zip(listing.columns, widths, strict=True)]
            fills[number] = Fill(listing.rows, wraps, _SIZE)
    place(path, pour(book.content(), fills))


def _draw(book: Book, listing: Listing) -> list[float]:
    """Everything but the rows, with one pattern row in their place; the widths of the columns in mm."""
    sheet = book.sheet(listing.sheet, "landscape")
    printed = [column.width_mm for column in listing.columns if column.printed]
    beside = [column.width_mm for column in listing.columns if not column.printed]
    widths = set_widths(sheet, printed, "landscape", _MOST_SHRUNK, beside)
    row = write_titles(book, sheet, widths[: len(printed)], "", [listing.title], listing.below)
    sheet.print_area(0, 0, row + max(1, len(listing.rows)), len(printed) - 1)
    style = book.style(_SIZE, bold=True, border=1, align="center", text_wrap=True)
    height = 0.0
    for index, column in enumerate(listing.columns):
        sheet.write_string(row, index, safe_text(column.heading), style)
        # Room for the arrow of the filter as well.
        height = max(height, row_height(column.heading, widths[index] - 4, _SIZE, heavy=True))
    sheet.set_row(row, height)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, listing.frozen_columns)
    last = len(widths) - 1
    if not listing.rows:
        empty = book.style(_SIZE, border=1, italic=True, align="center")
        write_across(sheet, row + 1, 0, len(printed) - 1, listing.empty, empty)
        return widths
    sheet.autofilter(row, 0, row + len(listing.rows), last)
    for index, column in enumerate(listing.columns):
        wrapped = {"num_format": column.number_format} if column.number_format else {"text_wrap": True}
        # A number at the right edge would run into the text that begins behind it.
        aside = {"indent": 1} if column.align == "right" else {}
        cell = book.style(_SIZE, border=1, align=column.align, **wrapped, **aside)
        sheet.write_blank(row + 1, index, None, cell)
    return widths
