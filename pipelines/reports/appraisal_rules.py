"""What an appraisal sheet does while it is filled in: drop-down lists on the grid, colours for what still misses."""

from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

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


def write_lists(book: Book, content: AppraisalSheet) -> dict[tuple[Decimal, ...], str]:
    """A hidden sheet with a column for each grid, numbers with their decimal comma; the range of each list.

    A list written into the cell's own rule would be parted at every decimal comma, and a list of texts would refuse
    the number that somebody types.
    """
    sheet = book.sheet(LIST_SHEET, "portrait")
    ranges: dict[tuple[Decimal, ...], str] = {}
    for grid in dict.fromkeys(row.grid for row in content.rows if row.grid):
        column = len(ranges)
        choices = [*content.words[:1], *grid, *content.words[1:]]
        for row, choice in enumerate(choices):
            if isinstance(choice, Decimal):
                style = book.number_style(11, choice, content.places)
                sheet.write_number(row, column, float(choice), style)
            else:
                sheet.write_string(row, column, choice)
        first, last = (xl_rowcol_to_cell(row, column, True, True) for row in (0, len(choices) - 1))
        ranges[grid] = f"='{LIST_SHEET}'!{first}:{last}"
    sheet.protect()
    sheet.hide()
    return ranges


def add_list(sheet: Sheet, content: AppraisalSheet, source: str, row: int, column: int) -> None:
    """The drop-down list of one cell for points, or only the hint where any points may be given."""
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


def ask_for_what_misses(
    book: Book, sheet: Sheet, content: AppraisalSheet, first: int, last: int, columns: Columns
) -> None:
    """Colours the reason (and the end of a waiver) while it misses; points typed anew keep their decimal comma."""
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
