"""The form that a sheet without any is most like: which of its headings are there, and which are lacking."""

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.reading import Raw
from pipelines.intake.tables.bind import Headings, has_key, missing
from pipelines.intake.tables.grid import plain, shown
from pipelines.intake.tables.heading_rows import Hits, hits_of_row, rows_below
from pipelines.intake.tables.headings import HeadingHit, HeadingIndex
from pipelines.intake.tables.line_labels import find_label
from schemas.forms.layout import Layout

# A sheet that is none of the forms may be of any length; what is like one stands near its top.
_ROWS, _TOLD = 500, 4
# What tells a form: its title or its indicators more than a heading, the key's own heading more than a common one.
_OF_TITLE, _OF_LINES, _OF_KEY, _OF_HEADING, _ALIKE = 3, 3, 2, 1, 3
# Nearly every table has these.
_OF_ANY_TABLE = ("ordinal", "note", "evidence", "aside", "span")


class Near(NamedTuple):
    """A form, how much a sheet is like it, the cells (address, text) of its title, its headings and its lines, the
    columns that it needs besides, and the texts beside its headings that nobody knows."""

    layout: Layout
    score: int = 0
    title: tuple[tuple[str, str], ...] = ()
    found: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    lacking: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """What is there and what is not, in Vietnamese."""
        there = (("có tiêu đề", self.title), ("có cột", self.found), ("có dòng", self.lines))
        parts = [f"{words} {_cells(cells)}" for words, cells in there if cells]
        if self.lacking:
            parts.append("thiếu cột " + ", ".join(f"“{name}”" for name in self.lacking))
        elif not self.title:
            parts.append(f"thiếu tiêu đề “{self.layout.title}”")
        if self.unknown:
            parts.append(f"chưa nhận ra {_cells(self.unknown)}")
        return f"{self.layout.name}: {'; '.join(parts)}"


def nearest_forms(rows: Sequence[Sequence[Raw]], index: HeadingIndex) -> list[Near]:
    """The forms that a sheet is most like, all equally; none where it is like no form."""
    titles: dict[str, tuple[str, str]] = {}
    lines: dict[str, list[tuple[str, str]]] = {form: [] for form in index.layouts}
    best: dict[str, Near] = {}
    for number, row in enumerate(rows[:_ROWS]):
        texts = [(at, raw) for at, raw in enumerate(row) if isinstance(raw, str) and raw]
        for at, raw in texts:
            if form := index.titled(raw):
                titles.setdefault(form, (a1(number, at), shown(raw)))
            for form, layout in index.layouts.items():
                if find_label(raw, layout.labels):
                    lines[form].append((a1(number, at), shown(raw)))
        if hits := hits_of_row(row, index):
            for form in {hit.form for found in hits.values() for hit in found}:
                near = _near(rows, number, hits, form, index)
                if form not in best or near.score > best[form].score:
                    best[form] = near
    found = []
    for form, layout in index.layouts.items():
        near = best.get(form) or Near(layout, lacking=tuple(missing(layout, ())))
        title = (titles[form],) if form in titles else ()
        known = tuple(lines[form]) if len(lines[form]) > 1 else ()
        score = near.score + (_OF_TITLE if title else 0) + (_OF_LINES if known else 0)
        found.append(near._replace(score=score, title=title, lines=known))
    most = max((near.score for near in found), default=0)
    return [near for near in found if near.score == most >= _ALIKE]


def _near(
    rows: Sequence[Sequence[Raw]],
    number: int,
    hits: Hits,
    form: str,
    index: HeadingIndex,
) -> Near:
    layout, row = index.layouts[form], rows[number]
    below = rows_below(rows, number, [min(hits)], index)
    upper, lower = Headings(number, hits, below, ()).places(form, True)
    there = {at: (number, hit) for at, hit in upper.items()} | {
        at: (place.row, place.hit) for at, place in lower.items()
    }
    scores = {id(hit.column): _score(hit) for _, hit in there.values()}
    found = [(a1(where, at), shown(rows[where][at])) for at, (where, _) in sorted(there.items())]
    words = [at for at, raw in enumerate(row) if isinstance(raw, str) and plain(raw) and at not in hits]
    unknown = [(a1(number, at), shown(row[at])) for at in words if number > 0 and len(there) > 1]
    lacking = missing(layout, [hit for _, hit in there.values()])
    return Near(layout, sum(scores.values()), (), tuple(found), (), tuple(lacking), tuple(unknown))


def _score(hit: HeadingHit) -> int:
    if hit.column.role in _OF_ANY_TABLE:
        return 0
    return _OF_KEY if has_key([hit]) and not hit.common else _OF_HEADING


def _cells(cells: Sequence[tuple[str, str]]) -> str:
    told = ", ".join(f"“{text}” ({cell})" for cell, text in cells[:_TOLD])
    return f"{told} và {len(cells) - _TOLD} ô khác" if len(cells) > _TOLD else told
