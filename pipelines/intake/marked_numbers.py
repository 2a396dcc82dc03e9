"""Numbers in a text cell of which a part is crossed out or raised: "25" crossed out beside "27" is no 2527.

The parser gives the letters of a cell and not how they look, so the texts are told from the package's own list of them.
"""

import html
import re
from collections.abc import Collection, Sequence

from pipelines.intake.address import a1
from pipelines.intake.workbook import Sheet
from schemas.findings import Finding

_TEXT = re.compile(rb"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_LETTERS = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?t>")
_MARK = re.compile(
    rb"<(?:\w+:)?strike(?:\s*/>|\s+val\s*=\s*[\"'](?:1|true)[\"'])|<(?:\w+:)?vertAlign\s+val\s*=\s*[\"']s"
)
_NUMBER = re.compile(r"[\d.,\s%+-]*\d[\d.,\s%+-]*")


def marked_numbers(strings: bytes | bytearray) -> frozenset[str]:
    """The numbers among the shared texts of a workbook (`xl/sharedStrings.xml`) that are marked in part."""
    found = set()
    for text in _TEXT.findall(strings):
        runs = _RUN.findall(text)
        if len(runs) < 2 or not any(_MARK.search(run) for run in runs):
            continue
        letters = "".join(part.decode("utf-8", "replace") for run in runs for part in _LETTERS.findall(run))
        if _NUMBER.fullmatch(whole := html.unescape(letters)):
            found.add(whole)
    return frozenset(found)


def find_marked(sheets: Sequence[Sheet], texts: Collection[str]) -> list[Finding]:
    """A finding for each cell that holds one of the texts."""
    if not texts:
        return []
    return [
        Finding("number_marked", sheet.name, a1(row, column), raw)
        for sheet in sheets
        for row, cells in enumerate(sheet.rows)
        for column, raw in enumerate(cells)
        if isinstance(raw, str) and raw in texts
    ]
