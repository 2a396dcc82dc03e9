"""What the charts show, as plain values; nothing here draws."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from pipelines.reports.page import UNMARKED, Marks


@dataclass(frozen=True)
class TotalsBlock:
    """One block's totals, in any order, and how many of its units have none."""

    name: str
    totals: tuple[Decimal, ...]
    without: int = 0


@dataclass(frozen=True)
class TotalsContent:
    """Distribution of totals by block; `max_total` None when the maximum is not known."""

    title: str
    blocks: tuple[TotalsBlock, ...]
    max_total: Decimal | None
    caption: str = ""
    marks: Marks = UNMARKED


@dataclass(frozen=True)
class HeatRow:
    """One unit's points in the order of the criteria, None where not settled."""

    block: str
    unit: str
    points: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class HeatContent:
    """Points by criterion; `maxima` None where a maximum is not known: the highest points then stand for
    it.
    """

    title: str
    criteria: tuple[str, ...]
    maxima: tuple[Decimal | None, ...]
    rows: tuple[HeatRow, ...]
    caption: str = ""
    marks: Marks = UNMARKED


@dataclass(frozen=True)
class ArrivalsContent:
    """How many of `due` units have sent, day by day: the days of arrival, one a unit, in any order.

    `deadline` None when it is not known; `unregistered` are the units whose files the book does not date.
    """

    title: str
    days: tuple[datetime.date, ...]
    due: int
    deadline: datetime.date | None
    unregistered: int
    caption: str = ""
    marks: Marks = UNMARKED


def median(totals: Sequence[Decimal]) -> Decimal:
    """The middle of at least one total; between two, their mean."""
    ordered, half = sorted(totals), len(totals) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def block_means(rows: Sequence[HeatRow]) -> list[tuple[str, tuple[Decimal | None, ...]]]:
    """(block, means of the settled points by criterion; None where none is), in the order of the rows."""
    points = pd.DataFrame([row.points for row in rows], dtype=object)
    means = points.groupby([row.block for row in rows], sort=False).agg(_mean)
    return [
        (str(block), tuple(None if pd.isna(mean) else mean for mean in found))
        for block, *found in means.itertuples(name=None)
    ]


def _mean(points: "pd.Series[Any]") -> Decimal | None:
    settled = points.dropna()
    return sum(settled, Decimal(0)) / len(settled) if len(settled) else None
