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

_NOTHING = RoundPoint(None, "open")
_WORDS = {"not_applicable": "không áp dụng", "waived": "miễn"}


def changed_points(campaign: Campaign, scoring: Scoring, ledger: Ledger, now: Points) -> str:
    """How settled points `now` differ from the last official ones, in Vietnamese: "2 điểm (Xã A 7.2.1: 0,25, nay 0,5;
    …), 1 đơn vị mới có điểm, 1 đơn vị nay không còn điểm nào (Xã B)"; "" where nothing was official, or nothing
    differs. Of a unit that was taken off the campaign's list since nothing is said."""
    recorded = recorded_points(scoring, ledger.links)
    if not recorded:
        return ""
    units, codes = campaign.roster.units, scoring.criteria.criteria
    known, heard = {unit for unit, _ in recorded}, {unit for unit, _ in now}
    changed = [
        f"{units[unit].name} {code}: {_said(point)}, nay {_said(now.get((unit, code), _NOTHING))}"
        for (unit, code), point in recorded.items()
        if unit in heard and code in codes and _given(point) != _given(now.get((unit, code), _NOTHING))
    ]
    new = heard - known
    silent = [unit.name for unit in units.values() if unit.code in known - heard]
    parts = (
        f"{len(changed)} điểm ({few_of_many(changed, 'điểm')})" if changed else "",
        f"{len(new)} đơn vị mới có điểm" if new else "",
        f"{len(silent)} đơn vị nay không còn điểm nào ({few_of_many(silent, 'đơn vị')})" if silent else "",
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
        if scoring.criteria.maxima_known:
            proposed = proposed_final(campaign, points)
            settled = {key: point for key, point in proposed.items() if point.state in SETTLED}
            if told := changed_points(campaign, scoring, ledger, settled):
                lines.append(
                    f"Khác với điểm đã công bố chính thức: {told}. Công bố lại nếu điểm mới là đúng."
                )
    return lines


def _given(point: RoundPoint) -> object:
    # Given or computed: points are points.
    return point.state if point.points is None else point.points


def _said(point: RoundPoint) -> str:
    return _WORDS.get(point.state, "chưa có") if point.points is None else decimal_text(point.points)
