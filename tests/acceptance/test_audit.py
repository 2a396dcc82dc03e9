"""An audit proves the ledger against what was published, and names what was changed since."""

import json
import re
import shutil
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from pipelines.store.ledger import Entry
from schemas.criteria.decision import FOLDER as CRITERIA
from tests.acceptance.office import (
    ANNEX,
    RANKING,
    SAMPLE,
    XUAN_LAM,
    Command,
    Office,
    change_workbook,
    read_sheet,
)

pytestmark = pytest.mark.usefixtures("in_one_process")


def test_what_was_published_is_proved_with_the_head_typed_from_paper(
    copied: Office, bangdiem: Command
) -> None:
    printed = copied.ledger().links[-1].entry.values["printed"]
    number, digits = re.sub("[số ]", "", printed).split("–")
    code, said, _ = bangdiem("audit", SAMPLE, "--head", printed, f"{number}:{digits}", *copied.places)
    assert code == 0 and "Sổ điểm khớp." in said
    assert "3 mã đã in hoặc đã công bố khớp" in said
    assert f"Chuỗi {len(copied.ledger().links)} mục nguyên vẹn, mục cuối" in said
    assert "Công bố lần 1: các tệp còn nguyên, mọi điểm trong phụ lục khớp với sổ điểm." in said


def changed_campaign(office: Office, *changes: tuple[str, str]) -> None:
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_what_was_published_stays_right_when_the_campaign_moves_to_another_decision(
    copied: Office, bangdiem: Command
) -> None:
    shutil.copytree(
        CRITERIA / "ha-tinh" / "3396-qd-ubnd-2021", copied.folder / "4000-qd-ubnd-2022", dirs_exist_ok=True
    )
    changed_campaign(
        copied,
        ('decision = "ha-tinh/3396-qd-ubnd-2021"', 'decision = "./4000-qd-ubnd-2022"'),
        ('block = "parent"', 'block = "level"'),
    )
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 0 and "Công bố lần 1: các tệp còn nguyên, mọi điểm" in said
    assert copied.publish().number == 2
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 0 and "Công bố lần 2: các tệp còn nguyên, mọi điểm" in said
    # Back again, and the second decision is thrown away: the first publication is proved, the second can not be.
    changed_campaign(copied, ('decision = "./4000-qd-ubnd-2022"', 'decision = "ha-tinh/3396-qd-ubnd-2021"'))
    shutil.rmtree(copied.folder / "4000-qd-ubnd-2022")
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "Công bố lần 1: các tệp còn nguyên, mọi điểm" in said
    assert "chinh-thuc-02: chưa đối chiếu được điểm: không còn bảng điểm của quyết định" in said


def test_what_was_published_stays_right_when_units_are_renamed_or_leave_the_list(
    copied: Office, bangdiem: Command
) -> None:
    amendments = copied.folder / "units.csv"
    with amendments.open("a", encoding="utf-8", newline="") as file:
        file.write("change,442,Huyện Nghi Xuân Mới,,đổi tên\n")
        file.write(f"change,{XUAN_LAM},Xã Lam Kiều,,đổi tên\n")
        file.write("remove,18403,,,nhập vào xã khác\n")
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 0 and "Công bố lần 1: các tệp còn nguyên, mọi điểm" in said
    # The point of a unit with another name by now is still held against the ledger.
    folder = copied.warehouse / "published" / SAMPLE / "chinh-thuc-01"
    change_workbook(folder / ANNEX, folder / ANNEX, {("Phụ lục IB", "C9"): 0.5})
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "theo sổ điểm là “UBND xã Xuân Lam” 0,25; 0,5" in said


def test_one_changed_byte_in_the_ledger_is_found_at_its_line(copied: Office, bangdiem: Command) -> None:
    path = copied.folder / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[119] = lines[119].replace(b'"points":"0.5"', b'"points":"1.5"')
    path.write_bytes(b"".join(lines))
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "KHÔNG KHỚP: Mục 120 không khớp" in said and "dòng 120" in said
    code, _, complaint = bangdiem("run", SAMPLE, "--direct", "--no-charts", *copied.places)
    assert code == 2 and "ledger.jsonl, dòng 120: nội dung không khớp với mã của mục" in complaint


def rewritten(office: Office, at: int, points: str) -> None:
    """The ledger as a forger would leave it: one entry changed, and the whole chain after it made again."""
    entries = [link.entry for link in office.ledger().links]
    one = entries[at - 1]
    entries[at - 1] = Entry(one.kind, one.round, one.unit, one.decision, one.annex, one.criterion, Decimal(points),
                            one.who, one.on, one.reason, one.evidence)  # fmt: skip
    (office.folder / "ledger.jsonl").unlink()
    office.ledger().append(entries)


