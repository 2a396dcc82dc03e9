"""What people decided too late, or before the points were others, is told: by the import, the month, the audit."""

import datetime
import shutil
from pathlib import Path

import pytest

from pipelines.operations.appraisal.export import export_sheets
from pipelines.operations.appraisal.take_in import import_sheets
from pipelines.operations.ledger.late_entries import is_late, late_entries, written_on
from pipelines.operations.official.audit import audit
from pipelines.store.ledger import LEDGER, load_ledger
from schemas.campaigns.campaign import load_campaign
from schemas.criteria.decision import FOLDER as CRITERIA
from tests.acceptance.office import SAMPLE_FILE, Command, Office, change_workbook, office_with_sample
from tests.operations.appraising import Desk, with_appraisals
from tests.store.ledgers import entry, ledger_of

OPEN, LAST = datetime.date(2022, 1, 5), datetime.date(2022, 1, 20)
TODAY = datetime.date.today()
LATE = "102 mục của vòng thẩm định lần 1 vào sổ điểm sau khi vòng đã khóa ngày 20/01/2022"


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a first appraisal that agrees with every point of the district, typed in after its lock."""
    folder = tmp_path_factory.mktemp("van-phong")
    office = office_with_sample(folder)
    with_appraisals(office.folder)
    office.receive(SAMPLE_FILE, on=datetime.date(2021, 11, 20))
    office.run()
    export_sheets(office.raw, office.warehouse, office.campaign, None, OPEN)
    [sheet] = (office.warehouse / "phieu" / office.campaign / "tham_dinh_1").glob("*Nghi Xuân*")
    Desk(sheet).fill_all({"points": "Đồng ý"}).save()
    [done] = import_sheets([sheet], office.raw, office.warehouse, "Trần Văn Bình", OPEN)
    assert done.taken == 102
    assert [one.message for one in done.findings if "vào sổ ngày" in one.message] == [
        f"Ghi cho ngày 05/01/2022 nhưng vào sổ ngày {TODAY:%d/%m/%Y}, vòng thẩm định lần 1 đã khóa ngày 20/01/2022"
    ]
    return folder


@pytest.fixture
def office(agreed: Path, tmp_path: Path) -> Office:
    shutil.copytree(agreed, tmp_path / "o")
    return Office(tmp_path / "o" / "raw", tmp_path / "o" / "warehouse")


def correct(office: Office) -> None:
    """The district gives Xuân Lam another point, before the end of the year."""
    name = "đính chính.xlsx"
    changes: dict[tuple[str, str], object] = {("PL IB", "C9"): "0,5", ("PL IB", "I9"): "4,0"}
    change_workbook(office.inbox / SAMPLE_FILE, office.inbox / name, changes)
    office.receive(name, on=datetime.date(2021, 12, 5))


# -- after the lock -------------------------------------------------------------------------------------------------


def test_an_act_of_today_notes_no_other_day() -> None:
    today = datetime.date.today()
    assert written_on(today) is None
    assert written_on(today - datetime.timedelta(days=1)) == today


def test_the_ledger_keeps_the_day_of_the_act_and_that_of_the_typing(office: Office) -> None:
    link = next(iter(load_ledger(office.folder / LEDGER).points("tham_dinh_1").values()))
    assert (link.entry.on, link.entry.written) == (OPEN, TODAY)


def test_the_month_and_the_audit_tell_what_was_typed_after_the_lock(
    office: Office, bangdiem: Command
) -> None:
    [told] = office.run().remarks
    assert told.startswith(LATE)
    assert told.endswith(f"Trần Văn Bình, ghi ngày 05/01/2022, vào sổ ngày {TODAY:%d/%m/%Y}")
    found = audit(office.campaign, office.raw, office.warehouse, [], set_aside=False)
    assert found.remarks == (told,) and found.faults == ()
    places = ("--raw", office.raw, "--warehouse", office.warehouse)
    code, said, _ = bangdiem("audit", office.campaign, *places)
    assert code == 0 and f"Lưu ý: {LATE}" in said


@pytest.mark.parametrize(
    ("closes", "written", "late"),
    [(LAST, None, False), (LAST, LAST, False), (LAST, TODAY, True), (None, TODAY, False)],
)
def test_late_is_what_was_written_after_the_last_day(
    closes: datetime.date | None, written: datetime.date | None, late: bool
) -> None:
    assert is_late(closes, written) == late


def test_who_types_on_the_day_itself_notes_nothing_more(office: Office, tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / LEDGER, entry())
    assert b"written" not in (tmp_path / LEDGER).read_bytes()
    assert late_entries(load_campaign(office.folder), ledger.links) == []


# -- agreement with points that are others by now -------------------------------------------------------------------


def test_the_month_names_agreements_with_points_that_have_changed(office: Office) -> None:
    assert not any("đã khác" in line for line in office.run().remarks)
    correct(office)
    [told] = [line for line in office.run().remarks if "đã khác" in line]
    assert told.startswith("1 điểm thẩm định lần 1 ghi “Đồng ý với kết quả huyện chấm” mà điểm huyện chấm")
    assert "Xã Xuân Lam 7.2.1 (0,25, nay 0,5)" in told
    assert told in office.run().remarks, "an unchanged month says it again"


def test_a_month_long_past_has_points_of_its_own(office: Office) -> None:
    correct(office)
    assert not any("đã khác" in line for line in office.run("2021-11").remarks)


# -- under another decision -----------------------------------------------------------------------------------------


def test_points_given_under_a_decision_that_scores_no_more_are_told_and_stand_on_no_new_sheet(
    office: Office,
) -> None:
    shutil.copytree(CRITERIA / "ha-tinh" / "3396-qd-ubnd-2021", office.folder / "4000-qd-ubnd-2021")
    toml = office.folder / "campaign.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('"ha-tinh/3396-qd-ubnd-2021"', '"./4000-qd-ubnd-2021"'), encoding="utf-8")
    said = "Không tính 102 điểm thẩm định lần 1 ghi theo quyết định ha-tinh/3396-qd-ubnd-2021, phụ lục III"
    assert [line for line in office.run().remarks if line.startswith(said)]
    out = office.warehouse / "mới"
    sheets = export_sheets(office.raw, office.warehouse, office.campaign, None, OPEN, out).sheets
    assert [(one.row_count, one.open_count) for one in sheets if "Nghi Xuân" in one.block] == [(102, 102)]
