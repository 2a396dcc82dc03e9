"""One received file, from bytes to submissions, facts, findings and the account of every cell.

Whatever a sender sent, the answer is a FileReading: a file that cannot be used is a finding, not an exception.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pipelines.intake.accounts import Entry
from pipelines.intake.address import parse_a1
from pipelines.intake.answers import Answers
from pipelines.intake.fact_columns import Facts
from pipelines.intake.fact_maker import Remark, Terms
from pipelines.intake.facts import make_facts
from pipelines.intake.font_conversion import convert_fonts, suspect_fonts
from pipelines.intake.gate import inspect
from pipelines.intake.grid import Grid
from pipelines.intake.headings import HeadingIndex
from pipelines.intake.locate import find_tables
from pipelines.intake.marked_numbers import find_marked, marked_numbers
from pipelines.intake.match import UnitMatcher
from pipelines.intake.other_round import other_round
from pipelines.intake.other_units import other_unit
from pipelines.intake.row_kinds import KnownKeys
from pipelines.intake.sender import Heading, read_heading, settle_sender
from pipelines.intake.unit_rows import Spelling
from pipelines.intake.workbook import read_workbook
from pipelines.intake.zones import Zones, divide
from schemas.criteria.decision import CriteriaSet
from schemas.findings import Finding, load_catalogue
from schemas.forms.layout import Layout
from schemas.indicators import load_indicators
from schemas.units.units import Roster

# What makes a cell unreadable; what refuses one form of a file without being of that severity; what says that a table
# is not meant at all.
_FLAGGING = frozenset(("error_cell", "formula_without_value", "number_marked"))
_REFUSING = frozenset(("form_twice", "form_left_empty"))
_OF_ANOTHER = frozenset(("period_differs", "round_differs", "sender_conflict"))

Outcome = Literal["read", "refused", "not_read"]


@dataclass(frozen=True, slots=True)
class Submission:
    """One form from one sender in one file. `doc_date` is ISO and may be partial; "" where nothing is stated."""

    form: str
    layout: str
    sheet: str
    sender: str | None
    period: str
    doc_symbol: str
    doc_date: str
    outcome: Outcome


@dataclass(slots=True)
class FileReading:
    """All that was read. Facts (with the name of their sheet), findings and entries carry the number of their
    submission, None for the file's own."""

    kind: str
    outcome: Outcome
    submissions: list[Submission] = field(default_factory=list)
    facts: list[tuple[int, str, Facts]] = field(default_factory=list)
    findings: list[tuple[int | None, str | None, Finding]] = field(default_factory=list)
    entries: list[tuple[int | None, Entry]] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """One table on its way to a submission."""

    grid: Grid
    zones: Zones
    heading: Heading


@dataclass(slots=True)
class _Made:
    """What one table gave."""

    submission: Submission
    facts: Facts
    remarks: list[Remark]


