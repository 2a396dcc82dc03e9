"""The total of one unit from the points of its criteria, wherever these come from: sums, extras, floor, grade."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from pipelines.scoring import rules
from pipelines.scoring.criterion_points import CriterionPoints
from pipelines.scoring.wording import fixed, number
from schemas.criteria.criteria_set import CriteriaSet
from schemas.criteria.decision import Decision
from schemas.points import rounded

ZERO = Decimal(0)
# Two totals that differ as fractions differ by far more; two that are equal must not differ in a last digit.
_EXACT = Decimal("1e-12")


class Total(NamedTuple):
    """`total` as printed (None while a part is open), `exact` as it is ranked, `earned` before floor and rounding.

    `parts_total` is the sum of the parts after what does not apply was accounted for; `bonus` and `deduction`
    (not negative) are within their caps. `plain` where all points simply add up to the total. `reason` says how the
    total was made, or why there is none.
    """

    parts_total: Decimal | None
    bonus: Decimal
    deduction: Decimal
    total: Decimal | None
    exact: Decimal | None
    earned: Decimal | None
    grade: str
    reason: str
    plain: bool


def _open(reason: str) -> Total:
    return Total(None, ZERO, ZERO, None, None, None, "", reason, False)


class Earned(NamedTuple):
    """The parts after what does not apply was accounted for, and the extras within their caps."""

    parts: Decimal
    bonus: Decimal
    deduction: Decimal

    @property
    def total(self) -> Decimal:
        """The total before floor and rounding."""
        return self.parts + self.bonus - self.deduction


class Totals:
    """Makes totals under one annex of a decision."""

    def __init__(self, decision: Decision, whole: CriteriaSet) -> None:
        self.convention, self.whole = decision.convention, whole
        self.below = whole.parts_below()
        self.parts, self.extras = whole.parts, whole.extras
        self._leaves = [one.code for one in (*self.parts, *self.extras)]
        self._most = {one.code: one.max_points or ZERO for one in self.parts}
        self._rules = {one.code: one.rule for one in self.extras}
        self._known = whole.maxima_known

    def sum_of(self, code: str, found: Mapping[str, CriterionPoints]) -> CriterionPoints:
        """The plain sum of the parts below; what does not apply is accounted for in the total alone."""
        total, applies = ZERO, False
        for part in self.below[code]:
            points = found[part].points
            if points is not None:
                total += points
                applies = True
            elif found[part].state == "not_known":
                still = [one for one in self.below[code] if found[one].state == "not_known"]
                return CriterionPoints(code, None, "not_known", f"chưa chấm được: {', '.join(still)}")
        if not applies:
            return CriterionPoints(
                code, None, "not_applicable", "không áp dụng: mọi tiêu chí con không áp dụng"
            )
        return CriterionPoints(code, total, "computed", f"cộng các tiêu chí con = {self._shown(total)}")

    def of(self, criteria: Mapping[str, CriterionPoints]) -> Total:
        """The total of a unit; `criteria` has every part and every extra. A deduction's points are negative."""
        parts, bonus, deduction = ZERO, ZERO, ZERO
        apart: list[str] = []
        for code in self._leaves:
            _, points, state, _ = criteria[code]
            if points is None:
                if state == "not_known":
                    still = [one for one in self._leaves if criteria[one].state == "not_known"]
                    return _open(f"chưa đủ điểm: {', '.join(still)}")
                if code in self._most:
                    apart.append(code)
            elif code in self._most:
                parts += points
            elif self._rules[code] == "bonus":
                bonus += points
            else:
                deduction -= points
        if self.whole.total is None or not self._known:
            return _open("chưa biết điểm tối đa")
        applicable = self.whole.total - sum((self._most[code] for code in apart), ZERO)
        earned = self.earned(parts, applicable, bonus, deduction)
        if earned is None:
            return _open("không tiêu chí nào áp dụng cho đơn vị")
        floored, exact = self._floored(earned.total), self.exact(earned.total)
        total = self.printed(exact)
        reason = f"cộng các tiêu chí {self._shown(parts)}"
        if apart:
            reason += self._rescaled(apart, applicable, earned.parts)
        if earned.bonus or earned.deduction:
            reason += f"; thưởng {self._shown(earned.bonus)}, trừ {self._shown(earned.deduction)}"
        if floored != earned.total:
            reason += f"; không thấp hơn {number(floored)}"
        if total != floored:
            reason += f"; làm tròn đến {self.convention.decimals} chữ số thập phân"
        reason += f"; tổng điểm {self._shown(total)}"
        plain = not apart and total == parts + bonus - deduction
        return Total(*earned, total, exact, earned.total, self.grade_of(exact), reason, plain)

    def earned(
        self, parts: Decimal, applicable: Decimal, bonus: Decimal, deduction: Decimal
    ) -> Earned | None:
        """What points come to, where parts worth `applicable` points apply; None where nothing applies.

        Bonus and deduction are not negative, and count within the caps of the annex.
        """
        whole = self.whole
        total = self._parts_total(parts, applicable)
        if total is None:
            return None
        return Earned(total, min(bonus, whole.bonus_cap or ZERO), min(deduction, whole.deduction_cap or ZERO))

    def _parts_total(self, earned: Decimal, applicable: Decimal) -> Decimal | None:
        convention, whole = self.convention, self.whole.total
        if whole is None or applicable == whole:
            return earned
        points = rules.not_applicable(earned, applicable, whole, convention.not_applicable)
        if points is None:
            return None
        # Rounded once: where the decision rounds totals, not already here.
        if convention.round_total:
            return points.quantize(_EXACT, ROUND_HALF_EVEN)
        return rounded(points, convention.grid, convention.rounding)

    def exact(self, earned: Decimal) -> Decimal:
        """A total as it is ranked: not under the floor, and rounded where that comes before ranking."""
        floored = self._floored(earned)
        return self.printed(floored) if self.convention.round_total == "before_ranking" else floored

    def _floored(self, earned: Decimal) -> Decimal:
        floor = self.convention.total_floor
        return earned if floor is None else max(earned, floor)

    def printed(self, exact: Decimal) -> Decimal:
        """A total as it is printed."""
        return self.convention.printed_total(exact)

    def grade_of(self, exact: Decimal) -> str:
        """The grade of a total, "" where the decision has none."""
        return next((grade.name for grade in self.whole.grades if exact >= grade.start), "")

    def _rescaled(self, apart: list[str], applicable: Decimal, parts_total: Decimal) -> str:
        done = {
            "rescale": f"quy đổi từ {number(applicable)} lên {number(self.whole.total or ZERO)} điểm",
            "full": "tính đủ điểm",
            "zero": "tính 0 điểm",
        }[self.convention.not_applicable]
        return f"; không áp dụng {', '.join(apart)}, {done} = {self._shown(parts_total)}"

    def _shown(self, points: Decimal) -> str:
        return fixed(points, self.convention.decimals)
