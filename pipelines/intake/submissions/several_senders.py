"""Whose each table of a file is: its sender's, or, in a district's workbook, that of the commune which its head names.

A district sends its own points and, on other sheets, the self-scores of its communes. These are the communes' reports:
they never become the district's. A file that merely names two units is one to be asked about, as is a district's list
beside the report of one commune, for either may have sent it.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipelines.intake.senders.lone_names import has_unknown_name
from pipelines.intake.senders.other_units import unit_in_title
from pipelines.intake.senders.sender import Sender, settle_sender
from pipelines.intake.senders.title_zone import Heading
from pipelines.intake.submissions.parts import Part, unit_names
from pipelines.intake.tables.headings import HeadingIndex
from pipelines.intake.units.match import UnitMatcher
from schemas.findings import Finding

_OWES = Collection[tuple[str, str]]


class Senders(NamedTuple):
    """The sender of each table, if known, and the findings about them: number of the table, unit, finding.

    `every` has (sheet, heading) of each table. `above` has sent a file in which others have tables, too; of these, the
    numbers in `refused` cannot be used.
    """

    codes: tuple[str | None, ...]
    findings: tuple[tuple[int, str | None, Finding], ...]
    every: Sequence[tuple[str, Heading]]
    above: str | None = None
    refused: frozenset[int] = frozenset()

    def headings(self, number: int) -> Sequence[tuple[str, Heading]]:
        """Those of the tables that may say what table `number` does not: of its sender, then of the unit that has sent
        the file."""
        if self.above is None:
            return self.every
        own = [one for one, code in zip(self.every, self.codes, strict=True) if code == self.codes[number]]
        if self.codes[number] != self.above:
            own += [one for one, code in zip(self.every, self.codes, strict=True) if code == self.above]
        return own


def settle_senders(
    parts: Sequence[Part], matcher: UnitMatcher, index: HeadingIndex, owes: _OWES, answered: str | None
) -> Senders:
    """Decides whose each table of a file is. `owes` holds the (form, level) pairs that are due, `answered` is what the
    analyst said of the whole file: whose it is as far as its sheets do not name units below that one."""
    headings = [(part.grid.name, part.heading) for part in parts]
    found = _apart(parts, headings, matcher, index, owes, answered) if len(parts) > 1 else None
    if found and answered in (None, found.above):
        return found
    sender = settle_sender(headings, [unit_names(part) for part in parts], matcher, answered)
    if not answered and (named := _of_titles(parts, sender, matcher, index, owes)):
        # That a sheet is another's than its letterhead says is told, of a sheet without one there is nothing to tell.
        detail = f"{matcher.roster.full_name(named)} (tiêu đề biểu ghi)"
        told = Finding("sent_by_unit_above", parts[0].grid.name, "", "", detail)
        return Senders((named,) * len(parts), ((0, named, told),) if sender.code else (), headings)
    findings = tuple((number, sender.code, one) for number, one in sender.findings)
    return Senders((sender.code,) * len(parts), findings, headings)


def _of_titles(
    parts: Sequence[Part], sender: Sender, matcher: UnitMatcher, index: HeadingIndex, owes: _OWES
) -> str | None:
    """The unit that the titles of all tables name, where nothing else says the sender, or only the letterhead of a unit
    above that owes none of the forms, as the other does: "SỐ LIỆU CỦA XÃ A" below "UBND HUYỆN B"."""
    if sender.code is None:
        unknown = has_unknown_name([("", part.heading) for part in parts], matcher)
        if unknown or any(found.cell for _, found in sender.findings):
            return None
    elif not owes or any(part.heading.senders for part in parts):
        return None
    layouts = [part.zones.table.layout for part in parts]
    if any(layout.rows == "unit" for layout in layouts):
        return None
    if sender.code and any((one.form, matcher.roster.units[sender.code].level) in owes for one in layouts):
        return None
    codes = {unit_in_title(part.zones, sender.code, matcher, index) for part in parts}
    code = codes.pop() if len(codes) == 1 else None
    if code is None or (sender.code is None and matcher.roster.units[code].level == "province"):
        return None
    due = all((one.form, matcher.roster.units[code].level) in owes for one in layouts)
    return code if due or sender.code is None else None


def _apart(
    parts: Sequence[Part],
    headings: Sequence[tuple[str, Heading]],
    matcher: UnitMatcher,
    index: HeadingIndex,
    owes: _OWES,
    answered: str | None,
) -> Senders | None:
    """The senders of a workbook of a unit and of those below it, where every one is plain; else None."""
    # Nearly every file has no list of units, or names one sender throughout.
    if "unit" not in [part.zones.table.layout.rows for part in parts]:
        return None
    lines = {tuple(line.typed for line in part.heading.senders or part.heading.mastheads) for part in parts}
    if len(lines) < 2:
        return None
    alone = [
        settle_sender([heading], [unit_names(part)], matcher, None)
        for part, heading in zip(parts, headings, strict=True)
    ]
    # A line that names two units, or one that nobody knows, is none of a table that names nobody.
    if any(one.code is None and any(found.cell for _, found in one.findings) for one in alone):
        return None
    above = _highest({one.code for one in alone if one.code}, matcher)
    if above is None:
        return None
    forms = {form for form, level in owes if level == matcher.roster.units[above].level}
    forms -= {form for unit in matcher.roster.children(above) for form, level in owes if level == unit.level}
    codes = [
        one.code or _unsaid(part, above, forms, matcher, index)
        for part, one in zip(parts, alone, strict=True)
    ]
    codes = [
        code or _of_sheet(part, parts, codes) or answered for part, code in zip(parts, codes, strict=True)
    ]
    # With one commune's sheets, the file may be that commune's, with a copy of its district's points.
    fewest = 1 if answered == above else 2
    if len({*codes} - {above, None}) < fewest or not _is_of_unit_above(parts, codes, above, forms):
        return None
    named = any(one.code == above and not _is_inferred(one) for one in alone)
    findings: list[tuple[int, str | None, Finding]] = []
    refused: set[int] = set()
    for number, (part, code, one) in enumerate(zip(parts, codes, alone, strict=True)):
        layout, sheet = part.zones.table.layout, part.grid.name
        if code is None:
            findings.append((number, None, Finding("sender_unknown", sheet)))
            continue
        # What is written on one sheet need not be inferred from the rows of another.
        findings += [
            (number, code, found)
            for _, found in one.findings
            if one.code and not (named and _is_inferred(one))
        ]
        if code == above:
            continue
        whose = matcher.roster.full_name(code)
        if (layout.form, matcher.roster.units[code].level) in owes:
            detail = f"{whose} (do {matcher.roster.full_name(above)} gửi kèm)"
            findings.append((number, code, Finding("sent_by_unit_above", sheet, "", "", detail)))
        else:
            detail = f"{whose}, đơn vị không phải nộp {layout.name}"
            findings.append((number, code, Finding("unit_below_not_due", sheet, "", "", detail)))
            refused.add(number)
    return Senders(tuple(codes), tuple(findings), headings, above, frozenset(refused))


def _is_inferred(sender: Sender) -> bool:
    return any(found.code == "sender_inferred" for _, found in sender.findings)


def _highest(codes: Collection[str], matcher: UnitMatcher) -> str | None:
    """The unit of some that all others lie below."""
    below = {code: {unit.code for unit in matcher.roster.ancestors(code)} for code in codes}
    return next((code for code in codes if all(code in below[one] for one in codes if one != code)), None)


def _unsaid(
    part: Part, above: str, forms: Collection[str], matcher: UnitMatcher, index: HeadingIndex
) -> str | None:
    """Whose a table is that names no sender: a form that only the unit above owes (`forms`) is its own, another one
    that of the unit below which the title names."""
    layout = part.zones.table.layout
    if layout.form in forms or layout.rows == "unit":
        return above
    return unit_in_title(part.zones, above, matcher, index)


def _of_sheet(part: Part, parts: Sequence[Part], codes: Sequence[str | None]) -> str | None:
    """The one unit whose tables stand on a table's sheet."""
    there = {code for one, code in zip(parts, codes, strict=True) if code and one.grid.name == part.grid.name}
    return there.pop() if len(there) == 1 else None


def _is_of_unit_above(
    parts: Sequence[Part], codes: Sequence[str | None], above: str, forms: Collection[str]
) -> bool:
    """Whether all lists of units are the unit above's, one of them in a form that only it owes (`forms`): its
    letterhead on a commune's sheet, or a neighbour's left in a copied one, makes no such workbook."""
    lists = [
        (part.zones.table.layout.form, code)
        for part, code in zip(parts, codes, strict=True)
        if part.zones.table.layout.rows == "unit"
    ]
    return all(code == above for _, code in lists) and any(form in forms for form, _ in lists)
