"""Dates and years as people type them, whole, partial, impossible and ambiguous."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.cells.grammar import read_cell

DATES = """
05/3/2014                        | 2014-03-05
01/07/2025                       | 2025-07-01
1-7-2025                         | 2025-07-01
01.07.2025                       | 2025-07-01
ngày 01/7/2025                   | 2025-07-01
01 / 7 / 2025                    | 2025-07-01
2025-07-01                       | 2025-07-01
2025-07-01 00:00:00              | 2025-07-01
2025/07/01                       | 2025-07-01
11 tháng 3 năm 2022              | 2022-03-11
ngày 05 tháng 12 năm 2023        | 2023-12-05
Ngày 5, tháng 12, năm 2023       | 2023-12-05
29/02/2024                       | 2024-02-29
ngày /11/2021                    | 2021-11    | date_partial
ngày    /11/2021                 | 2021-11    | date_partial
/11/2021                         | 2021-11    | date_partial
…/11/2021                        | 2021-11    | date_partial
ngày ..../11/2021                | 2021-11    | date_partial
tháng 11/2021                    | 2021-11    | date_partial
tháng 11 năm 2021                | 2021-11    | date_partial
11/2021                          | 2021-11    | date_partial
ngày     tháng 11 năm 2021       | 2021-11    | date_partial
ngày … tháng 11 năm 2021         | 2021-11    | date_partial
ngày 5 tháng   năm 2021          | 2021       | date_partial
ngày … tháng … năm 2021          | 2021       | date_partial
…/…/2021                         | 2021       | date_partial
2021                             | 2021       | date_partial
năm 2021                         | 2021       | date_partial
05/3/14                          |            | date_ambiguous
12/25/2021                       |            | date_ambiguous
31/02/2021                       |            | date_unreadable
29/02/2023                       |            | date_unreadable
00/11/2021                       |            | date_unreadable
31/13/2021                       |            | date_unreadable
13/2021                          |            | date_unreadable
05/3                             |            | date_unreadable
ngày 5 tháng 12                  |            | date_unreadable
05/3-2014                        |            | date_unreadable
05/3/0214                        |            | date_unreadable
05/3/2014 (dự thảo)              |            | date_unreadable
Quý I/2023                       |            | date_unreadable
44508                            |            | date_unreadable
hôm qua                          |            | date_unreadable
"""

YEARS = """
2017      | 2017
năm 2017  | 2017
Năm 2017  | 2017
17        |
2.017     |
2017-2019 |
1989      |
2101      |
12/2017   |
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(DATES), ids="|".join)
def test_a_date_is_read_day_before_month(row: list[str]) -> None:
    typed, iso, finding = (*row, "")[:3]
    reading = read_cell(typed, "date")
    assert (reading.text or "", reading.finding) == (iso, finding)
    assert reading.state == ("value" if iso else "unreadable")


@pytest.mark.parametrize("row", rows(YEARS), ids="|".join)
def test_a_year_has_four_digits_and_nothing_else(row: list[str]) -> None:
    typed, year = row
    reading = read_cell(typed, "year")
    assert (reading.number, reading.finding) == ((int(year), "") if year else (None, "year_unreadable"))


def test_the_month_before_the_day_is_asked_about_with_the_date_it_could_be() -> None:
    assert read_cell("12/25/2021", "date").detail == "có thể là 25/12/2021 ghi tháng trước ngày"


def test_a_date_cell_and_a_serial_number_are_the_same_date() -> None:
    for raw in (datetime.datetime(2021, 11, 8, 13, 30), datetime.date(2021, 11, 8), 44508.0, 44508.5, 44508):
        assert read_cell(raw, "date").text == "2021-11-08"


def test_a_number_that_is_no_serial_is_no_date() -> None:
    assert read_cell(2021.0, "date") == ("value", None, "2021", "date_partial", "", "")
    for raw in (5.0, 2021.5, 19999.0, 60001.0, -44508.0, float("nan"), float("inf"), 1e300):
        assert read_cell(raw, "date").finding == "date_unreadable"


def test_a_year_formatted_as_a_date_is_no_date_of_1905() -> None:
    assert read_cell(datetime.datetime(1905, 7, 13), "date").finding == "date_unreadable"
    assert read_cell(datetime.datetime(1905, 7, 13), "year").finding == "number_became_date"


def test_a_year_cell_may_be_a_number() -> None:
    assert read_cell(2017.0, "year").number == 2017
    assert read_cell(2017, "year").number == 2017
    assert read_cell(2017.5, "year").finding == "year_unreadable"
    assert read_cell(17.0, "year").finding == "year_unreadable"


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31)))
def test_every_way_to_write_a_date_reads_as_that_date(date: datetime.date) -> None:
    day, month, year = date.day, date.month, date.year
    ways = [
        f"{day}/{month}/{year}",
        f"{day:02}/{month:02}/{year}",
        f"{day:02}-{month:02}-{year}",
        f"{day}.{month}.{year}",
        date.isoformat(),
        f"ngày {day:02} tháng {month} năm {year}",
        f"{day} tháng {month} năm {year}",
        f" ngày {day:02}/{month}/{year} ",
    ]
    assert {read_cell(way, "date").text for way in ways} == {date.isoformat()}
    assert read_cell(f"ngày   /{month}/{year}", "date").text == f"{year}-{month:02}"
