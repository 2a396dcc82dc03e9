"""The reporting period (kỳ báo cáo) that a line states: "yyyy", "yyyy-H1", "yyyy-Q3", "yyyy-mm", or "yyyy-9M" for
another number of months."""

import re
from functools import lru_cache

from pipelines.intake.cells.note_marks import without_mark
from pipelines.intake.cells.word_patterns import any_of
from schemas.forms.title_words import load_title_words
from schemas.spelling import tidy

_MONTHS = {"ba": 3, "sáu": 6, "chín": 9}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})\b"
_PERIOD = re.compile(
    rf"(?:(?<![\w.,/-])(?P<months>0?[1-9]|1[0-2]|ba|sáu|chín) tháng(?: (?P<part>đầu|cuối))?(?: của)?(?: năm|/)? ?"
    rf"{_YEAR.replace('year', 'year1')}"
    rf"|quý (?P<quarter>iv|iii|ii|i|[1-4])(?:,? năm |/| )(?P<year2>(?:19|20)[0-9]{{2}})\b"
    rf"|(?<![0-9] )tháng (?P<month>1[0-2]|0?[1-9])(?:,? năm |/|-)(?P<year3>(?:19|20)[0-9]{{2}})\b"
    rf"|năm {_YEAR})"
)
_WORDS = load_title_words().periods
_REPORTED = any_of(_WORDS.reported)
_ANNOUNCED = re.compile(
    rf"(?:^\W*|\b)kỳ (?:{_REPORTED})\b\s?:?\s?|(?<!cùng )\bkỳ\s?:\s?|^\W*kỳ "
    rf"|^\W*năm(?: (?:{_REPORTED}))?\s?:\s?"
)
_BARE_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})\b")
_SPAN = re.compile(r"\s?(?:[-–—/.]\s?[0-9]|đến\b)")
# Words before a period that make it a boundary, a date, a document's year or a plan and not the period reported on.
_BOUNDARY = rf"\b(?:{any_of(_WORDS.other_uses)})[ .…_]*"
_SYMBOL = rf"[0-9]/(?:[0-9]{{4}}/)?(?!{load_title_words().letters.report}\b)[a-zđ][a-zđ&-]+"
_OTHER_USE = re.compile(rf"(?:{_BOUNDARY}|(?:[,/–-]|\d|{_SYMBOL}) ?)$")
# A number that belongs to what the line is about, not to a day: "Phụ lục IIB.2 năm …", "tiêu chí 7.2 năm …".
_NUMBERED = re.compile(rf"\b(?:{any_of(_WORDS.numbered)})(?: số)? [0-9a-zđ.:/-]*[0-9] ?$")
_COMPARED = re.compile(rf"\b(?:{any_of(_WORDS.compared)})\b")
# Behind other words a dash only parts: "PHỤ LỤC IB – NĂM …". "2019 - năm …" and "quý I - quý III năm …" are spans.
_PARTED = re.compile(r" ?[–-] ?$")
_SPANNED = re.compile(r"(?:\d|\b(?:quý|tháng)(?: \w+)?)$")
_PLAN = re.compile(rf"\b(?:{any_of(_WORDS.plans)})\b")
_TITLE = re.compile(rf"\W*(?:{any_of(_WORDS.titles)})\b")
_PARTS = " (_–—-"
# "Quý I - …", "6 tháng …": a year behind these is not reported on as a whole; behind "ISO 9001" it is the standard's.
_SHORTER = re.compile(r"\b(?:(?:quý|tháng)(?: \w+)?|iso [0-9]+)$")
# "Mẫu …", "biểu số …", "tổng …": what has a number, which may look like a year.
_HAS_NUMBER = re.compile(
    rf"\b(?:{any_of((*_WORDS.numbered, *load_title_words().letters.other_numbers))})(?: số)? ?$"
)
_CLOSING = ' .)];:"”'
_LETTERS = load_title_words().letters
# Before a year: a document that is cited, or what is followed; not the standard, "theo TCVN ISO 9001:2015 năm …".
_OTHER_TYPES = set(_LETTERS.types) - {_LETTERS.abbreviations[_LETTERS.report]}
_CITED = re.compile(
    rf"\b(?:{any_of([_LETTERS.attached, *sorted(_OTHER_TYPES)])})\b|\btheo (?!tcvn|tiêu chuẩn|iso\b)"
)
# Behind one: years that are counted from or up to it, or another year beside it.
_MORE_YEARS = re.compile(r"\s?(?:[-–—/.]\s?[0-9]|đến\b|trở\b|(?:,|;|và|hoặc) ?(?:năm )?[0-9])")


