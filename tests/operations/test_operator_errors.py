"""What the analyst herself can get wrong: one Vietnamese line with file and line, exit code 2 or 3, nothing lost."""

import argparse
import errno
import logging
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.guard import guarded
from tests.acceptance.office import ROOT, SAMPLE, Command, Office, contents, office_with_sample

HOLD = """
import sys
from pathlib import Path
from pipelines.intake.files import processes
from pipelines.store.warehouse import Warehouse
with Warehouse.open_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_sample(tmp_path)


def run(bangdiem: Command, office: Office, *more: str) -> tuple[int, str, str]:
    places = ["--raw", office.raw, "--warehouse", office.warehouse]
    return bangdiem("run", office.campaign, "--direct", "--no-charts", *places, *more)


def change(path: Path, old: str, new: str) -> int:
    """Replaces a piece of a declaration; the line on which it stands."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand once in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return 1 + text[: text.index(old)].count("\n")


def refused(result: tuple[int, str, str], *said: str) -> None:
    code, shown, complaints = result
    assert code == 2, complaints
    for part in said:
        assert part in complaints
    assert "Traceback" not in complaints + shown


def test_an_unknown_campaign_is_named_beside_those_there_are(bangdiem: Command, office: Office) -> None:
    office.campaign = "ha-tinh-2O21"
    refused(run(bangdiem, office), "Không có đợt “ha-tinh-2O21”", "ha-tinh-2021")


def test_a_month_before_the_period_is_a_slip_of_the_year(bangdiem: Command, office: Office) -> None:
    refused(
        run(bangdiem, office, "--month", "11/2012"),
        "Tháng 11/2012 trước kỳ báo cáo của đợt (năm 2021); hãy kiểm tra --month.",
    )
    assert not (office.warehouse / "published").exists()


def test_a_name_with_its_marks_apart_is_the_same_campaign(bangdiem: Command, office: Office) -> None:
    apart = unicodedata.normalize("NFD", "Hà Tĩnh")
    office.folder.rename(office.raw / apart)
    office.campaign = "Hà Tĩnh"
    assert run(bangdiem, office)[0] == 0
    assert (office.warehouse / "published" / apart / "2021-12" / "manifest.json").is_file()
    code, said, _ = run(bangdiem, office)
    assert code == 0 and "Không có gì thay đổi" in said


def test_a_raw_folder_without_any_campaign_is_told(bangdiem: Command, tmp_path: Path) -> None:
    office = Office(tmp_path / "raw", tmp_path / "warehouse")
    refused(run(bangdiem, office), "chưa có đợt nào")


