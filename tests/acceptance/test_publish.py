"""A campaign made official: what is lacking stops it, and the paper says nothing of a draft."""

import datetime
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.demo.province import build_demo
from pipelines.operations.publish import Published
from pipelines.operations.request import OperatorError
from pipelines.store.ledger import Entry
from tests.acceptance.office import (
    ANNEX,
    RANKING,
    SAMPLE,
    SAMPLE_FILE,
    XUAN_LAM,
    Command,
    Office,
    change_workbook,
    contents,
    office_with_sample,
    read_sheet,
)

DAY = datetime.date(2022, 2, 1)


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


def with_rounds(office: Office, more: str = "") -> None:
    """The sample as if the department had appraised in January 2022."""
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('takes = ["huyen_cham"]', 'takes = ["tham_dinh_1", "huyen_cham"]')
    path.write_text(
        text + '\n[[round]]\nround = "tham_dinh_1"\ncloses = 2022-01-20\n' + more, encoding="utf-8"
    )


def appraise(office: Office, criterion: str, points: str | None = None, **more: object) -> None:
    """An act of appraisal on the first commune of the sample."""
    told: dict[str, object] = {
        "kind": "points", "round": "tham_dinh_1", "unit": XUAN_LAM, "decision": "ha-tinh/3396-qd-ubnd-2021",
        "annex": "III", "criterion": criterion, "points": None if points is None else Decimal(points),
        "who": "Trần Văn Bình", "on": datetime.date(2022, 1, 15), "reason": "đã xem hồ sơ",
    }  # fmt: skip
    office.ledger().append([Entry(**(told | more))])  # type: ignore[arg-type]


# -- what becomes official ------------------------------------------------------------------------------------------


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

    monkeypatch.setattr("pipelines.operations.publish.write_manifest", interrupted)
    with pytest.raises(KeyboardInterrupt):
        office.publish()
    monkeypatch.undo()
    assert publications_of(office) == 0 and len(office.ledger().points("chinh_thuc")) == 17 * 6
    done = office.publish()
    assert (done.number, done.folder.name) == (1, "chinh-thuc-01")
    assert len([link for link in office.ledger().links if link.entry.round == "chinh_thuc"]) == 17 * 6 + 1


# -- what is lacking ------------------------------------------------------------------------------------------------


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


def publications_of(office: Office) -> int:
    return sum(link.entry.kind == "publication" for link in office.ledger().links)


@pytest.mark.parametrize(
    ("more", "by", "problem"),
    [
        ("", " ", "Hãy ghi người chịu trách nhiệm công bố"),
        ("closes = 2022-01-31\n", "Hoà", "vòng chính thức đã khóa: chỉ mở đến hết ngày 31/01/2022"),
        ("opens = 2022-02-02\n", "Hoà", "vòng chính thức chưa mở: mở từ ngày 02/02/2022"),
    ],
)
def test_nobody_publishes_without_a_name_or_on_a_day_that_is_locked(
    tmp_path: Path, more: str, by: str, problem: str
) -> None:
    office = office_with_sample(tmp_path)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace(
        'takes = ["huyen_cham"]\n', f'takes = ["huyen_cham"]\n{more}'
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OperatorError, match=problem):
        office.publish(by=by)
    assert not office.warehouse.exists()


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


def test_nobody_publishes_on_a_day_to_come(tmp_path: Path) -> None:
    office = office_with_sample(tmp_path)
    with pytest.raises(OperatorError, match="Ngày 01/02/2199 chưa đến"):
        office.publish(datetime.date(2199, 2, 1))
    assert not office.warehouse.exists()


@pytest.mark.parametrize("keep", [0, 100])
def test_nothing_goes_on_with_a_ledger_that_has_lost_what_was_published(
    copied: Office, bangdiem: Command, keep: int
) -> None:
    path = copied.folder / "ledger.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:keep]))
    before = contents(copied.raw.parent)
    with_rounds(copied)
    for command in (
        ("publish", SAMPLE, "--final", "--by", "Hoà", "--date", "2022-02-02"),
        ("appraise", "export", SAMPLE, "--date", "2022-01-10"),
        ("run", SAMPLE, "--direct", "--no-charts"),
    ):
        code, _, complaint = bangdiem(*command, *copied.places)
        assert code == 2 and f"dòng {keep + 1}: không khớp: sổ chỉ còn {keep} mục" in complaint
        assert "Khôi phục sổ từ bản sao lưu" in complaint
    unchanged = contents(copied.raw.parent)
    assert {name for name in before if before[name] != unchanged[name]} <= {f"raw/{SAMPLE}/campaign.toml"}


@pytest.mark.parametrize(
    "command", [("run", "--direct", "--no-charts"), ("audit",), ("audit", "--set-aside")]
)
def test_a_folder_in_the_ledgers_place_is_told_in_one_line(
    tmp_path: Path, bangdiem: Command, command: tuple[str, ...]
) -> None:
    office = office_with_sample(tmp_path)
    (office.folder / "ledger.jsonl").mkdir()
    code, _, complaint = bangdiem(command[0], SAMPLE, *command[1:], *office.places)
    assert code == 2 and "\n" not in complaint and "ledger.jsonl”: ở đó là một thư mục" in complaint


def test_a_campaign_that_does_not_say_what_is_official_is_told_so(tmp_path: Path, bangdiem: Command) -> None:
    office = office_with_sample(tmp_path)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace(
        'round = "chinh_thuc"\ntakes = ["huyen_cham"]', 'round = "giai_trinh"'
    )
    path.write_text(text, encoding="utf-8")
    code, _, complaint = bangdiem("publish", SAMPLE, "--final", "--by", "Hoà", *office.places)
    assert code == 2 and "thêm mục [[round]] “chinh_thuc” với “takes” vào campaign.toml" in complaint


def test_publish_without_final_writes_the_draft(tmp_path: Path, bangdiem: Command) -> None:
    office = office_with_sample(tmp_path)
    code, said, _ = bangdiem("publish", SAMPLE, *office.places)
    assert code == 0 and "Xếp hạng toàn tỉnh.xlsx" in said
    assert (office.published() / ANNEX).exists() and not (office.folder / "ledger.jsonl").exists()


@pytest.mark.parametrize("more", [("--by", "Hoà"), ("--date", "2022-02-01")])
def test_nobody_names_himself_or_a_day_for_a_draft(
    tmp_path: Path, bangdiem: Command, more: tuple[str, ...]
) -> None:
    office = office_with_sample(tmp_path)
    code, _, complaint = bangdiem("publish", SAMPLE, *more, *office.places)
    assert (code, complaint.count("\n")) == (2, 0) and "--final" in complaint
    assert not (office.warehouse / "published").exists()


def test_a_simulated_province_can_be_published_and_proved(tmp_path: Path, bangdiem: Command) -> None:
    built = build_demo(20, 1, 3, tmp_path, faults=False)
    office = Office(tmp_path / "raw", tmp_path / "warehouse", built.campaign)
    done = office.publish()
    assert done.lacking == () and done.number == 1
    code, said, _ = bangdiem("audit", built.campaign, *office.places)
    assert code == 0 and "Công bố lần 1: các tệp còn nguyên" in said
