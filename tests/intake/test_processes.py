"""Many files at once: in this process, in others, and where a file brings a process down."""

import datetime
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake.files import processes as in_processes
from pipelines.intake.files.answers import Answers
from pipelines.intake.files.batch import make_reader, read_batch
from pipelines.intake.files.processes import BeingRead, processes
from pipelines.intake.files.to_read import Mark, ToRead
from schemas.campaigns.campaign import load_campaign

ROOT = Path(__file__).parents[2]
SAMPLE = load_campaign(ROOT / "raw" / "ha-tinh-2021")
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
        self.given: list[int] = []

    def submit(self, work: Callable[..., Any], /, files: Sequence[ToRead], *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.given.append(len(files))
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
        by_two = BeingRead(pool, SAMPLE, Answers(), files, MARK).tables(told.append)
    assert by_two == read_batch(make_reader(SAMPLE, Answers()), files, MARK)
    assert by_two["files"]["path"].to_pylist() == [file.path for file in files] and sum(told) == 45


def test_a_file_that_brings_its_process_down_is_refused_and_stops_no_other(
    files: list[ToRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = files[25].path
    started: list[InThisProcess] = []

    def another(_: int) -> InThisProcess:
        started.append(InThisProcess(deadly))
        return started[-1]

    monkeypatch.setattr(in_processes, "processes", another)
    found = BeingRead(InThisProcess(deadly), SAMPLE, Answers(), files, MARK).tables(lambda _: None)
    outcomes = dict(
        zip(found["files"]["path"].to_pylist(), found["files"]["outcome"].to_pylist(), strict=True)
    )
    alone = read_batch(make_reader(SAMPLE, Answers()), files, MARK)["files"]
    expected = dict(zip(alone["path"].to_pylist(), alone["outcome"].to_pylist(), strict=True))
    assert outcomes == expected | {deadly: "refused"}
    said = [row for row in found["findings"].to_pylist() if row["file_hash"] == files[25].file_hash]
    assert [(row["code"], row["detail"]) for row in said] == [
        ("file_unreadable", "tệp làm chương trình đọc dừng giữa chừng")
    ]
    # A process is started where one came down, not for every file that was left: it takes half a second.
    assert [one.given for one in started] == [[20], [1] * 6, [1] * 14 + [5]]


PARENT = """
import time
from pipelines.intake.files.processes import processes
if __name__ == "__main__":
    with processes(2) as pool:
        [one.result() for one in [pool.submit(time.sleep, 0.2) for _ in range(2)]]
        print(*pool._processes, flush=True)
        [one.result() for one in [pool.submit(time.sleep, 3) for _ in range(2)]]
"""


STARTING = """
import time
from pipelines.intake.files.processes import processes
if __name__ == "__main__":
    with processes(2) as pool:
        for _ in range(2):
            pool.submit(time.sleep, 0)
        print(*pool._processes, flush=True)
        time.sleep(3)
"""


def started(tmp_path: Path, program: str = PARENT) -> tuple[subprocess.Popen[str], list[int]]:
    """A process with a console of its own that has started two more, and their numbers."""
    script = tmp_path / "parent.py"
    script.write_text(program, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert parent.stdout
    return parent, [int(number) for number in parent.stdout.readline().split()]


def is_there(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="signal 0 asks whether a process lives on Unix only")
def test_processes_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    parent, others = started(tmp_path)
    assert len(others) == 2 and all(map(is_there, others))
    parent.kill()
    parent.wait()
    until = time.monotonic() + 5
    while any(map(is_there, others)) and time.monotonic() < until:
        time.sleep(0.05)
    left = [number for number in others if is_there(number)]
    for number in left:
        os.kill(number, signal.SIGKILL)
    assert left == []


@pytest.mark.skipif(sys.platform == "win32", reason="a group of processes is interrupted so on Unix only")
@pytest.mark.parametrize("program", [PARENT, STARTING], ids=["they work", "they only start"])
def test_ctrl_c_is_answered_by_the_run_alone(tmp_path: Path, program: str) -> None:
    parent, others = started(tmp_path, program)
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate(timeout=20)
    assert said.count("KeyboardInterrupt") == 1 and "Process SpawnProcess" not in said
    assert not any(map(is_there, others))
