"""Sheets out and back into the ledger, on the real figures of one district."""

import datetime
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.intake.appraisal_sheets.sheet import read_appraisal
from pipelines.operations.appraisal.export import Exported, export_sheets
from pipelines.operations.appraisal.take_in import ImportedSheet, import_sheets
from pipelines.operations.request import OperatorError
from pipelines.store.ledger import LEDGER, Ledger, load_ledger
from tests.acceptance.office import Command, Office, office_with_sample
from tests.operations.appraising import Desk, saved_by_libreoffice, with_appraisals

EARLY, OPEN, LATE = datetime.date(2022, 1, 4), datetime.date(2022, 1, 5), datetime.date(2022, 1, 21)
LAM, HONG = "Xã Xuân Lam", "Xã Xuân Hồng"
BLOCK = "Huyện Nghi Xuân"
WHO = "Nguyễn Văn A"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with rounds of appraisal, run, and its first sheets on the desk."""
    folder = tmp_path_factory.mktemp("van-phong")
    office = office_with_sample(folder)
    with_appraisals(office.folder)
    office.run()
    export_sheets(office.raw, office.warehouse, office.campaign, None, OPEN)
    return folder


@pytest.fixture
def office(ran: Path, tmp_path: Path) -> Office:
    shutil.copytree(ran, tmp_path / "o")
    return Office(tmp_path / "o" / "raw", tmp_path / "o" / "warehouse")


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(sheet_of(office))


def sheet_of(office: Office, round_name: str = "tham_dinh_1", block: str = BLOCK) -> Path:
    folder = office.warehouse / "phieu" / office.campaign / round_name
    [path] = [path for path in folder.iterdir() if block in path.name]
    return path


def export(office: Office, round_name: str | None = None, on: datetime.date = OPEN, **more: bool) -> Exported:
    return export_sheets(office.raw, office.warehouse, office.campaign, round_name, on, **more)


def hand_in(office: Office, *files: Path, who: str = WHO, on: datetime.date = OPEN) -> ImportedSheet:
    return import_sheets(files, office.raw, office.warehouse, who, on)[-1]


def counts(done: ImportedSheet) -> tuple[int, int, int, int]:
    return done.taken, done.unchanged, done.refused, done.left_open


def ledger(office: Office) -> Ledger:
    return load_ledger(office.folder / LEDGER)


def given(office: Office, unit: str, code: str, round_name: str = "tham_dinh_1") -> tuple[str, object, str]:
    [entry] = [
        link.entry
        for key, link in ledger(office).points(round_name).items()
        if key == (unit_code(office, unit), code)
    ]
    return entry.kind, entry.points, entry.reason


def unit_code(office: Office, name: str) -> str:
    from schemas.campaigns.campaign import load_campaign

    return next(unit.code for unit in load_campaign(office.folder).roster.units.values() if unit.name == name)


def told(done: ImportedSheet, cell: str) -> list[str]:
    return [one.message for one in done.findings if one.cell == cell]


# -- out ------------------------------------------------------------------------------------------------------------


def test_a_sheet_goes_out_for_each_block_that_has_points_and_the_others_are_named(office: Office) -> None:
    done = export(office)
    assert [(one.block, one.row_count, one.open_count) for one in done.sheets] == [
        (BLOCK, 17 * 6, 17 * 6),
        ("Khối cấp huyện", 13 * 7, 13 * 7),
    ]
    assert len(done.without) == 12


def test_what_was_reported_stands_in_the_ledger_with_its_cell_and_only_once(office: Office) -> None:
    before = ledger(office)
    export(office)
    assert ledger(office).head == before.head
    entry = before.points("huyen_cham")[unit_code(office, LAM), "7.2.1"].entry
    assert (entry.points, entry.who) == (Decimal("0.25"), "UBND huyện Nghi Xuân")
    assert (entry.evidence.sheet, entry.evidence.cell[0]) == ("PL IB", "C")


def test_the_rows_show_what_the_district_gave(desk: Desk) -> None:
    assert desk.shown(LAM, "7.2.1", "Huyện chấm") == 0.25
    assert desk.shown(LAM, "7.2.4", "Huyện chấm") == 1.5
    assert len(desk.rows) == 17 * 6


def test_units_that_sent_nothing_stand_last_though_the_register_has_them_first(office: Office) -> None:
    units = [unit for unit, _ in Desk(sheet_of(office, block="Khối cấp huyện")).rows]
    assert units[:7] == [BLOCK] * 7 and units[7] == "Thành phố Hà Tĩnh"


@pytest.mark.parametrize(
    ("on", "asked", "message"),
    [
        (datetime.date(2021, 12, 1), None, "không có vòng nào đang mở"),
        (LATE, "tham_dinh_1", "đã khóa: chỉ mở đến hết ngày 20/01/2022"),
        (OPEN, "huyen_cham", "không có vòng “huyen_cham”; có: tham_dinh_1, giai_trinh, tham_dinh_2"),
    ],
)
def test_a_round_that_is_not_open_is_refused(
    ran: Path, on: datetime.date, asked: str | None, message: str
) -> None:
    with pytest.raises(OperatorError, match=message):
        export(Office(ran / "raw", ran / "warehouse"), asked, on)


def test_a_campaign_without_such_rounds_and_one_that_was_never_run_say_so(tmp_path: Path) -> None:
    office = office_with_sample(tmp_path)
    with pytest.raises(OperatorError, match="chưa khai vòng thẩm định nào"):
        export(office)
    with_appraisals(office.folder)
    with pytest.raises(OperatorError, match="bangdiem run"):
        export(office)


def test_a_sheet_with_something_that_was_not_handed_in_is_never_written_over(
    office: Office, desk: Desk
) -> None:
    path = desk.fill(LAM, "7.2.1", points=0.5, reason="Đủ hồ sơ").save()
    content = path.read_bytes()
    kept = {one.path: one.kept for one in export(office).sheets}
    assert "còn 1 dòng đã ghi mà chưa nhập" in kept[path]
    assert path.read_bytes() == content
    hand_in(office, path)
    assert [one.kept for one in export(office).sheets] == ["", ""]
    again = Desk(path)
    assert again.shown(LAM, "7.2.1", "Điểm") == 0.5
    assert list(again.rows)[-1] == (LAM, "7.2.1"), "what is settled comes last"


def test_a_sheet_whose_rows_are_too_old_to_be_handed_in_makes_room_for_a_new_one(
    office: Office, desk: Desk, corrected: Callable[[Office], None]
) -> None:
    path = desk.fill(LAM, "7.2.1", points="Đồng ý").save()
    hand_in(office, path)
    content = path.read_bytes()
    corrected(office)
    [kept] = [one for one in export(office).sheets if one.path == path]
    assert kept.kept == "" and kept.aside is not None and kept.aside.read_bytes() == content
    assert Desk(path).shown(LAM, "7.2.1", "Huyện chấm") == 0.5
    hand_in(office, Desk(path).fill(LAM, "7.2.1", points=0.5, reason="Huyện đã chấm lại").save())
    assert given(office, LAM, "7.2.1")[1] == Decimal("0.5")


def test_a_sheet_on_which_somebody_goes_on_working_stays_where_it_is(office: Office, desk: Desk) -> None:
    path = desk.fill(LAM, "7.2.1", points="Đồng ý").save()
    hand_in(office, path)
    Desk(path).fill(LAM, "7.2.1", points=0.5, reason="Đủ hồ sơ").save()
    [kept] = [one for one in export(office).sheets if one.path == path]
    assert "còn 1 dòng đã ghi mà chưa nhập" in kept.kept and kept.aside is None


def test_a_file_name_as_long_as_a_system_allows_is_kept_shorter(office: Office, desk: Desk) -> None:
    path = desk.fill(LAM, "7.2.1", points="Đồng ý").save(desk.path.with_name("ắ" * 80 + ".xlsx"))
    assert hand_in(office, path).taken == 1
    [kept] = (office.folder / "phieu").iterdir()
    assert kept.name.endswith("ắ.xlsx")


# -- back -----------------------------------------------------------------------------------------------------------


def test_good_rows_are_taken_and_a_second_time_nothing_changes(office: Office, desk: Desk) -> None:
    path = desk.fill(
        LAM, "7.2.1", points="0,5", reason="Đủ hồ sơ", number="31/QĐ-UBND", date="05/11/2021"
    ).save()
    done = hand_in(office, path)
    assert counts(done) == (1, 0, 0, 101)
    entry = ledger(office).points("tham_dinh_1")[unit_code(office, LAM), "7.2.1"].entry
    assert (entry.points, entry.who, entry.on, entry.reason) == (Decimal("0.5"), WHO, OPEN, "Đủ hồ sơ")
    assert (entry.evidence.number, entry.evidence.date) == ("31/QĐ-UBND", "2021-11-05")
    assert entry.evidence.cell == desk.address(LAM, "7.2.1", "points")
    [kept] = (office.folder / "phieu").iterdir()
    assert kept.read_bytes() == path.read_bytes() and kept.name.startswith(entry.evidence.file_hash[:12])
    head = ledger(office).head
    assert counts(hand_in(office, path)) == (0, 1, 0, 101)
    assert ledger(office).head == head


def test_deleted_rows_are_left_open_and_told(office: Office, desk: Desk) -> None:
    desk.fill_all({"points": "Đồng ý"})
    desk.sheet.delete_rows(desk.rows[LAM, "7.2.1"])
    done = hand_in(office, desk.save())
    assert counts(done) == (101, 0, 0, 1)
    assert done.findings[-1].message == "Còn 1 dòng chưa thẩm định (Xã Xuân Lam)"


def test_points_that_a_later_file_has_changed_make_the_row_stale(
    office: Office, desk: Desk, corrected: Callable[[Office], None]
) -> None:
    corrected(office)
    desk.fill(LAM, "7.2.1", points="Đồng ý").fill(HONG, "7.2.1", points="Đồng ý")
    done = hand_in(office, desk.save())
    assert counts(done)[:3] == (1, 0, 1)
    assert told(done, desk.address(LAM, "7.2.1", "points")) == [
        "Số trên phiếu đã cũ: huyện chấm trên phiếu 0,25, nay 0,5"
    ]


@pytest.fixture
def corrected() -> Callable[[Office], None]:
    """The district sends its annex again with 0,5 for one commune's 7.2.1, and the month is run again."""
    from tests.acceptance.office import SAMPLE_FILE, change_workbook

    def correct(office: Office) -> None:
        path = office.inbox / SAMPLE_FILE
        change_workbook(path, path, {("PL IB", "C9"): 0.5, ("PL IB", "I9"): 4})
        office.run()

    return correct


