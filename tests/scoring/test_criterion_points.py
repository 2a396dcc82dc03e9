"""What a cell that says "none" means to a criterion: a negative answer, a thing that is not there, or no figure."""

from decimal import Decimal

import pytest

from pipelines.scoring.criterion_points import Absent, CriterionPoints, Fact, Judge
from schemas.criteria.bands import Band
from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import FOLDER, load_decision
from schemas.indicators import load_indicators

DECISION = load_decision(FOLDER / "mau" / "7-2-so-lieu")
ONE, TWO, ALL = Decimal(1), Decimal(2), Decimal(100)
RULES = {
    "yes_no": (("steering_committee_renewed",), ()),
    "steps": (("on_time_rate",), (Band(Decimal(0), ALL, Decimal(0)), Band(ALL, None, ONE))),
    "levels": (
        ("quality_policy_issued", "steering_committee_decision_number"),
        (
            Band(Decimal(0), ONE, Decimal(0), "không"),
            Band(ONE, TWO, Decimal("0.5"), "một phần"),
            Band(TWO, None, ONE, "đủ"),
        ),
    ),
}


def judged(rule: str, *row: Fact) -> CriterionPoints:
    """One criterion by this rule, of a unit that reported this row."""
    names, bands = RULES[rule]
    criterion = Criterion("1", "", "Một", ONE, rule, "Điều 1", names, unit="văn bản", bands=bands)  # type: ignore[arg-type]
    places = {name: at for at, name in enumerate(names)}
    return Judge(criterion, DECISION, 2021, load_indicators(), places).judge(row)


@pytest.mark.parametrize(
    ("rule", "row", "points"),
    [
        ("yes_no", (Absent.NONE,), "0"),
        ("steps", (Absent.NONE,), None),
        ("levels", (ONE, Absent.NONE), "0.5"),
        ("levels", (Decimal(0), Absent.NONE), "0"),
        ("levels", (ONE, Absent.NOT_REPORTED), None),
        ("levels", (ONE, "12/QĐ-UBND"), "1"),
    ],
)
def test_none_answers_a_question_and_is_no_figure(
    rule: str, row: tuple[Fact, ...], points: str | None
) -> None:
    found = judged(rule, *row)
    assert found.points == (None if points is None else Decimal(points)), found.reason
    assert found.state == ("not_known" if points is None else "computed")


def test_what_is_not_known_is_named_with_why() -> None:
    reason = judged("steps", Absent.NONE).reason
    assert reason == "chưa chấm được: Tỷ lệ hồ sơ giải quyết đúng hạn – báo là không có"
