"""One annex of a decision: the criteria for one level of unit, put together from the rows of its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import get_args

from schemas.criteria.bands import read_bands
from schemas.criteria.criterion import Criterion, read_criterion
from schemas.criteria.faults import Faults, written
from schemas.criteria.measures import check_measures
from schemas.criteria.rule_kinds import EXTRA, KINDS
from schemas.criteria.tree import check_tree
from schemas.csv_table import CsvRow
from schemas.indicators import Indicator
from schemas.points import KEPT_VI, can_be_kept
from schemas.toml_section import Section
from schemas.units.levels import Level


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (xếp loại) and the least points for it."""

    name: str
    start: Decimal


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One annex of a decision: the criteria for one level of unit, in the table's order.

    `root` is the code whose points are the total; its caps limit what bonuses add and deductions take. `grades`
    are highest first, none where the decision has none. Units with equal totals are compared by their points in
    `tie_breakers`, one criterion after the other.
    """

    annex: str
    name: str
    level: str
    root: str
    label: str
    total: Decimal | None
    criteria: dict[str, Criterion]
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None
    grades: tuple[Grade, ...] = ()
    tie_breakers: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Criterion, ...]:
        """The criteria that earn points and add up to the total, in the table's order."""
        return tuple(
            criterion
            for criterion in self.criteria.values()
            if criterion.rule != "sum" and criterion.rule not in EXTRA
        )

    @property
    def extras(self) -> tuple[Criterion, ...]:
        """Bonuses and deductions, which stand outside the sum, in the table's order."""
        return tuple(criterion for criterion in self.criteria.values() if criterion.rule in EXTRA)

    def parts_below(self) -> dict[str, tuple[str, ...]]:
        """Each sum with the codes of the parts, at whatever depth, that add up to it; no bonuses or deductions."""
        below: dict[str, list[str]] = {code: [] for code, one in self.criteria.items() if one.rule == "sum"}
        for part in self.parts:
            above = part.parent
            while above:
                below[above].append(part.code)
                above = self.criteria[above].parent
        return {code: tuple(parts) for code, parts in below.items()}

    @property
    def maxima_known(self) -> bool:
        """Whether every maximum is known; without them nobody is ranked."""
        return self.total is not None and all(part.max_points is not None for part in self.parts)


def read_criteria_set(
    annex: str,
    section: Section,
    rows: Sequence[CsvRow],
    band_rows: Sequence[CsvRow],
    known: Mapping[str, Indicator],
    faults: Faults,
) -> CriteriaSet:
    """The annex that a section [[annex]] of this code declares, from all rows of the tables; faults are noted."""
    ask = faults.attempt
    root = ask("criterion", lambda: section.text("criterion"), "")
    total = ask("total", lambda: section.decimal("total"), None)
    bonus_cap = ask("bonus_cap", lambda: section.decimal("bonus_cap"), None)
    deduction_cap = ask("deduction_cap", lambda: section.decimal("deduction_cap"), None)
    level = ask("level", lambda: section.choice("level", get_args(Level)), "")
    name = ask("name", lambda: section.text("name"), "")
    label = ask("label", lambda: section.text("label"), "")
    tie_breakers = ask("tie_breakers", lambda: section.texts("tie_breakers", ()), tuple[str, ...]())
    faults.close(section)

    criteria: dict[str, Criterion] = {}
    by_code: dict[str, CsvRow] = {}
    unusable = False
    for row in rows:
        if row["annex"] != annex:
            continue
        if row["code"] in by_code:
            faults.row(row, "code", f"tiêu chí “{row['code']}” khai hai lần")
            unusable = True
            continue
        criterion = _criterion(row, [band for band in band_rows if _of(band) == _of(row)], known, faults)
        if criterion is None:
            unusable = True
        else:
            criteria[row["code"]], by_code[row["code"]] = criterion, row
    criteria_set = CriteriaSet(
        annex, name, level, root, label, total, criteria, bonus_cap, deduction_cap, (), tie_breakers
    )
    if root and root not in criteria and not unusable:
        faults.key(section, "criterion", f"criteria.csv không có tiêu chí “{root}” của phụ lục “{annex}”")
    elif root and not unusable:
        check_tree(by_code, criteria, root, faults)
        _check_totals(section, criteria_set, by_code[root], faults)
        _check_tie_breakers(section, criteria_set, faults)
    return criteria_set


def _of(row: CsvRow) -> tuple[str, str]:
    return row["annex"], row["code"]


def _criterion(
    row: CsvRow, band_rows: list[CsvRow], known: Mapping[str, Indicator], faults: Faults
) -> Criterion | None:
    criterion = read_criterion(row, faults)
    if criterion is None:
        return None
    banded = KINDS[criterion.rule].banded
    if banded and not band_rows:
        faults.row(row, "rule", "cách tính này cần các mức trong bands.csv")
    for band_row in band_rows if not banded else ():
        faults.row(band_row, "code", f"“{row['code']}” tính theo “{row['rule']}”, không dùng mức điểm")
    if banded and band_rows:
        criterion = replace(
            criterion, bands=read_bands(band_rows, criterion.rule, criterion.max_points, faults)
        )
    check_measures(row, {band.line: band for band in band_rows}, criterion, known, faults)
    return criterion


def _check_tie_breakers(section: Section, whole: CriteriaSet, faults: Faults) -> None:
    """Each must be able to tell two units with equal totals apart."""
    for place, code in enumerate(whole.tie_breakers):
        problem = ""
        if code not in whole.criteria:
            problem = f"phụ lục “{whole.annex}” không có tiêu chí “{code}”"
        elif code == whole.root:
            problem = f"“{code}” là tổng điểm, đã bằng nhau thì không phân định được nữa"
        elif code in whole.tie_breakers[:place]:
            problem = f"tiêu chí “{code}” ghi hai lần"
        if problem:
            faults.key(section, "tie_breakers", problem)


def _check_totals(section: Section, whole: CriteriaSet, row: CsvRow, faults: Faults) -> None:
    most = whole.criteria[whole.root].max_points
    if whole.total != most and not faults.spoilt(row):
        faults.key(
            section,
            "total",
            f"tổng điểm {written(whole.total)} khác điểm tối đa của “{whole.root}” là {written(most)}",
        )
    for rule, key, cap, what in (
        ("bonus", "bonus_cap", whole.bonus_cap, "điểm thưởng"),
        ("deduct", "deduction_cap", whole.deduction_cap, "điểm trừ"),
    ):
        there = [one.max_points for one in whole.extras if one.rule == rule and one.max_points is not None]
        if bool(there) != (cap is not None):
            faults.key(section, key, f"trần {what} phải ghi khi, và chỉ khi, có tiêu chí {what}")
        elif cap is not None and not 0 < cap <= sum(there):
            faults.key(
                section,
                key,
                f"trần {what} {written(cap)} không bao giờ đạt: các tiêu chí cộng lại được {written(sum(there))}",
            )
        elif cap is not None and not can_be_kept(cap + (most or 0 if rule == "bonus" else 0)):
            beside = f" cùng tổng điểm {written(most)}" if rule == "bonus" else ""
            faults.key(section, key, f"trần {what} {written(cap)}{beside} không lưu được: {KEPT_VI}")
