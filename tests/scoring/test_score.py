"""Points become scores: the seventeen communes of Nghi Xuân as printed, and everything that stands in the way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipelines.scoring.point_range import is_given, point_range
from pipelines.scoring.reported import reported_points, stated_totals
from pipelines.scoring.score import STATE_VI, PointFact, UnitScore, block_of, score_points
from schemas.campaigns.campaign import Scoring
from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import FOLDER, Decision, load_decision
from schemas.spelling import fold
from schemas.units.units import Roster, Unit

DECISION = load_decision(FOLDER / "ha-tinh" / "3396-qd-ubnd-2021")
COMMUNES = Scoring("commune", DECISION, DECISION.annexes["III"], "huyen_cham", "parent")
DISTRICTS = Scoring("district", DECISION, DECISION.annexes["cap-huyen"], "tu_cham", "level")
CODES = [f"7.2.{number}" for number in range(1, 7)]

# Phụ lục IB of Nghi Xuân, 2021: points by criterion, total; then the competition and the dense rank.
PRINTED = """
Xã Xuân Lam        | 0,25 0,5  0,75 1,5 0,5 0,25 | 3,75 | 16 4
Xã Xuân Hồng       | 0,5  0,5  0,75 1,5 0,5 0,5  | 4,25 |  4 2
Thị trấn Xuân An   | 0,5  0,5  0,75 1,5 0,5 0,5  | 4,25 |  4 2
Xã Xuân Giang      | 0,5  0,5  1,0  1,5 0,5 0,5  | 4,50 |  1 1
Thị trấn Tiên Điền | 0,5  0,5  0,5  1,5 0,5 0,5  | 4,0  | 12 3
Xã Xuân Hải        | 0,5  0,5  0,75 1,5 0,5 0,5  | 4,25 |  4 2
Xã Xuân Phổ        | 0,5  0,25 0,5  1,5 0,5 0,5  | 3,75 | 16 4
Xã Đan Trường      | 0,5  0,5  0,5  1,5 0,5 0,5  | 4,0  | 12 3
Xã Xuân Hội        | 0,5  0,5  0,75 1,5 0,5 0,5  | 4,25 |  4 2
Xã Xuân Yên        | 0,5  0,5  0,75 1,5 0,5 0,5  | 4,25 |  4 2
Xã Xuân Mỹ         | 0,5  0,5  1,0  1,5 0,5 0,25 | 4,25 |  4 2
Xã Xuân Thành      | 0,5  0,5  1,0  1,5 0,5 0,5  | 4,50 |  1 1
Xã Cổ Đạm          | 0,5  0,5  1,0  1,5 0,5 0,5  | 4,50 |  1 1
Xã Xuân Liên       | 0,5  0,5  0,75 1,5 0,5 0,5  | 4,25 |  4 2
Xã Cương Gián      | 0,5  0,25 0,75 1,5 0,5 0,5  | 4,0  | 12 3
Xã Xuân Viên       | 0,5  0,25 0,75 1,5 0,5 0,5  | 4,0  | 12 3
Xã Xuân Lĩnh       | 0,5  0,5  0,75 1,5 0,5 0,5  | 4,25 |  4 2
"""
ROWS = [[part.strip() for part in line.split("|")] for line in PRINTED.strip().splitlines()]
NAMES = [row[0] for row in ROWS]
ROSTER = Roster(
    "none",
    [
        Unit("442", "Huyện Nghi Xuân", "district", "huyện", None),
        Unit("443", "Huyện Can Lộc", "district", "huyện", None),
        *(
            Unit(f"{18000 + at}", name, "commune", "thị trấn" if name.startswith("Thị") else "xã", "442")
            for at, name in enumerate(NAMES)
        ),
        Unit("18100", "Xã Vượng Lộc", "commune", "xã", "443"),
    ],
)


def points(text: str) -> Decimal:
    """A printed number."""
    return Decimal(text.replace(",", "."))


def fact(unit: str, item: str, value: str | None, usable: bool = True) -> PointFact:
    """One point; of the root, the total."""
    kind = "total" if item == "7.2" else "criterion"
    return PointFact(
        "s", unit, item, kind, None if value is None else points(value), usable, "IB", "C9", value or ""
    )


def facts_of(unit: str, parts: str, total: str | None) -> list[PointFact]:
    """A row of the annex."""
    facts = [fact(unit, code, value) for code, value in zip(CODES, parts.split(), strict=True)]
    return facts + ([fact(unit, "7.2", total)] if total else [])


def printed_facts() -> list[PointFact]:
    """The whole annex."""
    return [one for at, row in enumerate(ROWS) for one in facts_of(f"{18000 + at}", row[1], row[2])]


def score_units(scoring: Scoring, roster: Roster, facts: Sequence[PointFact]) -> list[UnitScore]:
    """All units, from what forms brought."""
    return score_points(scoring, roster, reported_points(scoring, facts), stated_totals(facts))


def treated(decision: Decision, **convention: Any) -> Decision:
    """The decision with another convention."""
    return replace(decision, convention=replace(decision.convention, **convention))


def one_score(*facts: PointFact, scoring: Scoring = COMMUNES) -> UnitScore:
    """The first commune's score, when these are all its facts."""
    return next(score for score in score_units(scoring, ROSTER, facts) if score.unit == facts[0].unit)


