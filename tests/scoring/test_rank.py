"""Ranks against a judge who compares every unit with every other."""

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.scoring.rank import TIES_VI, rank

Ties = Literal["competition", "dense"]
points = st.integers(0, 40).map(lambda quarters: Decimal(quarters) / 4)
totals = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), points, max_size=20)


@pytest.mark.parametrize(
    ("given_totals", "competition", "dense", "average"),
    [
        ("", "", "", ""),
        ("3", "1", "1", "1"),
        ("3 2 1", "1 2 3", "1 2 3", "1 2 3"),
        ("3 3 1", "1 1 3", "1 1 2", "1.5 1.5 3"),
        ("4 3 3 1", "1 2 2 4", "1 2 2 3", "1 2.5 2.5 4"),
        ("1 3 2 3 2 2", "6 1 3 1 3 3", "3 1 2 1 2 2", "6 1.5 4 1.5 4 4"),
        ("4.5 4.50 4.500", "1 1 1", "1 1 1", "2 2 2"),
        ("0 0", "1 1", "1 1", "1.5 1.5"),
    ],
)
def test_equal_totals_share_a_rank(given_totals: str, competition: str, dense: str, average: str) -> None:
    units = {f"u{number}": Decimal(text) for number, text in enumerate(given_totals.split())}
    assert list(rank(units, "competition").values()) == [int(text) for text in competition.split()]
    assert list(rank(units, "dense").values()) == [int(text) for text in dense.split()]
    assert list(rank(units, "average").values()) == [Decimal(text) for text in average.split()]


@given(totals)
def test_a_competition_rank_counts_the_units_ahead(units: dict[str, Decimal]) -> None:
    judged = {unit: 1 + sum(other > own for other in units.values()) for unit, own in units.items()}
    assert rank(units, "competition") == judged


@given(totals)
def test_a_dense_rank_counts_the_different_totals_ahead(units: dict[str, Decimal]) -> None:
    judged = {
        unit: 1 + len({other for other in units.values() if other > own}) for unit, own in units.items()
    }
    assert rank(units, "dense") == judged


@given(totals)
def test_an_average_rank_is_the_mean_of_the_places_that_the_tied_units_take(
    units: dict[str, Decimal],
) -> None:
    places: dict[Decimal, list[int]] = {}
    for place, own in enumerate(sorted(units.values(), reverse=True), start=1):
        places.setdefault(own, []).append(place)
    judged = {unit: Decimal(sum(places[own])) / len(places[own]) for unit, own in units.items()}
    assert rank(units, "average") == judged


@given(totals, st.randoms(), st.sampled_from(["competition", "dense", "average"]))
def test_the_order_of_the_units_plays_no_part(units: dict[str, Decimal], order: object, ties: Ties) -> None:
    shuffled = list(units.items())
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(dict(shuffled), ties) == rank(units, ties)


def test_each_tie_rule_has_words() -> None:
    assert TIES_VI.keys() == {"competition", "dense", "average"}
