"""One writer at a time: an exclusive lock on a file, held by the process and freed by the system when it dies."""

import os
import sys
from pathlib import Path
from typing import IO

_held_here: set[Path] = set()


class Busy(Exception):
    """Another command is writing. `str()` of those that reach a user is a Vietnamese line."""


class WarehouseBusy(Busy):
    """Another run is writing to this warehouse."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Một lượt chạy khác đang ghi vào kho {folder}; đợi lượt chạy đó xong rồi chạy lại.")


class WriterLock:
    """Held from construction to `release`. Raises Busy at once, never waits.

    A killed process leaves the file but not the lock. Children made by fork do not inherit it, so workers that
    outlive a killed run by a moment do not keep the next one out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        if self._path in _held_here:  # Unix grants a second lock to the same process
            raise Busy
        self._file: IO[bytes] = path.open("a+b")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise Busy from error
        _held_here.add(self._path)

    def release(self) -> None:
        """Free the lock; a second call does nothing."""
        if not self._file.closed:
            self._file.close()
            _held_here.discard(self._path)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        # lockf, not flock: a forked worker would go on holding a flock after its parent was killed.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0, os.SEEK_SET)
