"""Points and results come out of the warehouse as they went in: what stands already is not stored again."""

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pipelines.operations.month.score_tables import score_tables, standing_tables
from pipelines.scoring.reported import PointFact
from pipelines.scoring.score import CriterionScore, UnitScore
from pipelines.store.warehouse import Warehouse

FACT = PointFact("s", "u1", "1", "criterion", Decimal("0.25"), True, "IB", "C9", "0,25")
SCORING: Any = SimpleNamespace(
    decision=SimpleNamespace(id="q"), criteria=SimpleNamespace(annex="III"), ranked_round="reported"
)


def scores(points: str) -> list[tuple[Any, list[UnitScore]]]:
    given = CriterionScore("1", Decimal(points), "scored", FACT, "", "UBND huyện A")
    missing = CriterionScore("1", None, "missing", None)
    return [
        (
            SCORING,
            [
                UnitScore("u1", "b", (given,), Decimal(points), "scored", "", Decimal("1.5"), "Tốt"),
                UnitScore("u2", "b", (missing,), None, "missing", "chưa có điểm", None),
            ],
        )
    ]


def test_what_was_recorded_is_told_from_what_differs(tmp_path: Path) -> None:
    made = score_tables("c", "2025-12", scores("0.25"))
    with Warehouse.open_writer(tmp_path) as warehouse:
        assert standing_tables(warehouse, "c", "2025-12") == score_tables("c", "2025-12", [])
        warehouse.replace_results("c", "2025-12", *made)
        assert standing_tables(warehouse, "c", "2025-12") == made
        assert standing_tables(warehouse, "c", "2025-12") != score_tables("c", "2025-12", scores("0.5"))
        assert standing_tables(warehouse, "c", "2025-11") != made


def test_a_unit_keeps_where_its_points_stand(tmp_path: Path) -> None:
    points, results = score_tables("c", "2025-12", scores("0.25"))
    assert points.select(["unit", "points", "cell", "who"]).to_pylist() == [
        {"unit": "u1", "points": Decimal("0.2500"), "cell": "C9", "who": "UBND huyện A"},
        {"unit": "u2", "points": None, "cell": None, "who": None},
    ]
    assert results["rank"].to_pylist() == [Decimal("1.5"), None]
