"""What lies in inbox/, by content, and how a file gets there."""

import errno
import hashlib
import os
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from pipelines.store.arrivals import load_arrivals
from pipelines.store.inbox import ARRIVALS, BookBusy, receive, take_stock
from pipelines.store.lock import WriterLock

DAY = date(2021, 11, 15)


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_any_folders_and_names_are_found_in_the_order_of_their_paths(
    tmp_path: Path,
) -> None:
    inbox = tmp_path / "inbox"
    for name in ("b/Báo cáo (2).xlsx", "a/x y.xls", "~$khóa.xlsx", "b/c/d/không đuôi"):
        put(inbox / name, name.encode())
    stock = take_stock(inbox)
    assert [one.path for one in stock.files] == [
        "a/x y.xls",
        "b/Báo cáo (2).xlsx",
        "b/c/d/không đuôi",
        "~$khóa.xlsx",
    ]
    first = stock.files[0]
    assert first.file_hash == hashlib.sha256(b"a/x y.xls").hexdigest()
    assert first.bytes == 9 and Path(first.location).read_bytes() == b"a/x y.xls"


def test_no_inbox_is_an_empty_one(tmp_path: Path) -> None:
    assert take_stock(tmp_path / "inbox") == ([], [])


def test_more_files_than_one_share_all_get_their_own_hash(tmp_path: Path) -> None:
    for i in range(150):
        put(tmp_path / f"{i:03}.csv", str(i).encode())
    files = take_stock(tmp_path).files
    assert [one.file_hash for one in files] == [
        hashlib.sha256(str(i).encode()).hexdigest() for i in range(150)
    ]


def test_a_file_larger_than_one_block_is_hashed_whole(tmp_path: Path) -> None:
    data = os.urandom(3 * (1 << 20) + 5)
    put(tmp_path / "to.xlsx", data)
    [one] = take_stock(tmp_path).files
    assert (one.file_hash, one.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.skipif(
    sys.platform == "win32",
    reason="Windows grants links and odd bytes to administrators only",
)
def test_links_are_not_followed_and_names_in_old_encodings_can_be_printed(
    tmp_path: Path,
) -> None:
    inbox = tmp_path / "inbox"
    put(inbox / "that.xlsx", b"1")
    (inbox / "vong").symlink_to(inbox, target_is_directory=True)
    (inbox / "lien-ket.xlsx").symlink_to(inbox / "that.xlsx")
    if sys.platform == "linux":
        odd = os.fsencode(inbox) + b"/x\xc3.xls"
        with open(odd, "wb") as file:
            file.write(b"2")
    files = take_stock(inbox).files
    assert "that.xlsx" in [one.path for one in files] and not any("ket" in one.path for one in files)
    assert all(one.path.encode() and Path(one.location).read_bytes() for one in files)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0,
    reason="needs a user whom permissions stop",
)
def test_what_cannot_be_opened_is_listed_and_stops_nothing(tmp_path: Path) -> None:
    put(tmp_path / "doc.xlsx", b"1")
    put(tmp_path / "khoa.xlsx", b"2").chmod(0)
    stock = take_stock(tmp_path)
    assert [one.path for one in stock.files] == ["doc.xlsx"]
    assert [one.path for one in stock.unreadable] == ["khoa.xlsx"]


def test_a_file_that_vanishes_while_it_is_hashed_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a.xlsx", b"1")
    gone = put(tmp_path / "b.xlsx", b"2")
    from pipelines.store import inbox

    real = inbox.hash_file

    def hash_late(location: str) -> tuple[str, int]:
        gone.unlink(missing_ok=True)
        return real(location)

    monkeypatch.setattr(inbox, "hash_file", hash_late)
    stock = take_stock(tmp_path)
    assert [one.path for one in stock.files] == ["a.xlsx"]
    assert [one.path for one in stock.unreadable] == ["b.xlsx"] and stock.unreadable[0].reason


