"""The kinds of "nothing" that people type into a cell: five meanings that are never all zero.

`nothing.csv` declares every spelling once, in lower case. A new way to write "không có" is a line there.
"""

import csv
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from schemas.declaration import DeclarationError

NothingState = Literal["dash", "none", "not_arisen", "unknown", "mark"]
STATES: tuple[NothingState, ...] = get_args(NothingState)

SPELLINGS = Path(__file__).with_name("nothing.csv")


class Nothing(NamedTuple):
    """What a spelling means; `counts_as_zero` says whether a quantity written so is 0."""

    state: NothingState
    counts_as_zero: bool


@cache
def load_nothing(path: Path = SPELLINGS) -> dict[str, Nothing]:
    """Meaning by spelling (lower case, NFC).

    Raises DeclarationError for an unknown state, a doubled spelling or one that no tidied text can match.
    """
    spellings: dict[str, Nothing] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            state, spelling, zero = row["state"], row["spelling"], row["counts_as_zero"]
            if state not in STATES:
                raise DeclarationError(path, line, f"trạng thái “{state}” không có trong {', '.join(STATES)}")
            if zero not in ("yes", "no"):
                raise DeclarationError(path, line, f"counts_as_zero phải là yes hoặc no, không phải “{zero}”")
            if not spelling or spelling != unicodedata.normalize("NFC", spelling.strip().lower()):
                raise DeclarationError(path, line, f"“{spelling}” phải viết thường, NFC, không thừa dấu cách")
            if spelling in spellings:
                raise DeclarationError(path, line, f"“{spelling}” khai hai lần")
            spellings[spelling] = Nothing(cast(NothingState, state), zero == "yes")
    return spellings


@cache
def dash_characters(path: Path = SPELLINGS) -> str:
    """The single characters that mean a dash; a cell of these alone ("---", "-/-", "....") is a dash too."""
    return "".join(
        text for text, meaning in load_nothing(path).items() if meaning.state == "dash" and len(text) == 1
    )
