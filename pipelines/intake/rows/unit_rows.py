"""Tables with a row for each unit: which unit a row names, and its points or figures column by column."""

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.rows.fact_maker import FactMaker
from pipelines.intake.rows.unit_cells import UnitRow, ValueColumn, read_unit_cells
from pipelines.intake.senders.sender import strip_number
from pipelines.intake.tables.locate import VALUE_ROLES
from pipelines.intake.units.match import Match, UnitMatcher
from pipelines.intake.units.unit_names import without_remark
from pipelines.intake.units.unit_texts import candidates_text, full_names
from schemas.criteria.decision import CriteriaSet
from schemas.decimal_comma import with_comma


class Spelling(NamedTuple):
    """How a unit was written in a table's row, and by which step its name was recognised (`match.How`)."""

    code: str
    cell: str
    typed: str
    how: str


def read_unit_rows(maker: FactMaker) -> list[Spelling]:
    """Makes the facts of every row; returns how each unit was written."""
    key = maker.table.column_of("key")
    assert key is not None
    named: list[UnitRow] = []
    spellings: list[Spelling] = []
    rows_of: dict[str, list[int]] = {}
    for row in maker.zones.data:
        code, usable = _name(maker, row, key, spellings)
        if code and _heads_group(maker, row, code):
            continue
        if code and usable:
            rows_of.setdefault(code, []).append(row)
        named.append(UnitRow(row, code, usable))
    for row, code, below in _named_over_two(maker, key, named):
        maker.doubled(code, "unit_twice", maker.label(row, key), row, key, [row, below])
        named = [one._replace(usable=False) if one.row == row else one for one in named]
    doubled = {code: rows for code, rows in rows_of.items() if len(rows) > 1}
    for code, rows in doubled.items():
        for row in rows:
            maker.doubled(code, "unit_twice", maker.label(row, key), row, key, rows)
    roster = maker.terms.matcher.roster
    for unit in roster.children(maker.sender) if maker.sender else ():
        if unit.code not in rows_of:
            maker.remark_on_sheet(unit.code, "unit_missing", roster.full_name(unit.code))
    criteria = _criteria_of_columns(maker, named)
    units = [one._replace(usable=False) if one.unit in doubled else one for one in named]
    read_unit_cells(maker, _value_columns(maker, criteria), units)
    return spellings


def _named_over_two(maker: FactMaker, key: int, named: Sequence[UnitRow]) -> list[tuple[int, str, int]]:
    """(row, unit, row below) of each name merged over a second row with figures: which of the two are meant?"""
    if not (maker.zones.unread and maker.grid.merges):
        return []
    second = {
        row: row - area.top
        for area in maker.grid.merges
        if area.left <= key <= area.right
        for row in range(area.top + 1, area.bottom + 1)
        if row in maker.zones.unread
    }
    found = {one.row: one.unit for one in named if one.unit and one.usable}
    return [(row - up, unit, row) for row, up in second.items() if (unit := found.get(row - up))]


def _name(maker: FactMaker, row: int, key: int, spellings: list[Spelling]) -> tuple[str | None, bool]:
    """The unit that a row names, and whether the row can be used; with the findings about the name."""
    matcher = maker.terms.matcher
    typed = maker.label(row, key)
    match = _match(matcher, strip_number(typed), maker.sender)
    code = match.code
    if code is None:
        if match.how == "ambiguous":
            maker.remark(None, "unit_ambiguous", row, key, typed, full_names(match.candidates, matcher))
        else:
            maker.remark(None, "unit_unknown", row, key, typed, candidates_text(match.candidates, matcher))
        return None, False
    if _heads_group(maker, row, code):
        return code, False
    if code == maker.sender:
        maker.remark(code, "unit_is_sender", row, key, typed)
        return code, False
    if match.outside:
        maker.remark(code, "unit_foreign", row, key, typed, matcher.roster.full_name(maker.sender or code))
        return code, False
    spellings.append(Spelling(code, a1(row, key), typed, match.how))
    if match.former:
        maker.remark(code, "unit_parent_former", row, key, typed, matcher.roster.full_name(code))
    if match.kind_differs:
        maker.remark(code, "unit_kind_differs", row, key, typed, matcher.roster.full_name(code))
    if match.how in ("accent", "edit"):
        maker.remark(code, "unit_matched_loosely", row, key, typed, matcher.roster.full_name(code))
    return code, not maker.name_is_crossed_out(code, row, key)


def _match(matcher: UnitMatcher, typed: str, sender: str | None) -> Match:
    """The unit of a row. Words in brackets that say something about a unit are left out where the rest is a name letter
    for letter."""
    match = matcher.match(typed, within=sender)
    if match.how != "unknown" or (named := without_remark(typed)) is None:
        return match
    bare = matcher.match(named, within=sender)
    return bare if bare.how in ("exact", "tone") and not bare.kind_differs else match


def _heads_group(maker: FactMaker, row: int, code: str) -> bool:
    """Whether a row is a heading over the sender's units, "I. HUYỆN NGHI XUÂN", and reports nothing itself."""
    if code != maker.sender:
        return False
    cells, columns = maker.grid.rows[row], maker.table.columns.items()
    return all(cells[at] == "" for at, hit in columns if hit.column.role in VALUE_ROLES)


def _criteria_of_columns(maker: FactMaker, named: Sequence[UnitRow]) -> CriteriaSet | None:
    """The criteria that the rows' level is scored by; holds the headings against it."""
    table, rows = maker.table, maker.grid.rows
    columns = {at: hit for at, hit in table.columns.items() if hit.column.role == "criterion"}
    if not columns:
        return None
    units = maker.terms.matcher.roster.units
    level = next((units[code].level for _, code, usable in named if code and usable), None)
    criteria = maker.terms.criteria.get(level) if level else None
    if criteria is None:
        return None
    for at, hit in columns.items():
        # The lower of two heading rows, unless the heading stands in the upper one alone.
        where = table.body - 1 if rows[table.body - 1][at] != "" else table.header
        criterion = criteria.criteria.get(hit.code)
        if criterion is None:
            maker.remark(None, "criterion_unknown", where, at, maker.label(where, at))
        elif None not in (hit.max_points, criterion.max_points) and hit.max_points != criterion.max_points:
            assert criterion.max_points is not None
            found, right = maker.label(where, at), with_comma(criterion.max_points)
            maker.remark(None, "heading_max_differs", where, at, found, right)
    maker.missing_criteria(criteria, {hit.code for hit in columns.values()})
    return criteria


def _value_columns(maker: FactMaker, criteria: CriteriaSet | None) -> list[ValueColumn]:
    columns = []
    for at, hit in maker.table.columns.items():
        role = hit.column.role
        if role == "criterion":
            known = criteria is None or hit.code in criteria.criteria
            columns.append(ValueColumn(at, hit.code, "criterion", "points", known))
        elif role == "total":
            columns.append(ValueColumn(at, criteria.root if criteria else "", "total", "points", True))
        elif role == "item":
            indicator = maker.terms.indicators[hit.column.item]
            columns.append(ValueColumn(at, indicator.code, "indicator", indicator.type, True))
    return columns
