"""Numbers as people type them: counts, points, percents, money in đồng, and plain numbers.

The decimal comma and the dot for thousands are the Vietnamese rule; where a text can honestly mean two
numbers, both are named and none is taken.
"""

import re
from decimal import Decimal
from typing import Literal

from pipelines.intake.cells.number_words import is_number_words, spellings_of
from pipelines.intake.cells.numerals import Numeral, read_numeral
from pipelines.intake.cells.reading import SIGNIFICANT_DIGITS, Reading, refuse
from pipelines.intake.cells.word_patterns import any_of
from schemas.decimal_comma import with_comma
from schemas.value_words import load_value_words

NumberKind = Literal["count", "number", "points", "percent", "money"]

_PARTS = re.compile(r"([+\-−–—]\s?)?([.,]?[0-9](?:[0-9., ]*[0-9])?)(.*)", re.DOTALL)
_WORDS = load_value_words()
_RANGE = re.compile(rf"\s*(?:[-−–—~÷]+|{any_of(_WORDS.until)})\s*[0-9].*")
# Inside one cell a line break or a tab separates two entries, it does not group digits.
_TWO_LINES = re.compile(r"[0-9][ \xa0]*[\n\r\t\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]\s*[0-9]")
_TAIL = re.compile(r"\s*(?:\(([^()]*)\))?\s*([^()]*)")
_UNIT_WORD = r"(?:[kcd]?m[23²³]|[^\W\d_]+\.?)"
_UNIT = re.compile(rf"{_UNIT_WORD}(?:(?:, ?|[ /&-]+|(?<=\.)){_UNIT_WORD}){{0,9}}|[%₫$€£]")
# A letter O or l behind a digit is a mistyped 0 or 1 far more often than a unit.
_MISTYPED_DIGITS = re.compile(r"[oOlI]+")
# "0,25+0,25", "0,5/1", "=3+2": what it comes to is for the sender to say.
_CALCULATION = re.compile(r"=?\s*[0-9][0-9.,]*(?:\s*[+*×:/]\s*[0-9][0-9.,]*)+(?:\s*=\s*[0-9.,]+)?[%đ]?")
_MIXED_UP = re.compile(r"(?=.*[0-9])(?=.*[OolI])[0-9OolI]+(?:[.,][0-9OolI]+)*|[Oo][.,][0-9]+")
_MARK = re.compile(r"[.,]")
_TOO_LONG = Decimal(10**SIGNIFICANT_DIGITS)
# A thousand billion đồng is no budget of those who report: the word for the scale is one too many.
_TOO_RICH = Decimal(10**12)
_CHANGING = re.compile(
    rf"(?<!\w)(?:{any_of(_WORDS.changing)})(?!\w)|^(?:{any_of(_WORDS.changing_first)})(?!\w)"
)
_RATE = re.compile(rf"(?:/ ?|(?<!\w)(?:{any_of(_WORDS.per)}) )(?:{any_of(_WORDS.times)})(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_OF = re.compile(
    rf"(?:({any_of(tuple(_WORDS.counting))})(?!\w)|1[.,]?0[.,0]*(?=[ a-zđ])) ?(.*)", re.DOTALL
)
_CURRENCY = frozenset(("", "₫", *_WORDS.currency))
_POINT_WORDS = frozenset(("", *_WORDS.points))
_LETTER_UNITS = frozenset("đk%₫$€£")


def read_number_text(typed: str, text: str, kind: NumberKind) -> Reading:
    """Reads a text cell as a number. `typed` is the raw text, `text` the same after tidying.

    Numbers come back exact, money in đồng; findings: number_unreadable, number_ambiguous, count_not_whole,
    count_negative, points_negative, percent_out_of_range.
    """
    if _CALCULATION.fullmatch(text):
        return refuse("number_unreadable", " (là phép tính hoặc phân số)")
    if _MIXED_UP.fullmatch(text):
        return refuse("number_unreadable", " (có chữ O hoặc l ở chỗ của chữ số)")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return refuse("number_unreadable")
    sign, digits, tail = parts.groups()
    # The full stop of a sentence; behind bare digits one may be a decimal point whose digits are lacking.
    if tail == "." and _MARK.search(digits):
        tail = ""
    if _TWO_LINES.search(typed):
        return refuse("number_ambiguous", "ô có nhiều dòng số")
    if tail and _RANGE.fullmatch(tail):
        return refuse("number_ambiguous", "ghi một khoảng, không phải một số")
    numeral = read_numeral(digits)
    if numeral is None:
        return refuse("number_unreadable")
    if sign and sign[-1].isspace():
        return refuse("number_ambiguous", f"dấu gạch đầu dòng hay số âm {sign.strip()}{digits}")
    unit, refusal = _read_tail(tail, numeral)
    if refusal is not None:
        return refusal
    scale = 1
    if kind == "money":
        scaled = read_currency(unit)
        if scaled is None:
            return refuse("number_ambiguous", f"“{unit}” không phải đơn vị đồng")
        scale, unit = scaled, "đồng" if unit else ""
    elif unit and unit.lower().split(" ")[0] in _WORDS.counting:
        return refuse("number_ambiguous", f"{digits} hay {digits} {unit}; ghi đủ các chữ số")
    elif kind == "points" and unit.lower() not in _POINT_WORDS:
        return refuse("number_ambiguous", f"“{digits} {unit}” không phải là điểm")
    elif unit == "%" and kind == "count":
        return refuse("number_ambiguous", "có dấu % ở chỗ không ghi tỷ lệ")
    value = _choose(numeral, kind, scale)
    if isinstance(value, Reading):
        return value
    if scale > 1 and value * scale >= _TOO_RICH:
        return refuse("number_ambiguous", f"{digits} đồng hay {digits} {tail.strip()}")
    if sign and sign.strip() != "+":
        value = -value if value else value
    return judge_number(value * scale, kind, unit)


