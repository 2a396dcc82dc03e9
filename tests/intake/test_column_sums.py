"""A row of sums or of averages is held against the rows that it sums, and no other number is taken for a sum."""

from collections.abc import Sequence

import pytest
import xlsxwriter

from pipelines.intake.submissions.file_reading import FileReading
from tests.intake.tables_of_units import (
    CO_DAM,
    HEADINGS,
    TITLE,
    TOP,
    UNITS,
    XUAN_AN,
    XUAN_LIEN,
    Row,
    codes,
    read,
    totals,
)
from tests.intake.test_cell_looks import READER, points

# The units have 0,5 + 0,5 + 0,25; 0,5 + 0,25 + 0,5; 1 + 1 + 1; 2 + 1,75 + 1,75.
SUMS = ["1,25", "1,25", "3", "5,5"]
MEANS = ["0,42", "0,42", "1", "1,83"]
CONVERSION: tuple[Row, ...] = (
    ["PHỤ LỤC IIB.2 NĂM 2021"],
    ["TT", "Tên đơn vị", "Năm áp dụng ISO 9001:2008", "Năm chuyển đổi sang ISO 9001:2015", "Chưa áp dụng"],
    ["1", "Thị trấn Xuân An", "2015", "2019", ""],
    ["2", "Xã Cổ Đạm", "2016", "2019", ""],
    ["3", "Xã Xuân Liên", "", "", "x"],
)


def told(reading: FileReading) -> list[tuple[str, str, str]]:
    """Cell, what stands there and what is said of it, of each finding about a sum or a mean."""
    found = (finding for _, _, finding in reading.findings)
    return [(one.cell, one.found, one.detail) for one in found if one.code.startswith("column_")]


def test_a_wrong_sum_is_told_at_its_cell_with_what_the_column_comes_to() -> None:
    reading = read(*TOP, HEADINGS, *UNITS, ["", "Cộng", "1,25", "1,5", "3", "5,75"])
    assert told(reading) == [
        ("D8", "1,5", "3 dòng cộng lại được 1,25, chênh lệch 0,25"),
        ("F8", "5,75", "3 dòng cộng lại được 5,5, chênh lệch 0,25"),
    ]
    assert len(totals(reading)) == 3


@pytest.mark.parametrize(
    "name", ["Tổng cộng", "Tổng", "TỔNG SỐ", "Cộng chung", "Toàn huyện", "Tổng điểm", "Tổng cộng: 3 xã"]
)
def test_it_is_told_under_every_name_of_such_a_row(name: str) -> None:
    assert [cell for cell, _, _ in told(read(*TOP, HEADINGS, *UNITS, ["", name, *SUMS[:3], "6,5"]))] == ["F8"]
    assert [cell for cell, _, _ in told(read(*TOP, HEADINGS, *UNITS, [name, "", *SUMS[:3], "6,5"]))] == ["F8"]


RIGHT: list[Row] = [
    ["", "Cộng", *SUMS], ["", "Cộng", 1.25, 1.25, 3.0, 5.5], ["", "Cộng", "", "", "", "5,50"], ["", "Cộng"],
    # Rounded, a count of units, words, a share.
    ["", "Cộng", "1,3", "1,3", "3", "5,5"], ["", "Cộng", "1", "1", "3", "6"], ["", "Cộng", "3", "3", "3", "3"],
    ["", "Cộng", "3 xã", "", "", "03 đơn vị"], ["", "Cộng", "83 %", "-", "", "91,7%"], ["", "Tổng điểm", *MEANS],
    ["", "Cộng", *SUMS[:3], "1,83"],
    # Another whole than the sum.
    ["", "Tổng điểm tối đa", "0,5", "0,5", "1", "2"], ["", "Tổng điểm năm trước", "1", "1", "2,5", "4,5"],
    ["", "Bình quân", *MEANS], ["", "Trung bình", 1.25 / 3, 1.25 / 3, 1.0, 5.5 / 3],
    ["", "TB", "0,41", "0,4", "1", "1,8"],
]  # fmt: skip


@pytest.mark.parametrize("row", RIGHT)
def test_right_sums_rounded_ones_and_other_numbers_accuse_nobody(row: Row) -> None:
    assert codes(read(*TOP, HEADINGS, *UNITS, row)) == []
    assert codes(read(*TOP, HEADINGS, row, *UNITS)) == []


