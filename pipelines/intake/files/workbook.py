"""The only module that opens received workbooks, and only those that the gate lets through."""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipelines.intake.cells.reading import Raw
from pipelines.intake.gate.csv_text import read_rows
from pipelines.intake.gate.report import FOREIGN, Area, GateReport, Refused, SheetFlags
from pipelines.intake.tables.cell_looks import Look, Looks
from schemas.decimal_comma import with_comma
from schemas.findings import Finding

CSV_SHEET = "csv"


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows` from A1 on, all of one width, so that rows[r][c] stands at address a1(r, c).

    An empty cell, an error and a formula without result are '' (the gate's flags tell the last two). A
    number shown as a percentage comes as the text that shows it: "97,9%" where 0.979 is stored; so does one that
    its format shows as words. Text is left as typed; `fonts` names the font of each text cell in a font of before
    Unicode. `looks` are the cells of which a person sees something else than what stands in `rows`; `rounding`
    has the formats of those that may show a fraction rounded. `hidden_columns` are (first, last), `merges` the merged
    areas, `restyled` those in which a condition may hide what stands there, and how.
    """

    name: str
    hidden: bool
    rows: list[list[Raw]]
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    rounding: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_columns: Sequence[tuple[int, int]] = ()
    merges: Sequence[Area] = ()
    restyled: Sequence[tuple[Area, str]] = ()


@dataclass(slots=True)
class Workbook:
    """The sheets in the file's order; with a finding that rejects the file there are none."""

    sheets: list[Sheet]
    findings: list[Finding] = field(default_factory=list)


def read_workbook(data: bytes, gate: GateReport) -> Workbook:
    """Read what the gate has inspected; never raises for a fault of the file.

    Raises ValueError when the gate refused the file: opening it may take the whole process down.
    """
    if not gate.readable:
        raise ValueError("the gate did not let this file through")
    try:
        sheets = [_csv_sheet(data)] if gate.kind == "csv" else _read_sheets(gate.inspected or data, gate)
        _add_fonts(data, gate, sheets)
    except Refused as refusal:
        return Workbook([], [refusal.finding])
    filled = [sheet for sheet in sheets if any(map(_has_value, sheet.rows))]
    if not filled and not any(flags.error_cells or flags.uncalculated for flags in gate.sheets.values()):
        return Workbook([], [Finding("file_empty")])
    return Workbook(
        sheets,
        [Finding("hidden_sheet", sheet.name) for sheet in filled if sheet.hidden],
    )


def _has_value(row: list[Raw]) -> bool:
    return any(value != "" for value in row)


def _csv_sheet(data: bytes) -> Sheet:
    rows = read_rows(data)
    width = max(map(len, rows))
    return Sheet(CSV_SHEET, False, [[*row, *[""] * (width - len(row))] for row in rows])


def _read_sheets(data: bytes, gate: GateReport) -> list[Sheet]:
    sheets: list[Sheet] = []
    name = ""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for index, about in enumerate(book.sheets_metadata):
                if about.typ == SheetTypeEnum.WorkSheet:
                    name = about.name
                    hidden = about.visible != SheetVisibleEnum.Visible
                    sheets.append(
                        _read_sheet(
                            book.get_sheet_by_index(index),
                            hidden,
                            gate.sheets.get(name),
                        )
                    )
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a panic of the parser is no Exception
        # The parser's words are English and often its own.
        logging.getLogger(__name__).info("the parser failed: %r", problem)
        raise Refused("file_unreadable", f"không mở được trang “{name}”" if name else FOREIGN) from problem
    missing = gate.sheets.keys() - {sheet.name for sheet in sheets}
    if missing:
        raise Refused("file_unreadable", f"không mở được trang “{min(missing)}”")
    return sheets


def _read_sheet(source: CalamineSheet, hidden: bool, flags: SheetFlags | None) -> Sheet:
    rows: list[list[Raw]] = source.to_python(skip_empty_area=False)  # type: ignore[assignment]
    height, width = len(rows), len(rows[0]) if rows else 0
    sheet = Sheet(source.name, hidden, rows)
    if flags is not None:
        for row, column in flags.percents:
            if row < height and column < width and isinstance(value := rows[row][column], int | float):
                rows[row][column] = _shown_percent(value)
        sheet.rounding, sheet.hidden_columns = flags.rounding, flags.hidden_columns
        sheet.merges, sheet.restyled = flags.merges, flags.restyled
        if flags.styles or flags.shown or flags.marked:
            sheet.looks = Looks(rows, flags).special
    return sheet


def _shown_percent(value: float) -> str:
    """0.979 -> "97,9%": the person typed or saw a percentage, and no parser downstream could know it."""
    return f"{with_comma((Decimal(f'{value:.15g}') * 100).normalize())}%"


def _add_fonts(data: bytes, gate: GateReport, sheets: list[Sheet]) -> None:
    """Name the old fonts, which the parser tells none of: as the gate has found them, but where words have fonts of
    their own with openpyxl."""
    if not gate.fonts_in_texts:
        for sheet in sheets:
            if flags := gate.sheets.get(sheet.name):
                sheet.fonts = flags.fonts
        return
    from pipelines.intake.files.fonts import legacy_fonts_of

    sizes = {sheet.name: (len(sheet.rows), len(sheet.rows[0])) for sheet in sheets if sheet.rows}
    found = legacy_fonts_of(data, sizes)
    for sheet in sheets:
        sheet.fonts = found.get(sheet.name, {})
