"""Days of figures that the period cannot hold are asked about at their cells, and days that may lie outside are not."""

from dataclasses import replace
from typing import get_args

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from pipelines.intake.rows.figure_days import FigureDays
from pipelines.intake.submissions.file_reading import FileReading
from schemas.day_bounds import load_day_bounds
from schemas.forms.layout import load_layouts
from schemas.indicators import Nature, load_indicators
from tests.intake.small_campaign import OWED, small_criteria, small_layouts, small_roster
from tests.intake.test_forms_accounts import workbook

LABELS = {
    "audit": "Ngày đánh giá nội bộ gần nhất", "plan": "Ngày kế hoạch duy trì, cải tiến HTQLCL",
    "objectives": "Ngày quyết định ban hành mục tiêu chất lượng", "declared": "Ngày quyết định công bố HTQLCL",
    "letter": "Ngày công văn khắc phục",
}  # fmt: skip
# Figure | as typed | finding
DAYS = """
audit      | 20/10/2021         |
audit      | 01/01/2021         |
audit      | 31/12/2021         |
audit      | 31/12/2020         | date_outside_period
audit      | 20/10/2011         | date_outside_period
audit      | 05/01/2022         | date_outside_period
audit      | 20/10/2062         | date_unlikely
audit      | 20/10/1986         | date_unlikely
audit      | tháng 10/2021      | date_partial
audit      | tháng 10/2011      | date_partial date_outside_period
audit      | 2021               | date_partial
audit      | chưa có số liệu    | value_unknown
plan       | 28/12/2020         |
plan       | 01/10/2020         |
plan       | 30/9/2020          | date_outside_period
objectives | 15/12/2020         |
letter     | 15/12/2020         | date_outside_period
declared   | 05/3/2014          |
declared   | 05/3/2022          |
declared   | 05/3/2023          | date_unlikely
declared   | 05/3/1989          | date_unlikely
"""


def _read(rows: list[list[str]], period: str = "2021", sheet: str = "Số liệu") -> FileReading:
    layouts = dict(load_layouts("2021"))
    reader = FileReader(layouts, small_roster(), small_criteria(), OWED, period, Answers())
    return reader.read(workbook({sheet: [list(row) for row in rows]}), "a.xlsx", "0" * 64)


def _figure(label: str, typed: str, period: str = "2021") -> FileReading:
    return _read(
        [
            ["UBND XÃ CỔ ĐẠM, HUYỆN NGHI XUÂN"],
            [f"BIỂU SỐ LIỆU {period}"],
            ["Chỉ tiêu", "Số liệu"],
            [label, typed],
        ],
        period,
    )


@pytest.mark.parametrize("line", DAYS.strip().splitlines())
def test_a_day_is_asked_about_where_the_period_cannot_hold_it(line: str) -> None:
    figure, typed, code = (part.strip() for part in line.split("|"))
    reading = _figure(LABELS[figure], typed)
    at_cell = [finding for _, _, finding in reading.findings if finding.cell == "B4"]
    assert [finding.code for finding in at_cell] == code.split()
    [[fact]] = [list(facts) for _, _, facts in reading.facts]
    assert fact.usable and all(finding.found == typed for finding in at_cell)


def test_the_finding_says_which_period_and_whose_day_it_is() -> None:
    [(_, unit, finding)] = [
        one for one in _figure(LABELS["audit"], "20/10/2011").findings if one[2].cell == "B4"
    ]
    assert (unit, finding.sheet, finding.detail) == ("18391", "Số liệu", "năm 2021")
    [finding] = [one for _, _, one in _figure(LABELS["audit"], "20/10/2062").findings if one.cell == "B4"]
    assert finding.detail == "01/01/1990–31/12/2022"


def test_what_happened_last_in_the_year_is_reported_in_each_of_its_halves() -> None:
    codes = {day: {one.code for _, _, one in _figure(LABELS["audit"], day, "2021-H2").findings if one.cell == "B4"}
             for day in ("15/3/2021", "15/3/2020")}  # fmt: skip
    assert codes == {"15/3/2021": set(), "15/3/2020": {"date_outside_period"}}


def test_a_column_that_is_read_at_once_is_asked_too() -> None:
    labels = small_layouts()["so_lieu"].items
    known = load_indicators()
    rows = [[known[item].label, "20/10/2011" if known[item].type == "date" else ""] for item in labels]
    reading = _read(
        [["UBND XÃ CỔ ĐẠM, HUYỆN NGHI XUÂN"], ["BIỂU SỐ LIỆU NĂM 2021"], ["Chỉ tiêu", "Số liệu"], *rows]
    )
    assert [one.cell for _, _, one in reading.findings if one.code == "date_outside_period"] == ["B7"]


@pytest.mark.parametrize(
    ("year", "found"), [("2010", []), ("2022", []), ("2023", ["date_unlikely"]), ("2030", ["date_unlikely"])]
)
def test_a_unit_may_have_converted_long_ago_but_not_in_years_to_come(year: str, found: list[str]) -> None:
    reading = _read(
        [
            ["UBND HUYỆN NGHI XUÂN"],
            ["PHỤ LỤC IIB.2 NĂM 2021"],
            ["TT", "Tên đơn vị", "Năm chuyển đổi/xây dựng mới theo ISO 9001:2015"],
            ["1", "Xã Cổ Đạm", year],
            ["2", "Xã Xuân Liên", "2018"],
        ]
    )
    at_cell = [(unit, one.code) for _, unit, one in reading.findings if one.cell == "C4"]
    assert at_cell == [("18391", code) for code in found]


@pytest.mark.parametrize("nature", get_args(Nature))
def test_only_what_holds_on_and_on_may_be_of_any_year(nature: Nature) -> None:
    known = load_indicators()["internal_audit_date"]
    days = FigureDays("2021", {known.code: replace(known, nature=nature)}, load_day_bounds())
    found = days._judged(known.code, "2015-05-05")
    assert found == (None if nature == "stock" else ("date_outside_period", "năm 2021"))
