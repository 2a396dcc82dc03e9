"""Dates as people type them, day before month, whole or with the day or month left open in a draft."""

import datetime
import re

from pipelines.intake.cells.reading import Reading, refuse

# Outside these bounds a "date" is a small number or a year that was formatted as a date.
FIRST_YEAR, LAST_YEAR = 1950, 2100
FIRST_SERIAL, LAST_SERIAL = 20000, 60000
_SERIAL_ORIGIN = datetime.date(1899, 12, 30)

_OPEN = r"[ .…_]*"
_NUMERIC = re.compile(r"(?:ngày )?([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
_TIME = r"(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_ISO = re.compile(rf"([0-9]{{4}})([-/])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_WORDS = re.compile(
    rf"(?:ngày{_OPEN})?([0-9]{{1,2}})?{_OPEN},? ?tháng{_OPEN}([0-9]{{1,2}})?{_OPEN},? ?năm ?([0-9]{{4}})"
)
_NO_DAY = re.compile(rf"(?:ngày)?{_OPEN}(?:/|tháng )?{_OPEN}([0-9]{{1,2}}) ?[/.-] ?([0-9]{{4}})")
_NO_MONTH = re.compile(rf"(?:(?:ngày)?{_OPEN}[0-9]{{0,2}}{_OPEN}/{_OPEN}/|năm) ?([0-9]{{4}})")
_YEAR_ALONE = re.compile(r"(?:năm )?([0-9]{4})")


def read_date_text(text: str) -> Reading:
    """Reads a tidied text as a date; `text` of the reading is ISO, shortened where day or month is open.

    Findings: date_partial with a value; date_ambiguous (two-digit year, month before day) and date_unreadable
    (no such day) without one.
    """
    words = text.lower()
    if match := _NUMERIC.fullmatch(words):
        day, month, year = match[1], match[3], match[4]
        if len(year) == 2:
            return refuse("date_ambiguous", "năm chỉ có hai chữ số")
        return _whole_date(int(day), int(month), int(year))
    if match := _ISO.fullmatch(words):
        return _whole_date(int(match[4]), int(match[3]), int(match[1]))
    if match := _WORDS.fullmatch(words):
        day, month, year = match.groups()
        if day and month:
            return _whole_date(int(day), int(month), int(year))
        return _partial(int(month) if month else None, int(year))
    if match := _NO_DAY.fullmatch(words):
        return _partial(int(match[1]), int(match[2]))
    if match := _NO_MONTH.fullmatch(words) or _YEAR_ALONE.fullmatch(words):
        return _partial(None, int(match[1]))
    return refuse("date_unreadable")


def read_serial(value: float) -> Reading:
    """Reads a number in a date column: a serial of Excel's 1900 system, or a year standing alone."""
    if FIRST_SERIAL <= value <= LAST_SERIAL:
        return read_date(_SERIAL_ORIGIN + datetime.timedelta(days=int(value)))
    if FIRST_YEAR <= value <= LAST_YEAR and value == int(value):
        return _partial(None, int(value))
    return refuse("date_unreadable")


def read_date(value: datetime.date) -> Reading:
    """Reads a date cell, its time of day dropped."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        return refuse("date_unreadable")
    return Reading("value", None, f"{value.year:04}-{value.month:02}-{value.day:02}")


def _whole_date(day: int, month: int, year: int) -> Reading:
    try:
        return read_date(datetime.date(year, month, day))
    except ValueError:
        pass
    try:
        swapped = datetime.date(year, day, month)
    except ValueError:
        return refuse("date_unreadable")
    return refuse("date_ambiguous", f"có thể là {swapped:%d/%m/%Y} ghi tháng trước ngày")


def _partial(month: int | None, year: int) -> Reading:
    if not FIRST_YEAR <= year <= LAST_YEAR or (month is not None and not 1 <= month <= 12):
        return refuse("date_unreadable")
    return Reading("value", None, f"{year:04}" if month is None else f"{year:04}-{month:02}", "date_partial")
