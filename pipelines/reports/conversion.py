"""Phụ lục of tasks and of conversion, put together from all units: tasks by unit, and the year each unit
converted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pipelines.reports.breaks import break_pages
from pipelines.reports.measure import row_height
from pipelines.reports.page import (
    UNMARKED,
    UNSIGNED,
    Book,
    Marks,
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


@dataclass(frozen=True)
class Task:
    """A task that is counted: what, under which heading ("" for none), in which unit of measure."""

    label: str
    group: str
    measure: str


class TaskRow(NamedTuple):
    """One unit's counts in the order of the tasks, or why there are none. None: not known, drawn as "…"; a str:
    answered in words, in a total "" for what cannot be added up.
    """

    unit: str
    counts: tuple[Decimal | str | None, ...]
    reason: str = ""


class YearRow(NamedTuple):
    """When one unit applied the old standard and converted to the new; "" for what was left blank."""

    unit: str
    year_old: str
    year_new: str
    not_applied: str


@dataclass(frozen=True)
class YearBlock:
    """The units of one block, under its name."""

    name: str
    rows: tuple[YearRow, ...]


@dataclass(frozen=True)
class ConversionContent:
    """The province-wide workbook. `layout` needs the tables "tasks" and "years"; `totals` as TaskRow
    counts.
    """

    layout: Annex
    values: Mapping[str, str]
    tasks: tuple[Task, ...]
    task_rows: tuple[TaskRow, ...]
    totals: TaskRow
    years: tuple[YearBlock, ...]
    signature: Signature = UNSIGNED
    marks: Marks = UNMARKED


def write_conversion(path: Path, content: ConversionContent) -> None:
    """Write the workbook: tasks by unit, conversion by unit. Raises OutputBusy when `path` is open in
    Excel.
    """
    book = Book(content.layout.label, content.marks)
    _draw_tasks(book, content)
    _draw_years(book, content)
    book.save(path)


def _titles(content: ConversionContent, table: Table) -> tuple[str, list[str], list[str]]:
    layout, values = content.layout, content.values
    lines = [fill(line, values) for line in table.title or layout.title]
    return (
        fill(layout.label, values),
        lines,
        [fill(layout.attached, values), fill(table.heading, values)],
    )


def _draw_tasks(book: Book, content: ConversionContent) -> None:
    table = content.layout.table("tasks")
    size = table.font_size
    sheet = book.sheet(table.sheet, table.orientation)
    tasks = [Heading("task", f"{task.label}\n({task.measure})" if task.measure else task.label, task.group, 0)
             for task in content.tasks]  # fmt: skip
    headings = expand(table, content.values, {"task": tasks})
    widths = fit(sheet, headings, table.orientation)
    row = write_titles(book, sheet, widths, *_titles(content, table))
    head = row
    row = body = draw_head(book, sheet, row, headings, widths, size - 1)
    sheet.freeze_panes(row, 2)
    first, last = 2, len(headings) - 1
    for number, line in enumerate((*content.task_rows, content.totals), 1):
        total = line is content.totals
        look = {"border": 1, "bold": total}
        left = book.style(size, align="left", text_wrap=True, **look)
        middle = book.style(size, align="center", text_wrap=True, **look)
        sheet.write_string(row, 0, "" if total else str(number), middle)
        sheet.write_string(row, 1, safe_text(line.unit), left)
        height = row_height(line.unit, widths[1], size, heavy=total)
        if line.reason:
            reason = book.style(size, align="center", italic=True, text_wrap=True, border=1)
            write_across(sheet, row, first, last, line.reason, reason)
        for column, count in enumerate(() if line.reason else line.counts, first):
            if isinstance(count, Decimal):
                sheet.write_number(
                    row,
                    column,
                    count,
                    book.number_style(size, count, 0, align="center", **look),
                )
            else:
                text = safe_text(UNKNOWN if count is None else count)
                sheet.write_string(row, column, text, middle)
                height = max(height, row_height(text, widths[column], size))
        sheet.set_row(row, height)
        row += 1
    closing = max(body, row - 2)
    row = write_notes(book, sheet, row, widths, list(content.layout.notes.values()))
    row = write_signature(book, sheet, row, widths, content.signature)
    break_pages(sheet, table.orientation, (head, body), [(closing, row)])


def _draw_years(book: Book, content: ConversionContent) -> None:
    table = content.layout.table("years")
    size = table.font_size
    sheet = book.sheet(table.sheet, table.orientation)
    headings = expand(table, content.values, {})
    widths = fit(sheet, headings, table.orientation)
    row = write_titles(book, sheet, widths, *_titles(content, table))
    head = row
    row = body = draw_head(book, sheet, row, headings, widths, size - 1)
    sheet.freeze_panes(row, 2)
    left = book.style(size, border=1, align="left", text_wrap=True)
    middle = book.style(size, border=1, align="center", text_wrap=True)
    band = book.style(size, bold=True, border=1, align="left", text_wrap=True)
    together = []
    for block in content.years:
        together.append((row, row + 2))
        sheet.set_row(row, row_height(block.name, sum(widths), size, heavy=True))
        write_across(sheet, row, 0, len(widths) - 1, block.name, band)
        row += 1
        for number, line in enumerate(block.rows, 1):
            shown = {
                "number": str(number),
                **{name: getattr(line, name) for name in _YEAR_ROLES},
            }
            height = 0.0
            for column, heading in enumerate(headings):
                # A column that an office has added to the declaration is left for writing by hand.
                text = safe_text(shown.get(heading.role, ""))
                style = left if heading.role == "unit" else middle
                # A year is a name, not a quantity: as text it is never summed nor given a dot for thousands.
                sheet.write_string(row, column, text, style)
                height = max(height, row_height(text, widths[column], size))
            sheet.set_row(row, height)
            row += 1
    closing = max(body, row - 2)
    row = write_signature(book, sheet, row, widths, content.signature)
    break_pages(sheet, table.orientation, (head, body), [*together, (closing, row)])


_YEAR_ROLES = ("unit", "year_old", "year_new", "not_applied")
