"""What can still become of one unit while points are open: its lowest and its highest key, and every key between.

A key is what ranks: the exact total, then the points of the tie-breakers. An open criterion may become any point of
its grid. Total and tie-breakers never fall when a point rises, so the lowest key has all open points at their least.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from pipelines.scoring.point_range import points_on_grid
from pipelines.scoring.score import CriterionScore, UnitScore
from pipelines.scoring.totals import ZERO, Totals
from schemas.campaigns.campaign import Scoring
from schemas.criteria.rule_kinds import EXTRA

Key = tuple[Decimal, ...]
Choices = tuple[tuple[str, tuple[Decimal, ...] | None], ...]
# Of each criterion: its code, whether it does not apply, its points if they are known.
_Known = tuple[tuple[str, bool, Decimal | None], ...]
# Of points: their kind ("part", "bonus", "deduct"), and in which tie-breakers they count.
_Counts = tuple[str, tuple[bool, ...]]
# More keys than this are not listed: a question that needs them then has no answer.
MOST_KEYS = 20_000
_WITHOUT = ("not_applicable", "waived")


@dataclass(frozen=True, slots=True)
class Reach:
    """One unit: `optional` where it may also stay unranked; `nothing` where it sent nothing and may keep 0 points.

    `choices` has the points that each criterion can have, None where it does not apply: units with the same choices
    can reach the same keys.
    """

    unit: str
    least: Key
    most: Key
    optional: bool
    nothing: bool
    choices: Choices

    @property
    def settled(self) -> bool:
        """Whether nothing is open any more."""
        return self.least == self.most and not self.optional


class Reaches:
    """Finds what units under one scoring can still reach."""

    def __init__(self, scoring: Scoring) -> None:
        whole = scoring.criteria
        self._zero = scoring.decision.convention.missing_report == "scores_zero"
        self._breakers, self._totals = whole.tie_breakers, Totals(scoring.decision, whole)
        leaves = (*whole.parts, *whole.extras)
        self._most = {one.code: one.max_points or ZERO for one in whole.parts}
        self._total = whole.total or ZERO
        self._choices = {
            one.code: tuple(
                sorted(
                    -points if one.rule == "deduct" else points
                    for points in points_on_grid(one, scoring.decision)
                )
            )
            for one in leaves
        }
        below = self._totals.below
        self._counts: dict[str, _Counts] = {
            one.code: (
                one.rule if one.rule in EXTRA else "part",
                tuple(one.code == name or one.code in below.get(name, ()) for name in self._breakers),
            )
            for one in leaves
        }
        self._ends: dict[tuple[bool, _Known], tuple[Choices, Key | None, Key | None]] = {}
        self._listed: dict[tuple[bool, Choices], frozenset[Key] | None] = {}

    def of(self, score: UnitScore) -> Reach | None:
        """What a unit can reach; None where no criterion applies to it."""
        if score.state == "scored":
            return Reach(score.unit, score.key, score.key, False, False, ())
        missing = score.state == "missing"
        # Where parts and total contradict each other, none of them is sure.
        all_open = missing or (score.state == "disputed" and not any(_is_open(part) for part in score.parts))
        known = tuple([(part.criterion, part.state in _WITHOUT, part.points) for part in score.parts])
        # Many units stand alike: those that sent nothing, those whose same criterion is open.
        if (all_open, known) not in self._ends:
            self._ends[all_open, known] = self._find_ends(known, all_open)
        choices, least, most = self._ends[all_open, known]
        if least is None or most is None:
            return None
        nothing = missing and self._zero
        if nothing:
            # Under the least that points can come to, where that has a floor.
            least = min(least, self._nothing)
        return Reach(score.unit, least, most, missing and not self._zero, nothing, choices)

    def _find_ends(self, known: _Known, all_open: bool) -> tuple[Choices, Key | None, Key | None]:
        """What each criterion may become, and the keys that the least and the most of it make."""
        choices: Choices = tuple([
            (code, None if without else self._choices[code] if all_open or points is None else (points,))
            for code, without, points in known
        ])  # fmt: skip
        return choices, self._end(choices, 0), self._end(choices, -1)

    @property
    def _nothing(self) -> Key:
        """The key of who sent nothing and is ranked with 0 points."""
        return (ZERO,) * (1 + len(self._breakers))

    def keys(self, reach: Reach) -> frozenset[Key] | None:
        """Every key that can be reached; None where they are too many to list."""
        if reach.least == reach.most:
            return frozenset([reach.least])
        about = (reach.nothing, reach.choices)
        if about not in self._listed:
            self._listed[about] = self._list(reach)
        return self._listed[about]

    def _list(self, reach: Reach) -> frozenset[Key] | None:
        # Criteria that count in the same sums are one: only what they add up to matters.
        sums: dict[_Counts, set[Decimal]] = {}
        for code, choices in reach.choices:
            if choices is not None:
                counts = self._counts[code]
                sums[counts] = {one + more for one in sums.get(counts, {ZERO}) for more in choices}
        if prod(map(len, sums.values())) > MOST_KEYS:
            return None
        applicable = self._applicable(reach.choices)
        keys = {self._whole(zip(sums, points, strict=True), applicable) for points in product(*sums.values())}
        if reach.nothing:
            keys.add(self._nothing)
        return frozenset(key for key in keys if key is not None)

    def _end(self, choices: Choices, at: int) -> Key | None:
        """The key where every criterion has the first (0) or the last (-1) of its choices."""
        points = [(self._counts[code], points[at]) for code, points in choices if points is not None]
        return self._whole(points, self._applicable(choices))

    def _applicable(self, choices: Choices) -> Decimal:
        apart = [self._most.get(code, ZERO) for code, points in choices if points is None]
        return self._total - sum(apart, ZERO)

    def _whole(self, points: Iterable[tuple[_Counts, Decimal]], applicable: Decimal) -> Key | None:
        earned = {"part": ZERO, "bonus": ZERO, "deduct": ZERO}
        beside = [ZERO] * len(self._breakers)
        for (kind, counted_in), one in points:
            earned[kind] += one
            for at, counted in enumerate(counted_in):
                if counted:
                    beside[at] += one
        made = self._totals.earned(earned["part"], applicable, earned["bonus"], -earned["deduct"])
        return None if made is None else (self._totals.exact(made.total), *beside)


def _is_open(part: CriterionScore) -> bool:
    return part.points is None and part.state not in _WITHOUT
