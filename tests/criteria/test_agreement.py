"""Points by rule, against a plain slow scorer and against the laws that all points keep."""

from pathlib import Path

from pipelines.scoring.apply import Scorer
from schemas.criteria.decision import load_decision
from schemas.criteria.rule_kinds import KINDS
from schemas.indicators import load_indicators
from tests.criteria.agreement import disagreements, with_given
from tests.criteria.random_tables import YEAR, RandomTable

TABLES, UNITS = 30, 10


def test_the_fast_scorer_agrees_with_the_slow_one_and_keeps_the_laws_of_points(tmp_path: Path) -> None:
    wrong = [line for seed in range(TABLES) for line in disagreements(seed, UNITS, tmp_path)]
    assert wrong == []


def test_the_random_tables_use_every_kind_of_rule_and_know_most_totals(tmp_path: Path) -> None:
    rules: set[str] = set()
    known = states = 0
    for seed in range(TABLES):
        table = RandomTable(seed)
        decision = load_decision(table.write(tmp_path / f"{seed}"))
        rules |= {one.rule for one in decision.annexes["I"].criteria.values()}
        trees = [
            with_given(
                decision, Scorer(decision, "I", YEAR, load_indicators()).score(table.facts()), table.given()
            )
            for _ in range(UNITS)
        ]
        known += sum(tree.total is not None for tree in trees)
        states += sum(one.state == "not_applicable" for tree in trees for one in tree.criteria.values())
    assert rules == set(KINDS)
    assert known > TABLES * UNITS / 4 and states > 20
