"""Tables of units that say of themselves that they are no version which counts: planned points, a sheet called "Nháp".

Beside a table of the same form they would be read as one with it, since they name other units; those are asked for.
"""

import re
from collections.abc import Sequence

from pipelines.intake.address import a1
from pipelines.intake.cells.word_patterns import any_of
from pipelines.intake.letters.references import find_reference
from pipelines.intake.rows.fact_maker import Remark
from pipelines.intake.submissions.parts import Made, Part
from schemas.findings import Finding
from schemas.forms.title_words import load_title_words
from schemas.spelling import tidy

_WORDS = load_title_words().drafts
_SHEET = re.compile(rf"(?<!\w)(?:{any_of(_WORDS.sheet_words)})(?!\w)")
_SHEET_NAMES = frozenset(_WORDS.sheet_names)
_BEGINNING = re.compile(rf"[\W\d]*(?:{any_of(_WORDS.title_beginnings)})(?!\w)")
_TITLE = re.compile(rf"(?<!\w)(?:{any_of(_WORDS.title_words)})(?!\w)")
# "Mẫu (2)" is a copy of "Mẫu".
_COPY = re.compile(r"[\s(_.-]*\d*[\s)]*$")


def tell_drafts(parts: Sequence[Part], made: Sequence[Made]) -> None:
    """Adds a remark to each table that is a draft beside another one of its form and sender.

    One with units of the other is a second version of it, as `doubled_forms` tells.
    """
    said = [says_draft(part) if part.zones.table.layout.rows == "unit" else None for part in parts]
    if not any(said):
        return
    meant: dict[tuple[str, str | None], set[str]] = {}
    for one, draft in zip(made, said, strict=True):
        if draft is None:
            meant.setdefault((one.submission.form, one.submission.sender), set()).update(one.facts.units)
    for part, one, draft in zip(parts, made, said, strict=True):
        units = meant.get((one.submission.form, one.submission.sender))
        if draft is None or units is None or not units.isdisjoint(one.facts.units):
            continue
        cell, found = draft
        finding = Finding("draft_set_aside", part.grid.name, cell, found, part.zones.table.layout.name)
        # Of what is left aside nobody is missing.
        one.remarks = [remark for remark in one.remarks if remark.finding.code != "unit_missing"]
        one.remarks.append(Remark(one.submission.sender, finding))


def says_draft(part: Part) -> tuple[str, str] | None:
    """The cell and the words that say so; the cell is "" where the sheet's name does."""
    name = tidy(part.grid.name).lower()
    if _SHEET.search(name) or _COPY.sub("", name) in _SHEET_NAMES:
        return "", part.grid.name
    for row, column, text in part.zones.titles:
        for line in map(tidy, text.splitlines()):
            lowered = line.lower()
            spoken = _TITLE.search(lowered) or _BEGINNING.match(lowered)
            if spoken and not find_reference(line):
                return a1(row, column), line
    return None
