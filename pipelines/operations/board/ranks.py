"""What the board says of ranks: as they stand, as they still may become, and what little would change them."""

from decimal import Decimal

from pipelines.operations.units_of_campaign import block_name, unit_name
from pipelines.reports.board import RankLine
from pipelines.reports.wording import decimal_text
from pipelines.scoring.nearest_change import NearestChange, nearest_changes
from pipelines.scoring.possible_ranks import possible_ranks
from pipelines.scoring.score import STATE_VI, Results, UnitScore
from schemas.campaigns.campaign import Campaign, Scoring


def rank_lines(campaign: Campaign, results: Results) -> list[RankLine]:
    """The units of levels that are ranked, ranked ones first in each block."""
    lines = []
    for scoring, scores in results:
        possible, nearest = possible_ranks(scoring, scores), nearest_changes(scoring, scores)
        told: dict[tuple[NearestChange | None, Decimal | None, str], str] = {}
        blocks = {block: at for at, block in enumerate(dict.fromkeys(score.block for score in scores))}
        for score in sorted(scores, key=lambda one: (blocks[one.block], one.rank is None, one.rank or 0)):
            if score.unit in possible:
                best, worst = (("chưa rõ" if rank is None else rank) for rank in possible[score.unit])
                about = nearest.get(score.unit), score.rank, score.grade
                if about not in told:  # tied units move alike
                    told[about] = _change_text(about[0], score)
                lines.append(
                    RankLine(
                        *named(campaign, scoring, score), score.total, STATE_VI[score.state], score.rank, best,
                        worst, score.grade, told[about],
                    )
                )  # fmt: skip
    return lines


def named(campaign: Campaign, scoring: Scoring, score: UnitScore) -> tuple[str, str]:
    """The names of a unit's block and of the unit."""
    return block_name(campaign, scoring, score.block), unit_name(campaign.roster, scoring, score.unit)


def _change_text(nearest: NearestChange | None, score: UnitScore) -> str:
    """ "thêm 0,25 điểm: hạng 4; bớt 0,5 điểm: hạng 16, loại Đạt"."""
    told = []
    for verb, change in (("thêm", nearest.up), ("bớt", nearest.down)) if nearest else ():
        if change is None:
            continue
        moved = [f"hạng {decimal_text(change.rank)}"] if change.rank != score.rank else []
        moved += [f"loại {change.grade}"] if change.grade != score.grade else []
        told.append(f"{verb} {decimal_text(abs(change.points))} điểm: {', '.join(moved)}")
    return "; ".join(told)
