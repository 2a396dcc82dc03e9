"""arrivals.csv: when each file came in, under which number. The only source of lateness and of order."""

import csv
import errno
import io
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from schemas.csv_table import CsvRow, read_csv_table
from schemas.declaration import DeclarationError

REQUIRED, OPTIONAL = ("hash", "received_on", "number", "doc_date"), ("file", "note")
SHORTEST_PREFIX = 12
_FORMULA_STARTS = ("=", "+", "-", "@")
_HASH = re.compile(rf"[0-9a-f]{{{SHORTEST_PREFIX},64}}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_VIETNAMESE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MONTH = re.compile(r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})|(?P<m2>\d{1,2})/(?P<y2>\d{4}))", re.ASCII)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Arrival(NamedTuple):
    """One line: the day of receipt, the document's number ("" unknown) and date (yyyy-mm-dd, yyyy-mm or ""), and the
    file as the line names it for people. `again` are the later lines of a content that was sent again, by day."""

    received_on: date
    number: str
    doc_date: str
    line: int
    file: str = ""
    again: tuple["Arrival", ...] = ()

    @property
    def lines(self) -> tuple["Arrival", ...]:
        """This and every later arrival of the same content."""
        return (self, *self.again)

    def on(self, day: date) -> "Arrival":
        """The arrival that counts on a day: the last one up to it, else the first."""
        return next((one for one in reversed(self.lines) if one.received_on <= day), self)


def load_arrivals(path: Path) -> dict[str, Arrival]:
    """Arrivals by hash as written there: all 64 hex digits, or the first 12 or more. No file: none.

    Raises DeclarationError, with the line, for a wrong date, a wrong hash or one written twice with one day.
    """
    if not path.exists():
        return {}
    arrivals: dict[str, Arrival] = {}
    for row in read_csv_table(path, REQUIRED, OPTIONAL):
        prefix = row["hash"].lower()
        if not _HASH.fullmatch(prefix):
            problem = f"mã tệp “{row['hash']}” phải có từ {SHORTEST_PREFIX} đến 64 ký tự 0-9, a-f"
            raise row.refuse(problem)
        received_on = _day(row, "received_on", row["received_on"])
        file = row["file"] or prefix[:SHORTEST_PREFIX]
        one = Arrival(received_on, row["number"], _document_date(row), row.line, file)
        arrivals[prefix] = _joined(path, arrivals[prefix], one) if prefix in arrivals else one
    return arrivals


def _joined(path: Path, one: Arrival, other: Arrival) -> Arrival:
    """The lines of one content, the first by day; two of one day would name two letters, and none be the later."""
    lines = sorted((*one.lines, *other.lines), key=lambda line: (line.received_on, line.line))
    lines = [line._replace(again=()) for line in lines]
    for before, after in pairwise(lines):
        if before.received_on == after.received_on:
            first, second = sorted((before.line, after.line))
            problem = f"tệp này đã ghi cùng ngày nhận {after.received_on:%d/%m/%Y} ở dòng {first}"
            raise DeclarationError(path, second, problem)
    return lines[0]._replace(again=tuple(lines[1:]))


def match_arrivals(path: Path, arrivals: Mapping[str, Arrival], hashes: Iterable[str]) -> dict[str, Arrival]:
    """Arrivals by the full hash of the files that lie there; lines about other files are left out.

    Raises DeclarationError where a shortened hash fits two files, or two lines of one day fit one.
    """
    known = set(hashes)
    by_start: dict[str, list[str]] = {}
    for file_hash in sorted(known):
        by_start.setdefault(file_hash[:SHORTEST_PREFIX], []).append(file_hash)
    matched: dict[str, Arrival] = {}
    for prefix, arrival in arrivals.items():
        fitting = [one for one in by_start.get(prefix[:SHORTEST_PREFIX], ()) if one.startswith(prefix)]
        if len(fitting) > 1:
            problem = f"mã tệp “{prefix}” ứng với {len(fitting)} tệp; hãy ghi dài hơn"
            raise DeclarationError(path, arrival.line, problem)
        for file_hash in fitting:
            before = matched.get(file_hash)
            matched[file_hash] = arrival if before is None else _joined(path, before, arrival)
    return matched


