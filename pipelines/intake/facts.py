"""Makes facts of a table's data rows: who, what, how much, and the cell where it stands.

Nothing is dropped: a value that cannot be used (no such unit, doubled, unreadable) becomes a fact that is not
usable, beside the finding that says why.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells import CellType, Raw, Reading, read_cell, typed_text
from pipelines.intake.match import UnitMatcher
from pipelines.intake.sender import candidates_text, strip_number
from pipelines.intake.zones import Zones
from schemas.criteria.decision import CriteriaSet
from schemas.findings import Finding, load_catalogue
from schemas.indicators import Indicator
from schemas.spelling import fold, tidy

_CODE = re.compile(r"\d+(?:\.\d+)+")


class Fact(NamedTuple):
    """One value of one unit. `kind` is "indicator", "criterion" or "total"; `value` is exact; `typed` is evidence."""

    unit: str | None
    item: str
    kind: str
    state: str
    value: Decimal | None
    text: str | None
    usable: bool
    row: int
    cell: str
    typed: str
    note: str


class Remark(NamedTuple):
    """A finding and the unit it is about, if known."""

    unit: str | None
    finding: Finding


@dataclass(slots=True)
class Grid:
    """What the reader knows of one sheet beside its rows.

    `flagged` are cells that hold an error or a formula without value: their finding exists already. `originals`
    holds texts of old fonts as typed. `percents` are cells shown as a percentage, stored as a hundredth.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    flagged: frozenset[tuple[int, int]]
    originals: Mapping[tuple[int, int], str]
    percents: frozenset[tuple[int, int]]

    def raw(self, row: int, column: int | None) -> Raw:
        """The value of a cell; "" outside the rows."""
        if column is None or row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def typed(self, row: int, column: int) -> str:
        """The cell's text as evidence."""
        return self.originals.get((row, column)) or typed_text(self.raw(row, column))


@dataclass(frozen=True, slots=True)
class Terms:
    """The declarations that facts are made by: indicators, the criteria of each level, the analyst's answers."""

    indicators: Mapping[str, Indicator]
    criteria: Mapping[str, CriteriaSet]
    labels: Mapping[str, str]
    matcher: UnitMatcher


