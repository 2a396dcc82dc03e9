"""The files of one publication. An output is written only when what it is made from has changed.

After one corrected file the other thirty workbooks stay as they are, with their dates, and nobody who holds one open
is in the way.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pipelines.operations.fingerprint import file_digest
from pipelines.operations.manifest import MANIFEST, content_digest, read_manifest
from pipelines.reports.place import OutputBusy

Content = TypeVar("Content")
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class Outputs:
    """Outputs below `folder`. `made` maps each name to what it was made from and its sha256; `messages` are
    Vietnamese lines about outputs that were open in Excel."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder, self.code = folder, code
        self.made: dict[str, dict[str, str]] = {}
        self.messages: list[str] = []
        self._before: dict[str, dict[str, str]] = read_manifest(folder / MANIFEST).get("outputs", {})
        self._busy: set[str] = set()

    def is_current(self, name: str, fingerprint: str) -> bool:
        """Whether the last publication made this output from the same, and it still lies there as it was written."""
        before = self._before.get(name)
        return bool(before) and before["from"] == fingerprint and file_digest(self.folder / name) == before["sha256"]

    def put(self, name: str, fingerprint: str, write: Callable[[Path], None]) -> None:
        """Write one output unless it is current. `name` is a POSIX path below the folder."""
        if self.is_current(name, fingerprint):
            self.made[name] = self._before[name]
            return
        path = self.folder / name
        try:
            write(path)
        except OutputBusy as busy:
            self.messages.append(str(busy))
            self._busy.add(name)
            return
        self.made[name] = {"from": fingerprint, "sha256": file_digest(path)}

    def note(self, name: str, fingerprint: str, message: str) -> None:
        """Record an output that was written elsewhere, or was current; `message` says that it was open in Excel."""
        if message:
            self.messages.append(message)
            self._busy.add(name)
        else:
            self.made[name] = {"from": fingerprint, "sha256": file_digest(self.folder / name)}

    def put_content(self, name: str, content: Content, write: Callable[[Path, Content], None]) -> None:
        """As `put`, for a content of plain values that is its own fingerprint."""
        self.put(name, content_digest(content, self.code), lambda path: write(path, content))

    def remove_stale(self) -> None:
        """Remove outputs of the last publication that nothing stands for any more."""
        for name in self._before.keys() - self.made.keys() - self._busy:
            (self.folder / name).unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """A file name for every system: what Windows refuses becomes a dash; "/" parts folder and file."""
    return "/".join(_NOT_IN_A_NAME.sub("-", part).strip(" .") for part in name.split("/"))
