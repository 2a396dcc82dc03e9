"""Binds the columns of a table to what its rows of headings name."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.reading import Raw
from pipelines.intake.letters.periods import find_period
from pipelines.intake.tables.criterion_code import criterion_code
from pipelines.intake.tables.grid import plain, shown
from pipelines.intake.tables.heading_parts import VALUE_ROLES, Place, below_own, settle_parts
from pipelines.intake.tables.heading_rows import MOST_BELOW, Hits, divides
from pipelines.intake.tables.headings import HeadingHit, HeadingIndex
from schemas.findings import Finding
from schemas.forms.layout import Layout

# So many rows tell in which column a table writes its criteria's codes.
_ROWS_ASKED = 8
# Several columns of these are no contradiction.
_OF_ANY_NUMBER = ("evidence", "aside")


class Headings(NamedTuple):
    """The row that may begin a table, the hits in it, those of the rows below that may be headings, too; and the
    columns of names and their numbers."""

    row: int
    first: Hits
    below: list[Hits]
    names: Sequence[int]

    def places(self, form: str, common: bool) -> tuple[dict[int, HeadingHit], dict[int, Place]]:
        """The hits of one form in the first row, and in those below up to one that begins a table itself."""
        lower: dict[int, Place] = {}
        for number, hits in enumerate(self.below, start=self.row + 1):
            found = _of_form(hits, form, common)
            if has_key(found.values()):
                break
            lower |= {at: Place(hit, number) for at, hit in found.items()}
        return _of_form(self.first, form, common), lower


class Bound(NamedTuple):
    """What the rows of headings from the first one to `body` (exclusive) mean; see `locate.Table`."""

    body: int
    columns: dict[int, HeadingHit]
    unread: dict[int, tuple[int, str]]
    findings: list[Finding]
    readable: bool


def has_key(hits: Iterable[HeadingHit]) -> bool:
    """Whether one of the hits is the column that says what a row is about."""
    return any(hit.column.role == "key" for hit in hits)


def missing(layout: Layout, hits: Iterable[HeadingHit]) -> list[str]:
    """The names of required columns without a heading."""
    present = {id(hit.column) for hit in hits}
    return [column.name for column in layout.columns if column.required and id(column) not in present]


def bind(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    headings: Headings,
    index: HeadingIndex,
    layout: Layout,
    titled: bool,
) -> Bound:
    """The columns of a table of one form. Under its title (`titled`) common headings count."""
    row = headings.row
    upper, lower = headings.places(layout.form, titled)
    # Words of a heading may also be typed into the first row of data ("Chưa áp dụng"), which names somebody.
    names_somebody = bool(lower) and any(
        plain(rows[row + 1][at]) for at, hit in upper.items() if hit.column.role == "key"
    )
    if names_somebody and not missing(layout, upper.values()):
        lower = {}
    body = max((place.row for place in lower.values()), default=row) + 1
    if row + 1 < len(rows) and divides(rows[row + 1], headings.names):
        while body <= row + MOST_BELOW and body < len(rows) and divides(rows[body], headings.names):
            body += 1
    first = {at: Place(hit, row) for at, hit in upper.items() if hit.column.role != "span"}
    lowest = {at: place for at, place in lower.items() if place.row == body - 1}
    upper_places = first | {at: place for at, place in lower.items() if at not in lowest}
    parts = settle_parts(sheet, rows, upper_places, lowest, body - 1, index, layout)
    bound = Bound(body, {}, dict(parts.unclear), parts.findings, True)
    _one_of_each(sheet, rows, parts.places, parts.aside, row, layout, bound)
    known = {(place.row, at) for at, place in (first | lower).items()}
    known -= {(place.row, at) for at, place in parts.places.items() if at not in bound.columns}
    known |= {(row, at) for at, hit in upper.items() if hit.column.role == "span"}
    known |= {(where, at) for where in range(row, body) for at in (*bound.columns, *parts.aside)}
    for where in range(row, body):
        _tell_unknown(sheet, rows, where, known, bound, parts.aside, index, layout)
    aside = {at: parts.places[at].row for at, hit in bound.columns.items() if hit.column.role == "aside"}
    _tell_aside(sheet, rows, aside | {at: where for at, (where, _) in parts.aside.items()}, bound)
    bound.unread.update(parts.aside)
    absent = missing(layout, bound.columns.values())
    if beside := _table_beside(headings):
        # Whatever else seems wrong with the headings comes of that.
        told = [one for one in bound.findings if one.code not in ("heading_twice", "heading_unknown")]
        left, right = beside
        told.append(
            Finding("tables_side_by_side", sheet, a1(row, right), shown(rows[row][right]), a1(row, left))
        )
        return bound._replace(findings=told, readable=not absent)
    # Of a column that is there more than once, that has been told.
    told_twice = any(one.code == "heading_twice" for one in bound.findings)
    there = {id(place.hit.column) for place in (first | lower).values()} if told_twice else set()
    lacking = [
        name for name in absent if not any(id(one) in there for one in layout.columns if one.name == name)
    ]
    bound.findings.extend(
        Finding("heading_missing", sheet, a1(row, min(headings.first)), "", name) for name in lacking
    )
    return bound._replace(readable=not absent)


def _table_beside(headings: Headings) -> tuple[int, int] | None:
    """Where two tables begin whose headings stand in one row: numbers and names, and further right both again."""
    ordinals = [
        at for at, hits in headings.first.items() if any(hit.column.role == "ordinal" for hit in hits)
    ]
    names = [at for at, hits in headings.first.items() if has_key(hit for hit in hits if not hit.common)]
    for left, right in pairwise(ordinals):
        if any(left < at < right for at in names) and any(at > right for at in names):
            return left, right
    return None


def _of_form(hits: Hits, form: str, common: bool) -> dict[int, HeadingHit]:
    return {
        at: hit
        for at, found in hits.items()
        for hit in found
        if hit.form == form and (common or not hit.common)
    }


def _one_of_each(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    places: dict[int, Place],
    aside: dict[int, tuple[int, str]],
    header: int,
    layout: Layout,
    bound: Bound,
) -> None:
    """Puts each column of the form where its heading stands; of one that several headings name, where it can be told
    which is meant. What is set aside is added to `aside`."""
    groups: dict[tuple[int, str], list[int]] = {}
    for at, (hit, _) in sorted(places.items()):
        groups.setdefault((id(hit.column), hit.code), []).append(at)
    for group in groups.values():
        role = places[group[0]].hit.column.role
        if len(group) == 1 or role in _OF_ANY_NUMBER:
            bound.columns.update({at: places[at].hit for at in group})
            continue
        coded = _of_codes(rows, group, bound.body) if role == "key" and layout.rows == "criterion" else None
        if coded is not None and (label := layout.column("label")):
            bound.columns.update({at: HeadingHit(layout.form, label) for at in group})
            bound.columns[coded] = places[coded].hit
            continue
        # A heading that is common to many tables is none beside the form's own.
        meant = [at for at in group if not places[at].hit.common] or group
        own = below_own(rows, {at: places[at].row for at in meant}, header, layout)
        if len(own) == 1 < len(meant):
            aside.update({at: _text(rows, places, at) for at in meant if at != own[0]})
            meant = own
        if len(meant) == 1:
            bound.columns[meant[0]] = places[meant[0]].hit
            continue
        other = a1(places[meant[0]].row, meant[0])
        for at in meant:
            bound.unread[at] = _text(rows, places, at)
            if at != meant[0]:
                where = places[at].row
                bound.findings.append(
                    Finding("heading_twice", sheet, a1(where, at), shown(rows[where][at]), other)
                )


def _tell_aside(sheet: str, rows: Sequence[Sequence[Raw]], aside: dict[int, int], bound: Bound) -> None:
    """One finding for all headings that nobody asks for: `aside` maps a column to the row of its heading."""
    told = [(a1(where, at), shown(rows[where][at])) for at, where in sorted(aside.items())]
    if told:
        names = ", ".join(f"“{text}” ({cell})" for cell, text in told)
        bound.findings.append(Finding("heading_aside", sheet, *told[0], names))


def _text(rows: Sequence[Sequence[Raw]], places: dict[int, Place], at: int) -> tuple[int, str]:
    return places[at].row, str(rows[places[at].row][at])


def _of_codes(rows: Sequence[Sequence[Raw]], columns: Sequence[int], body: int) -> int | None:
    """The only one of some columns that has codes of criteria below the headings."""
    found = [at for at in columns if _has_codes(rows, at, body)]
    return found[0] if len(found) == 1 else None


def _has_codes(rows: Sequence[Sequence[Raw]], at: int, body: int) -> bool:
    return any(criterion_code(plain(row[at])) for row in rows[body : body + _ROWS_ASKED])


def _tell_unknown(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    where: int,
    known: Collection[tuple[int, int]],
    bound: Bound,
    aside: dict[int, tuple[int, str]],
    index: HeadingIndex,
    layout: Layout,
) -> None:
    """Notes the headings of a row that nobody knows; one over others that are known need not be. Figures of another
    period, beside those of the campaign's, are put `aside`."""
    of_codes = layout.column("criterion") is not None
    asked = any(hit.column.role in VALUE_ROLES for hit in bound.columns.values())
    deeper = {at for row, at in known if row > where and plain(rows[row][at])}
    for at, raw in enumerate(rows[where]):
        if not plain(raw) or (where, at) in known or at in bound.unread or _covers(rows[where], at, deeper):
            continue
        period = find_period(plain(raw)) if asked else None
        if period and period != index.period:
            aside[at] = (where, str(raw))
            continue
        if of_codes and isinstance(raw, datetime.date):
            bound.findings.append(Finding("criterion_became_date", sheet, a1(where, at), shown(raw)))
        elif not index.skipped(str(raw)):
            bound.findings.append(Finding("heading_unknown", sheet, a1(where, at), shown(raw)))
        bound.unread[at] = (where, str(raw))


def _covers(row: Sequence[Raw], at: int, lower: Collection[int]) -> bool:
    """Whether a heading stands over sub-headings: those below and to its right, up to the next filled cell."""
    after = next((column for column in range(at + 1, len(row)) if row[column] != ""), len(row))
    return any(at <= column < after for column in lower)


def with_codes(
    rows: Sequence[Sequence[Raw]], columns: dict[int, HeadingHit], body: int
) -> dict[int, HeadingHit]:
    """The columns of a table of criteria, key and numbers exchanged where the codes stand before the rows:
    "TT: 7.2.1 | Tiêu chí: Ban hành …"."""
    by_role = {hit.column.role: at for at, hit in columns.items() if hit.column.role in ("key", "ordinal")}
    if (
        len(by_role) < 2
        or _has_codes(rows, by_role["key"], body)
        or not _has_codes(rows, by_role["ordinal"], body)
    ):
        return columns
    key, ordinal = by_role["key"], by_role["ordinal"]
    return {**columns, key: columns[ordinal], ordinal: columns[key]}
