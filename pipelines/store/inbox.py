"""The inbox: what lies there, known by content, and how a received file gets into it.

Received files are evidence: they are read and copied, never edited, renamed or overwritten.
"""

import hashlib
import os
import time
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipelines.patience import replace_patiently
from pipelines.store.arrivals import Arrival, append_arrival, load_arrivals, match_arrivals
from pipelines.store.lock import Busy, WriterLock
from pipelines.system_reasons import reason_of

INBOX, ARRIVALS = "inbox", "arrivals.csv"
_BLOCK = 1 << 20
_HASHED_AT_ONCE = 1 << 16
# Windows would take a file for text, and end it at a control character.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_LOCK, _PATIENCE_SECONDS, _PAUSE_SECONDS = "arrivals.lock", 10, 0.05
_THREADS = 2  # two read and hash 46 MB in 50 ms; more only wait for the disk


class InboxFile(NamedTuple):
    """One file: its printable POSIX path relative to inbox/, sha256 (64 hex digits), size, and where to open it."""

    path: str
    file_hash: str
    bytes: int
    location: str


class Unreadable(NamedTuple):
    """A file or folder that the system would not open, with its reason."""

    path: str
    reason: str


class Stock(NamedTuple):
    """What lies in inbox/. `files` are sorted by path; two of them may hold the same content."""

    files: list[InboxFile]
    unreadable: list[Unreadable]


class BookBusy(Busy):
    """Somebody else is noting files in the campaign's book."""

    def __init__(self, book: Path) -> None:
        super().__init__(f"Một lệnh khác đang vào sổ {book}; đợi lệnh đó xong rồi chạy lại lệnh này.")


class Received(NamedTuple):
    """What `receive` did. `earlier` is the last line that registers this content, where no line was added for that."""

    path: str
    file_hash: str
    copied: bool
    earlier: Arrival | None


def take_stock(inbox: Path) -> Stock:
    """Every file below inbox/ with the hash of its content, in the order of its path. No inbox/ is an empty one.

    Dates and sizes are not trusted, so every file is read every time. Links are not followed. What can't be
    opened is listed, not raised.
    """
    unreadable: list[Unreadable] = []
    if not inbox.is_dir():
        return Stock([], [])
    found = sorted(_walk(_long(inbox), "", unreadable))
    # A few large shares, not one task per file: handing over a task costs as much as hashing a small workbook.
    shares = [found[i : i + 64] for i in range(0, len(found), 64)]
    with ThreadPoolExecutor(_THREADS) as pool:
        results = [one for share in pool.map(_hash_share, shares) for one in share]
    unreadable += [one for one in results if isinstance(one, Unreadable)]
    return Stock([one for one in results if isinstance(one, InboxFile)], sorted(unreadable))


def changed_since(inbox: Path, file: Path) -> int:
    """How many files below inbox/ look newer than another file, or all if that is not there. A hint and no more: a
    date proves nothing about a content."""
    try:
        since = file.stat().st_mtime_ns
    except OSError:
        since = -1
    count = 0
    for _, location in _walk(_long(inbox), "", []):
        with suppress(OSError):
            found = os.stat(location)
            # A copy bears the date of its original; when it was made is told apart from that on every system.
            count += max(found.st_mtime_ns, found.st_ctime_ns) > since
    return count


def receive(
    campaign: Path, file: Path, received_on: date, number: str = "", doc_date: str = "", again: bool = False
) -> Received:
    """Copy `file` into the campaign's inbox/ and note its arrival in arrivals.csv.

    Content that already lies in inbox/ is not copied again, content that is already registered gets no second
    line (`earlier` says where it stands) unless it came `again` on another day, and another file of the same name gets
    a numbered one. Raises DeclarationError for an arrivals.csv that can't be used, OSError for a file that can't be
    read or written, BookBusy while somebody else goes on noting files.
    """
    campaign.mkdir(parents=True, exist_ok=True)
    lock = _hold_book(campaign)
    try:
        return _receive(campaign, file, received_on, number, doc_date, again)
    finally:
        lock.release()


