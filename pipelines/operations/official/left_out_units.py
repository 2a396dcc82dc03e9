"""Units that nothing speaks for: left out of a report that was sent, or published once and without points now."""

import datetime
from collections.abc import Mapping

from pipelines.operations.few_of_many import few_of_many
from pipelines.operations.ledger.final_points import silent_units
from pipelines.operations.round_points import Points
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import FINAL_ROUND, FIRST_APPRAISAL, ON_SHEETS


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


def withdrawn_units(campaign: Campaign, points: Mapping[str, Points], day: datetime.date) -> list[str]:
    """One Vietnamese line that names units with official points and none now, and how to go on; or none.

    They hold up the publication: their reports may be lost by mistake, and if they are not, somebody must say what
    becomes of points that were official.
    """
    silent = silent_units(campaign, points)
    names = [
        campaign.roster.full_name(one.code) for one in campaign.roster.units.values() if one.code in silent
    ]
    if not names:
        return []
    takes = [name for name in campaign.rounds[FINAL_ROUND].takes if name in ON_SHEETS]
    # Sheets are taken back from the first day of their round to the last.
    found = next((name for name in takes if not campaign.rounds[name].refusal(day)), None)
    if found:
        ready = "xuất phiếu"
    elif takes:
        found, ready = takes[0], f"sửa ngày của vòng {takes[0]} trong campaign.toml, xuất phiếu"
    else:
        found = FIRST_APPRAISAL
        ready = f"khai vòng {found} trong campaign.toml, ghi vào đầu “takes”, xuất phiếu"
    return [
        f"{len(names)} đơn vị đã công bố chính thức mà nay không còn điểm nào: {few_of_many(names, 'đơn vị')}. "
        "Tệp bị bỏ nhầm thì đưa lại vào hộp thư đến rồi công bố lại; báo cáo bị rút thì "
        f"{ready} (bangdiem appraise export {campaign.id} --round {found}), mỗi tiêu chí ghi số điểm được giữ hoặc "
        "“Không áp dụng” kèm lý do, nhập phiếu rồi công bố lại."
    ]
