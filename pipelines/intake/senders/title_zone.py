"""What the title zone of one table says: whose it is, for which period, with which letter."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.numbers import read_currency
from pipelines.intake.cells.word_patterns import any_of
from pipelines.intake.letters.periods import find_period, find_period_within
from pipelines.intake.letters.references import Reference, find_reference
from pipelines.intake.letters.spans import Span, find_span, says_planned
from pipelines.intake.tables.zones import Zones
from pipelines.intake.units.unit_names import behind_office, namings, without_office
from schemas.forms.furniture import role_of, sender_labels
from schemas.forms.title_words import load_title_words
from schemas.indicators import load_indicators
from schemas.spelling import fold, tidy
from schemas.units.units import KINDS

_WORDS = load_title_words().senders
# "Số: 31/BC-UBND" often stands in their place.
_OFFICE_BELOW = re.compile(rf"(?:{any_of(_WORDS.offices_below)})\b", re.IGNORECASE)
_DIVISION = re.compile(rf"(?:{any_of(_WORDS.writing_for_committee)})\b", re.IGNORECASE)
_KIND = re.compile(rf"(?:{any_of(KINDS)}) (?=\w)", re.IGNORECASE)
# "Trường Sơn, ngày 05 tháng 11 năm 2021": where a letter was signed, be it called like a school.
_PLACE_AND_DAY = re.compile(r"[^,:;()]{2,40}, ?ngày\b", re.IGNORECASE)


_GAP = re.compile(r" {3,}|\t+")
# "Đơn vị: UBND xã A, năm 2021. Kỳ báo cáo: …": a name ends where the period begins. Places are called Năm Căn, Kỳ Anh.
_PERIOD_BEHIND = re.compile(
    r"[\s.,;(–-]+(?:kỳ (?:báo cáo|số liệu)\b|năm\s?:?\s?[0-9]{4}\b"
    r"|(?:(?:[0-9]{1,2}|ba|sáu|chín) )?tháng (?:đầu|cuối|[0-9])|quý (?:iv|i{1,3}|[1-4])\b).*$",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A name as a title zone states it, with the address of the line."""

    cell: str
    typed: str


class Heading(NamedTuple):
    """What one table's title zone says. `offices` stand below a masthead, as their letters do, or name their unit
    themselves (`named_offices`); `below_mastheads` are names right below a masthead that has its own; `titles` are all
    lines as the zone has them; `periods` holds (cell, text, period), and where no line states one plainly, those that
    lines name; `spans` (cell, text, span) where a line states one; `references` (cell, text, reference); `planned`
    lines that speak of figures to come."""

    senders: tuple[Line, ...]
    mastheads: tuple[Line, ...]
    offices: tuple[Line, ...]
    periods: tuple[tuple[str, str, str], ...]
    references: tuple[tuple[str, str, Reference], ...]
    spans: tuple[tuple[str, str, Span], ...]
    planned: tuple[Line, ...]
    named_offices: tuple[Line, ...]
    below_mastheads: tuple[Line, ...]
    titles: Sequence[tuple[int, int, str]]


def read_heading(zones: Zones) -> Heading:
    """Everything that the title zone of one table says about sender, period and letter."""
    senders: list[Line] = []
    mastheads: list[Line] = []
    offices: list[Line] = []
    named: list[Line] = []
    below_mastheads: list[Line] = []
    periods: list[tuple[str, str, str]] = []
    references: list[tuple[str, str, Reference]] = []
    # A cell may hold a whole letterhead, line under line.
    lines = [(row, column, line) for row, column, text in zones.titles for line in _lines(text)]
    for number, (row, column, line) in enumerate(lines):
        cell = a1(row, column)
        name = named_sender(line)
        if name == "":
            name = _right_of(lines, number)
        if name:
            senders.append(Line(cell, tidy(name)))
        elif role_of(line) == "masthead":
            below = _below(lines, number)
            if next(namings(line), None) is None:
                line = f"{line} {below.typed}"
            elif _KIND.match(below.typed):
                below_mastheads.append(below)
            mastheads.append(Line(cell, tidy(line)))
            if _OFFICE_BELOW.match(below.typed) and not is_place_and_day(below.typed):
                offices.append(below)
        elif behind_office(line) and not is_place_and_day(line):
            named.append(Line(cell, tidy(line)))
    for number, (row, column, text) in enumerate(zones.titles):
        cell = a1(row, column)
        if text.rstrip().endswith(":"):
            text = f"{text} {_right_of(zones.titles, number)}"
        if period := _period(text):
            periods.append((cell, tidy(text), period))
        if reference := find_reference(text):
            references.append((cell, tidy(text), reference))
            # Who issued the form is not who filled it in.
            if reference.issuer and not reference.is_issuance:
                mastheads.append(Line(cell, reference.issuer))
    periods = periods or [
        (a1(row, column), tidy(line), period)
        for row, column, line in lines
        if (period := find_period_within(line))
    ]
    above = ["", *(line for _, _, line in lines)]
    spans = tuple(
        (a1(row, column), tidy(line), span)
        for (row, column, line), before in zip(lines, above, strict=False)
        if (span := find_span(line, before))
    )
    planned = tuple(Line(a1(row, column), tidy(line)) for row, column, line in lines if says_planned(line))
    return Heading(
        tuple(senders),
        tuple(mastheads),
        tuple(offices),
        tuple(periods),
        tuple(references),
        spans,
        planned,
        tuple(named),
        tuple(below_mastheads),
        zones.titles,
    )


