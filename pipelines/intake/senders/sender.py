"""Who sent a workbook: decided from the title zones of its tables, else from the units in their rows."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipelines.intake.senders.lone_names import names_below, unit_alone
from pipelines.intake.senders.title_zone import Heading, Line, first_line, is_division
from pipelines.intake.units.match import Match, UnitMatcher
from pipelines.intake.units.unit_names import behind_office, namings
from pipelines.intake.units.unit_texts import candidates_text
from schemas.findings import Finding
from schemas.units.units import KINDS, LEVEL_OF_DIGITS

# Rows of a table tell whose it is only when there are several and nearly all agree.
_FEWEST_ROWS = 3
_SHARE_THAT_AGREES = 0.8
_LONGEST_QUOTE = 80
_NUMBER_BEFORE = re.compile(r"^\s*\d{1,3}\s*[.)]\s*")


class Stated(NamedTuple):
    """A line and the unit it names."""

    cell: str
    typed: str
    match: Match


# The number of the table in which a line stands, its sheet, and the line.
_Found = tuple[int, str, Stated]


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
    which nearly all rows belong; a name that stands alone. A line that names a unit nobody knows is never passed over
    for the unit above it; one that names a division which writes for its committee ("Cơ quan: Phòng Nội vụ") is where
    a letterhead names that.
    Findings are paired with the number of the table they stand in.
    """
    if answered:
        return Sender(answered, ())
    divisions: list[_Found] = []
    for kind in ("senders", "mastheads"):
        stated: list[_Found] = [
            # Names are matched only now: a letterhead is not asked about beside a line that names the sender.
            (number, sheet, Stated(line.cell, line.typed, matcher.match(line.typed)))
            for number, (sheet, heading) in enumerate(headings)
            for line in getattr(heading, kind)
        ]
        below = _below_letterheads(headings, matcher) if kind == "mastheads" and matcher.offices else []
        stated += [found for found in below if found[2].match.code in matcher.offices]
        named = _named_offices(headings, matcher) if kind == "mastheads" else []
        stated += named
        known = {one.match.code for _, _, one in stated if one.match.code}
        if kind == "mastheads" and known:
            second = [
                (number, sheet, Stated(line.cell, line.typed, match))
                for number, sheet, line, match in names_below(headings, known, matcher)
            ]
            stated += second
            known |= {one.match.code for _, _, one in second if one.match.code}
        deepest = {code for code in known if not any(_is_under(other, code, matcher) for other in known)}
        lost = [found for found in stated if _is_lost(found[2], deepest, matcher)]
        if any(matcher.roster.units[code].level == "province" for code in deepest):
            # Where offices report, one that is not known is no reason to count its report for the whole province.
            lost += [found for found in below if found[2].match.code is None]
        if len(deepest) > 1:
            number, sheet, one = stated[0]
            names = ", ".join(sorted(matcher.roster.full_name(code) for code in deepest))
            return Sender(None, ((number, Finding("sender_conflict", sheet, one.cell, one.typed, names)),))
        code = next(iter(deepest), None)
        elsewhere = [one for one in divisions if code and not _is_of(one[2].typed, code, matcher)]
        if code and not lost and not elsewhere:
            found = _remarks(stated, code, matcher)
            if kind == "senders":
                return Sender(code, found)
            lines = {
                number: (sheet, Line(one.cell, one.typed))
                for number, sheet, one in (*named, *divisions)[::-1]
            }
            return Sender(code, (*found, *_offices(headings, lines, code, matcher)))
        if kind == "senders" and not known and all(is_division(one.typed) for _, _, one in stated):
            divisions = stated
        elif code or (stated and kind == "senders"):
            return Sender(None, (_unrecognised(*(lost or elsewhere or stated)[0], matcher),))
    if divisions:
        return Sender(None, (_unrecognised(*(lost or divisions)[0], matcher),))
    inferred = _from_rows(headings, keys, matcher)
    if inferred.code is None and not lost and (alone := unit_alone(headings, matcher)):
        return Sender(alone, ())
    return Sender(None, (_unrecognised(*lost[0], matcher),)) if lost and inferred.code is None else inferred


