"""Names, groups and codes as offices type them into a district's table."""

import datetime

import pytest

from tests.intake.tables_of_units import (
    CO_DAM,
    HEADINGS,
    LETTER,
    TOP,
    UNITS,
    XUAN_AN,
    XUAN_LIEN,
    codes,
    read,
    totals,
)

SELF_SCORE = (
    ["UBND HUYỆN NGHI XUÂN"],
    ["PHIẾU TỰ CHẤM ĐIỂM NĂM 2021"],
    LETTER,
    ["TT", "Tiêu chí", "Điểm tự chấm"],
)
YEARS = [
    "TT", "Tên cơ quan/đơn vị", "Năm áp dụng ISO 9001:2008", "Năm chuyển đổi/xây dựng mới theo ISO 9001:2015",
    "Chưa áp dụng",
]  # fmt: skip
BESIDE = ["TT", "Tên cơ quan/đơn vị", *YEARS[2:]]


@pytest.mark.parametrize(
    "remark",
    [
        "(đạt NTM)",
        "(ĐẠT CHUẨN NTM NĂM 2020)",
        "(xã nông thôn mới)",
        "(mới sáp nhập)",
        "[xã điểm]",
        "(Loại II)",
    ],
)
def test_a_remark_about_a_unit_behind_its_name_takes_nothing_from_it(remark: str) -> None:
    reading = read(*TOP, HEADINGS, XUAN_AN, ["2", f"Xã Cổ Đạm {remark}", *CO_DAM[2:]], XUAN_LIEN)
    assert codes(reading) == [] and totals(reading)["18391"] == "1,75"


@pytest.mark.parametrize(
    "remark",
    [
        "(cũ)",
        "(chưa sáp nhập)",
        "(huyện Can Lộc)",
        "(Xuân Liên)",
        "(số liệu năm 2020)",
        "(một phần)",
        "(thôn 1)",
        "(3,5)",
    ],
)
def test_brackets_that_may_tell_two_units_or_figures_apart_are_asked_about(remark: str) -> None:
    reading = read(*TOP, HEADINGS, XUAN_AN, ["2", f"Xã Cổ Đạm {remark}", *CO_DAM[2:]], XUAN_LIEN)
    assert "unit_unknown" in codes(reading) and "18391" not in totals(reading)


def test_a_remark_does_not_make_a_misspelt_name_right() -> None:
    reading = read(*TOP, HEADINGS, XUAN_AN, ["2", "Xã Cổ Đan (đạt NTM)", *CO_DAM[2:]], XUAN_LIEN)
    assert "unit_unknown" in codes(reading)


@pytest.mark.parametrize(
    "group",
    [
        "Khối xã",
        "Cụm 1",
        "Cụm thi đua số I",
        "Khối các xã",
        "Khu vực miền núi",
        "Cộng cụm 1",
        "Tổng khối xã",
        "Khối xã (02 xã)",
        "Cụm 1 - ven biển",
        "Cụm số 2: miền núi (02 xã)",
        "Miền núi",
    ],
)
@pytest.mark.parametrize("ordinal", ["", "I"])
def test_a_group_with_its_sums_is_no_unknown_unit_and_its_sums_are_held_against_its_rows(
    group: str, ordinal: str
) -> None:
    right = read(*TOP, HEADINGS, XUAN_AN, [ordinal, group, "0,75", "0,75", "2", "3,5"], CO_DAM, XUAN_LIEN)
    wrong = read(*TOP, HEADINGS, XUAN_AN, [ordinal, group, "0,75", "0,75", "2", "4,5"], CO_DAM, XUAN_LIEN)
    assert codes(right) == []
    assert codes(wrong) == ["column_sum_differs"]
    assert len(totals(right)) == len(totals(wrong)) == 3


def test_a_group_without_figures_is_a_heading_of_its_rows() -> None:
    assert codes(read(*TOP, HEADINGS, XUAN_AN, ["II", "Cụm 2", "", "", "", ""], CO_DAM, XUAN_LIEN)) == []


@pytest.mark.parametrize("written", ["Chưa", "chưa áp dụng", "Chưa áp dụng ISO 9001:2015", "x"])
def test_the_words_of_the_heading_are_a_mark_below_it(written: str) -> None:
    title = ["PHỤ LỤC IIB.2 NĂM 2021"]
    reading = read(TOP[0], title, LETTER, YEARS, ["1", "Xã Cổ Đạm", "2010", "", written])
    facts = [fact for _, _, facts in reading.facts for fact in facts if fact.item == "iso2015_not_applied"]
    assert [(fact.text, fact.usable) for fact in facts] == [("x", True)]


@pytest.mark.parametrize("right", [HEADINGS, YEARS], ids=["the same form", "another form"])
def test_of_two_tables_side_by_side_it_is_said_where_they_begin(right: list[object]) -> None:
    rows = [
        [*left, "", *of_right] for left, of_right in zip(UNITS, (CO_DAM, XUAN_LIEN, XUAN_AN), strict=True)
    ]
    found = read(*TOP, [*HEADINGS, "", *right], *rows).findings
    told = [(one.code, one.cell, one.detail) for _, _, one in found if one.code != "cell_not_understood"]
    assert told == [("tables_side_by_side", "H4", "A4")]