@pytest.mark.parametrize(("ties", "place"), [("competition", 0), ("dense", 1)])
def test_nghi_xuan_is_ranked_as_the_tie_rule_says(ties: str, place: int) -> None:
    scoring = replace(COMMUNES, decision=treated(DECISION, ties=ties))
    scores = {score.unit: score for score in score_units(scoring, ROSTER, printed_facts())}
    for at, (name, parts, total, ranks) in enumerate(ROWS):
        score = scores[f"{18000 + at}"]
        assert (score.state, score.total, score.rank) == (
            "scored",
            points(total),
            int(ranks.split()[place]),
        ), name
        assert [part.points for part in score.parts] == [points(part) for part in parts.split()], name


def test_the_ranks_of_nghi_xuan_are_the_known_ones() -> None:
    ranks = Counter(score.rank for score in score_units(COMMUNES, ROSTER, printed_facts()))
    assert ranks == {1: 3, 4: 8, 12: 4, 16: 2, None: 1}


def test_who_sent_nothing_is_listed_unranked_and_said_to_be_missing() -> None:
    score = next(score for score in score_units(COMMUNES, ROSTER, printed_facts()) if score.unit == "18100")
    assert (score.state, score.total, score.rank, score.reason) == (
        "missing",
        None,
        None,
        "chưa có điểm huyện chấm",
    )
    assert {part.state for part in score.parts} == {"missing"}


def test_who_sent_nothing_is_ranked_with_zero_where_the_decision_says_so() -> None:
    scoring = replace(COMMUNES, decision=treated(DECISION, missing_report="scores_zero"))
    score = next(score for score in score_units(scoring, ROSTER, printed_facts()) if score.unit == "18100")
    assert (score.state, score.total, score.rank) == ("missing", Decimal(0), 1)


@pytest.mark.parametrize(
    ("breakers", "zero", "rank"),
    [
        ((), "0 0 0 0 0 0", 2),
        (("7.2.1",), "0 0 0 0 0 0", 2),
        (("7.2.1", "7.2.3"), "0 0 0 0 0 0", 2),
        ((), "0,25 0 0 0 0 0", 3),
    ],
)
def test_who_sent_nothing_is_tied_with_who_earned_nothing(
    breakers: tuple[str, ...], zero: str, rank: int
) -> None:
    """Its key is as long as theirs: 0 in the total and in every tie-breaker."""
    decision = treated(DECISION, missing_report="scores_zero")
    whole = replace(COMMUNES.criteria, tie_breakers=breakers)
    scoring = replace(COMMUNES, decision=decision, criteria=whole, block="level")
    facts = facts_of("18000", FULL, None) + facts_of("18001", zero, None)
    found = {score.unit: score for score in score_units(scoring, ROSTER, facts)}
    assert found["18000"].rank == 1 and found["18001"].rank == 2
    assert found["18100"].rank == rank
    assert found["18100"].key == (0,) * (1 + len(breakers))


