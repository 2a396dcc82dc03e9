"""Each kind of rule at its borders: exactly there the points of a unit are disputed."""

from decimal import Decimal
from typing import get_args

import pytest

from pipelines.scoring import rules
from schemas.criteria.bands import Band
from schemas.points import Rounding, rounded


def decimals(text: str) -> list[Decimal]:
    return [Decimal(part) for part in text.split()]


@pytest.mark.parametrize(
    ("part_whole_most_full_zero", "points"),
    [
        ("12 15 1 100 0", "0.8"), ("15 15 1 100 0", "1"), ("16 15 1 100 0", "1"), ("0 15 1 100 0", "0"),
        ("9 10 2 90 50", "2"), ("899 1000 2 90 50", "1.798"), ("5 10 2 90 50", "1"), ("499 1000 2 90 50", "0"),
    ],
)  # fmt: skip
def test_a_share_earns_its_part_and_all_of_it_from_the_upper_border_on(
    part_whole_most_full_zero: str, points: str
) -> None:
    assert rules.share(*decimals(part_whole_most_full_zero)) == Decimal(points)


def test_a_value_on_a_border_is_in_the_upper_band() -> None:
    bands = [Band(Decimal(0), Decimal(80), Decimal(0)), Band(Decimal(80), None, Decimal(1))]
    assert [rules.steps(value, bands) for value in decimals("0 79.99 80 1000")] == decimals("0 0 1 1")


@pytest.mark.parametrize(
    ("times_each_floor_cap", "points"),
    [("0 0.25 0 1", "0"), ("3 0.25 0 1", "0.75"), ("9 0.25 0 1", "1"), ("0 0.25 0.5 1", "0.5"),
     ("0 -0.1 0 0.5", "0.5"), ("2 -0.1 0 0.5", "0.3"), ("9 -0.1 0.2 0.5", "0.2")],
)  # fmt: skip
def test_occurrences_count_up_from_nothing_or_down_from_the_maximum(
    times_each_floor_cap: str, points: str
) -> None:
    assert rules.per_occurrence(*decimals(times_each_floor_cap)) == Decimal(points)


def test_bonus_and_deduction_stop_at_their_most() -> None:
    assert [rules.bonus(*decimals(text)) for text in ("1 0.2 0.5", "9 0.2 0.5")] == decimals("0.2 0.5")
    assert [rules.deduct(*decimals(text)) for text in ("1 0.2 0.5", "9 0.2 0.5")] == decimals("-0.2 -0.5")


@pytest.mark.parametrize(("treatment", "total"), [("rescale", "8"), ("full", "8.4"), ("zero", "6.4")])
def test_what_does_not_apply_is_rescaled_or_counted_as_the_decision_says(treatment: str, total: str) -> None:
    assert rules.not_applicable(*decimals("6.4 8 10"), treatment) == Decimal(total)


def test_where_nothing_applies_nothing_can_be_rescaled() -> None:
    assert rules.not_applicable(*decimals("0 0 10"), "rescale") is None
    assert rules.not_applicable(*decimals("0 0 10"), "full") == 10


@pytest.mark.parametrize(
    ("points", "grid", "half_up", "half_even", "down"),
    [
        ("0.125", "0.25", "0.25", "0", "0"), ("0.375", "0.25", "0.5", "0.5", "0.25"),
        ("0.333", "0.05", "0.35", "0.35", "0.3"), ("-0.125", "0.25", "-0.25", "0", "0"),
        ("0.8", "0.05", "0.8", "0.8", "0.8"),
    ],
)  # fmt: skip
def test_points_are_rounded_to_the_grid(
    points: str, grid: str, half_up: str, half_even: str, down: str
) -> None:
    found = [rounded(Decimal(points), Decimal(grid), rounding) for rounding in get_args(Rounding)]
    assert found == [Decimal(text) for text in (half_up, half_even, down)]
