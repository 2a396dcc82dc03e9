"""Which column of which form a heading names."""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from pipelines.intake.cells.note_marks import MARK_ENDS, without_column_mark
from pipelines.intake.cells.reading import Raw
from pipelines.intake.letters.periods import period_at_end
from schemas.forms.layout import Column, Layout
from schemas.spelling import fold

_Found = TypeVar("_Found")
# A longer text is no heading and no title; a country's month repeats a few thousand texts of cells.
_LONGEST, _REMEMBERED = 300, 50_000
_BINDINGS = 500
# A number has one, "7.2.1" two.
_DOTS_OF_A_CODE = 2


class Remembered(dict[str, _Found]):
    """What a look-up found, by the text as typed: every cell of every file is asked for, so a hit costs no call."""

    def __init__(self, look_up: Callable[[str], _Found]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, text: str) -> _Found:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[text] = self._look_up(text)
        return found


class SeenCells(set[Raw]):
    """Cells that need no second look. Whether a row holds nothing else is one question to a set, not one per cell."""

    def remember(self, cells: Collection[Raw]) -> None:
        """Adds cells; starts afresh when a hostile file has filled the memory."""
        if len(self) >= _REMEMBERED:
            self.clear()
        self.update(cells)


class HeadingHit(NamedTuple):
    """A heading that names a column of a form; `code` and `max_points` come from a criterion's heading. A `common`
    heading names it only in a table under the form's own title."""

    form: str
    column: Column
    code: str = ""
    max_points: Decimal | None = None
    common: bool = False


class SheetCells(NamedTuple):
    """Those cells of a sheet that are a heading of a key column, for only a row with one of them begins a table; and
    whether some cell holds nothing but spaces."""

    keys: set[Raw]
    spaces: bool


class Binding(NamedTuple):
    """What heading rows without a fault mean: the form, the cells of a second row of them (() unless they are two), the
    number of rows, and what each column holds."""

    layout: Layout
    second: tuple[Raw, ...]
    rows: int
    columns: Mapping[int, HeadingHit]


class HeadingIndex:
    """Looks headings up over all layouts of a campaign.

    `answers` maps a folded heading, as the analyst was asked about it, to the declared heading it stands for
    (folded), or to "" when its column is to be skipped. Under a `period` a heading may end in it ("Số liệu năm …").
    """

    def __init__(
        self, layouts: Mapping[str, Layout], answers: Mapping[str, str] | None = None, period: str = ""
    ) -> None:
        self.layouts, self.period = layouts, period
        self._answers = answers or {}
        self._by_heading: dict[str, list[HeadingHit]] = {}
        self._patterns: list[tuple[str, Column]] = []
        self._key_patterns: set[re.Pattern[str]] = set()
        self._titles: list[tuple[str, str]] = []
        for layout in layouts.values():
            self._titles += [(title, layout.form) for title in layout.titles]
            for column in layout.columns:
                if column.pattern:
                    self._patterns.append((layout.form, column))
                    if column.role == "key":
                        self._key_patterns.add(column.pattern)
                for heading in column.headings:
                    self._by_heading.setdefault(heading, []).append(HeadingHit(layout.form, column))
                for heading in column.under_title:
                    hit = HeadingHit(layout.form, column, common=True)
                    self._by_heading.setdefault(heading, []).append(hit)
        # The columns that a cell's text names, at most one per form; () for anything that is no heading.
        self.hits: Callable[[str], tuple[HeadingHit, ...]] = Remembered(self._hits_of).__getitem__
        # The form whose title a line holds, or ""; the longest title wins.
        self.titled: Callable[[str], str] = Remembered(self._title_in).__getitem__
        self._met = SeenCells()
        self._keys: set[Raw] = set()
        self._spaces: set[Raw] = set()
        self._bindings: dict[tuple[object, ...], Binding] = {}

    def _hits_of(self, text: str) -> tuple[HeadingHit, ...]:
        # Numbers and dates are the texts that are new in every file; without a letter nothing is a heading but a
        # criterion's code ("7.2.1"), unless the analyst said so.
        if len(text) >= _LONGEST or (
            text.upper() == text.lower() and not self._answers and text.count(".") < _DOTS_OF_A_CODE
        ):
            return ()
        folded = fold(text)
        if folded in self._answers:
            return self._named(self._answers[folded])
        if hits := self._named(folded):
            return hits
        # "Số liệu (2)": some number the columns in their headings.
        if text[-1:] in MARK_ENDS and (bare := without_column_mark(text)) != text:
            return self._hits_of(bare)
        # "Số liệu năm …", "Năm …" of the period that is reported on; figures of another are not asked for.
        if self.period and self.period[:4] in folded and (found := period_at_end(text)):
            before, period = fold(found[0]), found[1]
            if period == self.period:
                return self._named(before) or self._named(f"{before} ky bao cao".strip())
        return ()

    def _is_key(self, text: str) -> bool:
        """Whether a text heads a key column. Every text of a file is asked, so other columns' patterns are not."""
        if len(text) >= _LONGEST or (text.upper() == text.lower() and not self._answers):
            return False
        folded = fold(text)
        folded = _joined(self._answers.get(folded, folded))
        if any(hit.column.role == "key" for hit in self._by_heading.get(folded, ())):
            return True
        if any(pattern.match(folded) for pattern in self._key_patterns):
            return True
        return text[-1:] in MARK_ENDS and (bare := without_column_mark(text)) != text and self._is_key(bare)

    def _named(self, folded: str) -> tuple[HeadingHit, ...]:
        folded = _joined(folded)
        hits = list(self._by_heading.get(folded, ()))
        forms = {hit.form for hit in hits}
        for form, column in self._patterns:
            assert column.pattern is not None
            # A form whose column is named outright has no other of this heading.
            if form not in forms and (match := column.pattern.match(folded)):
                groups = match.groupdict()
                points = groups.get("max")
                max_points = Decimal(points.replace(" ", ".")) if points else None
                code = (groups.get("code") or "").replace(" ", ".").upper()
                hits.append(HeadingHit(form, column, code, max_points))
        return tuple(hits)

    def look_over(self, cells: set[Raw]) -> SheetCells:
        """What has to be known of the cells of a sheet before its rows are looked at."""
        fresh, is_key = cells - self._met, self._is_key
        for raw in fresh:
            if raw.__class__ is not str:
                continue
            if is_key(raw):
                self._keys.add(raw)
            elif raw.isspace():
                self._spaces.add(raw)
        self._met.remember(fresh)
        return SheetCells(cells & self._keys, not cells.isdisjoint(self._spaces))

    def binding(self, asked: tuple[object, ...]) -> Binding | None:
        """What heading rows meant before of which the same was asked: senders fill in the same few forms."""
        return self._bindings.get(asked)

    def keep_binding(self, asked: tuple[object, ...], binding: Binding) -> None:
        """Remembers heading rows whose meaning does not depend on the rows around them."""
        if len(self._bindings) >= _BINDINGS:
            self._bindings.clear()
        self._bindings[asked] = binding

    def skipped(self, text: str) -> bool:
        """Whether the analyst decided that a column is not to be read."""
        return self._answers.get(fold(text)) == ""

    def _title_in(self, text: str) -> str:
        folded = fold(text) if len(text) < _LONGEST else ""
        found = [(len(title), form) for title, form in self._titles if title in folded]
        return max(found)[1] if found else ""


def _joined(folded: str) -> str:
    """A folded heading without spaces beside its slashes: "Nhiệm vụ / Nội dung"."""
    return folded.replace(" /", "/").replace("/ ", "/") if "/" in folded else folded