def test_a_key_column_that_is_there_twice_is_not_called_missing() -> None:
    found = codes(read(*TOP, [*HEADINGS, "Địa phương"], *([*unit, unit[1]] for unit in UNITS)))
    assert "heading_twice" in found and "heading_missing" not in found


def test_codes_that_excel_has_made_days_or_numbers_are_told_as_what_they_are() -> None:
    days = [
        ["1", datetime.date(2001, 2, 7), "0,5"],
        ["2", datetime.date(2002, 7, 2), "0,5"],
        ["3", 721.0, "1"],
    ]
    found = read(*SELF_SCORE, *days).findings
    told = [(one.code, one.cell, one.found, one.detail) for _, _, one in found if one.cell.startswith("B")]
    assert told == [
        ("criterion_became_date", "B5", "07/02/2001", "; mã gốc có thể là 7.2.1"),
        ("criterion_became_date", "B6", "02/07/2002", "; mã gốc có thể là 7.2.2"),
        ("criterion_became_number", "B7", "721", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("7,2,1", "7.2.1"),
        ("7-2-1", "7.2.1"),
        ("Tiêu chí 7, 2, 1", "7.2.1"),
        ("7 2 1", "7.2.1"),
        ("7,2,9", ""),
        ("7,2,1 và 7,2,2", ""),
        ("Mục I", ""),
    ],
)
def test_of_a_code_typed_with_other_marks_the_likely_one_is_named_and_not_used(
    typed: str, likely: str
) -> None:
    reading = read(*SELF_SCORE, ["1", typed, "0,5"])
    told = [(one.cell, one.detail) for _, _, one in reading.findings if one.code == "criterion_unknown"]
    assert told == [("B5", f"; mã gốc có thể là {likely}" if likely else "")]
    assert not any(fact.usable for _, _, facts in reading.facts for fact in facts if fact.kind == "criterion")


def test_a_heading_that_excel_has_made_a_day_is_told_as_one() -> None:
    headings = [*HEADINGS[:2], datetime.date(2001, 2, 7), *HEADINGS[3:]]
    found = read(*TOP, headings, *UNITS).findings
    assert ("criterion_became_date", "C4") in [(one.code, one.cell) for _, _, one in found]


@pytest.mark.parametrize("measure", ["hồ sơ", "HS", "hs"])
def test_a_unit_of_measure_is_known_by_its_abbreviation(measure: str) -> None:
    heads = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"]
    row = ["1", "Tổng số hồ sơ phải giải quyết", measure, "120"]
    reading = read(["UBND XÃ CỔ ĐẠM"], ["BIỂU SỐ LIỆU NĂM 2021"], LETTER, heads, row)
    assert "unit_of_measure_differs" not in codes(reading)


def test_the_districts_own_name_with_figures_is_told_as_such_and_toan_huyen_is_a_sum() -> None:
    own = read(*TOP, HEADINGS, ["", "Huyện Nghi Xuân", "1,25", "1,25", "3", "5,5"], *UNITS)
    whole = read(*TOP, HEADINGS, ["A", "Toàn huyện Nghi Xuân", "1,25", "1,25", "3", "6,5"], *UNITS)
    assert codes(own) == ["unit_is_sender"]
    assert codes(whole) == ["column_sum_differs"]


def test_an_apostrophe_that_made_excel_take_a_text_is_no_part_of_it() -> None:
    reading = read(*TOP, HEADINGS, ["'1", "'Thị trấn Xuân An", "'0,5", "’0,5", "1.", "'2"], CO_DAM, XUAN_LIEN)
    assert codes(reading) == ["number_unreadable"] and totals(reading)["18355"] == "'2"


def _figures(*rows: list[object]) -> list[tuple[str, str]]:
    heads = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"]
    reading = read(["UBND XÃ CỔ ĐẠM"], ["BIỂU SỐ LIỆU NĂM 2021"], LETTER, heads, *rows)
    return [
        (one.code, one.cell)
        for _, _, one in reading.findings
        if one.cell > "C" and one.code != "indicator_missing"
    ]


def test_a_unit_of_measure_as_above_is_that_of_the_row_above() -> None:
    share, count = ["1", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "95"], "Tổng số hồ sơ phải giải quyết"
    assert _figures(share, ["2", count, "nt", "120"]) == [("unit_of_measure_differs", "C6")]
    other = ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "120"]
    assert _figures(other, ["2", "Tỷ lệ hồ sơ giải quyết đúng hạn", '"', "95"]) == [
        ("unit_of_measure_differs", "C6")
    ]
    assert _figures(["1", count, "nt", "120"]) == []


@pytest.mark.parametrize("written", ["nt", "-nt-", "Như trên.", '"', "〃", "''", "(nt)"])
def test_a_value_as_above_is_not_guessed(written: str) -> None:
    found = read(*TOP, HEADINGS, XUAN_AN, [*CO_DAM[:2], written, *CO_DAM[3:]], XUAN_LIEN).findings
    assert ("value_as_above", "C6") in [(one.code, one.cell) for _, _, one in found]
