"""Spans of time above a table: which may be the campaign's period, which are another's, which are no period at all."""

import pytest

from pipelines.intake.letters.spans import find_span, fit, says_planned
from schemas.period import read_period
from tests.intake.tables_of_units import HEADINGS, LETTER, LETTERHEAD, UNITS, codes, read, totals

PERIOD = read_period("2021")

# Line | what it is beside the period 2021: the same, another, or to be asked about
STATED = """
BIỂU SỐ LIỆU GIAI ĐOẠN 2016-2020                           | other
BIỂU SỐ LIỆU GIAI ĐOẠN 2016 – 2020                         | other
BIỂU SỐ LIỆU 5 NĂM 2016-2020                               | other
NĂM 2019-2020                                              | other
Thực hiện giai đoạn 2016-2020                              | other
NĂM 2019, 2020                                             | other
NHIỆM KỲ 2015-2020                                         | other
TỪ NĂM 2015 ĐẾN NĂM 2020                                   | other
(từ 15/12/2018 đến 14/12/2019)                             | other
Kỳ báo cáo: từ ngày 15/12/2019 đến ngày 14/12/2020         | other
(từ ngày 15/01/2020 đến ngày 14/01/2021)                   | other
(từ 01/01/2021 đến 30/6/2021)                              | other
Từ tháng 12/2019 đến tháng 11/2020                         | other
GIAI ĐOẠN 2021-2025                                        | unsure
CÁC NĂM 2019, 2020, 2021                                   | unsure
NĂM 2020-2021                                              | unsure
LŨY KẾ TỪ NĂM 2015 ĐẾN NAY                                 | unsure
(từ 01/01/2021 đến 20/9/2021)                              | unsure
(từ 15/12/2020 đến 14/12/2021)                             | same
(từ 01/10/2020 đến 30/9/2021)                              | same
từ ngày 15 tháng 12 năm 2020 đến ngày 14 tháng 12 năm 2021 | same
Kỳ báo cáo: 15/12/2020 - 14/12/2021                        | same
từ 15/12 đến hết 14/12/2021                                | same
từ ngày 01/01 đến ngày 31/10/2021                          | same
từ tháng 1 đến tháng 12 năm 2021                           | same
từ đầu năm 2021 đến nay                                    | same
"""
NO_SPAN = [
    "KẾT QUẢ NĂM 2021",
    "Thực hiện Quyết định số 225/QĐ-TTg giai đoạn 2016-2020",
    "theo Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2011-2020",
    "Tăng so với giai đoạn 2016-2020",
    "(Thực hiện nhiệm vụ cải cách hành chính giai đoạn 2016-2020)",
    "(Kèm theo Báo cáo giai đoạn 2016-2020 số 31/BC-UBND ngày 15/11/2021)",
    "theo TCVN ISO 9001:2015",
    "từ 31/02/2019 đến 14/12/2020",
    "từ 15/12/2021 đến 14/12/2020",
]


@pytest.mark.parametrize("line", STATED.strip().splitlines())
def test_a_span_is_held_against_the_campaigns_period(line: str) -> None:
    text, expected = (part.strip() for part in line.split("|"))
    span = find_span(text)
    assert PERIOD and span and fit(span, PERIOD) == expected and span.plain


@pytest.mark.parametrize("line", NO_SPAN)
def test_spans_of_documents_and_comparisons_are_not_the_tables(line: str) -> None:
    assert find_span(line) is None


def test_a_title_in_two_lines_is_one_sentence() -> None:
    programme = "thực hiện Chương trình cải cách hành chính nhà nước"
    assert find_span("giai đoạn 2016-2020", programme) is None
    assert find_span("(giai đoạn 2016-2020)", programme) is not None
    assert find_span("Giai đoạn 2016-2020", "(Kèm theo Báo cáo số 31/BC-UBND)") is not None


