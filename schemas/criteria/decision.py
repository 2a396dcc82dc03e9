"""A legal decision's criteria set: loaded from its folder, checked before anyone is scored.

A criterion is known by (decision, annex, code): 7.2.2 of a district is not 7.2.2 of a commune.
"""

import datetime
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

from schemas.csv_table import CsvRow, parse_decimal_text, read_csv_table
from schemas.declaration import DeclarationError
from schemas.toml_section import Section

Rule = Literal["sum", "given"]
Ties = Literal["competition", "dense"]
MissingReport = Literal["listed_unranked", "scores_zero"]

FOLDER = Path(__file__).parent
CRITERIA_COLUMNS = ("annex", "code", "parent", "label", "max_points", "rule", "reference")
CONVENTION_VI = {
    "grid": "thang điểm",
    "ties": "cách xếp hạng khi bằng điểm",
    "missing_report": "cách xử lý đơn vị chưa gửi báo cáo",
    "decimals": "số chữ số thập phân",
    "blocks": "cách chia khối",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; `max_points` is None where the decision at hand does not give it."""

    code: str
    parent: str
    label: str
    max_points: Decimal | None
    rule: Rule
    reference: str


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One annex of a decision: the criteria for one level of unit, in the table's order.

    `root` is the code whose points are the total; `parts` are its children, which are given points.
    """

    annex: str
    name: str
    level: str
    root: str
    label: str
    total: Decimal | None
    criteria: dict[str, Criterion]

    @property
    def parts(self) -> tuple[Criterion, ...]:
        """The criteria that are given points, in the table's order."""
        return tuple(criterion for criterion in self.criteria.values() if criterion.rule == "given")

    @property
    def maxima_known(self) -> bool:
        """Whether every maximum is known; without them nobody is ranked."""
        return self.total is not None and all(part.max_points is not None for part in self.parts)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the decision at hand does not say, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision and how points under it are treated.

    `grid` is the smallest step of points; `conventions` names those of grid, ties, missing_report, decimals and
    blocks that are the department's convention and not in the decision, which every annex prints.
    """

    id: str
    number: str
    date: datetime.date
    issuer: str
    subject: str
    in_force_from: datetime.date
    in_force_to: datetime.date | None
    annexes: dict[str, CriteriaSet]
    grid: Decimal
    ties: Ties
    missing_report: MissingReport
    decimals: int
    conventions: tuple[str, ...]
    unknowns: tuple[Unknown, ...]
    file_hashes: dict[str, str]

    @property
    def title(self) -> str:
        """As cited: "Quyết định số 3396/QĐ-UBND ngày 11/10/2021 của UBND tỉnh Hà Tĩnh"."""
        return f"Quyết định số {self.number} ngày {self.date:%d/%m/%Y} của {self.issuer}"


def _criterion(path: Path, row: CsvRow) -> Criterion:
    if row["rule"] not in get_args(Rule):
        raise DeclarationError(path, row.line, f"cột rule: không có cách tính “{row['rule']}”")
    try:
        max_points = parse_decimal_text(row["max_points"]) if row["max_points"] else None
    except ValueError:
        raise DeclarationError(
            path, row.line, f"cột max_points: “{row['max_points']}” không phải là số"
        ) from None
    if max_points is not None and max_points <= 0:
        raise DeclarationError(path, row.line, f"cột max_points: điểm tối đa {max_points} phải lớn hơn 0")
    return Criterion(row["code"], row["parent"], row["label"], max_points, row["rule"], row["reference"])  # type: ignore[arg-type]


def _check_tree(path: Path, rows: list[CsvRow], criteria: dict[str, Criterion], root: str) -> None:
    """Each parent exists, the tree has no loop and one root, and known parts add up to the known whole."""
    lines = {row["code"]: row.line for row in rows}
    for code in criteria:
        walked = [code]
        while criteria[walked[-1]].parent:
            parent = criteria[walked[-1]].parent
            if parent not in criteria:
                raise DeclarationError(path, lines[walked[-1]], f"cột parent: không có tiêu chí “{parent}”")
            if parent in walked:
                loop = " → ".join([*walked, parent])
                raise DeclarationError(path, lines[code], f"cột parent: vòng lặp {loop}")
            walked.append(parent)
        if walked[-1] != root:
            raise DeclarationError(path, lines[code], f"cột parent: “{code}” không thuộc tiêu chí “{root}”")
    # Only now: sums of a tree with a misspelt parent would blame the wrong line.
    for code, criterion in criteria.items():
        children = [child.max_points for child in criteria.values() if child.parent == code]
        if (criterion.rule == "sum") != bool(children):
            raise DeclarationError(
                path, lines[code], f"cột rule: “{code}” là tổng (sum) khi và chỉ khi có tiêu chí con"
            )
        known = [points for points in children if points is not None]
        if children and len(known) == len(children) and sum(known) != criterion.max_points:
            problem = (
                f"cột max_points: các phần cộng lại được {sum(known)}, không phải {criterion.max_points}"
            )
            raise DeclarationError(path, lines[code], problem)


def _criteria_set(section: Section, path: Path, rows: list[CsvRow]) -> CriteriaSet:
    annex, root, total = section.text("code"), section.text("criterion"), section.decimal("total")
    rows = [row for row in rows if row["annex"] == annex]
    criteria: dict[str, Criterion] = {}
    for row in rows:
        if row["code"] in criteria:
            raise DeclarationError(path, row.line, f"cột code: tiêu chí “{row['code']}” khai hai lần")
        criteria[row["code"]] = _criterion(path, row)
    if root not in criteria:
        section.refuse("criterion", f"criteria.csv không có tiêu chí “{root}” của phụ lục “{annex}”")
    _check_tree(path, rows, criteria, root)
    if criteria[root].max_points != total:
        section.refuse(
            "total", f"tổng điểm {total} khác điểm tối đa của “{root}” là {criteria[root].max_points}"
        )
    level, name, label = section.text("level"), section.text("name"), section.text("label")
    section.close()
    return CriteriaSet(annex, name, level, root, label, total, criteria)


def load_decision(folder: Path) -> Decision:
    """The decision of one folder. Raises DeclarationError with file and line of the first fault."""
    section = Section.load(folder / "decision.toml")
    criteria_file = folder / "criteria.csv"
    rows = read_csv_table(criteria_file, CRITERIA_COLUMNS)
    annexes: dict[str, CriteriaSet] = {}
    for part in section.sections("annex"):
        if (code := part.text("code")) in annexes:
            part.refuse("code", f"phụ lục “{code}” khai hai lần")
        criteria_set = _criteria_set(part, criteria_file, rows)
        annexes[criteria_set.annex] = criteria_set
    for row in rows:
        if row["annex"] not in annexes:
            raise DeclarationError(criteria_file, row.line, f"cột annex: không có phụ lục “{row['annex']}”")
    convention = section.section("convention")
    grid = convention.decimal("grid")
    if grid is None or grid <= 0:
        convention.refuse("grid", "cần thang điểm lớn hơn 0")
    for criteria_set in annexes.values():
        for criterion in criteria_set.criteria.values():
            if criterion.max_points is not None and criterion.max_points % grid:
                problem = (
                    f"điểm tối đa {criterion.max_points} của “{criterion.code}” không nằm trên thang {grid}"
                )
                convention.refuse("grid", problem)
    marks = convention.texts("marks", ())
    for mark in marks:
        if mark not in CONVENTION_VI:
            convention.refuse("marks", f"không có quy ước “{mark}”; chỉ có {', '.join(CONVENTION_VI)}")
    unknowns = []
    for unknown in section.sections("unknown"):
        unknowns.append(Unknown(unknown.text("what"), unknown.text("why")))
        unknown.close()
    issued, start, end = section.date("date"), section.date("in_force_from"), section.date("in_force_to")
    if issued is None or start is None:
        section.refuse(None, "thiếu “date” hoặc “in_force_from”")
    if start < issued or (end and end < start):
        section.refuse(
            "in_force_from", "ngày hiệu lực không theo thứ tự: ban hành, có hiệu lực, hết hiệu lực"
        )
    decision = Decision(
        id=f"{folder.parent.name}/{folder.name}",
        number=section.text("number"),
        date=issued,
        issuer=section.text("issuer"),
        subject=section.text("subject"),
        in_force_from=start,
        in_force_to=end,
        annexes=annexes,
        grid=grid,
        ties=convention.choice("ties", get_args(Ties)),  # type: ignore[arg-type]
        missing_report=convention.choice("missing_report", get_args(MissingReport)),  # type: ignore[arg-type]
        decimals=convention.whole("decimals", 2),
        conventions=marks,
        unknowns=tuple(unknowns),
        file_hashes={
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.iterdir())
            if path.suffix in (".toml", ".csv")
        },
    )
    convention.close()
    section.close()
    return decision
