"""Biểu tổng hợp: every indicator for the province and by block, and from how many of the units that owe
it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from xlsxwriter.format import Format

from pipelines.reports.breaks import break_pages
from pipelines.reports.measure import row_height
from pipelines.reports.numbers import PERCENT
from pipelines.reports.page import (
    TEXT_WIDTH_MM,
    UNMARKED,
    UNSIGNED,
    Book,
    Marks,
    Sheet,
    Signature,
    write_across,
    write_notes,
    write_signature,
    write_titles,
)
from pipelines.reports.table import Heading, draw_head, expand, fit
from pipelines.reports.wording import fill, safe_text
from schemas.annexes.annex import Annex, Table

UNKNOWN = "…"
NO_TOTAL = "–"


@dataclass(frozen=True)
class Figure:
    """One value, None when nothing is known or nothing can be added up, and how many of the units that owe it
    have been counted.
    """

    value: Decimal | None
    counted: int
    due: int


@dataclass(frozen=True)
class SummaryRow:
    """One indicator. `places` are the decimals printed; the measure "%" prints percent points with two
    decimals.

    `adds_up` is False where each unit has its own answer (a date, a document's number) and no total exists.
    `by_block` stands in the order of the content's blocks; `how` says in words how the total was made.
    """

    number: str
    label: str
    measure: str
    places: int
    province: Figure
    by_block: tuple[Figure, ...]
    how: str
    adds_up: bool = True


@dataclass(frozen=True)
class SummaryContent:
    """The whole table. A str among `rows` is a heading over the indicators that follow.

    `layout` needs the tables "province", "blocks" and "counts".
    """

    layout: Annex
    values: Mapping[str, str]
    blocks: tuple[str, ...]
    rows: tuple[SummaryRow | str, ...]
    signature: Signature = UNSIGNED
    marks: Marks = UNMARKED


def write_summary(path: Path, content: SummaryContent) -> None:
    """Write the workbook: the province, the blocks, the units counted. Raises OutputBusy when `path` is open."""
    book = Book(content.layout.label, content.marks)
    for key in ("province", "blocks", "counts"):
        table = content.layout.table(key)
        parts = _parts(content, table)
        for number, part in enumerate(parts, 1):
            _Drawing(book, content, table, part, number, len(parts)).draw()
    book.save(path)


class _Part(NamedTuple):
    """The columns of one sheet, and which block the first figure among them is of."""

    headings: Sequence[Heading]
    first_block: int


def _parts(content: SummaryContent, table: Table) -> list[_Part]:
    """The columns of a table, a sheet for each page's width of blocks.

    Columns that went on to further pages of one sheet would stand behind its signature and without its titles, and
    titles over columns that are repeated there can't be centred.
    """
    blocks = [Heading("figure", name, "", 0.0) for name in content.blocks]
    headings = expand(table, content.values, {"figure": blocks})
    wanted = [heading.width_mm for heading in headings]
    room = TEXT_WIDTH_MM[table.orientation]
    if sum(wanted) <= room * 1.1:
        return [_Part(headings, 0)]
    fixed = next(n for n, heading in enumerate(headings) if heading.role == "figure")
    labels, figures = headings[:fixed], headings[fixed:]
    most = max(1, int((room - sum(wanted[:fixed])) / wanted[fixed]))
    sheets = -(-len(figures) // most)
    each = -(-len(figures) // sheets)  # as many on each sheet, not one lonely column on the last
    return [_Part([*labels, *figures[start : start + each]], start) for start in range(0, len(figures), each)]


class _Drawing:
    """One sheet of the table: the same rows of indicators, other columns. `number` of `count` sheets of the table."""

    def __init__(
        self, book: Book, content: SummaryContent, table: Table, part: _Part, number: int, count: int
    ) -> None:
        self.book, self.content, self.table, self.size = book, content, table, table.font_size
        self.headings, self.first_block = part
        self.number, self.count = number, count
        name = table.sheet if count == 1 else f"{table.sheet} ({number})"
        self.sheet: Sheet = book.sheet(name, table.orientation)
        self.left = book.style(self.size, border=1, align="left", text_wrap=True)
        self.middle = book.style(self.size, border=1, align="center", text_wrap=True)
        self.right = book.style(self.size, border=1, align="right")
        self.band = book.style(self.size, bold=True, border=1, align="left", text_wrap=True)
        self._numbers: dict[tuple[Decimal, int, bool], Format] = {}

    def draw(self) -> None:
        content, sheet, layout, size = self.content, self.sheet, self.content.layout, self.size
        widths = fit(sheet, self.headings, self.table.orientation)
        values = content.values
        heading = fill(self.table.heading, values)
        if self.count > 1:
            heading += f" (phần {self.number}/{self.count})"
        lines = [fill(line, values) for line in self.table.title or layout.title]
        below = [fill(layout.basis, values), fill(layout.attached, values), heading]
        row = head = write_titles(self.book, sheet, widths, fill(layout.label, values), lines, below)
        row = body = draw_head(self.book, sheet, row, self.headings, widths, size)
        sheet.freeze_panes(row, 2)
        together = []
        for item in content.rows:
            if isinstance(item, str):
                together.append((row, row + 2))
                sheet.set_row(row, row_height(item, sum(widths), size, heavy=True))
                write_across(sheet, row, 0, len(widths) - 1, item, self.band)
            else:
                self._indicator(row, item, widths)
            row += 1
        closing = max(body, row - 2)
        if self.table.key != "counts":
            # Each part is printed and read by itself; a count of units needs no note.
            row = write_notes(self.book, sheet, row, widths, list(layout.notes.values()))
        if self.number == self.count:
            row = write_signature(self.book, sheet, row, widths, content.signature)
        break_pages(sheet, self.table.orientation, (head, body), [*together, (closing, row)])

    def _indicator(self, row: int, item: SummaryRow, widths: Sequence[float]) -> None:
        figures = iter(item.by_block[self.first_block :])
        counts = self.table.key == "counts"
        height = 0.0
        for column, heading in enumerate(self.headings):
            match heading.role:
                case "figure" | "province":
                    figure = next(figures) if heading.role == "figure" else item.province
                    if counts:
                        self.sheet.write_string(row, column, _counted(figure), self.middle)
                    else:
                        self._figure(row, column, item, figure)
                    continue
                case "number":
                    text, style = item.number, self.middle
                case "label":
                    text, style = item.label, self.left
                case "measure":
                    text, style = item.measure, self.middle
                case "counted":
                    text, style = _counted(item.province), self.middle
                case _:
                    text, style = item.how, self.left
            height = max(height, row_height(text, widths[column], self.size))
            self.sheet.write_string(row, column, safe_text(text), style)
        self.sheet.set_row(row, height)

    def _figure(self, row: int, column: int, item: SummaryRow, figure: Figure) -> None:
        value = figure.value
        if value is None:
            self.sheet.write_string(row, column, UNKNOWN if item.adds_up else NO_TOTAL, self.right)
            return
        percent = item.measure == "%"
        key = (value, item.places, percent)
        style = self._numbers.get(key)
        if style is None:
            code = PERCENT if percent else self.book.numbers.decimal(value, item.places)
            style = self._numbers[key] = self.book.style(
                self.size, border=1, align="right", num_format=code, shrink=True
            )
        self.sheet.write_number(row, column, value, style)


def _counted(figure: Figure) -> str:
    return f"{figure.counted}/{figure.due}"
