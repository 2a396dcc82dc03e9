"""The best and the worst rank that each unit can still get while points are open: exact, or said to be unknown."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pipelines.scoring.rank import place
from pipelines.scoring.reach import Key, Reach, Reaches
from pipelines.scoring.score import UnitScore
from schemas.campaigns.campaign import Scoring
from schemas.criteria.convention import Ties


class PossibleRanks(NamedTuple):
    """None: no exact answer is known. A unit that may stay unranked: its ranks if it comes in."""

    best: Decimal | None
    worst: Decimal | None


def possible_ranks(scoring: Scoring, scores: Sequence[UnitScore]) -> dict[str, PossibleRanks]:
    """By unit; units that can get no rank at all are not there, nor is anybody where maxima are not known.

    Each open criterion may become any point of its grid; a unit that sent nothing may come in or, where it is listed
    and not ranked, stay out. The points of one unit do not depend on those of another.
    """
    if not scoring.criteria.maxima_known:
        return {}
    reaches = Reaches(scoring)
    blocks: dict[str, list[Reach]] = {}
    for score in scores:
        reach = reaches.of(score)
        if reach is not None:
            blocks.setdefault(score.block, []).append(reach)
    found = {score.unit: PossibleRanks(score.rank, score.rank) for score in scores if score.rank is not None}
    for block in blocks.values():
        # One whose total is sure, whatever becomes of a point, still has to come in.
        if all(reach.settled and reach.unit in found for reach in block):
            continue
        ties = scoring.decision.convention.ties
        found |= _Dense(reaches, block).ranks() if ties == "dense" else _counted(block, ties)
    return found


def _counted(block: Sequence[Reach], ties: Ties) -> dict[str, PossibleRanks]:
    """Ranks that count units ahead: each other unit is ahead or not, whatever the others do."""
    least = sorted(reach.least for reach in block if not reach.optional)
    most = sorted(reach.most for reach in block)
    found = {}
    for own in block:
        # In the best case all others stand at their lowest, and the unit at its highest; then the reverse. `tied`
        # counts the unit itself, which stands in the sorted keys only with its own lowest (if it must come in).
        ahead, tied = _over(least, own.most)
        itself = own.least == own.most
        best = place(ahead, tied if itself and not own.optional else tied + 1, 0, ties)
        ahead, tied = _over(most, own.least)
        worst = place(ahead, tied, 0, ties) if itself else place(ahead - 1, tied + 1, 0, ties)
        found[own.unit] = PossibleRanks(best, worst)
    return found


def _over(keys: Sequence[Key], key: Key) -> tuple[int, int]:
    """How many of sorted keys are above a key, and how many equal it."""
    right = bisect_right(keys, key)
    return len(keys) - right, right - bisect_left(keys, key)


class _Dense:
    """Ranks that count different keys ahead: units may stand together, or apart."""

    def __init__(self, reaches: Reaches, block: Sequence[Reach]) -> None:
        self._block = block
        self._keys = {reach.unit: reaches.keys(reach) for reach in block}
        self._known: dict[tuple[object, ...], Decimal | None] = {}

    def ranks(self) -> dict[str, PossibleRanks]:
        """By unit."""
        return {own.unit: PossibleRanks(self._best(own), self._worst(own)) for own in self._block}

    def _best(self, own: Reach) -> Decimal | None:
        """As few different keys above as can be. Only units that cannot stay at or below are above."""
        about = ("best", own.most)
        if about not in self._known:
            above = [self._keys[one.unit] for one in self._block if not one.optional and one.least > own.most]
            different = fewest(above)
            self._known[about] = None if different is None else Decimal(different + 1)
        return self._known[about]

    def _worst(self, own: Reach) -> Decimal | None:
        """As many different keys above as can be: each other unit that can be above takes a key of its own."""
        about = ("worst", own.least, own.choices, own.nothing)
        if about not in self._known:
            above = [self._above(one, own.least) for one in self._block if one.unit != own.unit]
            known = [keys for keys in above if keys is not None]
            unknown = len(known) < len(above)
            self._known[about] = None if unknown else Decimal(most_different(known) + 1)
        return self._known[about]

    def _above(self, one: Reach, key: Key) -> frozenset[Key] | None:
        """The keys above a key that a unit can reach."""
        if one.most <= key:
            return frozenset()
        keys = self._keys[one.unit]
        return None if keys is None else frozenset(own for own in keys if own > key)


def fewest(sets: Sequence[frozenset[Key] | None]) -> int | None:
    """The fewest keys such that each set holds one of them; None where no exact way is known."""
    fixed = {key for keys in sets if keys is not None and len(keys) == 1 for key in keys}
    left: list[frozenset[Key]] = []
    for keys in sets:
        if keys is None:
            return None
        if fixed.isdisjoint(keys):
            left.append(keys)
    if not left:
        return len(fixed)
    if frozenset.intersection(*left):
        return len(fixed) + 1
    order = {key: at for at, key in enumerate(sorted(frozenset.union(*left)))}
    spans = []
    for keys in left:
        places = [order[key] for key in keys]
        if max(places) - min(places) + 1 != len(places):
            # Sets with gaps: the fewest keys cannot be found by looking from one end to the other.
            return None
        spans.append((max(places), min(places)))
    count, last = 0, -1
    for end, start in sorted(spans):
        if start > last:
            count, last = count + 1, end
    return len(fixed) + count


def most_different(sets: Sequence[frozenset[Key]]) -> int:
    """As many different keys as the sets can show, one each: a largest matching of sets and keys."""
    taken: dict[Key, int] = {}
    every = len(frozenset[Key]().union(*sets))
    # Who has the least choice first: most find a free key at once.
    order = sorted(range(len(sets)), key=lambda at: len(sets[at]))
    for at in order:
        if len(taken) == every:
            break
        _seat(at, sets, taken)
    return len(taken)


def _seat(first: int, sets: Sequence[frozenset[Key]], taken: dict[Key, int]) -> None:
    """Give one set a key of its own, others moving on to another where they can (an augmenting path)."""
    came_from: dict[Key, int] = {}
    held: dict[int, Key] = {}
    waiting = [first]
    while waiting:
        at = waiting.pop()
        for key in sets[at]:
            if key in came_from:
                continue
            came_from[key] = at
            if key not in taken:
                while True:
                    mover = came_from[key]
                    taken[key] = mover
                    if mover == first:
                        return
                    key = held[mover]
            else:
                held[taken[key]] = key
                waiting.append(taken[key])
