"""What a number format prints of a number: "#,##0," shows 25000 as 25, and "0 \"triệu đồng\"" writes words behind it.

The comma and the dot are those of a Vietnamese PC; whoever asks must take the marks of another for the same number.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from pipelines.intake.gate.shown_days import BUILT_IN_DAYS

# Formats that a workbook names by number only, as far as they print numbers or only part of a day;
# 9 and 10 are percentages.
BUILT_IN: dict[str, str] = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??",
    "37": "#,##0;(#,##0)", "38": "#,##0;[Red](#,##0)", "39": "#,##0.00;(#,##0.00)", "40": "#,##0.00;[Red](#,##0.00)",
    "41": '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', "42": '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    "43": '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "44": '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    "48": "##0.0E+0", **BUILT_IN_DAYS,
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|Standard)|(?P<digit>[0#?])|(?P<exponent>E[+-])|(?P<mark>[.,/%@;])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_DAY_OR_HOUR = frozenset("ymdhsbYMDHSB")
_HOLDS = {
    "<": Decimal.__lt__, "<=": Decimal.__le__, ">": Decimal.__gt__, ">=": Decimal.__ge__, "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}  # fmt: skip
_WORDS = ("quoted", "escaped", "other")
_LONGEST_CODE = 255


class _Section(NamedTuple):
    """One of the parts between semicolons: its pieces as (kind, text), and the numbers that it is for."""

    pieces: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    @property
    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.pieces}


def show_number(code: str, value: Decimal) -> str | None:
    """The text that a cell with this format shows, outer spaces left out; None for a format of days or hours, or
    one that no rule here covers."""
    sections = _sections(code)
    if not sections:
        return None
    section = _section_for(sections, value)
    if section is None:
        return None
    shown = _print(section, abs(value))
    sign = "-" if value < 0 and section is sections[0] and section.condition is None else ""
    return None if shown is None else f"{sign}{shown.strip()}" if shown.strip() else ""


def show_text(code: str, text: str) -> str:
    """The text that a cell with this format shows where text is stored."""
    sections = _sections(code)
    for_text = sections[3] if len(sections) > 3 else sections[-1] if sections else None
    if for_text is None or (len(sections) < 4 and ("mark", "@") not in for_text.pieces):
        return text
    shown = (
        text if piece == "@" else piece for kind, piece in for_text.pieces if piece == "@" or kind in _WORDS
    )
    return "".join(shown).strip()


def has_conditions(code: str) -> bool:
    """Whether it depends on the number's size how it is shown."""
    return any(section.condition for section in _sections(code))


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    if len(code) > _LONGEST_CODE:
        return ()
    sections: list[_Section] = []
    pieces: list[tuple[str, str]] = []
    condition = None
    for token in [*_TOKEN.finditer(code), None]:
        kind, text = (token.lastgroup or "", token[token.lastgroup or 0]) if token else ("mark", ";")
        if kind == "other" and text in _DAY_OR_HOUR:
            return ()
        if kind == "bracket":
            if found := _CONDITION.fullmatch(text.strip()):
                condition = (found[1], Decimal(found[2]))
            elif text.startswith("$"):
                pieces.append(("quoted", text[1:].partition("-")[0]))
            elif text.lower().strip("hms") == "":
                return ()
        elif (kind, text) == ("mark", ";"):
            sections.append(_Section(tuple(pieces), condition))
            pieces, condition = [], None
        elif kind == "pad":
            pieces.append(("quoted", " "))
        elif kind != "fill":
            pieces.append((kind, text))
    return tuple(sections)


def _section_for(sections: tuple[_Section, ...], value: Decimal) -> _Section | None:
    numeric = sections[:3]
    if not any(section.condition for section in numeric):
        if len(numeric) == 1 or value > 0 or (value == 0 and len(numeric) < 3):
            return numeric[0]
        return numeric[1] if value < 0 else numeric[2]
    for section in numeric[:-1]:
        if section.condition is None:
            return None
        sign, bound = section.condition
        if _HOLDS[sign](value, bound):
            return section
    last = numeric[-1]
    return last if last.condition is None or _HOLDS[last.condition[0]](value, last.condition[1]) else None


