"""Whether what a cell shows is the number that it stores: 25 shown as "25 triệu đồng", 25000 shown as "25", or nothing.

A person vouches for what can be seen and printed. Rounding alone says the same number, but not of points.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from pipelines.intake.cells.numbers import changes_number, scale_of
from pipelines.intake.cells.numerals import read_numeral
from pipelines.intake.gate.number_format import has_conditions, show_number, show_text
from pipelines.intake.gate.shown_days import day_shown
from schemas.spelling import tidy

# "same"; "rounded": the same but for decimals that are not shown; "words": to be read as the text that is shown;
# "nothing": a value that is not shown; "other": another number.
Match = Literal["same", "rounded", "words", "nothing", "other"]
# What a format does to numbers: nothing that matters, to some fractions only, or something to be looked at.
Effect = Literal["none", "rounds", "tells"]

_RUN = re.compile(r"[.,]?\d[\d.,]*(?: \d[\d.,]*)*")
_POWER = re.compile(r"(\d(?:[.,]\d+)?)E([+-]\d+)", re.IGNORECASE)
_FRACTION = re.compile(r"(?:(\d+) )?(\d+)/([1-9]\d*)")
_SAMPLES = tuple(map(Decimal, ("0", "1", "25", "1250", "3208000", "-25")))
# 50000000 shown as "50.000.000 nghìn đồng" is fifty billion, or was typed to the last đồng under a format left from
# other figures; "25 triệu đồng" can be nothing but 25 million.
_WHOLE_AMOUNT = 10**6
# Points lie on a grid of quarters or tenths.
_FRACTIONS = (Decimal("0.25"), Decimal("0.1"))


def compare(value: Decimal, shown: str, *, foreign: bool = False) -> Match:
    """What the text that a cell shows says of the number that it stores; `foreign` where the program that wrote the
    text may have used the marks of another language."""
    text = tidy(shown)
    if not any(map(str.isdigit, text)):
        # Nought shown as a dash or as an empty cell is how accounts are written.
        if value == 0 and not any(map(str.isalpha, text)):
            return "same"
        return "words" if any(map(str.isalpha, text)) else "nothing"
    value = abs(value)
    if (exact := _as_power(value, text) or _as_fraction(value, text)) is not None:
        return exact
    runs = [run[0].rstrip(".,") for run in _RUN.finditer(text)]
    scale, matches = scale_of(text), [_match(value, run, foreign) for run in runs]
    if scale > 1 and "same" in [_match(value / scale, run, foreign) for run in runs]:
        return "same"
    if "same" in matches:
        if scale > 1 and value >= _WHOLE_AMOUNT:
            return "other"
        return "words" if scale > 1 or changes_number(text) else "same"
    if "rounded" in matches:
        return "other" if scale > 1 or changes_number(text) else "rounded"
    if scale > 1 and "rounded" in [_match(value / scale, run, foreign) for run in runs]:
        return "rounded"
    # A telephone number is parted in ways of its own.
    parted = len(runs) > 1 or read_numeral(runs[0]) is None if runs else False
    digits = re.sub(r"\D", "", text).lstrip("0")
    return "same" if parted and digits == f"{value:f}".lstrip("0") else "other"


def _match(value: Decimal, run: str, foreign: bool) -> Match:
    numeral = read_numeral(run)
    if numeral is None:
        return "other"
    meanings = [one for one in (numeral.grouped, numeral.fractional) if one is not None]
    if len(meanings) == 2 and numeral.mark == "." and not foreign:
        meanings = meanings[:1]
    if value in meanings:
        return "same"
    unit = Decimal(1).scaleb(-numeral.places if numeral.fractional is not None else 0)
    rounded = {value.quantize(Decimal(1), ROUND_HALF_UP), value.quantize(unit, ROUND_HALF_UP)}
    return "rounded" if not rounded.isdisjoint(meanings) else "other"


def _as_power(value: Decimal, text: str) -> Match | None:
    found = _POWER.search(text)
    if found is None:
        return None
    power = int(found[2])
    if abs(power) > 30:
        return "other"
    said = Decimal(found[1].replace(",", ".")).scaleb(power)
    return "same" if said == value else "rounded" if abs(said - value) < Decimal(1).scaleb(power) else "other"


def _as_fraction(value: Decimal, text: str) -> Match | None:
    found = _FRACTION.fullmatch(text)
    if found is None:
        return None
    said = int(found[1] or 0) + Fraction(int(found[2]), int(found[3]))
    distance = abs(said - Fraction(value))
    return "same" if not distance else "rounded" if distance < Fraction(1, int(found[3])) else None


@lru_cache(maxsize=4096)
def compare_in(code: str, value: Decimal) -> tuple[Match, str]:
    """The same for a number in a number format, with the text that is shown; remembered, since points are few."""
    shown = show_number(code, value)
    return ("same", "") if shown is None else (compare(value, shown), shown)


@lru_cache(maxsize=1024)
def effect_of(code: str) -> Effect:
    """What a number format does; most do nothing that matters, and their cells need no look."""
    if show_text(code, "a") != "a" or has_conditions(code) or day_shown(code):
        return "tells"
    for sample in _SAMPLES:
        shown = show_number(code, sample)
        if shown is None:
            return "none"
        if compare(sample, shown) not in ("same", "rounded"):
            return "tells"
    rounded = any(compare(one, show_number(code, one) or "") != "same" for one in _FRACTIONS)
    return "rounds" if rounded else "none"
