"""Value cells that are merged: one number for several values, and numbers below a merged cell, which nobody sees."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipelines.intake.address import a1
from pipelines.intake.cells.reading import Raw
from pipelines.intake.gate.report import Area
from pipelines.intake.tables.cell_looks import Look, Place
from pipelines.intake.tables.locate import VALUE_ROLES
from pipelines.intake.tables.zones import Zones


def find_merged(rows: Sequence[Sequence[Raw]], merges: Sequence[Area], zones: Zones) -> dict[Place, Look]:
    """The value cells of a table of which a merged area makes something else. Titles, headings and names may be
    merged as they like."""
    of_values = sorted([*zones.data, *zones.totals])
    if not of_values:
        return {}
    first, last = of_values[0], of_values[-1]
    looks: dict[Place, Look] = {}
    columns: list[int] = []
    left_over = 0
    for area in merges:
        if area.bottom < first or area.top > last:
            continue
        if not columns:
            columns = sorted(at for at, hit in zones.table.columns.items() if hit.column.role in VALUE_ROLES)
            left_over = len(columns) * len(of_values)
        within = of_values[bisect_left(of_values, area.top) : bisect_right(of_values, area.bottom)]
        places = [(row, at) for row in within for at in columns if area.left <= at <= area.right]
        # Areas of a real sheet do not overlap; those that a hostile one repeats are not followed for ever.
        left_over -= len(places)
        if left_over < 0:
            break
        looks.update(_looks_in(rows, area, places))
    return looks


def _looks_in(rows: Sequence[Sequence[Raw]], area: Area, places: list[Place]) -> dict[Place, Look]:
    seen = (area.top, area.left)
    named = f"{a1(*seen)}:{a1(area.bottom, area.right)}"
    looks = {
        (row, at): Look("not_shown", f"nằm dưới ô gộp {named}")
        for row, at in places
        if (row, at) != seen and rows[row][at] != ""
    }
    if seen in places and len(places) > 1 and rows[area.top][area.left] != "":
        looks[seen] = Look("merged", named)
    return looks
