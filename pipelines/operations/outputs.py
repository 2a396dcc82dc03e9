"""The files of one publication. An output is written only when what it is made from has changed.

After one corrected file the other thirty workbooks stay as they are, with their dates, and nobody who holds one open
is in the way.
"""

import re
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

from pipelines.operations.fingerprint import file_digest
from pipelines.operations.manifest import MANIFEST, content_digest, read_manifest
from pipelines.reports.place import OutputBusy

Content = TypeVar("Content")
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class _Pending(NamedTuple):
    """An output given to the other process, and how to write it here if that one does not come to it."""

    fingerprint: str
    future: Future[str]
    write: Callable[[], str]


class Outputs:
    """Outputs below `folder`. `made` maps each name to what it was made from and its sha256; `messages` are
    Vietnamese lines about outputs that were open in Excel.

    With `beside` a second process writes while this one prepares what comes next; both are complete after `finish`.
    """

    def __init__(self, folder: Path, code: str, beside: bool = False) -> None:
        self.folder, self.code = folder, code
        self.made: dict[str, dict[str, str]] = {}
        self.messages: list[str] = []
        self._before: dict[str, dict[str, str]] = read_manifest(folder / MANIFEST).get("outputs", {})
        self._busy: set[str] = set()
        # "spawn", as for reading: the only way Windows has.
        self._pool = ProcessPoolExecutor(1, get_context("spawn")) if beside else None
        self._pending: dict[str, _Pending] = {}
        if self._pool is not None:
            self._pool.submit(_warm_up)

    def is_current(self, name: str, fingerprint: str) -> bool:
        """Whether the last publication made this output from the same, and it still lies there as it was written."""
        before = self._before.get(name)
        return (
            before is not None
            and before["from"] == fingerprint
            and file_digest(self.folder / name) == before["sha256"]
        )

    def put(
        self, name: str, fingerprint: str, content: Content, write: Callable[[Path, Content], None]
    ) -> None:
        """Write one output unless it is current. `name` is a POSIX path below the folder; `write` is a function of
        a module, and `content` a value that another process can be sent."""
        if self.is_current(name, fingerprint):
            self.made[name] = self._before[name]
            return
        path = self.folder / name
        if self._pool is None:
            self._note(name, fingerprint, _written(write, path, content))
        else:
            future = self._pool.submit(_written, write, path, content)
            self._pending[name] = _Pending(fingerprint, future, lambda: _written(write, path, content))

    def keep(self, name: str) -> None:
        """Keep an output of the last publication that is known to be current."""
        self.made[name] = self._before[name]

    def put_content(self, name: str, content: Content, write: Callable[[Path, Content], None]) -> None:
        """As `put`, for a content of plain values that is its own fingerprint."""
        self.put(name, content_digest(content, self.code), content, write)

    def finish(self) -> None:
        """Write what the other process has not begun, from the end, wait for the rest, and remove outputs of the last
        publication that nothing stands for any more."""
        messages = {}
        for name, pending in reversed(self._pending.items()):
            if pending.future.cancel():
                messages[name] = pending.write()
        for name, pending in self._pending.items():
            message = messages[name] if name in messages else pending.future.result()
            self._note(name, pending.fingerprint, message)
        self._pending = {}
        self.close()
        for name in self._before.keys() - self.made.keys() - self._busy:
            (self.folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Let the other process go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _note(self, name: str, fingerprint: str, message: str) -> None:
        if message:
            self.messages.append(message)
            self._busy.add(name)
        else:
            self.made[name] = {"from": fingerprint, "sha256": file_digest(self.folder / name)}


def _warm_up() -> None:
    """Lets the other process start and import what writes, while there is nothing to write yet."""
    import pipelines.operations.source_contents  # noqa: F401


def _written(write: Callable[[Path, Content], None], path: Path, content: Content) -> str:
    """Writes one output; "" or the message that it is open in Excel."""
    try:
        write(path, content)
    except OutputBusy as busy:
        return str(busy)
    return ""


def safe_name(name: str) -> str:
    """A file name for every system: what Windows refuses becomes a dash; "/" parts folder and file."""
    return "/".join(_NOT_IN_A_NAME.sub("-", part).strip(" .") for part in name.split("/"))
