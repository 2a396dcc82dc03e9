"""Official points beside those that would be official now: what a correction after the publication has changed."""

import datetime

from pipelines.operations.few_of_many import few_of_many
from pipelines.operations.ledger.final_points import recorded_points
from pipelines.operations.ledger.points_at_hand import points_at_hand
from pipelines.operations.round_points import Points, proposed_final
from pipelines.reports.wording import decimal_text
from pipelines.scoring.round_point import SETTLED, RoundPoint
from pipelines.scoring.score import Results
from pipelines.store.ledger import Ledger
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import FINAL_ROUND

_WORDS = {"not_applicable": "không áp dụng", "waived": "miễn"}


def changed_points(campaign: Campaign, scoring: Scoring, ledger: Ledger, now: Points) -> str:
    """How settled points `now` differ from the last official ones, in Vietnamese: "2 điểm (Xã A 7.2.1: 0,25, nay 0,5;
    …), 1 đơn vị mới có điểm"; "" where nothing was official, or nothing differs."""
    recorded = recorded_points(scoring, ledger.links)
    if not recorded:
        return ""
    units = campaign.roster.units
    changed = [
        f"{units[unit].name} {code}: {_said(recorded[unit, code])}, nay {_said(point)}"
        for (unit, code), point in now.items()
        if (unit, code) in recorded and _given(recorded[unit, code]) != _given(point)
    ]
    known = {unit for unit, _ in recorded}
    new = {unit for unit, _ in now} - known
    parts = (
        f"{len(changed)} điểm ({few_of_many(changed, 'điểm')})" if changed else "",
        f"{len(new)} đơn vị mới có điểm" if new else "",
    )
    return ", ".join(part for part in parts if part)


def outdated_publication(
    campaign: Campaign, results: Results, warehouse: Warehouse, ledger: Ledger, received: datetime.date
) -> list[str]:
    """A line for each level whose official points are others by now, by what came in up to a day and what the ledger
    holds; nothing is asked where nothing has been official."""
    final = campaign.rounds.get(FINAL_ROUND)
    if final is None or not ledger.points(FINAL_ROUND):
        return []
    lines = []
    for scoring, points in points_at_hand(campaign, results, warehouse, ledger, received, final.takes):
        proposed = proposed_final(campaign, points)
        settled = {key: point for key, point in proposed.items() if point.state in SETTLED}
        if told := changed_points(campaign, scoring, ledger, settled):
            lines.append(f"Khác với điểm đã công bố chính thức: {told}. Công bố lại nếu điểm mới là đúng.")
    return lines


def _given(point: RoundPoint) -> object:
    # Given or computed: points are points.
    return point.state if point.points is None else point.points


def _said(point: RoundPoint) -> str:
    return _WORDS.get(point.state, "chưa có") if point.points is None else decimal_text(point.points)
