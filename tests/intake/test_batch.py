"""Many files at once: in this process, in others, and where a file brings a process down."""

import datetime
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake import batch
from pipelines.intake.batch import Mark, ToRead, processes, read_files
from pipelines.intake.file_reader import Answers
from schemas.campaigns.campaign import load_campaign

SAMPLE = load_campaign(Path(__file__).parents[2] / "raw" / "ha-tinh-2021")
MARK = Mark(SAMPLE.id, datetime.date(2021, 12, 31), "d")


@pytest.fixture
def files(tmp_path: Path) -> list[ToRead]:
    """The sample's workbooks, and texts that are no workbooks, in 45 files: three batches."""
    found = sorted(path for path in (SAMPLE.folder / "inbox").rglob("*.xlsx"))
    listed = []
    for number in range(45):
        data = found[number].read_bytes() if number < len(found) else f"tệp {number}".encode()
        path = tmp_path / f"{number:02}.xlsx"
        path.write_bytes(data)
        listed.append(ToRead(path.name, hashlib.sha256(data).hexdigest(), str(path), len(data)))
    return listed


class InThisProcess(Executor):
    """A pool whose "process" dies as soon as it is given the file `deadly`."""

    def __init__(self, deadly: str) -> None:
        self.deadly = deadly

    def submit(self, work: Callable[..., Any], /, files: Sequence[ToRead], *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if any(file.path == self.deadly for file in files):
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(work(files))
        return future

    def map(self, work: Callable[..., Any], *batches: Any, **_: Any) -> Iterator[Any]:
        return (self.submit(work, one).result() for one in batches[0])


def test_two_processes_read_what_one_reads_in_the_same_order(files: list[ToRead]) -> None:
    told: list[int] = []
    with processes(2) as pool:
        by_two = read_files(SAMPLE, Answers(), files, MARK, told.append, pool)
    assert by_two == read_files(SAMPLE, Answers(), files, MARK, lambda _: None)
    assert by_two["files"]["path"].to_pylist() == [file.path for file in files] and sum(told) == 45


def test_a_file_that_brings_its_process_down_is_refused_and_stops_no_other(
    files: list[ToRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = files[25].path
    monkeypatch.setattr(batch, "processes", lambda _: InThisProcess(deadly))
    found = read_files(SAMPLE, Answers(), files, MARK, lambda _: None, InThisProcess(deadly))
    outcomes = dict(
        zip(found["files"]["path"].to_pylist(), found["files"]["outcome"].to_pylist(), strict=True)
    )
    alone = read_files(SAMPLE, Answers(), files, MARK, lambda _: None)["files"]
    expected = dict(zip(alone["path"].to_pylist(), alone["outcome"].to_pylist(), strict=True))
    assert outcomes == expected | {deadly: "refused"}
    said = [row for row in found["findings"].to_pylist() if row["file_hash"] == files[25].file_hash]
    assert [(row["code"], row["detail"]) for row in said] == [
        ("file_unreadable", "tệp làm dừng chương trình đọc")
    ]
