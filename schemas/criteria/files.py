"""The texts of a decision's files, made from the rows of its sheets; and of each line, which row it came from."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from schemas.criteria.sheets import (
    ANNEX_SHEET,
    BAND_SHEET,
    CRITERIA_SHEET,
    EXAMPLE_SHEET,
    GRADE_SHEET,
    HEAD,
    HEAD_SHEET,
    LIST_MARK,
    UNKNOWN_SHEET,
    DataSheet,
    Row,
)

# (file, line) -> (sheet, number of the row in it, from 0)
Origins = dict[tuple[str, int], tuple[DataSheet, int]]
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def files_of(rows: Mapping[str, Sequence[Row]]) -> tuple[dict[str, str], Origins]:
    """By name the text of each file, and where its lines come from. What is wrong in a row is written as it is."""
    origins: Origins = {}
    texts = {HEAD_SHEET.file: _toml(rows, origins)}
    for sheet in (CRITERIA_SHEET, BAND_SHEET, EXAMPLE_SHEET):
        if rows[sheet.name] or sheet is CRITERIA_SHEET:
            texts[sheet.file] = _csv(sheet, rows[sheet.name], origins)
    return texts, origins


def _csv(sheet: DataSheet, rows: Sequence[Row], origins: Origins) -> str:
    """Columns that no row uses are left out where the table may lack them, so that small tables stay small."""
    used = [name for name in sheet.columns if any(row[name] for row in rows) or name in _KEPT[sheet.name]]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(used)
    for number, row in enumerate(rows):
        origins[sheet.file, buffer.getvalue().count("\n") + 1] = (sheet, number)
        writer.writerow([row[name] for name in used])
    return buffer.getvalue()


_KEPT = {
    CRITERIA_SHEET.name: {"annex", "code", "parent", "label", "max_points", "rule", "reference"},
    BAND_SHEET.name: {"annex", "code", "from", "below"},
    EXAMPLE_SHEET.name: {"annex", "code", "year", "facts", "points"},
}


def _toml(rows: Mapping[str, Sequence[Row]], origins: Origins) -> str:
    lines: list[str] = []

    def say(line: str, sheet: DataSheet | None = None, number: int = 0) -> None:
        lines.append(line)
        if sheet is not None:
            origins[HEAD_SHEET.file, len(lines)] = (sheet, number)

    values = {row["key"]: (row["value"], number) for number, row in enumerate(rows[HEAD_SHEET.name])}

    def say_head(section: str) -> None:
        for one in HEAD:
            value, number = values.get(one.name, ("", 0))
            if one.section == section and value:
                say(f"{one.key} = {_value(value, one.kind)}", HEAD_SHEET, number)

    say_head("")
    for sheet, name in ((ANNEX_SHEET, "annex"), (GRADE_SHEET, "grade")):
        _say_tables(sheet, name, rows[sheet.name], say)
    say("")
    say("[convention]")
    say_head("convention")
    _say_tables(UNKNOWN_SHEET, "unknown", rows[UNKNOWN_SHEET.name], say)
    return "\n".join(lines) + "\n"


Say = Callable[..., None]


def _say_tables(sheet: DataSheet, name: str, rows: Iterable[Row], say: Say) -> None:
    for number, row in enumerate(rows):
        say("")
        say(f"[[{name}]]", sheet, number)
        for column, value in row.items():
            if value:
                kind = "list" if column == "tie_breakers" else "text"
                say(f"{column} = {_value(value, kind)}", sheet, number)


def _value(value: str, kind: str) -> str:
    if kind == "date" and (day := _DAY.fullmatch(value)):
        return f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"
    if kind == "whole" and re.fullmatch(r"\d+", value, re.ASCII):
        return str(int(value))
    if kind == "list":
        return f"[{', '.join(_text(part.strip()) for part in value.split(LIST_MARK) if part.strip())}]"
    return _text(value)


def _text(value: str) -> str:
    # JSON's strings are TOML's, but for the one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
