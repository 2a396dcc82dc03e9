"""How a campaign's units are grouped and named on paper."""

from schemas.campaigns.campaign import LEVEL_VI, Campaign, Scoring
from schemas.units.units import Roster, Unit


def group_of(campaign: Campaign, unit: str) -> str:
    """The unit under which a unit's figures are listed: a commune's parent, else the unit itself."""
    member = campaign.roster.units[unit]
    return member.parent if member.level == "commune" and member.parent else unit


def members(campaign: Campaign) -> dict[str, list[Unit]]:
    """Units that owe anything, by group, groups and units in the register's order."""
    levels = {due.level for due in campaign.dues}
    groups: dict[str, list[Unit]] = {}
    for unit in campaign.roster.units.values():
        if unit.level in levels:
            groups.setdefault(group_of(campaign, unit.code), []).append(unit)
    order = {code: number for number, code in enumerate(campaign.roster.units)}
    return dict(sorted(groups.items(), key=lambda item: order[item[0]]))


def committee(campaign: Campaign, unit: str) -> str:
    """The people's committee of a unit as letters name it, "UBND huyện Nghi Xuân"; an office has none, "Sở Nội vụ"."""
    member = campaign.roster.units[unit]
    if member.level == "office":
        return member.name
    return f"UBND {member.name[:1].lower()}{member.name[1:]}"


def place_name(campaign: Campaign) -> str:
    """The campaign's own territory in a running line: "tỉnh Hà Tĩnh", or "cả nước"."""
    if campaign.province is None:
        return "cả nước"
    name = campaign.roster.units[campaign.province].name
    return name[:1].lower() + name[1:]


def unit_name(roster: Roster, scoring: Scoring, unit: str) -> str:
    """The name of a unit in the list of its block (khối)."""
    return roster.name_among_siblings(unit) if scoring.block == "parent" else roster.name_among_all(unit)


def block_name(campaign: Campaign, scoring: Scoring, block: str) -> str:
    """The heading of a block (khối)."""
    if scoring.block == "parent":
        return campaign.roster.name_among_all(block) if block in campaign.roster.units else "Toàn tỉnh"
    if scoring.block == "kind":
        return f"Khối {block}"
    return f"Khối {LEVEL_VI[block]}"