def test_a_wrong_mean_is_told_with_the_right_one() -> None:
    reading = read(*TOP, HEADINGS, *UNITS, ["", "Cộng", *SUMS], ["", "Bình quân", *MEANS[:3], "1,93"])
    assert told(reading) == [("F9", "1,93", "trung bình của 3 dòng là 1,83, chênh lệch 0,1")]


def test_a_sum_above_the_units_is_told_too() -> None:
    assert [cell for cell, _, _ in told(read(*TOP, HEADINGS, ["", "Tổng", *SUMS[:3], "7"], *UNITS))] == ["F5"]


GROUPS: tuple[Row, ...] = (
    ["I", "Thị trấn"], XUAN_AN, ["", "Cộng I", *XUAN_AN[2:]],
    ["II", "Các xã"], CO_DAM, XUAN_LIEN, ["", "Cộng II", "0,75", "0,75", "2", "3,5"],
)  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [*GROUPS, ["", "Tổng cộng", *SUMS]],
        [*GROUPS, ["", "Bình quân", *MEANS], ["", "Tổng cộng", *SUMS]],
        [["", "Tổng cộng", *SUMS], *GROUPS],
        [GROUPS[0], GROUPS[2], GROUPS[1], GROUPS[3], GROUPS[6], *GROUPS[4:6]],
        # No sum of its own for the first group; carried over from page to page.
        [*GROUPS[:2], *GROUPS[3:]],
        [XUAN_AN, ["", "Cộng", *XUAN_AN[2:]], CO_DAM, ["", "Cộng", "1", "0,75", "2", "3,75"], XUAN_LIEN],
    ],
)
def test_groups_have_sums_of_their_own(rows: Sequence[Row]) -> None:
    assert told(read(*TOP, HEADINGS, *rows)) == []


def test_a_wrong_sum_of_a_group_is_told_with_the_sum_of_the_group() -> None:
    wrong: Row = ["", "Cộng II", "", "", "", "3,75"]
    reading = read(*TOP, HEADINGS, *GROUPS[:6], wrong, ["", "Tổng cộng", "", "", "", "5,25"])
    assert told(reading) == [
        ("F11", "3,75", "2 dòng cộng lại được 3,5, chênh lệch 0,25"),
        ("F12", "5,25", "3 dòng cộng lại được 5,5, chênh lệch 0,25"),
    ]


def test_the_last_of_several_tables_may_sum_up_all() -> None:
    township: tuple[Row, ...] = (["II. THỊ TRẤN"], HEADINGS, XUAN_AN)
    above: tuple[Row, ...] = (*TOP, ["I. CÁC XÃ"], HEADINGS, CO_DAM, XUAN_LIEN)
    sums: Row = ["", "Tổng cộng", *SUMS]
    assert told(read(*above, [], TITLE, *township, sums)) == []
    assert told(read(*above, ["", "Cộng", "0,75", "0,75", "2", "3,5"], [], TITLE, *township, sums)) == []
    assert told(read(*above, [], TITLE, *township, ["", "Tổng cộng", *SUMS[:3], "5"])) == [
        ("F13", "5", "3 dòng cộng lại được 5,5, chênh lệch 0,5")
    ]


UNKNOWN: list[Row] = [
    ["3", "Xã Nào Đó", "0,25", "0,5", "1", "1,75"], ["", "", "0,25", "0,5", "1", "1,75"],
    ["3", "Xã Cổ Đạm", "0,25", "0,5", "1", "1,75"], ["3", "Xã Xuân Liên", "một", "nửa", "?", "chưa có số liệu"],
]  # fmt: skip


@pytest.mark.parametrize("row", UNKNOWN)
def test_beside_a_row_that_was_not_read_no_sum_is_known(row: Row) -> None:
    assert told(read(*TOP, HEADINGS, XUAN_AN, CO_DAM, row, ["", "Cộng", "9", "9", "9", "9"])) == []


def test_an_unreadable_cell_leaves_the_sums_of_other_columns_known() -> None:
    unreadable: Row = ["3", "Xã Xuân Liên", "0,25", "nửa", "1", "1,75"]
    reading = read(*TOP, HEADINGS, XUAN_AN, CO_DAM, unreadable, ["", "Cộng", "1,25", "7", "4", "5,5"])
    assert [cell for cell, _, _ in told(reading)] == ["E8"]


def test_what_is_left_empty_adds_nothing() -> None:
    empty: Row = ["3", "Xã Xuân Liên", "0,25", "", "1", "1,25"]
    assert told(read(*TOP, HEADINGS, XUAN_AN, CO_DAM, empty, ["", "Cộng", "1,25", "0,75", "3", "5"])) == []


