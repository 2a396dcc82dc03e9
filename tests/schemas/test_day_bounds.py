"""The bounds of days: what they are for a period, and what is refused with its line."""

from pathlib import Path

import pytest

from schemas.day_bounds import FILE, load_day_bounds
from schemas.period import Period, read_period
from tests.schemas.spoilt import refusal, spoil


def _period(code: str) -> Period:
    found = read_period(code)
    assert found
    return found


def _shown(days: Period) -> str:
    return f"{days.first} {days.last}"


def test_the_bounds_of_a_period() -> None:
    bounds = load_day_bounds()
    assert _shown(bounds.possible(_period("2021"))) == "1990-01-01 2022-12-31"
    assert _shown(bounds.of_year("internal_audit_date", _period("2021"))) == "2021-01-01 2021-12-31"
    assert _shown(bounds.of_year("internal_audit_date", _period("2021-Q3"))) == "2021-01-01 2021-09-30"
    assert _shown(bounds.of_year("maintenance_plan_date", _period("2021"))) == "2020-10-01 2021-12-31"


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("earliest_year = 1990", "earliest_year = 0", "“earliest_year” phải là một năm"),
        ("earliest_year = 1990", "earliest = 1990", "thiếu “earliest_year”"),
        ("days_after = 365", "days_after = -1", "“days_after” phải là số ngày từ 0 đến 3660"),
        ("days_after = 365", "days_after = 365\nmore = 1", "không có mục nào tên “more”"),
        (
            "maintenance_plan_date = 92",
            "maintenance_plan_day = 92",
            "“maintenance_plan_day” không phải chỉ tiêu",
        ),
        ("maintenance_plan_date = 92", "tthc_total = 92", "“tthc_total” không phải chỉ tiêu kiểu ngày"),
    ],
)
def test_bounds_that_cannot_be_used_are_refused(right: str, wrong: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / FILE.name
    path.write_bytes(FILE.read_bytes())
    spoil(path, right, wrong)
    assert problem in refusal(lambda: load_day_bounds(path)).problem