def first_line(titles: Sequence[tuple[int, int, str]]) -> Line | None:
    """The line that should say whose a table is: one of a committee, else the first that is no masthead."""
    found = [Line(a1(row, column), tidy(line)) for row, column, text in titles for line in _lines(text)]
    of_committee = (one for one in found if without_office(one.typed) != one.typed.lower().strip(" .:"))
    return next(of_committee, None) or next((one for one in found if role_of(one.typed) != "masthead"), None)


# The sheets of one file, and the files of one form, repeat their title lines.
@lru_cache(maxsize=4096)
def _period(text: str) -> str | None:
    """The period that a title cell states, or one of the lines in it: not "năm 2014" of a day that was cut in two."""
    lines = _lines(text)
    joined = [f"{above} {line}" for above, line in zip(("", *lines), lines, strict=False)]
    found = (period for line, both in zip(lines, joined, strict=True)
             if (period := find_period(line)) and (":" in line or period == find_period(both)))  # fmt: skip
    return find_period(text) or next(found, None) or (_period_behind_name(text) if ":" in text else None)


def _period_behind_name(text: str) -> str | None:
    """The period behind the name of a line "Đơn vị: UBND xã A, năm 2021"."""
    label, colon, rest = tidy(text).partition(":")
    if not colon or fold(label) not in sender_labels():
        return None
    behind = _PERIOD_BEHIND.search(rest)
    return find_period(behind[0].strip(" .,;(–-")) if behind else None


def is_division(name: str) -> bool:
    """Whether a name is that of an office which writes for its committee."""
    return _DIVISION.match(name) is not None


def is_place_and_day(line: str) -> bool:
    """Whether a line says where and when a letter was signed."""
    return _PLACE_AND_DAY.match(tidy(line)) is not None


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for one in text.splitlines() for line in _apart(one) if line.strip())


def _apart(line: str) -> list[str]:
    """What stands side by side in one cell, kept apart by spaces: "UBND XÃ A      CỘNG HÒA …", "Đơn vị: B     Năm: …".
    Spaces inside a name are no such gap."""
    pieces: list[str] = []
    for piece in _GAP.split(line) if "   " in line or "\t" in line else [line]:
        begins = role_of(piece) == "masthead" or ":" in piece or find_period(piece)
        if pieces and not begins:
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return pieces


def _right_of(lines: Sequence[tuple[int, int, str]], number: int) -> str:
    """The text of the next filled cell of the same row, or ""."""
    row, column, _ = lines[number]
    return next((text for at, to_right, text in lines[number + 1 :] if at == row and to_right > column), "")


def _below(lines: Sequence[tuple[int, int, str]], number: int) -> Line:
    """The next line of the same column: "ỦY BAN NHÂN DÂN" often stands above "HUYỆN …"."""
    _, column, _ = lines[number]
    after = (Line(a1(row, at), tidy(text)) for row, at, text in lines[number + 1 :] if at == column)
    return next(after, Line("", ""))


@lru_cache(maxsize=4096)
def named_sender(line: str) -> str | None:
    """The name in "Đơn vị: UBND xã …"; "" when the name must stand in the next cell; None for other lines."""
    label, colon, name = tidy(line).partition(":")
    if not colon or fold(label) not in sender_labels():
        return None
    name = _PERIOD_BEHIND.sub("", name).strip(" ._…")
    return None if _is_measure(name.strip(" ()")) else name


def _is_measure(name: str) -> bool:
    """Whether "Đơn vị: …" gives the unit of measure of the figures below, "đồng" or "điểm"; another scale of money,
    in which they would all be taken for đồng, is not passed over."""
    return name != "" and (read_currency(name) == 1 or fold(name) in _measures())


@cache
def _measures() -> frozenset[str]:
    known = (word for one in load_indicators().values() for word in (one.unit_of_measure, *one.other_units))
    return frozenset(fold(word) for word in (*known, *_WORDS.measures) if word)