def test_a_month_that_does_not_exist_in_the_campaign_is_refused_at_its_line(
    bangdiem: Command, office: Office
) -> None:
    line = change(office.folder / "campaign.toml", 'default_month = "2021-12"', 'default_month = "2021-13"')
    refused(run(bangdiem, office), f"campaign.toml, dòng {line}", "2021-13")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Báo cáo', 'titel = "Báo cáo', "title"),
        ('register = "2025-06-30"', 'register = "2024-06-30"', "2024-06-30"),
        (
            'level = "commune"\ndecision = "ha-tinh/3396-qd-ubnd-2021"',
            'level = "commune"\ndecision = "ha-tinh/1"',
            "ha-tinh/1",
        ),
        ('ranked_round = "huyen_cham"', 'ranked_round = "huyện chấm"', "huyện chấm"),
        ('form = "iib_1"', 'form = "iib_7"', "iib_7"),
        ('province = "42"', 'province = "42', "campaign.toml"),
    ],
    ids=[
        "a key misspelled",
        "no such register",
        "no such decision",
        "no such round",
        "no such form",
        "no TOML",
    ],
)
def test_a_broken_campaign_is_refused(
    bangdiem: Command, office: Office, old: str, new: str, said: str
) -> None:
    change(office.folder / "campaign.toml", old, new)
    refused(run(bangdiem, office), "campaign.toml", said)
    assert not office.published().exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("decision.toml", 'ties = "competition"', 'ties = "olympic"', "olympic"),
        ("decision.toml", 'grid = "0.25"', 'grid = "0.3"', "không nằm trên thang"),
        ("decision.toml", 'total = "5"', 'total = "6"', "6"),
        ("decision.toml", "date = 2021-10-11", "date = 2021-13-11", "decision.toml"),
        ("criteria.csv", "\nIII,7.2.2,", "\nIII,7.2.1,", "7.2.1"),
    ],
    ids=[
        "no such tie rule",
        "maxima off the grid",
        "parts that do not add up",
        "no date",
        "a criterion twice",
    ],
)
def test_a_broken_decision_is_refused_before_anyone_is_scored(
    bangdiem: Command, office: Office, file: str, old: str, new: str, said: str
) -> None:
    source, decision = ROOT / "schemas/criteria/ha-tinh/3396-qd-ubnd-2021", office.folder / "quyet-dinh"
    decision.mkdir()
    for path in source.iterdir():
        if path.is_file():
            (decision / path.name).write_bytes(path.read_bytes())
    campaign = office.folder / "campaign.toml"
    text = campaign.read_text(encoding="utf-8")
    campaign.write_text(text.replace('"ha-tinh/3396-qd-ubnd-2021"', '"./quyet-dinh"'), encoding="utf-8")
    change(decision / file, old, new)
    refused(run(bangdiem, office), file, "dòng", said)
    assert not office.published().exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hash,received_on,", "hash,received,", "received_on"),
        ("", "31/02/2021", "“31/02/2021” không phải là ngày"),
        ("", "hôm qua", "“hôm qua” không phải là ngày"),
    ],
    ids=["a column renamed", "no such day", "words for a day"],
)
def test_a_wrong_book_of_arrivals_is_refused_at_its_line(
    bangdiem: Command, office: Office, old: str, new: str, said: str
) -> None:
    book = office.folder / "arrivals.csv"
    text = book.read_text(encoding="utf-8-sig")
    text = text.replace(old, new) if old else text + f"{'a' * 64},{new},1/BC,,,\n"
    book.write_text(text, encoding="utf-8")
    refused(run(bangdiem, office), "arrivals.csv", f"dòng {1 if old else 2}", said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("unit,Xuân X,Xã Không Có,,", "“Xã Không Có” không phải mã hay tên đầy đủ"),
        ("indicator,Số dự án,Số dự án,,", "“Số dự án” không phải mã hay tên của một chỉ tiêu"),
        ("quyết định,a,b,,", "loại “quyết định”"),
        ("sender,,Huyện Can Lộc,12,", "mã tệp “12”"),
        ("unit,Xuân X,,,", "cột “answer” trống"),
        ("sender,a.xlsx,Huyện Can Lộc,,", "“sender” phải ghi mã tệp"),
        (f"sender,,Huyện X,{'a' * 12},", "“Huyện X” không phải mã hay tên đầy đủ"),
        (f"unit,Xuân X,Xã Xuân Lam,{'a' * 12},", "chỉ câu trả lời “sender” được ghi mã tệp"),
    ],
    ids=[
        "no such unit",
        "no such indicator",
        "no such kind",
        "a hash too short",
        "no answer",
        "no file",
        "no such sender",
        "a file too many",
    ],
)
def test_an_answer_that_names_nothing_is_refused(
    bangdiem: Command, office: Office, line: str, said: str
) -> None:
    answers = office.folder / "answers.csv"
    answers.write_text(answers.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    refused(run(bangdiem, office), "answers.csv, dòng 2", said)


def test_a_file_to_check_that_is_not_there_is_told(bangdiem: Command, office: Office) -> None:
    refused(bangdiem("check", office.raw / "không có.xlsx", "--raw", office.raw), "Không có tệp")
    (office.raw / "rỗng").mkdir()
    refused(bangdiem("check", office.raw / "rỗng", "--raw", office.raw), "không có tệp nào")
    sent = bangdiem("receive", SAMPLE, office.raw / "rỗng", "--raw", office.raw)
    refused(sent, "là thư mục; hãy ghi tên từng tệp")


def test_of_a_folder_every_file_below_it_is_checked(bangdiem: Command, office: Office) -> None:
    (office.inbox / "Zalo").mkdir()
    (office.inbox / "Zalo" / "hỏng.xlsx").write_bytes(b"x")
    code, shown, _ = bangdiem("check", office.inbox, "--raw", office.raw)
    assert code == 4
    assert "Phụ lục IB – Huyện Nghi Xuân" in shown and "hỏng.xlsx" in shown
    assert shown.rstrip().endswith("2 tệp, 1 tệp phải sửa.")


@pytest.fixture
def held(office: Office) -> Iterator[Office]:
    """The office while another process writes to its warehouse."""
    command = [sys.executable, "-c", HOLD, str(office.warehouse)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout and child.stdout.readline().strip() == b"held"
        yield office
        child.kill()


def test_while_another_run_writes_the_second_ends_with_3_and_changes_nothing(
    bangdiem: Command, held: Office
) -> None:
    code, _, complaints = run(bangdiem, held)
    assert code == 3
    assert "Một lượt chạy khác đang ghi vào kho" in complaints
    assert not held.published().exists()


@pytest.mark.parametrize("name", ["Xếp hạng toàn tỉnh.xlsx", "Phụ lục IB/Phụ lục IB - Huyện Nghi Xuân.xlsx"])
def test_an_output_open_in_excel_costs_a_message_and_is_written_the_next_time(
    bangdiem: Command, office: Office, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    code, _, _ = run(bangdiem, office)
    assert code == 0
    before = contents(office.published())
    # Another decimal of one point changes the annex, the ranking, the board and the sources.
    from tests.acceptance.office import SAMPLE_FILE, change_workbook

    sent = office.inbox / SAMPLE_FILE
    change_workbook(sent, sent, {("PL IB", "C9"): "0,5", ("PL IB", "I9"): "4,0"})
    real = os.replace

    def refuse(source: object, target: object, **more: object) -> None:
        if Path(str(target)).name == Path(name).name:
            raise PermissionError(13, "open in Excel")
        real(source, target, **more)  # type: ignore[arg-type,call-overload]

    with monkeypatch.context() as patched:
        # What is patched here is not patched in other processes.
        patched.setattr(
            "pipelines.intake.files.processes.reading_processes",
            lambda folder, count: ThreadPoolExecutor(count),
        )
        patched.setattr(os, "replace", refuse)
        patched.setattr(Path, "replace", lambda path, target: refuse(path, target))
        code, shown, complaints = run(bangdiem, office)
    assert code == 0, complaints
    assert f"“{Path(name).name}” đang mở trong chương trình khác" in shown
    between = contents(office.published())
    assert between[name] == before[name]
    assert {one for one in between if between[one] != before.get(one)} >= {"Theo dõi.xlsx", "manifest.json"}

    code, shown, _ = run(bangdiem, office)
    assert code == 0
    assert "đang mở" not in shown
    assert contents(office.published())[name] != before[name]
    assert not list(office.published().rglob("*(bản mới)*")), (
        "the copy kept meanwhile is out of date from now on"
    )


def test_a_file_that_cannot_be_opened_is_told_and_the_rest_is_read(
    bangdiem: Command, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.store import inbox

    office.send("khóa quyền.xlsx", b"anything")
    real = inbox.hash_file

    def refuse(location: str) -> tuple[str, int]:
        if "khóa quyền" in location:
            raise PermissionError(13, "Permission denied")
        return real(location)

    monkeypatch.setattr(inbox, "hash_file", refuse)
    code, shown, complaints = run(bangdiem, office)
    assert code == 0, complaints
    assert "Không mở được khóa quyền.xlsx" in shown
    assert len(office.states()) == 65


def test_strict_tells_by_its_code_that_a_file_has_errors(bangdiem: Command, office: Office) -> None:
    code, _, _ = run(bangdiem, office, "--strict")
    assert code == 0
    office.send("rỗng.xlsx", b"")
    code, _, _ = run(bangdiem, office, "--strict")
    assert code == 4
    code, _, _ = run(bangdiem, office)
    assert code == 0


def test_the_sample_campaign_is_the_one_that_a_loose_file_is_checked_by(
    bangdiem: Command, office: Office
) -> None:
    path = next(office.inbox.rglob("*.xlsx"))
    code, shown, _ = bangdiem("check", path, "--raw", office.raw)
    assert code == 0
    assert "Phụ lục IB – Huyện Nghi Xuân" in shown
    assert SAMPLE in os.fspath(office.folder)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("raw/ha-tinh-2021/arrivals.csv", "arrivals.csv”: ở đó là một thư mục"),
        ("warehouse/logs/bangdiem.log", "bangdiem.log”: ở đó là một thư mục"),
        (
            "warehouse/published/ha-tinh-2021/2021-12/Theo dõi.xlsx",
            "2021-12/Theo dõi.xlsx”: ở đó là một thư mục",
        ),
    ],
)
def test_a_folder_in_the_place_of_a_file_is_named_in_one_vietnamese_line(
    bangdiem: Command, office: Office, place: str, said: str
) -> None:
    path = office.raw.parent / place
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)
    result = run(bangdiem, office)
    refused(result, said)
    assert result[2].startswith("Không đọc hoặc không ghi được “")


def test_a_campaign_without_its_inbox_is_told_and_makes_nothing_official(
    bangdiem: Command, office: Office
) -> None:
    office.inbox.rename(office.folder / "inbox cũ")
    code, shown, _ = run(bangdiem, office)
    assert code == 0 and f"Không có thư mục {office.inbox}: chưa đọc tệp nào." in shown
    code, _, complaints = bangdiem(
        "publish", office.campaign, "--final", "--by", "Hoà", "--date", "01/02/2022", *office.places
    )
    assert code == 2
    assert complaints == "Chưa công bố được: đến hết ngày 31/12/2021 chưa đơn vị nào có điểm để công bố."
    assert not office.ledger().links


@pytest.mark.parametrize("text", ['{"outputs": 3}', '{"made_from": []}', '{"inputs": "x"}', "[]", "{{"])
def test_a_manifest_that_is_none_is_written_anew(bangdiem: Command, office: Office, text: str) -> None:
    path = office.published() / "manifest.json"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert run(bangdiem, office)[0] == 0
    assert '"summary"' in path.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_hides_nothing_and_adds_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def act(_: argparse.Namespace) -> int:
        (tmp_path / "logs").rmdir()  # as if it could only be read
        raise PermissionError(errno.EACCES, "denied", str(tmp_path / "writer.lock"))

    handlers = list(logging.getLogger().handlers)
    code = guarded(act, argparse.Namespace(warehouse=tmp_path))
    for added in set(logging.getLogger().handlers) - set(handlers):
        logging.getLogger().removeHandler(added)
    said = capfd.readouterr().err
    assert code == 2 and said.count("\n") == 1 and "writer.lock”: không có quyền" in said
