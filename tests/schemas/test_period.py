"""The period of a campaign: from which day to which."""

import datetime

import pytest

from schemas.period import period_text, read_month, read_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-H1", "2021-01-01", "2021-06-30"),
        ("2021-H2", "2021-07-01", "2021-12-31"),
        ("2021-Q1", "2021-01-01", "2021-03-31"),
        ("2021-Q3", "2021-07-01", "2021-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_period_goes_from_its_first_day_to_its_last(text: str, first: str, last: str) -> None:
    assert read_period(text) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    period = read_period(text)
    assert period and period.last_month == last[:7]


@pytest.mark.parametrize(
    "text",
    ["", "21", "0000", "2021-0", "2021-13", "2021-Q0", "2021-Q5", "2021-H3", "2021-h1", "2021\n", "٢٠٢١"],
)
def test_whatever_else_is_written_is_no_period(text: str) -> None:
    assert read_period(text) is None


def test_a_month_is_a_period_of_one_month() -> None:
    assert read_month("2024-02") == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))


@pytest.mark.parametrize("text", ["2021", "2021-H2", "2021-Q4", "2021-1", "2021-13", "2021-12\n", "0000-12"])
def test_a_longer_period_and_no_period_are_no_month(text: str) -> None:
    assert read_month(text) is None


def test_a_period_is_told_as_people_write_it() -> None:
    codes = ("2021", "2021-H1", "2021-H2", "2021-Q1", "2021-Q4", "2021-03", "2021-12", "kỳ khác")
    assert [period_text(code) for code in codes] == [
        "năm 2021", "6 tháng đầu năm 2021", "6 tháng cuối năm 2021", "quý I năm 2021", "quý IV năm 2021",
        "tháng 3 năm 2021", "tháng 12 năm 2021", "kỳ khác",
    ]  # fmt: skip
