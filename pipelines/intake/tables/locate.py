"""Finds the tables of known forms on a sheet, wherever they stand.

A table begins at a row in which headings of one form stand, its key column among them; sub-headings may follow
one row below. Sheets are read as rows of cells from A1, so positions are addresses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.intake.cells.reading import Raw
from pipelines.intake.tables.bind import Headings, bind, has_key, missing, with_codes
from pipelines.intake.tables.grid import plain
from pipelines.intake.tables.heading_parts import VALUE_ROLES as VALUE_ROLES
from pipelines.intake.tables.heading_rows import MOST_BELOW, YEAR, divides, hits_of_row, rows_below
from pipelines.intake.tables.headings import Binding, HeadingHit, HeadingIndex
from pipelines.intake.tables.maxima import with_maxima
from schemas.findings import Finding
from schemas.forms.furniture import role_of, says_average, says_carried, says_continued
from schemas.forms.layout import Layout

# What stands around a table and is none of its rows.
AROUND = ("note", "signature", "total")
# A form has its title, perhaps a stray line, and its headings within a few rows of each other.
_TITLE_REACH = 12
_TWO = 2


@dataclass(slots=True)
class Table:
    """One table on a sheet. Rows and columns count from 0.

    `header` to `body` are its heading rows, `end` is the row after its last. `columns` maps a column to what its
    heading names; `unread` maps a column to a heading nobody knows. `repeated` are rows further down in which the
    headings stand again, as at the head of a new page.
    """

    layout: Layout
    header: int
    body: int
    columns: dict[int, HeadingHit]
    unread: dict[int, tuple[int, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    readable: bool = True
    end: int = 0
    repeated: set[int] = field(default_factory=set)

    def column_of(self, role: str) -> int | None:
        """Position of the first column of a role."""
        return next((at for at, hit in self.columns.items() if hit.column.role == role), None)


def _titles_above(rows: Sequence[Sequence[Raw]], row: int, index: HeadingIndex) -> Iterator[tuple[str, int]]:
    """The forms whose titles stand above a row, with the rows of these, the nearest first."""
    for above in range(row - 1, max(-1, row - 1 - _TITLE_REACH), -1):
        for raw in rows[above]:
            if raw.__class__ is str and raw and (form := index.titled(raw)):
                yield form, above


def _table_at(
    sheet: str, rows: Sequence[Sequence[Raw]], row: int, top: int, index: HeadingIndex
) -> Table | None:
    """The table whose headings begin in a row; `top` is the first row that belongs to no table above."""
    first = hits_of_row(rows[row], index)
    # A unit of measure beside its figure ("cơ quan/đơn vị") may read like a heading.
    if len(first) == 1 and any(
        raw.__class__ is float and not YEAR.fullmatch(plain(raw)) for raw in rows[row]
    ):
        return None
    # Of several keys the first: "Đơn vị" may be one in one form, and a unit of measure in the next.
    names = [next(at for at, hits in first.items() if has_key(hits))]
    names += [at for at, hits in first.items() if any(hit.column.role == "ordinal" for hit in hits)]
    below: Sequence[Raw] = rows[row + 1] if row + 1 < len(rows) else ()
    headings = Headings(row, first, rows_below(rows, row, names, index), names)
    second = headings.below[0] if headings.below else {}
    common = any(hit.common for hits in (first, *headings.below) for found in hits.values() for hit in found)
    title, above = next(_titles_above(rows, row, index), ("", 0)) if common else ("", 0)
    # What a single row of headings means depends on all of its cells, on a title only where a heading is common, and on
    # the next rows only in this.
    asked = (
        tuple(rows[row]),
        tuple([(at, below[at]) for at in second]),
        tuple([plain(below[at]) != "" for at in names]) if second else (),
        (title, above >= top),
        tuple(map(tuple, rows[row + 1 : row + 2 + MOST_BELOW])) if divides(below, names) else (),
    )
    if (bound := index.binding(asked)) and bound.second in ((), tuple(below)):
        return _with_rows(rows, Table(bound.layout, row, row + bound.rows, dict(bound.columns)), names)
    form, alike, titled = _form_of(rows, headings, top, common, index)
    if not form:
        return None
    layout = index.layouts[form]
    found = bind(sheet, rows, headings, index, layout, titled)
    if alike and not (found.findings or found.unread):
        heads = tuple(below) if found.body - row == _TWO else ()
        index.keep_binding(asked, Binding(layout, heads, found.body - row, dict(found.columns)))
    table = Table(layout, row, found.body, found.columns, found.unread, found.findings, found.readable)
    return _with_rows(rows, table, names)


def _with_rows(rows: Sequence[Sequence[Raw]], table: Table, names: Sequence[int]) -> Table:
    """The table with what its headings do not tell but the rows under them."""
    if table.layout.rows == "criterion":
        table.columns = with_codes(rows, table.columns, table.body)
    elif table.layout.rows == "unit":
        table.columns, table.body = with_maxima(rows, table.columns, table.body, names)
    return table


def _form_of(
    rows: Sequence[Sequence[Raw]], headings: Headings, top: int, common: bool, index: HeadingIndex
) -> tuple[str, bool, bool]:
    """The form of a table, "" if it has none; whether any table with these headings below the same title is of it;
    whether its title names it.

    Headings that are common to many tables (`common`: some are) count below a form's own title only; it must stand
    below the table above.
    """
    whole = {
        form: width for form in index.layouts if (width := _width_if_whole(headings, form, False, index)) > 1
    }
    titles = list(_titles_above(rows, headings.row, index)) if common or not whole else []
    title, above = titles[0] if titles else ("", 0)
    of_title = {form for form, _ in titles}
    if (
        title
        and above >= top
        and not of_title & whole.keys()
        and _width_if_whole(headings, title, True, index) > 1
    ):
        return title, not whole, True
    if whole:
        # The first of those that have as many headings.
        form = max(whole, key=lambda one: whole[one])
        # Where the nearest title is another form's, those further up may have decided.
        return form, title in ("", form), form in of_title
    # Headings in part: the title decides whether this is a damaged form or another kind of table.
    upper, _ = headings.places(title, above >= top)
    # Alone in its row "Các phường, thị trấn" stands over some of a table's units, and "Đơn vị" over a signature.
    alone = len(upper) == 1 and (
        above < top
        or any(hit.common or role_of(plain(rows[headings.row][at])) == "group" for at, hit in upper.items())
    )
    return (title, False, above >= top) if has_key(upper.values()) and not alone else ("", False, False)


def _width_if_whole(headings: Headings, form: str, common: bool, index: HeadingIndex) -> int:
    """How many headings of a form there are, 0 where one that it needs is missing."""
    upper, lower = headings.places(form, common)
    both = {**{at: place.hit for at, place in lower.items()}, **upper}
    whole = has_key(upper.values()) and not missing(index.layouts[form], both.values())
    return len(both) if whole else 0


def _goes_on(
    rows: Sequence[Sequence[Raw]], table: Table, below: Table, index: HeadingIndex
) -> list[int] | None:
    """The rows that only repeat the headings above, with a line "(tiếp theo)" before them if there is one; None where
    anything but rows of the table stands between."""
    # The same columns; a maximum that the first headings give need not be written again.
    if [(at, id(hit.column), hit.code) for at, hit in sorted(table.columns.items())] != [
        (at, id(hit.column), hit.code) for at, hit in sorted(below.columns.items())
    ] or table.unread.keys() != below.unread.keys():
        return None
    between = [row for row in range(table.body, below.header) if any(raw != "" for raw in rows[row])]
    repeated = list(range(below.header, below.body))
    while between and _continues(rows[between[-1]]):
        repeated.insert(0, between.pop())
    above: Sequence[Raw] = rows[between[-1]] if between else ()
    filled = {
        table.columns[at].column.role for at, raw in enumerate(above) if at in table.columns and plain(raw)
    }
    texts = [plain(raw) for raw in above]
    # The sum of a page ends none.
    around = (
        (not says_carried(text) and role_of(text) in AROUND) or says_average(text) or index.titled(text)
        for text in texts
    )
    goes_on = "key" in filled and bool(filled.intersection(VALUE_ROLES)) and not any(around)
    return repeated if goes_on else None


def _continues(cells: Sequence[Raw]) -> bool:
    """Whether a row holds nothing but "(tiếp theo)", "Phụ lục IB (tiếp)" or "Trang 2"."""
    texts = [str(raw) for raw in cells if raw != ""]
    return len(texts) == 1 and says_continued(texts[0])


def find_tables(
    sheet: str, rows: Sequence[Sequence[Raw]], keys: set[Raw], index: HeadingIndex
) -> list[Table]:
    """All tables of known forms, from top to bottom, with the rows that belong to each.

    `keys` are the cells that head a key column (`HeadingIndex.look_over`).

    A table whose required column is missing is returned with `readable` False and a finding.
    """
    tables: list[Table] = []
    below = 0
    for row in [row for row, cells in enumerate(rows) if not keys.isdisjoint(cells)] if keys else ():
        if row < below:
            continue
        table = _table_at(sheet, rows, row, below, index)
        if table is None:
            continue
        below = table.body
        if tables and (repeated := _goes_on(rows, tables[-1], table, index)):
            tables[-1].repeated.update(repeated)
        else:
            tables.append(table)
    ends = [table.header for table in tables[1:]] + [len(rows)]
    for table, end in zip(tables, ends, strict=False):
        table.end = end
    return tables
