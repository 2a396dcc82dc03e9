"""The rows of criteria.csv: one criterion each, with its rule and what the rule must be told."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import get_args

from schemas.criteria.bands import Band
from schemas.criteria.faults import Faults, written
from schemas.criteria.rule_kinds import KINDS, PARAMETERS, RULE_VI, Rule, WhenZero
from schemas.csv_table import CsvRow, read_csv_table
from schemas.points import KEPT_VI, can_be_kept

FILE = "criteria.csv"
# Lists of codes are parted by semicolons, and a code stands in the names of columns and in findings.
_CODE = re.compile(r"\w[\w./-]*")
REQUIRED = ("annex", "code", "parent", "label", "max_points", "rule", "reference")
OPTIONAL = (*PARAMETERS, "evidence", "verified_by")
# In the order in which the table is written and printed.
COLUMNS = (*REQUIRED[:6], *PARAMETERS, "evidence", "verified_by", "reference")

_HUNDRED = Decimal(100)
_DEADLINE = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that returns every year, or one day of one year (`year` not None)."""

    day: int
    month: int
    year: int | None = None

    def on(self, year: int) -> datetime.date:
        """The day in the year that is scored."""
        return datetime.date(self.year or year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.day:02d}/{self.month:02d}" + (f"/{self.year}" if self.year else "")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; `max_points` is None where the decision at hand does not give it.

    `indicators` are summed (for levels: counted); `denominator` too. `each`: points for one of what is counted.
    `floor`, `cap`: least and most points. A share of `full_from_pct` earns everything, one below
    `zero_below_pct` nothing. `when_zero`: what a denominator of 0 means. `applies_if`: indicators whose sum is 0
    where the criterion does not apply to a unit. For a bonus or a deduction `max_points` is the most of it.
    """

    code: str
    parent: str
    label: str
    max_points: Decimal | None
    rule: Rule
    reference: str
    indicators: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    when_zero: WhenZero = "unknown"
    unit: str = ""
    each: Decimal = Decimal(0)
    floor: Decimal = Decimal(0)
    cap: Decimal | None = None
    full_from_pct: Decimal = _HUNDRED
    zero_below_pct: Decimal = Decimal(0)
    deadline: Deadline | None = None
    applies_if: tuple[str, ...] = ()
    evidence: str = ""
    verified_by: str = ""
    bands: tuple[Band, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Every indicator that the rule looks at, each once."""
        return tuple(dict.fromkeys((*self.applies_if, *self.indicators, *self.denominator)))


def read_rows(path: Path) -> list[CsvRow]:
    """The rows of criteria.csv. Raises DeclarationError for a file that is no such table."""
    return read_csv_table(path, REQUIRED, OPTIONAL)


def read_criterion(row: CsvRow, faults: Faults) -> Criterion | None:
    """The criterion of a row, without its bands; None where its code or rule cannot be used. Faults are noted."""
    before = len(faults)
    for column in ("code", "label", "reference"):
        if not row[column]:
            what = {"code": "thiếu mã tiêu chí", "label": "thiếu tên tiêu chí", "reference": "thiếu căn cứ"}
            faults.row(row, column, what[column])
    if row["code"] and not _CODE.fullmatch(row["code"]):
        faults.row(row, "code", f"mã “{row['code']}” chỉ được gồm chữ, số, dấu chấm, gạch ngang, gạch chéo")
    if row["rule"] not in get_args(Rule):
        faults.row(row, "rule", f"không có cách tính “{row['rule']}”; chỉ có {', '.join(KINDS)}")
    if len(faults) > before and faults.spoilt(row, ("code", "rule")):
        return None
    return _read(row, faults)


