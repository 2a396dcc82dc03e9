"""Whether a table says that it speaks of another unit than the one that sent its file.

A district's workbook may hold a commune's self-score: its points must not become the district's own.
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from pipelines.intake.address import a1
from pipelines.intake.cells.word_patterns import accents_free, any_of
from pipelines.intake.senders.title_zone import Heading, is_place_and_day
from pipelines.intake.tables.headings import HeadingIndex
from pipelines.intake.tables.zones import Zones
from pipelines.intake.units.match import UnitMatcher
from pipelines.intake.units.unit_names import same_length
from schemas.findings import Finding
from schemas.forms.furniture import role_of
from schemas.forms.title_words import load_title_words
from schemas.spelling import tidy
from schemas.units.name_words import load_name_words
from schemas.units.units import KINDS

_NAMED = re.compile(rf"(?<!\w)(?:{any_of(KINDS)}) (?=\w)", re.IGNORECASE)
_OFFICE = re.compile(rf"(?:{accents_free(load_name_words().committees)}) ", re.IGNORECASE)
_MOST_WORDS = 5
_WORDS = load_title_words().units
# "các", "các UBND", "UBND các": between a preposition and the first of the names.
_BEFORE = rf"(?:(?:{any_of(_WORDS.several)}|{accents_free(load_name_words().committees)}) )*$"
_SEVERAL = re.compile(rf"\b(?:{any_of(_WORDS.several)}) {_BEFORE}", re.IGNORECASE)
_AT = re.compile(rf"\b(?:{any_of(_WORDS.places)}) {_BEFORE}", re.IGNORECASE)
_AND = re.compile(rf"\b(?:{any_of(_WORDS.joined)}) {_BEFORE}", re.IGNORECASE)


def other_unit(
    sheet: str,
    zones: Zones,
    heading: Heading,
    sender: str,
    owed_by: Container[str],
    matcher: UnitMatcher,
    index: HeadingIndex,
) -> Finding | None:
    """The finding for a table whose own lines name a unit that is neither the sender nor above it.

    A line such as "Đơn vị: …" must name the sender itself, and a letterhead also where the unit above is of a level
    that owes the form (`owed_by`). Of other lines the form's title is asked, and a line that begins with a name.
    Titles of tables with a row for each unit are not asked, since their rows tell whose they are.
    """
    roster, signed = matcher.roster, False
    for lines in (heading.senders, heading.mastheads):
        if lines is heading.mastheads:
            signed = any(matcher.match(line.typed).code == sender for line in heading.below_mastheads)
        if signed:
            break
        stated = [(line.cell, line.typed, matcher.match(line.typed).code) for line in lines]
        if any(code == sender for _, _, code in stated):
            signed = True
            break
        for cell, typed, code in stated:
            if code and (lines is heading.senders or roster.units[code].level in owed_by):
                return _finding(sheet, cell, typed, sender, code, matcher)
    if zones.table.layout.rows == "unit":
        return None
    allowed = {sender, *(unit.code for unit in roster.ancestors(sender))}
    for row, column, text in zones.titles:
        for line in text.splitlines():
            # Where a letter was signed says no more than its head does.
            if signed and is_place_and_day(line) and not index.titled(line):
                continue
            own, text = False, tidy(line)
            for code, _ in _units_in(text, sender, matcher, index):
                own = own or code == sender
                # "Xã A (trước đây là xã B)" is A's; "huyện A: xã B" is B's.
                if code not in allowed and (_is_below(code, sender, matcher) or not own):
                    if (
                        signed
                        and zones.table.layout.units_below
                        and _are_places(text, sender, matcher, index)
                    ):
                        name = roster.full_name(sender)
                        return Finding("units_in_title", sheet, a1(row, column), text, name)
                    return _finding(sheet, a1(row, column), text, sender, code, matcher)
    return None


def unit_in_title(zones: Zones, above: str | None, matcher: UnitMatcher, index: HeadingIndex) -> str | None:
    """The one unit below another (`above`) that a table's own lines name, if they name no further unit; where a letter
    was signed is no name. Without `above` the one that the form's title names, if it names no further one beside it."""
    allowed = {above, *(unit.code for unit in matcher.roster.ancestors(above))} if above else set()
    every = (tidy(line) for _, _, text in zones.titles for line in text.splitlines())
    lines = (line for line in every if index.titled(line) or (above and not is_place_and_day(line)))
    named = {code for line in lines for code, _ in _units_in(line, above, matcher, index)} - allowed
    deepest = [code for code in named if not any(_is_below(other, code, matcher) for other in named)]
    code = deepest[0] if len(deepest) == 1 else None
    return code if code and (above is None or (len(named) == 1 and _is_below(code, above, matcher))) else None


def _is_below(code: str, sender: str, matcher: UnitMatcher) -> bool:
    return any(above.code == sender for above in matcher.roster.ancestors(code))


def _are_places(line: str, sender: str, matcher: UnitMatcher, index: HeadingIndex) -> bool:
    """Whether the units that a title names are where its sender did something: several of those below it, "tại các xã
    A, B" or "huyện và các xã A, B", and not "của các xã A, B"."""
    named = list(_units_in(line, sender, matcher, index))
    below = [(code, at) for code, at in named if code != sender]
    before = line[: below[0][1]]
    at_them = _AT.search(before) or (named[0][0] == sender and _AND.search(before))
    several = len({code for code, _ in below}) > 1 or _SEVERAL.search(before)
    return bool(at_them and several) and all(_is_below(code, sender, matcher) for code, _ in below)


def _finding(sheet: str, cell: str, typed: str, sender: str, code: str, matcher: UnitMatcher) -> Finding:
    names = "; ".join(matcher.roster.full_name(one) for one in (sender, code))
    return Finding("sender_conflict", sheet, cell, typed, names)


def _units_in(
    line: str, sender: str | None, matcher: UnitMatcher, index: HeadingIndex
) -> Iterator[tuple[str, int]]:
    """The units that a line names in full, with their kind, letter for letter, and where they do; the sender's own are
    preferred."""
    asked = _may_name_units(line) and (_begins_with_name(line) or index.titled(line))
    if not asked or role_of(line) == "masthead":  # letterheads are asked about elsewhere
        return
    for kind in _NAMED.finditer(line):
        words = line[kind.end() :].split(" ")[:_MOST_WORDS]
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count]).rstrip(' .,;:-–()"“”')
            match = matcher.match(f"{kind[0]}{name}", within=sender)
            if match.code is not None and match.how in ("exact", "tone") and not match.kind_differs:
                yield match.code, kind.start()
                break


# Most lines stand above other tables, too.
@lru_cache(maxsize=4096)
def _may_name_units(line: str) -> bool:
    """Whether a line may have a kind of unit in it."""
    lowered = line.lower()
    return any(kind in lowered for kind in KINDS)


@lru_cache(maxsize=4096)
def _begins_with_name(line: str) -> bool:
    start = found.end() if (found := _OFFICE.match(same_length(line))) else 0
    return _NAMED.match(line, start) is not None