def test_a_chain_that_was_made_again_does_not_fit_what_was_printed(copied: Office, bangdiem: Command) -> None:
    printed = copied.ledger().links[149]
    shutil.rmtree(copied.warehouse / "published")
    rewritten(copied, 120, "1")
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "chưa đối chiếu được công bố lần 1 (mục 205 của sổ điểm): không thấy thư mục" in said
    early = copied.ledger().links[99]
    heads = f"150:{printed.hash[:16]}", f"100:{early.hash[:16]}"
    code, said, _ = bangdiem("audit", SAMPLE, "--head", *heads, *copied.places)
    assert code == 4
    assert "Mục 150 (dòng 150 của ledger.jsonl) không khớp: bản in ghi mã" in said
    assert "viết lại trong khoảng mục 101 đến 150" in said
    assert "mã đã in hoặc đã công bố khớp" not in said


def test_entries_that_were_taken_off_the_end_are_missed(copied: Office, bangdiem: Command) -> None:
    path = copied.folder / "ledger.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:100]))
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert (
        code == 4
        and "Mục 101 không khớp: sổ chỉ còn 100 mục, mà chinh-thuc-01/manifest.json ghi mục 204" in said
    )


def test_an_annex_that_was_changed_after_its_publication_is_named_with_its_points(
    copied: Office, bangdiem: Command
) -> None:
    folder = copied.warehouse / "published" / SAMPLE / "chinh-thuc-01"
    change_workbook(folder / ANNEX, folder / ANNEX, {("Phụ lục IB", "C9"): 0.5})
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert (
        code == 4 and "tệp “Phụ lục IB/Phụ lục IB - Huyện Nghi Xuân.xlsx” đã bị sửa sau khi công bố" in said
    )
    assert (
        "phụ lục ghi “UBND xã Xuân Lam” 0,5; 0,5; 0,75" in said
        and "theo sổ điểm là “UBND xã Xuân Lam” 0,25; 0,5" in said
    )


def test_an_annex_that_cannot_be_read_any_more_is_told_beside_the_others(
    copied: Office, bangdiem: Command
) -> None:
    folder = copied.warehouse / "published" / SAMPLE / "chinh-thuc-01"
    book = load_workbook(folder / ANNEX)
    book["Phụ lục IB"].title = "Trang khác"
    book.save(folder / ANNEX)
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "không còn trang “Phụ lục IB”" in said and "đã bị sửa sau khi công bố" in said
    (folder / RANKING).write_bytes(b"PK")
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and f"tệp “{RANKING}” đã bị sửa sau khi công bố" in said
    (folder / RANKING).unlink()
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and f"tệp “{RANKING}” không còn ở đó" in said


def test_a_rank_that_was_changed_is_told_with_the_rank_that_the_points_give(
    copied: Office, bangdiem: Command
) -> None:
    folder = copied.warehouse / "published" / SAMPLE / "chinh-thuc-01"
    rows = read_sheet(folder / RANKING, "Toàn tỉnh")
    at = next(number for number, row in enumerate(rows, 1) if row[1] == "Xã Xuân Lam")
    change_workbook(folder / RANKING, folder / RANKING, {("Toàn tỉnh", f"J{at}"): 1})
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "tổng 3,75, hạng 1; theo sổ điểm" in said and "tổng 3,75, hạng 16" in said


def test_a_ledger_that_says_other_points_than_the_annex_does_not_pass(
    copied: Office, bangdiem: Command
) -> None:
    folder = copied.warehouse / "published" / SAMPLE / "chinh-thuc-01"
    first = next(
        link.number for link in copied.ledger().links
        if link.entry.round == "chinh_thuc" and link.entry.unit == XUAN_LAM
    )  # fmt: skip
    rewritten(copied, first, "0.5")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outputs"]
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "Mục 204 (dòng 204 của ledger.jsonl) không khớp" in said
    assert "phụ lục ghi “Xã Xuân Lam” 0,25" in said and "theo sổ điểm là" in said


def test_a_line_that_was_cut_off_is_told_and_set_aside_when_asked(copied: Office, bangdiem: Command) -> None:
    path = copied.folder / "ledger.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"entry":{"annex')
    code, said, _ = bangdiem("audit", SAMPLE, *copied.places)
    assert code == 4 and "Mục 206 không khớp" in said and "dòng cuối viết dở" in said
    code, said, _ = bangdiem("audit", SAMPLE, "--set-aside", *copied.places)
    assert code == 0 and "Đã chuyển dòng viết dở (16 byte) sang ledger.unfinished.txt" in said
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "head", ["12", "12:abc", "0:3f9a27c10b5e88d2", "mười hai:3f9a27c10b5e88d2", "12:3f9a27c10b5e88dx"]
)
def test_a_head_that_nothing_prints_is_not_understood(
    copied: Office, capsys: pytest.CaptureFixture[str], bangdiem: Command, head: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        bangdiem("audit", SAMPLE, "--head", head)
    assert "không phải là mã ở chân trang phụ lục" in capsys.readouterr().err
