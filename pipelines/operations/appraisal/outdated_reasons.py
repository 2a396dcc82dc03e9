"""Appraisals that say they agree with points which are others by now: the number stands, its reason no longer does."""

import datetime
from collections.abc import Mapping

from pipelines.operations.appraisal.points import AGREED
from pipelines.operations.few_of_many import few_of_many
from pipelines.operations.ledger.points_at_hand import points_at_hand
from pipelines.operations.round_points import Points
from pipelines.reports.wording import decimal_text
from pipelines.scoring.round_point import SETTLED
from pipelines.scoring.score import Results
from pipelines.store.ledger import Ledger, Link
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import FIRST_APPRAISAL, ROUND_VI, SECOND_APPRAISAL
from schemas.units.units import Roster


def outdated_agreements(
    campaign: Campaign, results: Results, warehouse: Warehouse, ledger: Ledger, received: datetime.date
) -> list[str]:
    """What `outdated_reasons` says of every level, by what came in up to the day `received` and all that the ledger
    holds.

    Only the rounds that agree, and those that they agree with, are asked for; where nobody agreed, nothing is."""
    by_reason = {f"{AGREED} {label}": name for name, label in ROUND_VI.items()}
    wanted: dict[str, None] = {}
    for name in campaign.rounds:
        if name in (FIRST_APPRAISAL, SECOND_APPRAISAL):
            reasons = {link.entry.reason for link in ledger.points(name).values()}
            if bases := [by_reason[reason] for reason in sorted(reasons & by_reason.keys())]:
                wanted |= dict.fromkeys((*bases, name))
    if not wanted:
        return []
    lines = []
    for _, points in points_at_hand(campaign, results, warehouse, ledger, received, wanted):
        lines += outdated_reasons(campaign.roster, points)
    return lines


def outdated_reasons(roster: Roster, points: Mapping[str, Points]) -> list[str]:
    """One Vietnamese line for each round that agrees with points that have changed since, the first rows by name.

    Publication goes on: the appraised points are what somebody decided, and the round may be locked by now.
    """
    lines = []
    for name, given in points.items():
        for base, before in points.items():
            reason = f"{AGREED} {ROUND_VI[base]}"
            changed = [
                f"{roster.units[unit].name} {code} ({decimal_text(point.points)}, nay {decimal_text(now.points)})"
                for (unit, code), point in given.items()
                if isinstance(point.source, Link)
                and point.source.entry.reason == reason
                and (now := before.get((unit, code))) is not None
                and now.state in SETTLED
                and point.points is not None
                and now.points is not None
                and now.points != point.points
            ]
            if changed:
                lines.append(
                    f"{len(changed)} điểm {ROUND_VI[name]} ghi “{reason}” mà điểm {ROUND_VI[base]} đã khác: "
                    f"{few_of_many(changed, 'dòng')}. "
                    "Hãy thẩm định lại các dòng này nếu vòng còn mở."
                )
    return lines
