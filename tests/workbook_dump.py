"""A workbook as readable text, to compare what is written today with what was looked at and approved.

Values with their type, number formats, merges, fonts, borders, widths, heights, print titles, headers and
breaks: what a reader would notice on paper or on the screen, and nothing else.
"""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


def dump(path: Path) -> str:
    """The whole workbook at `path`, one line a fact, in the order of the sheets and their cells."""
    book = load_workbook(path)
    lines = [f"title: {book.properties.title}"]
    for sheet in book.worksheets:
        lines += ["", f"=== {sheet.title} ===", *_page(sheet), *_cells(sheet)]
    return "\n".join(lines) + "\n"


def _page(sheet: Worksheet) -> list[str]:
    setup, margins, header = sheet.page_setup, sheet.page_margins, sheet.HeaderFooter
    millimetres = " ".join(
        f"{side} {getattr(margins, side) * 25.4:.0f}" for side in ("left", "right", "top", "bottom")
    )
    facts: list[tuple[str, Any]] = [
        (
            "paper",
            f"{setup.paperSize} {setup.orientation} fit {setup.fitToWidth}x{setup.fitToHeight}",
        ),
        ("margins mm", millimetres),
        ("first page number", setup.firstPageNumber),
        ("header", header.oddHeader.center.text),
        ("header right", header.oddHeader.right.text),
        (
            "header of page one",
            f"{header.firstHeader.center.text} | {header.firstHeader.right.text}",
        ),
        ("rows on every page", sheet.print_title_rows),
        ("columns on every page", sheet.print_title_cols),
        ("print area", sheet.print_area),
        (
            "breaks",
            [b.id for b in sheet.row_breaks.brk] + [f"column {b.id}" for b in sheet.col_breaks.brk],
        ),
        ("frozen at", sheet.freeze_panes),
        ("filter", sheet.auto_filter.ref),
        (
            "widths",
            " ".join(f"{name}={size.width:.1f}" for name, size in sheet.column_dimensions.items()),
        ),
        ("merged", " ".join(sorted(str(area) for area in sheet.merged_cells.ranges))),
    ]
    return [f"{name}: {value}" for name, value in facts if value]


def _cells(sheet: Worksheet) -> list[str]:
    lines = []
    for row in sheet.iter_rows():
        height = sheet.row_dimensions[row[0].row].height
        lines.append(f"-- row {row[0].row}" + (f" ({height:g} pt)" if height else ""))
        lines += [_cell(cell) for cell in row if isinstance(cell, Cell) and cell.value is not None]
    return lines


def _cell(cell: Cell) -> str:
    font, align = cell.font, cell.alignment
    look = [f"{font.name} {font.sz:g}"]
    look += [
        word
        for word, on in (
            ("bold", font.b),
            ("italic", font.i),
            ("boxed", cell.border.left.style),
        )
        if on
    ]
    look += [align.horizontal] if align.horizontal else []
    look += [cell.number_format] if cell.number_format != "General" else []
    return f"{cell.coordinate} {cell.data_type} {cell.value!r}  [{', '.join(look)}]"
