"""How little a unit's own total would have to change for another rank, or another grade."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipelines.scoring.rank import place
from pipelines.scoring.reach import Key
from pipelines.scoring.score import UnitScore
from pipelines.scoring.totals import Totals
from schemas.campaigns.campaign import Scoring


class Change(NamedTuple):
    """Points to add (positive) or to lose (negative), and the rank and the grade that the unit then has."""

    points: Decimal
    rank: Decimal
    grade: str


class NearestChange(NamedTuple):
    """The smallest change upwards and downwards; None where no change within the range of totals does anything."""

    up: Change | None
    down: Change | None


def nearest_changes(scoring: Scoring, scores: Sequence[UnitScore]) -> dict[str, NearestChange]:
    """By ranked unit: the fewest steps of the grid, added to its total alone, that give another rank or grade.

    Steps are added to the total before floor and rounding, as an appraiser would add them. All other units stand as
    they are, and so do the unit's own points in the tie-breakers. A total goes from the least that the decision knows
    (its floor, else 0 less the deductions) to the most, bonuses included.
    """
    blocks: dict[str, list[UnitScore]] = {}
    for score in scores:
        if score.rank is not None:
            blocks.setdefault(score.block, []).append(score)
    found = {}
    for block in blocks.values():
        standing = _Standing([score.key for score in block], scoring)
        known: dict[tuple[Key, Decimal | None], NearestChange] = {}  # what makes two units alike in this
        for score in block:
            about = score.key, score.earned
            if about not in known:
                known[about] = standing.nearest(score)
            found[score.unit] = known[about]
    return found


class _Standing:
    """The keys of one block, and what rank any key would have among them."""

    def __init__(self, keys: Sequence[Key], scoring: Scoring) -> None:
        whole, convention = scoring.criteria, scoring.decision.convention
        self._sorted = sorted(keys)
        self._different = sorted(set(keys))
        self._ties, self._grid = convention.ties, convention.grid
        self._totals = Totals(scoring.decision, whole)
        self._top = (whole.total or Decimal(0)) + (whole.bonus_cap or Decimal(0))
        floor = convention.total_floor
        self._bottom = -(whole.deduction_cap or Decimal(0)) if floor is None else floor

    def nearest(self, score: UnitScore) -> NearestChange:
        """The changes of one unit of the block."""
        earned = score.earned
        assert earned is not None, f"ranked without a total: {score.unit}"
        up = self._first(score, earned, int((self._top - earned) // self._grid), self._grid)
        down = self._first(score, earned, int((earned - self._bottom) // self._grid), -self._grid)
        return NearestChange(up, down)

    def _first(self, score: UnitScore, earned: Decimal, most: int, step: Decimal) -> Change | None:
        """The first of 1 … `most` steps that changes rank or grade: once changed, further steps change no less."""

        def after(steps: int) -> tuple[Decimal, str]:
            exact = self._totals.exact(earned + steps * step)
            return self._rank((exact, *score.key[1:]), score.key), self._totals.grade_of(exact)

        def changed(steps: int) -> bool:
            return after(steps) != (score.rank, score.grade)

        steps = _first_true(changed, most)
        return Change(steps * step, *after(steps)) if steps else None

    def _rank(self, key: Key, own: Key) -> Decimal:
        """The rank of a key in the place of `own`."""
        keys = self._sorted
        right = bisect_right(keys, key)
        ahead = len(keys) - right - (own > key)
        level = right - bisect_left(keys, key) - (own == key)
        different = len(self._different) - bisect_right(self._different, key)
        alone = bisect_right(keys, own) - bisect_left(keys, own) == 1
        return place(ahead, level + 1, different - (own > key and alone), self._ties)


def _first_true(holds: Callable[[int], bool], most: int) -> int:
    """The least of 1 … most for which a statement holds that stays true once it is; 0 where it never does."""
    if most < 1 or not holds(most):
        return 0
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
