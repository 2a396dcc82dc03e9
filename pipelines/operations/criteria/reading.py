"""The workbook of a decision's table, as a person gives it back: its sheets, their rows, and what cannot be read."""

import datetime
from dataclasses import dataclass

from pipelines.intake.address import a1
from pipelines.intake.cells.grammar import typed_text
from pipelines.intake.cells.reading import Raw, decimal_of_float
from pipelines.intake.files.workbook import Sheet
from pipelines.reports.criteria_book import FIRST_ROW, NAMES_ROW
from schemas.criteria.sheets import HEAD, HEAD_SHEET, ID, DataSheet, Row
from schemas.decimal_comma import with_comma
from schemas.spelling import sentence

# A code or a name that Excel has turned into a number or a day cannot be turned back.
_TEXT_ONLY = frozenset({"annex", "code", "parent", "criterion", "deadline"})


@dataclass
class ReadSheet:
    """The rows of one sheet, where its columns are, and the row of the workbook (from zero) on which each stands."""

    rows: list[Row]
    at: list[int]
    columns: dict[str, int]


def read_rows(sheet: Sheet, about: DataSheet, refusals: list[str]) -> ReadSheet:
    """The rows under the names of the columns; what stands elsewhere or cannot be a text is refused at its cell."""
    names = [str(cell).strip() for cell in sheet.rows[NAMES_ROW]] if len(sheet.rows) > NAMES_ROW else []
    columns = {name: at for at, name in enumerate(names) if name in about.columns}
    for at, name in enumerate(names):
        if name and (name not in columns or columns[name] != at):
            refusals.append(
                f"{place_of(about.name, NAMES_ROW, at)}: không có cột “{name}”, hoặc cột ghi hai lần"
            )
    if missing := [name for name in about.columns if name not in columns]:
        refusals.append(f"{place_of(about.name, NAMES_ROW, 0)}: thiếu cột {', '.join(missing)}")
        return ReadSheet([], [], columns)
    read = ReadSheet([], [], columns)
    for number, cells in enumerate(sheet.rows[FIRST_ROW:], FIRST_ROW):
        row = {
            name: _text(cells[at], name, place_of(about.name, number, at), refusals)
            for name, at in columns.items()
        }
        for at, cell in enumerate(cells):
            if at not in columns.values() and cell not in ("", None):
                refusals.append(
                    f"{place_of(about.name, number, at)}: “{typed_text(cell)}” nằm ngoài các cột của bảng"
                )
        if any(row.values()):
            read.rows.append(row)
            read.at.append(number)
    return read


def _text(cell: Raw, column: str, where: str, refusals: list[str]) -> str:
    if cell is None or isinstance(cell, str):
        return sentence(cell or "")
    if isinstance(cell, datetime.date) and column == "value":
        return f"{cell:%d/%m/%Y}"
    number = (
        decimal_of_float(float(cell))
        if isinstance(cell, int | float) and not isinstance(cell, bool)
        else None
    )
    if number is None or column in _TEXT_ONLY:
        refusals.append(
            f"{where}: Excel đã đổi nội dung ô thành “{typed_text(cell)}”; đặt định dạng ô là Text rồi gõ lại"
        )
        return ""
    return with_comma(number)


def check_head(head: ReadSheet, refusals: list[str]) -> str:
    """The folder that the workbook names. Keys that are not known or stand twice are refused."""
    known = {ID, *(one.name for one in HEAD)}
    seen: set[str] = set()
    for row, at in zip(head.rows, head.at, strict=True):
        if row["key"] not in known or row["key"] in seen:
            refusals.append(
                f"{place_of(HEAD_SHEET.name, at, head.columns['key'])}: không có mục “{row['key']}”, hoặc ghi hai lần"
            )
        seen.add(row["key"])
    return next((row["value"] for row in head.rows if row["key"] == ID), "")


def cells_of(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Every cell that holds something, by (row, column) from zero, as text."""
    return {
        (row, column): str(cell).strip()
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if cell not in ("", None)
    }


def place_of(sheet: str, row: int, column: int) -> str:
    """Where a cell is, for a person."""
    return f"trang “{sheet}”, ô {a1(row, column)}"
