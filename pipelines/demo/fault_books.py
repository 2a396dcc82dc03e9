"""Faults of a workbook as a whole: its report, its period, its sender, its forms, and files that cannot be
opened.
"""

from __future__ import annotations

import re
from copy import deepcopy

from pipelines.demo.faults import Kind, Planter, Spot
from pipelines.demo.form_tables import draw_iib_1
from pipelines.demo.forms import Letter, lines_above
from pipelines.demo.grid import Cell, Planted, Row, Sheet, Table


def _lines(spot: Spot, look: str) -> list[Cell]:
    return [
        cell
        for sheet in spot.book.sheets
        for table in sheet.tables
        for cell in table.above
        if cell.look == look
    ]


def _reference(code: str, pattern: str, replacement: str) -> Planter:
    """Blanks a part of the line that names the report, on every sheet."""

    def plant(spot: Spot, kind: str) -> bool:
        lines = _lines(spot, "reference")
        for cell in lines:
            cell.value = re.sub(pattern, replacement, str(cell.value))
            cell.planted.append(Planted(code, kind))
        return bool(lines)

    return plant


def _no_reference(spot: Spot, kind: str) -> bool:
    for sheet in spot.book.sheets:
        for table in sheet.tables:
            table.above = [cell for cell in table.above if cell.look != "reference"]
    spot.book.planted.append(Planted("doc_reference_missing", kind))
    return True


def _other_year(spot: Spot, kind: str) -> bool:
    last = spot.letter.year - 1
    first = spot.book.sheets[0].tables[0]
    # Titles are typed in capitals too; a form whose own title still bore the year would rightly be used.
    year = re.compile(rf" năm {spot.letter.year}", re.IGNORECASE)
    for sheet in spot.book.sheets:
        for table in sheet.tables:
            table.above = [cell for cell in table.above if cell.look != "line"]
            for cell in table.above:
                if cell.look == "title":
                    cell.value = year.sub("", str(cell.value))
    first.above.insert(
        len(first.above) - 1,
        Cell(f"Kỳ báo cáo: năm {last}", "line", planted=[Planted("period_differs", kind)]),
    )
    return True


def _no_sender(spot: Spot, kind: str) -> bool:
    for sheet in spot.book.sheets:
        for table in sheet.tables:
            table.above = [cell for cell in table.above if not str(cell.value).startswith("Đơn vị")]
            # The place over a signature would name the sender as well.
            table.below = []
    for cell in _lines(spot, "reference"):
        cell.value = str(cell.value).split(" của ")[0] + ")"
    spot.book.planted.append(Planted("sender_unknown", kind))
    return True


def _two_senders(spot: Spot, kind: str) -> bool:
    others = [office for office in spot.neighbours.communes if office.code != spot.office.code]
    senders = [cell for cell in _lines(spot, "plain") if str(cell.value).startswith("Đơn vị")]
    if len(spot.book.sheets) < 2 or len(senders) < 2 or not others:
        return False
    other = spot.random.choice(others)
    senders[-1].value = f"Đơn vị: {other.named('plain')}, {other.above}"
    reference = _lines(spot, "reference")[-1]
    reference.value = str(reference.value).split(" của ")[0] + f" của {other.named('plain')})"
    spot.book.planted.append(Planted("sender_conflict", kind))
    return True


def _not_due(spot: Spot, kind: str) -> bool:
    letter = Letter(spot.letter.number, spot.letter.day, spot.letter.year)
    above = lines_above(
        spot.random, spot.hand, spot.office, letter, ["Phụ lục IIB.1", "Kết quả triển khai nhiệm vụ"], False
    )
    figures = dict.fromkeys(("steering_documents_count", "inspections_count"), "1")
    table = draw_iib_1(spot.random, spot.hand, spot.office, figures, above)
    for row in table.rows:
        for cell in row.cells:
            cell.true = None
    table.planted.append(Planted("form_not_due", kind))
    spot.book.sheets.append(Sheet("PL IIB.1", [table], tolerated=kind))
    return True


