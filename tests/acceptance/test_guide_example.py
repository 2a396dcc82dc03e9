"""The campaign that the guide prints in full can be typed off and run: two levels of government, and offices."""

import csv
import io
import re
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import Workbook, load_workbook

from schemas.annexes.annex import load_annexes
from schemas.campaigns.campaign import BlockBy, load_campaign
from schemas.campaigns.rounds import ROUND_VI
from schemas.forms.layout import load_layouts
from schemas.indicators import load_indicators
from schemas.units.levels import LEVEL_VI
from schemas.units.units import load_roster
from tests.acceptance.office import ROOT, Office

GUIDE = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")


def printed(language: str) -> str:
    [block] = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return str(block)


def report(heads: list[str]) -> bytes:
    """Biểu số liệu under a letterhead: 40 procedures, 30 of them by ISO, 95 % very good."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (*heads, "BIỂU SỐ LIỆU NĂM 2026", "(Kèm theo Báo cáo số 31/BC ngày 10/11/2026)", ""):
        sheet.append([line])
    sheet.append(["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"])
    values = {"tthc_total": 40, "tthc_iso_applied": 30, "satisfaction_very_good_share": 95}
    for number, (item, value) in enumerate(values.items(), 1):
        one = load_indicators()[item]
        sheet.append([number, one.label, one.unit_of_measure, value])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The example, with the report of one office and one commune, run."""
    place: Path = tmp_path_factory.mktemp("vi-du")
    office = Office(place / "raw", place / "warehouse", "quang-ngai-2026")
    office.inbox.mkdir(parents=True)
    (office.folder / "campaign.toml").write_text(printed("toml"), encoding="utf-8")
    (office.folder / "units.csv").write_text(printed("csv"), encoding="utf-8")
    (office.inbox / "so.xlsx").write_bytes(report(["UBND TỈNH QUẢNG NGÃI", "SỞ NỘI VỤ"]))
    (office.inbox / "xa.xlsx").write_bytes(report(["ỦY BAN NHÂN DÂN", "XÃ BÌNH SƠN"]))
    office.run("2026-11")
    return office


def test_every_unit_owes_and_each_sender_is_known_by_its_letterhead(office: Office) -> None:
    campaign = load_campaign(office.folder)
    assert len(campaign.roster.of_level("commune")) == 96
    assert [unit.name for unit in campaign.roster.of_level("office")] == ["Sở Nội vụ", "Sở Tài chính"]
    [binh_son] = [u.code for u in campaign.roster.units.values() if u.name == "Xã Bình Sơn"]
    sent = dict(office.ask("SELECT f.path, s.sender FROM submissions s JOIN files f USING (file_hash)"))
    assert sent == {"so.xlsx": "SNV", "xa.xlsx": binh_son}
    assert office.ask("SELECT code FROM findings WHERE code LIKE 'sender%'") == []


def test_offices_are_scored_by_their_own_annex_on_a_sheet_of_their_own(office: Office) -> None:
    points = dict(
        office.ask("SELECT criterion, points FROM scores WHERE unit = 'SNV' AND points IS NOT NULL")
    )
    assert str(points["7.2.3"]) == "1.5000"
    book = load_workbook(office.published("2026-11") / "Xếp hạng toàn tỉnh.xlsx")
    assert book.sheetnames == ["Toàn tỉnh – cấp xã", "Toàn tỉnh – cơ quan"]
    rows = [[cell for cell in row if cell is not None] for row in book["Toàn tỉnh – cơ quan"].values]
    assert [row[:2] for row in rows if isinstance(row[0] if row else None, int)] == [
        [1, "Sở Nội vụ"], [2, "Sở Tài chính"],
    ]  # fmt: skip
    assert any("Chưa gửi báo cáo" in row for row in rows)


def test_the_guide_lists_every_value_that_a_campaign_may_name() -> None:
    table = "\n".join(line for line in GUIDE.splitlines() if line.startswith("| `"))
    wanted = [f"`{code}` ({name}" for code, name in ROUND_VI.items()]
    wanted += [f"`{code}` ({layout.name})" for code, layout in load_layouts("2026").items()]
    wanted += [f"`{level}` (" for level in LEVEL_VI] + [f"`{block}` (" for block in get_args(BlockBy)]
    wanted += [f"`{annex.code}`" for annex in load_annexes().values()]
    assert [words for words in wanted if words not in table] == []
    columns = next(csv.reader(io.StringIO(printed("csv"))))
    assert [name for name in columns if f"| `{name}` |" not in GUIDE] == []


def test_the_guide_lists_the_code_of_every_province() -> None:
    flat = " ".join(GUIDE.split())
    provinces = load_roster("2025-07-01").of_level("province")
    assert len(provinces) == 34
    assert [unit.code for unit in provinces if f"{unit.code} {unit.short_name}" not in flat] == []
