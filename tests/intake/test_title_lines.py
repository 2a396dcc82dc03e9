"""What a line above a table says of its sender, its period and its units, and what it does not say."""

import pytest

from pipelines.intake.letters.periods import find_bare_year, find_period, find_period_within
from pipelines.intake.submissions.file_reading import FileReading
from tests.intake.tables_of_units import (
    HEADINGS,
    LETTER,
    LETTERHEAD,
    READER,
    TITLE,
    UNITS,
    codes,
    read,
    totals,
)
from tests.intake.test_forms_accounts import workbook

# -- offices -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "office",
    ["Cơ quan: Phòng Nội vụ", "Đơn vị: Văn phòng HĐND-UBND", "Cơ quan: Phòng Nội vụ huyện Nghi Xuân"],
)
def test_a_division_writes_for_the_committee_that_the_letterhead_names(office: str) -> None:
    reading = read(LETTERHEAD, [office], TITLE, LETTER, HEADINGS, *UNITS)
    assert codes(reading) == ["sender_office"] and len(totals(reading)) == 3
    [(_, _, finding)] = reading.findings
    assert (finding.cell, finding.detail) == ("A2", "Huyện Nghi Xuân")


@pytest.mark.parametrize(
    "office",
    ["Cơ quan: Phòng Nội vụ huyện Can Lộc", "Đơn vị: Trường THCS Cổ Đạm", "Đơn vị: Trung tâm Y tế",
     "Đơn vị: UBND xã Nào"],
)  # fmt: skip
def test_another_committees_division_and_who_speaks_for_himself_are_asked_about(office: str) -> None:
    reading = read(LETTERHEAD, [office], TITLE, LETTER, HEADINGS, *UNITS)
    assert "sender_unknown" in codes(reading) and totals(reading) == {}


def test_an_office_of_the_province_reports_for_itself() -> None:
    rows = [
        ["UBND TỈNH HÀ TĨNH"], ["Đơn vị: Văn phòng UBND tỉnh"], ["BIỂU SỐ LIỆU NĂM 2021"], LETTER,
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"], ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "5"],
    ]  # fmt: skip
    reading = READER.read(workbook({"S": [list(row) for row in rows]}), "a.xlsx", "0" * 64)
    assert "sender_unknown" in codes(reading) and reading.submissions[0].sender is None


def test_a_division_without_its_committee_is_asked_about() -> None:
    assert "sender_unknown" in codes(read(["Cơ quan: Phòng Nội vụ"], TITLE, LETTER, HEADINGS, *UNITS))


def test_a_letterhead_with_dots_names_the_committee() -> None:
    assert codes(read(["U.B.N.D HUYỆN NGHI XUÂN"], TITLE, LETTER, HEADINGS, *UNITS)) == []


# -- periods -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Báo cáo 9 tháng năm 2021", "2021-9M"), ("Số liệu 09 tháng đầu năm 2021", "2021-9M"),
        ("BÁO CÁO CHÍN THÁNG NĂM 2021", "2021-9M"), ("Báo cáo 11 tháng/2021", "2021-11M"),
        ("Báo cáo 6 tháng năm 2021", "2021-6M"), ("06 tháng đầu năm 2021", "2021-H1"),
        ("sáu tháng cuối năm 2021", "2021-H2"), ("3 tháng đầu năm 2021", "2021-Q1"),
        ("ba tháng cuối năm 2021", "2021-Q4"), ("Báo cáo 12 tháng năm 2021", "2021"),
        ("Kỳ báo cáo: 9 tháng năm 2021", "2021-9M"), ("Báo cáo tháng 9 năm 2021", "2021-09"),
        ("Tính đến hết 9 tháng năm 2021", None), ("So với 9 tháng năm 2020", None), ("ngày 9 tháng năm 2021", None),
        ("Thành lập năm 2020", None), ("Sáp nhập vào năm 2020", None), ("xã mới chia tách năm 2019", None),
        ("Báo cáo thành lập tổ công tác năm 2021", "2021"),
    ],
)  # fmt: skip
def test_the_period_of_a_line(line: str, period: str | None) -> None:
    assert find_period(line) == period