class FileReader:
    """Reads files under one campaign's declarations; keeps caches, so one reader serves many files.

    `owes` holds the (form, level) pairs that are due; `period` is the campaign's.
    """

    def __init__(
        self,
        layouts: Mapping[str, Layout],
        roster: Roster,
        criteria: Mapping[str, CriteriaSet],
        owes: frozenset[tuple[str, str]],
        period: str,
        answers: Answers,
    ) -> None:
        self.index = HeadingIndex(layouts, answers.headings)
        self.matcher = UnitMatcher(roster, answers.units)
        indicators = load_indicators()
        units = {
            code: (one.unit_of_measure, *one.other_units) if one.unit_of_measure else ()
            for code, one in indicators.items()
        }
        self.terms = Terms(indicators, criteria, answers.indicators, self.matcher, units)
        self.known = KnownKeys(answers.indicators)
        self.owes, self.period, self.answers = owes, period, answers
        self._rejecting = {code for code, kind in load_catalogue().items() if kind.severity == "rejects_file"}

    def read(self, data: bytes, name: str, file_hash: str) -> FileReading:
        """Reads one file. `name` only serves to tell locks and letters apart; content decides the rest."""
        gate = inspect(data, name)
        reading = FileReading(gate.kind, "read")
        reading.findings += [(None, None, finding) for finding in gate.findings]
        if not gate.readable:
            reading.outcome = "refused" if gate.refused else "not_read"
            return reading
        workbook = read_workbook(data, gate)
        reading.findings += [(None, None, finding) for finding in workbook.findings]
        if any(finding.code in self._rejecting for finding in workbook.findings):
            reading.outcome = "refused"
            return reading
        marked = find_marked(workbook.sheets, marked_numbers(gate.strings))
        reading.findings += [(None, None, finding) for finding in marked]
        flagged = _flagged([*gate.findings, *marked])
        parts: list[_Part] = []
        for sheet in workbook.sheets:
            originals, found = convert_fonts(sheet) if sheet.fonts else ({}, [])
            if gate.kind in ("xls", "csv") and not sheet.fonts:
                found = suspect_fonts(sheet)
            reading.findings += [(None, None, finding) for finding in found]
            bad, seen = flagged.get(sheet.name, frozenset()), (sheet.looks, sheet.rounding)
            grid = Grid(sheet.name, sheet.rows, bad, originals, *seen, sheet.hidden_columns, sheet.merges)
            parts += self._sheet(grid, sheet.hidden, len(parts), reading)
        if not parts:
            if not any(raw != "" for sheet in workbook.sheets for row in sheet.rows for raw in row):
                reading.findings.append((None, None, Finding("file_empty")))
            else:
                reading.findings.append((None, None, Finding("form_not_found")))
            reading.outcome = "refused"
            return reading
        self._submissions(parts, file_hash, reading)
        return reading

    def _sheet(self, grid: Grid, hidden: bool, first: int, reading: FileReading) -> list[_Part]:
        keys, spaces = self.index.look_over(set().union(*grid.rows))
        tables = find_tables(grid.name, grid.rows, keys, self.index)
        zones, account, findings = divide(grid.name, grid.rows, spaces, tables, self.index, self.known)
        # A hidden sheet without a form is the sender's own working paper: that it is there has been said.
        if hidden and not tables:
            findings = []
        seen = {(finding.sheet, finding.cell) for _, _, finding in reading.findings if finding.cell}
        reading.findings += [
            (None, None, found) for found in findings if (found.sheet, found.cell) not in seen
        ]
        for entry in account.entries():
            reading.entries.append((None if entry.table is None else first + entry.table, entry))
        return [_Part(grid, zone, read_heading(zone)) for zone in zones]

    def _submissions(self, parts: list[_Part], file_hash: str, reading: FileReading) -> None:
        headings = [(part.grid.name, part.heading) for part in parts]
        keys = [_unit_names(part) for part in parts]
        answered = self.answers.senders.get(file_hash)
        sender = settle_sender(headings, keys, self.matcher, answered)
        reading.findings += [(number, sender.code, finding) for number, finding in sender.findings]
        made: list[_Made] = []
        spellings: dict[str, list[tuple[int, Spelling]]] = {}
        for number, part in enumerate(parts):
            facts, remarks, written = make_facts(part.grid, part.zones, self.terms, sender.code)
            for spelling in written:
                spellings.setdefault(spelling.code, []).append((number, spelling))
            submission, more = self._submission(part, headings, sender.code)
            if sender.code and not answered:
                owed_by = {level for form, level in self.owes if form == submission.form}
                other = other_unit(
                    part.grid.name, part.zones, part.heading, sender.code, owed_by, self.matcher, self.index
                )
                more += [other] if other else []
            more += [other] if (other := other_round(part.grid, part.zones)) else []
            made.append(
                _Made(submission, facts, [*remarks, *(Remark(sender.code, finding) for finding in more)])
            )
        _doubled_forms(parts, made, sender.code)
        for number, (part, one) in enumerate(zip(parts, made, strict=True)):
            codes = {remark.finding.code for remark in one.remarks}
            if sender.code is None or not part.zones.table.readable or codes & (self._rejecting | _REFUSING):
                one.submission = replace(one.submission, outcome="refused")
                one.facts.refuse()
            reading.submissions.append(one.submission)
            reading.facts.append((number, part.grid.name, one.facts))
            reading.findings += [(number, remark.unit, remark.finding) for remark in one.remarks]
        self._spelled_two_ways(parts, spellings, reading)
        self._reference_missing(parts, reading)
        if all(submission.outcome == "refused" for submission in reading.submissions):
            reading.outcome = "refused"

    def _submission(
        self, part: _Part, headings: list[tuple[str, Heading]], sender: str | None
    ) -> tuple[Submission, list[Finding]]:
        layout, sheet, findings = part.zones.table.layout, part.grid.name, []
        said = [(sheet, *found) for found in part.heading.periods]
        said = said or [(other, *found) for other, heading in headings for found in heading.periods]
        # "Kỳ báo cáo: …" says it outright; a title's year comes second.
        stated = min(said, key=lambda found: "kỳ" not in found[2].lower(), default=None)
        period = stated[3] if stated else self.period
        if stated is None:
            findings.append(Finding("period_missing", sheet, "", "", self.period))
        elif period != self.period:
            findings.append(Finding("period_differs", *stated[:3], self.period))
        own = [found for found in part.heading.references if not found[2].is_issuance]
        for cell, text, named in own:
            if not named.has_number:
                findings.append(Finding("doc_number_missing", sheet, cell, text))
            if not named.has_day:
                findings.append(Finding("doc_day_missing", sheet, cell, text))
        references = own or [
            found for _, heading in headings for found in heading.references if not found[2].is_issuance
        ]
        reference = references[0][2] if references else None
        unit = self.matcher.roster.units.get(sender) if sender else None
        if unit and self.owes and (layout.form, unit.level) not in self.owes:
            findings.append(Finding("form_not_due", sheet, "", "", layout.name))
        return Submission(
            layout.form,
            layout.valid_from,
            sheet,
            sender,
            period,
            reference.symbol if reference else "",
            reference.date if reference else "",
            "read",
        ), findings

    def _spelled_two_ways(
        self, parts: list[_Part], spellings: dict[str, list[tuple[int, Spelling]]], reading: FileReading
    ) -> None:
        for code, written in spellings.items():
            wrong = [found for found in written if found[1].how in ("accent", "edit")]
            right = [found for found in written if found not in wrong]
            where, model = (right or written)[0]
            for number, one in wrong:
                if one.typed != model.typed:
                    detail = f"“{model.typed}” ở ô {model.cell}, trang “{parts[where].grid.name}”"
                    finding = Finding(
                        "unit_spelled_two_ways", parts[number].grid.name, one.cell, one.typed, detail
                    )
                    reading.findings.append((number, code, finding))

    def _reference_missing(self, parts: list[_Part], reading: FileReading) -> None:
        required = any(part.zones.table.layout.reference_required for part in parts)
        if required and not any(not ref[2].is_issuance for part in parts for ref in part.heading.references):
            reading.findings.append((None, None, Finding("doc_reference_missing")))


