"""One writer at a time, also in the instant in which the database file itself is closed to be copied."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.store.lock import Busy, WriterLock

HOLD = """
import sys
from pathlib import Path
from pipelines.store.lock import WriterLock
lock = WriterLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_lock_keeps_another_process_out_until_that_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout and child.stdout.readline().strip() == b"held"
        with pytest.raises(Busy):
            WriterLock(path)
        child.kill()
    WriterLock(path).release()


def test_the_same_process_cannot_take_it_twice_and_may_release_it_twice(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "writer.lock")
    with pytest.raises(Busy):
        WriterLock(tmp_path / "writer.lock")
    lock.release()
    lock.release()
    WriterLock(tmp_path / "writer.lock").release()
