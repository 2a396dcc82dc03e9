"""What an appraisal sheet does while it is filled in: drop-down lists on the grid, colours for what still misses."""

from decimal import Decimal
from itertools import groupby

from xlsxwriter.utility import xl_col_to_name

from pipelines.reports.appraisal_columns import AppraisalSheet, Columns
from pipelines.reports.page import Book, Sheet
from pipelines.reports.wording import decimal_text
from schemas.forms.appraisal import AGREE, LIST_SHEET, WAIVED

# A format is bound to each value; beyond so many different points the PC's own decimal sign must do.
MOST_LITERALS = 60
_ASKED = "#FCE4D6"
# Excel shows at most 255 characters.
_HINT = (
    "Chọn điểm trong danh sách: điểm đúng thang, “Đồng ý” (như điểm in đậm), “Không áp dụng”, hoặc “Miễn” kèm ngày "
    "hết hạn. Khác điểm in đậm thì ghi lý do."
)
_HINT_EXPLAIN = "Chọn điểm đơn vị đề nghị trong danh sách, rồi ghi nội dung giải trình."


def write_lists(book: Book, content: AppraisalSheet) -> dict[tuple[Decimal, ...], int]:
    """A hidden sheet with a column for each grid: how many choices, then the choices, numbers with their decimal comma.
    Returns the number of each grid's column, from 1 on.

    A list written into the rule itself would be parted at every decimal comma, and a list of texts would refuse the
    number that somebody types.
    """
    sheet = book.sheet(LIST_SHEET, "portrait")
    columns: dict[tuple[Decimal, ...], int] = {}
    for grid in dict.fromkeys(row.grid for row in content.rows if row.grid):
        column = len(columns)
        choices = [*content.words[:1], *grid, *content.words[1:]]
        sheet.write_number(0, column, len(choices))
        for row, choice in enumerate(choices, 1):
            if isinstance(choice, Decimal):
                style = book.number_style(11, choice, content.places)
                sheet.write_number(row, column, float(choice), style)
            else:
                sheet.write_string(row, column, choice)
        columns[grid] = column + 1
    sheet.protect()
    sheet.hide()
    return columns


def add_lists(sheet: Sheet, content: AppraisalSheet, first: int, columns: Columns) -> None:
    """The drop-down lists of the cells for points; only a hint where any points may be given."""
    hint = {
        "input_title": "Điểm đề nghị" if content.explains else "Điểm thẩm định",
        "input_message": _HINT_EXPLAIN if content.explains else _HINT,
    }
    at = columns.at["points"]
    for has_grid, run in groupby(enumerate(content.rows, first), key=lambda pair: bool(pair[1].grid)):
        rows = [row for row, _ in run]
        rule = _list_rule(columns, rows[0]) if has_grid else {"validate": "any"}
        sheet.data_validation(rows[0], at, rows[-1], at, rule | hint)


def _list_rule(columns: Columns, row: int) -> dict[str, str]:
    """Every row asks for the list that its own hidden cell names: Excel leaves rules behind when it sorts rows."""
    column = f"${xl_col_to_name(columns.at['list'])}{row + 1}-1"
    corner = f"'{LIST_SHEET}'!$A$1"
    return {
        "validate": "list",
        "source": f"=OFFSET({corner},1,{column},OFFSET({corner},0,{column}),1)",
        "error_title": "Điểm không đúng thang",
        "error_message": "Hãy chọn trong danh sách của ô này.",
    }


def mark_what_is_missing(
    book: Book, sheet: Sheet, content: AppraisalSheet, first: int, last: int, columns: Columns
) -> None:
    """Colours the reason (and the end of a waiver) while it is missing; points typed anew keep their decimal comma."""
    at = columns.at

    def cell(name: str) -> str:
        return f"${xl_col_to_name(at[name])}{first + 1}"

    points, reason = cell("points"), at["reason"]
    asked = book.workbook.add_format({"bg_color": _ASKED})
    differs = f'{points}<>""'
    if not content.explains:
        differs += f',{points}<>"{AGREE}",{points}<>{cell("base")}'
    missing = {"type": "formula", "criteria": f'=AND({differs},{cell("reason")}="")', "format": asked}
    sheet.conditional_format(first, reason, last, reason, missing)
    if "until" in at:
        endless = f'=AND({points}="{WAIVED}",{cell("until")}="")'
        rule = {"type": "formula", "criteria": endless, "format": asked}
        sheet.conditional_format(first, at["until"], last, at["until"], rule)
    values = sorted({value for row in content.rows for value in row.grid})
    for value in values if content.places and len(values) <= MOST_LITERALS else ():
        literal = book.workbook.add_format({"num_format": f'"{decimal_text(value, content.places)}"'})
        # For Excel an empty cell equals 0.
        shows = f"=AND(ISNUMBER({points}),{points}={value:f})"
        rule = {"type": "formula", "criteria": shows, "format": literal}
        sheet.conditional_format(first, at["points"], last, at["points"], rule)
