"""The province's annex: every unit ranked inside its block, the tie rule under the table, the unranked
listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.reports.breaks import break_pages
from pipelines.reports.measure import row_height
from pipelines.reports.page import (
    SHEET_NAME_CHARACTERS,
    UNMARKED,
    UNSIGNED,
    Book,
    Marks,
    Signature,
    sheet_name,
    write_across,
    write_notes,
    write_signature,
    write_titles,
)
from pipelines.reports.score_rows import (
    CriterionColumn,
    ScoreRows,
    UnitScores,
    criterion_values,
    maximum_values,
)
from pipelines.reports.table import draw_head, expand, fit
from pipelines.reports.wording import fill
from schemas.annexes.annex import Annex


@dataclass(frozen=True)
class RankedBlock:
    """One block (khối): its name and its units as they are printed, ranked ones first, the unranked after
    them.
    """

    name: str
    rows: tuple[UnitScores, ...]


@dataclass(frozen=True)
class WaitingBlocks:
    """Blocks of which no unit has any points: a row a block, (name, its units), under one title.

    A page of empty rows for each of them would bury the ranks; every unit is still named.
    """

    title: str
    blocks: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RankedTable:
    """One sheet: `table` names the table of the layout ("ranked" or "listed"); `values` add to those of
    the annex. `waiting` stands below the ranked blocks, `notice` follows the title. `level` ("cấp xã") tells sheets
    of one table apart, "" where there is only one.
    """

    table: str
    criteria: tuple[CriterionColumn, ...]
    blocks: tuple[RankedBlock, ...]
    notes: tuple[str, ...] = ()
    values: Mapping[str, str] | None = None
    waiting: tuple[WaitingBlocks, ...] = ()
    notice: str = ""
    level: str = ""


@dataclass(frozen=True)
class RankedContent:
    """The province-wide annex. `notes` of each table are printed under it: the tie rule, what a missing
    report means, and which of these are the department's convention and not in the decision.
    """

    layout: Annex
    values: Mapping[str, str]
    tables: tuple[RankedTable, ...]
    signature: Signature = UNSIGNED
    marks: Marks = UNMARKED


def write_ranked(path: Path, content: RankedContent) -> None:
    """Write the annex as a workbook, one sheet a table. Raises OutputBusy when `path` is open in Excel."""
    book = Book(content.layout.label, content.marks)
    for part in content.tables:
        _draw(book, content, part)
    book.save(path)


def ranked_sheet(layout: Annex, part: RankedTable) -> str:
    """The name of the sheet on which a table stands. The level goes whole into the characters that a name may have: it
    is what no two sheets share."""
    level = f" – {part.level}" if part.level else ""
    return sheet_name(f"{layout.table(part.table).sheet[: SHEET_NAME_CHARACTERS - len(level)]}{level}")


def _draw(book: Book, content: RankedContent, part: RankedTable) -> None:
    layout, table = content.layout, content.layout.table(part.table)
    values = {**content.values, **(part.values or {}), **maximum_values(part.criteria)}
    sheet = book.sheet(ranked_sheet(layout, part), table.orientation)
    headings = expand(table, values, {"points": criterion_values(part.criteria)})
    widths = fit(sheet, headings, table.orientation)
    lines = [fill(line, values) for line in table.title or layout.title] + [part.notice] * bool(part.notice)
    row = write_titles(
        book,
        sheet,
        widths,
        fill(layout.label, values),
        lines,
        [fill(layout.basis, values), fill(layout.attached, values)],
    )
    head = row
    row = body = draw_head(book, sheet, row, headings, widths, table.font_size - 2)
    sheet.freeze_panes(row, 2)
    rows = ScoreRows(book, sheet, headings, widths, table.font_size)
    last = len(widths) - 1
    band = book.style(table.font_size, bold=True, border=1, align="left", text_wrap=True)
    together: list[tuple[int, int]] = []

    def write_band(text: str) -> None:
        together.append((row, row + 2))
        height = row_height(text, sum(widths), table.font_size, heavy=True, least=rows.least + 2)
        sheet.set_row(row, height)
        write_across(sheet, row, 0, last, text, band)

    for block in part.blocks:
        write_band(block.name)
        row += 1
        for number, scores in enumerate(block.rows, 1):
            rows.write(row, number, scores)
            row += 1
    for waiting in part.waiting:
        write_band(waiting.title)
        row += 1
        for number, (name, units) in enumerate(waiting.blocks, 1):
            rows.write_names(row, number, f"{name}\n({len(units)} đơn vị)", units)
            row += 1
    closing = max(body, row - 2)
    if together and closing == together[-1][0] + 1:
        # The last block has two rows: one of them stays with the name above it.
        closing += 1
    row = write_notes(book, sheet, row, widths, part.notes)
    row = write_signature(book, sheet, row, widths, content.signature)
    sheet.print_area(0, 0, row - 1, last)
    break_pages(sheet, table.orientation, (head, body), [*together, (closing, row)])