def test_a_received_file_is_copied_and_noted_once(tmp_path: Path) -> None:
    campaign, file = tmp_path / "dot", put(tmp_path / "gui" / "IB.xlsx", b"mot")
    first = receive(campaign, file, DAY, "12/BC-UBND", "2021-11-14")
    assert first.copied and first.earlier is None and (campaign / "inbox" / "IB.xlsx").read_bytes() == b"mot"
    again = receive(campaign, put(tmp_path / "khac" / "ten-khac.xlsx", b"mot"), date(2021, 12, 1))
    assert not again.copied and again.path == "IB.xlsx"
    assert again.earlier and again.earlier.received_on == DAY
    arrivals = load_arrivals(campaign / "arrivals.csv")
    assert [(one.number, one.doc_date) for one in arrivals.values()] == [("12/BC-UBND", "2021-11-14")]


def test_another_file_of_the_same_name_gets_a_numbered_one_and_nothing_is_overwritten(
    tmp_path: Path,
) -> None:
    campaign = tmp_path / "dot"
    names = [receive(campaign, put(tmp_path / s / "IB.xlsx", s.encode()), DAY).path for s in "abc"]
    assert names == ["IB.xlsx", "IB (2).xlsx", "IB (3).xlsx"]
    assert [(campaign / "inbox" / name).read_bytes() for name in names] == [
        b"a",
        b"b",
        b"c",
    ]
    assert sorted(path.name for path in campaign.iterdir()) == ["arrivals.csv", "arrivals.lock", "inbox"]


def test_a_file_that_lies_in_the_inbox_already_is_only_registered(
    tmp_path: Path,
) -> None:
    file = put(tmp_path / "dot" / "inbox" / "huyện" / "IB.xlsx", b"mot")
    received = receive(tmp_path / "dot", file, DAY)
    assert (received.path, received.copied, received.earlier) == (
        "huyện/IB.xlsx",
        False,
        None,
    )
    assert len(take_stock(tmp_path / "dot" / "inbox").files) == 1


def test_a_decomposed_name_is_stored_composed_so_that_windows_and_excel_show_it(
    tmp_path: Path,
) -> None:
    file = put(tmp_path / unicodedata.normalize("NFD", "Tổng hợp.xlsx"), b"mot")
    assert receive(tmp_path / "dot", file, DAY).path == unicodedata.normalize("NFC", "Tổng hợp.xlsx")


def test_a_copy_that_cannot_be_ended_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(tmp_path / "IB.xlsx", b"IB")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        receive(tmp_path / "dot", file, DAY)
    assert {path.name for path in (tmp_path / "dot").rglob("*")} == {"inbox", "arrivals.lock"}


def test_a_copy_that_gets_no_name_leaves_no_empty_workbook_among_the_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(tmp_path / "IB.xlsx", b"IB")

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(PermissionError):
        receive(tmp_path / "dot", file, DAY)
    assert {path.name for path in (tmp_path / "dot").rglob("*")} == {"inbox", "arrivals.lock"}


NOTE = """
import sys
from datetime import date
from pathlib import Path
from pipelines.store.inbox import receive
receive(Path(sys.argv[1]), Path(sys.argv[2]), date(2021, 11, 15), sys.argv[3])
"""


def test_people_who_note_one_file_at_once_leave_one_copy_and_one_line(tmp_path: Path) -> None:
    (tmp_path / "dot").mkdir()
    file = put(tmp_path / "bao cao.xlsx", b"x" * 5_000_000)
    command = [sys.executable, "-c", NOTE, str(tmp_path / "dot"), str(file)]
    root = Path(__file__).parents[2]
    at_once = [subprocess.Popen([*command, f"{number}/BC"], cwd=root) for number in range(4)]
    assert [one.wait() for one in at_once] == [0, 0, 0, 0]
    assert [path.name for path in (tmp_path / "dot" / "inbox").iterdir()] == ["bao cao.xlsx"]
    assert len(load_arrivals(tmp_path / "dot" / ARRIVALS)) == 1


def test_a_book_that_somebody_goes_on_writing_is_told_and_nothing_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.store.inbox._PATIENCE_SECONDS", 0)
    file = put(tmp_path / "bao cao.xlsx", b"x")
    lock = WriterLock(tmp_path / "arrivals.lock")
    with pytest.raises(BookBusy, match="Một lệnh khác đang vào sổ"):
        receive(tmp_path, file, DAY)
    lock.release()
    assert not (tmp_path / "inbox").exists() and not receive(tmp_path, file, DAY).earlier