FULL = "0,5 0,5 1 1,5 1 0,5"


@pytest.mark.parametrize(
    ("changed", "state", "reason"),
    [
        ({}, "scored", ""),
        ({"7.2": None}, "scored", ""),
        ({"7.2.3": None}, "incomplete", "chưa có điểm: 7.2.3"),
        ({"7.2.3": None, "7.2.1": None}, "incomplete", "chưa có điểm: 7.2.1, 7.2.3"),
        ({"7.2.4": "2"}, "disputed", "điểm không dùng được: 7.2.4"),
        ({"7.2.4": "1,3"}, "disputed", "điểm không dùng được: 7.2.4"),
        ({"7.2.4": "-0,25"}, "disputed", "điểm không dùng được: 7.2.4"),
        ({"7.2.4": "2", "7.2.3": None}, "disputed", "điểm không dùng được: 7.2.4"),
        ({"7.2": "4,75"}, "disputed", "tổng điểm ghi 4,75, các điểm thành phần cộng lại 5"),
    ],
)
def test_whatever_stands_in_the_way_of_a_score_is_said(changed: dict, state: str, reason: str) -> None:
    facts = [
        one if one.item not in changed else fact(one.unit, one.item, changed[one.item])
        for one in facts_of("18000", FULL, "5,0")
    ]
    score = one_score(*facts)
    assert (score.state, score.reason) == (state, reason)
    assert (score.total, score.rank) == ((Decimal(5), 1) if state == "scored" else (None, None))


@pytest.mark.parametrize("item", ["7.2.2", "7.2"])
def test_a_value_that_a_finding_rejects_is_disputed_though_it_could_be_right(item: str) -> None:
    facts = [one._replace(usable=one.item != item) for one in facts_of("18000", FULL, "5")]
    assert one_score(*facts).state == "disputed"


def test_a_criterion_without_any_cell_makes_the_score_incomplete() -> None:
    facts = [one for one in facts_of("18000", FULL, None) if one.item != "7.2.6"]
    score = one_score(*facts)
    assert (score.state, score.reason) == ("incomplete", "chưa có điểm: 7.2.6")
    assert score.parts[5].fact is None and score.parts[0].fact == facts[0]


def test_a_total_alone_scores_nobody() -> None:
    assert one_score(fact("18000", "7.2", "5")).state == "incomplete"


def test_units_of_unknown_maxima_are_scored_and_not_ranked() -> None:
    facts = [fact("442", f"7.2.{number}", "9,75") for number in range(1, 8)]
    score = one_score(*facts, scoring=DISTRICTS)
    assert (score.state, score.total, score.rank) == ("scored", Decimal("68.25"), None)
    assert score.reason == "không xếp hạng: chưa biết điểm tối đa"


def test_what_a_unit_lacks_is_said_before_what_the_decision_does_not_say() -> None:
    assert one_score(fact("442", "7.2.1", None), scoring=DISTRICTS).reason.startswith("chưa có điểm: 7.2.1")


def test_one_unknown_maximum_in_a_known_total_leaves_all_units_unranked() -> None:
    criteria = COMMUNES.criteria.criteria
    unknown = criteria | {"7.2.4": replace(criteria["7.2.4"], max_points=None)}
    scoring = replace(COMMUNES, criteria=replace(COMMUNES.criteria, criteria=unknown))
    score = one_score(*facts_of("18000", FULL, None), scoring=scoring)
    assert (score.total, score.rank, score.grade, score.earned) == (Decimal(5), None, "", None)


