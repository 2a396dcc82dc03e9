"""Spans of time that a title line states, "giai đoạn 2021-2025", "từ 15/12/2025 đến 14/12/2026", and whether one may be
a campaign's period; and lines that speak of what is planned."""

import calendar
import datetime
import re
from functools import lru_cache
from typing import Literal, NamedTuple

from pipelines.intake.cells.word_patterns import any_of
from pipelines.intake.letters.periods import find_period_within, is_spoken_of
from schemas.forms.furniture import role_of, sender_labels
from schemas.forms.title_words import load_title_words
from schemas.period import Period
from schemas.spelling import fold, tidy

_WORDS = load_title_words().periods
_A_YEAR = r"(?:19|20)[0-9]{2}\b"
_YEAR = r"(?P<y{0}>(?:19|20)[0-9]{{2}})\b"
_TO = r"\s?(?:[-–—]|đến|tới)\s?(?:hết |cuối )?"


def _point(number: int, year_known: bool) -> str:
    """A pattern for a day, a month or a year; with its year, or (of the first of two) perhaps without."""
    year = _YEAR.format(number)
    rest = "" if year_known else "?"
    day, month = rf"(?P<d{number}>[0-9]{{1,2}})", r"(?P<{0}{1}>[0-9]{{1,2}})"
    return (
        rf"(?:(?:ngày )?{day}(?:\s?[/.-]\s?|,? tháng ){month.format('m', number)}\b"
        rf"(?:(?:\s?[/.-]\s?|,? năm ){year}){rest}"
        rf"|(?:tháng )?{month.format('n', number)}\s?[/-]\s?{year.replace('<y', '<z')}"
        rf"|tháng {month.format('p', number)},? năm {year.replace('<y', '<w')}"
        + ("" if year_known else rf"|tháng {month.format('o', number)}\b")
        + rf"|(?:đầu )?(?:năm )?{year.replace('<y', '<x')})"
    )


_DATED = re.compile(
    rf"(?:^|[(:]\s?|\btừ )(?:đầu )?{_point(1, False)}{_TO}(?:{_point(2, True)}|(?P<now>{any_of(_WORDS.until_now)})\b)"
)
_YEARS = re.compile(
    rf"\b(?:[0-9]+ )?(?:{any_of(_WORDS.spans)})\s?:?\s?(?P<years>{_A_YEAR}"
    rf"(?:\s?(?:[-–—/,;]|đến|tới|và)\s?(?:năm )?{_A_YEAR})+)"
)
_CLAUSE = re.compile(rf"\W*(?:{any_of(_WORDS.clauses)}) \w")
_PROGRAMME = re.compile(rf"\b(?:{any_of(_WORDS.programmes)})\b")
_CLOSING = ' .)];:"”'
_PLANNED = re.compile(rf"\b(?:{any_of(_WORDS.planned)})\b(?! số\b)")
_SPOKEN_OF = re.compile(rf"\b(?:{any_of(_WORDS.carried_out)})\b")
# A span that lasts about as long as the period, and one that is shorter by so much that it is another.
_ABOUT, _LONGER, _SHORT, _MOSTLY = 0.8, 1.25, 0.6, 0.25

Fit = Literal["same", "unsure", "other"]


class Span(NamedTuple):
    """From its first to its last day (None: up to the day of the report). `plain`: the line ends in it, and it is no
    programme's; `dated`: it names days or months, and not years alone."""

    first: datetime.date
    last: datetime.date | None
    plain: bool
    dated: bool


def find_span(line: str, above: str = "") -> Span | None:
    """The span of time that a line states; None where it states none, or names it as a part of something else, as
    "Quyết định … giai đoạn 2021-2025" does. `above` is the line before, which a title may continue."""
    text = tidy(line)
    # Nearly every line names one year or none, from which nothing runs.
    if text.count("20") + text.count("19") < 2 and "từ" not in text and "Từ" not in text and "TỪ" not in text:
        return None
    return _find_span(text.lower(), tidy(above).lower())


