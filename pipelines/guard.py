"""Between a command and the shell: every way to end becomes an exit code and at most one Vietnamese line."""

import argparse
import contextlib
import errno
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipelines.settings import Exit
from pipelines.system_reasons import reason_of

_LOG_LIMIT_BYTES = 5_000_000
# What DuckDB makes of Ctrl+C while it answers.
_STOPPED_IN_A_QUERY = "Query interrupted"
_STOPPED = "Đã dừng theo yêu cầu. Không mất số liệu nào; chạy lại lệnh để làm tiếp."


class QuietLog(logging.FileHandler):
    """A log that costs nobody anything: where it cannot be written (a folder for reading only, a full disk), what it
    would have said is lost, and the command goes on to say in one line what is wrong.

    Prefect takes a handler whose name begins with an underscore for nobody's, and throws it out.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """As every handler does, where it can."""
        with contextlib.suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: the library would print a traceback."""


def start_log(warehouse: Path | None) -> Path:
    """Sends the log of this process to `warehouse`/logs (without a warehouse, to the temporary folder).

    The file is made when the first line is logged, so that a command which only reads leaves nothing behind.
    """
    folder = (warehouse / "logs") if warehouse else Path(tempfile.gettempdir())
    path = folder / "bangdiem.log"
    if warehouse:
        folder.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        # The log itself could only complain of it, at every line.
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES:
        # Windows: another process may be writing to it; then it is put aside at a later start.
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".old.log"))
    handler = QuietLog(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for every request to the server
    return path


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _explain(error: Exception, log: Path | None) -> Exit:
    from schemas.declaration import DeclarationError

    if isinstance(error, DeclarationError):
        _say(str(error))
        return Exit.REFUSED

    from pipelines.operations.request import OperatorError
    from pipelines.store.lock import Busy

    if isinstance(error, OperatorError):
        _say(str(error))
        return Exit.REFUSED
    if isinstance(error, Busy):
        _say(str(error))
        return Exit.BUSY
    if log is not None:  # else it would go to the terminal
        logging.getLogger(__name__).error("Unexpected error", exc_info=error)
    if isinstance(error, OSError) and error.filename:
        # A folder in a file's place, no permission, a full disk: nothing that a programmer could mend.
        # Of what could not be moved, the place it was meant for is what stands in the way.
        _say(f"Không đọc hoặc không ghi được “{error.filename2 or error.filename}”: {reason_of(error)}.")
        return Exit.REFUSED
    if _disk_is_full(error):
        _say("Không ghi được: hết chỗ trên ổ đĩa. Dọn bớt tệp rồi chạy lại lệnh.")
        return Exit.REFUSED
    _say(f"Chương trình gặp lỗi ngoài dự kiến ({type(error).__name__}). Chi tiết ghi ở: {log}")
    return Exit.OUR_FAULT


def _disk_is_full(error: Exception) -> bool:
    """Whether that is what a database or a stream means, which say so in words of the system only."""
    full = (os.strerror(errno.ENOSPC), "No space left on device", "not enough space on the disk")
    return getattr(error, "errno", None) == errno.ENOSPC or any(words in str(error) for words in full)


def reader_has_left(error: OSError, windows: bool = os.name == "nt") -> bool:
    """Whether the reader of our output (a pager, `head`) is gone. Windows then calls the write invalid."""
    return isinstance(error, BrokenPipeError) or (
        windows and error.errno == errno.EINVAL and error.filename is None
    )


def guarded(execute: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Runs a command; returns its exit code. No traceback reaches the terminal."""
    log: Path | None = None
    try:
        log = start_log(getattr(arguments, "warehouse", None))
        return execute(arguments)
    except KeyboardInterrupt:
        _say(_STOPPED)
        return Exit.INTERRUPTED
    except Exception as error:
        if isinstance(error, RuntimeError) and str(error) == _STOPPED_IN_A_QUERY:
            _say(_STOPPED)
            return Exit.INTERRUPTED
        if isinstance(error, OSError) and reader_has_left(error):
            # Python would complain once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return Exit.DONE
        return _explain(error, log)
