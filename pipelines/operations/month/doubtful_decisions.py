"""Whether a campaign is scored by a decision that may not be meant for it: nothing in its points would tell.

It may be right, as after a merger or where no newer decision has come, so nobody is stopped.
"""

import datetime

from pipelines.operations.units_of_campaign import place_name
from schemas.campaigns.campaign import LEVEL_VI, Campaign
from schemas.criteria.decision import Decision
from schemas.period import read_period
from schemas.units.provinces import is_called, provinces_in


def foreign_decisions(campaign: Campaign) -> list[str]:
    """A Vietnamese line for each level whose decision names a province, as its issuer or in its folder, and not the
    campaign's own or one that went into it. A simulated campaign takes any decision."""
    if campaign.province is None or campaign.simulated:
        return []
    lines = []
    for scoring in campaign.scorings:
        # Who writes no more than "UBND tỉnh" has put the decision below the name of the province.
        named = provinces_in(scoring.decision.issuer) or provinces_in(_folder(scoring.decision))
        if named and not is_called(campaign.roster, campaign.province, named):
            lines.append(
                f"{scoring.decision.title} chấm {LEVEL_VI[scoring.level]} của {place_name(campaign)}: "
                f"xem lại mục decision trong campaign.toml"
            )
    return lines


def ended_decisions(campaign: Campaign) -> list[str]:
    """A Vietnamese line for each level whose decision had ended before the period did: another may have replaced it."""
    period = read_period(campaign.period)
    if period is None:
        return []
    return [
        f"{scoring.decision.title} chấm {LEVEL_VI[scoring.level]} hết hiệu lực ngày {_said(end)}, "
        f"trước khi kỳ báo cáo kết thúc ngày {_said(period.last)}: xem lại mục decision trong campaign.toml"
        for scoring in campaign.scorings
        if (end := scoring.decision.in_force_to) is not None and end < period.last
    ]


def _folder(decision: Decision) -> str:
    return decision.id.rpartition("/")[0].replace("-", " ")


def _said(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"