# The sheets of one file, and the files of one form, repeat their title lines.
@lru_cache(maxsize=4096)
def find_period(text: str) -> str | None:
    """The period a line reports on, or None where the line does not say so plainly.

    Taken where a reporting word announces it ("Kỳ báo cáo: 6 tháng đầu năm …"), or where the whole line ends
    in it ("BÁO CÁO … NĂM …"). Dates, spans and plans are no periods.
    """
    line = tidy(text).lower()
    announced = _ANNOUNCED.search(line) if "kỳ" in line or "năm" in line else None
    if announced:
        match = _PERIOD.match(line, announced.end()) or _BARE_YEAR.match(line, announced.end())
        if match:
            return None if _SPAN.match(line, match.end()) else _code(match)
    found = period_at_end(line)
    return found[1] if found else None


def period_at_end(text: str) -> tuple[str, str] | None:
    """The period in which a line plainly ends, behind the words before it; None where it ends in none."""
    line = without_mark(tidy(text)).lower().rstrip(_CLOSING)
    if not line[-1:].isdigit():
        return None
    # The longest period that reaches the end of the line: "6 tháng đầu năm …" before "năm …".
    match = next((found for found in _PERIOD.finditer(line) if found.end() == len(line)), None)
    if match is None or _PLAN.search(line):
        return None
    before = line[: match.start()]
    if _OTHER_USE.search(before) and not _NUMBERED.search(before):
        return None
    return before, _code(match)


@lru_cache(maxsize=4096)
def find_bare_year(text: str) -> str | None:
    """The year in which a title ends without the word for it: "KẾT QUẢ CHẤM ĐIỂM …"; at the end of a line that does not
    begin as titles do, such a number may count something."""
    line = without_mark(tidy(text)).lower().rstrip(_CLOSING)
    before, year = line[:-4].rstrip(_PARTS), _BARE_YEAR.fullmatch(line[-4:])
    if year is None or not line[-5:-4] or line[-5] not in _PARTS or not _TITLE.match(line):
        return None
    if before.endswith(":") or _PLAN.search(line) or _CITED.search(line) or _SHORTER.search(before):
        return None
    if _NUMBERED.search(before):
        return year[0]
    return None if _OTHER_USE.search(before) or _HAS_NUMBER.search(before) else year[0]


@lru_cache(maxsize=4096)
def find_period_within(text: str) -> str | None:
    """The only period that a line names, with words behind it: "KẾT QUẢ NĂM … (TÍNH ĐẾN 31/10)". For a table that
    nowhere says its period plainly: figures of another year are not this one's because a bracket follows the year."""
    line = tidy(text).lower()
    found = [match for match in _PERIOD.finditer(line) if _is_reported(line, match)]
    periods = {_code(match) for match in found}
    return periods.pop() if len(periods) == 1 else None


def _is_reported(line: str, match: re.Match[str]) -> bool:
    before = line[: match.start()]
    if _PLAN.search(before) or _CITED.search(before) or _MORE_YEARS.match(line, match.end()):
        return False
    if parted := _PARTED.search(before):
        before = before[: parted.start()]
        if _SPANNED.search(before) and not _NUMBERED.search(before):
            return False
    return not _OTHER_USE.search(before) or _NUMBERED.search(before) is not None


def is_spoken_of(before: str) -> bool:
    """Whether what stands before a period, in lower case, makes it another thing's than the table's: a document's, or a
    comparison's."""
    return _CITED.search(before) is not None or _COMPARED.search(before) is not None


def _code(match: re.Match[str]) -> str:
    groups = match.groupdict()
    year = next(groups[name] for name in ("year", "year1", "year2", "year3") if groups.get(name))
    if groups.get("months"):
        return _code_of_months(
            str(year), _MONTHS.get(groups["months"]) or int(groups["months"]), groups["part"]
        )
    if groups.get("quarter"):
        return f"{year}-Q{_QUARTERS[groups['quarter']]}"
    if groups.get("month"):
        return f"{year}-{int(groups['month']):02}"
    return str(year)


def _code_of_months(year: str, months: int, part: str | None) -> str:
    """The first or last months of a year, or a number of months that may lie anywhere in it."""
    if months == 12:
        return year
    if part and months in (3, 6):
        first, last = ("Q1", "Q4") if months == 3 else ("H1", "H2")
        return f"{year}-{first if part == 'đầu' else last}"
    return f"{year}-{months}M"


def leaves_open(stated: str, period: str) -> bool:
    """Whether a period as stated may be this one, or another as long: "6 tháng năm …" is either half of it."""
    lengths = {f"{period[:4]}-6M": "H", f"{period[:4]}-3M": "Q"}
    return stated in lengths and period[5:6] == lengths[stated]
