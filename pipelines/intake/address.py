"""Cell addresses: row and column counted from zero inside, "B7" for people."""

import re
from functools import cache, lru_cache

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@cache
def column_letters(column: int) -> str:
    """0 -> "A", 25 -> "Z", 26 -> "AA". Raises ValueError for a negative column."""
    if column < 0:
        raise ValueError(f"column {column} is negative")
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_index(letters: str) -> int:
    """ "A" -> 0, "aa" -> 26. Raises ValueError for anything but letters."""
    if not (letters.isascii() and letters.isalpha()):
        raise ValueError(f"{letters!r} is not a column")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@lru_cache(maxsize=65536)
def a1(row: int, column: int) -> str:
    """The A1 address of a cell; both counted from zero: a1(6, 1) == "B7"."""
    return f"{column_letters(column)}{row + 1}"


def parse_a1(address: str) -> tuple[int, int]:
    """(row, column) from zero of an address: parse_a1("B7") == (6, 1). Raises ValueError."""
    match = _A1.fullmatch(address)
    if match is None:
        raise ValueError(f"{address!r} is not a cell address")
    return int(match[2]) - 1, column_index(match[1])
