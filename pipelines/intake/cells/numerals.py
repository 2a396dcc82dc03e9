"""Digits with separators: what "3.208", "3,208", "16 462" or "1.234,5" can mean in any column."""

import re
from decimal import Decimal
from typing import NamedTuple

from pipelines.intake.cells.reading import SIGNIFICANT_DIGITS

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+|(?: [0-9]{3})+)")
_DECIMAL = re.compile(r"([0-9]*)([.,])([0-9]+)")
# With a mark for the groups and another for the fraction there is one reading only.
_GROUPED_DECIMAL = re.compile(
    r"([1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+(?=,)|(?:,[0-9]{3})+(?=\.)|(?: [0-9]{3})+(?=[.,])))([.,])([0-9]+)"
)


class Numeral(NamedTuple):
    """The meanings a numeral can have.

    `grouped`: the number when its marks separate thousands (or when it has none); `fractional`: the number
    when its last mark is the decimal one. Both set: the text alone does not tell. `mark` is that last mark,
    "" for plain digits; `places` counts the digits behind it.
    """

    grouped: Decimal | None
    fractional: Decimal | None
    mark: str = ""
    places: int = 0


def read_numeral(text: str) -> Numeral | None:
    """All meanings of unsigned digits with marks; None when the grouping is inconsistent or too long.

    More than 15 digits are refused: Excel cannot have held them.
    """
    if _PLAIN.fullmatch(text):
        return Numeral(Decimal(text), None) if len(text) <= SIGNIFICANT_DIGITS else None
    digits = sum(map(str.isdigit, text))
    if not 0 < digits <= SIGNIFICANT_DIGITS:
        return None
    if match := _GROUPED_DECIMAL.fullmatch(text):
        head, mark, fraction = match.groups()
        if " " in head and mark == "." and len(fraction) == 3:
            return None  # "1 234.567" mixes two marks that both separate thousands
        return Numeral(None, Decimal(f"{re.sub('[., ]', '', head)}.{fraction}"), mark, len(fraction))
    grouped = Decimal(re.sub("[., ]", "", text)) if _GROUPED.fullmatch(text) else None
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None if grouped is None else Numeral(grouped, None)
    head, mark, fraction = match.groups()
    if grouped is None and len(fraction) == 3 and head.startswith("0") and head.strip("0"):
        return None  # "01.000" is neither a grouped number nor an ordinary decimal one
    return Numeral(grouped, Decimal(f"{head or 0}.{fraction}"), mark, len(fraction))