class _Maker:
    """Facts and remarks of one table."""

    def __init__(self, grid: Grid, zones: Zones, terms: Terms, sender: str | None):
        self.grid, self.zones, self.terms, self.sender = grid, zones, terms, sender
        self.table, self.layout = zones.table, zones.table.layout
        self.facts: list[Fact] = []
        self.remarks: list[Remark] = []
        self.note = self.table.column_of("note")
        self.severity = {code: kind.severity for code, kind in load_catalogue().items()}

    def remark(self, unit: str | None, code: str, row: int, column: int, found: str, detail: str = "") -> None:
        self.remarks.append(Remark(unit, Finding(code, self.grid.name, a1(row, column), found, detail)))

    def fact(self, unit: str | None, item: str, kind: str, cell_type: CellType, row: int, column: int, usable: bool) -> Reading:
        """Reads one cell into a fact and its own findings."""
        grid = self.grid
        raw = grid.raw(row, column)
        if (row, column) in grid.flagged:
            reading = Reading("unreadable", None, None)
        else:
            if cell_type == "percent" and (row, column) in grid.percents and isinstance(raw, float):
                raw = float(f"{raw * 100:.15g}")
            reading = read_cell(raw, cell_type)
        typed = grid.typed(row, column)
        if reading.finding:
            self.remark(unit, reading.finding, row, column, tidy(typed), reading.detail)
            usable = usable and self.severity[reading.finding] not in ("rejects_row", "rejects_file")
        usable = usable and reading.state != "unreadable"
        note = grid.raw(row, self.note) if self.note is not None and row < len(grid.rows) else ""
        note_text = "" if note == "" else tidy(typed_text(note))
        self.facts.append(
            Fact(unit, item, kind, reading.state, _stored(reading), reading.text, usable, row + 1, a1(row, column), typed, note_text)
        )
        return reading

    # -- rows of units -------------------------------------------------------------------------------------------

    def unit_rows(self) -> list[tuple[str, int, str, str]]:
        """Returns how each unit was written: (code, row, typed, how it matched)."""
        key = self.table.column_of("key")
        assert key is not None
        seen: dict[str, list[int]] = {}
        named: list[tuple[int, str | None, bool]] = []
        spellings: list[tuple[str, int, str, str]] = []
        for row in self.zones.data:
            typed = tidy(typed_text(self.grid.raw(row, key)))
            match = self.terms.matcher.match(strip_number(typed), within=self.sender)
            code, usable = match.code, True
            if code is None:
                kind = "unit_ambiguous" if match.how == "ambiguous" else "unit_unknown"
                detail = candidates_text(match.candidates, self.terms.matcher)
                self.remark(None, kind, row, key, typed, detail.strip(" ()") if kind == "unit_ambiguous" else detail)
                usable = False
            elif match.outside or (self.sender and code == self.sender):
                self.remark(code, "unit_foreign", row, key, typed, self.terms.matcher.roster.full_name(self.sender or code))
                usable = False
            else:
                seen.setdefault(code, []).append(row)
                spellings.append((code, row, typed, match.how))
                full = self.terms.matcher.roster.full_name(code)
                if match.kind_differs:
                    self.remark(code, "unit_kind_differs", row, key, typed, full)
                if match.how in ("accent", "edit"):
                    self.remark(code, "unit_matched_loosely", row, key, typed, full)
            named.append((row, code, usable))
        doubled = {code: rows for code, rows in seen.items() if len(rows) > 1}
        for code, rows in doubled.items():
            for row in rows:
                others = ", ".join(a1(other, key) for other in rows if other != row)
                self.remark(code, "unit_twice", row, key, tidy(typed_text(self.grid.raw(row, key))), f"cũng ở ô {others}")
        if self.sender:
            for unit in self.terms.matcher.roster.children(self.sender):
                if unit.code not in seen:
                    full = self.terms.matcher.roster.full_name(unit.code)
                    self.remarks.append(Remark(unit.code, Finding("unit_missing", self.grid.name, "", "", full)))
        criteria = self._criteria_columns(named)
        for row, code, usable in named:
            self._unit_cells(row, code, usable and code not in doubled, criteria)
        return spellings

    def _criteria_columns(self, named: Sequence[tuple[int, str | None, bool]]) -> CriteriaSet | None:
        """The criteria that the rows' level is scored by; checks the headings against it."""
        columns = {at: hit for at, hit in self.table.columns.items() if hit.column.role == "criterion"}
        if not columns:
            return None
        units = self.terms.matcher.roster.units
        level = next((units[code].level for _, code, usable in named if code and usable), None)
        criteria = self.terms.criteria.get(level) if level else None
        if criteria is None:
            return None
        for at, hit in columns.items():
            where = self.table.header if self.grid.raw(self.table.header, at) != "" and self.table.body == self.table.header + 1 else self.table.body - 1
            heading = tidy(typed_text(self.grid.raw(where, at)))
            criterion = criteria.criteria.get(hit.code)
            if criterion is None:
                self.remark(None, "criterion_unknown", where, at, heading)
            elif hit.max_points is not None and criterion.max_points is not None and hit.max_points != criterion.max_points:
                self.remark(None, "heading_max_differs", where, at, heading, _points(criterion.max_points))
        present = {hit.code for hit in columns.values()}
        self._missing_criteria(criteria, present)
        return criteria

    def _missing_criteria(self, criteria: CriteriaSet, present: set[str]) -> None:
        for part in criteria.parts:
            if part.code not in present:
                self.remarks.append(Remark(None, Finding("criterion_missing", self.grid.name, "", "", part.code)))

    def _unit_cells(self, row: int, code: str | None, usable: bool, criteria: CriteriaSet | None) -> None:
        for at, hit in self.table.columns.items():
            role = hit.column.role
            if role == "criterion":
                known = criteria is None or hit.code in criteria.criteria
                reading = self.fact(code, hit.code, "criterion", "points", row, at, usable and known)
                self._no_points(reading, "points_missing", code, row, at)
            elif role == "total":
                item = criteria.root if criteria else ""
                reading = self.fact(code, item, "total", "points", row, at, usable)
                self._no_points(reading, "total_missing", code, row, at)
            elif role == "item":
                indicator = self.terms.indicators[hit.column.item]
                self.fact(code, indicator.code, "indicator", indicator.type, row, at, usable)

    # -- rows of indicators ----------------------------------------------------------------------------------------

    def indicator_rows(self) -> None:
        """Each row's value belongs to the sender."""
        key, value = self.table.column_of("key"), self.table.column_of("value")
        measure = self.table.column_of("unit_of_measure")
        assert key is not None and value is not None
        grid, layout, remarks = self.grid, self.layout, self.remarks
        rows: dict[str, list[int]] = {}
        for row in self.zones.data:
            label = typed_text(grid.raw(row, key))
            folded = fold(label)
            item = self.terms.labels.get(folded) or layout.labels.get(folded)
            if item is None or item not in layout.items:
                remarks.append(Remark(self.sender, Finding("indicator_unknown", grid.name, a1(row, key), tidy(label))))
                self.fact(self.sender, "", "indicator", "text", row, value, False)
                continue
            rows.setdefault(item, []).append(row)
        for item, places in rows.items():
            indicator = self.terms.indicators[item]
            for row in places:
                if len(places) > 1:
                    others = ", ".join(a1(other, key) for other in places if other != row)
                    label = tidy(typed_text(grid.raw(row, key)))
                    self.remark(self.sender, "indicator_twice", row, key, label, f"cũng ở ô {others}")
                reading = self.fact(self.sender, item, "indicator", indicator.type, row, value, len(places) == 1)
                self._measure(indicator, row, measure, value, reading)
        for item in layout.items:
            if item not in rows:
                label = self.terms.indicators[item].label
                remarks.append(Remark(self.sender, Finding("indicator_missing", grid.name, "", "", label)))

    def _measure(self, indicator: Indicator, row: int, column: int | None, value: int, reading: Reading) -> None:
        allowed = {fold(unit) for unit in (indicator.unit_of_measure, *indicator.other_units)}
        typed = tidy(typed_text(self.grid.raw(row, column))) if column is not None else ""
        if typed and indicator.unit_of_measure and fold(typed) not in allowed:
            assert column is not None
            self.remark(self.sender, "unit_of_measure_differs", row, column, typed, indicator.unit_of_measure)
        word = reading.unit_word
        if word and indicator.unit_of_measure and fold(word) not in allowed:
            self.remark(self.sender, "unit_of_measure_differs", row, value, word, indicator.unit_of_measure)

    # -- rows of criteria ------------------------------------------------------------------------------------------

    def criterion_rows(self) -> None:
        """The sender's own points by criterion."""
        key, value, maximum = (self.table.column_of(role) for role in ("key", "value", "max_points"))
        assert key is not None and value is not None
        sender = self.terms.matcher.roster.units.get(self.sender) if self.sender else None
        criteria = self.terms.criteria.get(sender.level) if sender else None
        rows: dict[str, list[int]] = {}
        for row in self.zones.data:
            typed = tidy(typed_text(self.grid.raw(row, key)))
            code = criterion_code(typed)
            if code is None or (criteria is not None and code not in criteria.criteria):
                self.remark(self.sender, "criterion_unknown", row, key, typed)
                self.fact(self.sender, code or "", "criterion", "points", row, value, False)
                continue
            rows.setdefault(code, []).append(row)
        root = criteria.root if criteria else ""
        for code, places in rows.items():
            for row in places:
                if len(places) > 1:
                    others = ", ".join(a1(other, key) for other in places if other != row)
                    self.remark(self.sender, "criterion_twice", row, key, code, f"cũng ở ô {others}")
                self._points_cell(code, "total" if code == root else "criterion", row, value, len(places) == 1)
                self._maximum(criteria, code, row, maximum)
        for row in self.zones.totals:
            self._points_cell(root, "total", row, value, root not in rows)
        if criteria is not None:
            self._missing_criteria(criteria, set(rows))

    def _points_cell(self, code: str, kind: str, row: int, value: int, usable: bool) -> None:
        reading = self.fact(self.sender, code, kind, "points", row, value, usable)
        self._no_points(reading, "points_missing" if kind == "criterion" else "total_missing", self.sender, row, value)

    def _no_points(self, reading: Reading, code: str, unit: str | None, row: int, column: int) -> None:
        """Points that are not there: blank, a dash, "không"; not what already has a finding of its own."""
        if reading.number is None and not reading.finding and (row, column) not in self.grid.flagged:
            self.remark(unit, code, row, column, tidy(self.grid.typed(row, column)))

    def _maximum(self, criteria: CriteriaSet | None, code: str, row: int, column: int | None) -> None:
        if criteria is None or column is None:
            return
        known = criteria.criteria[code].max_points
        reading = read_cell(self.grid.raw(row, column), "points")
        if known is not None and reading.number is not None and reading.number != known:
            typed = tidy(typed_text(self.grid.raw(row, column)))
            self.remark(self.sender, "heading_max_differs", row, column, typed, _points(known))