def append_arrival(
    path: Path, file_hash: str, received_on: date, number: str, doc_date: str, file: str
) -> None:
    """Add one line, on disk before this returns, in the file's own encoding, separator and line ends.

    The file is made (UTF-8 with BOM, so that Excel shows the diacritics) where there is none. Raises OSError,
    on Windows also while Excel holds the file open.
    """
    values = {
        "hash": file_hash,
        "received_on": received_on.isoformat(),
        "number": number,
        "doc_date": doc_date,
        # Excel would take a name that begins with "=" for a formula.
        "file": f"./{file}" if is_formula(file) else file,
    }
    if path.exists() and path.stat().st_size:
        added = _line_in_style_of(path.read_bytes(), values)
    else:
        header = ",".join((*REQUIRED, *OPTIONAL)) + "\r\n"
        added = (
            _MARKS[0][0] + header.encode() + _csv_line(values, [*REQUIRED, *OPTIONAL], ",", "\r\n").encode()
        )
    # Unbuffered: what failed to be written must not be tried again when the file is closed.
    with path.open("ab", buffering=0) as stream:
        size = stream.seek(0, os.SEEK_END)
        try:
            if stream.write(added) != len(added):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(stream.fileno())
        except BaseException:
            # Half a line would keep every later command from reading the book.
            stream.truncate(size)
            raise


def is_formula(text: str) -> bool:
    """Whether Excel would take a text that stands in a CSV for a formula."""
    return text.startswith(_FORMULA_STARTS)


def _line_in_style_of(data: bytes, values: Mapping[str, str]) -> bytes:
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    text = data[len(mark) :].decode(encoding)
    ending = "\r\n" if "\r\n" in text else "\n"
    header = next(line for line in text.splitlines() if re.search("hash", line, re.IGNORECASE))
    # Column names hold none of the separators, so the one that stands in the header is the file's.
    separator = max(",;\t", key=header.count)
    columns = [name.strip().lower() for name in next(csv.reader([header], delimiter=separator))]
    gap = "" if text.endswith(("\n", "\r")) else ending
    return (gap + _csv_line(values, columns, separator, ending)).encode(encoding)


def _csv_line(values: Mapping[str, str], columns: list[str], separator: str, ending: str) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=separator, lineterminator=ending).writerow(
        [values.get(c, "") for c in columns]
    )
    return line.getvalue()


def _document_date(row: CsvRow) -> str:
    text = row["doc_date"]
    if not text:
        return ""
    if month := _MONTH.fullmatch(text):
        year, number = int(month["y"] or month["y2"]), int(month["m"] or month["m2"])
        if 1 <= number <= 12:
            return f"{year:04d}-{number:02d}"
    return _day(row, "doc_date", text).isoformat()


def _day(row: CsvRow, column: str, text: str) -> date:
    try:
        return parse_day(text)
    except ValueError:
        problem = f"“{text}” không phải là ngày (2021-11-15 hoặc 15/11/2021)" if text else "để trống"
        raise row.refuse(f"cột “{column}”: {problem}{_american(text)}") from None


def _american(text: str) -> str:
    """What to add where a day is only one with its month first: then all other days of the file are turned as well,
    and those up to the 12th without a word."""
    found = _VIETNAMESE.fullmatch(text)
    if not found or not (int(found[1]) <= 12 < int(found[2]) <= 31):
        return ""
    return (
        "; có vẻ Excel kiểu Mỹ đã đổi thành tháng/ngày/năm: xem lại mọi ngày trong tệp, nên lấy lại bản trước"
    )


@lru_cache(maxsize=1_000)
def parse_day(text: str) -> date:
    """A day as 2021-11-15 or 15/11/2021, leading zeros optional. Raises ValueError for anything else."""
    if iso := _ISO.fullmatch(text.strip()):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if vietnamese := _VIETNAMESE.fullmatch(text.strip()):
        return date(int(vietnamese[3]), int(vietnamese[2]), int(vietnamese[1]))
    raise ValueError(text)
