"""One criterion of one unit by its rule: points, or why they are not known, and the reason with its numbers."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from pipelines.scoring import rules
from pipelines.scoring.days_told import days_told
from pipelines.scoring.wording import fixed, listed, number, percent, total_of
from schemas.criteria.bands import Band
from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import Decision
from schemas.criteria.rule_kinds import WHEN_ZERO_VI
from schemas.indicators import Indicator
from schemas.points import rounded


class Absent(Enum):
    """Why there is no value. `value` is how a reason says it."""

    NOT_REPORTED = "chưa có số liệu"
    REFUSED = "số liệu có sai lệch, chưa dùng được"
    NONE = "báo là không có"


_ZERO = Decimal(0)
# A number (1 and 0 answer a question), a day, a text (a document's number), or why there is none.
Fact = Decimal | datetime.date | str | Absent
State = Literal["computed", "given", "not_known", "not_applicable"]


class CriterionPoints(NamedTuple):
    """One criterion: `points` is None unless `state` is "computed" or "given"; a deduction is negative."""

    code: str
    points: Decimal | None
    state: State
    reason: str


class NotKnown(Exception):
    """The facts do not tell the points. `str()` says why, in Vietnamese."""


class NotApplicable(Exception):
    """The criterion does not apply to the unit. `str()` says why, in Vietnamese."""


class Judge:
    """Computes one criterion under one decision; `places` tells where each indicator stands in a row of facts."""

    def __init__(
        self,
        criterion: Criterion,
        decision: Decision,
        year: int,
        indicators: Mapping[str, Indicator],
        places: Mapping[str, int],
    ) -> None:
        self.criterion, self._convention = criterion, decision.convention
        self._year, self._indicators = year, indicators
        self._places = decision.convention.decimals
        self._most = criterion.max_points or _ZERO
        self._compute = _RULES[criterion.rule]
        self._intervals = {band.start: interval(band, criterion.unit) for band in criterion.bands}
        self._applies = [places[name] for name in criterion.applies_if]
        self._counted = tuple(dict.fromkeys((*criterion.indicators, *criterion.denominator)))
        # One name gives its bare value: such a key costs no tuple.
        self._pick = itemgetter(*(places[name] for name in self._counted))
        self._known: dict[Any, CriterionPoints] = {}

    def judge(self, row: Sequence[Fact]) -> CriterionPoints:
        """The points for a unit's facts. The same facts are computed once: units often report the same."""
        if self._applies:
            outcome = self._where_it_does_not_apply(row)
            if outcome is not None:
                return outcome
        values = self._pick(row)
        found = self._known.get(values)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            many = values if len(self._counted) > 1 else (values,)
            found = self._known[values] = self._judge(dict(zip(self._counted, many, strict=True)))
        return found

    def _where_it_does_not_apply(self, row: Sequence[Fact]) -> CriterionPoints | None:
        """Why the criterion has no points for a unit at all; None where it applies."""
        names = self.criterion.applies_if
        try:
            if any(self._checked(names, [row[at] for at in self._applies])):
                return None
        except NotKnown as why:
            return self._not_known(why)
        return self._not_applicable(f"{listed(map(self._label, names))}: 0")

    def _not_known(self, why: object) -> CriterionPoints:
        return CriterionPoints(self.criterion.code, None, "not_known", f"chưa chấm được: {why}")

    def _not_applicable(self, why: object) -> CriterionPoints:
        return CriterionPoints(self.criterion.code, None, "not_applicable", f"không áp dụng: {why}")

    def _judge(self, facts: Mapping[str, Fact]) -> CriterionPoints:
        convention = self._convention
        try:
            exact, words = self._compute(self, facts)
        except NotKnown as why:
            return self._not_known(why)
        except NotApplicable as why:
            return self._not_applicable(why)
        points = rounded(exact, convention.grid, convention.rounding)
        shown = "" if points == exact else f", làm tròn theo thang {number(convention.grid)}"
        reason = f"{words} = {self.points(points)}{shown}"
        return CriterionPoints(self.criterion.code, points, "computed", reason)

    def points(self, points: Decimal) -> str:
        """Points as the decision prints them."""
        return fixed(points, self._places)

    def numbers(self, names: Sequence[str], facts: Mapping[str, Fact]) -> list[Decimal]:
        """The values of quantities and answers. Raises NotKnown where one is not there or negative."""
        return self._checked(names, [facts[name] for name in names])

    def _checked(self, names: Sequence[str], values: list[Any]) -> list[Decimal]:
        for value in values:
            if value.__class__ is not Decimal or value < _ZERO:
                return self._usable(names, values)
        return values

    def _usable(self, names: Sequence[str], values: Sequence[Fact]) -> list[Decimal]:
        found, missing = [], []
        for name, value in zip(names, values, strict=True):
            if value is Absent.NONE and self._indicators[name].type in ("bool", "mark"):
                found.append(_ZERO)
            elif not isinstance(value, Decimal):
                missing.append(
                    f"{self._label(name)} – {value.value if isinstance(value, Absent) else 'không phải số'}"
                )
            elif value < 0:
                missing.append(f"{self._label(name)} – số âm {number(value)}")
            else:
                found.append(value)
        if missing:
            raise NotKnown("; ".join(missing))
        return found

    def _label(self, name: str) -> str:
        return self._indicators[name].label

    def _share(self, facts: Mapping[str, Fact]) -> tuple[Decimal, Decimal]:
        """Numerator and denominator. A denominator of 0 raises what the decision says it means."""
        part = sum(self.numbers(self.criterion.indicators, facts), Decimal(0))
        whole = sum(self.numbers(self.criterion.denominator, facts), Decimal(0))
        if not whole:
            why = f"{listed(map(self._label, self.criterion.denominator))} bằng 0"
            if self.criterion.when_zero == "not_applicable":
                raise NotApplicable(why)
            if self.criterion.when_zero == "unknown":
                raise NotKnown(why)
        return part, whole

    def _by_zero(self) -> tuple[Decimal, str]:
        points = self._most if self.criterion.when_zero == "full" else Decimal(0)
        return points, f"mẫu số bằng 0, theo quyết định {WHEN_ZERO_VI[self.criterion.when_zero]}"

    def yes_no(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """Points and words by the rule of this name; so are the methods below."""
        [answer] = self.numbers(self.criterion.indicators, facts)
        [name] = self.criterion.indicators
        return rules.yes_no(bool(answer), self._most), f"{self._label(name)}: {'có' if answer else 'không'}"

    def steps(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """See yes_no."""
        criterion = self.criterion
        if criterion.denominator:
            part, whole = self._share(facts)
            if not whole:
                return self._by_zero()
            value = part * 100 / whole
            measured = f"{number(part)} trên {number(whole)} = {percent(part, whole)}"
        else:
            values = self.numbers(criterion.indicators, facts)
            value = sum(values, Decimal(0))
            measured = f"{total_of(values)} {criterion.unit}"
        band = rules.band_of(value, criterion.bands)
        return rules.steps(value, criterion.bands), f"{measured}, {self._intervals[band.start]}"

    def share(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """See yes_no."""
        criterion = self.criterion
        part, whole = self._share(facts)
        if not whole:
            return self._by_zero()
        points = rules.share(part, whole, self._most, criterion.full_from_pct, criterion.zero_below_pct)
        words = f"{number(part)} trên {number(whole)} {criterion.unit} = {percent(part, whole)}"
        if part * 100 >= criterion.full_from_pct * whole:
            return points, f"{words}, từ {number(criterion.full_from_pct)} % được điểm tối đa"
        if part * 100 < criterion.zero_below_pct * whole:
            return points, f"{words}, dưới {number(criterion.zero_below_pct)} % không được điểm"
        return points, f"{words} × {number(self._most)} điểm"

    def levels(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """See yes_no."""
        criterion, there, missing = self.criterion, [], []
        for name in criterion.indicators:
            value = facts[name]
            if isinstance(value, Absent):
                if value is not Absent.NONE:
                    missing.append(f"{self._label(name)} – {value.value}")
            elif value != 0:
                there.append(self._label(name))
        if missing:
            raise NotKnown("; ".join(missing))
        count = Decimal(len(there))
        band = rules.band_of(count, criterion.bands)
        among = f" ({listed(there)})" if there else ""
        words = (
            f"có {len(there)} trên {len(criterion.indicators)} {criterion.unit}{among}, mức “{band.level}”"
        )
        return rules.levels(count, criterion.bands), words

    def _times(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        values = self.numbers(self.criterion.indicators, facts)
        words = f"{total_of(values)} {self.criterion.unit} × {number(self.criterion.each)} điểm"
        return sum(values, Decimal(0)), words

    def per_occurrence(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """See yes_no."""
        criterion = self.criterion
        times, words = self._times(facts)
        points = rules.per_occurrence(times, criterion.each, criterion.floor, self._most)
        if criterion.each < 0:
            words = f"{number(self._most)} điểm, trừ {words.replace('× -', '× ')}"
        return points, f"{words} (từ {number(criterion.floor)} đến {number(self._most)} điểm)"

    def deduct(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """See yes_no."""
        times, words = self._times(facts)
        points = rules.deduct(times, self.criterion.each, self._most)
        return points, f"trừ {words} (trừ nhiều nhất {number(self._most)} điểm)"

    def bonus(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """See yes_no."""
        times, words = self._times(facts)
        points = rules.bonus(times, self.criterion.each, self._most)
        return points, f"thưởng {words} (nhiều nhất {number(self._most)} điểm)"

    def late(self, facts: Mapping[str, Fact]) -> tuple[Decimal, str]:
        """See yes_no."""
        [name] = self.criterion.indicators
        day, deadline = facts[name], self.criterion.deadline
        if not isinstance(day, datetime.date) or deadline is None:
            raise NotKnown(
                f"{self._label(name)} – {day.value if isinstance(day, Absent) else 'không phải ngày'}"
            )
        due = deadline.on(self._year)
        first, last = days_told(self.criterion, due, self._year)
        if not first <= day <= last:
            between = f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
            raise NotKnown(f"{self._label(name)}: {day:%d/%m/%Y}, nằm ngoài khoảng {between} được chấm")
        days = Decimal(max(0, (day - due).days))
        when = f"chậm {number(days)} ngày" if days else "đúng hạn"
        words = f"{self._label(name)}: {day:%d/%m/%Y}, hạn {due:%d/%m/%Y}, {when}"
        left = rules.late(days, self.criterion.bands)
        lost = self._most - left
        taken = f", {number(self._most)} điểm trừ {number(lost)}" if lost else ""
        return left, words + taken


def interval(band: Band, unit: str) -> str:
    """A band as words: "từ 80 đến dưới 90 %"."""
    if band.below is None:
        return f"từ {number(band.start)} {unit} trở lên"
    if not band.start:
        return f"dưới {number(band.below)} {unit}"
    return f"từ {number(band.start)} đến dưới {number(band.below)} {unit}"


_REMEMBERED = 5_000
_RULES: dict[str, Callable[[Judge, Mapping[str, Fact]], tuple[Decimal, str]]] = {
    "yes_no": Judge.yes_no,
    "steps": Judge.steps,
    "share": Judge.share,
    "levels": Judge.levels,
    "per_occurrence": Judge.per_occurrence,
    "deduct": Judge.deduct,
    "bonus": Judge.bonus,
    "late": Judge.late,
}
