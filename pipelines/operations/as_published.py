"""How levels were scored and units called in a publication: noted in its manifest, so that an audit judges it by what
held then.

A campaign may move to another decision or to other blocks, and amend its list of units, after it has published; what
was published before is as right as it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipelines.operations.request import OperatorError
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import FINAL_ROUND
from schemas.criteria.decision import FOLDER, Decision, find_decision, load_decision
from schemas.units.units import Roster, unit_of


def described_scorings(campaign: Campaign) -> dict[str, dict[str, str]]:
    """By level what a manifest says of it."""
    return {
        one.level: {"decision": one.decision.id, "annex": one.criteria.annex, "block": one.block}
        for one in campaign.scorings
    }


def described_units(campaign: Campaign) -> dict[str, dict[str, str]]:
    """The names of units by code, under the code of what stands above them ("" for nothing)."""
    found: dict[str, dict[str, str]] = {}
    for unit in campaign.roster.units.values():
        found.setdefault(unit.parent or "", {})[unit.code] = unit.name
    return found


def as_published(campaign: Campaign, manifest: Mapping[str, Any]) -> Campaign:
    """The campaign with the scorings and the units of a publication, or its own where the manifest notes none. Raises
    OperatorError where a decision is there no more, and DeclarationError where it cannot be read."""
    noted: Mapping[str, Mapping[str, str]] = manifest.get("scorings") or described_scorings(campaign)
    roster, units = campaign.roster, manifest.get("units")
    if units:
        roster = Roster(
            roster.register,
            [
                unit_of(code, name, parent or None)
                for parent, below in units.items()
                for code, name in below.items()
            ],
        )
    scorings = tuple(_scoring(campaign, level, one) for level, one in noted.items())
    return replace(campaign, roster=roster, scorings=scorings)


def _scoring(campaign: Campaign, level: Any, noted: Mapping[str, str]) -> Scoring:
    now = campaign.scoring_of(level)
    block: Any = noted["block"]
    if now and (now.decision.id, now.criteria.annex) == (noted["decision"], noted["annex"]):
        return replace(now, block=block)
    decision = _decision(campaign, noted["decision"])
    if noted["annex"] not in decision.annexes:
        raise OperatorError(
            f"chưa đối chiếu được điểm: quyết định {decision.id} không còn phụ lục “{noted['annex']}”."
        )
    return Scoring(level, decision, decision.annexes[noted["annex"]], FINAL_ROUND, block)


def _decision(campaign: Campaign, name: str) -> Decision:
    # A decision is named by its folder and the one above, which of a campaign's own may be the campaign.
    for root in (FOLDER, campaign.folder.parent, campaign.folder):
        if folder := find_decision(root, name):
            return load_decision(folder)
    raise OperatorError(f"chưa đối chiếu được điểm: không còn bảng điểm của quyết định {name}.")
