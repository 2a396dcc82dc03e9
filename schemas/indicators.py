"""Indicators (chỉ tiêu): every reported figure is defined once, in `indicators.csv`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from schemas.csv_table import read_csv_table
from schemas.declaration import DeclarationError

IndicatorType = Literal[
    "text", "count", "number", "percent", "money", "date", "year", "bool", "symbol", "mark"
]
Nature = Literal["stock", "flow", "cumulative"]
Aggregation = Literal["sum", "share", "count_yes", "none"]

TABLE = Path(__file__).with_name("indicators.csv")
COLUMNS = (
    "code", "label", "type", "unit_of_measure", "nature", "aggregation", "numerator", "denominator",
    "other_labels", "meaning",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    `nature`: a stock holds at the period's end, a flow counts events of the period, a cumulative figure counts
    from the year's start; a share is made of figures of its own nature. `meaning` tells the people who fill in and who
    declare what is counted. `aggregation` says how values of several units make one: "sum", "share" (numerator and
    denominator are summed first), "count_yes" (units that answered yes), or "none" (no total exists).
    `other_units` are other words for the same unit of measure.
    """

    code: str
    label: str
    type: IndicatorType
    unit_of_measure: str
    nature: Nature
    aggregation: Aggregation
    numerator: str
    denominator: str
    other_labels: tuple[str, ...]
    meaning: str
    other_units: tuple[str, ...] = ()


@cache
def load_indicators(path: Path = TABLE) -> dict[str, Indicator]:
    """All indicators by code, in the table's order. Raises DeclarationError with the line of an inconsistency."""
    indicators: dict[str, Indicator] = {}
    lines: dict[str, int] = {}
    for row in read_csv_table(path, COLUMNS):
        for column, allowed in (("type", IndicatorType), ("nature", Nature), ("aggregation", Aggregation)):
            if row[column] not in get_args(allowed):
                raise DeclarationError(
                    path, row.line, f"cột {column}: “{row[column]}” không thuộc {get_args(allowed)}"
                )
        if row["code"] in indicators:
            raise DeclarationError(path, row.line, f"chỉ tiêu “{row['code']}” khai hai lần")
        others = tuple(label.strip() for label in row["other_labels"].split("|") if label.strip())
        unit, *other_units = (unit.strip() for unit in row["unit_of_measure"].split("|"))
        values = {name: row[name] for name in COLUMNS if name not in ("other_labels", "unit_of_measure")}
        indicators[row["code"]] = Indicator(
            **values,  # type: ignore[arg-type]
            unit_of_measure=unit,
            other_labels=others,
            other_units=tuple(other_units),
        )
        lines[row["code"]] = row.line
    for indicator in indicators.values():
        parts = [part for part in (indicator.numerator, indicator.denominator) if part]
        if (indicator.aggregation == "share") != (len(parts) == 2):
            problem = f"“{indicator.code}”: tỷ lệ (share) cần đủ tử số và mẫu số, cách cộng khác thì không"
            raise DeclarationError(path, lines[indicator.code], problem)
        if not indicator.meaning:
            raise DeclarationError(
                path, lines[indicator.code], f"“{indicator.code}”: thiếu ý nghĩa (meaning)"
            )
        for part in parts:
            if part not in indicators or indicators[part].aggregation != "sum":
                raise DeclarationError(path, lines[indicator.code], f"“{part}” không phải chỉ tiêu cộng được")
            if indicators[part].nature != indicator.nature:
                problem = (
                    f"“{indicator.code}” là {indicator.nature}, mà “{part}” là {indicators[part].nature}"
                )
                raise DeclarationError(path, lines[indicator.code], problem)
        if indicator.aggregation == "sum" and indicator.type not in ("count", "number", "money"):
            raise DeclarationError(
                path, lines[indicator.code], f"“{indicator.code}”: kiểu này không cộng được"
            )
    return indicators