def test_an_older_sheet_does_not_undo_what_was_entered_since(office: Office, desk: Desk) -> None:
    old = desk.fill(LAM, "7.2.1", points=0, reason="Hồ sơ không hợp lệ").save(desk.path.with_name("cũ.xlsx"))
    hand_in(office, Desk(desk.path).fill(LAM, "7.2.2", points="Đồng ý").save())
    export(office)
    hand_in(office, Desk(desk.path).fill(LAM, "7.2.1", points=0.5, reason="Đủ hồ sơ").save())
    done = hand_in(office, old)
    assert done.refused == 1 and given(office, LAM, "7.2.1")[1] == Decimal("0.5")
    assert "sổ điểm nay có 0,5 điểm của Nguyễn Văn A ngày 05/01/2022" in done.findings[0].message


def test_two_files_handed_in_together_must_not_contradict_each_other(office: Office, desk: Desk) -> None:
    one = desk.fill(LAM, "7.2.1", points=0.5, reason="Đủ").fill(LAM, "7.2.2", points="Đồng ý").save()
    other = desk.fill(LAM, "7.2.1", points=0, reason="Thiếu").save(desk.path.with_name("hai.xlsx"))
    done = hand_in(office, one, other)
    assert counts(done)[:3] == (0, 1, 1)
    assert "cũng ở tệp" in done.findings[0].message


