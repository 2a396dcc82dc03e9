"""What one entry of the ledger says, and how entries are chained: each line is hashed together with the line before.

A line is canonical JSON: keys sorted, no spaces, what is not there left out, points as text. Nothing is read back
that does not have the hash it was written with, so there is one way to write an entry and no other.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

Kind = Literal["points", "explanation", "not_applicable", "waiver", "publication"]
NO_HASH = "0" * 64
_KINDS = get_args(Kind)
_LEFT_OUT = ("round", "unit", "decision", "annex", "criterion", "who")
_POINTS = re.compile(r"-?[0-9]+(\.[0-9]*[1-9])?", re.ASCII)
_HASH = re.compile(rb'(?s)\{"entry":(?P<entry>\{.*\}),"hash":"(?P<hash>[0-9a-f]{64})",')


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an entry rests on; "" where it is not known. `file_hash` is the sha256 of a received file."""

    number: str = ""
    date: str = ""
    title: str = ""
    file_hash: str = ""
    sheet: str = ""
    cell: str = ""


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Entry:
    """One act on the record: who gave which points (or an explanation, a waiver …) to whom, on which day, and why.

    `until` is the last day of a waiver or of "not applicable"; `values` are for a publication only. `written` is the
    day on which it was written down, where a person says that the act was on an earlier one.
    """

    kind: Kind
    round: str
    unit: str
    decision: str
    annex: str
    criterion: str
    points: Decimal | None
    who: str
    on: datetime.date
    reason: str = ""
    evidence: Evidence = NO_EVIDENCE
    until: datetime.date | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    written: datetime.date | None = None

    def says_the_same(self, other: "Entry") -> bool:
        """Whether another entry says the same; who wrote it, and when, is beside the point."""
        return _said(self) == _said(other)


class Link(NamedTuple):
    """An entry in its place: `number` from 1 on, `previous` the hash of the entry before, `hash` its own."""

    number: int
    previous: str
    hash: str
    entry: Entry


class Head(NamedTuple):
    """The last entry's number and hash, which fix all that stands before; (0, zeros) of an empty ledger."""

    number: int
    hash: str

    @property
    def short(self) -> str:
        """As printed under an annex: "số 1234 – 3f9a 27c1 0b5e 88d2"."""
        return f"số {self.number} – {' '.join(self.hash[at : at + 4] for at in range(0, 16, 4))}"


def chain(head: Head, entry: Entry) -> tuple[Link, bytes]:
    """An entry linked to the head, and its line without the line end."""
    written = _canonical(_plain(entry))
    tail = _tail(head.number + 1, head.hash)
    own = _digest(written, tail)
    line = b'{"entry":' + written + b',"hash":"' + own.encode() + b'",' + tail
    return Link(head.number + 1, head.hash, own, entry), line


def unchain(head: Head, line: bytes) -> Link:
    """The link that a line holds after `head`. Raises ValueError with a Vietnamese text where it does not fit."""
    tail = _tail(head.number + 1, head.hash)
    found = _HASH.fullmatch(line[: -len(tail)]) if line.endswith(tail) else None
    if found is None:
        raise ValueError(_what_is_wrong(head, line))
    own = _digest(found["entry"], tail)
    if own != found["hash"].decode():
        raise ValueError("nội dung không khớp với mã của mục: đã bị sửa sau khi ghi")
    try:
        entry = _entry(json.loads(found["entry"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ValueError("mục không đúng mẫu của sổ điểm") from None
    return Link(head.number + 1, head.hash, own, entry)


def points_text(points: Decimal) -> str:
    """Points as they stand in the ledger: a dot, no zeros at the end, no exponent."""
    return f"{points.normalize():f}" if points else "0"


def _digest(written: bytes, tail: bytes) -> str:
    return hashlib.sha256(b'{"entry":' + written + b"," + tail).hexdigest()


def _tail(number: int, previous: str) -> bytes:
    return f'"number":{number},"previous":"{previous}"}}'.encode()


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _said(entry: Entry) -> tuple[object, ...]:
    return (
        entry.kind, entry.round, entry.unit, entry.decision, entry.annex, entry.criterion, entry.points, entry.reason,
        entry.evidence, entry.until, dict(entry.values),
    )  # fmt: skip


def _plain(entry: Entry) -> dict[str, Any]:
    data = {
        "kind": entry.kind, "round": entry.round, "unit": entry.unit, "decision": entry.decision,
        "annex": entry.annex, "criterion": entry.criterion, "who": entry.who, "on": entry.on.isoformat(),
        "reason": entry.reason, "values": dict(entry.values),
        "evidence": {name: text for name, text in asdict(entry.evidence).items() if text},
        "points": None if entry.points is None else points_text(entry.points),
        "until": entry.until and entry.until.isoformat(),
        "written": entry.written and entry.written.isoformat(),
    }  # fmt: skip
    return {name: value for name, value in data.items() if value}


def _entry(data: dict[str, Any]) -> Entry:
    if data["kind"] not in _KINDS:
        raise ValueError(data["kind"])
    points = data.get("points")
    if points is not None and not _POINTS.fullmatch(points):
        raise ValueError(points)
    until, written = data.get("until"), data.get("written")
    read = {
        **data,
        "points": None if points is None else Decimal(points),
        "on": datetime.date.fromisoformat(data["on"]),
        "until": datetime.date.fromisoformat(until) if until else None,
        "written": datetime.date.fromisoformat(written) if written else None,
        "evidence": Evidence(**data["evidence"]) if "evidence" in data else NO_EVIDENCE,
    }
    return Entry(**(dict.fromkeys(_LEFT_OUT, "") | read))


def _what_is_wrong(head: Head, line: bytes) -> str:
    try:
        data = json.loads(line)
        number, previous = data["number"], data["previous"]
    except (ValueError, TypeError, KeyError):
        return "không đọc được: dòng không phải là một mục của sổ điểm"
    if number != head.number + 1:
        return f"mục mang số {number}, đúng ra là {head.number + 1}: mục trước đó bị bớt, bị thêm hoặc bị đổi chỗ"
    if previous != head.hash:
        return "không nối với mục trước: mã của mục trước không phải là mã ghi ở đây"
    return "không viết theo mẫu của sổ điểm: đã bị sửa sau khi ghi"
