"""The tables of one file on their way to submissions."""

from dataclasses import dataclass

from pipelines.intake.rows.fact_columns import Facts
from pipelines.intake.rows.fact_maker import Remark
from pipelines.intake.senders.title_zone import Heading
from pipelines.intake.submissions.file_reading import Submission
from pipelines.intake.tables.grid import Grid
from pipelines.intake.tables.zones import Zones


@dataclass(slots=True)
class Part:
    """One table."""

    grid: Grid
    zones: Zones
    heading: Heading


@dataclass(slots=True)
class Made:
    """What one table gave."""

    submission: Submission
    facts: Facts
    remarks: list[Remark]


def unit_names(part: Part) -> list[str]:
    """The names in the rows of a table with a row for each unit; none of another."""
    table = part.zones.table
    key = table.column_of("key")
    if table.layout.rows != "unit" or key is None:
        return []
    return [str(part.grid.rows[row][key]) for row in part.zones.data]
