"""Finds the tables of known forms on a sheet, wherever they stand.

A table begins at a row in which headings of one form stand, its key column among them; sub-headings may follow
one row below. Sheets are read as rows of cells from A1, so positions are addresses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.intake.address import a1
from pipelines.intake.grid import plain, shown
from pipelines.intake.headings import Binding, HeadingHit, HeadingIndex
from pipelines.intake.reading import Raw
from schemas.findings import Finding
from schemas.forms.furniture import role_of, says_average, says_continued
from schemas.forms.layout import Layout

# What stands around a table and is none of its rows.
AROUND = ("note", "signature", "total")
# A form has its title, perhaps a stray line, and its headings within a few rows of each other.
_TITLE_REACH = 12
VALUE_ROLES = ("value", "item", "criterion", "total")


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


def _hits(row: Sequence[Raw], index: HeadingIndex) -> dict[int, tuple[HeadingHit, ...]]:
    look_up = index.hits
    return {at: hits for at, raw in enumerate(row) if raw.__class__ is str and raw and (hits := look_up(raw))}


def _has_key(hits: Iterable[HeadingHit]) -> bool:
    return any(hit.column.role == "key" for hit in hits)


def _of_form(hits: dict[int, tuple[HeadingHit, ...]], form: str) -> dict[int, HeadingHit]:
    return {at: hit for at, found in hits.items() for hit in found if hit.form == form}


def _title_above(rows: Sequence[Sequence[Raw]], row: int, index: HeadingIndex) -> str:
    for above in range(row - 1, max(-1, row - 1 - _TITLE_REACH), -1):
        for raw in rows[above]:
            if raw.__class__ is str and raw and (form := index.titled(raw)):
                return form
    return ""


def _missing(layout: Layout, columns: dict[int, HeadingHit]) -> list[str]:
    present = {id(hit.column) for hit in columns.values()}
    return [column.name for column in layout.columns if column.required and id(column) not in present]


def _table_at(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    row: int,
    first: dict[int, tuple[HeadingHit, ...]],
    index: HeadingIndex,
) -> Table | None:
    below: Sequence[Raw] = rows[row + 1] if row + 1 < len(rows) else ()
    second = _hits(below, index)
    # What a single row of headings means depends on all of its cells, and on the next row only in this.
    asked = (
        tuple(rows[row]),
        tuple([(at, below[at]) for at in second]),
        tuple([plain(below[at]) != "" for at, hits in first.items() if _has_key(hits)]) if second else (),
    )
    if (bound := index.binding(asked)) and bound.second in ((), tuple(below)):
        return Table(bound.layout, row, row + (2 if bound.second else 1), dict(bound.columns))
    best: tuple[int, int, str] | None = None
    for form, layout in index.layouts.items():
        upper = _of_form(first, form)
        if not _has_key(upper.values()):
            continue
        both = {**_of_form(second, form), **upper}
        missing = len(_missing(layout, both))
        score = (-missing, len(both), form)
        if best is None or score[:2] > best[:2]:
            best = score
    if best is None:
        return None
    missing_count, width, form = -best[0], best[1], best[2]
    if missing_count:
        # Headings in part: the title decides whether this is a damaged form or another kind of table.
        form = _title_above(rows, row, index)
        if not form or not _has_key(_of_form(first, form).values()):
            return None
    elif width < 2:
        return None
    table = _bind(sheet, rows, row, index, index.layouts[form], first, second)
    if not (missing_count or table.findings or table.unread):
        heads = tuple(below) if table.body - row == 2 else ()
        index.keep_binding(asked, Binding(table.layout, heads, dict(table.columns)))
    return table


def _bind(
    sheet: str,
    rows: Sequence[Sequence[Raw]],
    row: int,
    index: HeadingIndex,
    layout: Layout,
    first: dict[int, tuple[HeadingHit, ...]],
    second: dict[int, tuple[HeadingHit, ...]],
) -> Table:
    upper, lower = _of_form(first, layout.form), _of_form(second, layout.form)
    # Words of a heading may also be typed into the first row of data ("Chưa áp dụng"), which names somebody.
    names_somebody = bool(lower) and any(
        plain(rows[row + 1][at]) for at, hit in upper.items() if hit.column.role == "key"
    )
    has_second = (
        bool(lower) and not _has_key(lower.values()) and (not names_somebody or bool(_missing(layout, upper)))
    )
    table = Table(layout, row, row + (2 if has_second else 1), {})
    places = {at: (hit, row) for at, hit in upper.items() if hit.column.role != "span"}
    if has_second:
        places |= {at: (hit, row + 1) for at, hit in lower.items()}
    first_place: dict[tuple[int, str], int] = {}
    for at, (hit, where) in sorted(places.items()):
        name = (id(hit.column), hit.code)
        if name in first_place:
            other = a1(places[first_place[name]][1], first_place[name])
            table.findings.append(
                Finding("heading_twice", sheet, a1(where, at), shown(rows[where][at]), other)
            )
            table.columns.pop(first_place[name], None)
            table.unread[at] = (where, str(rows[where][at]))
            table.unread[first_place[name]] = (places[first_place[name]][1], str(rows[where][at]))
            continue
        first_place[name] = at
        table.columns[at] = hit
    for where in range(row, table.body):
        for at, raw in enumerate(rows[where]):
            known = at in table.columns or (where == row and at in upper)
            if raw == "" or known or at in table.unread or not str(raw).strip():
                continue
            spans_known = where == row and has_second and (at in lower or _covers(rows[where], at, lower))
            if not spans_known:
                if not index.skipped(str(raw)):
                    table.findings.append(Finding("heading_unknown", sheet, a1(where, at), shown(raw)))
                table.unread[at] = (where, str(raw))
    for absent in _missing(layout, table.columns):
        table.findings.append(Finding("heading_missing", sheet, a1(row, min(first)), "", absent))
        table.readable = False
    return table


def _covers(row: Sequence[Raw], at: int, lower: dict[int, HeadingHit]) -> bool:
    """Whether a heading stands over sub-headings: those to its right, up to the next filled cell of its row."""
    after = next((column for column in range(at + 1, len(row)) if row[column] != ""), len(row))
    return any(at <= column < after for column in lower)


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
    around = (role_of(text) in AROUND or says_average(text) or index.titled(text) for text in texts)
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
        table = _table_at(sheet, rows, row, _hits(rows[row], index), index)
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
