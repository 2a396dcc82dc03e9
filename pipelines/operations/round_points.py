"""The points of every round of a campaign: reported by forms, computed by rule, or entered in the ledger."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import compress
from typing import Any

from pipelines.operations.units_of_campaign import committee
from pipelines.operations.withheld import told_points, told_trees
from pipelines.scoring.apply import Scorer, TreeScore
from pipelines.scoring.criterion_points import Absent, Fact
from pipelines.scoring.reported import PointFact, reported_points, stated_totals
from pipelines.scoring.round_point import SETTLED, RoundPoint, computed_point
from pipelines.scoring.score import UnitScore, score_points, score_trees
from pipelines.store.ledger import Ledger, Link
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import COMPUTED, FINAL_ROUND, GIVEN_FROM_ABOVE, REPORTED
from schemas.indicators import Indicator, load_indicators
from schemas.tables.arrow import pa
from schemas.value_words import ANSWERS

Points = dict[tuple[str, str], RoundPoint]
_ZERO = Decimal(0)
_COUNTED = ("count", "number", "money")


def round_points(
    campaign: Campaign,
    scoring: Scoring,
    warehouse: Warehouse,
    ledger: Ledger,
    until: datetime.date,
    received: datetime.date | None = None,
) -> dict[str, Points]:
    """By round, then by (unit, criterion), the points as they stood at the end of the day `until`.

    With `received` what came in counts up to that day, and only what people decided up to `until`.

    The rounds are those the campaign declares, the ranked round, and reported rounds that a form brings. A key that
    is not there has no points in that round. Reported and computed points count what was received up to the round's
    last day; the final round has what the ledger says, else what it would take (`proposed_final`).
    """
    brought = [layout.round for layout in campaign.layouts.values() if layout.round in REPORTED]
    wanted = (*brought, *campaign.rounds, scoring.ranked_round)
    return points_of(campaign, scoring, warehouse, ledger, until, received or until, wanted)


def ranked_scores(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, ledger: Ledger, until: datetime.date
) -> tuple[list[UnitScore], list[PointFact]]:
    """The scores of the ranked round, whichever it is; and the facts they were taken from. Where people decided, these
    are the points that had been reported to them: they say for which units an office has an annex."""
    ranked = scoring.ranked_round
    if ranked in REPORTED:
        facts = reported_facts(campaign, scoring, warehouse, ranked, until)
        points = _named_points(campaign, scoring, warehouse, facts)
        return score_points(scoring, campaign.roster, points, stated_totals(facts)), facts
    if ranked == COMPUTED:
        return score_trees(scoring, campaign.roster, computed_scores(campaign, scoring, warehouse, until)), []
    takes = campaign.rounds[ranked].takes if ranked == FINAL_ROUND else ()
    points = points_of(campaign, scoring, warehouse, ledger, until, until, (*takes, ranked))[ranked]
    sent = (reported_facts(campaign, scoring, warehouse, name, until) for name in reversed(REPORTED))
    return score_points(scoring, campaign.roster, points), [fact for found in sent for fact in found]


def points_of(
    campaign: Campaign,
    scoring: Scoring,
    warehouse: Warehouse,
    ledger: Ledger,
    until: datetime.date,
    received: datetime.date,
    wanted: Iterable[str],
) -> dict[str, Points]:
    """As `round_points`, of the wanted rounds only."""
    found: dict[str, Points] = {}
    for name in dict.fromkeys(wanted):
        if name in REPORTED:
            facts = reported_facts(campaign, scoring, warehouse, name, received)
            found[name] = _named_points(campaign, scoring, warehouse, facts)
        elif name == COMPUTED:
            found[name] = _computed(campaign, scoring, warehouse, received)
        else:
            found[name] = _entered(campaign, scoring, ledger, name, until)
    if FINAL_ROUND in found:
        found[FINAL_ROUND] = proposed_final(campaign, found) | found[FINAL_ROUND]
    return found


def proposed_final(campaign: Campaign, points: Mapping[str, Points]) -> Points:
    """What the final round takes: of each criterion the point of the first round of `takes` that has decided it."""
    final = campaign.rounds.get(FINAL_ROUND)
    proposed: Points = {}
    for name in final.takes if final else ():
        for key, point in points.get(name, {}).items():
            if is_decided(point):
                proposed.setdefault(key, point)
    return proposed


def is_decided(point: RoundPoint) -> bool:
    """Whether an earlier round may no longer stand in: points were settled or disputed, or an entry's time ran out."""
    return point.state in SETTLED or point.state == "disputed" or isinstance(point.source, Link)