def _named_offices(headings: Sequence[tuple[str, Heading]], matcher: UnitMatcher) -> list[_Found]:
    """Lines of offices that name their unit, "Phòng Kinh tế xã …", letter for letter; a line that goes on with other
    words names none, and an office of a province reports for itself."""
    found = []
    for number, (sheet, heading) in enumerate(headings):
        for line in heading.named_offices:
            match = matcher.match(behind_office(line.typed) or "")
            exact = match.code and match.how in ("exact", "tone") and not match.kind_differs
            if exact and matcher.roster.units[match.code or ""].level != "province":
                found.append((number, sheet, Stated(line.cell, line.typed, match)))
    return found


def _is_lost(one: Stated, known: Collection[str], matcher: UnitMatcher) -> bool:
    """Whether a line names a unit that was not recognised and that could be the sender in place of the `known`:
    under "UBND huyện A" an unknown "UBND xã B" could, under "UBND xã B" an unknown "UBND huyện A" could not."""
    if one.match.code:
        return False
    kinds = [naming.kind for names, _ in namings(one.typed) for naming in names if naming.kind]
    levels = list(LEVEL_OF_DIGITS.values())
    lowest = max((levels.index(KINDS[kind][-1]) for kind in kinds), default=-1)
    # An office has no unit below it, as a commune has none.
    own = [
        len(levels) - 1 if code in matcher.offices else levels.index(matcher.roster.units[code].level)
        for code in known
    ]
    return lowest >= max(own, default=0)


def _is_of(office: str, code: str, matcher: UnitMatcher) -> bool:
    """Whether an office may write for a unit: "Phòng Nội vụ huyện B" is none of huyện A's, and offices of a province
    report for themselves."""
    if matcher.roster.units[code].level == "province":
        return False
    own = {code, *(unit.code for unit in matcher.roster.ancestors(code))}
    beside = (naming for _, parents in namings(office) for names in parents for naming in names)
    named = [(naming.kind, matcher.match(f"{naming.kind or ''} {naming.name}").code) for naming in beside]
    return all(found in own if kind or found else True for kind, found in named)


def _below_letterheads(headings: Sequence[tuple[str, Heading]], matcher: UnitMatcher) -> list[_Found]:
    """The offices below letterheads, as the roster knows them: "UBND TỈNH A", "SỞ B" is the report of the latter."""
    return [
        (number, sheet, Stated(line.cell, line.typed, matcher.match(line.typed)))
        for number, (sheet, heading) in enumerate(headings)
        for line in heading.offices
    ]


def _is_under(code: str, above: str, matcher: UnitMatcher) -> bool:
    return any(unit.code == above for unit in matcher.roster.ancestors(code))


def _remarks(stated: Sequence[_Found], code: str, matcher: UnitMatcher) -> tuple[tuple[int, Finding], ...]:
    found, seen = [], set()
    for number, sheet, one in stated:
        if one.match.code == code and one.typed not in seen:
            seen.add(one.typed)
            loosely = "unit_matched_loosely" if one.match.how in ("accent", "edit") else ""
            loosely = "unit_parent_former" if one.match.former else loosely
            if remark := "unit_kind_differs" if one.match.kind_differs else loosely:
                name = matcher.roster.full_name(code)
                found.append((number, Finding(remark, sheet, one.cell, one.typed, name)))
    return tuple(found)


def _offices(
    headings: Sequence[tuple[str, Heading]],
    divisions: dict[int, tuple[str, Line]],
    code: str,
    matcher: UnitMatcher,
) -> tuple[tuple[int, Finding], ...]:
    """A finding for each table that names an office of the unit it is counted for: under a letterhead, or as the
    sender (`divisions`, by the number of the table)."""
    name = matcher.roster.full_name(code)
    lines = {
        number: (sheet, one.offices[0])
        for number, (sheet, one) in enumerate(headings)
        if one.offices and code not in matcher.offices
    }
    return tuple(
        (number, Finding("sender_office", sheet, line.cell, line.typed, name))
        for number, (sheet, line) in sorted((divisions | lines).items())
    )


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
    sheet, heading = headings[0] if headings else ("", None)
    top = first_line(heading.titles) if heading else None
    detail = f": ô {top.cell} ghi “{_short(top.typed)}”, không nhận ra đơn vị nào" if top else ""
    return Sender(None, ((0, Finding("sender_unknown", sheet, "", "", detail)),))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def strip_number(text: str) -> str:
    """A unit's name without the number that some put before it: "1. UBND xã …"."""
    return _NUMBER_BEFORE.sub("", text)
