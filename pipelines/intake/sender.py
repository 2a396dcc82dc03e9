"""Who sent a workbook, for which period, with which letter: read from the title zones of its tables."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.match import Match, UnitMatcher
from pipelines.intake.numbers import read_currency
from pipelines.intake.periods import find_period
from pipelines.intake.references import Reference, find_reference
from pipelines.intake.unit_names import namings
from pipelines.intake.zones import Zones
from schemas.findings import Finding
from schemas.forms.furniture import role_of, sender_labels
from schemas.indicators import load_indicators
from schemas.spelling import fold, tidy
from schemas.units.units import KINDS, LEVEL_OF_DIGITS

# Rows of a table tell whose it is only when there are several and nearly all agree.
_FEWEST_ROWS = 3
_SHARE_THAT_AGREES = 0.8
_NUMBER_BEFORE = re.compile(r"^\s*\d{1,3}\s*[.)]\s*")
# Offices of a committee that write letters of their own; "Số: 31/BC-UBND" often stands in their place.
_OFFICE_BELOW = re.compile(
    r"(?:phòng|sở|chi cục|trung tâm|trường|công an|trạm|hạt|đội|ban quản lý)\b", re.IGNORECASE
)

# "Trường Sơn, ngày 05 tháng 11 năm 2021": where a letter was signed, be it called like a school.
_PLACE_AND_DAY = re.compile(r"[^,:;()]{2,40}, ?ngày\b", re.IGNORECASE)


class Line(NamedTuple):
    """A name as a title zone states it, with the address of the line."""

    cell: str
    typed: str


class Stated(NamedTuple):
    """A line and the unit it names."""

    cell: str
    typed: str
    match: Match


class Heading(NamedTuple):
    """What one table's title zone says. `offices` stand below a masthead, as their letters do; `periods` holds
    (cell, text, period); `references` (cell, text, reference)."""

    senders: tuple[Line, ...]
    mastheads: tuple[Line, ...]
    offices: tuple[Line, ...]
    periods: tuple[tuple[str, str, str], ...]
    references: tuple[tuple[str, str, Reference], ...]


def read_heading(zones: Zones) -> Heading:
    """Everything that the title zone of one table says about sender, period and letter."""
    senders: list[Line] = []
    mastheads: list[Line] = []
    offices: list[Line] = []
    periods: list[tuple[str, str, str]] = []
    references: list[tuple[str, str, Reference]] = []
    # A cell may hold a whole letterhead, line under line.
    lines = [(row, column, line) for row, column, text in zones.titles for line in _lines(text)]
    for number, (row, column, line) in enumerate(lines):
        cell = a1(row, column)
        name = _named_sender(line)
        if name == "":
            name = _right_of(lines, number)
        if name:
            senders.append(Line(cell, tidy(name)))
        elif role_of(line) == "masthead":
            if next(namings(line), None) is None:
                line = f"{line} {_below(lines, number).typed}"
            mastheads.append(Line(cell, tidy(line)))
            below = _below(lines, number)
            if _OFFICE_BELOW.match(below.typed) and not is_place_and_day(below.typed):
                offices.append(below)
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
    return Heading(tuple(senders), tuple(mastheads), tuple(offices), tuple(periods), tuple(references))


def _period(text: str) -> str | None:
    """The period that a title cell states, or one of the lines in it: not "năm 2014" of a day that was cut in two."""
    lines = _lines(text)
    joined = [f"{above} {line}" for above, line in zip(("", *lines), lines, strict=False)]
    found = (period for line, both in zip(lines, joined, strict=True)
             if (period := find_period(line)) and period == find_period(both))  # fmt: skip
    return find_period(text) or next(found, None)


def is_place_and_day(line: str) -> bool:
    """Whether a line says where and when a letter was signed."""
    return _PLACE_AND_DAY.match(tidy(line)) is not None


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


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
def _named_sender(line: str) -> str | None:
    """The name in "Đơn vị: UBND xã …"; "" when the name must stand in the next cell; None for other lines."""
    label, colon, name = tidy(line).partition(":")
    if not colon or fold(label) not in sender_labels():
        return None
    name = name.strip(" ._…")
    return None if _is_measure(name.strip(" ()")) else name


def _is_measure(name: str) -> bool:
    """Whether "Đơn vị: …" gives the unit of measure of the figures below, "đồng" or "điểm"; another scale of money,
    in which they would all be taken for đồng, is not passed over."""
    return name != "" and (read_currency(name) == 1 or fold(name) in _measures())


@cache
def _measures() -> frozenset[str]:
    known = (word for one in load_indicators().values() for word in (one.unit_of_measure, *one.other_units))
    return frozenset(fold(word) for word in (*known, "điểm") if word)


class Sender(NamedTuple):
    """The sending unit's code, or None with a finding that says why it is not known."""

    code: str | None
    findings: tuple[tuple[int, Finding], ...]


