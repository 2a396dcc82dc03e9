"""What a format of days leaves out of a day, or turns about: Excel makes "12/2021" the first of December, gives "25/12"
the year of the PC, and shows the fifth of December as 12/05/2021 where the PC writes the month first."""

import datetime
import re
from functools import lru_cache
from typing import Literal

DayShown = Literal["", "no_year", "no_day", "no_month", "month_first"]

# How a workbook names these without their codes. All others (14, 22, 27 to 36, 50 to 58) are written as the PC on which
# they are read writes days: nothing in the file says what its sender saw, so the day that is stored is taken.
BUILT_IN_DAYS = {"16": "d-mmm", "17": "mmm-yy"}
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FIGURES = re.compile(r"\d+")
_IN_FIGURES = re.compile(r"\d+(?:[/.\- ]+\d+){0,2}")
_PARTS = re.compile(r"y+|m+|d+|h.*|s.*", re.IGNORECASE)


@lru_cache(maxsize=1024)
def day_shown(code: str) -> DayShown:
    """What is special of a day shown in this format; "" where nothing is, or where it shows no day."""
    letters = _NOT_LETTERS.sub("", code.partition(";")[0]).lower()
    parts = [part for part in _PARTS.findall(letters) if part[0] in "ymd"]
    kinds = "".join(part[0] for part in parts)
    if "y" not in kinds:
        return "no_year" if "d" in kinds and "m" in kinds else ""
    if "m" not in kinds:
        return "no_month" if "d" not in kinds else ""
    if "d" not in kinds:
        return "no_day"
    in_digits = len(next(part for part in parts if part[0] == "m")) <= 2
    return "month_first" if in_digits and kinds.startswith("md") else ""


def day_in_text(shown: str, day: datetime.date) -> DayShown:
    """The same of the text that a cell shows for a day, where that is all in figures; else ""."""
    if not _IN_FIGURES.fullmatch(shown.strip()):
        return ""
    figures = [int(figure) for figure in _FIGURES.findall(shown)]
    whole_year, short_year = day.year, day.year % 100
    if figures[1:] in ([day.day, whole_year], [day.day, short_year]) and figures[0] == day.month != day.day:
        return "month_first"
    if figures in ([day.month, whole_year], [whole_year, day.month]):
        return "no_day"
    if figures == [whole_year]:
        return "no_month"
    return "no_year" if figures in ([day.day, day.month], [day.month, day.day]) else ""