@pytest.mark.parametrize(
    ("on", "message"),
    [(LATE, "đã khóa: chỉ mở đến hết ngày 20/01/2022"), (EARLY, "chưa mở: mở từ ngày 05/01/2022")],
)
def test_a_locked_round_takes_nothing_and_says_until_when_it_was_open(
    office: Office, desk: Desk, on: datetime.date, message: str
) -> None:
    head = ledger(office).head
    done = hand_in(office, desk.fill(LAM, "7.2.1", points="Đồng ý").save(), on=on)
    assert message in done.findings[0].message and done.has_errors
    assert ledger(office).head == head


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("campaign", "dot-khac", "“dot-khac” không thuộc đợt này"),
        ("annex", "mau/7-2-so-lieu/xa", "phiếu theo mau/7-2-so-lieu/xa"),
        ("round", "chinh_thuc", "không có vòng “chính thức”"),
        ("round", "vong_la", "không có vòng “vong_la”"),
    ],
)
def test_a_sheet_of_another_campaign_decision_or_round_is_refused(
    office: Office, desk: Desk, key: str, value: str, message: str
) -> None:
    [cell] = [two for one, two in desk.book["bangdiem"].iter_rows() if one.value == key]
    cell.value = value
    done = hand_in(office, desk.fill(LAM, "7.2.1", points="Đồng ý").save())
    assert message in done.findings[0].message and done.taken == 0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_another_program_changes_nothing_of_a_sheet(desk: Desk, tmp_path: Path, kind: str) -> None:
    desk.fill(LAM, "7.2.1", points=0.5, reason="Đủ hồ sơ", number="31/QĐ-UBND", date="05/11/2021")
    desk.fill(LAM, "7.2.2", points="0,25").fill(HONG, "7.2.1", points="Miễn", until="31/12/2022")
    path = desk.save(tmp_path / "phiếu.xlsx")
    (tmp_path / "khác").mkdir()
    other = saved_by_libreoffice(path, tmp_path / "khác", kind)
    one, two = (read_appraisal(file.read_bytes(), file.name) for file in (path, other))
    assert (two.head, two.rows, two.findings) == (one.head, one.rows, one.findings)


