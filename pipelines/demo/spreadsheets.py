"""Writes a workbook of the simulated province: Excel, OpenDocument, or comma-separated text.

The same book gives the same bytes: no file carries the moment at which it was made.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from html import escape

import xlsxwriter

from pipelines.demo import legacy_fonts
from pipelines.demo.grid import Book, Cell, CellValue, Formula, Placed
from pipelines.demo.handwriting import MARK, numeric_date

MADE_ON = dt.datetime(2021, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_LOOKS: dict[str, dict[str, object]] = {
    "mark": {"bold": True, "align": "center", "font_color": "#C00000"},
    "title": {"bold": True, "align": "center", "font_size": 13},
    "line": {"align": "center"},
    "reference": {"align": "center", "italic": True},
    "plain": {},
    "head": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "body": {"border": 1},
    "day": {"border": 1, "num_format": "dd/mm/yyyy"},
}
_WIDTHS = (6, 44, 14, 16, 16, 20, 12, 12, 14)


def write_workbook(book: Book, sheets: Iterable[Placed]) -> bytes:
    """The bytes of a placed book in the format that its suffix names. Raises KeyError for an unknown
    suffix.
    """
    writers = {".xlsx": write_xlsx, ".xlsm": write_xlsx, ".ods": write_ods, ".csv": write_csv}
    return writers[book.suffix](book, list(sheets))


def write_xlsx(book: Book, sheets: list[Placed]) -> bytes:
    """An Excel workbook. Old fonts are used cell by cell, where they have every letter of the text."""
    target = io.BytesIO()
    uncalculated = False
    with xlsxwriter.Workbook(target, {"in_memory": True}) as out:
        out.set_properties({"title": MARK, "subject": MARK, "comments": MARK, "created": MADE_ON})
        base = {"font_name": "Times New Roman", "font_size": 12}
        looks = {name: out.add_format(base | look) for name, look in _LOOKS.items()}
        old_font = {"font_name": legacy_fonts.FONTS.get(book.legacy, "")}
        old_looks = (
            {name: out.add_format(base | look | old_font) for name, look in _LOOKS.items()}
            if book.legacy
            else looks
        )
        for placed in sheets:
            sheet = out.add_worksheet(placed.sheet.name)
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            if placed.sheet.hidden:
                sheet.hide()
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(placed.sheet.left + column, placed.sheet.left + column, width)
            merged = {(first, left): (last, right) for first, left, last, right in placed.merges}
            for (row, column), cell in placed.cells.items():
                value, look = cell.value, looks[cell.look]
                if (
                    isinstance(value, str)
                    and book.legacy
                    and cell.look != "mark"
                    and legacy_fonts.can_encode(value, book.legacy)
                ):
                    value, look = legacy_fonts.encode(value, book.legacy), old_looks[cell.look]
                if (row, column) in merged:
                    last, right = merged[row, column]
                    sheet.merge_range(row, column, last, right, "", look)
                if isinstance(value, str):
                    sheet.write_string(row, column, value, look)
                elif value is None:
                    if (row, column) not in merged and cell.look != "head":
                        sheet.write_blank(row, column, None, look)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(
                        row, column, dt.datetime(value.year, value.month, value.day), looks["day"]
                    )
                elif isinstance(value, Formula):
                    uncalculated |= value.result is None
                    sheet.write_formula(
                        row, column, value.text, look, "" if value.result is None else value.result
                    )
                else:
                    sheet.write_number(row, column, value, look)
            for row in placed.hidden_rows:
                sheet.set_row(row, None, None, {"hidden": True})
            for row in range(placed.last_row, placed.last_row + placed.sheet.formatted_below):
                for column in range(5):
                    sheet.write_blank(row, column, None, looks["body"])
    data = target.getvalue()
    return _drop_empty_results(data) if uncalculated else data


def _drop_empty_results(data: bytes) -> bytes:
    """Takes out the empty result that xlsxwriter puts beside a formula: a formula never calculated has
    none.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = re.sub(rb"(<f>[^<]*</f>)<v></v>", rb"\1", content)
            new.writestr(zipfile.ZipInfo(part.filename, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def zip_of(parts: dict[str, str], stored_first: str = "") -> bytes:
    """A zip file of named texts, always with the same bytes; `stored_first` is left uncompressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == stored_first else zipfile.ZIP_DEFLATED
            out.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content.encode("utf-8"), method)
    return target.getvalue()


_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("manifest", "manifest"),
        ("meta", "meta"),
    )
)


def write_ods(book: Book, sheets: list[Placed]) -> bytes:
    """An OpenDocument spreadsheet, without styles."""
    tables = "".join(
        f'<table:table table:name="{escape(placed.sheet.name, quote=False)}">{_ods_rows(placed)}</table:table>'
        for placed in sheets
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
    )
    version = f'{_ODS_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    meta = f"<office:meta><dc:title>{MARK}</dc:title></office:meta>"
    parts = {
        "mimetype": kind,
        "META-INF/manifest.xml": f"{head}<manifest:manifest {_ODS_NAMES}>{entries}</manifest:manifest>",
        "meta.xml": f"{head}<office:document-meta {version}>{meta}</office:document-meta>",
        "content.xml": f"{head}<office:document-content {version}>{body}</office:document-content>",
    }
    return zip_of(parts, stored_first="mimetype")


def _ods_rows(placed: Placed) -> str:
    merged = {(first, left): (last, right) for first, left, last, right in placed.merges}
    covered = {
        (row, column)
        for first, left, last, right in placed.merges
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    } - set(merged)
    columns = max([column for _, column in placed.cells] + [right for *_, right in placed.merges]) + 1
    rows = []
    for row in range(max(row for row, _ in placed.cells) + 1):
        cells = []
        for column in range(columns):
            spans = ""
            if (row, column) in merged:
                last, right = merged[row, column]
                spans = f' table:number-rows-spanned="{last - row + 1}"'
                spans += f' table:number-columns-spanned="{right - column + 1}"'
            if (row, column) in covered:
                cells.append("<table:covered-table-cell/>")
            else:
                cells.append(_ods_cell(placed.cells.get((row, column), Cell()).value, spans))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return "".join(rows)


def _ods_cell(value: CellValue, spans: str) -> str:
    if isinstance(value, Formula):
        value = value.result
    if value is None:
        return f"<table:table-cell{spans}/>"
    if isinstance(value, str):
        typed, shown = 'office:value-type="string"', value
    elif isinstance(value, dt.date):
        typed, shown = (
            f'office:value-type="date" office:date-value="{value.isoformat()}"',
            f"{value:%d/%m/%Y}",
        )
    else:
        typed, shown = f'office:value-type="float" office:value="{value}"', str(value).replace(".", ",")
    # A run of spaces is one space in OpenDocument, and one at the edge is none: each is written as an
    # element.
    text = re.sub(r"^ | $", "<text:s/>", escape(shown, quote=False))
    return f"<table:table-cell {typed}{spans}><text:p>{text}</text:p></table:table-cell>"


def write_csv(book: Book, sheets: list[Placed]) -> bytes:
    """The first sheet as Excel with Vietnamese settings saves it: UTF-8 with BOM, semicolons, decimal
    commas.
    """
    placed = sheets[0]
    columns = max(column for _, column in placed.cells) + 1
    target = io.StringIO(newline="")
    out = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for row in range(max(row for row, _ in placed.cells) + 1):
        out.writerow([_csv_text(placed.cells.get((row, column), Cell()).value) for column in range(columns)])
    return target.getvalue().encode("utf-8-sig")


def _csv_text(value: CellValue) -> str:
    if isinstance(value, Formula):
        value = value.result
    if isinstance(value, dt.date):
        return numeric_date(value)
    if isinstance(value, float):
        return f"{Decimal(str(value)).normalize():f}".replace(".", ",")
    return "" if value is None else str(value)
