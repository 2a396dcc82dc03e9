"""The scoring sheet (phiếu thẩm định) of one block: what was given in grey, empty cells for the appraisal beside it.

The analyst works in it in Excel, so rows grow with their text, the grid stands in a drop-down list, and only the
cells to fill in can be changed. The cells for words and dates hold text, lest Excel turn 5/12 into another day on a
PC with English settings.
"""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal

from pipelines.reports.appraisal_columns import AppraisalRow, AppraisalSheet, Columns, columns_of
from pipelines.reports.appraisal_rules import add_lists, mark_what_is_missing, write_lists
from pipelines.reports.measure import row_height
from pipelines.reports.page import Book, Sheet, set_widths, write_block, write_notes, write_titles
from pipelines.reports.wording import safe_text
from schemas.forms.appraisal import END, ENTERED, GIVEN, HEAD_SHEET, HIDDEN, SHORT, TABLE_SHEET

_SIZE = 11
_GREY, _GREY_HEAD, _OPEN_HEAD = "#F2F2F2", "#D9D9D9", "#E2EFDA"
_CENTRED = ("evidence_date", "until")
_PIXELS_PER_MM = 96 / 25.4


def write_appraisal(content: AppraisalSheet) -> bytes:
    """The workbook: the sheet to work in, and two hidden ones (codes; lists of points)."""
    book = Book(content.titles[0], content.marks)
    sheet = book.sheet(TABLE_SHEET, "landscape")
    columns = columns_of(content)
    first = _draw_head(book, sheet, content, columns)
    lists = write_lists(book, content)
    for number, row in enumerate(content.rows, first):
        _draw_given(book, sheet, content, row, number, columns.at)
        _draw_entered(book, sheet, content, row, number, columns.at)
        _write_hidden(sheet, row, number, columns.at)
        sheet.write_number(number, columns.at["list"], lists.get(row.grid, 0))
        _set_height(sheet, row, number, columns)
    add_lists(sheet, content, first, columns)
    last = first + len(content.rows) - 1
    sheet.write_string(last + 1, columns.at[HIDDEN[0]], END)
    sheet.autofilter(first - 1, 0, last, len(columns.at) - 1)
    mark_what_is_missing(book, sheet, content, first, last, columns)
    end = write_notes(book, sheet, last + 1, columns.widths, content.notes, size=_SIZE)
    sheet.print_area(0, 0, end - 1, len(columns.seen) - 1)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    _write_codes(book, content)
    sheet.activate()
    return book.content()


def _draw_head(book: Book, sheet: Sheet, content: AppraisalSheet, columns: Columns) -> int:
    """Titles, the hidden row of names, two rows of headings; the first row of the table."""
    seen, at, widths = columns.seen, columns.at, columns.widths
    set_widths(sheet, widths, "landscape")
    for number, width in enumerate(widths):
        # As wide as meant on the screen; on paper the page shrinks to its width.
        sheet.set_column_pixels(number, number, int(width * _PIXELS_PER_MM))
    sheet.set_column(len(seen), len(at) - 1, 12, None, {"hidden": True})
    names = write_titles(book, sheet, widths, content.label, content.titles, content.below)
    for name, column in at.items():
        sheet.write_string(names, column, name)
    sheet.set_row(names, None, None, {"hidden": True})
    top, bottom, start = names + 1, names + 2, at["points"]
    for first, last, text, colour in (
        (0, at["stake"] - 1, "Đã có", _GREY_HEAD),
        (at["stake"], start - 1, "So sánh", _GREY_HEAD),
        (start, len(seen) - 1, content.heading, _OPEN_HEAD),
    ):
        style = book.style(_SIZE, bold=True, border=1, align="center", text_wrap=True, bg_color=colour)
        write_block(sheet, top, first, top, last, text, style)
        for number in range(first, last + 1):
            sheet.write_string(bottom, number, seen[number].heading, style)
    for name in HIDDEN:
        sheet.write_string(bottom, at[name], name)
    sheet.set_row(top, 20)
    # Room for the arrow of the filter as well.
    sheet.set_row(bottom, max(row_height(one.heading, one.width_mm - 4, _SIZE, heavy=True) for one in seen))
    sheet.repeat_rows(top, bottom)
    sheet.freeze_panes(bottom + 1, at["code"] + 1)
    return bottom + 1


def _draw_given(
    book: Book, sheet: Sheet, content: AppraisalSheet, row: AppraisalRow, number: int, at: Mapping[str, int]
) -> None:
    def locked(name: str, value: Decimal | str | None, align: str = "center", bold: bool = False) -> None:
        look = {"border": 1, "bg_color": _GREY, "align": align, "text_wrap": True, "bold": bold}
        if isinstance(value, Decimal):
            style = book.number_style(_SIZE, value, content.places, **look)
            sheet.write_number(number, at[name], float(value), style)
        else:
            sheet.write_string(number, at[name], safe_text(value or ""), book.style(_SIZE, **look))

    locked("name", row.name, "left")
    locked("code", row.criterion)
    locked("label", row.label, "left")
    locked("max_points", "chưa biết" if row.max_points is None else row.max_points)
    for place, (name, points) in enumerate(zip(content.rounds, row.given, strict=True)):
        shown = SHORT.get(points, points) if isinstance(points, str) else points
        locked(GIVEN + name, "…" if shown is None else shown, bold=place == row.base)
    locked("stake", row.stake or None)
    if "remarks" in at:
        locked("remarks", row.remarks, "left")


def _draw_entered(
    book: Book, sheet: Sheet, content: AppraisalSheet, row: AppraisalRow, number: int, at: Mapping[str, int]
) -> None:
    look = {"border": 1, "locked": False, "text_wrap": True}
    points = row.entered.points
    if isinstance(points, Decimal):
        style = book.number_style(_SIZE, points, content.places, align="center", **look)
        sheet.write_number(number, at["points"], float(points), style)
    else:
        _write_text(sheet, number, at["points"], points or "", book.style(_SIZE, align="center", **look))
    for name in ENTERED[1:]:
        if name in at:
            align = "center" if name in _CENTRED else "left"
            style = book.style(_SIZE, num_format="@", align=align, **look)
            _write_text(sheet, number, at[name], getattr(row.entered, name), style)


def _write_text(sheet: Sheet, row: int, column: int, text: str, style: object) -> None:
    if text:
        sheet.write_string(row, column, safe_text(text), style)
    else:
        sheet.write_blank(row, column, None, style)


def _write_hidden(sheet: Sheet, row: AppraisalRow, number: int, at: Mapping[str, int]) -> None:
    for name, text in (("unit", row.unit), ("criterion", row.criterion), ("shown", row.shown)):
        sheet.write_string(number, at[name], text)
    base = None if row.base is None else row.given[row.base]
    if isinstance(base, Decimal):
        sheet.write_number(number, at["base"], float(base))
    else:
        sheet.write_string(number, at["base"], base or "–")


def _set_height(sheet: Sheet, row: AppraisalRow, number: int, columns: Columns) -> None:
    texts = {"name": row.name, "label": row.label, "remarks": row.remarks} | asdict(row.entered)
    sheet.let_grow(
        number,
        max(
            row_height(text, column.width_mm, _SIZE)
            for column in columns.seen
            if isinstance(text := texts.get(column.name), str)
        ),
    )


def _write_codes(book: Book, content: AppraisalSheet) -> None:
    sheet = book.sheet(HEAD_SHEET, "portrait")
    for number, (key, text) in enumerate(content.head.items()):
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, safe_text(text))
    sheet.protect()
    sheet.hide()
