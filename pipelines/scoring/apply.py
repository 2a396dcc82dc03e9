"""A whole annex for one unit: every criterion by its rule, the sums of the tree, the total and the grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.scoring.criterion_points import Absent, CriterionPoints, Fact, Judge
from pipelines.scoring.totals import Total, Totals
from schemas.criteria.decision import Decision
from schemas.indicators import Indicator


@dataclass(frozen=True, slots=True)
class TreeScore:
    """One unit: every criterion by code in the table's order, sums included, and how the total was made."""

    criteria: dict[str, CriterionPoints]
    made: Total

    @property
    def total(self) -> Decimal | None:
        """The total as printed, None while a part is open."""
        return self.made.total

    @property
    def grade(self) -> str:
        """The grade, "" where there is none."""
        return self.made.grade

    @property
    def reason(self) -> str:
        """How the total was made, or why there is none."""
        return self.made.reason


class Scorer:
    """Scores units under one annex of a decision, for a year (deadlines that return every year fall in it)."""

    def __init__(
        self, decision: Decision, annex: str, year: int, indicators: Mapping[str, Indicator]
    ) -> None:
        whole = decision.annexes[annex]
        self._totals = Totals(decision, whole)
        computed = [one for one in whole.criteria.values() if one.rule not in ("sum", "given")]
        self._asked = list(dict.fromkeys(name for one in computed for name in one.asked))
        places = {name: at for at, name in enumerate(self._asked)}
        self._judges = [(one.code, Judge(one, decision, year, indicators, places)) for one in computed]
        self._by_people = {
            code: CriterionPoints(code, None, "not_known", "chưa chấm được: chờ người chấm cho điểm")
            for code, criterion in whole.criteria.items()
            if criterion.rule == "given"
        }
        self._order = tuple(whole.criteria)

    def score(self, facts: Mapping[str, Fact]) -> TreeScore:
        """The unit that reported `facts` (by indicator; one that is not there was not reported).

        Nothing is filled in for what is not known, nor for what people are to give.
        """
        found = dict(self._by_people)
        of, absent = facts.get, Absent.NOT_REPORTED
        row = [of(name, absent) for name in self._asked]
        for code, judge in self._judges:
            found[code] = judge.judge(row)
        sum_of = self._totals.sum_of
        criteria = {code: found[code] if code in found else sum_of(code, found) for code in self._order}
        return TreeScore(criteria, self._totals.of(criteria))
