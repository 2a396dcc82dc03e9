"""A whole annex for one unit: every criterion by its rule, the sums of the tree, the total and the grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.scoring import rules
from pipelines.scoring.criterion_points import Absent, CriterionPoints, Fact, Judge
from pipelines.scoring.wording import fixed, number
from schemas.criteria.criteria_set import CriteriaSet
from schemas.criteria.decision import Decision
from schemas.criteria.rule_kinds import EXTRA
from schemas.indicators import Indicator

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TreeScore:
    """One unit: every criterion by code in the table's order, sums included; the total is None while a part is.

    `parts_total` is the sum of the parts after what does not apply was accounted for; `bonus` and `deduction`
    (not negative) are within their caps. `reason` says how the total was made, or why there is none.
    """

    criteria: dict[str, CriterionPoints]
    parts_total: Decimal | None
    bonus: Decimal
    deduction: Decimal
    total: Decimal | None
    grade: str
    reason: str


class Scorer:
    """Scores units under one annex of a decision, for a year (deadlines that return every year fall in it)."""

    def __init__(
        self, decision: Decision, annex: str, year: int, indicators: Mapping[str, Indicator]
    ) -> None:
        self._decision, self._set = decision, decision.annexes[annex]
        self._judges = {
            code: Judge(criterion, decision, year, indicators)
            for code, criterion in self._set.criteria.items()
            if criterion.rule not in ("sum", "given")
        }
        self._by_people = {
            code: criterion.max_points
            for code, criterion in self._set.criteria.items()
            if criterion.rule == "given"
        }
        self._sums = _sums_below(self._set)
        self._parts, self._extra, self._maxima_known = (
            self._set.parts,
            self._set.extras,
            self._set.maxima_known,
        )

    def score(self, facts: Mapping[str, Fact], given: Mapping[str, Decimal] | None = None) -> TreeScore:
        """The unit that reported `facts` (by indicator; one that is not there was not reported).

        `given` has the points that people gave, by criterion. Nothing is filled in for what is not known.
        """
        found: dict[str, CriterionPoints] = {}
        of, absent = facts.get, Absent.NOT_REPORTED
        for code, judge in self._judges.items():
            found[code] = judge.judge(tuple([of(name, absent) for name in judge.asked]))
        for code, most in self._by_people.items():
            found[code] = self._given(code, most, given or {})
        criteria = {
            code: found[code] if code in found else self._sum(code, found) for code in self._set.criteria
        }
        return self._total(criteria)

    def _given(self, code: str, most: Decimal | None, points: Mapping[str, Decimal]) -> CriterionPoints:
        if code not in points:
            return CriterionPoints(code, None, "not_known", "chưa chấm được: chờ người chấm cho điểm")
        accepted = rules.given(points[code], most, self._decision.grid)
        if accepted is None:
            reason = f"chưa chấm được: {number(points[code])} điểm ngoài thang điểm hoặc vượt điểm tối đa"
            return CriterionPoints(code, None, "not_known", reason)
        return CriterionPoints(code, accepted, "given", f"người chấm cho {self._shown(accepted)} điểm")

    def _sum(self, code: str, found: Mapping[str, CriterionPoints]) -> CriterionPoints:
        """The plain sum of the parts below; what does not apply is accounted for in the total alone."""
        parts = [found[part] for part in self._sums[code]]
        open_parts = [part.code for part in parts if part.state == "not_known"]
        if open_parts:
            return CriterionPoints(code, None, "not_known", f"chưa chấm được: {', '.join(open_parts)}")
        points = [part.points for part in parts if part.points is not None]
        if not points:
            return CriterionPoints(
                code, None, "not_applicable", "không áp dụng: mọi tiêu chí con không áp dụng"
            )
        total = sum(points, _ZERO)
        return CriterionPoints(code, total, "computed", f"cộng các tiêu chí con = {self._shown(total)}")

    def _total(self, criteria: dict[str, CriterionPoints]) -> TreeScore:
        whole = self._set
        unknown = [
            one.code for one in criteria.values() if one.state == "not_known" and one.code not in self._sums
        ]
        if unknown:
            return TreeScore(criteria, None, _ZERO, _ZERO, None, "", f"chưa đủ điểm: {', '.join(unknown)}")
        if whole.total is None or not self._maxima_known:
            return TreeScore(criteria, None, _ZERO, _ZERO, None, "", "chưa biết điểm tối đa")
        apart = [part for part in self._parts if criteria[part.code].state == "not_applicable"]
        earned = sum((criteria[part.code].points or _ZERO for part in self._parts), _ZERO)
        applicable = whole.total - sum((part.max_points or _ZERO for part in apart), _ZERO)
        decision = self._decision
        parts_total = rules.not_applicable(earned, applicable, whole.total, decision.not_applicable)
        if parts_total is None:
            return TreeScore(criteria, None, _ZERO, _ZERO, None, "", "không tiêu chí nào áp dụng cho đơn vị")
        reason = f"cộng các tiêu chí {self._shown(earned)}"
        if apart:
            parts_total = rules.rounded(parts_total, decision.grid, decision.rounding)
            names = ", ".join(part.code for part in apart)
            how = {
                "rescale": f"quy đổi từ {number(applicable)} lên {number(whole.total)} điểm",
                "full": "tính đủ điểm",
            }
            done = how.get(decision.not_applicable, "tính 0 điểm")
            reason += f"; không áp dụng {names}, {done} = {self._shown(parts_total)}"
        bonus, deduction = self._extras(criteria, "bonus"), self._extras(criteria, "deduct")
        bonus = min(bonus, whole.bonus_cap or _ZERO)
        deduction = min(-deduction, whole.deduction_cap or _ZERO)
        total = parts_total + bonus - deduction
        if bonus or deduction:
            reason += f"; thưởng {self._shown(bonus)}, trừ {self._shown(deduction)}"
        if decision.total_floor is not None and total < decision.total_floor:
            total = decision.total_floor
            reason += f"; không thấp hơn {number(total)}"
        grade = next((grade.name for grade in whole.grades if total >= grade.start), "")
        return TreeScore(
            criteria, parts_total, bonus, deduction, total, grade, f"{reason}; tổng điểm {self._shown(total)}"
        )

    def _extras(self, criteria: Mapping[str, CriterionPoints], rule: str) -> Decimal:
        return sum((criteria[one.code].points or _ZERO for one in self._extra if one.rule == rule), _ZERO)

    def _shown(self, points: Decimal) -> str:
        return fixed(points, self._decision.decimals)


def _sums_below(whole: CriteriaSet) -> dict[str, tuple[str, ...]]:
    """Each sum with the parts (leaves, without bonuses and deductions) anywhere below it."""
    below: dict[str, list[str]] = {code: [] for code, one in whole.criteria.items() if one.rule == "sum"}
    for code, criterion in whole.criteria.items():
        if criterion.rule in EXTRA or criterion.rule == "sum":
            continue
        above = criterion.parent
        while above:
            below[above].append(code)
            above = whole.criteria[above].parent
    return {code: tuple(parts) for code, parts in below.items()}
