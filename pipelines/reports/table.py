"""The head of a printed table: one row of headings, or two where a heading spans several columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipelines.reports.measure import row_height, wrapped_lines
from pipelines.reports.page import Book, Sheet, set_widths, write_block
from pipelines.reports.wording import fill
from schemas.annexes.annex import Table


@dataclass(frozen=True)
class Heading:
    """One drawn column: what it holds, its heading, the heading above it or "", its width on paper in mm, and the
    heading where that is too narrow, or "".
    """

    role: str
    text: str
    group: str
    width_mm: float
    short: str = ""


def expand(
    table: Table,
    values: Mapping[str, str],
    repeated: Mapping[str, Sequence[Mapping[str, str] | Heading]],
) -> list[Heading]:
    """The drawn columns of `table`: a role in `repeated` gives one column for each entry there.

    An entry is either the placeholder values of that column (heading and group of the declaration are
    filled with them; a value "above" stands for the group) or a Heading of its own, whose width then comes
    from the declaration.
    """
    drawn: list[Heading] = []
    for column in table.columns:
        for entry in repeated.get(column.role, ({},)):
            if isinstance(entry, Heading):
                drawn.append(replace(entry, role=column.role, width_mm=column.width_mm))
            else:
                known = {**values, **entry}
                text, group = fill(column.heading, known), known.get("above") or fill(column.group, known)
                drawn.append(Heading(column.role, text, group, column.width_mm, fill(column.short, known)))
    return drawn


def draw_head(
    book: Book,
    sheet: Sheet,
    row: int,
    headings: Sequence[Heading],
    widths: Sequence[float],
    size: int,
) -> int:
    """Draw the headings from `row` on and repeat these rows on every printed page; the next free row."""
    headings = _shortened(headings, widths, size)
    style = book.style(size, bold=True, border=1, align="center", text_wrap=True)
    grouped = any(heading.group for heading in headings)
    bottom = row + grouped
    low = max(
        row_height(heading.text, width, size, heavy=True)
        for heading, width in zip(headings, widths, strict=True)
        if heading.group or not grouped
    )
    start = 0
    high = 0.0
    for group, members in groupby(headings, key=lambda heading: heading.group):
        run = list(members)
        end = start + len(run) - 1
        if group:
            write_block(sheet, row, start, row, end, group, style)
            high = max(high, row_height(group, sum(widths[start : end + 1]), size, heavy=True))
            for column, heading in enumerate(run, start):
                write_block(sheet, bottom, column, bottom, column, heading.text, style)
        else:
            for column, heading in enumerate(run, start):
                write_block(sheet, row, column, bottom, column, heading.text, style)
                needed = row_height(heading.text, widths[column], size, heavy=True)
                high = max(high, needed - low) if grouped else high
        start = end + 1
    if grouped:
        sheet.set_row(row, high)
    sheet.set_row(bottom, low)
    sheet.repeat_rows(row, bottom)
    return bottom + 1


def _shortened(headings: Sequence[Heading], widths: Sequence[float], size: int) -> list[Heading]:
    """The same, in short for all columns of a role where the heading of one would be broken between its lines."""
    broken = {
        heading.role
        for heading, width in zip(headings, widths, strict=True)
        if heading.short
        and wrapped_lines(heading.text, width, size, heavy=True) > heading.text.count("\n") + 1
    }
    return [replace(one, text=one.short) if one.short and one.role in broken else one for one in headings]


def fit(sheet: Sheet, headings: Sequence[Heading], orientation: str) -> list[float]:
    """Set the widths of the drawn columns so that the table fills the page; the widths in mm."""
    return set_widths(sheet, [heading.width_mm for heading in headings], orientation)
