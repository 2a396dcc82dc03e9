"""Between which days a figure's day may lie for a campaign (`day_bounds.toml`)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.indicators import load_indicators
from schemas.period import Period
from schemas.toml_section import Section

FILE = Path(__file__).with_name("day_bounds.toml")


@dataclass(frozen=True, slots=True)
class DayBounds:
    """`ahead` has, by indicator, how many days before a year what is issued for it may be signed."""

    earliest_year: int
    days_after: int
    ahead: Mapping[str, int]

    def possible(self, period: Period) -> Period:
        """The days that a report of a period can speak of at all."""
        last = period.last + datetime.timedelta(days=self.days_after)
        return Period(datetime.date(self.earliest_year, 1, 1), last)

    def of_year(self, indicator: str, period: Period) -> Period:
        """The days on which something reported for a period happened: from the start of its year, since what happened
        last did so in it, to the period's end."""
        first = datetime.date(period.first.year, 1, 1) - datetime.timedelta(days=self.ahead.get(indicator, 0))
        return Period(first, period.last)


@cache
def load_day_bounds(path: Path = FILE) -> DayBounds:
    """The bounds. Raises DeclarationError with the line of one that cannot be used."""
    whole = Section.load(path)
    earliest = whole.whole("earliest_year")
    if not 1 <= earliest <= datetime.MAXYEAR:
        whole.refuse("earliest_year", f"“earliest_year” phải là một năm, ở đây là “{earliest}”")
    after = _days(whole, "days_after")
    section, known, ahead = whole.section("ahead"), load_indicators(), {}
    for name in section.names():
        if name not in known or known[name].type != "date":
            section.refuse(name, f"“{name}” không phải chỉ tiêu kiểu ngày trong indicators.csv")
        ahead[name] = _days(section, name)
    section.close()
    whole.close()
    return DayBounds(earliest, after, ahead)


def _days(section: Section, key: str) -> int:
    days = section.whole(key)
    if not 0 <= days <= 3660:
        section.refuse(key, f"“{key}” phải là số ngày từ 0 đến 3660, ở đây là “{days}”")
    return days
