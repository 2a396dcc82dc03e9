"""What stands before a round of appraisal, for every criterion of every unit: who gave what, and what is at stake.

Who writes a sheet and who takes it back ask the same question here, so a row that no longer shows what stands is
told from one that does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from pipelines.operations.units_of_campaign import unit_name
from pipelines.scoring.round_point import SETTLED, RoundPoint
from pipelines.store.ledger import Ledger, Link
from schemas.campaigns.campaign import Scoring
from schemas.campaigns.rounds import (
    COMPUTED,
    EXPLANATION,
    FINAL_ROUND,
    FIRST_APPRAISAL,
    REPORTED,
    SECOND_APPRAISAL,
    Round,
)
from schemas.criteria.criterion import Criterion
from schemas.forms.appraisal import NOT_APPLICABLE, WAIVED, token_of
from schemas.units.units import Roster, Unit

OWN = "own"
# How the reason of one begins who gives the points of an earlier round; the round follows.
AGREED = "Đồng ý với kết quả"
_WORDS = {"not_applicable": NOT_APPLICABLE, "waived": WAIVED}
_UNKNOWN = RoundPoint(None, "open")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """One criterion of one unit before a round. `name` is the unit's in the list of its block.

    `given` has the points of the rounds before, by round in their order; `base` names the one to compare with, the
    last that has settled the criterion, or "". `own` is the round's standing entry. `stake` are the points that may
    change: None where not even the maximum is known.
    """

    unit: Unit
    name: str
    criterion: Criterion
    given: dict[str, RoundPoint]
    base: str
    explanation: Link | None
    own: Link | None
    stake: Decimal | None

    @property
    def base_point(self) -> RoundPoint:
        """The points to compare with; open where there are none."""
        return self.given.get(self.base, _UNKNOWN)

    @property
    def shown(self) -> dict[str, str]:
        """What a sheet shows of this, by round, as far as there is anything: one made from something else is stale."""
        tokens = {name: token_of(point.points, word_of_point(point)) for name, point in self.given.items()}
        for name, link in ((EXPLANATION, self.explanation), (OWN, self.own)):
            tokens[name] = str(link.number) if link else ""
        return {name: token for name, token in tokens.items() if token}


def word_of_point(point: RoundPoint) -> str:
    """The word that stands in a sheet in place of points, or ""."""
    return _WORDS.get(point.state, "")


def leaves(scoring: Scoring) -> list[Criterion]:
    """The criteria that earn points, bonuses and deductions among them, in the table's order."""
    return [one for one in scoring.criteria.criteria.values() if one.rule != "sum"]


def rounds_before(round_name: str, points: Mapping[str, object]) -> list[str]:
    """The rounds whose points stand beside the empty cells: all that come before, as far as the campaign has them."""
    order = get_args(Round)
    before = order[: order.index(round_name)]
    return [name for name in before if name in points and name not in (EXPLANATION, FINAL_ROUND)]


def standing_entries(ledger: Ledger, round_name: str, scoring: Scoring) -> dict[Key, Link]:
    """What the round itself has entered so far, by the decision that scores the level now."""
    about = scoring.decision.id, scoring.criteria.annex
    found = ledger.explanations() if round_name == EXPLANATION else ledger.points(round_name)
    return {key: link for key, link in found.items() if (link.entry.decision, link.entry.annex) == about}


def known_before(
    scoring: Scoring,
    roster: Roster,
    round_name: str,
    points: Mapping[str, Mapping[Key, RoundPoint]],
    ledger: Ledger,
) -> dict[Key, Known]:
    """Every criterion of every unit of the scored level, in the register's order."""
    names = rounds_before(round_name, points)
    own = standing_entries(ledger, round_name, scoring)
    alone = round_name in (FIRST_APPRAISAL, EXPLANATION)
    explained = {} if alone else standing_entries(ledger, EXPLANATION, scoring)
    found: dict[Key, Known] = {}
    for unit in roster.of_level(scoring.level):
        name = unit_name(roster, scoring, unit.code)
        for criterion in leaves(scoring):
            key = unit.code, criterion.code
            given = {name: points[name].get(key, _UNKNOWN) for name in names}
            base = next((name for name in reversed(names) if given[name].state in SETTLED), "")
            about = explained.get(key)
            stake = _stake(round_name, criterion, given, base, about)
            found[key] = Known(unit, name, criterion, given, base, about, own.get(key), stake)
    return found


def is_contested(round_name: str, known: Known) -> bool:
    """Whether a round after the first has anything to say of this.

    A unit explains where the appraisal is less to its favour than what it, the one above it, or the rule gave. A second
    appraisal is due where there is an explanation, and where the first one has settled nothing.
    """
    if round_name == FIRST_APPRAISAL:
        return True
    first = known.given.get(FIRST_APPRAISAL, _UNKNOWN)
    if round_name == SECOND_APPRAISAL:
        return known.explanation is not None or first.state not in SETTLED
    before = [known.given[name].points for name in (*REPORTED, COMPUTED) if name in known.given]
    given = [points for points in before if points is not None]
    if not given or first.state not in SETTLED or first.state == "waived":
        return False
    if known.criterion.rule == "deduct":
        return first.points is not None and first.points > min(given)
    return first.points is None or first.points < max(given)


def _stake(
    round_name: str,
    criterion: Criterion,
    given: Mapping[str, RoundPoint],
    base: str,
    explanation: Link | None,
) -> Decimal | None:
    """How far apart the points lie that are still argued about; the maximum where nobody has settled any."""
    if not base:
        return criterion.max_points
    points = [point.points for point in given.values() if point.points is not None]
    if (
        round_name == SECOND_APPRAISAL
        and FIRST_APPRAISAL in given
        and given[FIRST_APPRAISAL].state in SETTLED
    ):
        if explanation is None:
            return Decimal(0)
        proposed, first = explanation.entry.points, given[FIRST_APPRAISAL].points
        if proposed is not None and first is not None:
            return abs(proposed - first)
    return max(points) - min(points) if points else Decimal(0)
