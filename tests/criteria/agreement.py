"""Random units under random tables, scored twice: what differs, and what breaks a law of points."""

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipelines.scoring.apply import Scorer, TreeScore
from pipelines.scoring.criterion_points import CriterionPoints
from pipelines.scoring.totals import Totals
from schemas.criteria.decision import Decision, load_decision
from schemas.indicators import load_indicators
from tests.criteria.random_tables import YEAR, RandomTable
from tests.criteria.slow_scorer import slow_points, slow_total


def disagreements(seed: int, units: int, folder: Path) -> list[str]:
    """What is wrong with the scores of `units` random units under the random table of `seed`."""
    table = RandomTable(seed)
    decision = load_decision(table.write(folder / f"t{seed}" / f"d{seed}"))
    scorer = Scorer(decision, "I", YEAR, load_indicators())
    random.Random(seed).shuffle(table.criteria)
    random.Random(seed).shuffle(table.bands)
    shuffled = load_decision(table.write(folder / f"s{seed}" / f"d{seed}"))
    other = Scorer(shuffled, "I", YEAR, load_indicators())
    wrong = []
    for number in range(units):
        facts, given = table.facts(), table.given()
        tree = with_given(decision, scorer.score(facts), given)
        wrong += [f"seed {seed}, unit {number}: {what}" for what in _differences(table, tree, facts, given)]
        wrong += [f"seed {seed}, unit {number}: {what}" for what in _broken_laws(decision, tree)]
        again = with_given(shuffled, other.score(facts), given)
        if (again.total, again.grade) != (tree.total, tree.grade):
            wrong.append(
                f"seed {seed}, unit {number}: the order of rows changes {tree.reason} to {again.reason}"
            )
        if {code: one[1:3] for code, one in again.criteria.items()} != {
            code: one[1:3] for code, one in tree.criteria.items()
        }:
            wrong.append(f"seed {seed}, unit {number}: the order of rows changes a criterion")
    return wrong


def with_given(decision: Decision, tree: TreeScore, given: Mapping[str, Decimal]) -> TreeScore:
    """The tree with the points that people gave, sums and total made anew."""
    whole, totals = decision.annexes["I"], Totals(decision, decision.annexes["I"])
    found = tree.criteria | {
        code: CriterionPoints(code, one, "given", "đã chấm") for code, one in given.items()
    }
    found |= {code: totals.sum_of(code, found) for code, one in whole.criteria.items() if one.rule == "sum"}
    return TreeScore(found, totals.of(found))


def _differences(table: RandomTable, tree: TreeScore, facts: dict, given: dict) -> list[str]:
    expected = slow_points(table, facts, given)
    wrong = []
    for code, points in expected.items():
        one = tree.criteria[code]
        state = {"?": "not_known", "-": "not_applicable"}.get(points) if isinstance(points, str) else None
        same = one.state == state if state else one.points is not None and Fraction(one.points) == points
        if not same or not one.reason:
            wrong.append(f"{code}: {one} instead of {points}")
    total, made = slow_total(table, expected), tree.made
    if made.exact is None or made.total is None or total is None:
        same = made.exact is None and made.total is None and total is None
    else:
        near = abs(Fraction(made.exact) - total[0]) <= Fraction(1, 10**12)
        same = near and Fraction(made.total) == total[1]
    if not same:
        wrong.append(f"total {made.exact}, {made.total} instead of {total}: {tree.reason}")
    return wrong


def _broken_laws(decision: Decision, tree: TreeScore) -> list[str]:
    wrong, whole, grid = [], decision.annexes["I"], decision.convention.grid
    for code, criterion in whole.criteria.items():
        points, most = tree.criteria[code].points, criterion.max_points or Decimal(0)
        least = -most if criterion.rule == "deduct" else criterion.floor
        most = Decimal(0) if criterion.rule == "deduct" else most
        if points is None:
            continue
        if points % grid or not least <= points <= most:
            wrong.append(f"{code}: {points} is off the grid or outside {least}..{most}")
        parts = [
            tree.criteria[one.code].points or 0
            for one in whole.criteria.values()
            if one.parent == code and one.rule not in ("bonus", "deduct")
        ]
        if criterion.rule == "sum" and points != sum(parts):
            wrong.append(f"{code}: {points} is not the sum of {parts}")
    made = tree.made
    if made.total is not None and made.exact is not None and made.parts_total is not None:
        plain = made.parts_total + made.bonus - made.deduction
        if made.exact not in (plain, Decimal(0)) and not decision.convention.round_total:
            wrong.append(f"total {made.exact} is not {plain}")
        if abs(made.total - made.exact) > Decimal(1).scaleb(-decision.convention.decimals):
            wrong.append(f"total {made.total} is {made.exact}, rounded")
        if not 0 <= made.parts_total <= (whole.total or 0):
            wrong.append(f"parts {made.parts_total} are not within 0..{whole.total}")
    return wrong
