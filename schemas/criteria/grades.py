"""Grades (xếp loại), where a decision has them: sections [[grade]] of decision.toml."""

from collections.abc import Mapping
from dataclasses import replace

from schemas.criteria.criteria_set import CriteriaSet, Grade
from schemas.criteria.faults import Fault, Faults, written
from schemas.toml_section import Section


def with_grades(head: Section, annexes: Mapping[str, CriteriaSet], faults: Faults) -> dict[str, CriteriaSet]:
    """The annexes with their grades, highest first: from 0 on, each once, all within reach."""
    grades: dict[str, list[Grade]] = {annex: [] for annex in annexes}
    before = len(faults)
    for section in faults.attempt("grade", lambda: list(head.sections("grade")), list[Section]()):
        _read_grade(section, annexes, grades, faults)
    for annex, found in grades.items():
        found.sort(key=lambda grade: grade.start, reverse=True)
        # A grade that cannot be read leaves a gap that may be none.
        if found and found[-1].start > 0 and len(faults) == before:
            problem = (
                f"phụ lục “{annex}”: dưới {written(found[-1].start)} điểm không thuộc loại nào (khoảng hở)"
            )
            faults.found.append(Fault(head.path, head.line("grade#0"), "grade", problem))
    return {annex: replace(one, grades=tuple(grades[annex])) for annex, one in annexes.items()}


def _read_grade(
    section: Section, annexes: Mapping[str, CriteriaSet], grades: Mapping[str, list[Grade]], faults: Faults
) -> None:
    before = len(faults)
    annex = faults.attempt("annex", lambda: section.choice("annex", list(annexes)), "")
    name = faults.attempt("name", lambda: section.text("name"), "")
    start = faults.attempt("from", lambda: section.decimal("from"), None)
    faults.close(section)
    if start is None and len(faults) == before:
        faults.key(section, "from", "thiếu mức điểm thấp nhất của loại này")
    if start is None or len(faults) > before:
        return
    whole = annexes[annex]
    if whole.total is not None and start > whole.total + (whole.bonus_cap or 0):
        faults.key(section, "from", f"không ai đạt loại này: tổng điểm tối đa {written(whole.total)}")
    elif any(start == other.start or name == other.name for other in grades[annex]):
        faults.key(section, "from", f"loại “{name}” trùng tên hoặc trùng mức điểm với loại khác")
    else:
        grades[annex].append(Grade(name, start))
