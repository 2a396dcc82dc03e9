"""How people type what they mean: one true value, many spellings of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from pipelines.demo.grid import CellValue

NBSP = "\u00a0"
MARK = "SỐ LIỆU MÔ PHỎNG"

_NEW_TO_OLD = {
    **{f"{first}a": f"o{second}" for first, second in zip("òóỏõọ", "àáảãạ", strict=True)},
    **{f"{first}e": f"o{second}" for first, second in zip("òóỏõọ", "èéẻẽẹ", strict=True)},
    **{f"{first}y": f"u{second}" for first, second in zip("ùúủũụ", "ỳýỷỹỵ", strict=True)},
    **{f"{first}y": f"U{second}" for first, second in zip("ÙÚỦŨỤ", "ỳýỷỹỵ", strict=True)},
}
_NEW_TONE = re.compile(r"(?<!q)(" + "|".join(_NEW_TO_OLD) + r")(?!\w)")


@dataclass(frozen=True, slots=True)
class Hand:
    """The habits of one sender, kept through a whole workbook.

    `text_share`: how often a number is typed as text. `spelling`: "", "nfd", "old_tones" or "eth" (U+00D0
    for Đ). `names`: how units are named: "plain", "upper", "dotted" (TT., P.) or "short" (TT).
    """

    text_share: float
    spelling: str
    names: str
    upper_headings: bool


def pick_hand(random: Random, legacy: str) -> Hand:
    """A sender's habits; old fonts have neither composed marks nor capitals to play with."""
    if legacy:
        return Hand(0.4, "", "plain", False)
    return Hand(
        text_share=random.choice((0.2, 0.4, 0.4, 0.6)),
        spelling=random.choice(("", "", "", "", "", "nfd", "old_tones", "old_tones", "eth")),
        names=random.choice(("plain", "plain", "short", "dotted", "upper")),
        upper_headings=random.random() < 0.1,
    )


def spell(text: str, spelling: str) -> str:
    """A text in one way of writing Vietnamese letters."""
    if spelling == "nfd":
        return unicodedata.normalize("NFD", text)
    if spelling == "old_tones":
        return _NEW_TONE.sub(lambda found: _NEW_TO_OLD[found[1]], text)
    if spelling == "eth":
        return text.replace("Đ", "Ð")
    return text


def name_unit(kind: str, short_name: str, names: str) -> str:
    """A committee's name as typed: "UBND xã Xuân Lam", "UBND TT Xuân An", "UBND XÃ XUÂN LAM"."""
    if names == "upper":
        return f"UBND {kind} {short_name}".upper()
    if kind == "thị trấn" and names in ("short", "dotted"):
        kind = "TT" if names == "short" else "TT."
    # "Phường 1" is the whole name of a numbered ward.
    return f"UBND {kind} {short_name.removeprefix('Phường ')}"


def thousands(number: int) -> str:
    """A whole number with dots: 3208 is "3.208"."""
    return f"{number:,}".replace(",", ".")


def type_value(
    random: Random, hand: Hand, kind: str, value: str, unit_of_measure: str
) -> tuple[CellValue, str]:
    """What is typed for a canonical value of an indicator's type, and its state ("value", "none" or
    "not_arisen").

    Raises KeyError for a type that is unknown.
    """
    if kind in ("count", "money") and value == "0" and random.random() < 0.2:
        return random.choice((("Không", "none"), ("Không có", "none"), ("không phát sinh", "not_arisen")))
    return _TYPED[kind](random, hand, value, unit_of_measure), "value"


def _count(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    number = int(value)
    if random.random() >= hand.text_share:
        return number
    digits = f"{number:02d}" if number < 10 and random.random() < 0.7 else value
    if number >= 1000 and random.random() < 0.5:
        digits = thousands(number)
    if "/" in unit_of_measure or random.random() < 0.6:
        return random.choice((digits, digits, digits, f" {digits}", f"{digits}{NBSP}"))
    return f"{digits}{random.choice((' ', ' ', NBSP))}{unit_of_measure}"


def _money(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    if random.random() >= hand.text_share:
        return int(value)
    return thousands(int(value)) + random.choice(("", " đồng", f"{NBSP}đồng"))


def _percent(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    if random.random() >= hand.text_share:
        return float(value)
    comma = value.replace(".", ",")
    return random.choice((comma, comma, f"{comma} %", f"{comma}%", f"{value}%"))


def _date(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    day = dt.date.fromisoformat(value)
    if random.random() >= hand.text_share:
        return day
    return random.choice(
        (numeric_date(day), f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}", f"ngày {long_date(day)}")
    )


def _symbol(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    return value.replace("-", "- ", 1) if random.random() < 0.06 else value


def _bool(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    return random.choice((value.capitalize(), value.capitalize(), value))


def _year(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    return value if random.random() < hand.text_share else int(value)


def _as_it_is(random: Random, hand: Hand, value: str, unit_of_measure: str) -> CellValue:
    return value


_TYPED = {
    "count": _count, "money": _money, "percent": _percent, "date": _date, "symbol": _symbol, "bool": _bool,
    "year": _year, "text": _as_it_is,
}  # fmt: skip


def type_points(random: Random, hand: Hand, points: Decimal) -> CellValue:
    """Points as typed: 0.5, "0,5", "0,50", "0.5", "1,0"."""
    if random.random() >= hand.text_share:
        return float(points)
    comma = f"{points:f}".replace(".", ",")
    if "," not in comma:
        return random.choice((comma, f"{comma},0", f"{comma},00"))
    padded = comma if len(comma) > 3 else f"{comma}0"
    return random.choice((comma, comma, comma, padded, comma.replace(",", ".")))


def numeric_date(day: dt.date) -> str:
    """Nghị định 30/2020/NĐ-CP: days under 10 and the months 1 and 2 take a leading zero, "05/3/2021"."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def long_date(day: dt.date) -> str:
    """A date in words, "05 tháng 3 năm 2021" (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return f"{day.day:02d} tháng {_month(day)} năm {day.year}"


def _month(day: dt.date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)
