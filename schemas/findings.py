"""A finding (phát hiện): what is wrong at one address, and what the sender should do about it.

The catalogue `findings.csv` declares every code once, with its severity and its Vietnamese wording.
"""

import csv
import re
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from schemas.declaration import DeclarationError

Severity = Literal["rejects_file", "rejects_row", "warns", "notes"]
# Many findings of one kind that are told as one: those at cells that lie together, those of what is not there, or those
# of the same words on several sheets.
Together = Literal["", "cells", "list", "sheets"]
_TOGETHER: tuple[Together, ...] = ("", "cells", "list", "sheets")
SEVERITIES: tuple[Severity, ...] = ("rejects_file", "rejects_row", "warns", "notes")
# What of a value, or of a whole file, is not used.
REFUSING: tuple[Severity, ...] = ("rejects_file", "rejects_row")
SEVERITY_VI: dict[str, str] = {
    "rejects_file": "Không nhận tệp",
    "rejects_row": "Không nhận số liệu",
    "warns": "Cảnh báo",
    "notes": "Ghi nhận",
}

_PLACE = re.compile(r"\{found\}|\{detail\}")
CATALOGUE = Path(__file__).with_name("findings.csv")


class Finding(NamedTuple):
    """One fault of a sender's file, with its address.

    `found` is the text as it stands in the cell; `detail` fills the one `{detail}` of the code's wording and
    is Vietnamese too (candidates, the expected total, the other cell). `sheet` and `cell` are "" where the
    finding is about the whole file; `cell` is an A1 address.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    found: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A row of the catalogue: severity, what is wrong (`message`), what the sender is asked to do (`advice`, in words
    for a letter), what the department can do itself (`ours`, or ""), and how many of one form are told as one.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    ours: str = ""
    together: Together = ""

    def wording(self, finding: Finding) -> str:
        """The Vietnamese sentence for one finding; outside text is inserted as data, never as a template."""
        values = {"{found}": finding.found, "{detail}": finding.detail}
        return _PLACE.sub(lambda place: values[place[0]], self.message)


@cache
def load_catalogue(path: Path = CATALOGUE) -> dict[str, FindingKind]:
    """All kinds of finding by code. Raises DeclarationError for a doubled code, an unknown severity, and a message that
    has no place for what it would have to say."""
    kinds: dict[str, FindingKind] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            code, severity = row["code"], row["severity"]
            if code in kinds:
                raise DeclarationError(path, line, f"mã phát hiện “{code}” khai hai lần")
            if severity not in SEVERITIES:
                raise DeclarationError(path, line, f"mức “{severity}” không có trong {', '.join(SEVERITIES)}")
            # Most lines end before these.
            ours, together = row.get("ours") or "", row.get("together") or ""
            if together not in _TOGETHER:
                raise DeclarationError(
                    path, line, f"cột together ghi “{together}”; chỉ có: {', '.join(_TOGETHER[1:])}"
                )
            if together and "{detail}" not in row["message"]:
                raise DeclarationError(path, line, "có together thì lời văn phải có {detail}")
            for text in (row["message"], row["advice"], ours):
                try:
                    names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
                except ValueError:
                    raise DeclarationError(path, line, f"dấu ngoặc nhọn không khép kín: “{text}”") from None
                if not names <= {"found", "detail"}:
                    raise DeclarationError(path, line, f"chỉ dùng được {{found}} và {{detail}}: “{text}”")
            kinds[code] = FindingKind(code, severity, row["message"], row["advice"], ours, together)
    return kinds
