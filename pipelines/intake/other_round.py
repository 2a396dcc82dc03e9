"""Whether a table of points says that they are not those that its form brings.

The communes' self-scores, listed by their district under the headings of its own points, must not be ranked as these.
"""

from collections.abc import Iterator

from pipelines.intake.address import a1
from pipelines.intake.grid import Grid, shown
from pipelines.intake.references import find_reference
from pipelines.intake.zones import Zones
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import Finding
from schemas.spelling import fold


def other_round(grid: Grid, zones: Zones) -> Finding | None:
    """The finding for a table whose title, or whose heading over the criteria, has words of another round."""
    layout = zones.table.layout
    for row, column in _sayings(grid, zones) if layout.other_rounds else ():
        typed = shown(grid.rows[row][column])
        folded = f" {fold(typed)} "
        if any(f" {words} " in folded for words in layout.other_rounds):
            return Finding("round_differs", grid.name, a1(row, column), typed, ROUND_VI[layout.round])
    return None


def _sayings(grid: Grid, zones: Zones) -> Iterator[tuple[int, int]]:
    """The cells of title lines, but for those that name a letter, and of headings that stand over others."""
    for row, column, text in zones.titles:
        if find_reference(text) is None:
            yield row, column
    table = zones.table
    for row in range(table.header, table.body - 1):
        for column in table.columns:
            if grid.rows[row][column] != "" and grid.rows[row + 1][column] != "":
                yield row, column
