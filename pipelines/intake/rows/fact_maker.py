"""One value of one unit, with the cell where it stands, and the findings that reading the cell gave.

Nothing is dropped: a value that cannot be used (no such unit, doubled, unreadable) becomes a fact that is not
usable, beside the finding that says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.grammar import CellType, Raw, Reading, typed_text
from pipelines.intake.cells.judged_cells import JUDGED, judge
from pipelines.intake.rows.cell_questions import ask, ask_about_rounding, raw_to_read
from pipelines.intake.rows.fact_columns import Facts
from pipelines.intake.rows.remark_values import holds_value, scale_in
from pipelines.intake.tables.grid import Grid
from pipelines.intake.tables.headings import Remembered
from pipelines.intake.tables.line_labels import find_label
from pipelines.intake.tables.locate import VALUE_ROLES
from pipelines.intake.tables.zones import Zones
from pipelines.intake.units.match import UnitMatcher
from schemas.criteria.decision import CriteriaSet
from schemas.findings import Finding
from schemas.forms.layout import Layout
from schemas.indicators import Indicator
from schemas.points import MOST_POINTS
from schemas.spelling import fold, tidy

_UNREADABLE = Reading("unreadable", None, None)
_STRUCK = frozenset(("crossed_out", "part_struck"))


class Remark(NamedTuple):
    """A finding and the unit it is about, if known."""

    unit: str | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Terms:
    """The declarations that facts are made by: indicators, the criteria of each level, the analyst's answers
    (folded label → indicator), the roster's names, and the spellings of each indicator's unit of measure."""

    indicators: Mapping[str, Indicator]
    criteria: Mapping[str, CriteriaSet]
    labels: Mapping[str, str]
    matcher: UnitMatcher
    units_of_measure: Mapping[str, tuple[str, ...]]
    _asked_for: dict[str, Remembered[str]] = field(default_factory=dict)
    _printed_units: set[tuple[str, Raw]] = field(init=False)

    def __post_init__(self) -> None:
        pairs = {(item, unit) for item, units in self.units_of_measure.items() for unit in units}
        object.__setattr__(self, "_printed_units", pairs)

    def asked_for(self, layout: Layout) -> Remembered[str]:
        """A label as typed → the indicator of the form that it names, or ""."""
        if layout.form not in self._asked_for:
            items = frozenset(layout.items)

            def look_up(label: str) -> str:
                item = find_label(label, self.labels, layout.labels)
                return item if item in items else ""

            self._asked_for[layout.form] = Remembered(look_up)
        return self._asked_for[layout.form]

    def items_of(
        self, layout: Layout, labels: Sequence[Raw], measures: Sequence[Raw] | None
    ) -> list[str] | None:
        """The indicators that a whole table's rows ask for, where each names another in its own unit of measure."""
        asked_for = self.asked_for(layout)
        items = [asked_for[label] for label in labels if isinstance(label, str)]
        if "" in items or len(set(items)) < len(labels):
            return None
        unusual = set(zip(items, measures or (), strict=False)) - self._printed_units
        return None if any(self.units_of_measure[item] for item, _ in unusual) else items


