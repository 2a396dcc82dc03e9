"""What is lacking stops an official publication and is named; what only looks odd is told beside it."""

import datetime
from pathlib import Path

import pytest

from tests.acceptance.appraised import DAY, appraise, publications_of, with_rounds
from tests.acceptance.office import (
    SAMPLE,
    SAMPLE_FILE,
    XUAN_LAM,
    Command,
    Office,
    change_workbook,
    office_with_sample,
    read_sheet,
)

pytestmark = pytest.mark.usefixtures("in_one_process")


def test_a_point_that_is_not_there_stops_the_publication_and_is_named(
    tmp_path: Path, bangdiem: Command
) -> None:
    office = office_with_sample(tmp_path)
    [file] = list(office.inbox.rglob("*.xlsx"))
    changes: dict[tuple[str, str], object] = {("PL IB", f"C{row}"): None for row in range(9, 26)}
    change_workbook(file, file, {**changes, ("PL IB", "D11"): "0,3"})
    code, said, _ = bangdiem("publish", SAMPLE, "--final", "--by", "Hoà", *office.places)
    assert code == 4, said
    assert "còn thiếu 18 điểm" in said and "Xã Xuân Lam (Huyện Nghi Xuân), 7.2.1: ô điểm để trống" in said
    assert "Thị trấn Xuân An (Huyện Nghi Xuân), 7.2.2: ghi “0,3”, không dùng được" in said
    listed = read_sheet(
        office.warehouse / "published" / SAMPLE / "Còn thiếu điểm chính thức.xlsx", "Còn thiếu"
    )
    assert sum(row[2] in ("7.2.1", "7.2.2") for row in listed) == 18
    assert not (office.folder / "ledger.jsonl").exists()
    assert not (office.warehouse / "published" / SAMPLE / "chinh-thuc-01").exists()


def test_more_than_twenty_lacking_points_are_counted_and_not_all_printed(
    tmp_path: Path, bangdiem: Command
) -> None:
    office = office_with_sample(tmp_path)
    with_rounds(office)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace(', "huyen_cham"]', "]")
    path.write_text(text, encoding="utf-8")
    code, said, _ = bangdiem("publish", SAMPLE, "--final", "--by", "Hoà", *office.places)
    assert code == 4 and said.count("chưa có điểm thẩm định lần 1") == 20
    assert "còn thiếu 102 điểm" in said and "và 82 dòng nữa" in said


def test_a_commune_whose_row_its_district_left_out_is_named(tmp_path: Path) -> None:
    office = office_with_sample(tmp_path)
    path = office.inbox / SAMPLE_FILE
    change_workbook(path, path, {("PL IB", f"{column}9"): None for column in "ABCDEFGHI"})
    assert any("Xã Xuân Lam, huyện Nghi Xuân" in note for note in office.publish().notes)


def test_an_appraisal_that_agrees_with_points_that_have_changed_since_is_told(copied: Office) -> None:
    with_rounds(copied)
    appraise(copied, "7.2.1", "0.25", reason="Đồng ý với kết quả huyện chấm")
    assert not any("đã khác" in note for note in copied.publish().notes)
    path = copied.inbox / SAMPLE_FILE
    change_workbook(path, path, {("PL IB", "C9"): 0.5, ("PL IB", "I9"): 4})
    [note] = [note for note in copied.publish().notes if "đã khác" in note]
    assert "Xã Xuân Lam 7.2.1 (0,25, nay 0,5)" in note


def test_a_waiver_lets_a_point_lack_until_its_last_day(copied: Office) -> None:
    with_rounds(copied)
    waiver = {"kind": "waiver", "reason": "xã vừa sáp nhập"}
    appraise(copied, "7.2.1", until=DAY - datetime.timedelta(days=1), **waiver)
    refused = copied.publish()
    assert refused.lacking == (
        "Xã Xuân Lam (Huyện Nghi Xuân), 7.2.1: miễn chấm đã hết hiệu lực ngày 31/01/2022: xã vừa sáp nhập",
    )
    assert publications_of(copied) == 1
    appraise(copied, "7.2.1", until=DAY, **waiver)
    assert copied.publish().number == 2
    entry = copied.ledger().points("chinh_thuc")[XUAN_LAM, "7.2.1"].entry
    assert (entry.kind, entry.points, entry.until) == ("waiver", None, DAY)
