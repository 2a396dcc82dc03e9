"""Totals that are not the plain sum of their columns say so, and a grade follows the exact total."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.scoring.criterion_points import CriterionPoints
from pipelines.scoring.totals import Totals
from schemas.criteria.criteria_set import Grade
from schemas.criteria.decision import FOLDER, load_decision

DECISION = load_decision(FOLDER / "mau" / "7-2-so-lieu")
WHOLE = DECISION.annexes["xa"]


def points(bonus: Decimal) -> dict[str, CriterionPoints]:
    """Full points for every part, no deduction, and a bonus."""
    found = {one.code: one.max_points for one in WHOLE.parts}
    found |= {one.code: bonus if one.rule == "bonus" else Decimal(0) for one in WHOLE.extras}
    return {code: CriterionPoints(code, one, "given", "") for code, one in found.items()}


def test_a_bonus_beyond_its_cap_makes_a_total_that_explains_itself() -> None:
    totals = Totals(DECISION, replace(WHOLE, bonus_cap=Decimal("0.25")))
    within, beyond = totals.of(points(Decimal("0.25"))), totals.of(points(Decimal("0.5")))
    assert within.plain and not beyond.plain
    assert within.total == beyond.total and "thưởng 0,25" in beyond.reason


@pytest.mark.parametrize(
    ("round_total", "floor", "bonus", "reason"),
    [
        ("", None, "0.25", "cộng các tiêu chí 10,00; thưởng 0,25, trừ 0,00; tổng điểm 10,25"),
        ("before_ranking", None, "0.25",
         "cộng các tiêu chí 10,0; thưởng 0,25, trừ 0,0; làm tròn đến 1 chữ số thập phân; tổng điểm 10,3"),
        ("after_ranking", None, "0.25",
         "cộng các tiêu chí 10,0; thưởng 0,25, trừ 0,0; làm tròn đến 1 chữ số thập phân; tổng điểm 10,3"),
        ("before_ranking", "10.45", "0.25",
         "cộng các tiêu chí 10,0; thưởng 0,25, trừ 0,0; không thấp hơn 10,45; làm tròn đến 1 chữ số thập phân; "
         "tổng điểm 10,5"),
    ],
)  # fmt: skip
def test_rounding_is_called_rounding_and_a_floor_a_floor(
    round_total: str, floor: str | None, bonus: str, reason: str
) -> None:
    settings = {"round_total": round_total, "decimals": 1 if round_total else 2}
    convention = replace(DECISION.convention, total_floor=floor and Decimal(floor), **settings)  # type: ignore[arg-type]
    decision = replace(DECISION, convention=convention)
    assert Totals(decision, WHOLE).of(points(Decimal(bonus))).reason == reason


def test_a_grade_is_given_for_the_exact_total_and_not_for_the_printed_one() -> None:
    convention = replace(DECISION.convention, round_total="after_ranking", decimals=0, rounding="half_up")
    decision = replace(DECISION, convention=convention)
    graded = replace(WHOLE, grades=(Grade("Tốt", Decimal(11)), Grade("Khá", Decimal(0))))
    made = Totals(decision, graded).of(points(Decimal("0.5")))
    assert (made.exact, made.total, made.grade) == (Decimal("10.5"), Decimal(11), "Khá")


def test_what_does_not_apply_is_said_though_the_columns_add_up_to_the_total() -> None:
    decision = replace(DECISION, convention=replace(DECISION.convention, not_applicable="zero"))
    [part, *_] = WHOLE.parts
    found = points(Decimal(0)) | {part.code: CriterionPoints(part.code, None, "not_applicable", "")}
    made = Totals(decision, WHOLE).of(found)
    assert made.total == made.parts_total and not made.plain
    assert f"không áp dụng {part.code}, tính 0 điểm" in made.reason


def test_equal_totals_that_came_from_different_fractions_are_equal_to_the_last_digit() -> None:
    """31/3 less 1 is 28/3, though a fraction above ten is kept with one digit less behind the comma."""
    convention = replace(DECISION.convention, round_total="after_ranking", not_applicable="rescale")
    whole = replace(WHOLE, total=Decimal(20), deduction_cap=Decimal(1))
    totals, applicable = Totals(replace(DECISION, convention=convention), whole), Decimal(15)
    deducted = totals.earned(Decimal("7.75"), applicable, Decimal(0), Decimal(1))
    plain = totals.earned(Decimal(7), applicable, Decimal(0), Decimal(0))
    assert deducted and plain and deducted.total == plain.total
