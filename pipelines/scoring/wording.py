"""Numbers and lists in the words of a reason."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from schemas.decimal_comma import with_comma

# The same few thousand numbers stand in hundreds of thousands of reasons.
_CACHED = 20_000


@lru_cache(maxsize=_CACHED)
def number(value: Decimal) -> str:
    """As many decimals as it has, with a decimal comma: 0,5."""
    text = with_comma(value)
    return text.rstrip("0").rstrip(",") if "," in text else text


@lru_cache(maxsize=_CACHED)
def fixed(value: Decimal, places: int) -> str:
    """So many decimals at least, more where the value has them: 0,80."""
    exponent = value.normalize().as_tuple().exponent
    return with_comma(value, max(places, -exponent if isinstance(exponent, int) else 0))


def percent(part: Decimal, whole: Decimal) -> str:
    """part/whole with two decimals: 80,00 %."""
    return f"{with_comma(part * 100 / whole, 2)} %"


def total_of(values: Sequence[Decimal]) -> str:
    """A sum as it was made: "3 + 4 = 7"; one number alone is itself."""
    if len(values) == 1:
        return number(values[0])
    return f"{' + '.join(map(number, values))} = {number(sum(values, Decimal(0)))}"


def listed(words: Iterable[str]) -> str:
    """a, b và c."""
    *first, last = words
    return f"{', '.join(first)} và {last}" if first else last


def lower_first(text: str) -> str:
    """A label inside a sentence: its first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
