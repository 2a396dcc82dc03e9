"""Whether a table of points says that they are not those that its form brings.

The communes' self-scores, listed by their district under the headings of its own points, must not be ranked as these.
"""

import re
from collections.abc import Iterator

from pipelines.intake.address import a1
from pipelines.intake.grid import Grid, shown
from pipelines.intake.references import find_reference
from pipelines.intake.word_patterns import any_of
from pipelines.intake.zones import Zones
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import Finding
from schemas.forms.furniture import role_of
from schemas.forms.title_words import RoundWords, load_title_words
from schemas.spelling import fold


def _points_after(words: RoundWords) -> re.Pattern[str]:
    """The end of "kết quả thẩm định điểm …", "chấm trên cơ sở …": points given after those that come next."""
    not_yet = "".join(rf"(?<!{re.escape(word)} )" for word in words.still_to_come)
    begins = rf"\b(?:{any_of(words.given_after)}|(?:{not_yet}(?:{any_of(words.given_by)})))"
    return re.compile(rf"{begins}(?: (?:{any_of(words.between)}))*$")


_AFTER = _points_after(load_title_words().rounds)
_ATTACHED = re.compile(re.escape(load_title_words().letters.attached), re.IGNORECASE)


def other_round(grid: Grid, zones: Zones) -> Finding | None:
    """The finding for a table whose title, or whose heading over the criteria, has words of another round.

    A heading over the criteria that names the form's own round outweighs a title that names both.
    """
    layout = zones.table.layout
    if not layout.other_rounds:
        return None
    over = list(_over_criteria(grid, zones))
    own = f" {fold(ROUND_VI[layout.round])} "
    named = any(own in f" {fold(text)} " for _, _, text in over)
    for row, column, text in over if named else (*_titles(zones), *over):
        if _is_of_another(fold(text), layout.other_rounds):
            return Finding(
                "round_differs",
                grid.name,
                a1(row, column),
                shown(grid.rows[row][column]),
                ROUND_VI[layout.round],
            )
    return None


def _is_of_another(folded: str, words_of_others: tuple[str, ...]) -> bool:
    """Whether a line says that its points are of another round, and does not only speak of such points."""
    for words in words_of_others:
        for found in re.finditer(rf"\b{re.escape(words)}\b", folded):
            if not _AFTER.search(folded[: found.start()].rstrip()):
                return True
    return False


def _titles(zones: Zones) -> Iterator[tuple[int, int, str]]:
    """Title lines, but for notes and for what names a letter."""
    for row, column, text in zones.titles:
        for line in text.splitlines():
            if role_of(line) != "note":
                named = find_reference(line) and _ATTACHED.search(line)
                yield row, column, line[: named.start()] if named else line


def _over_criteria(grid: Grid, zones: Zones) -> Iterator[tuple[int, int, str]]:
    """The headings over points, on every row of them, and cells right above a column of criteria where the key is a row
    below."""
    table = zones.table
    points = [at for at, hit in table.columns.items() if hit.column.role in ("criterion", "total")]
    for row, column, text in zones.titles:
        if row == table.header - 1 and column in points:
            yield row, column, text
    for row in range(table.header, table.body):
        for column in points:
            if grid.rows[row][column] != "":
                yield row, column, str(grid.rows[row][column])