def _read(row: CsvRow, faults: Faults) -> Criterion:
    kind = KINDS[row["rule"]]
    for name in PARAMETERS:
        if name in kind.needs and not row[name]:
            by_zero = "; mẫu số bằng 0 thì phép chia không có kết quả" if name == "when_zero" else ""
            faults.row(row, name, f"cách tính “{RULE_VI[row['rule']]}” cần cột này{by_zero}")
        elif row[name] and name not in kind.needs | kind.may:
            faults.row(row, name, f"cách tính “{RULE_VI[row['rule']]}” không dùng cột này")
    if row["denominator"] and "when_zero" in kind.may and not row["when_zero"]:
        faults.row(row, "when_zero", "có mẫu số thì phải ghi khi mẫu số bằng 0 thì chấm thế nào (chia cho 0)")
    if row["when_zero"] and not row["denominator"] and "denominator" in kind.may:
        faults.row(row, "when_zero", "không có mẫu số thì không dùng cột này")
    when_zero = row["when_zero"] or "unknown"
    if when_zero not in get_args(WhenZero):
        faults.row(row, "when_zero", f"“{when_zero}” phải là một trong: {', '.join(get_args(WhenZero))}")
        when_zero = "unknown"
    max_points = faults.number(row, "max_points")
    if max_points is not None and max_points <= 0:
        faults.row(row, "max_points", f"điểm tối đa {written(max_points)} phải lớn hơn 0")
        max_points = None
    elif max_points is not None and not can_be_kept(max_points):
        faults.row(row, "max_points", f"điểm tối đa {written(max_points)} không lưu được: {KEPT_VI}")
    each, floor, cap = (faults.number(row, name) for name in ("each", "floor", "cap"))
    full, zero = (faults.number(row, name) for name in ("full_from_pct", "zero_below_pct"))
    criterion = Criterion(
        code=row["code"],
        parent=row["parent"],
        label=row["label"],
        max_points=max_points,
        rule=row["rule"],  # type: ignore[arg-type]
        reference=row["reference"],
        indicators=_names(row, "indicators", faults),
        denominator=_names(row, "denominator", faults),
        when_zero=when_zero,  # type: ignore[arg-type]
        unit=row["unit"],
        each=each or Decimal(0),
        floor=floor or Decimal(0),
        cap=cap,
        full_from_pct=_HUNDRED if full is None else full,
        zero_below_pct=zero or Decimal(0),
        deadline=_deadline(row, faults),
        applies_if=_names(row, "applies_if", faults),
        evidence=row["evidence"],
        verified_by=row["verified_by"],
    )
    if not faults.spoilt(row):
        _check_reach(row, criterion, faults)
    return criterion


def _names(row: CsvRow, column: str, faults: Faults) -> tuple[str, ...]:
    """ "a + b" as names; sums are all that may stand here."""
    if not row[column]:
        return ()
    names = tuple(name.strip() for name in row[column].split("+"))
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            faults.row(row, column, f"“{row[column]}” phải là tên chỉ tiêu, hoặc các tên nối bằng dấu +")
            return ()
    if len(set(names)) < len(names):
        faults.row(row, column, f"“{row[column]}” có chỉ tiêu ghi hai lần")
    return names


def _deadline(row: CsvRow, faults: Faults) -> Deadline | None:
    if not row["deadline"]:
        return None
    found = _DEADLINE.fullmatch(row["deadline"])
    try:
        if not found:
            raise ValueError
        deadline = Deadline(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
        deadline.on(2023)  # a year without 29 February: a deadline that returns must exist every year
    except ValueError:
        faults.row(row, "deadline", f"“{row['deadline']}” phải là ngày dạng 30/11 hoặc 30/11/2026")
        return None
    return deadline


def _check_reach(row: CsvRow, criterion: Criterion, faults: Faults) -> None:
    """What the parameters promise must be reachable, and nothing beyond the maximum."""
    most = criterion.max_points
    if most is None:
        if criterion.rule not in ("given", "sum"):
            faults.row(row, "max_points", "điểm tính theo quy tắc thì phải biết điểm tối đa")
        return
    if criterion.rule == "per_occurrence":
        if criterion.cap is not None and criterion.cap < most:
            faults.row(
                row,
                "cap",
                f"điểm từ {written(criterion.cap)} trở lên không bao giờ đạt, điểm tối đa ghi {written(most)}",
            )
        elif criterion.cap is not None and criterion.cap > most:
            faults.row(row, "cap", f"trần {written(criterion.cap)} vượt điểm tối đa {written(most)}")
        if not criterion.each:
            faults.row(row, "each", "điểm mỗi lần bằng 0 thì không bao giờ đạt điểm tối đa")
        if not 0 <= criterion.floor < most:
            faults.row(
                row,
                "floor",
                f"điểm sàn {written(criterion.floor)} phải từ 0 đến dưới điểm tối đa {written(most)}",
            )
    if criterion.rule in ("deduct", "bonus") and criterion.each <= 0:
        faults.row(row, "each", "điểm mỗi lần phải lớn hơn 0; cách tính đã nói là cộng hay trừ")
    if criterion.rule in ("deduct", "bonus") and criterion.each > most:
        faults.row(row, "each", f"điểm mỗi lần {written(criterion.each)} vượt mức nhiều nhất {written(most)}")
    if not 0 < criterion.full_from_pct <= _HUNDRED:
        faults.row(
            row,
            "full_from_pct",
            f"tỷ lệ {written(criterion.full_from_pct)} % không bao giờ đạt; phải trên 0 đến 100",
        )
    if not 0 <= criterion.zero_below_pct < criterion.full_from_pct:
        faults.row(row, "zero_below_pct", "tỷ lệ không được điểm phải từ 0 đến dưới tỷ lệ được điểm tối đa")
