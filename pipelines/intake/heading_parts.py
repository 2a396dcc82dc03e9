"""Headings that stand over others: which of several columns below one holds the values that a form asks for."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.grid import plain, shown
from pipelines.intake.heading_rows import YEAR
from pipelines.intake.headings import HeadingHit, HeadingIndex
from pipelines.intake.periods import find_period
from pipelines.intake.reading import Raw
from schemas.findings import Finding
from schemas.forms.layout import Layout
from schemas.spelling import fold

# Columns of what a form asks for.
VALUE_ROLES = ("value", "item", "criterion", "total")


class Place(NamedTuple):
    """A heading that is known, and the row in which it stands."""

    hit: HeadingHit
    row: int


class Parts(NamedTuple):
    """What is left of the headings' columns; those set aside, since another one below the same heading is meant, and
    those of which none can be told to be, with row and text; and what is to be said of the latter."""

    places: dict[int, Place]
    aside: dict[int, tuple[int, str]]
    unclear: dict[int, tuple[int, str]]
    findings: list[Finding]


def settle_parts(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    places: Mapping[int, Place],
    body: int,
    index: HeadingIndex,
    layout: Layout,
) -> Parts:
    """Holds the last row of headings (the one before `body`) against those above it.

    Of the columns below one heading, the one that names the form's own points or the campaign's period is read in its
    place; where it cannot be told, none is.
    """
    last = _LastRow(rows, body - 1, places, index, layout)
    parted = Parts(dict(places), {}, {}, [])
    for at, place in sorted(places.items()):
        if place.hit.column.role not in VALUE_ROLES or place.row == last.row:
            continue
        below = last.below(at, place.row)
        parts = [part for part in below if part not in places or places[part].row < last.row]
        texts = {part: (last.row, str(rows[last.row][part])) for part in parts}
        if len(parts) < len(below):
            # The same column again, said more closely: "Số liệu" over the year before and the campaign's.
            if any(_is_same(places[part].hit, place.hit) for part in below if part not in parts):
                del parted.places[at]
                parted.aside.update(texts)
            continue
        chosen = [part for part in parts if last.is_own(at, place, part)]
        # "(0,5 điểm)", "điểm": one that says nothing else is a remark on the heading.
        if not parts or (len(parts) == 1 and not chosen and not last.is_of_another_period(parts[0])):
            continue
        del parted.places[at]
        if len(chosen) == 1:
            hit = last.whole(at, place, chosen[0]) or place.hit
            parted.places[chosen[0]] = Place(hit, last.row)
            parted.aside.update({part: text for part, text in texts.items() if part != chosen[0]})
        else:
            parted.unclear.update(texts)
            told = ", ".join(f"“{shown(rows[last.row][part])}”" for part in parts)
            found = shown(rows[place.row][at])
            parted.findings.append(Finding("heading_divided", sheet, a1(place.row, at), found, told))
    return parted


class _LastRow(NamedTuple):
    """The last row of headings, below those in `places`."""

    rows: Sequence[Sequence[Raw]]
    row: int
    places: Mapping[int, Place]
    headings: HeadingIndex
    layout: Layout

    def _text(self, at: int) -> str:
        text = plain(self.rows[self.row][at])
        return f"năm {text}" if YEAR.fullmatch(text) else text

    def below(self, at: int, row: int) -> list[int]:
        """The columns below a heading in which the last row has one, up to the next heading beside it or above."""
        upper = self.rows[row]
        beside = (
            right for right in range(at + 1, len(upper)) if plain(upper[right]) or self._is_above(right)
        )
        return [
            column for column in range(at, next(beside, len(upper))) if plain(self.rows[self.row][column])
        ]

    def _is_above(self, at: int) -> bool:
        return at in self.places and self.places[at].row < self.row

    def whole(self, at: int, place: Place, part: int) -> HeadingHit | None:
        """What a heading and the one below it name together, if that is the same column: "Tiêu chí 7.2.1" over "0,5
        điểm"."""
        found = self.headings.hits(f"{plain(self.rows[place.row][at])} {self._text(part)}")
        return next((hit for hit in found if _is_same(hit, place.hit)), None)

    def is_own(self, at: int, place: Place, part: int) -> bool:
        """Whether a heading below another names what the form asks for."""
        return _names_own(self._text(part), self.layout) or self.whole(at, place, part) is not None

    def is_of_another_period(self, part: int) -> bool:
        """Whether it speaks of a period that is not the campaign's."""
        period = find_period(self._text(part))
        return period is not None and period != self.headings.period


def over_own(rows: Sequence[Sequence[Raw]], at: int, row: int, header: int, layout: Layout) -> bool:
    """Whether a heading above one, in the rows from `header` on, names the form's own points."""
    for above in range(header, row):
        left = next((column for column in range(at, -1, -1) if plain(rows[above][column])), None)
        if left is not None and _names_own(plain(rows[above][left]), layout):
            return True
    return False


def _is_same(one: HeadingHit, other: HeadingHit) -> bool:
    return one.column is other.column and one.code == other.code


def _names_own(text: str, layout: Layout) -> bool:
    words = f" {fold(text)} "
    return any(f" {own} " in words for own in layout.own_parts)