def _hold_book(campaign: Path) -> WriterLock:
    """Two people who note one file at once would leave two lines about it, which no later command reads."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return WriterLock(campaign / _LOCK)
        except Busy:
            if time.monotonic() > deadline:
                raise BookBusy(campaign / ARRIVALS) from None
            time.sleep(_PAUSE_SECONDS)


def _receive(
    campaign: Path, file: Path, received_on: date, number: str, doc_date: str, again: bool
) -> Received:
    inbox, register = campaign / INBOX, campaign / ARRIVALS
    arrivals = load_arrivals(register)
    inbox.mkdir(parents=True, exist_ok=True)
    file_hash, _ = hash_file(str(file))
    there = next((one.path for one in take_stock(inbox).files if one.file_hash == file_hash), None)
    path = there if there is not None else _copy_in(file, inbox, campaign, file_hash)
    known = match_arrivals(register, arrivals, [file_hash]).get(file_hash)
    earlier = None if known is None else known.lines[-1]
    if known is None or (again and all(line.received_on != received_on for line in known.lines)):
        append_arrival(register, file_hash, received_on, number, doc_date, path)
        earlier = None
    return Received(path, file_hash, there is None, earlier)


def hash_file(location: str) -> tuple[str, int]:
    """(sha256 as 64 hex digits, size in bytes) of a file, read in blocks. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    # Without a file object, and in blocks that most workbooks fit in: two thirds of the time for thousands of them.
    handle = os.open(location, _READ)
    try:
        while block := os.read(handle, _HASHED_AT_ONCE):
            digest.update(block)
            size += len(block)
    finally:
        os.close(handle)
    return digest.hexdigest(), size


def _walk(folder: str, prefix: str, unreadable: list[Unreadable]) -> Iterator[tuple[str, str]]:
    """(printable relative path, where to open it) of every plain file."""
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError as error:
        unreadable.append(Unreadable(prefix.rstrip("/") or ".", reason_of(error)))
        return
    for entry in listed:
        path = prefix + _printable(entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, path + "/", unreadable)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry.path


def _hash_share(share: list[tuple[str, str]]) -> list[InboxFile | Unreadable]:
    return [_hash_one(path, location) for path, location in share]


def _hash_one(path: str, location: str) -> InboxFile | Unreadable:
    try:
        return InboxFile(path, *hash_file(location), location)
    except OSError as error:
        return Unreadable(path, reason_of(error))


def _copy_in(file: Path, inbox: Path, campaign: Path, file_hash: str) -> str:
    """Copy, durable before it gets its name: a killed copy never leaves half a workbook among the evidence."""
    part = campaign / f".receiving-{file_hash[:16]}"
    try:
        with file.open("rb") as source, part.open("wb") as target:
            while block := source.read(_BLOCK):
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        return _printable(_give_name(part, inbox, file).name)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _give_name(part: Path, inbox: Path, file: Path) -> Path:
    """Move a whole copy to the first name that is free; nothing that stands there is ever overwritten."""
    stem, suffix, number = unicodedata.normalize("NFC", file.stem), file.suffix, 1
    while True:
        path = inbox / (f"{stem}{suffix}" if number == 1 else f"{stem} ({number}){suffix}")
        try:
            path.open("xb").close()  # takes the name
        except FileExistsError:
            number += 1
            continue
        try:
            replace_patiently(part, path)
        except BaseException:
            path.unlink()
            raise
        return path


def _printable(name: str) -> str:
    # A name that is no valid UTF-8 (an old archive unpacked on Linux) could not be stored or printed.
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _long(folder: Path) -> str:
    """The folder so that Windows opens paths of more than 260 characters below it."""
    path = os.path.abspath(folder)
    if os.name != "nt" or path.startswith("\\\\?\\"):
        return path
    return "\\\\?\\UNC" + path[1:] if path.startswith("\\\\") else "\\\\?\\" + path
