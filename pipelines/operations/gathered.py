"""Findings of one file that have one cause: what the catalogue declares to stand together is told in one line.

A column of notes beside a table, a sheet of formulas that were never calculated, a criterion that was left empty for
every unit, a letter without a number that every sheet names: each is one thing to ask about, and would be many lines.
The warehouse keeps each at its own cell.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from pipelines.intake.address import a1, parse_a1
from schemas.findings import REFUSING, Finding, Together, load_catalogue

# What alone may have one cause, such as a file and the form in it; then the unit and the finding.
Whose = TypeVar("Whose", bound=Hashable)
Told = tuple[Whose, str | None, Finding]

# Fewer cells are told one by one: each may have a cause of its own. The same words on two sheets have one.
_MANY, _SHEETS = 3, 2
# More than a letter should enumerate.
_MOST_AREAS, _MOST_NAMES = 8, 12


def gather(findings: Sequence[Told[Whose]]) -> list[Told[Whose]]:
    """The same in their order, with one in the place of many: at the first of their cells, or with all that is missing.

    Its detail says of how many it speaks, and where. It is about a unit where all of them are about that one. Values
    that are refused stand together only where they are the same: what stands in each cell must be read. What is the
    same in all, its place too, is told once.
    """
    findings = list(dict.fromkeys(findings))
    if len(findings) < _SHEETS:
        return findings
    catalogue = load_catalogue()
    alike: dict[Hashable, list[int]] = {}
    for at, (whose, _, finding) in enumerate(findings):
        kind = catalogue[finding.code]
        if kind.together == "sheets":
            words = " ".join(finding.found.split()).casefold()
            alike.setdefault((whose, finding.code, words), []).append(at)
        elif kind.together and (kind.together == "cells") == (finding.cell != ""):
            meant = finding.detail if finding.cell else ""
            stands = finding.found if kind.severity in REFUSING else ""
            alike.setdefault((whose, finding.code, finding.sheet, meant, stands), []).append(at)
    told: dict[int, Told[Whose]] = dict(enumerate(findings))
    for places in alike.values():
        for group, said in _groups(findings, places, catalogue[findings[places[0]][2].code].together):
            whose, unit, first = findings[group[0]]
            same = all(findings[at][1] == unit for at in group)
            for at in group:
                del told[at]
            told[min(group)] = (whose, unit if same else None, first._replace(detail=said))
    return [told[at] for at in sorted(told)]


def _groups(
    findings: Sequence[Told[Whose]], places: Sequence[int], together: Together
) -> Iterator[tuple[list[int], str]]:
    """Which of the findings at `places` become one, that of the first cell first, and what it says."""
    first = findings[places[0]][2]
    if together == "sheets":
        if len(places) >= _SHEETS:
            others = [findings[at][2] for at in places[1:]]
            yield list(places), f" (cũng ở {_list([f'trang {one.sheet}, ô {one.cell}' for one in others])})"
        return
    if len(places) < _MANY:
        return
    if not first.cell:
        yield list(places), _list([findings[at][2].detail for at in places])
        return
    cells = {parse_a1(findings[at][2].cell): at for at in places}
    for block in _blocks(cells):
        group = [cells[row, column] for row in block.rows for column in range(block.left, block.right + 1)]
        if len(group) >= _MANY:
            yield group, f"{findings[group[0]][2].detail} ({len(group)} ô: {_areas(block)})"


class _Block(NamedTuple):
    """Columns side by side in which the same rows are meant."""

    rows: list[int]
    left: int
    right: int


def _blocks(cells: Collection[tuple[int, int]]) -> list[_Block]:
    rows: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        rows.setdefault(column, []).append(row)
    blocks: list[_Block] = []
    for column in sorted(rows):
        if blocks and blocks[-1].right == column - 1 and blocks[-1].rows == rows[column]:
            blocks[-1] = blocks[-1]._replace(right=column)
        else:
            blocks.append(_Block(rows[column], column, column))
    return blocks


def _areas(block: _Block) -> str:
    """ "C5:D9, C12:D12"."""
    runs: list[list[int]] = []
    for row in block.rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    areas = [f"{a1(top, block.left)}:{a1(bottom, block.right)}" for top, bottom in runs]
    areas = [area if len(set(area.split(":"))) > 1 else area.partition(":")[0] for area in areas]
    return ", ".join(areas if len(areas) <= _MOST_AREAS else [*areas[: _MOST_AREAS - 1], "…", areas[-1]])


def _list(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMES
    return "; ".join(names) if rest <= 0 else f"{'; '.join(names[:_MOST_NAMES])} và {rest} mục khác"
