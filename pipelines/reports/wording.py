"""Words and numbers as an office writes them: templates with blanks, decimal commas, dates, safe text of
senders.
"""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal

MAX_CELL_CHARACTERS = 32_767  # what one Excel cell can hold
BLANK = " " * 6  # left on the paper for a number that is written in by hand after signing

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with `{name}` replaced by `values`; what has no value leaves a blank to be filled in by
    hand.

    A part in square brackets is left out altogether when a placeholder inside it has no value.
    """

    def optional(match: re.Match[str]) -> str:
        known = all(values.get(name) for name in _PLACEHOLDER.findall(match[1]))
        return match[1] if known else ""

    return _PLACEHOLDER.sub(lambda match: values.get(match[1]) or BLANK, _OPTIONAL.sub(optional, template))


def report_values(
    number: str,
    symbol: str,
    day: datetime.date | None,
    month: tuple[int, int] | None = None,
) -> dict[str, str]:
    """The placeholders `report_number` and `report_day` of a report whose number or day may be missing.

    `number` is as the document has it ("512/BC-UBND") or ""; `symbol` ("BC-UBND") stays printed behind
    the blank. `month` is (year, month) when only these are known: the day is left blank.
    """
    shown = number or (f"{BLANK}/{symbol}" if symbol else "")
    if day:
        return {"report_number": shown, "report_day": date_text(day)}
    ending = f"/{month[1]:02d}/{month[0]}" if month else f"/{BLANK}/{BLANK}"
    return {"report_number": shown, "report_day": BLANK + ending}


def decimal_text(value: Decimal, places: int | None = None) -> str:
    """`value` with a decimal comma and dots for thousands: Decimal("1234.5") with 2 places is "1.234,50".

    Without `places` as many as the value needs: Decimal("1.00") is "1".
    """
    if places is None:
        value = value.normalize()
        exponent = value.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{value:,.{places}f}".translate({ord(","): ".", ord("."): ","})


def date_text(day: datetime.date) -> str:
    """05/11/2021; days under 10 and months 1 and 2 take a leading zero, as Nghị định 30/2020/NĐ-CP, Phụ
    lục I has it, and here all months do, as is usual in a date written with slashes.
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def partial_date_text(iso: str) -> str:
    """An ISO date, whole or shortened to its month or year, as an office writes it: "2021-11" is 11/2021."""
    return "/".join(reversed(iso.split("-")))


def safe_text(text: str) -> str:
    """`text` as a cell can hold it: no character that XML forbids, one kind of line end, cut to what
    Excel holds.

    A forbidden control character is shown as its picture (U+0000 as ␀), so that it is neither lost nor
    harmful.
    """
    if not text.isprintable():
        text = _ILLEGAL.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= MAX_CELL_CHARACTERS else text[: MAX_CELL_CHARACTERS - 1] + "…"


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"
