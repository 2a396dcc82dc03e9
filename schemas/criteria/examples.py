"""The rows of examples.csv: worked cases that a lawyer can write and that run as tests.

`facts` lists what a unit reported, "tthc_iso_applied=12; tthc_total=15"; "có" and "không" answer a question, a day
is written 05/12/2026. `points` is what the criterion (or, at the root, the whole) must earn: a number, "không áp
dụng", or "chưa biết".
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from schemas.criteria.criterion import Criterion
from schemas.criteria.faults import Faults
from schemas.csv_table import CsvRow, parse_decimal_text, read_csv_table
from schemas.indicators import Indicator
from schemas.value_words import ANSWERS

FILE = "examples.csv"
COLUMNS = ("annex", "code", "year", "facts", "points", "note")
NOT_APPLICABLE, NOT_KNOWN = "không áp dụng", "chưa biết"
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Example:
    """One worked case; `points` is a Decimal, or NOT_APPLICABLE, or NOT_KNOWN."""

    path: Path
    line: int
    annex: str
    code: str
    year: int
    facts: Mapping[str, Decimal | datetime.date | str]
    points: Decimal | str
    note: str


def read_rows(path: Path) -> list[CsvRow]:
    """The rows of examples.csv, none without the file. Raises DeclarationError for a file that is no such table."""
    return read_csv_table(path, COLUMNS[:5], ("note",)) if path.exists() else []


def read_examples(
    rows: list[CsvRow],
    criteria: Mapping[str, Mapping[str, Criterion]],
    indicators: Mapping[str, Indicator],
    faults: Faults,
) -> tuple[Example, ...]:
    """The worked cases; a row with a fault is left out and its fault noted."""
    examples = []
    for row in rows:
        before = len(faults)
        if row["annex"] not in criteria:
            faults.row(row, "annex", f"không có phụ lục “{row['annex']}”")
        elif row["code"] not in criteria[row["annex"]]:
            faults.row(row, "code", f"phụ lục “{row['annex']}” không có tiêu chí “{row['code']}”")
        if not re.fullmatch(r"\d{4}", row["year"], re.ASCII):
            faults.row(row, "year", f"“{row['year']}” không phải là năm")
        points = _points(row, faults)
        facts = _facts(row, indicators, faults)
        if len(faults) == before and points is not None:
            examples.append(
                Example(
                    row.path,
                    row.line,
                    row["annex"],
                    row["code"],
                    int(row["year"]),
                    facts,
                    points,
                    row["note"],
                )
            )
    return tuple(examples)


def _points(row: CsvRow, faults: Faults) -> Decimal | str | None:
    if row["points"].lower() in (NOT_APPLICABLE, NOT_KNOWN):
        return row["points"].lower()
    if not row["points"]:
        faults.row(row, "points", f"thiếu điểm; ghi số, “{NOT_APPLICABLE}” hoặc “{NOT_KNOWN}”")
    return faults.number(row, "points")


def _facts(
    row: CsvRow, indicators: Mapping[str, Indicator], faults: Faults
) -> dict[str, Decimal | datetime.date | str]:
    facts: dict[str, Decimal | datetime.date | str] = {}
    for part in filter(None, (part.strip() for part in row["facts"].split(";"))):
        name, equals, typed = (piece.strip() for piece in part.partition("="))
        if not equals or name not in indicators:
            faults.row(
                row,
                "facts",
                f"“{part}” phải có dạng tên_chỉ_tiêu=giá trị, với chỉ tiêu có trong indicators.csv",
            )
            continue
        value = _value(typed, indicators[name].type)
        if value is None:
            faults.row(row, "facts", f"“{typed}” không phải là giá trị của “{name}”")
        else:
            facts[name] = value
    return facts


def _value(typed: str, kind: str) -> Decimal | datetime.date | str | None:
    try:
        if kind in ("bool", "mark"):
            return ANSWERS.get(typed.lower())
        if kind == "date":
            found = _DAY.fullmatch(typed)
            return datetime.date(int(found[3]), int(found[2]), int(found[1])) if found else None
        if kind in ("text", "symbol"):
            return typed or None
        return parse_decimal_text(typed)
    except ValueError:
        return None