@pytest.mark.parametrize(
    ("title", "found"),
    [("PHỤ LỤC IB GIAI ĐOẠN 2016-2020", "period_differs"),
     ("PHỤ LỤC IB (từ 15/12/2018 đến 14/12/2019)", "period_differs"),
     ("PHỤ LỤC IB GIAI ĐOẠN 2021-2025", "period_unsure"), ("PHỤ LỤC IB GIAI ĐOẠN 2016-2020 CỦA HUYỆN", "period_unsure"),
     ("PHỤ LỤC IB CẢI CÁCH HÀNH CHÍNH GIAI ĐOẠN 2022-2025", "period_unsure"),
     ("PHỤ LỤC IB CẢI CÁCH HÀNH CHÍNH TỪ 15/12/2018 ĐẾN 14/12/2019", "period_differs"),
     ("PHỤ LỤC IB NĂM 2021 (từ 15/12/2018 đến 14/12/2019)", "period_unsure"),
     ("PHỤ LỤC IB KẾ HOẠCH NĂM 2021", "figures_planned"), ("PHỤ LỤC IB (DỰ KIẾN) NĂM 2021", "figures_planned"),
     ("PHỤ LỤC IB ƯỚC THỰC HIỆN NĂM 2021", "figures_planned"),
     ("PHỤ LỤC IB CHỈ TIÊU GIAO NĂM 2021", "figures_planned")],
)  # fmt: skip
def test_a_title_of_another_time_or_of_plans_is_quoted(title: str, found: str) -> None:
    reading = read(LETTERHEAD, [title], LETTER, HEADINGS, *UNITS)
    assert codes(reading) == [found]
    [(_, _, finding)] = reading.findings
    assert (finding.cell, finding.found, finding.detail) == ("A2", title, "năm 2021")
    assert len(totals(reading)) == (0 if found == "period_differs" else 3)


@pytest.mark.parametrize(
    "title",
    ["PHỤ LỤC IB (từ 15/12/2020 đến 14/12/2021)", "PHỤ LỤC IB NĂM 2021 (từ 01/01/2021 đến 30/9/2021)",
     "PHỤ LỤC IB NĂM 2021\nthực hiện Đề án cải cách hành chính\ngiai đoạn 2016-2020",
     "PHỤ LỤC IB NĂM 2021\nThực hiện nhiệm vụ giai đoạn 2016-2020",
     "PHỤ LỤC IB KẾT QUẢ NĂM 2021 VÀ KẾ HOẠCH NĂM 2022"],
)  # fmt: skip
def test_who_states_the_campaigns_period_is_not_asked(title: str) -> None:
    reading = read(LETTERHEAD, [title], LETTER, HEADINGS, *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


@pytest.mark.parametrize(
    "line",
    ["KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2021", "Phòng Tài chính - Kế hoạch", "Theo Kế hoạch của Sở",
     "(Kèm theo Kế hoạch số 31/KH-UBND ngày 10/01/2021)", "Đơn vị: Kế hoạch", "KẾT QUẢ NĂM 2021 VÀ KẾ HOẠCH NĂM 2022"],
)  # fmt: skip
def test_a_plan_that_was_carried_out_or_is_a_name_announces_no_planned_figures(line: str) -> None:
    assert not says_planned(line)


@pytest.mark.parametrize(
    ("letter", "asked"),
    [("(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2019 của UBND huyện Nghi Xuân)", True),
     ("(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2062 của UBND huyện Nghi Xuân)", True),
     ("(Kèm theo Báo cáo số 31/BC-UBND ngày 31/12/2020 của UBND huyện Nghi Xuân)", True),
     ("(Kèm theo Báo cáo số 31/BC-UBND ngày 15/01/2022 của UBND huyện Nghi Xuân)", False),
     ("(Kèm theo Công văn số 31/SKHCN-TĐC ngày 15/11/2020 của Sở KHCN)", False),
     ("(Ban hành kèm theo Quyết định số 31/QĐ-UBND ngày 15/11/2019 của UBND tỉnh)", False)],
)  # fmt: skip
def test_a_report_signed_before_the_period_or_long_after_it_is_asked_about(letter: str, asked: bool) -> None:
    reading = read(LETTERHEAD, ["PHỤ LỤC IB NĂM 2021"], [letter], HEADINGS, *UNITS)
    assert ("doc_day_unlikely" in codes(reading)) == asked and len(totals(reading)) == 3
