"""The tree of one annex: every parent exists, there is one root and no loop, and the parts add up to the whole."""

from collections.abc import Mapping

from schemas.criteria.criterion import Criterion
from schemas.criteria.faults import Faults, written
from schemas.criteria.rule_kinds import EXTRA
from schemas.csv_table import CsvRow


def check_tree(
    rows: Mapping[str, CsvRow], criteria: Mapping[str, Criterion], root: str, faults: Faults
) -> None:
    """Notes what is wrong with the tree; `rows` has the row of every code in `criteria`."""
    before = len(faults)
    looped: set[str] = set()
    for code in criteria:
        _check_way_up(code, rows, criteria, root, looped, faults)
    if len(faults) > before:
        return
    for code, criterion in criteria.items():
        parts = [child for child in criteria.values() if child.parent == code and child.rule not in EXTRA]
        if criterion.rule in EXTRA and criterion.parent != root:
            faults.row(
                rows[code], "parent", f"điểm thưởng, điểm trừ phải ghi ngay dưới tiêu chí gốc “{root}”"
            )
        if (criterion.rule == "sum") != bool(parts):
            faults.row(rows[code], "rule", f"“{code}” là tổng (sum) khi và chỉ khi có tiêu chí con")
            continue
        known = [child.max_points for child in parts if child.max_points is not None]
        spoilt = any(faults.spoilt(rows[one.code], ("max_points",)) for one in (criterion, *parts))
        if parts and len(known) == len(parts) and not spoilt and sum(known) != criterion.max_points:
            faults.row(
                rows[code],
                "max_points",
                f"các phần cộng lại được {written(sum(known))}, không phải {written(criterion.max_points)}",
            )


def _check_way_up(
    code: str,
    rows: Mapping[str, CsvRow],
    criteria: Mapping[str, Criterion],
    root: str,
    looped: set[str],
    faults: Faults,
) -> None:
    """From a criterion upwards one must come to the root; what is wrong is noted at the row where it stands."""
    walked = [code]
    while parent := criteria[walked[-1]].parent:
        if parent not in criteria:
            if walked == [code]:
                faults.row(rows[code], "parent", f"không có tiêu chí “{parent}”")
            return
        if parent in walked:
            if not looped & set(walked):
                faults.row(rows[code], "parent", f"vòng lặp {' → '.join([*walked, parent])}")
            looped.update(walked)
            return
        walked.append(parent)
    if walked == [code] and code != root:
        faults.row(rows[code], "parent", f"“{code}” không thuộc tiêu chí “{root}”")
