"""Which forms bring the points of a round to the units of one level, in one campaign."""

import datetime
from typing import NamedTuple

from schemas.campaigns.bringing import forms_bringing
from schemas.campaigns.campaign import LEVEL_VI, Campaign, Scoring
from schemas.campaigns.rounds import COMPUTED, Round


class Lock(NamedTuple):
    """A round and its last day: what comes in later earns no points in it."""

    round: Round
    closes: datetime.date


def forms_heard(campaign: Campaign, scoring: Scoring, round_name: Round) -> set[str]:
    """The codes of the forms that bring points of the round, given or computed, to units of the scored level.

    A form without units in its rows speaks of its sender alone: a district's figures score no commune.
    """
    brought = forms_bringing(round_name, scoring.criteria, campaign.layouts, campaign.rounds)
    return {
        form
        for form in brought
        if campaign.layouts[form].rows == "unit" or campaign.owes(form, scoring.level)
    }


def locks(campaign: Campaign) -> dict[tuple[str, str], Lock]:
    """By form and level of its sender the lock of the round whose points it brings, as far as that has a last day."""
    found: dict[tuple[str, str], Lock] = {}
    computed = campaign.rounds.get(COMPUTED)
    if computed and computed.closes:
        lock = Lock(COMPUTED, computed.closes)
        for scoring in campaign.scorings:
            for form in forms_heard(campaign, scoring, COMPUTED):
                alone = campaign.layouts[form].rows != "unit"
                found |= {(form, level): lock for level in ((scoring.level,) if alone else LEVEL_VI)}
    for form, layout in campaign.layouts.items():
        declared = campaign.rounds.get(layout.round)
        if declared and declared.closes:
            found |= {(form, level): Lock(declared.round, declared.closes) for level in LEVEL_VI}
    return found
