"""The period (kỳ) that figures speak of, as declarations write it: a year, a half, a quarter or a month."""

import calendar
import datetime
import re
from functools import lru_cache
from typing import NamedTuple

SHAPES_VI = "2021, 2021-H1, 2021-Q3 hoặc 2021-10"
_PERIOD = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", re.ASCII)


class Period(NamedTuple):
    """From its first to its last day, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def last_month(self) -> str:
        """The month in which it ends, as "2021-06"."""
        return self.last.isoformat()[:7]


@lru_cache(maxsize=256)
def read_period(text: str) -> Period | None:
    """The period that a code such as "2021" or "2021-H1" names; None where it names none."""
    found = _PERIOD.fullmatch(text)
    if found is None or found[1] == "0000":
        return None
    year = int(found[1])
    if found[2]:
        first = last = int(found[2])
    elif found[3]:
        first, last = 3 * int(found[3]) - 2, 3 * int(found[3])
    elif found[4]:
        first, last = 6 * int(found[4]) - 5, 6 * int(found[4])
    else:
        first, last = 1, 12
    last_day = calendar.monthrange(year, last)[1]
    return Period(datetime.date(year, first, 1), datetime.date(year, last, last_day))


def read_month(text: str) -> Period | None:
    """The month that a code such as "2021-12" names; None where it names a longer period, or none."""
    found = read_period(text)
    return found if found is not None and found.last_month == text else None


def period_text(code: str) -> str:
    """The same as people write it: "6 tháng đầu năm 2021" for "2021-H1". What names no period stays as it is."""
    found = _PERIOD.fullmatch(code)
    if found is None:
        return code
    part = ""
    if found[2]:
        part = f"tháng {int(found[2])} "
    elif found[3]:
        part = f"quý {('I', 'II', 'III', 'IV')[int(found[3]) - 1]} "
    elif found[4]:
        part = f"6 tháng {'đầu' if found[4] == '1' else 'cuối'} "
    return f"{part}năm {found[1]}"
