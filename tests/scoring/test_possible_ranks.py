"""Best and worst ranks and nearest changes, against every way in which small blocks can still turn out."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.scoring import reach
from pipelines.scoring.criterion_points import CriterionPoints
from pipelines.scoring.nearest_change import Change, NearestChange, nearest_changes
from pipelines.scoring.possible_ranks import PossibleRanks, fewest, most_different, possible_ranks
from pipelines.scoring.rank import rank
from pipelines.scoring.reach import Key
from pipelines.scoring.reported import PointFact
from pipelines.scoring.round_point import RoundPoint
from pipelines.scoring.score import UnitScore, score_points
from pipelines.scoring.totals import Totals
from schemas.campaigns.campaign import Scoring
from schemas.criteria.criteria_set import CriteriaSet, Grade
from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import FOLDER, load_decision
from schemas.units.units import Roster, Unit

DECISION = load_decision(FOLDER / "ha-tinh" / "3396-qd-ubnd-2021")
ROSTER = Roster(
    "none",
    [Unit("1", "Huyện Một", "district", "huyện", None)]
    + [Unit(f"1{at}", f"Xã {at}", "commune", "xã", "1") for at in range(4)],
)
UNITS = [unit.code for unit in ROSTER.of_level("commune")]
Given = dict[str, list[str]]


def leaf(code: str, most: str, parent: str = "A", rule: str = "given") -> Criterion:
    return Criterion(code, parent, code, Decimal(most), rule, "Điều 1")  # type: ignore[arg-type]


LEAVES = {
    "A1": leaf("A1", "1", "AB"),
    "A2": leaf("A2", "0.5", "AB"),
    "A3": leaf("A3", "1"),
    "AT": leaf("AT", "0.5", rule="bonus"),
    "AP": leaf("AP", "0.5", rule="deduct"),
}
SUMS = {
    "A": Criterion("A", "", "A", Decimal("2.5"), "sum", "Điều 1"),
    "AB": Criterion("AB", "A", "AB", Decimal("1.5"), "sum", "Điều 1"),
}


def scoring_of(**settings: object) -> Scoring:
    """The small annex: AB = A1 + A2, A = AB + A3, a bonus and a deduction with caps."""
    breakers = settings.pop("tie_breakers", ())
    whole = CriteriaSet(
        "I", "Phụ lục I", "commune", "A", "A", Decimal("2.5"), SUMS | LEAVES, Decimal("0.5"), Decimal("0.5"),
        (Grade("Tốt", Decimal("1.5")), Grade("Đạt", Decimal(0))), breakers,  # type: ignore[arg-type]
    )  # fmt: skip
    convention = replace(
        DECISION.convention,
        **{"grid": Decimal("0.5"), "not_applicable": "rescale"} | settings,  # type: ignore[arg-type]
    )
    decision = replace(DECISION, convention=convention, annexes={"I": whole})
    return Scoring("commune", decision, whole, "huyen_cham", "parent")


def scores_of(scoring: Scoring, given_points: Given) -> list[UnitScore]:
    """By unit the points in the order of LEAVES: a number, "?" open, "!" disputed, "-" does not apply."""
    points = {}
    for unit, row in given_points.items():
        for code, typed in zip(LEAVES, row, strict=True):
            state = {"?": "open", "!": "disputed", "-": "not_applicable"}.get(typed, "given")
            value = Decimal(typed) if state == "given" else None
            points[unit, code] = RoundPoint(value, state)  # type: ignore[arg-type]
    return score_points(scoring, ROSTER, points)


def every_key(scoring: Scoring, score: UnitScore) -> list[tuple[Decimal, ...] | None]:
    """Every key that can become of a unit, by trying all points of the grid; None for staying out."""
    totals, choices = Totals(scoring.decision, scoring.criteria), []
    for part in score.parts:
        sign = -1 if part.criterion == "AP" else 1
        most = int(LEAVES[part.criterion].max_points * 2)  # type: ignore[operator]
        open_ = part.points is None and part.state not in ("not_applicable", "waived")
        choices.append([sign * Decimal(at) / 2 for at in range(most + 1)] if open_ else [part.points])
    found: set[tuple[Decimal, ...] | None] = set()
    for points in product(*choices):
        criteria = {
            part.criterion: CriterionPoints(
                part.criterion, one, "not_applicable" if one is None else "given", ""
            )
            for part, one in zip(score.parts, points, strict=True)
        }
        made = totals.of(criteria)
        if made.exact is None:
            return []
        criteria |= {"AB": totals.sum_of("AB", criteria)}
        found.add(
            (made.exact, *(criteria[code].points or Decimal(0) for code in scoring.criteria.tie_breakers))
        )
    if score.state == "missing":
        zero = (Decimal(0),) * (1 + len(scoring.criteria.tie_breakers))
        found.add(zero if scoring.decision.convention.missing_report == "scores_zero" else None)
    return list(found)


def by_trying_all(scoring: Scoring, scores: list[UnitScore]) -> dict[str, PossibleRanks]:
    ways = {score.unit: keys for score in scores if (keys := every_key(scoring, score))}
    ranks: dict[str, set[Decimal]] = {unit: set() for unit in ways}
    for keys in product(*ways.values()):
        there = {unit: key for unit, key in zip(ways, keys, strict=True) if key is not None}
        for unit, place in rank(there, scoring.decision.convention.ties).items():
            ranks[unit].add(place)
    return {unit: PossibleRanks(min(found), max(found)) for unit, found in ranks.items()}


point = {
    "A1": ["0", "0.5", "1"],
    "A2": ["0", "0.5"],
    "A3": ["0", "0.5", "1"],
    "AT": ["0", "0.5"],
    "AP": ["0", "0.5"],
}
row = st.tuples(
    *(st.sampled_from([*given_points, *given_points, *"?!-"]) for given_points in point.values())
).filter(lambda cells: sum(cell in "?!" for cell in cells) <= 2)
blocks = st.dictionaries(st.sampled_from(UNITS), row.map(list), min_size=2, max_size=4)
scorings = st.builds(
    scoring_of,
    ties=st.sampled_from(["competition", "dense", "average"]),
    missing_report=st.sampled_from(["listed_unranked", "scores_zero"]),
    round_total=st.sampled_from(["", "", "before_ranking", "after_ranking"]),
    decimals=st.sampled_from([0, 1]),
    total_floor=st.sampled_from([None, Decimal(0), Decimal(1)]),
    tie_breakers=st.sampled_from([(), (), ("A3",), ("AB", "AP"), ("AT",)]),
)


@given(scorings, blocks)
@settings(max_examples=150, deadline=None)
def test_best_and_worst_ranks_are_those_of_trying_all(scoring: Scoring, given_points: Given) -> None:
    scores = scores_of(scoring, given_points)
    found, tried = possible_ranks(scoring, scores), by_trying_all(scoring, scores)
    assert found.keys() == tried.keys()
    for unit, (best, worst) in tried.items():
        # Where different keys are counted and sets of keys have gaps, no exact way is known: that is said.
        assert found[unit].best == best or (
            found[unit].best is None and scoring.decision.convention.ties == "dense"
        )
        assert found[unit].worst == worst


spans = st.tuples(st.integers(0, 8), st.integers(1, 4)).map(
    lambda span: range(span[0], span[0] + span[1] + 1)
)
sets_of_keys = st.lists(
    (spans | st.sets(st.integers(0, 8), min_size=1, max_size=3)).map(
        lambda found: frozenset((Decimal(one),) for one in found)
    ),
    max_size=6,
)


@given(sets_of_keys)
@settings(max_examples=400, deadline=None)
def test_the_fewest_and_the_most_different_keys_are_those_of_trying_all(sets: list[frozenset[Key]]) -> None:
    counts = {len(set(keys)) for keys in product(*sets)}
    assert fewest(sets) in (min(counts), None)
    assert most_different(sets) == max(counts)


@given(st.lists(spans.map(lambda span: frozenset((Decimal(one),) for one in span)), max_size=6))
def test_sets_without_gaps_are_never_unknown(sets: list[frozenset[Key]]) -> None:
    assert fewest(sets) is not None


def test_without_tie_breakers_and_gaps_every_rank_is_known() -> None:
    scoring = scoring_of(ties="dense")
    scores = scores_of(
        scoring, {"10": list("11???"), "11": list("1?1?0"), "12": list("?????"), "13": list("00000")}
    )
    assert all(None not in found for found in possible_ranks(scoring, scores).values())


def test_a_gap_between_keys_that_cannot_be_looked_over_is_said_to_be_unknown() -> None:
    # One open unit reaches 0,83, 1,67 or 2,5, the other 1, 1,5 or 2: their keys lie between each other.
    scoring = scoring_of(ties="dense", round_total="after_ranking", decimals=2)
    given_points = {
        "10": ["-", "0.5", "?", "0", "0"],
        "11": ["0.5", "0.5", "?", "0", "0"],
        "12": list("00000"),
        "13": list("00000"),
    }
    scores = scores_of(scoring, given_points)
    assert possible_ranks(scoring, scores)["13"].best is None
    assert possible_ranks(scoring, scores)["13"].worst == 3
    assert by_trying_all(scoring, scores)["13"] == PossibleRanks(Decimal(3), Decimal(3))


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("competition", "1-2 2-3 2-4 1-4"),
        ("dense", "1-2 2-3 2-4 1-4"),
        ("average", "1-2 2-3.5 2.5-4 1-4"),
    ],
)
def test_a_block_with_one_open_point_and_one_unit_that_sent_nothing(ties: str, expected: str) -> None:
    scoring = scoring_of(ties=ties)
    given_points = {
        "10": ["1", "0.5", "1", "0", "0"],
        "11": ["1", "0.5", "?", "0", "0.5"],
        "12": list("10000"),
    }
    found = possible_ranks(scoring, scores_of(scoring, given_points))
    shown = [f"{found[unit].best}-{found[unit].worst}" for unit in UNITS]
    assert " ".join(shown) == expected


def test_an_open_point_that_rounding_swallows_still_brings_its_unit_in() -> None:
    scoring = scoring_of(round_total="before_ranking", decimals=0)
    scores = scores_of(scoring, {"10": list("00000"), "11": list("00000"), "12": ["0", "0", "0.5", "?", "0"]})
    assert possible_ranks(scoring, scores[:3]) == {
        "10": PossibleRanks(Decimal(2), Decimal(2)),
        "11": PossibleRanks(Decimal(2), Decimal(2)),
        "12": PossibleRanks(Decimal(1), Decimal(1)),
    }


def test_who_is_settled_among_settled_ones_keeps_its_rank() -> None:
    scoring = scoring_of(ties="average")
    scores = scores_of(scoring, {unit: list("10100") for unit in UNITS})
    assert possible_ranks(scoring, scores) == {
        unit: PossibleRanks(Decimal("2.5"), Decimal("2.5")) for unit in UNITS
    }


def test_a_unit_whose_points_contradict_its_total_can_still_get_any_rank() -> None:
    scoring = scoring_of(ties="competition")
    points = {
        (unit, code): RoundPoint(Decimal(typed), "given")
        for unit, row in {"10": "11100", "11": "10100"}.items()
        for code, typed in zip(LEAVES, row, strict=True)
    }
    stated = PointFact("s", "10", "A", "total", Decimal(1), True, "T", "I9", "1")
    scores = score_points(scoring, ROSTER, points, {"10": stated})[:2]
    assert [score.state for score in scores] == ["disputed", "scored"]
    assert possible_ranks(scoring, scores)["10"] == PossibleRanks(Decimal(1), Decimal(2))


def test_too_many_keys_to_list_hide_nothing_where_all_are_at_or_below(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach, "MOST_KEYS", 2)
    scoring = scoring_of(ties="dense")
    scores = scores_of(scoring, {"10": list("10000"), "11": list("?0000"), "12": list("0?000")})[:3]
    found = possible_ranks(scoring, scores)
    assert found["10"].worst == 1, "the other one reaches 0, 0,5 or 1, never more"
    assert found["12"].worst is None, "how many stand above half a point is not known"


def test_nobody_has_a_possible_rank_where_the_maxima_are_not_known() -> None:
    scoring = scoring_of()
    unknown = {code: replace(one, max_points=None) for code, one in scoring.criteria.criteria.items()}
    whole = replace(scoring.criteria, criteria=unknown, total=None)
    assert possible_ranks(replace(scoring, criteria=whole), scores_of(scoring, {"10": list("1?100")})) == {}


def earned_by(scoring: Scoring, score: UnitScore) -> Decimal:
    """What the points of a unit come to, before floor and rounding; 0 for who sent nothing."""
    if score.state == "missing":
        return Decimal(0)
    points = {part.criterion: part.points for part in score.parts}
    parts = sum((points[code] or Decimal(0) for code in ("A1", "A2", "A3")), Decimal(0))
    most = sum(LEAVES[code].max_points or 0 for code in ("A1", "A2", "A3") if points[code] is not None)
    made = Totals(scoring.decision, scoring.criteria).earned(
        parts, Decimal(most), points["AT"] or Decimal(0), -(points["AP"] or Decimal(0))
    )
    assert made
    return made.parts + made.bonus - made.deduction


def by_steps(scoring: Scoring, scores: list[UnitScore], own: UnitScore) -> NearestChange:
    """Every step of the grid tried in turn, all ranks made anew."""
    totals, keys = Totals(scoring.decision, scoring.criteria), {}
    for score in scores:
        if score.rank is not None and score.block == own.block:
            keys[score.unit] = score.key
    found: list[Change | None] = []
    floor, earned = scoring.decision.convention.total_floor, earned_by(scoring, own)
    bottom = Decimal("-0.5") if floor is None else floor
    for step in (Decimal("0.5"), Decimal("-0.5")):
        change, points = None, step
        while change is None and (earned + points <= 3 if step > 0 else earned + points >= bottom):
            exact = totals.exact(earned + points)
            place = rank(keys | {own.unit: (exact, *own.key[1:])}, scoring.decision.convention.ties)[own.unit]
            if (place, totals.grade_of(exact)) != (own.rank, own.grade):
                change = Change(points, place, totals.grade_of(exact))
            points += step
        found.append(change)
    return NearestChange(*found)


@given(scorings, blocks)
@settings(max_examples=150, deadline=None)
def test_the_nearest_change_is_the_first_that_trying_every_step_finds(
    scoring: Scoring, given_points: Given
) -> None:
    scores = scores_of(scoring, given_points)
    found = nearest_changes(scoring, scores)
    assert found == {
        score.unit: by_steps(scoring, scores, score) for score in scores if score.rank is not None
    }


@pytest.mark.parametrize(
    ("earned", "up"),
    [
        ("3.25", Change(Decimal("0.5"), Decimal(1), "Tốt")),  # 3,3 and 0,25 is 3,55, but 3,25 and 0,25 is 3,5
        ("3.5", Change(Decimal("0.25"), Decimal(1), "Tốt")),
        ("3.75", None),
    ],
)
def test_steps_are_added_to_the_total_that_is_not_rounded_yet(earned: str, up: Change | None) -> None:
    whole = replace(
        scoring_of().criteria,
        total=Decimal(5),
        criteria={"A": replace(SUMS["A"], max_points=Decimal(5)), "A1": leaf("A1", "5")},
        bonus_cap=None,
        deduction_cap=None,
        grades=(Grade("Tốt", Decimal("3.6")), Grade("Đạt", Decimal(0))),
    )
    rounded = scoring_of(round_total="before_ranking", decimals=1, grid=Decimal("0.25")).decision
    decision = replace(rounded, annexes={"I": whole})
    scoring = Scoring("commune", decision, whole, "huyen_cham", "parent")
    scores = score_points(scoring, ROSTER, {("10", "A1"): RoundPoint(Decimal(earned), "given")})
    assert nearest_changes(scoring, scores)["10"].up == up


def test_a_unit_below_the_floor_must_first_rise_to_it() -> None:
    scoring = scoring_of(total_floor=Decimal(1), ties="competition")
    scores = scores_of(scoring, {"10": ["0.5", "0.5", "0.5", "0", "0"], "11": ["0", "0", "0", "0", "0.5"]})
    # Earned -0,5 and ranked with 1: half a point more is still under the floor, and so is one point more.
    assert nearest_changes(scoring, scores)["11"].up == Change(Decimal("2"), Decimal(1), "Tốt")


def test_the_best_rank_of_who_may_stay_out_does_not_count_it_twice() -> None:
    # With a floor at the most that there is, all keys are one.
    scoring = scoring_of(total_floor=Decimal(3), ties="average")
    scores = scores_of(scoring, {"10": list("11100"), "11": list("00000")})
    found = possible_ranks(scoring, scores)
    assert found == by_trying_all(scoring, scores)
    assert found["12"] == PossibleRanks(Decimal(2), Decimal("2.5"))


def test_who_has_all_points_that_there_are_has_no_step_up() -> None:
    scoring = scoring_of(tie_breakers=("A3",))
    whole = replace(scoring.criteria, bonus_cap=None)
    scoring = replace(scoring, criteria=whole, decision=replace(scoring.decision, annexes={"I": whole}))
    # What does not apply to the second costs it no points, but the tie-breaker sets it back.
    scores = scores_of(scoring, {"10": ["1", "0.5", "1", "0", "0"], "11": ["1", "0.5", "-", "0", "0"]})
    assert [(one.earned, one.rank) for one in scores[:2]] == [(Decimal("2.5"), 1), (Decimal("2.5"), 2)]
    assert nearest_changes(scoring, scores)["11"].up is None


def test_a_step_that_only_breaks_a_tie_moves_no_competition_rank() -> None:
    scoring = scoring_of(ties="competition")
    scores = scores_of(scoring, {"10": list("11100"), "11": list("00100"), "12": list("00100")})
    # Alone at 1,5 or at 2 it would still be second; from 1,5 on it has another grade.
    assert nearest_changes(scoring, scores)["11"] == NearestChange(
        Change(Decimal("0.5"), Decimal(2), "Tốt"), Change(Decimal("-0.5"), Decimal(3), "Đạt")
    )
