"""Points that forms brought: what a cell said becomes a point of its round, or a dispute."""

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from pipelines.scoring.point_range import is_given
from pipelines.scoring.round_point import PointState, RoundPoint
from schemas.campaigns.campaign import Scoring


class PointFact(NamedTuple):
    """A point as reported in one round. `value` None: the cell held no points. `usable` False: a finding rejects it.

    `sender` gave it in the file `file_hash`, received on `received_on` (None: not in the book).
    """

    submission_id: str
    unit: str
    item: str
    kind: str
    value: Decimal | None
    usable: bool
    sheet: str
    cell: str
    typed: str
    sender: str = ""
    file_hash: str = ""
    received_on: datetime.date | None = None


def reported_points(
    scoring: Scoring, facts: Iterable[PointFact], named: Callable[[str], str] = str
) -> dict[tuple[str, str], RoundPoint]:
    """By (unit, criterion) the points of facts in force of one round; `named` puts a sender into words.

    Where two facts say different things of one criterion, none of them is chosen.
    """
    criteria, decision = scoring.criteria.criteria, scoring.decision
    points: dict[tuple[str, str], RoundPoint] = {}
    names: dict[str, str] = {}
    for fact in facts:
        _, unit, item, kind, value, usable, _, _, typed, sender, _, received_on = fact
        criterion = criteria.get(item)
        if kind != "criterion" or criterion is None or criterion.rule == "sum":
            continue
        if sender not in names:
            names[sender] = named(sender)
        reason = ""
        state: PointState = "given"
        if value is None and usable:
            state, reason = "open", "ô điểm để trống"
        elif value is None or not usable or not is_given(value, criterion, decision):
            state, value, reason = "disputed", None, f"ghi “{typed}”, không dùng được"
        found = RoundPoint(value, state, reason, names[sender], received_on, fact)
        known = points.get((unit, item))
        points[unit, item] = found if known is None else _agreed(known, found)
    return points


def _agreed(one: RoundPoint, other: RoundPoint) -> RoundPoint:
    """What two facts say together: an empty cell takes nothing from a point, a different point does."""
    if other.state == "open" or other[:2] == one[:2]:
        return one
    if one.state == "open":
        return other
    told = " và ".join(
        f"{point.who} ghi “{point.source.typed}”"
        for point in (one, other)
        if isinstance(point.source, PointFact)
    )
    return one._replace(points=None, state="disputed", reason=f"{told}: khác nhau, chưa dùng được")


def stated_totals(facts: Iterable[PointFact]) -> dict[str, PointFact]:
    """By unit the total that somebody wrote down; of two that differ neither is usable, an empty cell says nothing."""
    totals: dict[str, PointFact] = {}
    for fact in facts:
        if fact.kind != "total":
            continue
        known = totals.get(fact.unit)
        if known is None or known.value is None:
            totals[fact.unit] = fact
        elif fact.value not in (None, known.value):
            totals[fact.unit] = known._replace(usable=False)
    return totals
