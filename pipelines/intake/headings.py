"""Which column of which form a heading names."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from schemas.forms.layout import Column, Layout
from schemas.spelling import fold


class HeadingHit(NamedTuple):
    """A heading that names a column of a form; `code` and `max_points` come from a criterion's heading."""

    form: str
    column: Column
    code: str = ""
    max_points: Decimal | None = None


class HeadingIndex:
    """Looks headings up over all layouts of a campaign.

    `answers` maps a folded heading, as the analyst was asked about it, to the declared heading it stands for
    (folded), or to "" when its column is to be skipped.
    """

    def __init__(self, layouts: Mapping[str, Layout], answers: Mapping[str, str] | None = None) -> None:
        self.layouts = layouts
        self._answers = answers or {}
        self._by_heading: dict[str, list[HeadingHit]] = {}
        self._patterns: list[tuple[str, Column]] = []
        self._titles: list[tuple[str, str]] = []
        for layout in layouts.values():
            self._titles += [(title, layout.form) for title in layout.titles]
            for column in layout.columns:
                if column.pattern:
                    self._patterns.append((layout.form, column))
                for heading in column.headings:
                    self._by_heading.setdefault(heading, []).append(HeadingHit(layout.form, column))
        self._seen: dict[str, tuple[HeadingHit, ...]] = {}

    def hits(self, text: str) -> tuple[HeadingHit, ...]:
        """The columns that a cell's text names, at most one per form; () for anything that is no heading."""
        try:
            return self._seen[text]
        except KeyError:
            found = self._seen[text] = self._look_up(fold(text)) if len(text) < 300 else ()
            return found

    def _look_up(self, folded: str) -> tuple[HeadingHit, ...]:
        folded = self._answers.get(folded, folded)
        hits = list(self._by_heading.get(folded, ()))
        for form, column in self._patterns:
            assert column.pattern is not None
            if match := column.pattern.match(folded):
                groups = match.groupdict()
                points = groups.get("max")
                max_points = Decimal(points.replace(" ", ".")) if points else None
                hits.append(HeadingHit(form, column, groups.get("code") or "", max_points))
        return tuple(hits)

    def skipped(self, text: str) -> bool:
        """Whether the analyst decided that a column is not to be read."""
        return self._answers.get(fold(text)) == ""

    def titled(self, text: str) -> str:
        """The form whose title a line holds, or "". The longest title wins."""
        folded = fold(text) if len(text) < 300 else ""
        found = [(len(title), form) for title, form in self._titles if title in folded]
        return max(found)[1] if found else ""