class FactMaker:
    """Facts and remarks of one table, as they are found."""

    def __init__(self, grid: Grid, zones: Zones, terms: Terms, sender: str | None):
        self.grid, self.zones, self.terms, self.sender = grid, zones, terms, sender
        self.table, self.layout = zones.table, zones.table.layout
        self.facts = Facts()
        self.remarks = [Remark(sender, finding) for finding in zones.table.findings]
        self._note = self.table.column_of("note")

    def label(self, row: int, column: int) -> str:
        """A cell's text, tidied."""
        return tidy(typed_text(self.grid.rows[row][column]))

    def notes(self, rows: Sequence[int]) -> list[str]:
        """What stands in the cells of rows for notes, tidied; "" where there is nothing."""
        at, cells = self._note, self.grid.rows
        if at is None:
            return [""] * len(rows)
        return ["" if cells[row][at] == "" else self.label(row, at) for row in rows]

    def remark(
        self, unit: str | None, code: str, row: int, column: int, found: str, detail: str = ""
    ) -> None:
        """A finding at a cell."""
        self.remarks.append(Remark(unit, Finding(code, self.grid.name, a1(row, column), found, detail)))

    def remark_on_sheet(self, unit: str | None, code: str, detail: str) -> None:
        """A finding about what is not on the sheet, and so has no cell."""
        self.remarks.append(Remark(unit, Finding(code, self.grid.name, "", "", detail)))

    def name_is_crossed_out(self, unit: str | None, row: int, column: int) -> bool:
        """Whether the name that a row of values begins with is crossed out, in part or whole; with the finding that
        asks whose they are. Who has crossed out the values, too, is asked about those."""
        looks = self.grid.looks
        look = looks.get((row, column)) if looks else None
        if look is None or look.what not in _STRUCK:
            return False
        cells = self.grid.rows[row]
        standing = [
            at
            for at, hit in self.table.columns.items()
            if hit.column.role in VALUE_ROLES and cells[at] != "" and (row, at) not in looks
        ]
        if standing:
            typed = self.label(row, column)
            self.remark(unit, "name_crossed_out", row, column, typed, look.shown or f"[gạch bỏ: {typed}]")
        return bool(standing)

    def doubled(
        self, unit: str | None, code: str, found: str, row: int, column: int, rows: list[int]
    ) -> None:
        """A finding that a row's subject stands in other rows too."""
        others = ", ".join(a1(other, column) for other in rows if other != row)
        self.remark(unit, code, row, column, found, f"cũng ở ô {others}")

    def fact(
        self, unit: str | None, item: str, kind: str, cell_type: CellType, row: int, column: int, usable: bool
    ) -> Reading:
        """Reads one cell into a fact and the findings of its own."""
        grid = self.grid
        raw = grid.rows[row][column]
        look = grid.looks.get((row, column)) if grid.looks else None
        if look:
            raw = raw_to_read(look, cell_type, raw)
        _, reading, state, value, text, usable_alone, too_much, typed = judge(raw, cell_type)
        question = ask(look, cell_type, reading) if look else None
        if (
            grid.rounding
            and not (question or isinstance(raw, str))
            and (code := grid.rounding.get((row, column)))
        ):
            question = ask_about_rounding(code, cell_type, reading)
        if question:
            self.remark(unit, question.code, row, column, tidy(typed), question.detail)
        if (question and question.refuses) or (grid.flagged and (row, column) in grid.flagged):
            reading, state, value, text, usable_alone, too_much = (
                _UNREADABLE,
                "unreadable",
                None,
                None,
                False,
                False,
            )
        if grid.originals:
            typed = grid.typed(row, column)
        if reading.finding:
            self.remark(unit, reading.finding, row, column, tidy(typed), reading.detail)
        if too_much:
            self.remark(unit, "points_over_max", row, column, tidy(typed), str(MOST_POINTS))
        cell, [note], usable = a1(row, column), self.notes((row,)), usable and usable_alone
        if note and state == "blank":
            self._ask_about_remark(unit, item, cell_type, row, cell, note)
        self.facts.add((unit, item, kind, state, value, text, usable, row + 1, cell, typed, note))
        return reading

    def facts_of_column(self, items: Sequence[str], column: int) -> bool:
        """Reads one column of all data rows at once, a row an indicator, where every cell is plain; else False, and
        nothing is read: `fact` then takes cell by cell."""
        grid, rows = self.grid, self.zones.data
        if grid.has_special_cells:
            return False
        cells = [grid.rows[row][column] for row in rows]
        kinds = [JUDGED[self.terms.indicators[item].type] for item in items]
        judged = [kind[raw.__class__][raw] for kind, raw in zip(kinds, cells, strict=True)]
        plain, readings, states, values, texts, usable, _, typed = zip(*judged, strict=True)
        if not all(plain):
            return False
        units = self.terms.units_of_measure
        for item, reading in zip(items, readings, strict=True):
            if reading.unit_word and not measured_in(units[item], reading.unit_word):
                return False
        numbers, places = _places(tuple(rows), column)
        count, notes = len(rows), self.notes(rows)
        if any(notes) and any(map(self._remark_matters, items, states, notes)):
            return False
        self.facts.add_columns(
            ([self.sender] * count, items, ["indicator"] * count, states, values, texts, usable, numbers, places, typed,
             notes)
        )  # fmt: skip
        return True

    def _remark_matters(self, item: str, state: str, remark: str) -> bool:
        """Whether something needs saying of the remark beside an indicator's value."""
        if not remark:
            return False
        kind, units = self.terms.indicators[item].type, self.terms.units_of_measure[item]
        return bool(scale_in(remark, kind, units)) or (state == "blank" and holds_value(remark, kind, units))

    def _ask_about_remark(
        self, unit: str | None, item: str, cell_type: CellType, row: int, cell: str, remark: str
    ) -> None:
        """A finding at a remark that is the value of the blank cell. Where a row has several values, it is none's."""
        if self.layout.rows == "unit" or self._note is None:
            return
        units = self.terms.units_of_measure.get(item, ())
        if holds_value(remark, cell_type, units):
            self.remark(unit, "value_in_remark", row, self._note, remark, cell)

    def points(self, unit: str | None, item: str, kind: str, row: int, column: int, usable: bool) -> None:
        """Reads one cell of points; says so when it holds none (blank, a dash, "không") and nothing else says it."""
        reading = self.fact(unit, item, kind, "points", row, column, usable)
        if reading.number is None and not reading.finding and reading is not _UNREADABLE:
            code = "points_missing" if kind == "criterion" else "total_missing"
            self.remark(unit, code, row, column, tidy(self.grid.typed(row, column)))

    def missing_criteria(self, criteria: CriteriaSet, present: set[str]) -> None:
        """A finding for each criterion that is given points and stands nowhere in the table."""
        for part in (*criteria.parts, *criteria.extras):
            if part.code not in present:
                self.remark_on_sheet(None, "criterion_missing", part.code)


@lru_cache(maxsize=4096)
def _places(rows: tuple[int, ...], column: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers of rows as people count, and the addresses of their cells in one column."""
    return tuple(row + 1 for row in rows), tuple(a1(row, column) for row in rows)


def measured_in(units: tuple[str, ...], word: str) -> bool:
    """Whether a word names one of an indicator's units of measure; one without any is not asked about."""
    return not units or fold(word) in _folded(units)


@lru_cache(maxsize=1024)
def _folded(units: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, units))
