"""What every form is made of: its sender and report, its indicators, a heading, the lines above and below."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import schemas
from pipelines.demo.grid import Cell, Row
from pipelines.demo.handwriting import (
    MARK,
    Hand,
    long_date,
    name_unit,
    numeric_date,
    spell,
)

SCHEMAS = Path(schemas.__file__).parent


class Indicator(NamedTuple):
    """What the forms need of an indicator's declaration."""

    code: str
    label: str
    type: str
    unit_of_measure: str
    other_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A committee that sends: `kind` in lower case, `above` the unit it belongs to, as typed ("huyện Nghi
    Xuân").
    """

    code: str
    kind: str
    short_name: str
    level: str
    above: str

    def named(self, names: str) -> str:
        """The committee as typed, see `name_unit`."""
        return name_unit(self.kind, self.short_name, names)


@dataclass(frozen=True, slots=True)
class Letter:
    """The report that the tables are attached to."""

    number: int
    day: dt.date
    year: int


@cache
def indicators() -> dict[str, Indicator]:
    """Every declared indicator by code."""
    with (SCHEMAS / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Indicator(
                row["code"],
                row["label"],
                row["type"],
                row["unit_of_measure"].split("|")[0],
                tuple(filter(None, row["other_labels"].split("|"))),
            )
            for row in csv.DictReader(file)
        }


@cache
def figure_items() -> tuple[str, ...]:
    """The indicators of the figures form, in its order."""
    layout = SCHEMAS / "forms" / "so_lieu" / "layout_2021-01.toml"
    return tuple(tomllib.loads(layout.read_text(encoding="utf-8"))["items"])


def heading(random: Random, hand: Hand, *names: str) -> Cell:
    """A heading under one of the names it goes by, the first one most often."""
    name = names[0] if random.random() < 0.7 else random.choice(names)
    return Cell(name.upper() if hand.upper_headings and len(name) < 30 else name, "head")


def lines_above(
    random: Random, hand: Hand, office: Office, letter: Letter, titles: Sequence[str], period: bool
) -> list[Cell]:
    """The lines over a table: the mark of simulated figures, the sender, the titles, the period, the
    report.
    """
    named = office.named(hand.names)
    sender = f"{random.choice(('Đơn vị', 'Đơn vị báo cáo'))}: {named}"
    if office.above:
        sender += f", {office.above}"
    day = random.choice((f"ngày {long_date(letter.day)}", f"ngày {numeric_date(letter.day)}"))
    reference = f"({random.choice(('Kèm', 'kèm'))} theo Báo cáo số {letter.number}/BC-UBND {day} của {named})"
    cells = [Cell(MARK, "mark"), Cell(sender, "plain"), *(Cell(title, "title") for title in titles)]
    if period:
        cells.append(Cell(f"Kỳ báo cáo: năm {letter.year}", "line"))
    return [*cells, Cell(reference, "reference"), Cell()]


def lines_below(random: Random, letter: Letter, width: int, place: str) -> list[Row]:
    """Notes and the signature block under a table."""
    rows = []
    if random.random() < 0.3:
        rows.append(Row([Cell(f"Ghi chú: Số liệu tính đến ngày {numeric_date(letter.day)}", "plain")]))
    if random.random() < 0.7:
        right = width // 2
        gap = [Cell() for _ in range(right)]
        rows.append(Row([Cell()]))
        if random.random() < 0.5:
            rows.append(Row([*gap, Cell(f"{place}, ngày {long_date(letter.day)}", "plain")]))
        first = Cell("Người lập biểu", "plain") if random.random() < 0.4 else Cell()
        rows.append(Row([first, *gap[1:], Cell("TM. ỦY BAN NHÂN DÂN", "plain")]))
        rows.append(Row([*gap, Cell(random.choice(("CHỦ TỊCH", "KT. CHỦ TỊCH")), "plain")]))
        if rows[-1].cells[-1].value == "KT. CHỦ TỊCH":
            rows.append(Row([*gap, Cell("PHÓ CHỦ TỊCH", "plain")]))
    return rows


def respell(cells: Sequence[Cell], spelling: str) -> None:
    """Rewrites the texts of a finished workbook in its sender's way of writing Vietnamese letters."""
    for cell in cells:
        # The mark of simulated figures stays as it is, so that a plain search finds it in every file.
        if isinstance(cell.value, str) and cell.look != "mark":
            cell.value = spell(cell.value, spelling)