# Line | the period that it names, with words behind it
NAMED_WITHIN = """
KẾT QUẢ CHẤM ĐIỂM NĂM 2020 (tính đến 31/10/2020)                     | 2020
KẾT QUẢ CHẤM ĐIỂM NĂM 2020, HUYỆN NGHI XUÂN                          | 2020
Kết quả năm 2020 đối với các xã                                      | 2020
PHỤ LỤC IB – NĂM 2020                                                | 2020
Phụ lục IIB.1 - năm 2020                                             | 2020
HUYỆN NGHI XUÂN – NĂM 2020                                           | 2020
2019 – năm 2020                                                      |
Giai đoạn 2019 - năm 2020                                            |
6 tháng - năm 2020                                                   |
Từ quý I - quý III năm 2020                                          |
Nghi Xuân, năm 2020                                                  |
31/QĐ-UBND - năm 2020                                                |
KẾT QUẢ CHẤM ĐIỂM NĂM 2020 - ĐỢT 2                                   | 2020
Tiêu chí 7.2 năm 2020 so với năm 2019                                | 2020
KẾT QUẢ NĂM 2020 VÀ PHƯƠNG HƯỚNG NĂM 2021                            | 2020
Số liệu 6 tháng đầu năm 2020 của xã                                  | 2020-H1
Kết quả áp dụng theo TCVN ISO 9001:2015 năm 2020 của xã              | 2020
KẾT QUẢ NĂM 2020 - 2021                                              |
Kết quả năm 2020 và năm 2021 của xã                                  |
Kết quả năm 2020 và 2021                                             |
Các năm 2020, 2021 của xã                                            |
Bảng so sánh năm 2020 với năm 2021 của xã                            |
Công nhận năm 2019 trở về trước                                      |
Thành lập năm 2020 (theo nghị quyết)                                 |
Kế hoạch năm 2022 của huyện                                          |
theo Quyết định số 3396/QĐ-UBND năm 2020 của UBND tỉnh               |
theo Bộ tiêu chí năm 2020 của tỉnh                                   |
(Kèm theo Báo cáo số 31/BC-UBND ngày 15 tháng 11 năm 2020 của huyện) |
Nghi Xuân, ngày 15 tháng 11 năm 2020 (bản chính)                     |
"""


@pytest.mark.parametrize("line", NAMED_WITHIN.strip().splitlines())
def test_a_line_names_one_period_before_other_words(line: str) -> None:
    text, period = (part.strip() for part in line.split("|"))
    assert find_period_within(text) == (period or None)


# Line | the year in which it ends without the word for it
BARE_YEARS = """
KẾT QUẢ CHẤM ĐIỂM 2020                      | 2020
CHẤM ĐIỂM 2020                              | 2020
PHỤ LỤC IB (2020)                           | 2020
PHỤ LỤC IB - 2020                           | 2020
Bảng điểm tiêu chí 7.2 2020                 | 2020
KẾT QUẢ 2019-2020                           |
KẾT QUẢ CÁC NĂM 2019, 2020                  |
KẾT QUẢ SO VỚI 2020                         |
Kết quả quý I - 2020                        |
Kết quả theo Bộ tiêu chí 2020               |
Số liệu theo Quyết định 3396/QĐ-UBND 2020   |
Kết quả áp dụng TCVN ISO 9001 2015          |
Kết quả áp dụng TCVN ISO 9001:2015          |
Biểu số 2020                                |
Số liệu trực tuyến: 2015                    |
Bảng kế hoạch 2022                          |
Nghi Xuân 2020                              |
2020                                        |
"""


@pytest.mark.parametrize("line", BARE_YEARS.strip().splitlines())
def test_a_title_may_end_in_its_year_alone(line: str) -> None:
    text, year = (part.strip() for part in line.split("|"))
    assert find_bare_year(text) == (year or None)


@pytest.mark.parametrize(
    "title", ["PHỤ LỤC IB – NĂM 2020", "PHỤ LỤC IB 2020", "PHỤ LỤC IB\nKẾT QUẢ CHẤM ĐIỂM 2020"]
)
def test_a_title_of_another_year_is_found_out_however_it_is_written(title: str) -> None:
    reading = read(LETTERHEAD, [title], LETTER, HEADINGS, *UNITS)
    assert "period_differs" in codes(reading) and totals(reading) == {}
    assert codes(read(LETTERHEAD, [title.replace("2020", "2021")], LETTER, HEADINGS, *UNITS)) == []


def test_a_year_alone_stands_back_behind_one_that_is_said_and_far_ones_are_counts() -> None:
    assert codes(read(LETTERHEAD, ["PHỤ LỤC IB 2020"], TITLE, LETTER, HEADINGS, *UNITS)) == []
    assert codes(read(LETTERHEAD, ["PHỤ LỤC IB"], ["Tổng hợp hồ sơ 2015"], LETTER, HEADINGS, *UNITS)) == [
        "period_missing"
    ]


def test_figures_of_another_year_are_not_taken_because_words_follow_the_year() -> None:
    reading = read(LETTERHEAD, ["PHỤ LỤC IB NĂM 2020 (tính đến 31/10/2020)"], LETTER, HEADINGS, *UNITS)
    assert "period_differs" in codes(reading) and totals(reading) == {}


