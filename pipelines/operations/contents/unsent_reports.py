"""Why a unit has no points at all, in the annex: whether its report, or that of the one above it, never came."""

from collections.abc import Collection, Sequence

from pipelines.scoring.score import STATE_VI, Results, UnitScore
from pipelines.store.standings import Standing
from schemas.campaigns.bringing import forms_bringing
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import ROUND_VI


def say_unsent(campaign: Campaign, results: Results, standings: Sequence[Standing]) -> Results:
    """The results, in which a unit without points says so where nothing was sent: by itself, if its level owes what
    brings the points, else by the one above. A unit whose file cannot be used has sent one."""
    sent = {one.sender for one in standings if one.sender and one.standing not in ("gone", "later")}
    return [
        (scoring, [_told(campaign, one, sent, reason, own) for one in scores])
        for scoring, scores in results
        for reason, own in (_reason(campaign, scoring),)
    ]


def _reason(campaign: Campaign, scoring: Scoring) -> tuple[str, bool]:
    """What is said where nothing was sent, and whether it is the unit itself that owes it; "" where nobody does."""
    brought = forms_bringing(scoring.ranked_round, scoring.criteria, campaign.layouts, campaign.rounds)
    if any(due.level == scoring.level and (not brought or due.form in brought) for due in campaign.dues):
        return STATE_VI["missing"], True
    rounds = [campaign.layouts[form].round for form in sorted(brought) if campaign.layouts[form].round]
    return (f"chưa có điểm {ROUND_VI[rounds[0]]}" if rounds else ""), False


def _told(campaign: Campaign, score: UnitScore, sent: Collection[str], reason: str, own: bool) -> UnitScore:
    if score.state != "missing" or not reason:
        return score
    owing = [score.unit] if own else [unit.code for unit in campaign.roster.ancestors(score.unit)]
    return score if any(code in sent for code in owing) else score._replace(reason=reason)
