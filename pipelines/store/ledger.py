"""The ledger (sổ điểm) of a campaign: `ledger.jsonl` in its folder, one entry a line, which only grows.

It is evidence that cannot be computed again, so it lies beside what was received and not in the warehouse. Every
line is chained to the one before (`pipelines.store.chain`): what is changed, taken out or put in later shows.
"""

import datetime
import errno
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.store.chain import NO_HASH, Entry, Evidence, Head, Kind, Link, chain, unchain
from pipelines.store.lock import Busy, WriterLock
from schemas.declaration import DeclarationError

__all__ = [
    "LEDGER", "NO_HASH", "Entry", "Evidence", "Head", "Kind", "Ledger", "LedgerBroken", "LedgerBusy", "Link",
    "load_ledger", "set_unfinished_aside",
]  # fmt: skip

LEDGER = "ledger.jsonl"
UNFINISHED = "ledger.unfinished.txt"
_LOCK = "ledger.lock"
_RESTORE = "Hãy lấy lại bản sao lưu của sổ điểm, không sửa tay"
_NOTHING = Head(0, NO_HASH)
Key = tuple[str, str]
_About = tuple[str, str]


class LedgerBroken(DeclarationError):
    """The ledger does not hold together: `path`, `line` of the first entry that does not fit, and what is wrong."""


class LedgerBusy(Busy):
    """Somebody else writes to the ledger, or has written since it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Sổ điểm {path} đang được, hoặc vừa được, một lệnh khác ghi; hãy chạy lại lệnh này."
        )


class Ledger:
    """The entries read from `path`, and the only way to add more. `size` is the file's length as read, in bytes."""

    def __init__(self, path: Path, links: Sequence[Link], size: int) -> None:
        self.path, self._size = path, size
        self._links: list[Link] = []
        self._standing: dict[_About, dict[Key, Link]] = {}
        for link in links:
            self._take(link)

    @property
    def links(self) -> Sequence[Link]:
        """All entries in their order; the n-th stands in line n of the file."""
        return self._links

    @property
    def head(self) -> Head:
        """The last entry's number and hash; (0, zeros) where there is none."""
        return Head(self._links[-1].number, self._links[-1].hash) if self._links else _NOTHING

    def points(self, round_name: str) -> Mapping[Key, Link]:
        """By (unit, criterion): the last entry of a round that gives points, a waiver, or says "not applicable"."""
        return self._standing.get(("points", round_name), {})

    def explanations(self) -> Mapping[Key, Link]:
        """By (unit, criterion): the last explanation."""
        return self._standing.get(("explanation", ""), {})

    def append(self, entries: Sequence[Entry]) -> Head:
        """Add entries, on disk before this returns; one that says what stands already is left out, unless that stands
        under a day to come: the clock was ahead when it was written.

        Raises LedgerBusy, and OSError with nothing added.
        """
        links, lines, head, added = [], [], self.head, dict[tuple[_About, Key], Entry]()
        today = datetime.date.today()
        for entry in entries:
            place = _place(entry)
            stands = added.get(place) or self._entry_at(place)
            if stands is not None and stands.on <= today and stands.says_the_same(entry):
                continue
            link, line = chain(head, entry)
            head, added[place] = Head(link.number, link.hash), entry
            links.append(link)
            lines.append(line + b"\n")
        if lines:
            self._write(b"".join(lines))
            for link in links:
                self._take(link)
        return self.head

    def _entry_at(self, place: tuple[_About, Key]) -> Entry | None:
        link = self._standing.get(place[0], {}).get(place[1])
        return link.entry if link else None

    def _take(self, link: Link) -> None:
        self._links.append(link)
        about, key = _place(link.entry)
        self._standing.setdefault(about, {})[key] = link

    def _write(self, data: bytes) -> None:
        lock = _locked(self.path)
        try:
            # Unbuffered: what failed to be written must not be tried again when the file is closed.
            with self.path.open("ab", buffering=0) as stream:
                if stream.seek(0, os.SEEK_END) != self._size:
                    raise LedgerBusy(self.path)
                try:
                    if stream.write(data) != len(data):
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
                    os.fsync(stream.fileno())
                except BaseException:
                    # Not acknowledged, so not an entry: a full disk must not leave half of one behind.
                    stream.truncate(self._size)
                    raise
            self._size += len(data)
        finally:
            lock.release()


def load_ledger(path: Path) -> Ledger:
    """The ledger in a file, proved from its first entry on; no file, no entries.

    Raises LedgerBusy while the last line is being written, LedgerBroken at the first line that does not fit, also where
    the last one was cut off while written: nothing is repaired in silence (`set_unfinished_aside`).
    """
    data = path.read_bytes() if path.exists() else b""
    *lines, rest = data.split(b"\n")
    links = _prove(path, lines)
    if rest:
        # Somebody may be writing it at this moment, or have ended since.
        _locked(path).release()
        if path.stat().st_size != len(data):
            return load_ledger(path)
        raise LedgerBroken(
            path,
            len(links) + 1,
            f"dòng cuối viết dở ({len(rest)} byte), lệnh ghi đã bị ngắt; {len(links)} mục trước đó nguyên vẹn. "
            "Chạy “bangdiem audit ĐỢT --set-aside” để cất dòng viết dở ra tệp khác, rồi làm lại lệnh đã bị ngắt",
        )
    return Ledger(path, links, len(data))


def _prove(path: Path, lines: Sequence[bytes]) -> list[Link]:
    links, head = [], _NOTHING
    for line in lines:
        try:
            link = unchain(head, line)
        except ValueError as error:
            raise LedgerBroken(path, head.number + 1, f"{error}. {_RESTORE}") from None
        head = Head(link.number, link.hash)
        links.append(link)
    return links


def set_unfinished_aside(path: Path) -> str:
    """Deal with a last line that was cut off while written; what was done, in Vietnamese, or "" for nothing to do.

    It is kept in a file beside the ledger; where only its line end is missing, that is added instead. Raises
    LedgerBroken where an entry before it does not fit, LedgerBusy while somebody writes.
    """
    lock = _locked(path)
    try:
        data = path.read_bytes() if path.exists() else b""
        size = data.rfind(b"\n") + 1
        rest = data[size:]
        if not rest:
            return ""
        head = Ledger(path, _prove(path, data[:size].split(b"\n")[:-1]), size).head
        try:
            unchain(head, rest)
        except ValueError:
            aside = path.with_name(UNFINISHED)
            with aside.open("ab") as stream:
                stream.write(rest + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            os.truncate(path, size)
            return f"Đã chuyển dòng viết dở ({len(rest)} byte) sang {aside.name}; sổ còn {head.number} mục."
        with path.open("ab") as stream:
            stream.write(b"\n")
        return f"Mục {head.number + 1} đủ nội dung, chỉ thiếu dấu xuống dòng ở cuối: đã thêm."
    finally:
        lock.release()


def _locked(path: Path) -> WriterLock:
    try:
        return WriterLock(path.with_name(_LOCK))
    except Busy:
        raise LedgerBusy(path) from None


def _place(entry: Entry) -> tuple[_About, Key]:
    if entry.kind == "explanation":
        return ("explanation", ""), (entry.unit, entry.criterion)
    if entry.kind == "publication":
        return ("publication", entry.round), ("", "")
    return ("points", entry.round), (entry.unit, entry.criterion)
