"""What is said of a table that no form explains: the form it is most like, what of it is there, and what is lacking."""

from pipelines.intake.submissions.file_reading import FileReading
from tests.intake.tables_of_units import LETTER, LETTERHEAD, READER, TOP, UNITS, codes
from tests.intake.test_forms_accounts import workbook
from tests.intake.test_known_headings import rows_of


def read(text: str, *above: list[object] | tuple[object, ...]) -> FileReading:
    """The reading of a sheet with a text table."""
    rows = [[*map(str, row)] for row in above] + rows_of(text)
    return READER.read(workbook({"S": rows}), "a.xlsx", "0" * 64)


def told(reading: FileReading, code: str = "sheet_not_understood") -> str:
    """The detail of its only finding of a code."""
    [found] = [finding for _, _, finding in reading.findings if finding.code == code]
    return found.detail


def test_the_headings_that_are_there_and_those_that_lack_are_named() -> None:
    reading = read("""
        TT | Phòng, ban | Mục A | Tổng điểm
        1  | Xã Cổ Đạm  | 0,5   | 0,5
    """, *TOP)  # fmt: skip
    assert told(reading) == (
        "11 ô; giống nhất là Phụ lục IB: có tiêu đề “PHỤ LỤC IB NĂM 2021” (A2); có cột “TT” (A4), “Tổng điểm” (D4); "
        "thiếu cột “Tên đơn vị”, “Tiêu chí”; chưa nhận ra “Phòng, ban” (B4), “Mục A” (C4)"
    )
    assert told(reading, "form_not_found") == "; trang “S” giống Phụ lục IB"


def test_a_title_that_lacks_is_named() -> None:
    detail = told(read("TT | Chỉ tiêu | Kết quả\n1 | Tổng số hồ sơ phải giải quyết | 5", LETTERHEAD, LETTER))
    assert detail.endswith(
        "giống nhất là Biểu số liệu: có cột “TT” (A3), “Chỉ tiêu” (B3), “Kết quả” (C3); thiếu tiêu đề “Biểu số liệu”"
    )


def test_two_forms_that_are_as_near_are_both_named() -> None:
    detail = told(read("TT | Nội dung | ĐVT | Kết quả\n1 | Hồ sơ | hồ sơ | 5", LETTERHEAD, LETTER))
    assert "giống nhất là Phụ lục IIB.1: có cột" in detail and "; hoặc Biểu số liệu: có cột" in detail


def test_lines_of_a_form_tell_it_without_its_headings() -> None:
    detail = told(read("""
        Nội dung cần báo cáo | Con số
        Tổng số hồ sơ phải giải quyết | 5
        Tỷ lệ hồ sơ giải quyết đúng hạn | 97,9
    """))  # fmt: skip
    assert "giống nhất là Biểu số liệu: có dòng “Tổng số hồ sơ phải giải quyết” (A2)" in detail
    assert detail.endswith("thiếu cột “Chỉ tiêu”, “Số liệu”")


def test_where_nothing_is_alike_that_is_said() -> None:
    reading = read("TT | Họ và tên | Đơn vị | Điện thoại\n1 | Nguyễn Văn A | Xã Cổ Đạm | 0912", LETTERHEAD)
    assert told(reading) == "9 ô; không giống mẫu nào của đợt" and told(reading, "form_not_found") == ""


def test_of_many_headings_that_nobody_knows_a_few_are_shown() -> None:
    headings = " | ".join(["TT", "Tên đơn vị", "Tổng điểm", *(f"Mục {letter}" for letter in "ABCDEF")])
    assert told(read(headings, LETTERHEAD)).endswith(
        "“Mục A” (D2), “Mục B” (E2), “Mục C” (F2), “Mục D” (G2) và 2 ô khác"
    )


def test_of_a_sheet_beside_a_form_it_is_said_too() -> None:
    form = [
        [*map(str, row)] for row in (*TOP, ["TT", "Đơn vị", "7.2.1", "7.2.2", "7.2.3", "Tổng điểm"], *UNITS)
    ]
    more = rows_of("Lưu ý khi ghi | Cách ghi\nGhi rõ | Từng xã")
    reading = READER.read(workbook({"PL IB": form, "Hướng dẫn": more}), "a.xlsx", "0" * 64)
    assert codes(reading) == ["sheet_not_understood"]
    assert told(reading) == "4 ô; không giống mẫu nào của đợt"
