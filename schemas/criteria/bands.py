"""The rows of bands.csv: from where to where a measured value earns how many points.

A band reaches from `from` (included) to `below` (not included); the last of a criterion has no `below`. Written so,
two bands meet in one number, and a gap or an overlap is a difference of two cells.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from schemas.criteria.faults import Faults, written
from schemas.csv_table import CsvRow, read_csv_table

FILE = "bands.csv"
COLUMNS = ("annex", "code", "level", "from", "below", "points", "lost_points", "lost_pct")
_REQUIRED = ("annex", "code", "from", "below")


@dataclass(frozen=True, slots=True)
class Band:
    """One band: values from `start` to under `below` (None: without end) earn `points`.

    In a rule about lateness a band tells the points lost or the percent of all points lost (`lost_pct`) instead.
    `level` is its name ("đầy đủ"), needed where the rule names levels.
    """

    start: Decimal
    below: Decimal | None
    points: Decimal
    level: str = ""
    lost_points: Decimal | None = None
    lost_pct: Decimal | None = None
    line: int = 0

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in the band."""
        return self.start <= value and (self.below is None or value < self.below)


def read_rows(path: Path) -> list[CsvRow]:
    """The rows of bands.csv, none without the file. Raises DeclarationError for a file that is no such table."""
    if not path.exists():
        return []
    return read_csv_table(path, _REQUIRED, [column for column in COLUMNS if column not in _REQUIRED])


def read_bands(rows: list[CsvRow], rule: str, most: Decimal | None, faults: Faults) -> tuple[Band, ...]:
    """The bands of one criterion, lowest first; faults are noted at their columns."""
    bands: list[tuple[Band, CsvRow]] = []
    earned = ("lost_points", "lost_pct") if rule == "late" else ("points",)
    for row in rows:
        before = len(faults)
        start, below = faults.number(row, "from", Decimal(0)), faults.number(row, "below", Decimal(0))
        points, lost_points, lost_pct = (
            faults.number(row, column, Decimal(0)) for column in ("points", "lost_points", "lost_pct")
        )
        if not row["from"]:
            faults.row(row, "from", "thiếu mức dưới của khoảng (ghi 0 nếu tính từ đầu)")
        for column in ("points", "lost_points", "lost_pct"):
            if row[column] and column not in earned:
                faults.row(row, column, "cách tính này không dùng cột này")
        if sum(bool(row[column]) for column in earned) != 1:
            faults.row(row, earned[0], f"ghi đúng một trong các cột: {', '.join(earned)}")
        if (rule == "levels") != bool(row["level"]):
            faults.row(row, "level", "tên mức chỉ ghi, và phải ghi, cho cách tính theo mức đầy đủ (levels)")
        if lost_pct is not None and lost_pct > 100:
            faults.row(row, "lost_pct", "không thể mất quá 100 % số điểm")
        if len(faults) > before or start is None:
            continue
        if below is not None and below <= start:
            faults.row(
                row, "below", f"khoảng từ {written(start)} đến dưới {written(below)} không có giá trị nào"
            )
            continue
        if rule == "late" and most is not None:
            lost = lost_points if lost_points is not None else most * (lost_pct or 0) / 100
            points = most - lost
        kept = Band(start, below, points or Decimal(0), row["level"], lost_points, lost_pct, row.line)
        bands.append((kept, row))
    bands.sort(key=lambda pair: pair[0].start)
    if len(bands) == len(rows) and bands:
        _check_border(bands, faults)
        _check_best(bands, rule, most, faults)
    return tuple(band for band, _ in bands)


def _check_border(bands: list[tuple[Band, CsvRow]], faults: Faults) -> None:
    """The bands cover everything from 0 on, once."""
    first, row = bands[0]
    if first.start:
        faults.row(
            row, "from", f"giá trị từ 0 đến dưới {written(first.start)} không thuộc mức nào (khoảng hở)"
        )
    for (low, low_row), (high, high_row) in pairwise(bands):
        if low.below is None:
            faults.row(
                low_row, "below", f"khoảng không có giới hạn trên chồng lên khoảng từ {written(high.start)}"
            )
        elif low.below > high.start:
            below = f"từ {written(low.start)} đến dưới {written(low.below)}"
            problem = f"khoảng từ {written(high.start)} chồng lên khoảng {below}"
            faults.row(high_row, "from", problem)
        elif low.below < high.start:
            faults.row(
                high_row,
                "from",
                f"giá trị từ {written(low.below)} đến dưới {written(high.start)} không thuộc mức nào (khoảng hở)",
            )
    last, row = bands[-1]
    if last.below is not None:
        faults.row(row, "below", f"giá trị từ {written(last.below)} trở lên không thuộc mức nào (khoảng hở)")


def _check_best(bands: list[tuple[Band, CsvRow]], rule: str, most: Decimal | None, faults: Faults) -> None:
    """The best band is the maximum; lateness never pays, and no more is lost than there is."""
    if most is None:
        return
    column = "points"
    if rule == "late":
        for band, row in bands:
            column = "lost_points" if band.lost_points is not None else "lost_pct"
            if band.points < 0:
                faults.row(row, column, f"số điểm mất vượt điểm tối đa {written(most)}")
                return
        for (low, _), (high, row) in pairwise(bands):
            if high.points > low.points:
                column = "lost_points" if high.lost_points is not None else "lost_pct"
                faults.row(row, column, "chậm nhiều hơn mà mất ít điểm hơn")
                return
    best, row = max(bands, key=lambda pair: pair[0].points)
    if best.points != most:
        if rule == "late":
            column = "lost_points" if best.lost_points is not None else "lost_pct"
        faults.row(
            row, column, f"mức cao nhất được {written(best.points)} điểm, điểm tối đa ghi {written(most)}"
        )
    levels = [band.level for band, _ in bands if band.level]
    for at, (band, row) in enumerate(bands):
        if band.level and band.level in levels[:at]:
            faults.row(row, "level", f"mức “{band.level}” khai hai lần")
