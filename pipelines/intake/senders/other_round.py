"""Whether a table of points says that they are not those that its form brings.

The communes' self-scores, listed by their district under the headings of its own points, must not be ranked as these.
"""

import re
from collections.abc import Iterator

from pipelines.intake.address import a1
from pipelines.intake.cells.word_patterns import any_of
from pipelines.intake.letters.periods import is_spoken_of
from pipelines.intake.letters.references import find_reference
from pipelines.intake.tables.grid import Grid, shown
from pipelines.intake.tables.zones import Zones
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import Finding
from schemas.forms.furniture import role_of
from schemas.forms.title_words import RoundWords, load_title_words
from schemas.spelling import fold, tidy


def _points_after(words: RoundWords) -> re.Pattern[str]:
    """The end of "kết quả thẩm định điểm …", "chấm trên cơ sở …": points given after those that come next."""
    not_yet = "".join(rf"(?<!{re.escape(word)} )" for word in words.still_to_come)
    begins = rf"\b(?:{any_of(words.given_after)}|(?:{not_yet}(?:{any_of(words.given_by)})))"
    return re.compile(rf"{begins}(?: (?:{any_of(words.between)}))*$")


_WORDS = load_title_words().rounds
_AFTER = _points_after(_WORDS)
# "Sở Khoa học và Công nghệ chấm": a few words of a name may stand between.
_NOT_IN = "".join(rf"(?<!\b{re.escape(word)} )" for word in _WORDS.within_words)
_FROM_ABOVE = re.compile(
    rf"{_NOT_IN}\b(?:{any_of(_WORDS.above)})(?: (?!(?:{any_of((*_WORDS.named_giver, _WORDS.themselves))})\b)[^\W\d_]+)"
    rf"{{0,6}}? (?:{any_of(_WORDS.gives)})\b"
)
_AWAITED = re.compile(rf"\b(?:{any_of(_WORDS.awaiting)})(?: [^\W\d_]+)?[ :]*$")
_UNSURE = re.compile(rf"\b(?:{any_of(_WORDS.unsure)})\b")
_NAMED_GIVER = re.compile(rf"\b(?:{any_of(_WORDS.named_giver)})\b")
_LONGEST_NAME_OF_ROUND = 25
_ATTACHED = re.compile(re.escape(load_title_words().letters.attached), re.IGNORECASE)


def other_round(grid: Grid, zones: Zones, of_province: bool) -> Finding | None:
    """The finding for a table whose title, or whose heading over the criteria, has words of another round, or may have.

    With `of_province` the table is a province's own: what "UBND tỉnh" or its department gave are its points. A heading
    over the criteria that names the form's own round outweighs a title that names both.
    """
    layout = zones.table.layout
    if not layout.other_rounds:
        return None
    over = list(_over_criteria(grid, zones))
    own = f" {fold(ROUND_VI[layout.round])} "
    named = any(own in f" {fold(text)} " for _, _, text in over)
    lines = over if named else [*_titles(zones), *over]
    is_of_another = _speaks_of_another if of_province else _is_of_another
    for code, says_so in (("round_differs", is_of_another), ("round_unsure", _may_be_of_another)):
        for row, column, text in lines:
            if says_so(text, layout.other_rounds):
                found = shown(grid.rows[row][column])
                return Finding(code, grid.name, a1(row, column), found, ROUND_VI[layout.round])
    if place := _row_of_another(grid, zones, layout.other_rounds):
        found = shown(grid.rows[place[0]][place[1]])
        return Finding("round_differs", grid.name, a1(*place), found, ROUND_VI[layout.round])
    return None


def _row_of_another(grid: Grid, zones: Zones, words_of_others: tuple[str, ...]) -> tuple[int, int] | None:
    """The cell by which a row is said to hold points of another round: a unit may have a row "Xã tự chấm" and below it
    one "Huyện chấm". It stands in a column that the form does not have."""
    others = [at for at in range(len(grid.rows[0])) if at not in zones.table.columns]
    for at in others:
        for row in zones.data:
            raw = grid.rows[row][at]
            if raw != "" and isinstance(raw, str) and _names_round(raw, words_of_others):
                return row, at
    return None


def _names_round(text: str, words_of_others: tuple[str, ...]) -> bool:
    if len(text) > _LONGEST_NAME_OF_ROUND or text.isspace():
        return False
    folded = fold(text)
    return any(folded.endswith(words) or folded.startswith(words) for words in words_of_others)


def _may_be_of_another(text: str, words_of_others: tuple[str, ...]) -> bool:
    """Whether a line speaks of points that were gone over, and neither by whom nor which: the district may have gone
    over the communes' own, the department over the district's."""
    line, folded = tidy(text).lower(), fold(text)
    if not _UNSURE.search(line) or _NAMED_GIVER.search(line) or _FROM_ABOVE.search(line):
        return False
    return not any(re.search(rf"\b{re.escape(words)}\b", folded) for words in words_of_others)


def _is_of_another(text: str, words_of_others: tuple[str, ...]) -> bool:
    """Whether a line says that its points are of another round, and does not only speak of such points."""
    line = tidy(text).lower()
    for found in _FROM_ABOVE.finditer(line):
        before = line[: found.start()]
        # "Theo hướng dẫn của Sở … chấm điểm" cites what to go by.
        if not (_AWAITED.search(before) or is_spoken_of(before)):
            return True
    return _speaks_of_another(text, words_of_others)


def _speaks_of_another(text: str, words_of_others: tuple[str, ...]) -> bool:
    """The same by the declared words alone, whoever stands above."""
    folded = fold(text)
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
