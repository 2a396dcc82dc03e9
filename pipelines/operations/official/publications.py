"""The official publications of a campaign: where they lie, which entries record them, what they are to say."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.operations.ledger.final_points import recorded_points
from pipelines.operations.ledger.seen_heads import PUBLISHED
from pipelines.scoring.score import UnitScore, score_points
from pipelines.store.ledger import Link
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import FINAL_ROUND


def final_folder(warehouse: Path, campaign: str, number: int) -> Path:
    """Where the publication with this number lies."""
    return warehouse / PUBLISHED / campaign / f"chinh-thuc-{number:02d}"


def publications(links: Sequence[Link]) -> list[Link]:
    """The entries that record final publications; the n-th is number n."""
    return [link for link in links if link.entry.kind == "publication" and link.entry.round == FINAL_ROUND]


def final_results(campaign: Campaign, links: Sequence[Link]) -> list[tuple[Scoring, list[UnitScore]]]:
    """The scores of every level whose maxima are known, from the official points that entries record."""
    found = []
    for scoring in campaign.scorings:
        if scoring.criteria.maxima_known:
            final = replace(scoring, ranked_round=FINAL_ROUND)
            found.append((final, score_points(final, campaign.roster, recorded_points(final, links))))
    return found