def settle_sender(
    headings: Sequence[tuple[str, Heading]],
    keys: Sequence[Sequence[str]],
    matcher: UnitMatcher,
    answered: str | None,
) -> Sender:
    """Decides who sent a file.

    `headings` has one (sheet, heading) per table, `keys` the unit names of each table's rows (empty for tables of
    figures). In order: the analyst's answer; lines such as "Đơn vị: …"; a letterhead or "của UBND …"; the unit to
    which nearly all rows belong. A line that names a unit nobody knows is never passed over for the unit above it.
    Findings are paired with the number of the table they stand in.
    """
    if answered:
        return Sender(answered, ())
    for kind in ("senders", "mastheads"):
        stated = [
            # Names are matched only now: a letterhead is not asked about beside a line that names the sender.
            (number, sheet, Stated(line.cell, line.typed, matcher.match(line.typed)))
            for number, (sheet, heading) in enumerate(headings)
            for line in getattr(heading, kind)
        ]
        known = {one.match.code for _, _, one in stated if one.match.code}
        deepest = {code for code in known if not any(_is_under(other, code, matcher) for other in known)}
        lost = [found for found in stated if _is_lost(found[2], deepest, matcher)]
        if len(deepest) > 1:
            number, sheet, one = stated[0]
            names = ", ".join(sorted(matcher.roster.full_name(code) for code in deepest))
            return Sender(None, ((number, Finding("sender_conflict", sheet, one.cell, one.typed, names)),))
        if deepest and not lost:
            code = deepest.pop()
            found = _remarks(stated, code, matcher)
            return Sender(code, found if kind == "senders" else (*found, *_offices(headings, code, matcher)))
        if deepest or (stated and kind == "senders"):
            return Sender(None, (_unrecognised(*(lost or stated)[0], matcher),))
    inferred = _from_rows(headings, keys, matcher)
    return Sender(None, (_unrecognised(*lost[0], matcher),)) if lost and inferred.code is None else inferred


def _is_lost(one: Stated, known: Collection[str], matcher: UnitMatcher) -> bool:
    """Whether a line names a unit that was not recognised and that could be the sender in place of the `known`:
    under "UBND huyện A" an unknown "UBND xã B" could, under "UBND xã B" an unknown "UBND huyện A" could not."""
    if one.match.code:
        return False
    kinds = [naming.kind for names, _ in namings(one.typed) for naming in names if naming.kind]
    levels = list(LEVEL_OF_DIGITS.values())
    lowest = max((levels.index(KINDS[kind][-1]) for kind in kinds), default=-1)
    return lowest >= max((levels.index(matcher.roster.units[code].level) for code in known), default=0)


def _is_under(code: str, above: str, matcher: UnitMatcher) -> bool:
    return any(unit.code == above for unit in matcher.roster.ancestors(code))


def _remarks(
    stated: Sequence[tuple[int, str, Stated]], code: str, matcher: UnitMatcher
) -> tuple[tuple[int, Finding], ...]:
    found, seen = [], set()
    for number, sheet, one in stated:
        if one.match.code == code and one.typed not in seen:
            seen.add(one.typed)
            if one.match.kind_differs:
                found.append(
                    (
                        number,
                        Finding(
                            "unit_kind_differs", sheet, one.cell, one.typed, matcher.roster.full_name(code)
                        ),
                    )
                )
            elif one.match.how in ("accent", "edit"):
                found.append(
                    (
                        number,
                        Finding(
                            "unit_matched_loosely", sheet, one.cell, one.typed, matcher.roster.full_name(code)
                        ),
                    )
                )
    return tuple(found)


def _offices(
    headings: Sequence[tuple[str, Heading]], code: str, matcher: UnitMatcher
) -> tuple[tuple[int, Finding], ...]:
    """A finding for each table whose letterhead names an office of the unit it is counted for."""
    name = matcher.roster.full_name(code)
    return tuple(
        (number, Finding("sender_office", sheet, line.cell, line.typed, name))
        for number, (sheet, heading) in enumerate(headings)
        for line in heading.offices[:1]
    )


def candidates_text(codes: Sequence[str], matcher: UnitMatcher) -> str:
    """ " (có phải: Xã A, huyện B; Xã C, huyện D?)", or "" without candidates."""
    return f" (có phải: {full_names(codes, matcher)}?)" if codes else ""


def full_names(codes: Sequence[str], matcher: UnitMatcher) -> str:
    """ "Xã A, huyện B; Xã C, huyện D"."""
    return "; ".join(matcher.roster.full_name(code) for code in codes)


def _unrecognised(number: int, sheet: str, one: Stated, matcher: UnitMatcher) -> tuple[int, Finding]:
    detail = f": “{one.typed}” không có trong danh sách{candidates_text(one.match.candidates, matcher)}"
    return number, Finding("sender_unknown", sheet, one.cell, one.typed, detail)


def _from_rows(
    headings: Sequence[tuple[str, Heading]], keys: Sequence[Sequence[str]], matcher: UnitMatcher
) -> Sender:
    votes: Counter[str] = Counter()
    total = 0
    for names in keys:
        for name in names:
            match = matcher.match(name)
            unit = matcher.roster.units.get(match.code) if match.code else None
            if unit and unit.parent:
                votes[unit.parent] += 1
                total += 1
    if total >= _FEWEST_ROWS:
        code, count = votes.most_common(1)[0]
        if count >= _SHARE_THAT_AGREES * total:
            detail = matcher.roster.full_name(code)
            sheet = headings[0][0]
            return Sender(code, ((0, Finding("sender_inferred", sheet, "", "", detail)),))
    return Sender(None, ((0, Finding("sender_unknown", headings[0][0] if headings else "")),))


def strip_number(text: str) -> str:
    """A unit's name without the number that some put before it: "1. UBND xã …"."""
    return _NUMBER_BEFORE.sub("", text)