def counted_until(campaign: Campaign, round_name: str, until: datetime.date) -> datetime.date:
    """The last day whose arrivals count in a round: its own last day, where that comes before `until`."""
    closes = campaign.rounds[round_name].closes if round_name in campaign.rounds else None
    return min(until, closes) if closes else until


# -- reported -------------------------------------------------------------------------------------------------------


def reported_facts(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, round_name: str, until: datetime.date
) -> list[PointFact]:
    """Points and totals in force, given by the one above the unit or, where the round is its own, by itself; nobody
    else's count."""
    forms = [layout.form for layout in campaign.layouts.values() if layout.round == round_name]
    wanted = pa.table({"form": pa.array(forms, pa.string())})
    key: dict[str, Any] = {
        "campaign": campaign.id,
        "month_end": counted_until(campaign, round_name, until),
    }
    table = warehouse.query_arrow("points_of_forms", {"wanted": wanted}, **key)
    columns = {name: table[name].to_pylist() for name in PointFact._fields}
    columns["value"] = _made(columns["value"], Decimal)
    columns["received_on"] = _made(columns["received_on"], datetime.date.fromisoformat)
    of_level = _who_speaks_for(campaign, scoring)
    heard = {
        (unit, sender): sender in of_level.get(unit, ())
        and not (sender == unit and round_name in GIVEN_FROM_ABOVE)
        for unit, sender in set(zip(columns["unit"], columns["sender"], strict=True))
    }
    counts = map(heard.__getitem__, zip(columns["unit"], columns["sender"], strict=True))
    return list(compress(map(PointFact._make, zip(*columns.values(), strict=True)), counts))


def _made(texts: Sequence[str | None], make: Callable[[str], Any]) -> list[Any]:
    """What each text stands for, made once for equal texts."""
    known = {text: None if text is None else make(text) for text in set(texts)}
    return list(map(known.__getitem__, texts))


def _who_speaks_for(campaign: Campaign, scoring: Scoring) -> dict[str, tuple[str, str | None]]:
    """Each unit of the scored level: itself and the one above it."""
    return {unit.code: (unit.code, unit.parent) for unit in campaign.roster.of_level(scoring.level)}


def _named_points(
    campaign: Campaign, scoring: Scoring, store: Warehouse, facts: Sequence[PointFact]
) -> Points:
    named = reported_points(scoring, facts, lambda sender: committee(campaign, sender))
    return told_points(campaign, store, named)


# -- computed -------------------------------------------------------------------------------------------------------


