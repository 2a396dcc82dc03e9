"""The annex of one office: the points it gave to each of its units, in register order, without ranks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.reports.breaks import break_pages
from pipelines.reports.page import (
    UNMARKED,
    UNSIGNED,
    Book,
    Marks,
    Signature,
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
class AnnexContent:
    """What one annex says. `layout` needs a table "scores" with the columns number, unit, points and
    total.

    `values` are the placeholders of the title lines (year, issuer, basis, criterion, criterion_title and
    those of `wording.report_values`); a missing one leaves a blank. `rows` stand in register order.
    """

    layout: Annex
    values: Mapping[str, str]
    criteria: tuple[CriterionColumn, ...]
    rows: tuple[UnitScores, ...]
    signature: Signature = UNSIGNED
    notes: tuple[str, ...] = ()
    marks: Marks = UNMARKED
    notice: str = ""


def write_annex(path: Path, content: AnnexContent) -> None:
    """Write the annex as a workbook of one sheet. Raises OutputBusy when `path` is open in Excel."""
    layout, table = content.layout, content.layout.table("scores")
    values = {**content.values, **maximum_values(content.criteria)}
    book = Book(layout.label, content.marks)
    sheet = book.sheet(table.sheet, table.orientation)
    headings = expand(table, values, {"points": criterion_values(content.criteria)})
    widths = fit(sheet, headings, table.orientation)
    lines = [fill(line, values) for line in table.title or layout.title] + [content.notice] * bool(
        content.notice
    )
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
    rows = ScoreRows(book, sheet, headings, widths, table.font_size)
    reasons: list[str] = []
    for number, scores in enumerate(content.rows, 1):
        unsettled = scores.total is not None or any(point is not None for point in scores.points)
        mark = ""
        if scores.reason and unsettled:
            reasons.append(f"({len(reasons) + 1}) {scores.unit}: {scores.reason}")
            mark = f" ({len(reasons)})"
        rows.write(row, number, scores, mark)
        row += 1
    closing = max(body, row - 2)
    row = write_notes(book, sheet, row, widths, [*reasons, *content.notes])
    row = write_signature(book, sheet, row, widths, content.signature)
    sheet.print_area(0, 0, row - 1, len(widths) - 1)
    break_pages(sheet, table.orientation, (head, body), [(closing, row)])
    book.save(path)