def _print(section: _Section, value: Decimal) -> str | None:
    kinds = section.kinds
    if "general" in kinds or ("mark", "@") in section.pieces:
        plain = f"{value:f}".replace(".", ",")
        return "".join(
            plain if kind == "general" or piece == "@" else piece
            for kind, piece in section.pieces
            if kind != "digit"
        )
    if "digit" not in kinds:
        return "".join(piece for _, piece in section.pieces)
    if "exponent" in kinds:
        return _print_power(section, value)
    if ("mark", "/") in section.pieces:
        return _print_fraction(section, value)
    return _print_decimal(section, value)


def _print_decimal(section: _Section, value: Decimal) -> str:
    pieces = section.pieces
    digits = [at for at, (kind, _) in enumerate(pieces) if kind == "digit"]
    point = next((at for at, piece in enumerate(pieces) if piece == ("mark", ".")), len(pieces))
    whole, places = [at for at in digits if at < point], [at for at in digits if at > point]
    ends = {group[-1] for group in (whole, places) if group}
    thousands, at = 0, -1
    for end in ends:
        at = end + 1
        while at < len(pieces) and pieces[at] == ("mark", ","):
            thousands, at = thousands + 1, at + 1
    grouped = bool(whole) and ("mark", ",") in pieces[whole[0] : whole[-1]]
    percents = pieces.count(("mark", "%"))
    value = value.scaleb(2 * percents - 3 * thousands)
    value = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    before, _, after = f"{value:f}".partition(".")
    printed = {
        at: piece
        for at, (kind, piece) in enumerate(pieces)
        if kind != "digit" and (kind, piece) != ("mark", ",")
    }
    printed |= _fill_whole([(at, pieces[at][1]) for at in whole], before.lstrip("0"), grouped)
    while after.endswith("0") and pieces[places[len(after) - 1]][1] == "#":
        after = after[:-1]
    printed |= dict(zip(places, after, strict=False))
    if point < len(pieces):
        printed[point] = ","
    return "".join(printed[at] for at in sorted(printed))


def _fill_whole(places: list[tuple[int, str]], digits: str, grouped: bool) -> dict[int, str]:
    """Digits before the decimal mark in their places, from the right; the first place takes all that are left."""
    printed: dict[int, str] = {}
    count = 0
    for number, (at, place) in enumerate(reversed(places)):
        rest = digits if number == len(places) - 1 else digits[-1:]
        digits = digits[: len(digits) - len(rest)]
        filled = rest or {"0": "0", "?": " "}.get(place, "")
        text = ""
        for digit in reversed(filled):
            text = digit + ("." if grouped and count and count % 3 == 0 and digit.isdigit() else "") + text
            count += 1
        printed[at] = text
    return printed


def _print_power(section: _Section, value: Decimal) -> str:
    places = "".join(piece for kind, piece in section.pieces if kind in ("digit", "mark", "exponent"))
    mantissa = places.upper().partition("E")[0]
    decimals = len(mantissa.partition(".")[2])
    return f"{value:.{decimals}E}".replace(".", ",")


def _print_fraction(section: _Section, value: Decimal) -> str | None:
    code = "".join(piece for _, piece in section.pieces)
    before, _, below = code.partition("/")
    below = below.strip()
    size = len(below.rstrip())
    if below.isdigit() and below.strip("0"):
        bottom = int(below)
        top = int((value * bottom).quantize(Decimal(1), ROUND_HALF_UP))
    elif below.strip("?#0") == "" and 0 < size <= 4:
        nearest = Fraction(value).limit_denominator(10**size - 1)
        top, bottom = nearest.numerator, nearest.denominator
    else:
        return None
    if len(before.split()) < 2:
        return f"{top}/{bottom}"
    whole, top = divmod(top, bottom)
    parts = [str(whole)] if whole or not top else []
    return " ".join([*parts, f"{top}/{bottom}"] if top else parts)
