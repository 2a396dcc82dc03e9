"""What reading one cell gives: its kind of content, the value, and the finding where there is one."""

import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

Raw = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
CellType = Literal[
    "text", "count", "number", "points", "percent", "money", "date", "year", "bool", "symbol", "mark"
]
State = Literal["value", "blank", "dash", "none", "not_arisen", "unknown", "mark", "unreadable"]

# Excel itself keeps 15 significant digits: what lies beyond is noise of its arithmetic or a mistyped cell.
SIGNIFICANT_DIGITS = 15


class Reading(NamedTuple):
    """One cell as understood.

    `number` holds counts, numbers, points, percents (97.9 for 97,9 %), money in đồng, and years; `text` holds
    texts, symbols, "có"/"không", "x" for a mark, and dates as ISO text ("yyyy-mm-dd", "yyyy-mm" or "yyyy").
    `finding` is a code of schemas/findings.csv or ""; `detail` fills its `{detail}` and is Vietnamese.
    `unit_word` is the unit typed behind a number, for the caller to compare with the column's unit.
    """

    state: State
    number: Decimal | None
    text: str | None
    finding: str = ""
    detail: str = ""
    unit_word: str = ""


def refuse(finding: str, detail: str = "") -> Reading:
    """A cell that holds something, of which nothing is used."""
    return Reading("unreadable", None, None, finding, detail)


def decimal_of_float(value: float) -> Decimal | None:
    """The number a person sees in a float cell, without binary noise; None for NaN and beyond 15 digits."""
    if value != value or abs(value) >= 10**SIGNIFICANT_DIGITS:
        return None
    if value.is_integer():
        return Decimal(int(value))
    number = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if not number:
        return Decimal(0)
    # "1E+2" and "17.0" would be shown and stored in that shape.
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
