"""Makes facts of a table's data rows: who, what, how much, and the cell where it stands."""

from pipelines.intake.criterion_rows import read_criterion_rows
from pipelines.intake.fact_columns import Facts
from pipelines.intake.fact_maker import FactMaker, Remark, Terms
from pipelines.intake.grid import Grid
from pipelines.intake.indicator_rows import read_indicator_rows
from pipelines.intake.unit_rows import Spelling, read_unit_rows
from pipelines.intake.zones import Zones


def make_facts(
    grid: Grid, zones: Zones, terms: Terms, sender: str | None
) -> tuple[Facts, list[Remark], list[Spelling]]:
    """Facts, remarks and (for tables of units) how each unit was written. An unreadable table gives no facts."""
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
    return maker.facts, maker.remarks, spellings
