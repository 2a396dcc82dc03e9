"""Facts become points: each unit's points by criterion, its total, its state, its rank in its block.

Whatever stands in the way of a score is said in words; nothing is filled in for a point that is not there.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from pipelines.scoring.rank import rank
from pipelines.scoring.rules import given
from schemas.campaigns.campaign import Scoring
from schemas.campaigns.rounds import ROUND_VI
from schemas.units.units import Roster

State = Literal["scored", "incomplete", "disputed", "missing"]
STATE_VI: dict[str, str] = {
    "scored": "đã chấm",
    "incomplete": "chưa đủ điểm",
    "disputed": "điểm có sai lệch",
    "missing": "chưa gửi báo cáo",
}


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


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion of one unit: points (None when there are none to use), and the fact they come from."""

    criterion: str
    points: Decimal | None
    state: State
    fact: PointFact | None


@dataclass(frozen=True, slots=True)
class UnitScore:
    """One unit: its parts in the decision's order, the total (None unless every part has points), rank or None."""

    unit: str
    block: str
    parts: tuple[CriterionScore, ...]
    total: Decimal | None
    state: State
    reason: str
    rank: int | None


def block_of(scoring: Scoring, roster: Roster, unit: str) -> str:
    """The block (khối) a unit is ranked in: the code of its parent, its kind, or its level."""
    member = roster.units[unit]
    if scoring.block == "parent":
        return member.parent or ""
    return member.kind if scoring.block == "kind" else member.level


def score_units(scoring: Scoring, roster: Roster, facts: Sequence[PointFact]) -> list[UnitScore]:
    """Every unit of the scored level, in the register's order.

    `facts` are those in force of the ranked round; other rounds must not be passed. Source: the decision and annex
    of `scoring`; what it does not say is the department's convention (`decision.conventions`).
    """
    by_unit: dict[str, dict[str, PointFact]] = {}
    for fact in facts:
        by_unit.setdefault(fact.unit, {})[fact.item if fact.kind == "criterion" else "total"] = fact
    units = roster.of_level(scoring.level)
    scored = [
        _score(scoring, block_of(scoring, roster, unit.code), unit.code, by_unit.get(unit.code))
        for unit in units
    ]
    ranks = _ranks(scoring, scored)
    unrankable = "" if scoring.criteria.maxima_known else "không xếp hạng: chưa biết điểm tối đa"
    return [replace(score, rank=ranks.get(score.unit), reason=score.reason or unrankable) for score in scored]


def _score(scoring: Scoring, block: str, unit: str, facts: Mapping[str, PointFact] | None) -> UnitScore:
    zero = scoring.decision.missing_report == "scores_zero"
    if facts is None:
        parts = tuple(CriterionScore(part.code, None, "missing", None) for part in scoring.criteria.parts)
        reason = f"chưa có điểm {ROUND_VI[scoring.ranked_round]}"
        return UnitScore(unit, block, parts, Decimal(0) if zero else None, "missing", reason, None)
    parts = tuple(
        _part(scoring, part.code, part.max_points, facts.get(part.code)) for part in scoring.criteria.parts
    )
    total = facts.get("total")
    disputed = [part.criterion for part in parts if part.state == "disputed"]
    absent = [part.criterion for part in parts if part.state == "incomplete"]
    points = [part.points for part in parts if part.points is not None]
    if disputed:
        return UnitScore(
            unit, block, parts, None, "disputed", f"điểm không dùng được: {', '.join(disputed)}", None
        )
    if absent:
        return UnitScore(unit, block, parts, None, "incomplete", f"chưa có điểm: {', '.join(absent)}", None)
    whole = sum(points, Decimal(0))
    if total is not None and total.value is not None and (not total.usable or total.value != whole):
        reason = f"tổng điểm ghi {_written(total.value)}, các điểm thành phần cộng lại {_written(whole)}"
        return UnitScore(unit, block, parts, None, "disputed", reason, None)
    return UnitScore(unit, block, parts, whole, "scored", "", None)


def _part(scoring: Scoring, code: str, max_points: Decimal | None, fact: PointFact | None) -> CriterionScore:
    if fact is None or (fact.value is None and fact.usable):
        return CriterionScore(code, None, "incomplete", fact)
    points = (
        given(fact.value, max_points, scoring.decision.grid)
        if fact.value is not None and fact.usable
        else None
    )
    return CriterionScore(code, points, "disputed" if points is None else "scored", fact)


def _ranks(scoring: Scoring, scores: Sequence[UnitScore]) -> dict[str, int]:
    """No ranks at all where a maximum is not known: points out of an unknown whole cannot be compared."""
    if not scoring.criteria.maxima_known:
        return {}
    blocks: dict[str, dict[str, Decimal]] = {}
    for score in scores:
        if score.total is not None:
            blocks.setdefault(score.block, {})[score.unit] = score.total
    return {
        unit: place
        for totals in blocks.values()
        for unit, place in rank(totals, scoring.decision.ties).items()
    }


def _written(points: Decimal) -> str:
    text = f"{points.normalize():f}"
    return text.replace(".", ",")