@pytest.mark.parametrize(
    ("block", "expected"), [("parent", "442"), ("kind", "thị trấn"), ("level", "commune")]
)
def test_a_block_is_the_parent_the_kind_or_the_level(block: str, expected: str) -> None:
    assert block_of(replace(COMMUNES, block=block), ROSTER, "18002") == expected  # type: ignore[arg-type]


def test_each_block_is_ranked_by_itself() -> None:
    facts = facts_of("18000", "0,25 0,5 0,75 1,5 0,5 0,25", None) + facts_of("18100", "0 0 0 0 0 0", None)
    apart = {score.unit: score.rank for score in score_units(COMMUNES, ROSTER, facts)}
    together = {
        score.unit: score.rank for score in score_units(replace(COMMUNES, block="level"), ROSTER, facts)
    }
    assert (apart["18000"], apart["18100"]) == (1, 1)
    assert (together["18000"], together["18100"]) == (1, 2)


@pytest.mark.parametrize(
    ("value", "most", "grid", "given"),
    [
        ("0,5", "0,5", "0,25", True),
        ("0", "0,5", "0,25", True),
        ("0,75", "0,5", "0,25", False),
        ("0,3", "0,5", "0,25", False),
        ("-0,25", "0,5", "0,25", False),
        ("12,25", None, "0,25", True),
        ("0,1", None, "0,25", False),
        # Where the maximum is not known: no more than the warehouse holds.
        ("1000", None, "0,25", True),
        ("1000,25", None, "0,25", False),
    ],
)
def test_given_points_lie_on_the_grid_up_to_the_maximum(
    value: str, most: str | None, grid: str, given: bool
) -> None:
    criterion = Criterion("1", "", "Một", points(most) if most else None, "given", "Điều 1")
    assert is_given(points(value), criterion, treated(DECISION, grid=points(grid))) is given
    assert point_range(criterion) == (0, points(most or "1000"))


def test_states_have_words_and_names_are_the_printed_ones() -> None:
    assert STATE_VI.keys() == {"scored", "incomplete", "disputed", "missing", "not_applicable", "waived"}
    assert len({fold(name) for name in NAMES}) == 17


@pytest.mark.parametrize(
    ("totals", "state"),
    [
        (("3,75", "3,75"), "scored"),
        (("3,75", "4"), "disputed"),
        (("4", "3,75"), "disputed"),
        (("4", "3,75", "3,75"), "disputed"),
    ],
)
def test_two_totals_of_one_unit_that_differ_put_it_in_dispute_in_any_order(
    totals: tuple[str, ...], state: str
) -> None:
    parts = facts_of("18000", "0,25 0,5 0,75 1,5 0,5 0,25", None)
    assert one_score(*parts, *(fact("18000", "7.2", total) for total in totals)).state == state


@pytest.mark.parametrize("totals", [(None, "3,75"), ("3,75", None)])
def test_an_empty_total_takes_nothing_from_one_that_is_written(totals: tuple[str | None, ...]) -> None:
    parts = facts_of("18000", "0,25 0,5 0,75 1,5 0,5 0,25", None)
    assert one_score(*parts, *(fact("18000", "7.2", total) for total in totals)).total == Decimal("3.75")


@pytest.mark.parametrize("totals", [(None, "4"), ("4", None)])
def test_an_empty_total_hides_no_total_that_differs_from_the_sum(totals: tuple[str | None, ...]) -> None:
    parts = facts_of("18000", "0,25 0,5 0,75 1,5 0,5 0,25", None)
    assert one_score(*parts, *(fact("18000", "7.2", total) for total in totals)).state == "disputed"


@pytest.mark.parametrize("order", [1, -1])
def test_an_empty_cell_hides_no_point_that_cannot_be_used(order: int) -> None:
    said = [fact("18000", "7.2.1", None), fact("18000", "7.2.1", "0,3")]
    found = reported_points(COMMUNES, said[::order])["18000", "7.2.1"]
    assert (found.state, found.reason) == ("disputed", "ghi “0,3”, không dùng được")