@lru_cache(maxsize=1024)
def _find_span(text: str, above: str) -> Span | None:
    if text.startswith("(") or above.endswith((")", ".", ":")):
        above = ""
    end = len(text.rstrip(_CLOSING))
    for pattern, read in ((_DATED, _of_points), (_YEARS, _of_years)):
        for match in pattern.finditer(text):
            # A bracket or a colon before it is the pattern's own.
            before = text[: match.start()]
            if _CLAUSE.match(before) or is_spoken_of(f"{above} {before}".strip()):
                continue
            if days := read(match):
                of_programme = pattern is _YEARS and _PROGRAMME.search(f"{above} {before}")
                plain = match.end() >= end and not of_programme
                return Span(*days, plain, pattern is _DATED and _names_a_month(match))
    return None


def _names_a_month(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return any(groups.get(name) for name in ("m1", "n1", "o1", "p1", "m2", "n2", "p2"))


def _of_years(match: re.Match[str]) -> tuple[datetime.date, datetime.date] | None:
    years = [int(year) for year in re.findall(_A_YEAR, match["years"])]
    if max(years) == min(years):
        return None
    return datetime.date(min(years), 1, 1), datetime.date(max(years), 12, 31)


def _of_points(match: re.Match[str]) -> tuple[datetime.date, datetime.date | None] | None:
    groups = match.groupdict()
    start, end = ([groups.get(f"{name}{number}") for name in "dmnopyzwx"] for number in (1, 2))
    try:
        last = None if groups["now"] else _day(end, True, None)
        first = _day(start, False, last)
    except ValueError:  # no such day
        return None
    return (first, last) if last is None or first <= last else None


def _day(groups: list[str | None], is_last: bool, behind: datetime.date | None) -> datetime.date:
    """The first or last day of what a point names; without a year it is the latest one not after `behind`. Raises
    ValueError for a day that does not exist."""
    day, *rest = groups
    month = next((int(found) for found in rest[:4] if found), None)
    year = next((int(found) for found in rest[4:] if found), None)
    if year is None:
        if behind is None:
            raise ValueError("a point without a year before one that has none")
        year = behind.year
        if _day([day, str(month), None, None, None, str(year)], is_last, None) > behind:
            year -= 1
    month = month or (12 if is_last else 1)
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    last_of_month = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, int(day) if day else last_of_month if is_last else 1)


def fit(span: Span, period: Period) -> Fit:
    """Whether a span may be a campaign's period: one that ends in it and lasts about as long is ("15/12 to 14/12"); one
    with nothing or little of it, or whole months of a smaller part, is another; a longer one is to be asked about."""
    last = span.last or max(span.first, period.last)
    whole = _days(period.first, period.last)
    length = _days(span.first, last)
    common = _days(max(span.first, period.first), min(last, period.last))
    if common <= 0:
        return "other"
    if length > _LONGER * whole:
        return "unsure"
    if common < _MOSTLY * length:
        return "other"
    if common >= _ABOUT * whole or (length >= _ABOUT * whole and last <= period.last):
        return "same"
    full_months = span.first.day == 1 and (last + datetime.timedelta(days=1)).day == 1
    return "other" if full_months and length <= _SHORT * whole else "unsure"


def _days(first: datetime.date, last: datetime.date) -> int:
    return (last - first).days + 1


def says_planned(line: str) -> bool:
    """Whether a title line says that the figures below are planned or expected: not where it names their period before,
    "kết quả năm … và kế hoạch năm …", and not where a plan was carried out, or is an office's or a letter's name."""
    text = tidy(line).lower()
    for word in _WORDS.planned:
        if word in text:
            return _says_planned(line, text)
    return False


def _says_planned(line: str, text: str) -> bool:
    found = _PLANNED.search(text)
    if found is None or _SPOKEN_OF.search(text[: found.start()]):
        return False
    if role_of(line) or (":" in text and fold(text.partition(":")[0]) in sender_labels()):
        return False
    return find_period_within(text[: found.start()]) is None
