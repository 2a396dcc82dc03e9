"""Whether a campaign is scored by another province's decision: nothing in its points would tell."""

from pipelines.operations.units_of_campaign import place_name
from schemas.campaigns.campaign import LEVEL_VI, Campaign
from schemas.spelling import fold
from schemas.units.units import KINDS

# What an issuer is called by that speaks for a whole province: "UBND tỉnh …", "Sở … thành phố …".
_PROVINCES = tuple(f"{kind} " for kind, levels in KINDS.items() if "province" in levels)


def foreign_decisions(campaign: Campaign) -> list[str]:
    """A Vietnamese line for each level whose decision names a province as its issuer, and not the campaign's own.

    It may be right, as after a merger, so nobody is stopped. A simulated campaign takes any decision.
    """
    if campaign.province is None or campaign.simulated:
        return []
    own = fold(campaign.roster.short_name(campaign.province))
    return [
        f"{scoring.decision.title} chấm {LEVEL_VI[scoring.level]} của {place_name(campaign)}: "
        f"xem lại mục decision trong campaign.toml"
        for scoring in campaign.scorings
        if any(kind in scoring.decision.issuer.lower() for kind in _PROVINCES)
        and own not in fold(scoring.decision.issuer)
    ]
