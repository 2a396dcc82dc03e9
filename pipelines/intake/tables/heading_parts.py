"""Headings that stand over others: which of several columns below one holds the values that a form asks for."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.reading import Raw
from pipelines.intake.letters.periods import find_period
from pipelines.intake.tables.grid import plain, shown
from pipelines.intake.tables.heading_rows import YEAR
from pipelines.intake.tables.headings import HeadingHit, HeadingIndex
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
    upper: Mapping[int, Place],
    lowest: Mapping[int, Place],
    last: int,
    headings: HeadingIndex,
    layout: Layout,
) -> Parts:
    """Holds the headings of the last row (`lowest` are those of them that are known) against those above it (`upper`).

    Of the columns below one heading, the one that names the form's own points or the campaign's period is read in its
    place, else the only one that names nothing else; where it cannot be told, none is.
    """
    below_all = _LastRow(rows, last, upper, lowest, headings, layout)
    parted = Parts({**upper, **lowest}, {}, {}, [])
    for at, place in sorted(upper.items()):
        if place.hit.column.role not in VALUE_ROLES or place.row == last:
            continue
        below = below_all.below(at, place.row)
        parts = [part for part in below if part not in lowest]
        if any(_is_same(lowest[part].hit, place.hit) for part in below if part in lowest):
            # The same column again, said more closely: "Số liệu" over the year before and the campaign's.
            if parted.places[at] is place:
                del parted.places[at]
            below_all.set_aside(at, place, parts, parted)
            continue
        # What is divided is so from its own column on. "(0,5 điểm)", "điểm": one right below it that says nothing else
        # is a remark on the heading.
        if not parts or at not in below or (parts == below == [at] and below_all.is_remark(at)):
            continue
        if parted.places[at] is place:
            del parted.places[at]
        chosen = below_all.chosen(at, place, parts)
        if chosen is not None:
            parted.places[chosen] = Place(below_all.whole(at, place, chosen) or place.hit, last)
            below_all.set_aside(at, place, [part for part in parts if part != chosen], parted)
        else:
            parted.unclear.update({part: (last, str(rows[last][part])) for part in parts})
            told = ", ".join(f"“{shown(rows[last][part])}”" for part in parts)
            found = shown(rows[place.row][at])
            parted.findings.append(Finding("heading_divided", sheet, a1(place.row, at), found, told))
    return parted


class _LastRow(NamedTuple):
    """The last row of headings, and the headings that are known above it and in it."""

    rows: Sequence[Sequence[Raw]]
    row: int
    upper: Mapping[int, Place]
    lowest: Mapping[int, Place]
    headings: HeadingIndex
    layout: Layout

    def _text(self, at: int) -> str:
        text = plain(self.rows[self.row][at])
        return f"năm {text}" if YEAR.fullmatch(text) else text

    def below(self, at: int, row: int) -> list[int]:
        """The columns below a heading in which the last row has one, up to the next heading beside it or above."""
        beside = self.rows[row]
        ends = (right for right in range(at + 1, len(beside)) if plain(beside[right]) or right in self.upper)
        return [column for column in range(at, next(ends, len(beside))) if plain(self.rows[self.row][column])]

    def whole(self, at: int, place: Place, part: int) -> HeadingHit | None:
        """What a heading and the one below it name together, if that is the same column: "Tiêu chí 7.2.1" over "0,5
        điểm"."""
        hit = self.named(at, place, part)
        return hit if hit and _is_same(hit, place.hit) else None

    def named(self, at: int, place: Place, part: int) -> HeadingHit | None:
        """The column of the same form that both name together."""
        found = self.headings.hits(f"{plain(self.rows[place.row][at])} {self._text(part)}")
        return next((hit for hit in found if hit.form == place.hit.form), None)

    def chosen(self, at: int, place: Place, parts: Sequence[int]) -> int | None:
        """Which of the headings below one names what the form asks for; None where it cannot be told."""
        closer = [part for part in parts if self.whole(at, place, part)]
        if len(closer) == 1:
            return closer[0]
        texts = {part: self._text(part) for part in parts}
        own = _own(texts, self.layout.own_parts)
        if not own and len(self.headings.period) == len("yyyy"):
            # To the letter: "Ước cả năm" is expected, not reported.
            own = [part for part, text in texts.items() if fold(text) in self.layout.own_parts_of_year]
        if own:
            return own[0] if len(own) == 1 else None
        beside_others = len(parts) == 1 and len(self.below(at, place.row)) > 1
        return parts[0] if beside_others and self.is_remark(parts[0]) else None

    def set_aside(self, at: int, place: Place, parts: Sequence[int], parted: Parts) -> None:
        """Puts headings below one aside. "Điểm" over "tối đa" and "tự chấm": what both name together may be another
        column of the form."""
        for part in parts:
            if hit := self.named(at, place, part):
                parted.places[part] = Place(hit, self.row)
            else:
                parted.aside[part] = (self.row, str(self.rows[self.row][part]))

    def is_remark(self, part: int) -> bool:
        """Whether a heading below another says nothing of a period that is not the campaign's."""
        period = find_period(self._text(part))
        return period is None or period == self.headings.period


def below_own(
    rows: Sequence[Sequence[Raw]], places: Mapping[int, int], header: int, layout: Layout
) -> list[int]:
    """The columns of a heading that stands several times (`places` has its rows by column) above which, in the rows
    from `header` on, another one names the form's own points."""
    above: dict[int, str] = {}
    for at, row in places.items():
        left = (
            next((to for to in range(at, -1, -1) if plain(rows[one][to])), None) for one in range(header, row)
        )
        above[at] = " | ".join(plain(rows[header + one][to]) for one, to in enumerate(left) if to is not None)
    return _own(above, layout.own_parts)


def _own(texts: Mapping[int, str], own_parts: Sequence[str]) -> list[int]:
    """The columns whose texts have the first of some words of a layout that any has: "Huyện chấm" goes before "Điểm",
    which a heading over the communes' points may have as well."""
    folded = {at: f" {fold(text)} " for at, text in texts.items()}
    found = ([at for at, text in folded.items() if f" {words} " in text] for words in own_parts)
    return next((own for own in found if own), [])


def _is_same(one: HeadingHit, other: HeadingHit) -> bool:
    return one.column is other.column and one.code == other.code