@pytest.mark.parametrize("keep", [0, 50])
def test_a_sheet_does_not_go_into_a_ledger_that_has_lost_what_it_was_made_from(
    office: Office, desk: Desk, keep: int
) -> None:
    path = office.folder / LEDGER
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:keep]))
    done = hand_in(office, desk.fill(LAM, "7.2.1", points="Đồng ý").save())
    assert done.taken == 0 and "Sổ điểm không còn mục mà phiếu được xuất theo" in done.findings[0].message
    assert len(ledger(office).links) == keep


@pytest.mark.parametrize("head", ["", "x", "1", "9" * 5000 + ":0", "0:0", "-1:0", "109:"])
def test_a_head_that_was_edited_is_refused(office: Office, desk: Desk, head: str) -> None:
    [cell] = [two for one, two in desk.book["bangdiem"].iter_rows() if one.value == "head"]
    cell.value = head
    assert hand_in(office, desk.fill(LAM, "7.2.1", points="Đồng ý").save()).taken == 0


def test_words_that_went_out_and_came_back_are_not_entered_again(office: Office, desk: Desk) -> None:
    desk.fill(LAM, "7.2.1", points=0.5, reason="x")
    desk.sheet[desk.address(LAM, "7.2.1", "reason")]._value = "Đủ_x0007_ hồ sơ_x000B_theo mẫu\u200b"
    assert hand_in(office, desk.save()).taken == 1
    export(office)
    head = ledger(office).head
    assert hand_in(office, sheet_of(office)).unchanged == 1 and ledger(office).head == head


def test_what_is_left_open_is_told_though_the_hidden_block_was_edited(office: Office, desk: Desk) -> None:
    [cell] = [two for one, two in desk.book["bangdiem"].iter_rows() if one.value == "block"]
    cell.value = "khối lạ"
    assert hand_in(office, desk.fill(LAM, "7.2.1", points="Đồng ý").save()).left_open == 101


# -- as a person calls it -------------------------------------------------------------------------------------------


def test_the_commands_say_what_was_done(office: Office, desk: Desk, bangdiem: Command) -> None:
    places = ("--raw", office.raw, "--warehouse", office.warehouse)
    code, out, _ = bangdiem("appraise", "export", office.campaign, "--date", "05/01/2022", *places)
    assert code == 0 and "Phiếu thẩm định lần 1" in out and "Đã ghi 2 phiếu" in out
    path = Desk(desk.path).fill_all({"points": 0.1}).save()
    command = ("appraise", "import", path, "--by", WHO, "--date", "05/01/2022", *places)
    code, out, _ = bangdiem(*command)
    assert code == 0 and "0 0 102 0" in out and "ô nữa như vậy" in out
    assert bangdiem(*command, "--strict")[0] == 4


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("không có.xlsx", "--by", "A"), "Không có tệp"),
        (("x", "--by", "A", "--date", "31/12/2199"), "Ngày 31/12/2199 chưa đến"),
        (("x", "--by", " "), "Hãy ghi người chịu trách nhiệm"),
        (("x", "--by", "\u200b."), "Hãy ghi người chịu trách nhiệm"),
    ],
)
def test_a_wrong_call_is_one_line(bangdiem: Command, arguments: tuple[str, ...], complaint: str) -> None:
    code, _, err = bangdiem("appraise", "import", *arguments)
    assert code == 2 and complaint in err


def test_a_sheet_of_a_day_to_come_is_refused_before_anything_stands_in_the_ledger(
    office: Office, bangdiem: Command
) -> None:
    ledger = office.folder / "ledger.jsonl"
    before = ledger.read_bytes() if ledger.exists() else b""
    places = ("--raw", office.raw, "--warehouse", office.warehouse)
    code, _, err = bangdiem("appraise", "export", office.campaign, "--date", "05/01/2199", *places)
    assert code == 2 and "Ngày 05/01/2199 chưa đến" in err
    assert (ledger.read_bytes() if ledger.exists() else b"") == before
