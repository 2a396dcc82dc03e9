"""Biểu tổng hợp: every indicator for the province and by block, and from how many of the units that owe
it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

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
    set_widths,
    write_across,
    write_notes,
    write_signature,
    write_titles,
)
from pipelines.reports.table import Heading, draw_head, expand
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
    notes: tuple[str, ...] = ()
    signature: Signature = UNSIGNED
    marks: Marks = UNMARKED


def write_summary(path: Path, content: SummaryContent) -> None:
    """Write the workbook: the province, the blocks, the units counted. Raises OutputBusy when `path` is
    open.
    """
    book = Book(content.layout.label, content.marks)
    for key in ("province", "blocks", "counts"):
        _Drawing(book, content, content.layout.table(key)).draw()
    book.save(path)


class _Drawing:
    """One sheet of the table: the same rows of indicators, other columns."""

    def __init__(self, book: Book, content: SummaryContent, table: Table) -> None:
        self.book, self.content, self.table, self.size = (
            book,
            content,
            table,
            table.font_size,
        )
        self.sheet: Sheet = book.sheet(table.sheet, table.orientation)
        blocks = [Heading("figure", name, "", 0.0) for name in content.blocks]
        self.headings = expand(table, content.values, {"figure": blocks})
        self.left = book.style(self.size, border=1, align="left", text_wrap=True)
        self.middle = book.style(self.size, border=1, align="center", text_wrap=True)
        self.right = book.style(self.size, border=1, align="right")
        self.band = book.style(self.size, bold=True, border=1, align="left", text_wrap=True)
        self._repeated = 0  # how many columns stand on every page
        self._numbers: dict[tuple[Decimal, int, bool], Format] = {}

    def draw(self) -> None:
        content, sheet, layout, size = (
            self.content,
            self.sheet,
            self.content.layout,
            self.size,
        )
        widths, page = self._widths()
        first = self._repeated
        values = content.values
        lines = [*(fill(line, values) for line in layout.title)]
        below = [
            fill(layout.basis, values),
            fill(layout.attached, values),
            fill(self.table.heading, values),
        ]
        row = write_titles(self.book, sheet, page, fill(layout.label, values), lines, below, first)
        head = row
        row = body = draw_head(self.book, sheet, row, self.headings, widths, size)
        sheet.freeze_panes(row, 2)
        together = []
        for item in content.rows:
            if isinstance(item, str):
                together.append((row, row + 2))
                sheet.set_row(row, row_height(item, sum(page), size, heavy=True))
                write_across(sheet, row, 0, len(widths) - 1, item, self.band)
            else:
                self._indicator(row, item, widths)
            row += 1
        closing = max(body, row - 2)
        row = write_notes(self.book, sheet, row, page, [*layout.notes.values(), *content.notes], first)
        row = write_signature(self.book, sheet, row, page, content.signature)
        break_pages(sheet, self.table.orientation, (head, body), [*together, (closing, row)])

    def _widths(self) -> tuple[list[float], list[float]]:
        """Widths in mm of all columns and of those on the first page; too many blocks go on to further
        pages.
        """
        wanted = [heading.width_mm for heading in self.headings]
        room = TEXT_WIDTH_MM[self.table.orientation]
        if sum(wanted) <= room * 1.1:
            widths = set_widths(self.sheet, wanted, self.table.orientation)
            return widths, widths
        fixed = next(n for n, heading in enumerate(self.headings) if heading.role == "figure")
        repeating = len(wanted) - fixed
        each = max(1, int((room - sum(wanted[:fixed])) / wanted[fixed]))
        pages = -(-repeating // each)
        each = -(-repeating // pages)  # as many on each page, not one lonely column on the last
        widths = [*wanted[:fixed], *[(room - sum(wanted[:fixed])) / each] * repeating]
        for index, width in enumerate(widths):
            self.sheet.set_column_pixels(index, index, int(width * 96 / 25.4))
        self._repeated = fixed
        self.sheet.repeat_columns(0, fixed - 1)
        self.sheet.set_v_pagebreaks([fixed + each * page for page in range(1, pages)])
        self.sheet.fit_to_pages(pages, 0)
        return widths, widths[: fixed + each]

    def _indicator(self, row: int, item: SummaryRow, widths: Sequence[float]) -> None:
        figures = iter(item.by_block)
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
