"""Processes are started as soon as files look new, once, and as many as there is work for."""

import os
import shutil
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.operations.month.readers import Readers
from pipelines.store.inbox import changed_since


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Three files, one of them in a folder, and a manifest made after them."""
    (tmp_path / "inbox" / "huyện").mkdir(parents=True)
    for name in ("a.xlsx", "b.xlsx", "huyện/c.xlsx"):
        (tmp_path / "inbox" / name).write_bytes(b"x")
    (tmp_path / "manifest.json").write_bytes(b"{}")
    later = max(path.stat().st_ctime_ns for path in (tmp_path / "inbox").rglob("*")) + 1
    os.utime(tmp_path / "manifest.json", ns=(later, later))
    return tmp_path / "inbox"


def test_all_files_look_new_before_the_first_publication_and_none_after_it(inbox: Path) -> None:
    assert changed_since(inbox, inbox.parent / "none.json") == 3
    assert changed_since(inbox, inbox.parent / "manifest.json") == 0
    assert changed_since(inbox.parent / "no inbox", inbox.parent / "none.json") == 0


def test_a_file_written_again_and_a_copy_that_bears_an_old_date_look_new(inbox: Path) -> None:
    manifest = inbox.parent / "manifest.json"
    late = manifest.stat().st_mtime_ns + 10**9
    os.utime(inbox / "huyện" / "c.xlsx", ns=(late, late))
    assert changed_since(inbox, manifest) == 1
    os.utime(manifest, ns=(1, 1))
    shutil.copy2(inbox / "a.xlsx", inbox / "d.xlsx")
    os.utime(inbox / "d.xlsx", ns=(0, 0))
    assert changed_since(inbox, manifest) == 4


def test_processes_are_started_once_and_again_only_when_more_are_needed(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[int, Executor]] = []

    def start(folder: Path, count: int) -> Executor:
        started.append((count, ThreadPoolExecutor(count)))
        return started[-1][1]

    monkeypatch.setattr("pipelines.intake.files.processes.reading_processes", start)
    readers = Readers(inbox.parent)
    readers.expect(inbox, inbox.parent / "manifest.json")
    assert started == []
    readers.expect(inbox, inbox.parent / "none.json")
    readers.start(0)
    readers.start(299)
    assert [count for count, _ in started] == [1]
    readers.start(300)
    readers.start(3)
    assert [count for count, _ in started] == [1, 2] and readers.pool is started[1][1]
    with pytest.raises(RuntimeError):
        started[0][1].submit(print)  # it was sent away
    readers.close()
    with pytest.raises(RuntimeError):
        started[1][1].submit(print)
