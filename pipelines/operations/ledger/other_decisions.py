"""Appraised points that were entered under a decision by which the campaign scores no more: they do not count."""

from collections import Counter

from pipelines.store.ledger import Ledger
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import ON_SHEETS, ROUND_VI


def points_of_other_decisions(campaign: Campaign, ledger: Ledger) -> list[str]:
    """A Vietnamese line for each round and decision with such points: an earlier round may stand in for them."""
    scored = {(one.decision.id, one.criteria.annex) for one in campaign.scorings}
    found = Counter(
        (name, link.entry.decision, link.entry.annex)
        for name in ON_SHEETS
        for link in ledger.points(name).values()
        if (link.entry.decision, link.entry.annex) not in scored
    )
    return [
        f"Không tính {count} điểm {ROUND_VI[name]} ghi theo quyết định {decision}, phụ lục {annex}: "
        "đợt nay không chấm theo quyết định ấy nữa"
        for (name, decision, annex), count in found.items()
    ]
