"""The worked cases of a decision, run: each must earn what the table says it earns."""

from collections.abc import Mapping
from decimal import Decimal

from pipelines.scoring.apply import Scorer, TreeScore
from pipelines.scoring.criterion_points import Fact
from pipelines.scoring.wording import number
from schemas.criteria.decision import Decision
from schemas.criteria.examples import NOT_APPLICABLE, NOT_KNOWN, Example
from schemas.criteria.faults import Fault
from schemas.indicators import Indicator


def example_faults(decision: Decision, indicators: Mapping[str, Indicator]) -> list[Fault]:
    """The cases that earn something else than examples.csv says, each with what they earn and why."""
    faults = []
    for case in decision.examples:
        facts: dict[str, Fact] = dict(case.facts)
        tree = Scorer(decision, case.annex, case.year, indicators).score(facts)
        earned, reason = _earned(tree, case, decision)
        if earned != case.points:
            said = number(case.points) if isinstance(case.points, Decimal) else case.points
            found = number(earned) if isinstance(earned, Decimal) else earned
            problem = f"ví dụ ghi {said}, quy tắc cho {found} ({reason})"
            faults.append(Fault(case.path, case.line, "points", problem))
    return faults


def _earned(tree: TreeScore, case: Example, decision: Decision) -> tuple[Decimal | str, str]:
    """At the root the total with bonus and deduction; elsewhere the criterion's own points."""
    if case.code == decision.annexes[case.annex].root:
        return (NOT_KNOWN if tree.total is None else tree.total), tree.reason
    one = tree.criteria[case.code]
    if one.points is not None:
        return one.points, one.reason
    return (NOT_APPLICABLE if one.state == "not_applicable" else NOT_KNOWN), one.reason