@pytest.mark.parametrize(
    ("sums", "wrong"),
    [
        (["2", "2", "1"], []),
        ([3.0, 3.0, 3.0], ["C6", "D6", "E6"]),
        (["2 xã", "67%", ""], []),
        ([2015.0, 2019.0, ""], []),
        (["2", "1", "1"], ["D6"]),
        (["", "", "0"], ["E6"]),
    ],
)
def test_years_and_marks_are_counted(sums: Row, wrong: list[str]) -> None:
    reading = read(*CONVERSION, ["", "Tổng cộng", *sums])
    assert [cell for cell, _, _ in told(reading)] == wrong
    assert all(detail.startswith("cột có ") for _, _, detail in told(reading))


def test_a_number_that_is_merged_over_columns_or_crossed_out_is_no_sum() -> None:
    def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet) -> None:
        page.write("B7", "Tổng cộng")
        page.merge_range("C7:E7", 45)
        page.write("F7", 45, book.add_format({"font_strikeout": True}))

    assert told(READER.read(points(draw), "a.xlsx", "0" * 64)) == []
    wrong = points(lambda book, page: page.write_row("B7", ["Tổng cộng", 45]))
    assert [cell for cell, _, _ in told(READER.read(wrong, "a.xlsx", "0" * 64))] == ["C7"]


def test_of_a_form_of_which_no_version_is_used_no_sum_is_told() -> None:
    reading = read(*TOP, HEADINGS, *UNITS, ["", "Cộng", "9", "9", "9", "9"], [], TITLE, HEADINGS, *UNITS)
    assert codes(reading).count("form_twice") == 2 and told(reading) == []


def whole_sums(*points: Sequence[str]) -> list[Row]:
    """The three units with other points, and the row of their sums as it was before somebody changed one."""
    names = [list(unit[:2]) for unit in (XUAN_AN, CO_DAM, XUAN_LIEN)]
    return [
        *([*name, *own] for name, own in zip(names, points, strict=True)),
        ["", "Cộng", "1", "1", "2", "4"],
    ]


def test_a_slip_of_half_a_point_is_told_under_sums_that_are_whole_by_themselves() -> None:
    before = ["0,5", "0,5", "1", "2"], ["0,5", "0,5", "1", "2"], ["0", "0", "0", "0"]
    assert told(read(*TOP, HEADINGS, *whole_sums(*before))) == []
    after = before[0], ["0,5", "0,5", "0,5", "1,5"], before[2]
    assert told(read(*TOP, HEADINGS, *whole_sums(*after))) == [
        ("E8", "2", "3 dòng cộng lại được 1,5, chênh lệch 0,5"),
        ("F8", "4", "3 dòng cộng lại được 3,5, chênh lệch 0,5"),
    ]


def test_sums_that_are_rounded_in_two_columns_accuse_nobody() -> None:
    rounded = ["0,5", "0,5", "1", "2"], ["0,5", "0,25", "0,75", "1,5"], ["0", "0", "0", "0"]
    assert told(read(*TOP, HEADINGS, *whole_sums(*rounded))) == []


SELF_SCORE: tuple[Row, ...] = (
    ["UBND XÃ CỔ ĐẠM"], ["BẢNG TỰ CHẤM ĐIỂM NĂM 2021"], ["(Kèm theo Báo cáo số 1/BC-UBND ngày 05/11/2021)"],
    ["TT", "Tiêu chí", "Điểm tự chấm"], ["I", "Chỉ đạo"], ["1", "7.2.1", "0,5"], ["2", "7.2.2", "0,25"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("group", "wrong"),
    [("0,75", False), ("0,8", False), ("", False), ("1", True), ("2", True), ("0,5", True)],
)
def test_a_groups_sum_of_a_self_score_is_held_against_its_criteria(group: str, wrong: bool) -> None:
    reading = read(
        *SELF_SCORE, ["", "Cộng I", group], ["II", "Áp dụng"], ["3", "7.2.3", "0,75"], ["", "Cộng", "1,5"]
    )
    assert [cell for cell, _, _ in told(reading)] == ["C8"] * wrong


def test_the_whole_of_a_self_score_is_held_against_the_decision_and_not_here() -> None:
    assert told(read(*SELF_SCORE, ["3", "7.2.3", "0,75"], ["", "Tổng cộng", "9"], ["", "Cộng I", ""])) == []
