"""How large and how fine points may be: whatever a decision may promise can be read and stored."""

from decimal import Decimal

import pyarrow as pa
import pytest

from pipelines.intake.cells.judged_cells import judge
from schemas.points import FINEST_GRID, MOST_POINTS, can_be_kept
from schemas.tables.columns import RESULTS, SCORES


@pytest.mark.parametrize(
    ("points", "kept"),
    [
        ("1000", True),
        ("-1000", True),
        ("1000.0001", False),
        ("0.25", True),
        ("0.0001", True),
        ("0.00025", False),
    ],
)
def test_points_are_bounded_and_have_four_decimals(points: str, kept: bool) -> None:
    assert can_be_kept(Decimal(points)) is kept


def test_the_reader_takes_and_the_warehouse_holds_as_many_points_as_a_decision_may_promise() -> None:
    most = Decimal(MOST_POINTS)
    assert not judge(float(most), "points").too_much and judge(float(most) + 1, "points").too_much
    for kind in (SCORES.field("points").type, RESULTS.field("total").type):
        assert pa.array([most, -most, FINEST_GRID], kind).to_pylist() == [most, -most, FINEST_GRID]
