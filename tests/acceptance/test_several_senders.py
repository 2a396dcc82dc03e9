"""A district sends its points and, in the same workbook, the self-scores of its communes: each counts for its unit."""

import datetime
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipelines.operations.receive import Received, receive
from tests.acceptance.office import ROOT, SAMPLE, SAMPLE_FILE, XUAN_LAM, Office, office_with_sample

pytestmark = pytest.mark.usefixtures("in_one_process")

GOOD = ROOT / "raw" / SAMPLE / "inbox" / SAMPLE_FILE
XUAN_HONG = "18388"
RANKED = "SELECT unit, total, rank FROM results WHERE round = 'huyen_cham' ORDER BY unit"
SELF_SCORES = """
    SELECT fa.unit, sum(fa.value) FILTER (fa.kind = 'criterion') FROM facts fa
    JOIN standing('ha-tinh-2021', DATE '2021-12-31') st USING (submission_id)
    WHERE st.form = 'tu_cham' AND st.standing = 'in_force' AND fa.usable GROUP BY fa.unit ORDER BY fa.unit
"""


def add_self_score(book: Workbook, commune: str, points: list[float]) -> None:
    """One more sheet, as the commune sent it to its district."""
    page = book.create_sheet(commune)
    rows = [
        ["UBND HUYỆN NGHI XUÂN"], [f"UBND {commune.upper()}"], ["PHIẾU TỰ CHẤM ĐIỂM TIÊU CHÍ 7.2 NĂM 2021"],
        ["TT", "Tiêu chí", "Điểm tự chấm"],
        *([number, f"7.2.{number}", one] for number, one in enumerate(points, 1)),
        ["", "Tổng điểm", sum(points)],
    ]  # fmt: skip
    for row in rows:
        page.append(row)


def content(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample campaign, in which communes owe a self-score, with the district's whole workbook."""
    office = office_with_sample(tmp_path)
    campaign = office.folder / "campaign.toml"
    due = '[[due]]\nform = "tu_cham"\nlevel = "commune"\n\n[[signature]]'
    campaign.write_text(campaign.read_text("utf-8").replace("[[signature]]", due, 1), "utf-8")
    book = load_workbook(GOOD)
    add_self_score(book, "xã Xuân Lam", [0.5, 0.5, 1, 1.5, 1, 0.5])
    add_self_score(book, "xã Xuân Hồng", [0.25, 0.5, 1, 1.5, 1, 0.5])
    office.send(SAMPLE_FILE, content(book))
    return office


def test_each_commune_has_sent_and_the_districts_points_are_what_they_were(
    office: Office, tmp_path: Path
) -> None:
    alone = office_with_sample(tmp_path / "alone")
    alone.run()
    office.run()
    assert office.ask(RANKED) == alone.ask(RANKED)
    scores = {unit: float(total) for unit, total in office.ask(SELF_SCORES) if len(unit) == 5}
    assert scores == {XUAN_LAM: 5.0, XUAN_HONG: 4.75}
    states = office.states()
    assert states["Xã Xuân Lam", "Phiếu tự chấm"] == states["Huyện Nghi Xuân", "Phụ lục IB"]
    assert states["Xã Xuân Giang", "Phiếu tự chấm"] == "chưa nộp"
    sheets = {sheet for _, code, sheet, _ in office.findings() if code == "sent_by_unit_above"}
    assert sheets == {"xã Xuân Lam", "xã Xuân Hồng"}


def test_a_later_file_of_the_commune_takes_the_place_of_its_sheet_and_of_nothing_else(
    office: Office, tmp_path: Path
) -> None:
    first, later = datetime.date(2021, 11, 15), datetime.date(2021, 11, 20)
    office.receive(SAMPLE_FILE, on=first)
    office.run()
    before = dict(office.ask(SELF_SCORES))
    book = Workbook()
    book.remove(book.active)
    add_self_score(book, "xã Xuân Lam", [0.5, 0.5, 1, 1.5, 0.5, 0.5])
    own = tmp_path / "Xuân Lam.xlsx"
    own.write_bytes(content(book))
    receive(office.raw, office.campaign, [own], Received(later, "7/BC-UBND"), print)
    ranked = office.ask(RANKED)
    office.run()
    after = dict(office.ask(SELF_SCORES))
    assert float(after[XUAN_LAM]) == 4.5 and office.ask(RANKED) == ranked
    assert {unit: one for unit, one in after.items() if unit != XUAN_LAM} == {
        unit: one for unit, one in before.items() if unit != XUAN_LAM
    }
