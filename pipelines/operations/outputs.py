"""The files of one publication. An output is written only when what it is made from has changed.

After one corrected file the other thirty workbooks stay as they are, with their dates, and nobody who holds one open
is in the way.
"""

import re
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple, TypeVar

from pipelines.operations.fingerprint import file_digest
from pipelines.operations.manifest import MANIFEST, content_digest, read_manifest
from pipelines.reports.place import OutputBusy

Content = TypeVar("Content")
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class _Pending(NamedTuple):
    """An output given to another process, and how to write it here if none comes to it."""

    fingerprint: str
    future: Future[str]
    write: Callable[[], str]


class Outputs:
    """Outputs below `folder`. `made` maps each name to what it was made from and its sha256; `messages` are
    Vietnamese lines about outputs that were open in Excel.

    With `pool` other processes write while this one prepares what comes next; all are complete after `finish`.
    """

    def __init__(self, folder: Path, code: str, pool: Executor | None = None) -> None:
        self.folder, self.code = folder, code
        self.made: dict[str, dict[str, str]] = {}
        self.messages: list[str] = []
        self._before: dict[str, dict[str, str]] = read_manifest(folder / MANIFEST).get("outputs", {})
        self._busy: set[str] = set()
        self._taken: dict[str, str] = {}
        self._pool = pool
        self._pending: dict[str, _Pending] = {}

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
        a module, and `content` a value that another process can be sent. Raises ValueError where two outputs are
        given one name, also one that differs in capitals alone: the second would take the place of the first."""
        if self._taken.setdefault(name.casefold(), fingerprint) != fingerprint:
            raise ValueError(f"two outputs are called {name}")
        if self.is_current(name, fingerprint):
            self.made[name] = self._before[name]
            return
        path = self.folder / name
        if self._pool is not None:
            try:
                future = self._pool.submit(_written, write, path, content)
            except BrokenProcessPool:
                self._pool = None
            else:
                self._pending[name] = _Pending(fingerprint, future, lambda: _written(write, path, content))
                return
        self._note(name, fingerprint, _written(write, path, content))

    def keep(self, name: str) -> None:
        """Keep an output of the last publication that is known to be current."""
        self.made[name] = self._before[name]

    def put_content(self, name: str, content: Content, write: Callable[[Path, Content], None]) -> None:
        """As `put`, for a content of plain values that is its own fingerprint."""
        self.put(name, content_digest(content, self.code), content, write)

    def finish(self) -> None:
        """Write what no other process has begun, from the end, wait for the rest, and remove outputs of the last
        publication that nothing stands for any more."""
        messages: dict[str, str] = {}
        for name, pending in reversed(self._pending.items()):
            if pending.future.cancel():
                messages[name] = pending.write()
        for name, pending in self._pending.items():
            if name not in messages:
                try:
                    messages[name] = pending.future.result()
                except BrokenProcessPool:
                    messages[name] = pending.write()
            self._note(name, pending.fingerprint, messages[name])
        self._pending = {}
        for name in self._before.keys() - self.made.keys() - self._busy:
            try:
                (self.folder / name).unlink(missing_ok=True)
            except PermissionError:
                # Still listed, so that the next run takes it away.
                self.made[name] = self._before[name]
                self.messages.append(
                    f"Tệp “{Path(name).name}” không còn dùng nhưng đang mở trong chương trình khác nên chưa xóa được. "
                    "Hãy đóng tệp rồi chạy lại."
                )

    def _note(self, name: str, fingerprint: str, message: str) -> None:
        if message:
            self.messages.append(message)
            self._busy.add(name)
        else:
            self.made[name] = {"from": fingerprint, "sha256": file_digest(self.folder / name)}


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
