"""A decision among the other declarations: what the forms ask for, and the other decisions for the same units."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from schemas.criteria.criterion import FILE, read_rows
from schemas.criteria.decision import Decision
from schemas.criteria.faults import Fault
from schemas.forms.layout import FOLDER as FORMS
from schemas.forms.layout import load_layout
from schemas.toml_section import Section
from schemas.units.levels import LEVEL_VI


def asked_indicators() -> frozenset[str]:
    """Every indicator that some form, of any year, asks for."""
    asked: set[str] = set()
    for path in FORMS.glob("*/layout_*.toml"):
        layout = load_layout(path)
        asked.update(layout.items, (column.item for column in layout.columns))
    return frozenset(asked)


def unasked_faults(folder: Path, decision: Decision, asked: frozenset[str]) -> list[Fault]:
    """Rules that look at an indicator which no form asks for: nobody could ever earn these points."""
    faults = []
    lines = {(row["annex"], row["code"]): row for row in read_rows(folder / FILE)}
    for annex, criteria_set in decision.annexes.items():
        for code, criterion in criteria_set.criteria.items():
            row = lines[annex, code]
            for column in ("indicators", "denominator", "applies_if"):
                for name in getattr(criterion, column):
                    if name not in asked:
                        faults.append(
                            Fault(row.path, row.line, column, f"không biểu nào hỏi chỉ tiêu “{name}”")
                        )
    return faults


def overlap_faults(folder: Path, decision: Decision, others: Iterable[Decision]) -> list[Fault]:
    """Other decisions of the same issuer in force for the same level on the same day, none superseding the other."""
    section = Section.load(folder / "decision.toml")
    faults = []
    for other in others:
        levels = {one.level for one in decision.annexes.values()} & {
            one.level for one in other.annexes.values()
        }
        if (
            other.id == decision.id
            or other.issuer != decision.issuer
            or not levels
            or _apart(decision, other)
        ):
            continue
        problem = (
            f"hiệu lực trùng thời gian với {other.title}, "
            f"cùng chấm {', '.join(LEVEL_VI[level] for level in LEVEL_VI if level in levels)}"
        )
        faults.append(Fault(section.path, section.line("in_force_from"), "in_force_from", problem))
    return faults


def _apart(one: Decision, other: Decision) -> bool:
    if one.number in other.supersedes or other.number in one.supersedes:
        return one.in_force_from != other.in_force_from
    return _end(one) < other.in_force_from or _end(other) < one.in_force_from


def _end(decision: Decision) -> datetime.date:
    return decision.in_force_to or datetime.date.max