def computed_scores(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, until: datetime.date
) -> dict[str, TreeScore]:
    """By unit the whole tree, computed from the figures in force; a unit that reported none of them is not there."""
    indicators = load_indicators()
    scorer = Scorer(scoring.decision, scoring.criteria.annex, int(campaign.period[:4]), indicators)
    asked = sorted({name for one in scoring.criteria.criteria.values() for name in one.asked})
    received = counted_until(campaign, COMPUTED, until)
    rows = warehouse.query(
        "figures_of_items",
        {"wanted": pa.table({"item": pa.array(asked, pa.string())})},
        campaign=campaign.id,
        month_end=received,
    )
    of_level = _who_speaks_for(campaign, scoring)
    facts: dict[str, dict[str, Fact]] = {}
    for unit, sender, item, state, value, text, usable in rows:
        if sender not in of_level.get(unit, ()):
            continue
        own = facts.setdefault(unit, {})
        fact = figure(indicators[item], state, value, text, usable)
        known = own.get(item, Absent.NOT_REPORTED)
        # Two forms that say different things about one figure: neither is chosen.
        own[item] = (
            fact if known in (Absent.NOT_REPORTED, fact)
            else known if fact is Absent.NOT_REPORTED
            else Absent.REFUSED
        )  # fmt: skip
    trees = {unit: scorer.score(own) for unit, own in facts.items()}
    refused = [
        (unit, item) for unit, own in facts.items() for item, one in own.items() if one is Absent.REFUSED
    ]
    return told_trees(campaign, scoring, warehouse, received, trees, refused)


def figure(indicator: Indicator, state: str, value: Decimal | None, text: str | None, usable: bool) -> Fact:
    """A figure of the warehouse as the rules take it: a number (1 for yes), a day, a text, or why there is none."""
    kind = indicator.type
    if not usable:
        return Absent.REFUSED
    if state in ("none", "not_arisen"):
        # As in the summary of figures: "không phát sinh" is a count of 0, and of a day that there is none.
        return _ZERO if kind in _COUNTED else Absent.NONE
    if state == "mark":
        # An "x" instead of a number tells that there is something, and not how much.
        return Absent.REFUSED
    if state != "value":
        return Absent.NOT_REPORTED
    if kind in ("bool", "mark"):
        return ANSWERS.get(text or "", Absent.REFUSED)
    if kind == "date":
        try:
            return datetime.date.fromisoformat(text or "")
        except ValueError:  # a month or a year alone is no day
            return Absent.REFUSED
    return text or Absent.NOT_REPORTED if value is None else value


def _computed(campaign: Campaign, scoring: Scoring, warehouse: Warehouse, until: datetime.date) -> Points:
    criteria = scoring.criteria.criteria
    leaves = [code for code, one in criteria.items() if one.rule != "sum"]
    return {
        (unit, code): computed_point(tree.criteria[code])
        for unit, tree in computed_scores(campaign, scoring, warehouse, until).items()
        for code in leaves
    }


# -- entered --------------------------------------------------------------------------------------------------------


def _entered(
    campaign: Campaign, scoring: Scoring, ledger: Ledger, round_name: str, until: datetime.date
) -> Points:
    """The last entry of each key up to a day; one whose own last day has passed settles nothing any more. A unit that
    the campaign has taken off its list since has no points."""
    last: dict[tuple[str, str], Link] = {}
    units = {unit.code for unit in campaign.roster.of_level(scoring.level)}
    decision, annex = scoring.decision.id, scoring.criteria.annex
    for link in ledger.links:
        entry = link.entry
        if (
            entry.round == round_name
            and entry.kind in ("points", "not_applicable", "waiver")
            and (entry.decision, entry.annex) == (decision, annex)
            and entry.on <= until
            and entry.unit in units
        ):
            last[entry.unit, entry.criterion] = link
    return {key: _entry_point(link, until) for key, link in last.items()}


def _entry_point(link: Link, until: datetime.date) -> RoundPoint:
    entry = link.entry
    if entry.kind == "points":
        return RoundPoint(entry.points, "given", entry.reason, entry.who, entry.on, link)
    what = "không áp dụng" if entry.kind == "not_applicable" else "miễn chấm"
    if entry.until is not None and entry.until < until:
        reason = f"{what} đã hết hiệu lực ngày {entry.until:%d/%m/%Y}: {entry.reason}"
        return RoundPoint(None, "open", reason, entry.who, entry.on, link)
    state: Any = "not_applicable" if entry.kind == "not_applicable" else "waived"
    return RoundPoint(None, state, f"{what}: {entry.reason}", entry.who, entry.on, link)
