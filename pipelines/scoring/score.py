"""Points become scores: each unit's points by criterion, its total, its state, its rank in its block.

Whatever stands in the way of a score is said in words; nothing is filled in for a point that is not there.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from pipelines.scoring.apply import TreeScore
from pipelines.scoring.criterion_points import CriterionPoints
from pipelines.scoring.rank import rank
from pipelines.scoring.reported import PointFact
from pipelines.scoring.round_point import COMPUTED_BY, PointState, RoundPoint
from pipelines.scoring.totals import Total, Totals
from pipelines.scoring.wording import number
from schemas.campaigns.campaign import Scoring
from schemas.campaigns.rounds import ROUND_VI
from schemas.units.units import Roster

__all__ = [
    "STATE_VI", "CriterionScore", "PartState", "PointFact", "Results", "State", "UnitScore", "block_of", "score_points",
    "score_trees",
]  # fmt: skip

State = Literal["scored", "incomplete", "disputed", "missing"]
PartState = Literal["scored", "incomplete", "disputed", "missing", "not_applicable", "waived"]
STATE_VI: dict[PartState, str] = {
    "scored": "đã chấm",
    "incomplete": "chưa đủ điểm",
    "disputed": "điểm có sai lệch",
    "missing": "chưa gửi báo cáo",
    "not_applicable": "không áp dụng",
    "waived": "miễn chấm",
}
_COMPUTED_STATE: dict[str, PartState] = {
    "computed": "scored",
    "given": "scored",
    "not_known": "incomplete",
    "not_applicable": "not_applicable",
}
_STATE_WITHOUT_POINTS: dict[PointState, PartState] = {
    "not_applicable": "not_applicable",
    "waived": "waived",
    "disputed": "disputed",
    "open": "incomplete",
}
_ZERO = Decimal(0)


class CriterionScore(NamedTuple):
    """One criterion of one unit: points (None when there are none to use; a deduction's are negative), why, by whom."""

    criterion: str
    points: Decimal | None
    state: PartState
    fact: PointFact | None
    reason: str = ""
    who: str = ""


class UnitScore(NamedTuple):
    """One unit: its parts in the decision's order (bonuses and deductions last), its total, its rank or None.

    `total` is None unless every part has points. `key` is what ranks: the exact total, then the tie-breakers.
    `earned` is the total before floor and rounding. `reason` says why there is no total, or what in it is not a
    plain sum.
    """

    unit: str
    block: str
    parts: tuple[CriterionScore, ...]
    total: Decimal | None
    state: State
    reason: str
    rank: Decimal | None
    grade: str = ""
    key: tuple[Decimal, ...] = ()
    earned: Decimal | None = None


# The scores of each level that a campaign scores.
Results = Sequence[tuple[Scoring, Sequence[UnitScore]]]


def block_of(scoring: Scoring, roster: Roster, unit: str) -> str:
    """The block (khối) a unit is ranked in: the code of its parent, its kind, or its level."""
    member = roster.units[unit]
    if scoring.block == "parent":
        return member.parent or ""
    return member.kind if scoring.block == "kind" else member.level


def score_points(
    scoring: Scoring,
    roster: Roster,
    points: Mapping[tuple[str, str], RoundPoint],
    stated: Mapping[str, PointFact] | None = None,
) -> list[UnitScore]:
    """Every unit of the scored level, in the register's order, from the points of one round by (unit, criterion).

    `stated` are totals that somebody wrote down: one that is not the sum of the parts puts the unit in dispute. Source:
    the decision and annex of `scoring`; what it does not say is the department's convention (`convention.marks`).
    """
    by_unit: dict[str, dict[str, RoundPoint]] = {}
    for (unit, criterion), point in points.items():
        by_unit.setdefault(unit, {})[criterion] = point
    maker = _Maker(scoring, stated or {})
    scored = [
        maker.score(unit.code, block_of(scoring, roster, unit.code), by_unit.get(unit.code))
        for unit in roster.of_level(scoring.level)
    ]
    return _ranked(scoring, scored)


def score_trees(scoring: Scoring, roster: Roster, trees: Mapping[str, TreeScore]) -> list[UnitScore]:
    """As `score_points`, from what the rules made of the figures of each unit; a unit that is not there sent none."""
    maker = _Maker(scoring, {})
    return _ranked(scoring, [
        maker.computed(unit.code, block_of(scoring, roster, unit.code), trees.get(unit.code))
        for unit in roster.of_level(scoring.level)
    ])  # fmt: skip


class _Maker:
    """Scores the units of one scoring."""

    def __init__(self, scoring: Scoring, stated: Mapping[str, PointFact]) -> None:
        whole = scoring.criteria
        self.scoring, self.stated, self.totals = scoring, stated, Totals(scoring.decision, whole)
        self.codes = [one.code for one in (*whole.parts, *whole.extras)]
        self.taken = {one.code for one in whole.extras if one.rule == "deduct"}
        self.known = whole.maxima_known
        self.sums = [code for code in whole.tie_breakers if whole.criteria[code].rule == "sum"]
        # Units with the same figures share the very object that says what these gave. Asked for by its identity, since
        # a Decimal takes longer to hash than all the rest; and kept, since an object that is gone would lend its
        # identity to another.
        self.made: dict[int, CriterionScore] = {}
        self.made_from: list[CriterionPoints] = []
        self.missing = tuple(CriterionScore(code, None, "missing", None) for code in self.codes)
        self.outcomes: dict[tuple[tuple[Decimal | None, PartState], ...], _Outcome] = {}

    def score(self, unit: str, block: str, points: Mapping[str, RoundPoint] | None) -> UnitScore:
        """One unit, not ranked yet; `points` None where there are none at all."""
        if points is None and unit not in self.stated:
            return self._missing(unit, block)
        parts = tuple([self._part(code, (points or {}).get(code)) for code in self.codes])
        about = tuple([part[1:3] for part in parts])
        outcome = self.outcomes.get(about)
        if outcome is None:
            outcome = self.outcomes[about] = self._outcome(parts)
        return self._whole(unit, block, parts, outcome)

    def _outcome(self, parts: tuple[CriterionScore, ...]) -> "_Outcome":
        """What points make, whoever has them."""
        disputed = [part.criterion for part in parts if part.state == "disputed"]
        if disputed:
            return _Outcome(None, "disputed", f"điểm không dùng được: {', '.join(disputed)}")
        absent = [part.criterion for part in parts if part.state == "incomplete"]
        if absent:
            return _Outcome(None, "incomplete", f"chưa có điểm: {', '.join(absent)}")
        found = {
            part.criterion: CriterionPoints(
                part.criterion, part.points, "given" if part.state == "scored" else "not_applicable", ""
            )
            for part in parts
        }
        made = self.totals.of(found)
        for code in self.sums:
            found[code] = self.totals.sum_of(code, found)
        return self._of_total(parts, found, made)

    def computed(self, unit: str, block: str, tree: TreeScore | None) -> UnitScore:
        """One unit by rule, not ranked yet; None where it reported no figure at all."""
        if tree is None:
            return self._missing(unit, block)
        found, open_ = tree.criteria, []
        parts = []
        for code in self.codes:
            one = found[code]
            part = self.made.get(id(one))
            if part is None:
                _, points, state, reason = one
                part = CriterionScore(code, points, _COMPUTED_STATE[state], None, reason, COMPUTED_BY)
                self.made[id(one)] = part
                self.made_from.append(one)
            if part.state == "incomplete":
                open_.append(code)
            parts.append(part)
        if open_:
            outcome = _Outcome(None, "incomplete", f"chưa có điểm: {', '.join(open_)}")
        else:
            outcome = self._of_total(parts, tree.criteria, tree.made)
        return self._whole(unit, block, tuple(parts), outcome)

    def _missing(self, unit: str, block: str) -> UnitScore:
        """Who sent nothing: ranked with 0 points where the decision says so."""
        zero = self.scoring.decision.convention.missing_report == "scores_zero"
        reason = f"chưa có điểm {ROUND_VI[self.scoring.ranked_round]}"
        grade = self.totals.grade_of(_ZERO) if zero else ""
        key = (_ZERO,) * (1 + len(self.scoring.criteria.tie_breakers)) if zero else ()
        total = _ZERO if zero else None
        return UnitScore(unit, block, self.missing, total, "missing", reason, None, grade, key, total)

    def _part(self, code: str, point: RoundPoint | None) -> CriterionScore:
        if point is None:
            return CriterionScore(code, None, "incomplete", None)
        points, state, reason, who, _, source = point
        fact = source if isinstance(source, PointFact) else None
        if state == "given" or state == "computed":
            if points is not None and code in self.taken:
                points = -points
            return CriterionScore(code, points, "scored", fact, reason, who)
        return CriterionScore(code, None, _STATE_WITHOUT_POINTS[state], fact, reason, who)

    def _whole(
        self, unit: str, block: str, parts: tuple[CriterionScore, ...], outcome: "_Outcome"
    ) -> UnitScore:
        total, state, reason, grade, key, earned = outcome
        stated = self.stated.get(unit)
        said = None if stated is None else stated.value
        if total is not None and stated and said is not None and (not stated.usable or said != total):
            told = f"tổng điểm ghi {number(said)}, các điểm thành phần cộng lại {number(total)}"
            return UnitScore(unit, block, parts, None, "disputed", told, None)
        return UnitScore(unit, block, parts, total, state, reason, None, grade, key, earned)

    def _of_total(
        self, parts: Sequence[CriterionScore], found: Mapping[str, CriterionPoints], made: Total
    ) -> "_Outcome":
        if not self.known:
            # Listed, not ranked: what was given is added up, and nobody says out of how much.
            total = sum((part.points for part in parts if part.points is not None), _ZERO)
        elif made.total is None:
            return _Outcome(None, "incomplete", made.reason)
        else:
            total = made.total
        exact = total if made.exact is None else made.exact
        beside = [found[code].points or _ZERO for code in self.scoring.criteria.tie_breakers]
        # Where the columns add up to the total, there is nothing to explain.
        reason = "" if made.plain or made.total is None else made.reason
        return _Outcome(total, "scored", reason, made.grade, (exact, *beside), made.earned)


class _Outcome(NamedTuple):
    """What the points of a unit come to; the fields are those of UnitScore."""

    total: Decimal | None
    state: State
    reason: str
    grade: str = ""
    key: tuple[Decimal, ...] = ()
    earned: Decimal | None = None


def _ranked(scoring: Scoring, scored: Sequence[UnitScore]) -> list[UnitScore]:
    ranks = _ranks(scoring, scored)
    unrankable = "" if scoring.criteria.maxima_known else "không xếp hạng: chưa biết điểm tối đa"
    return [score._replace(rank=ranks.get(score.unit), reason=score.reason or unrankable) for score in scored]


def _ranks(scoring: Scoring, scores: Sequence[UnitScore]) -> dict[str, Decimal]:
    """No ranks at all where a maximum is not known: points out of an unknown whole cannot be compared."""
    if not scoring.criteria.maxima_known:
        return {}
    blocks: dict[str, dict[str, tuple[Decimal, ...]]] = {}
    for score in scores:
        if score.total is not None:
            blocks.setdefault(score.block, {})[score.unit] = score.key
    return {
        unit: place
        for keys in blocks.values()
        for unit, place in rank(keys, scoring.decision.convention.ties).items()
    }
