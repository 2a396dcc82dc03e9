"""The scoring sheet (phiếu thẩm định) of one block: what was given in grey, empty cells for the appraisal beside it.

The analyst works in it in Excel, so rows grow with their text, the grid stands in a drop-down list, and only the
cells to fill in can be changed. The cells for words and dates hold text, lest Excel turn 5/12 into another day on a
PC with English settings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from pipelines.reports.measure import row_height
from pipelines.reports.page import (
    UNMARKED,
    Book,
    Marks,
    Sheet,
    set_widths,
    write_block,
    write_notes,
    write_titles,
)
from pipelines.reports.wording import decimal_text, safe_text
from schemas.forms.appraisal import (
    AGREE,
    END,
    ENTERED,
    GIVEN,
    HEAD_SHEET,
    HIDDEN,
    LIST_SHEET,
    NOT_APPLICABLE,
    SHORT,
    TABLE_SHEET,
    WAIVED,
)

# Formats are bound to a value each; beyond so many different points the PC's own decimal sign must do.
MOST_LITERALS = 60
_SIZE = 11
_GREY, _GREY_HEAD, _OPEN_HEAD, _ASKED = "#F2F2F2", "#D9D9D9", "#E2EFDA", "#FCE4D6"
_PIXELS_PER_MM = 96 / 25.4
_HINT = (
    "Chọn điểm trong danh sách: điểm đúng thang, “Đồng ý” (như điểm in đậm), “Không áp dụng”, hoặc “Miễn” kèm ngày "
    "hết hạn. Khác điểm in đậm thì ghi lý do."
)
_HINT_EXPLAIN = "Chọn điểm đơn vị đề nghị trong danh sách, rồi ghi nội dung giải trình."


@dataclass(frozen=True)
class Entered:
    """What stands in the cells to fill in; `points` a number, one of the words, or None for an empty cell."""

    points: Decimal | str | None = None
    reason: str = ""
    evidence_number: str = ""
    evidence_date: str = ""
    evidence_title: str = ""
    until: str = ""


@dataclass(frozen=True)
class AppraisalRow:
    """One criterion of one unit. `given` has, for each round of the sheet, a number, a word or None; `base` is the
    place in `given` of the points to compare with, or None. `grid` are the points that may be chosen, () for any.
    """

    unit: str
    name: str
    criterion: str
    label: str
    max_points: Decimal | None
    given: tuple[Decimal | str | None, ...]
    base: int | None
    stake: Decimal | None
    remarks: str
    shown: str
    grid: tuple[Decimal, ...]
    entered: Entered = Entered()


@dataclass(frozen=True)
class AppraisalSheet:
    """One block's sheet. `rounds` names the columns of given points with their headings; `heading` stands over the
    cells to fill in; `head` is what the hidden sheet says of campaign, round and block; `explains` asks units for
    explanations instead of appraisals.
    """

    label: str
    titles: tuple[str, ...]
    below: tuple[str, ...]
    heading: str
    rounds: Mapping[str, str]
    rows: tuple[AppraisalRow, ...]
    head: Mapping[str, str]
    notes: tuple[str, ...]
    places: int
    explains: bool = False
    marks: Marks = UNMARKED


@dataclass(frozen=True)
class _Column:
    name: str
    heading: str
    width_mm: float
    align: str = "left"


def write_appraisal(content: AppraisalSheet) -> bytes:
    """The workbook: the sheet to work in, and two hidden ones (codes; lists of points)."""
    book = Book(content.titles[0], content.marks)
    sheet = book.sheet(TABLE_SHEET, "landscape")
    columns = _columns(content)
    at = {column.name: number for number, column in enumerate(columns)}
    at |= {name: len(columns) + number for number, name in enumerate(HIDDEN)}
    first = _draw_head(book, sheet, content, columns, at)
    lists = _write_lists(book, content)
    for number, row in enumerate(content.rows, first):
        _draw_row(book, sheet, content, row, number, at)
        _add_list(sheet, content, lists.get(row.grid, ""), number, at["points"])
    last = first + len(content.rows) - 1
    sheet.write_string(last + 1, at[HIDDEN[0]], END)
    sheet.autofilter(first - 1, 0, last, max(at.values()))
    _ask_for_what_misses(book, sheet, content, first, last, at)
    widths = [column.width_mm for column in columns]
    end = write_notes(book, sheet, last + 1, widths, content.notes, size=_SIZE)
    sheet.print_area(0, 0, end, len(columns) - 1)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    _write_codes(book, content)
    sheet.activate()
    return book.content()


def _columns(content: AppraisalSheet) -> list[_Column]:
    given = [_Column(GIVEN + name, heading, 15, "center") for name, heading in content.rounds.items()]
    remarks = [_Column("remarks", "Ý kiến đã có", 52)] if any(row.remarks for row in content.rows) else []
    entered = [
        _Column("points", "Điểm đề nghị" if content.explains else "Điểm", 19, "center"),
        _Column("reason", "Nội dung giải trình" if content.explains else "Lý do", 56),
        _Column("evidence_number", "Số văn bản", 25),
        _Column("evidence_date", "Ngày văn bản", 22, "center"),
        _Column("evidence_title", "Tên tài liệu kiểm chứng", 38),
        *([] if content.explains else [_Column("until", "Miễn đến ngày", 22, "center")]),
    ]
    return [
        _Column("name", "Đơn vị", 34),
        _Column("code", "Mã", 15, "center"),
        _Column("label", "Tiêu chí", 40),
        _Column("max_points", "Điểm tối đa", 14, "center"),
        *given,
        _Column("stake", "Chênh lệch", 15, "center"),
        *remarks,
        *entered,
    ]


def _draw_head(
    book: Book, sheet: Sheet, content: AppraisalSheet, columns: Sequence[_Column], at: Mapping[str, int]
) -> int:
    """Titles, the hidden row of names, two rows of headings; the first row of the table."""
    widths = [column.width_mm for column in columns]
    set_widths(sheet, widths, "landscape")
    for number, width in enumerate(widths):
        # As wide as meant on the screen; on paper the page shrinks to its width.
        sheet.set_column_pixels(number, number, int(width * _PIXELS_PER_MM))
    sheet.set_column(len(columns), len(columns) + len(HIDDEN) - 1, 12, None, {"hidden": True})
    names = write_titles(book, sheet, widths, content.label, content.titles, content.below)
    for name, column in at.items():
        sheet.write_string(names, column, name)
    sheet.set_row(names, None, None, {"hidden": True})
    top, bottom, start = names + 1, names + 2, at["points"]
    for first, last, text, colour in (
        (0, at["stake"] - 1, "Đã có", _GREY_HEAD),
        (at["stake"], start - 1, "So sánh", _GREY_HEAD),
        (start, len(columns) - 1, content.heading, _OPEN_HEAD),
    ):
        style = book.style(_SIZE, bold=True, border=1, align="center", text_wrap=True, bg_color=colour)
        write_block(sheet, top, first, top, last, text, style)
        for number in range(first, last + 1):
            sheet.write_string(bottom, number, columns[number].heading, style)
    for name in HIDDEN:
        sheet.write_string(bottom, at[name], name)
    # Room for the arrow of the filter as well.
    height = max(row_height(column.heading, column.width_mm - 4, _SIZE, heavy=True) for column in columns)
    sheet.set_row(top, 20)
    sheet.set_row(bottom, height)
    sheet.repeat_rows(top, bottom)
    sheet.freeze_panes(bottom + 1, at["code"] + 1)
    return bottom + 1


def _draw_row(
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
    _draw_entered(book, sheet, content, row, number, at)
    sheet.write_string(number, at["unit"], row.unit)
    sheet.write_string(number, at["criterion"], row.criterion)
    sheet.write_string(number, at["shown"], row.shown)
    base = None if row.base is None else row.given[row.base]
    if isinstance(base, Decimal):
        sheet.write_number(number, at["base"], float(base))
    else:
        sheet.write_string(number, at["base"], base or "–")


def _draw_entered(
    book: Book, sheet: Sheet, content: AppraisalSheet, row: AppraisalRow, number: int, at: Mapping[str, int]
) -> None:
    look = {"border": 1, "locked": False, "text_wrap": True}
    points = row.entered.points
    centred = {**look, "align": "center"}
    if isinstance(points, Decimal):
        style = book.number_style(_SIZE, points, content.places, **centred)
        sheet.write_number(number, at["points"], float(points), style)
    elif points:
        sheet.write_string(number, at["points"], points, book.style(_SIZE, **centred))
    else:
        sheet.write_blank(number, at["points"], None, book.style(_SIZE, **centred))
    for name in ENTERED[1:]:
        if name not in at:
            continue
        align = "center" if name in ("evidence_date", "until") else "left"
        style = book.style(_SIZE, num_format="@", align=align, **look)
        if text := getattr(row.entered, name):
            sheet.write_string(number, at[name], safe_text(text), style)
        else:
            sheet.write_blank(number, at[name], None, style)


def _choices(content: AppraisalSheet) -> tuple[str, ...]:
    return () if content.explains else (AGREE, NOT_APPLICABLE, WAIVED)


def _write_lists(book: Book, content: AppraisalSheet) -> dict[tuple[Decimal, ...], str]:
    """A hidden column for each grid, numbers with their decimal comma; the range of each for the drop-downs.

    A list written into the cell's own rule would be parted at every decimal comma.
    """
    sheet = book.sheet(LIST_SHEET, "portrait")
    ranges: dict[tuple[Decimal, ...], str] = {}
    for grid in dict.fromkeys(row.grid for row in content.rows if row.grid):
        column = len(ranges)
        words = _choices(content)[:1]
        for number, word in enumerate(words):
            sheet.write_string(number, column, word)
        for number, points in enumerate(grid, len(words)):
            style = book.number_style(_SIZE, points, content.places)
            sheet.write_number(number, column, float(points), style)
        for number, word in enumerate(_choices(content)[1:], len(words) + len(grid)):
            sheet.write_string(number, column, word)
        last = xl_rowcol_to_cell(len(grid) + len(_choices(content)) - 1, column, True, True)
        ranges[grid] = f"='{LIST_SHEET}'!{xl_rowcol_to_cell(0, column, True, True)}:{last}"
    sheet.protect()
    sheet.hide()
    return ranges


def _add_list(sheet: Sheet, content: AppraisalSheet, source: str, row: int, column: int) -> None:
    hint = {
        "input_title": "Điểm đề nghị" if content.explains else "Điểm thẩm định",
        "input_message": _HINT_EXPLAIN if content.explains else _HINT,
    }
    if source:
        wrong = {
            "error_title": "Điểm không đúng thang",
            "error_message": "Hãy chọn trong danh sách của ô này.",
        }
        sheet.data_validation(
            row, column, row, column, {"validate": "list", "source": source, **hint, **wrong}
        )
    else:
        sheet.data_validation(row, column, row, column, {"validate": "any", **hint})


def _ask_for_what_misses(
    book: Book, sheet: Sheet, content: AppraisalSheet, first: int, last: int, at: Mapping[str, int]
) -> None:
    """Colours the reason (and the end of a waiver) while it misses; points typed anew keep their decimal comma."""

    def cell(name: str) -> str:
        return f"${xl_col_to_name(at[name])}{first + 1}"

    points, base, reason = cell("points"), cell("base"), at["reason"]
    asked = book.workbook.add_format({"bg_color": _ASKED})
    differs = (
        f'{points}<>""' if content.explains else f'AND({points}<>"",{points}<>"{AGREE}",{points}<>{base})'
    )
    missing = f'=AND({differs},{cell("reason")}="")'
    sheet.conditional_format(
        first, reason, last, reason, {"type": "formula", "criteria": missing, "format": asked}
    )
    if "until" in at:
        endless = f'=AND({points}="{WAIVED}",{cell("until")}="")'
        rule = {"type": "formula", "criteria": endless, "format": asked}
        sheet.conditional_format(first, at["until"], last, at["until"], rule)
    choosable = sorted({points for row in content.rows for points in row.grid})
    for value in choosable if len(choosable) <= MOST_LITERALS else ():
        if value == value.to_integral_value() and not content.places:
            continue
        literal = book.workbook.add_format({"num_format": f'"{decimal_text(value, content.places)}"'})
        rule = {"type": "cell", "criteria": "==", "value": float(value), "format": literal}
        # An empty cell equals 0 for Excel, and a text has no number format to change.
        if not value:
            rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({points}),{points}=0)", "format": literal}
        sheet.conditional_format(first, at["points"], last, at["points"], rule)


def _write_codes(book: Book, content: AppraisalSheet) -> None:
    sheet = book.sheet(HEAD_SHEET, "portrait")
    for number, (key, text) in enumerate(content.head.items()):
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, safe_text(text))
    sheet.protect()
    sheet.hide()
