"""The official points: what each unit gets for each criterion, which entries record it, and what is still lacking."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.operations.ledger.reported_entries import evidence_of
from pipelines.operations.round_points import Points, is_decided
from pipelines.scoring.reported import PointFact
from pipelines.scoring.round_point import SETTLED, PointState, RoundPoint
from pipelines.scoring.score import score_points
from pipelines.store.ledger import Entry, Kind, Link
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import FINAL_ROUND, ROUND_VI

_KINDS: dict[PointState, Kind] = {"not_applicable": "not_applicable", "waived": "waiver"}
_STATES: dict[Kind, PointState] = {"points": "given", "not_applicable": "not_applicable", "waiver": "waived"}


class Lacking(NamedTuple):
    """A criterion of a unit ("" for the unit as a whole) that cannot be official yet, and why, in Vietnamese."""

    unit: str
    criterion: str
    why: str


@dataclass(frozen=True, slots=True)
class Final:
    """Entries that record the official points, and what is lacking; nothing is official while anything is lacking."""

    entries: tuple[Entry, ...]
    lacking: tuple[Lacking, ...]


def final_points(
    campaign: Campaign,
    scoring: Scoring,
    points: Mapping[str, Points],
    stated: Mapping[str, Mapping[str, PointFact]],
    who: str,
    on: datetime.date,
) -> Final:
    """Official points of all units that sent anything, taken from `points` by round as the campaign says.

    `stated` are by round the totals that somebody wrote down: where all points of a unit come from such a round and
    do not add up to its total, they are not official. A unit of which nothing came lacks nothing; what that means
    for its rank the decision says (`missing_report`).
    """
    takes = campaign.rounds[FINAL_ROUND].takes
    codes = [one.code for one in (*scoring.criteria.parts, *scoring.criteria.extras)]
    sent = {unit for found in points.values() for unit, _ in found}
    silent = silent_units(campaign, points)
    entries: list[Entry] = []
    lacking: list[Lacking] = []
    totals: dict[str, PointFact] = {}
    official: Points = {}
    for unit in campaign.roster.of_level(scoring.level):
        if unit.code not in sent:
            continue
        if unit.code in silent:
            lacking.append(Lacking(unit.code, "", "đã công bố chính thức, nay không còn điểm nào"))
            continue
        taken: set[str] = set()
        for code in codes:
            key = unit.code, code
            name, point = _take(takes, points, key)
            if name:
                official[key] = point
                taken.add(name)
                entries.append(_entry(scoring, key, name, point, who, on))
            else:
                # Who published it once must know why it is asked for again.
                was = key in points.get(FINAL_ROUND, {}) and not any(
                    key in points.get(one, {}) for one in takes
                )
                told = "; đã công bố chính thức, nay không còn" if was else ""
                lacking.append(Lacking(unit.code, code, point.reason + told))
        if len(taken) == 1:
            [only] = taken
            if unit.code in stated.get(only, {}):
                totals[unit.code] = stated[only][unit.code]
    # What has every point may still have no total: one that somebody wrote differs, or nothing applies. Where people
    # decided so of each criterion, that is how it is: nobody can give such a unit any points.
    short = {one.unit for one in lacking}
    for score in score_points(scoring, campaign.roster, official, totals):
        if score.unit not in sent or score.unit in short or score.state == "scored":
            continue
        if not all(_excused(official[score.unit, code]) for code in codes):
            lacking.append(Lacking(score.unit, "", score.reason))
    return Final(tuple(entries), tuple(lacking))


def silent_units(campaign: Campaign, points: Mapping[str, Points]) -> set[str]:
    """Units with official points that none of the rounds has anything of any more."""
    takes = campaign.rounds[FINAL_ROUND].takes
    heard = {unit for name in takes for unit, _ in points.get(name, {})}
    return {unit for unit, _ in points.get(FINAL_ROUND, {})} - heard


def recorded_points(scoring: Scoring, links: Iterable[Link]) -> Points:
    """The official points that entries of a ledger record, the last one of each unit and criterion.

    Whether a waiver has ended since does not matter: it was in force when the points became official.
    """
    found: Points = {}
    decision, annex = scoring.decision.id, scoring.criteria.annex
    for link in links:
        entry = link.entry
        if (
            entry.round == FINAL_ROUND
            and entry.kind in _STATES
            and (entry.decision, entry.annex) == (decision, annex)
        ):
            key = entry.unit, entry.criterion
            found[key] = RoundPoint(
                entry.points, _STATES[entry.kind], entry.reason, entry.who, entry.on, link
            )
    return found


def _take(takes: Iterable[str], points: Mapping[str, Points], key: tuple[str, str]) -> tuple[str, RoundPoint]:
    """The round and the point to take; "" and, as its reason, why there is none.

    What a later round left in dispute or let expire is not filled from an earlier round: nobody decided that.
    """
    whys = []
    for name in takes:
        point = points.get(name, {}).get(key)
        if point is not None and is_decided(point):
            return (name if point.state in SETTLED else ""), point
        whys.append(point.reason if point is not None and point.reason else f"chưa có điểm {ROUND_VI[name]}")
    return "", RoundPoint(None, "open", "; ".join(dict.fromkeys(whys)))


def _excused(point: RoundPoint) -> bool:
    """Whether a person decided that no points are asked for."""
    return isinstance(point.source, Link) and point.source.entry.kind in ("waiver", "not_applicable")


def _entry(
    scoring: Scoring, key: tuple[str, str], name: str, point: RoundPoint, who: str, on: datetime.date
) -> Entry:
    return Entry(
        kind=_KINDS.get(point.state, "points"),
        round=FINAL_ROUND,
        unit=key[0],
        decision=scoring.decision.id,
        annex=scoring.criteria.annex,
        criterion=key[1],
        points=point.points,
        who=who,
        on=on,
        reason=f"lấy điểm {ROUND_VI[name]}" + (f": {point.reason}" if point.reason else ""),
        evidence=evidence_of(point),
        until=point.source.entry.until if isinstance(point.source, Link) else None,
    )
