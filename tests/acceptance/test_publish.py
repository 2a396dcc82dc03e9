"""A campaign made official: the paper says what the ledger records, and nothing of a draft."""

import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.demo.province import build_demo
from pipelines.operations.official.publish import Published
from tests.acceptance.appraised import DAY, appraise, publications_of, with_rounds
from tests.acceptance.office import (
    ANNEX,
    RANKING,
    SAMPLE,
    XUAN_LAM,
    Command,
    Office,
    change_workbook,
    contents,
    office_with_sample,
    read_sheet,
)

pytestmark = pytest.mark.usefixtures("in_one_process")


def corners(path: Path) -> set[str]:
    """The marks in the corners of all pages of a workbook, and the lines at their feet."""
    found: set[str] = set()
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                text = book.read(name).decode()
                for tag in ("oddHeader", "firstHeader", "oddFooter", "firstFooter"):
                    part = re.search(rf"<{tag}>.*&amp;\d+ (.*?)</{tag}>", text)
                    found.add(f"{tag}: {part[1]}" if part else tag)
    return found


def test_the_communes_of_the_only_district_that_sent_anything_become_official(
    official: tuple[Office, Published],
) -> None:
    office, done = official
    assert (done.number, done.lacking, done.folder.name) == (1, (), "chinh-thuc-01")
    assert done.notes == ("Bộ tiêu chí cấp huyện: chưa biết điểm tối đa, không công bố chính thức.",)
    ledger = office.ledger()
    standing = ledger.points("chinh_thuc")
    assert len(standing) == 17 * 6 == len(ledger.points("huyen_cham"))
    entry = standing[XUAN_LAM, "7.2.1"].entry
    assert (entry.points, entry.who, entry.on) == (Decimal("0.25"), "Nguyễn Thị Hoà", DAY)
    assert entry.evidence.sheet == "PL IB" and len(entry.evidence.file_hash) == 64
    assert ledger.links[-1].entry.kind == "publication" and ledger.head == done.entry


def test_the_official_annexes_say_what_the_draft_said_and_not_that_they_are_a_draft(
    official: tuple[Office, Published],
) -> None:
    office, done = official
    for name, sheet in ((ANNEX, "Phụ lục IB"), (RANKING, "Toàn tỉnh")):
        draft, final = (
            [
                row
                for row in read_sheet(folder / name, sheet)
                if isinstance(row[0], int) and isinstance(row[2], int | float)
            ]
            for folder in (office.published(), done.folder)
        )
        assert len(final) == 17 and final == draft
    assert sorted(contents(done.folder)) == [
        "Biểu tổng hợp toàn tỉnh.xlsx", "Phụ lục IB/Phụ lục IB - Huyện Nghi Xuân.xlsx",
        "Phụ lục IIB toàn tỉnh.xlsx", "Xếp hạng toàn tỉnh.xlsx", "manifest.json",
    ]  # fmt: skip


def test_every_page_of_a_draft_says_so_and_every_page_of_a_final_annex_bears_the_ledger(
    official: tuple[Office, Published],
) -> None:
    office, done = official
    printed = office.ledger().links[-1].entry.values["printed"]
    names = [name for name in contents(done.folder) if name.endswith(".xlsx")]
    assert len(names) == 4
    for name in names:
        draft, final = corners(office.published() / name), corners(done.folder / name)
        assert {one for one in draft if "Header" in one and not one.endswith("DỰ THẢO")} == set()
        assert not any("DỰ THẢO" in one for one in final)
        feet = {one for one in final if "Footer" in one}
        assert feet == {f"oddFooter: Sổ điểm đến mục {printed}", f"firstFooter: Sổ điểm đến mục {printed}"}
    manifest = json.loads((done.folder / "manifest.json").read_text(encoding="utf-8"))
    head = manifest["ledger"]
    assert printed.startswith(f"số {head['number']} – {head['hash'][:4]} ")


def test_the_next_draft_bears_the_head_and_a_month_without_change_is_still_told(copied: Office) -> None:
    copied.run()
    head = copied.ledger().head
    assert f"oddFooter: Sổ điểm đến mục {head.short}" in corners(copied.published() / ANNEX)
    assert "Không có gì thay đổi" in copied.run().messages[0]
    appraise(copied, "7.2.1", "0.5")
    assert not any("Không có gì thay đổi" in line for line in copied.run().messages)


def test_publishing_again_changes_nothing_until_something_has_changed(copied: Office) -> None:
    kept = copied.warehouse / "published" / SAMPLE / "chinh-thuc-01"
    before = contents(copied.folder), contents(kept)
    again = copied.publish()
    assert again.unchanged and again.number == 1
    assert (contents(copied.folder), contents(kept)) == before
    with_rounds(copied)
    appraise(copied, "7.2.1", "0.5")
    more = copied.publish()
    assert (more.unchanged, more.number, more.folder.name) == (False, 2, "chinh-thuc-02")
    rows = [row for row in read_sheet(more.folder / ANNEX, "Phụ lục IB") if row[1] == "UBND xã Xuân Lam"]
    assert rows[0][2] == 0.5 and rows[0][8] == 4
    assert contents(kept) == before[1]


def test_a_publication_that_was_interrupted_is_made_again_under_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_with_sample(tmp_path)
    office.run()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.operations.official.publish.write_manifest", interrupted)
    with pytest.raises(KeyboardInterrupt):
        office.publish()
    monkeypatch.undo()
    assert publications_of(office) == 0 and len(office.ledger().points("chinh_thuc")) == 17 * 6
    done = office.publish()
    assert (done.number, done.folder.name) == (1, "chinh-thuc-01")
    assert len([link for link in office.ledger().links if link.entry.round == "chinh_thuc"]) == 17 * 6 + 1


def test_a_file_that_was_taken_back_counts_no_more_after_another_month_was_run_with_it(
    copied: Office,
) -> None:
    sample = copied.inbox / "nghi-xuan" / "Báo cáo ISO 2021 - Nghi Xuân.xlsx"
    copied.run()
    again = copied.send("gửi lại.xlsx", sample)
    change_workbook(sample, again, {("PL IB", "A1"): "Gửi lại"})
    copied.run("2021-11")
    again.unlink()
    # The month is as it was published last; the warehouse, until it is filled again, still knows two versions.
    done = copied.publish()
    assert done.lacking == () and copied.ask("SELECT count(*) FROM inbox") == [(1,)]


def test_publish_without_final_writes_the_draft(tmp_path: Path, bangdiem: Command) -> None:
    office = office_with_sample(tmp_path)
    code, said, _ = bangdiem("publish", SAMPLE, *office.places)
    assert code == 0 and "Xếp hạng toàn tỉnh.xlsx" in said
    assert (office.published() / ANNEX).exists() and not (office.folder / "ledger.jsonl").exists()


def test_a_simulated_province_can_be_published_and_proved(tmp_path: Path, bangdiem: Command) -> None:
    built = build_demo(20, 1, 3, tmp_path, faults=False)
    office = Office(tmp_path / "raw", tmp_path / "warehouse", built.campaign)
    done = office.publish()
    assert done.lacking == () and done.number == 1
    code, said, _ = bangdiem("audit", built.campaign, *office.places)
    assert code == 0 and "Công bố lần 1: các tệp còn nguyên" in said