def _stored(reading: Reading) -> Decimal | None:
    """The warehouse keeps six decimals; the cell's text as typed keeps the rest. What "không có" is worth is not
    a value that somebody reported: its state says it."""
    number = reading.number if reading.state == "value" else None
    if number is None or number.as_tuple().exponent >= -6:  # type: ignore[operator]
        return number
    return round(number, 6)


def _points(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def criterion_code(typed: str) -> str | None:
    """The code in a criterion's cell: "7.2.1", "Mục 7.2.1", "Tiêu chí 7.2.1."."""
    match = _CODE.search(typed)
    return match[0] if match else None


def make_facts(
    grid: Grid, zones: Zones, terms: Terms, sender: str | None
) -> tuple[list[Fact], list[Remark], list[tuple[str, int, str, str]]]:
    """Facts, remarks and (for tables of units) how each unit was written: (code, row, typed, how it matched)."""
    maker = _Maker(grid, zones, terms, sender)
    maker.remarks += [Remark(sender, finding) for finding in zones.table.findings]
    spellings: list[tuple[str, int, str, str]] = []
    if zones.table.readable:
        if zones.table.layout.rows == "unit":
            spellings = maker.unit_rows()
        elif zones.table.layout.rows == "indicator":
            maker.indicator_rows()
        else:
            maker.criterion_rows()
    return maker.facts, maker.remarks, spellings
