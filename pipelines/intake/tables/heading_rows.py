"""Which rows below the one with a table's key heading are headings, too: sub-headings on one or more rows."""

import re
from collections.abc import Sequence

from pipelines.intake.cells.reading import Raw
from pipelines.intake.tables.grid import plain
from pipelines.intake.tables.headings import HeadingHit, HeadingIndex
from schemas.forms.furniture import role_of
from schemas.nothing import load_nothing
from schemas.spelling import tidy

# Offices print up to four rows of headings; more of them are no heading any more.
MOST_BELOW = 3
_LONGEST = 120
# A year that stands alone.
YEAR = re.compile(r"(?:19|20)\d{2}")

_NUMBER_OF_COLUMN = re.compile(r"^\(?\s*(\d{1,2}|[A-Ha-h])\s*\)?\s*(=.*)?$")

Hits = dict[int, tuple[HeadingHit, ...]]


def hits_of_row(row: Sequence[Raw], index: HeadingIndex) -> Hits:
    """The columns of a row whose texts are headings, and what they name."""
    look_up = index.hits
    return {at: hits for at, raw in enumerate(row) if raw.__class__ is str and raw and (hits := look_up(raw))}


def rows_below(
    rows: Sequence[Sequence[Raw]], row: int, names: Sequence[int], index: HeadingIndex
) -> list[Hits]:
    """The hits of the rows below `row` as far as they may be headings: of the one right below whatever it is, of those
    under it while rows only divide headings (`divides`); the last of them has a heading that is known."""
    found: list[Hits] = []
    for at in range(row + 1, min(row + 1 + MOST_BELOW, len(rows))):
        open_row = divides(rows[at], names)
        if not open_row and at > row + 1:
            break
        found.append(hits_of_row(rows[at], index))
        if not open_row:
            break
    while found and not found[-1]:
        found.pop()
    return found


def numbers_columns(cells: Sequence[Raw]) -> bool:
    """Whether a row holds the numbers of its columns, "(1)", "(2)", "(3)=(1)+(2)", and nothing else."""
    filled = [plain(raw) for raw in cells if raw != ""]
    return len(filled) > 2 and all(map(is_number_of_column, filled))


def is_number_of_column(text: str) -> bool:
    """Whether a cell may be one of them."""
    return _NUMBER_OF_COLUMN.match(text) is not None


def divides(row: Sequence[Raw], names: Sequence[int]) -> bool:
    """Whether a row below headings divides them: words or years, and nothing that could be a name, a value, a note or
    a signature. `names` are the columns of names and of their numbers, the former first; left of them all stands a
    group's heading."""
    if not any(row) or plain(row[names[0]]):
        return False
    if any(plain(row[at]) for at in (*range(min(names)), *names)):
        return False
    filled = [raw for raw in row if plain(raw)]
    return bool(filled) and all(map(_may_divide, filled))


def _may_divide(raw: Raw) -> bool:
    text = plain(raw)
    if not isinstance(raw, str):
        return YEAR.fullmatch(text) is not None
    # A code has no letters, and neither has a number.
    words = any(map(str.isalpha, text)) or text.count(".") > 1 or YEAR.fullmatch(text) is not None
    single = len(text) == 1
    return words and not single and len(text) < _LONGEST and not _is_answer(text)


def _is_answer(text: str) -> bool:
    return tidy(text).lower() in load_nothing() or role_of(text) in ("note", "signature")