def judge_number(
    value: Decimal, kind: NumberKind, unit: str = "", *, cell_is_numeric: bool = False
) -> Reading:
    """A number whose meaning is clear, held against what its kind allows.

    `cell_is_numeric`: the value stood in a numeric cell, where "3.208" typed on a PC with English settings
    has silently become a fraction.
    """
    if abs(value) >= _TOO_LONG:
        return refuse("number_unreadable")
    if kind in ("count", "money"):
        if value != value.to_integral_value():
            places = -int(value.as_tuple().exponent)
            grouped = cell_is_numeric and places == 3 and kind == "count"
            return refuse("count_not_whole", f" (có thể là {value * 1000:.0f}?)" if grouped else "")
        value = value.quantize(Decimal(1))
        if value < 0:
            return refuse("count_negative")
    elif kind == "points" and value < 0:
        return refuse("points_negative")
    elif kind == "percent":
        if not 0 <= value <= 100:
            return refuse("percent_out_of_range")
        # Excel stores 97,9 % as 0.979; without the sign the two cannot be told apart.
        if 0 < value <= 1 and unit != "%":
            return refuse("number_ambiguous", f"{with_comma(value)} % hay {with_comma(_trim(value * 100))} %")
    return Reading("value", value, None, unit_word=unit)


def _choose(numeral: Numeral, kind: NumberKind, scale: int) -> Decimal | Reading:
    """The one meaning of a numeral in a column of this kind, or the refusal that names the two."""
    grouped, fractional = numeral.grouped, numeral.fractional
    if fractional is None:
        assert grouped is not None
        return grouped
    if kind in ("count", "money"):
        if grouped is not None:
            # A dot before three digits separates thousands; a comma there is English grouping or a fraction.
            return grouped if numeral.mark == "." else _two_meanings(grouped, fractional)
        joined = fractional.scaleb(numeral.places)
        if numeral.mark == "." and fractional >= 1 and scale == 1 and fractional != fractional // 1:
            return _two_meanings(joined, fractional)
        if numeral.places == 3 and fractional >= 1 and fractional == fractional // 1 and numeral.mark:
            return _two_meanings(joined, fractional)
        return fractional
    if grouped is None or numeral.mark == ",":
        return fractional
    return _two_meanings(grouped, fractional)


def _two_meanings(whole: Decimal, fractional: Decimal) -> Reading:
    return refuse("number_ambiguous", f"{with_comma(whole)} hay số thập phân {with_comma(fractional)}")


def _trim(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _read_tail(tail: str, numeral: Numeral) -> tuple[str, Reading | None]:
    """The unit word behind the digits, or the refusal of a tail that puts the number in doubt."""
    if not tail:
        return "", None
    match = _TAIL.fullmatch(tail)
    if match is None:
        return "", refuse("number_unreadable")
    bracket, unit = (match[1] or "").strip(), match[2].strip()
    if bracket:
        words = bracket.lower()
        said = spellings_of(int(numeral.grouped)) if numeral.grouped is not None else frozenset()
        repeated = max((word for word in said if f"{words} ".startswith(f"{word} ")), key=len, default="")
        if repeated and not is_number_words(words[len(repeated) :].strip() or "-"):
            bracket = bracket[len(repeated) :].strip()
        if bracket and (unit or is_number_words(bracket.lower()) or not _UNIT.fullmatch(bracket)):
            return "", refuse("number_ambiguous", f"số kèm chú thích “{match[1].strip()}”")
        unit = unit or bracket
    if not unit:
        return "", None
    if unit.lower() in _WORDS.percent or unit == "%.":
        return "%", None
    if not _UNIT.fullmatch(unit) or _MISTYPED_DIGITS.fullmatch(unit):
        return "", refuse("number_unreadable")
    if len(unit) == 1 and unit.lower() not in _LETTER_UNITS:
        return "", refuse("number_unreadable")
    words = unit.lower()
    if _RATE.search(words):
        return "", refuse("number_ambiguous", "số của từng khoảng thời gian hay của cả kỳ")
    if _CHANGING.search(words):
        return "", refuse("number_unreadable")
    return unit.rstrip("."), None


def scale_of(text: str) -> int:
    """10**6 for "25 triệu đồng": what a word says a number is to be multiplied by; 1 where none does."""
    return next((_WORDS.scales[word] for word in _words(text) if word in _WORDS.scales), 1)


def changes_number(text: str) -> bool:
    """Whether words or signs beside a number make it another one, or none that is sure."""
    return "‰" in text or not _WORDS.counting.isdisjoint(_words(text)) or bool(_CHANGING.search(text.lower()))


def counts_in(unit: str) -> str:
    """What a unit of measure counts by the thousand or the dozen: "hồ sơ" of "nghìn hồ sơ" or "100 hồ sơ", "nghìn" of
    itself; "" where it counts one by one."""
    number = _NUMBER_OF.fullmatch(unit.strip().lower())
    return (number[2].strip() or number[1] or "") if number else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def read_currency(unit: str) -> int | None:
    """How many đồng one unit of money is; None for a currency or a word that is not known."""
    words = unit.lower().replace(".", "")
    if words in _CURRENCY:
        return 1
    first, _, rest = words.partition(" ")
    return _WORDS.scales.get(first) if rest in _CURRENCY else None
