"""Units that a sent report leaves out: they lack no single point, and so would hold up no publication."""

from collections.abc import Mapping

from pipelines.operations.few_of_many import few_of_many
from pipelines.operations.round_points import Points
from schemas.campaigns.campaign import Campaign, Scoring


def left_out_units(campaign: Campaign, scoring: Scoring, points: Mapping[str, Points]) -> list[str]:
    """One Vietnamese line that names units without any point under a parent whose other units have some; or none.

    Publication goes on: what a unit without a report gets, the decision says. But its own district may just have
    passed over its row.
    """
    roster = campaign.roster
    sent = {unit for found in points.values() for unit, _ in found}
    parents = {roster.units[unit].parent for unit in sent}
    left_out = [
        roster.full_name(unit.code)
        for unit in roster.of_level(scoring.level)
        if unit.parent and unit.parent in parents and unit.code not in sent
    ]
    if not left_out or scoring.block != "parent":
        return []
    return [
        f"{len(left_out)} đơn vị không có điểm nào trong khi đơn vị cùng khối đã có: "
        f"{few_of_many(left_out, 'đơn vị')}. "
        "Hãy xem biểu đã gửi có bỏ sót các đơn vị này không."
    ]
