"""How points are treated: grid, rounding, ties, missing reports; and what of it is convention, not decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from schemas.criteria.criteria_set import CriteriaSet
from schemas.criteria.faults import Fault, Faults, written
from schemas.csv_table import CsvRow
from schemas.points import DECIMALS, KEPT_VI, Rounding, can_be_kept, rounded
from schemas.toml_section import Section

Ties = Literal["competition", "dense", "average"]
MissingReport = Literal["listed_unranked", "scores_zero"]
NotApplicable = Literal["rescale", "full", "zero"]
RoundTotal = Literal["before_ranking", "after_ranking"]

CONVENTION_VI = {
    "grid": "thang điểm",
    "ties": "cách xếp hạng khi bằng điểm",
    "missing_report": "cách xử lý đơn vị chưa gửi báo cáo",
    "decimals": "số chữ số thập phân",
    "blocks": "cách chia khối",
    "rounding": "cách làm tròn điểm tính theo quy tắc",
    "not_applicable": "cách tính tổng điểm khi có tiêu chí không áp dụng",
    "total_floor": "điểm thấp nhất của tổng điểm",
    "tie_breakers": "tiêu chí xét thêm khi bằng điểm",
    "round_total": "cách làm tròn tổng điểm",
}


@dataclass(frozen=True, slots=True)
class Convention:
    """The section [convention] of a decision.toml.

    `grid` is the smallest step of points, to which computed points are rounded by `rounding`. `not_applicable` says
    how the total is made where a criterion does not apply; `total_floor` is the least total (None: no least).
    `round_total` says whether totals are rounded to `decimals` before or only after they are ranked; "" where they
    are not rounded at all. `marks` names those of CONVENTION_VI that are the department's convention and not in the
    decision, which every annex prints.
    """

    grid: Decimal
    ties: Ties
    missing_report: MissingReport
    decimals: int
    rounding: Rounding
    not_applicable: NotApplicable
    total_floor: Decimal | None
    marks: tuple[str, ...]
    round_total: RoundTotal | Literal[""] = ""

    @property
    def total_step(self) -> Decimal:
        """What a total as it is printed is a whole number of."""
        return Decimal(1).scaleb(-self.decimals) if self.round_total else self.grid

    def printed_total(self, exact: Decimal) -> Decimal:
        """A total as it is printed: to `decimals`, where the decision rounds totals at all."""
        return rounded(exact, self.total_step, self.rounding) if self.round_total else exact


def read_convention(
    head: Section, annexes: Mapping[str, CriteriaSet], rows: Iterable[CsvRow], band_file: Path, faults: Faults
) -> Convention:
    """The section, against the points of the annexes; what cannot be read is noted and a plain value stands in."""
    ask = faults.attempt
    section = ask("convention", lambda: head.section("convention"), None)
    if section is None:
        return Convention(Decimal(1), "competition", "listed_unranked", 2, "half_up", "rescale", None, ())
    before = len(faults)
    grid = ask("grid", lambda: section.decimal("grid"), None)
    if (grid is None or grid <= 0) and len(faults) == before:
        faults.key(section, "grid", "cần thang điểm lớn hơn 0")
    elif grid is not None and not can_be_kept(grid):
        faults.key(section, "grid", f"thang {written(grid)} không lưu được: {KEPT_VI}")
    marks = ask("marks", lambda: section.texts("marks", ()), tuple[str, ...]())
    for mark in marks:
        if mark not in CONVENTION_VI:
            faults.key(section, "marks", f"không có quy ước “{mark}”; chỉ có {', '.join(CONVENTION_VI)}")
    if grid and grid > 0 and can_be_kept(grid):
        _check_grid(section, grid, annexes, rows, band_file, faults)

    # `get_args` forgets that what it lists are the values of the field's own type.
    def choose(key: str, allowed: object, default: str | None = None) -> Any:
        return ask(
            key, lambda: section.choice(key, get_args(allowed), default), default or get_args(allowed)[0]
        )

    convention = Convention(
        grid=grid if grid and grid > 0 else Decimal(1),
        ties=choose("ties", Ties),
        missing_report=choose("missing_report", MissingReport),
        decimals=ask("decimals", lambda: _decimals(section), 2),
        rounding=choose("rounding", Rounding, "half_up"),
        not_applicable=choose("not_applicable", NotApplicable, "rescale"),
        total_floor=ask("total_floor", lambda: _floor(section), None),
        marks=marks,
        round_total=choose("round_total", RoundTotal) if "round_total" in section else "",
    )
    _check_total(section, convention, annexes, faults)
    faults.close(section)
    return convention


def _decimals(section: Section) -> int:
    decimals = section.whole("decimals", 2)
    if not 0 <= decimals <= DECIMALS:
        section.refuse("decimals", f"số chữ số thập phân phải từ 0 đến {DECIMALS}; {KEPT_VI}")
    return decimals


def _floor(section: Section) -> Decimal | None:
    floor = section.decimal("total_floor")
    if floor is not None and not can_be_kept(floor):
        section.refuse("total_floor", f"{written(floor)} điểm không lưu được: {KEPT_VI}")
    return floor


def _check_total(
    section: Section, convention: Convention, annexes: Mapping[str, CriteriaSet], faults: Faults
) -> None:
    """What is said of totals must bear on them, and the border of a grade must be a total that can be printed."""
    if "tie_breakers" in convention.marks and not any(one.tie_breakers for one in annexes.values()):
        faults.key(section, "marks", "không phụ lục nào khai tiêu chí xét thêm khi bằng điểm (tie_breakers)")
    if not convention.round_total:
        if "round_total" in convention.marks:
            faults.key(section, "marks", "chưa khai cách làm tròn tổng điểm (round_total)")
        return
    step = convention.total_step
    for one in annexes.values():
        for what, points in (
            ("tổng điểm tối đa", one.total),
            *((f"mức điểm của loại “{grade.name}”", grade.start) for grade in one.grades),
        ):
            if points is not None and points % step:
                faults.key(
                    section,
                    "round_total",
                    f"{what} {written(points)} không còn đúng khi làm tròn đến {convention.decimals} chữ số thập phân",
                )


def _check_grid(
    section: Section,
    grid: Decimal,
    annexes: Mapping[str, CriteriaSet],
    rows: Iterable[CsvRow],
    band_file: Path,
    faults: Faults,
) -> None:
    """Every point that a table promises lies on the grid."""
    off = f"không nằm trên thang {written(grid)}"
    row_of = {(row["annex"], row["code"]): row for row in rows}
    for annex, criteria_set in annexes.items():
        for code, criterion in criteria_set.criteria.items():
            most = criterion.max_points
            if most is not None and most % grid:
                faults.key(section, "grid", f"điểm tối đa {written(most)} của “{code}” {off}")
            for column, points in (("each", criterion.each), ("floor", criterion.floor)):
                if points % grid:
                    faults.row(row_of[annex, code], column, f"{written(points)} điểm {off}")
            for band in criterion.bands:
                if band.lost_pct is None and band.points % grid:
                    column = "points" if band.lost_points is None else "lost_points"
                    problem = f"{written(band.points)} điểm {off}"
                    faults.found.append(Fault(band_file, band.line, column, problem))
