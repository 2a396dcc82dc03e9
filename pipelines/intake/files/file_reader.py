"""One received file, from bytes to submissions, facts, findings and the account of every cell.

Whatever a sender sent, the answer is a FileReading: a file that cannot be used is a finding, not an exception.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.intake.address import parse_a1
from pipelines.intake.files.answers import Answers
from pipelines.intake.files.font_conversion import convert_fonts, suspect_fonts
from pipelines.intake.files.workbook import Sheet, read_workbook
from pipelines.intake.gate.inspection import inspect
from pipelines.intake.rows.fact_maker import Remark, Terms
from pipelines.intake.rows.facts import make_facts
from pipelines.intake.rows.figure_days import FigureDays
from pipelines.intake.rows.unit_rows import Spelling
from pipelines.intake.senders.other_round import other_round
from pipelines.intake.senders.other_units import other_unit
from pipelines.intake.senders.title_zone import read_heading
from pipelines.intake.submissions.column_sums import tell_wrong_sums
from pipelines.intake.submissions.doubled_forms import tell_doubled_forms
from pipelines.intake.submissions.file_reading import FileReading
from pipelines.intake.submissions.joined_tables import join_tables
from pipelines.intake.submissions.parts import Made, Part
from pipelines.intake.submissions.several_senders import settle_senders
from pipelines.intake.submissions.submission import make_submission
from pipelines.intake.tables.grid import Grid
from pipelines.intake.tables.headings import HeadingIndex
from pipelines.intake.tables.locate import find_tables
from pipelines.intake.tables.near_forms import nearest_forms
from pipelines.intake.tables.row_kinds import KnownKeys
from pipelines.intake.tables.zones import divide
from pipelines.intake.units.match import UnitMatcher
from schemas.criteria.decision import CriteriaSet
from schemas.day_bounds import load_day_bounds
from schemas.findings import Finding, load_catalogue
from schemas.forms.layout import Layout
from schemas.indicators import load_indicators
from schemas.units.units import Roster

# What makes a cell unreadable; what refuses one form of a file without being of that severity.
_FLAGGING = frozenset(("error_cell", "formula_without_value"))
_REFUSING = frozenset(("form_twice", "form_left_empty", "draft_beside_final"))


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
        self.index = HeadingIndex(layouts, answers.headings, period)
        self.matcher = UnitMatcher(roster, answers.units)
        indicators = load_indicators()
        units = {
            code: (one.unit_of_measure, *one.other_units) if one.unit_of_measure else ()
            for code, one in indicators.items()
        }
        self.terms = Terms(indicators, criteria, answers.indicators, self.matcher, units)
        self.known = KnownKeys(answers.indicators, self.matcher)
        self.days = FigureDays(period, indicators, load_day_bounds())
        self.owes, self.answers = owes, answers
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
        flagged = _flagged(gate.findings)
        parts: list[Part] = []
        for sheet in workbook.sheets:
            originals, found = convert_fonts(sheet) if sheet.fonts else ({}, [])
            if gate.kind in ("xls", "csv") and not sheet.fonts:
                found = suspect_fonts(sheet)
            reading.findings += [(None, None, finding) for finding in found]
            seen = sheet.looks, sheet.rounding, sheet.hidden_columns, sheet.merges, sheet.restyled
            grid = Grid(sheet.name, sheet.rows, flagged.get(sheet.name, frozenset()), originals, *seen)
            parts += self._sheet(grid, sheet.hidden, len(parts), reading)
        if not parts:
            if not any(raw != "" for sheet in workbook.sheets for row in sheet.rows for raw in row):
                reading.findings.append((None, None, Finding("file_empty")))
            else:
                alike = self._alike(workbook.sheets)
                reading.findings.append((None, None, Finding("form_not_found", detail=alike)))
            reading.outcome = "refused"
            return reading
        self._submissions(parts, file_hash, reading)
        return reading

    def _alike(self, sheets: Sequence[Sheet]) -> str:
        """Which sheet is like which form, for a file that has none."""
        shown = ((sheet.name, nearest_forms(sheet.rows, self.index)) for sheet in sheets if not sheet.hidden)
        told = [
            f"trang “{name}” giống {' hoặc '.join(near.layout.name for near in found)}"
            for name, found in shown
            if found
        ]
        return f"; {', '.join(told)}" if told else ""

    def _sheet(self, grid: Grid, hidden: bool, first: int, reading: FileReading) -> list[Part]:
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
        return [Part(grid, zone, read_heading(zone)) for zone in zones]

    def _submissions(self, parts: list[Part], file_hash: str, reading: FileReading) -> None:
        answered = self.answers.senders.get(file_hash)
        senders = settle_senders(parts, self.matcher, self.index, self.owes, answered)
        reading.findings += senders.findings
        made: list[Made] = []
        spellings: dict[str, list[tuple[int, Spelling]]] = {}
        for number, (part, sender) in enumerate(zip(parts, senders.codes, strict=True)):
            facts, remarks, written = make_facts(part.grid, part.zones, self.terms, sender)
            for spelling in written:
                spellings.setdefault(spelling.code, []).append((number, spelling))
            unit = self.matcher.roster.units.get(sender) if sender else None
            submission, more = make_submission(part, senders.headings(number), unit, self.days, self.owes)
            remarks += self.days.remarks(part.zones.table.layout, part.grid.name, facts)
            if sender and not answered:
                owed_by = {level for form, level in self.owes if form == submission.form}
                other = other_unit(
                    part.grid.name, part.zones, part.heading, sender, owed_by, self.matcher, self.index
                )
                more += [other] if other else []
            of_province = unit is not None and unit.level == "province"
            more += [other] if (other := other_round(part.grid, part.zones, of_province)) else []
            made.append(Made(submission, facts, [*remarks, *(Remark(sender, finding) for finding in more)]))
        owners = join_tables(parts, made) if len(parts) > 1 else [0]
        tell_doubled_forms(parts, made, owners)
        for number, (part, one) in enumerate(zip(parts, made, strict=True)):
            if owners[number] == number:
                tables = [at for at, owner in enumerate(owners) if owner == number]
                whole = [made[at] for at in tables]
                codes = {remark.finding.code for table in whole for remark in table.remarks}
                known = one.submission.sender is not None and number not in senders.refused
                if not (known and part.zones.table.readable) or codes & (self._rejecting | _REFUSING):
                    one.submission = replace(one.submission, outcome="refused")
                    for table in whole:
                        table.facts.refuse()
                else:
                    tell_wrong_sums([parts[at] for at in tables], whole, self.terms.indicators)
                reading.submissions.append(one.submission)
            reading.facts.append((number, part.grid.name, one.facts))
            reading.findings += [(number, remark.unit, remark.finding) for remark in one.remarks]
        self._spelled_two_ways(parts, spellings, reading)
        self._reference_missing(parts, reading)
        if len(reading.submissions) < len(parts):
            reading.renumber(owners)
        if all(submission.outcome == "refused" for submission in reading.submissions):
            reading.outcome = "refused"

    def _spelled_two_ways(
        self, parts: list[Part], spellings: dict[str, list[tuple[int, Spelling]]], reading: FileReading
    ) -> None:
        for code, written in spellings.items():
            wrong = [found for found in written if found[1].how in ("accent", "edit")]
            right = [found for found in written if found not in wrong]
            where, model = (right or written)[0]
            for number, one in wrong:
                if one.typed != model.typed:
                    detail = f"“{model.typed}” (ô {model.cell}, trang “{parts[where].grid.name}”)"
                    finding = Finding(
                        "unit_spelled_two_ways", parts[number].grid.name, one.cell, one.typed, detail
                    )
                    reading.findings.append((number, code, finding))

    def _reference_missing(self, parts: list[Part], reading: FileReading) -> None:
        required = any(part.zones.table.layout.reference_required for part in parts)
        if required and not any(not ref[2].is_issuance for part in parts for ref in part.heading.references):
            reading.findings.append((None, None, Finding("doc_reference_missing")))


def _flagged(findings: list[Finding]) -> dict[str, frozenset[tuple[int, int]]]:
    cells: dict[str, set[tuple[int, int]]] = {}
    for finding in findings:
        if finding.code in _FLAGGING and finding.cell:
            cells.setdefault(finding.sheet, set()).add(parse_a1(finding.cell))
    return {sheet: frozenset(found) for sheet, found in cells.items()}