def test_a_year_with_words_behind_it_is_a_year_that_is_written() -> None:
    reading = read(LETTERHEAD, ["PHỤ LỤC IB NĂM 2021 (tính đến 31/10/2021)"], LETTER, HEADINGS, *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


def test_a_plain_year_goes_before_one_among_words() -> None:
    compared = ["Có so sánh kết quả năm 2020 (cột 3)"]
    reading = read(LETTERHEAD, TITLE, compared, LETTER, HEADINGS, *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


def test_nine_months_are_not_the_campaigns_year() -> None:
    reading = read(LETTERHEAD, ["PHỤ LỤC IB"], ["Báo cáo 9 tháng năm 2021"], LETTER, HEADINGS, *UNITS)
    assert totals(reading) == {}
    [found] = [finding for _, _, finding in reading.findings if finding.code == "period_differs"]
    assert (found.found, found.detail, found.cell) == ("Báo cáo 9 tháng năm 2021", "năm 2021", "A3")


def test_six_months_without_a_half_may_be_the_campaigns() -> None:
    from pipelines.intake.letters.periods import leaves_open

    assert leaves_open("2021-6M", "2021-H1") and leaves_open("2021-3M", "2021-Q3")
    assert not leaves_open("2021-6M", "2021") and not leaves_open("2020-6M", "2021-H1")
    assert not leaves_open("2021-9M", "2021-Q3")


def test_the_year_in_which_a_unit_began_is_not_the_reports() -> None:
    reading = read(LETTERHEAD, ["Thành lập năm 2020"], TITLE, LETTER, HEADINGS, *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


# -- rounds ------------------------------------------------------------------------------------------------------------

BOTH = ["Bảng điểm tự chấm và điểm huyện chấm"]


def test_a_cell_over_the_criteria_settles_a_title_that_names_both_rounds() -> None:
    reading = read(LETTERHEAD, TITLE, BOTH, ["", "", "Điểm huyện chấm"], HEADINGS, *UNITS)
    assert "round_differs" not in codes(reading) and len(totals(reading)) == 3


@pytest.mark.parametrize("above", [["", "", "Điểm tự chấm"], ["Điểm huyện chấm"], []])
def test_nothing_else_settles_it(above: list[str]) -> None:
    assert "round_differs" in codes(read(LETTERHEAD, TITLE, BOTH, above, HEADINGS, *UNITS))


# -- units below -------------------------------------------------------------------------------------------------------


def _tasks(title: str, *before: str) -> FileReading:
    rows = [
        *([line] for line in (before or LETTERHEAD)),
        ["PHỤ LỤC IIB.1 NĂM 2021"],
        [title],
        LETTER,
        ["TT", "Nhiệm vụ/Nội dung", "Đơn vị tính", "Số lượng"],
        ["1", "Ban hành văn bản chỉ đạo", "văn bản", "5"],
    ]
    sheets = {"PL IB": [list(row) for row in (*IB, *rows)]}
    return READER.read(workbook(sheets), "a.xlsx", "0" * 64)


IB = (LETTERHEAD, TITLE, LETTER, HEADINGS, *UNITS, [])
RESULTS = "Kết quả triển khai nhiệm vụ"


@pytest.mark.parametrize(
    "title",
    [f"{RESULTS} tại các xã Cổ Đạm, Xuân Liên", f"{RESULTS} tại xã Cổ Đạm và xã Xuân Liên",
     f"{RESULTS} cho UBND các xã Cổ Đạm, Xuân Liên",
     f"{RESULTS} của huyện Nghi Xuân và các xã Cổ Đạm, Xuân Liên"],
)  # fmt: skip
def test_a_districts_tasks_may_be_told_of_several_communes_with_a_warning(title: str) -> None:
    reading = _tasks(title)
    assert [one.outcome for one in reading.submissions] == ["read", "read"]
    assert "units_in_title" in codes(reading)


@pytest.mark.parametrize(
    "title",
    [f"{RESULTS} tại xã Cổ Đạm", f"{RESULTS} của các xã Cổ Đạm, Xuân Liên", f"{RESULTS} các xã Cổ Đạm, Xuân Liên",
     f"{RESULTS} của UBND các xã Cổ Đạm, Xuân Liên", f"{RESULTS} huyện Nghi Xuân: xã Cổ Đạm, xã Xuân Liên",
     f"{RESULTS} do xã Cổ Đạm, xã Xuân Liên thực hiện", f"{RESULTS} tại các xã Cổ Đạm, xã Thuần Thiện"],
)  # fmt: skip
def test_the_tasks_of_communes_or_of_one_are_not_the_districts(title: str) -> None:
    reading = _tasks(title)
    assert [one.outcome for one in reading.submissions] == ["read", "refused"]
    assert "sender_conflict" in codes(reading)


def test_without_the_districts_own_letterhead_they_are_not_either() -> None:
    assert "sender_conflict" in codes(_tasks(f"{RESULTS} tại các xã Cổ Đạm, Xuân Liên", "Biểu số 1"))


def test_self_scores_of_communes_never_become_the_districts() -> None:
    rows = [
        LETTERHEAD,
        ["PHIẾU TỰ CHẤM ĐIỂM NĂM 2021 tại các xã Cổ Đạm, xã Xuân Liên"],
        LETTER,
        ["TT", "Tiêu chí", "Điểm tự chấm"],
        ["1", "7.2.1", "0,5"],
    ]
    reading = READER.read(workbook({"S": [list(row) for row in rows]}), "a.xlsx", "0" * 64)
    assert "sender_conflict" in codes(reading)
