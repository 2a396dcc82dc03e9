"""A campaign that ranks two levels is published officially, each level on a sheet of its own, and proved."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from schemas.criteria.decision import FOLDER, load_decision
from tests.acceptance.office import RANKING, Command, Office, change_workbook

pytestmark = pytest.mark.usefixtures("in_one_process")

CAMPAIGN = """title = "Hai cấp"
province = "51"
period = "2021"
default_month = "2021-12"

[units]
register = "2025-07-01"
amendments = "units.csv"

[[scoring]]
level = "commune"
decision = "mau/7-2-so-lieu"
annex = "xa"
ranked_round = "tu_cham"
block = "kind"

[[scoring]]
level = "office"
decision = "mau/7-2-so-lieu"
annex = "co-quan"
ranked_round = "tu_cham"
block = "level"

[[round]]
round = "tu_cham"

[[round]]
round = "chinh_thuc"
takes = ["tu_cham"]

[[due]]
form = "tu_cham"
level = "commune"

[[due]]
form = "tu_cham"
level = "office"
"""
UNITS = "action,code,name,parent,reason\nadd,SNV,Sở Nội vụ,51,x\n"


def self_score(annex: str, *heads: str) -> bytes:
    """Phiếu tự chấm with the most points of every criterion, no bonus and no deduction."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (*heads, "PHIẾU TỰ CHẤM ĐIỂM NĂM 2021", "(Kèm theo Báo cáo số 31/BC ngày 10/11/2021)", ""):
        sheet.append([line])
    sheet.append(["TT", "Tiêu chí", "Nội dung", "Điểm tối đa", "Điểm tự chấm", "Tài liệu kiểm chứng"])
    criteria = load_decision(FOLDER / "mau" / "7-2-so-lieu").annexes[annex].criteria.values()
    for number, one in enumerate(criteria, 1):
        most = float(one.max_points or 0)
        points = 0 if one.rule in ("bonus", "deduct") else most
        sheet.append([number, one.code, one.label, most, points, "31/QĐ-UBND"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    place: Path = tmp_path_factory.mktemp("hai-cap")
    office = Office(place / "raw", place / "warehouse", "hai-cap")
    office.inbox.mkdir(parents=True)
    (office.folder / "campaign.toml").write_text(CAMPAIGN, encoding="utf-8")
    (office.folder / "units.csv").write_text(UNITS, encoding="utf-8")
    office.send("so.xlsx", self_score("co-quan", "UBND TỈNH QUẢNG NGÃI", "SỞ NỘI VỤ"))
    office.send("xa.xlsx", self_score("xa", "ỦY BAN NHÂN DÂN", "XÃ BÌNH SƠN"))
    return office


def test_both_levels_are_published_and_proved(office: Office, bangdiem: Command) -> None:
    done = office.publish()
    assert done.number == 1, done.lacking
    ranking = office.published("chinh-thuc-01") / RANKING
    assert load_workbook(ranking).sheetnames == ["Toàn tỉnh – cấp xã", "Toàn tỉnh – cơ quan"]
    code, said, _ = bangdiem("audit", office.campaign, *office.places)
    assert code == 0 and "mọi điểm trong phụ lục khớp với sổ điểm" in said

    sheet = load_workbook(ranking)["Toàn tỉnh – cơ quan"]
    [place] = [
        cell.coordinate
        for row in sheet
        for cell in row
        if cell.column == 3 and str(row[1].value) == "Sở Nội vụ"
    ]
    change_workbook(ranking, ranking, {(sheet.title, place): 0.5})
    code, said, _ = bangdiem("audit", office.campaign, *office.places)
    assert code == 4 and "Sở Nội vụ" in said