def _doubled_forms(parts: list[_Part], made: list[_Made], sender: str | None) -> None:
    """Says of a form that stands in the file more than once that none is used; but a table that nobody filled in,
    or that speaks of another year or another unit, does not make the one that is meant doubtful."""
    empty = [part.zones.table.readable and one.facts.all_blank for part, one in zip(parts, made, strict=True)]
    elsewhere = [any(remark.finding.code in _OF_ANOTHER for remark in one.remarks) for one in made]
    rivals: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for one, *aside in zip(made, empty, elsewhere, strict=True):
        (others if any(aside) else rivals)[one.submission.form] += 1
    for part, one, left_empty, of_another in zip(parts, made, empty, elsewhere, strict=True):
        form, sheet, name = one.submission.form, part.grid.name, part.zones.table.layout.name
        if left_empty:
            # Neither beside a filled one nor in a later file: what nobody filled in is no version of anything.
            code = "form_left_empty" if rivals[form] else "form_not_filled"
            one.remarks = [Remark(sender, Finding(code, sheet, "", "", name))]
        elif not of_another and (rivals[form] or others[form]) > 1:
            one.remarks.append(Remark(sender, Finding("form_twice", sheet, "", "", name)))


def _unit_names(part: _Part) -> list[str]:
    table = part.zones.table
    key = table.column_of("key")
    if table.layout.rows != "unit" or key is None:
        return []
    return [str(part.grid.rows[row][key]) for row in part.zones.data]


def _flagged(findings: list[Finding]) -> dict[str, frozenset[tuple[int, int]]]:
    cells: dict[str, set[tuple[int, int]]] = {}
    for finding in findings:
        if finding.code in _FLAGGING and finding.cell:
            cells.setdefault(finding.sheet, set()).add(parse_a1(finding.cell))
    return {sheet: frozenset(found) for sheet, found in cells.items()}