def _form_twice(spot: Spot, kind: str) -> bool:
    original = next(sheet for sheet in spot.book.sheets if sheet.tables[0].form == "tu_cham")
    if len(original.tables) > 1 or original.tables[0].planted:
        return False
    again = deepcopy(original)
    again.name = f"{original.name} (2)"
    for row in again.tables[0].rows:
        for cell in row.cells:
            cell.true, cell.planted = None, []
    for row in original.tables[0].rows:
        for cell in row.cells:
            if cell.true:
                cell.true.spoilt_by = "file"
    original.tolerated = again.tolerated = kind
    again.tables[0].planted.append(Planted("form_twice", kind, or_at=[original]))
    spot.book.sheets.append(again)
    return True


def _no_form(spot: Spot, kind: str) -> bool:
    above = spot.book.sheets[0].tables[0].above[:2]
    header = [[Cell("Họ và tên", "head"), Cell("Chức vụ", "head"), Cell("Điện thoại", "head")]]
    rows = [
        Row([Cell(name), Cell(post), Cell()])
        for name, post in (("Nguyễn Văn An", "Trưởng ban"), ("Trần Thị Bình", "Thư ký"))
    ]
    spot.book.sheets[:] = [Sheet("Danh sách", [Table("", 3, above, header, [], rows)], tolerated=kind)]
    spot.book.planted.append(Planted("form_not_found", kind))
    return True


def _far_cell(spot: Spot, kind: str) -> bool:
    if spot.book.suffix not in (".xlsx", ".xlsm"):
        return False
    sheet = spot.book.sheets[0]
    sheet.strays.append((1048575 - sheet.top, 16383 - sheet.left, Cell("x", "plain")))
    spot.book.planted.append(Planted("sheet_too_wide", kind))
    return True


def _damaged(code: str, damage: str) -> Planter:
    """Has the finished file spoilt, see `pipelines.demo.damage`."""

    def plant(spot: Spot, kind: str) -> bool:
        if spot.book.suffix != ".xlsx":
            return False
        spot.book.damage = damage
        spot.book.planted.append(Planted(code, kind))
        return True

    return plant


BOOK_KINDS = (
    Kind(
        "thiếu số văn bản", "doc_number_missing", "book", _reference("doc_number_missing", r"số \d+/", "số /")
    ),
    Kind(
        "thiếu ngày văn bản",
        "doc_day_missing",
        "book",
        _reference("doc_day_missing", r"ngày (?:ngày )?\d+( tháng|/)", r"ngày \1"),
    ),
    Kind("không ghi văn bản kèm theo", "doc_reference_missing", "book", _no_reference),
    Kind("biểu không phải nộp", "form_not_due", "book", _not_due),
    Kind("biểu hai bản", "form_twice", "book", _form_twice),
    Kind("khác kỳ báo cáo", "period_differs", "book", _other_year, ends=True),
    Kind("không ghi đơn vị gửi", "sender_unknown", "book", _no_sender, ends=True),
    Kind("hai đơn vị gửi", "sender_conflict", "book", _two_senders, ends=True),
    Kind("không có biểu", "form_not_found", "book", _no_form, ends=True),
    Kind("ô lạc rất xa", "sheet_too_wide", "book", _far_cell, ends=True),
    Kind("tệp bị cắt cụt", "file_damaged", "book", _damaged("file_damaged", "truncated"), ends=True),
    Kind("tệp hỏng một bit", "file_damaged", "book", _damaged("file_damaged", "flipped"), ends=True),
    Kind("tệp đặt mật khẩu", "file_encrypted", "book", _damaged("file_encrypted", "encrypted"), ends=True),
    Kind("tệp rỗng", "file_empty", "book", _damaged("file_empty", "empty"), ends=True),
    Kind("tệp Word đổi đuôi", "file_type_unknown", "book", _damaged("file_type_unknown", "word"), ends=True),
)
