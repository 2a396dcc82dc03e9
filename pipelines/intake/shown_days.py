"""What a format of days leaves out of a day, or turns about: Excel makes "12/2021" the first of December, gives "25/12"
the year of the PC, and shows the fifth of December as 12/05/2021 where the PC writes the month first."""

import re
from functools import lru_cache
from typing import Literal

DayShown = Literal["", "no_year", "no_day", "no_month", "month_first"]

# How a workbook names these without their codes. All others (14, 22, 27 to 36, 50 to 58) are written as the PC on which
# they are read writes days: nothing in the file says what its sender saw, so the day that is stored is taken.
BUILT_IN_DAYS = {"16": "d-mmm", "17": "mmm-yy"}
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
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
