"""Makes facts of a table's data rows: who, what, how much, and the cell where it stands."""

from dataclasses import replace

from pipelines.intake.address import column_letters
from pipelines.intake.rows.criterion_rows import read_criterion_rows
from pipelines.intake.rows.fact_columns import Facts
from pipelines.intake.rows.fact_maker import FactMaker, Remark, Terms
from pipelines.intake.rows.indicator_rows import read_indicator_rows
from pipelines.intake.rows.unit_rows import Spelling, read_unit_rows
from pipelines.intake.tables.grid import Grid
from pipelines.intake.tables.locate import VALUE_ROLES
from pipelines.intake.tables.merged_cells import find_merged
from pipelines.intake.tables.zones import Zones


def make_facts(
    grid: Grid, zones: Zones, terms: Terms, sender: str | None
) -> tuple[Facts, list[Remark], list[Spelling]]:
    """Facts, remarks and (for tables of units) how each unit was written. An unreadable table gives no facts."""
    if grid.merges and (merged := find_merged(grid.rows, grid.merges, zones)):
        grid = replace(grid, looks={**grid.looks, **merged})
    maker = FactMaker(grid, zones, terms, sender)
    spellings: list[Spelling] = []
    if zones.table.readable:
        match zones.table.layout.rows:
            case "unit":
                spellings = read_unit_rows(maker)
            case "indicator":
                read_indicator_rows(maker)
            case "criterion":
                read_criterion_rows(maker)
        if grid.hidden_columns:
            _remark_hidden(maker)
        if grid.restyled:
            _remark_restyled(maker)
    return maker.facts, maker.remarks, spellings


def _remark_hidden(maker: FactMaker) -> None:
    """A finding that values were read of columns that nobody sees; hidden codes and working columns are none."""
    zones, rows, hidden = maker.zones, maker.grid.rows, maker.grid.hidden_columns
    columns = [
        column_letters(at)
        for at, hit in sorted(zones.table.columns.items())
        if hit.column.role in VALUE_ROLES
        and any(first <= at <= last for first, last in hidden)
        and any(rows[row][at] != "" for row in zones.data)
    ]
    if columns:
        maker.remark_on_sheet(maker.sender, "hidden_columns", f"cột {', '.join(columns)}")


def _remark_restyled(maker: FactMaker) -> None:
    """A finding at the first value that a condition may hide, for each way in which it does."""
    rows, hits = maker.grid.rows, maker.zones.table.columns.items()
    columns = [at for at, hit in sorted(hits) if hit.column.role in VALUE_ROLES]
    filled = [
        (row, at)
        for row in sorted((*maker.zones.data, *maker.zones.totals))
        for at in columns
        if rows[row][at] != ""
    ]
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for area, how in maker.grid.restyled:
        within = (
            cell
            for cell in filled
            if area.top <= cell[0] <= area.bottom and area.left <= cell[1] <= area.right
        )
        if first := next(within, None):
            found.setdefault(how, {})[area.text] = first
    for how, cells in found.items():
        first = min(cells.values())
        maker.remark(
            maker.sender, "condition_hides", *first, maker.label(*first), f"{', '.join(cells)} ({how})"
        )
