r"""Sheets as text tables, and what is read from them as lines: a situation and its outcome in one file.

    What the file shows, in a sentence.

    sheet PL IB
    TT | Tên đơn vị | Tổng điểm
    1  | Xã Cổ Đạm  | =4.5
    merged A1:A2

    expected
    fact PL IB!C2 ...

Cells are parted by "|"; row and column count from A1, and a line of "." is an empty row. A cell is text, or
`=4.5` a number, `@2021-11-05` a date, `%97.9` a number shown as a percentage, `{error}` an error,
`{formula}` a formula without value, `{spaces}` spaces alone, `{.VnTime}...` text in that font; `\n` is a line break.
`hidden sheet NAME` hides a sheet.
"""

import datetime
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from pipelines.intake.files.file_reader import FileReader, FileReading
from pipelines.intake.units.match import UnitMatcher

_FONT = re.compile(r"\{(\.Vn\w+|VNI-\w+)\}(.*)")


@dataclass
class GridSheet:
    """One sheet: cells as written in the file, from A1."""

    name: str
    hidden: bool
    rows: list[list[str]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


@dataclass
class Situation:
    """What one file shows: its sentence, its sheets, the lines that reading must give."""

    sentence: str
    sheets: list[GridSheet]
    expected: list[str]


def parse_grid(text: str) -> Situation:
    """A `.grid.txt` file. Raises ValueError for a line that stands in no sheet."""
    sentence, _, rest = text.partition("\n\n")
    sheets: list[GridSheet] = []
    drawn, _, expected = rest.partition("\nexpected\n")
    for line in drawn.splitlines():
        if start := re.fullmatch(r"(hidden )?sheet (.+)", line):
            sheets.append(GridSheet(start[2], bool(start[1])))
        elif line.startswith("merged "):
            sheets[-1].merged += line.removeprefix("merged ").split(", ")
        elif line.strip():
            if not sheets:
                raise ValueError(f"no sheet yet: {line!r}")
            sheets[-1].rows.append([] if line.strip() == "." else [cell.strip() for cell in line.split("|")])
    return Situation(sentence, sheets, [line for line in expected.splitlines() if line.strip()])


def read_situation(path: Path) -> Situation:
    """The situation of one file."""
    return parse_grid(path.read_text(encoding="utf-8"))


def workbook_of(sheets: list[GridSheet]) -> bytes:
    """The sheets as an .xlsx."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        share = book.add_format({"num_format": "0.0%"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.hidden:
                page.hide()
            # Merged first: merging writes the upper left cell, which the sheet's own then replaces.
            for area in sheet.merged:
                page.merge_range(area, "")
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if cell == "":
                        continue
                    if font := _FONT.fullmatch(cell):
                        page.write_string(row, column, font[2], book.add_format({"font_name": font[1]}))
                    elif cell == "{error}":
                        page.write_formula(row, column, "=A1/0", None, "#DIV/0!")
                    elif cell == "{formula}":
                        page.write_formula(row, column, "=A1+1", None, "")
                    elif cell == "{spaces}":
                        page.write_string(row, column, "  ")
                    elif cell[0] == "=":
                        page.write_number(row, column, float(cell[1:]))
                    elif re.match("%[0-9]", cell):
                        page.write_number(row, column, float(cell[1:]) / 100, share)
                    elif cell[0] == "@":
                        page.write_datetime(row, column, datetime.datetime.fromisoformat(cell[1:]), day)
                    else:
                        page.write_string(row, column, cell.replace("\\n", "\n"))
    return out.getvalue()


def told(reading: FileReading, matcher: UnitMatcher, roles: bool) -> list[str]:
    """A reading as lines: the forms, their facts, the findings, and with `roles` what each area is."""
    names = matcher.roster.units
    lines = [f"file {reading.outcome}"]
    for one in reading.submissions:
        sender = names[one.sender].name if one.sender else "?"
        letter = " ".join(part for part in (one.doc_symbol, one.doc_date) if part)
        lines.append(f"form {one.form} on {one.sheet} of {sender} for {one.period}: {one.outcome} ({letter})")
    for sheet, fact in [(sheet, fact) for _, sheet, facts in reading.facts for fact in facts]:
        unit = names[fact.unit].name if fact.unit else "?"
        value = f"{fact.value:f}" if fact.value is not None else fact.text or fact.state
        unusable = "" if fact.usable else ", unusable"
        lines.append(f"fact {sheet}!{fact.cell} {unit}, {fact.item or '?'} = {value}{unusable}")
    for _, _, finding in reading.findings:
        where = f"{finding.sheet}!{finding.cell}".strip("!") or "file"
        lines.append(f"finding {finding.code} {where}")
    if roles:
        lines += [
            f"role {entry.role} {entry.sheet}!{entry.area} {entry.cells}" for _, entry in reading.entries
        ]
    return lines


def read_told(reader: FileReader, situation: Situation) -> list[str]:
    """What the reader says of a situation; roles only where the situation expects some."""
    reading = reader.read(workbook_of(situation.sheets), "situation.xlsx", "0" * 64)
    return told(reading, reader.matcher, any(line.startswith("role ") for line in situation.expected))
