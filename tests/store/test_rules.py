"""Each rule of `warehouse/checks` is broken by the fault that it is about, and by no sound warehouse."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.store.scripts import SQL
from pipelines.store.warehouse import Warehouse, WarehouseUnsound
from schemas.tables import columns
from tests.store.small_warehouse import CAMPAIGN, a_fact, a_file, a_submission, batch, stock, table

MONTH = "2021-11"
BROKEN_BY = {
    "received/arrival_once": "INSERT INTO arrivals SELECT * REPLACE ('2/BC' AS doc_number) FROM arrivals",
    "received/cell_read_once": "INSERT INTO facts SELECT * REPLACE ('other' AS item) FROM facts",
    "received/fact_has_submission": "UPDATE facts SET submission_id = 'gone'",
    "received/file_once": "INSERT INTO files SELECT * REPLACE ('b.xlsx' AS path) FROM files",
    "received/one_form_per_sender_and_file": (
        "INSERT INTO submissions SELECT * REPLACE ('a-so-lieu-2' AS submission_id) FROM submissions"
    ),
    "received/submission_has_file": "UPDATE inbox SET file_hash = 'gone'",
    "received/submission_once": (
        "INSERT INTO submissions SELECT * REPLACE (NULL AS sender) FROM submissions"
    ),
    "received/usable_fact_once": "INSERT INTO facts SELECT * REPLACE ('E7' AS cell, 4 AS value) FROM facts",
    "received/value_only_in_state_value": "UPDATE facts SET state = 'none'",
    "scored/ranked_units_are_scored": "UPDATE results SET total = NULL WHERE unit = 'U1'",
    "scored/result_once": "INSERT INTO results SELECT * REPLACE (NULL AS rank) FROM results WHERE unit = 'U1'",
    "scored/score_once": "INSERT INTO scores SELECT * REPLACE (0 AS points) FROM scores",
}


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[Warehouse]:
    """One file with one figure, one point and two ranked units."""
    fact = a_fact("a-so-lieu", "U1", "D7", "3.5")
    annex = {
        "campaign": CAMPAIGN,
        "month": MONTH,
        "decision": "q",
        "annex": "III",
        "round": "r",
        "state": "scored",
    }
    points = annex | {"unit": "U1", "criterion": "7.2.1", "points": Decimal("0.5")}
    results = [
        annex | {"block": "xã", "unit": unit, "total": Decimal(total), "rank": Decimal(rank)}
        for unit, total, rank in (("U1", "4.5", 1), ("U2", "4.25", 2))
    ]
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(batch([a_file("a")], [a_submission("a", "U1")], [fact]))
        warehouse.replace_stock(CAMPAIGN, **stock(["a"], {"a": (date(2021, 11, 15), None)}))
        warehouse.replace_results(
            CAMPAIGN, MONTH, table(columns.SCORES, [points]), table(columns.RESULTS, results)
        )
        for of in ("received", "scored"):
            warehouse.verify(CAMPAIGN, of)
        yield warehouse


def test_every_rule_has_its_fault() -> None:
    assert set(BROKEN_BY) == {f"{path.parent.name}/{path.stem}" for path in SQL.glob("checks/*/*.sql")}


@pytest.mark.parametrize("rule", BROKEN_BY)
def test_a_rule_names_the_fault_that_it_is_about(sound: Warehouse, rule: str) -> None:
    of, name = rule.split("/")
    sound._connection.execute(BROKEN_BY[rule])
    with pytest.raises(WarehouseUnsound) as caught:
        sound.verify(CAMPAIGN, of)
    assert set(caught.value.broken) == {name}


def test_two_totals_under_one_rank_are_unsound(sound: Warehouse) -> None:
    sound._connection.execute("UPDATE results SET rank = 1")
    with pytest.raises(WarehouseUnsound, match="ranked_units_are_scored"):
        sound.verify(CAMPAIGN, "scored")


@pytest.mark.parametrize(
    ("state", "number", "text", "is_sound"),
    [
        ("value", "3.5", None, True),
        ("value", None, "12/BC-UBND", True),
        ("value", None, None, False),
        ("none", None, None, True),
        ("none", "0", None, False),
        # What stands there in words is kept.
        ("none", None, "không có", True),
    ],
)
def test_a_number_stands_in_the_state_value_alone_and_nothing_else_makes_that_state(
    sound: Warehouse, state: str, number: str | None, text: str | None, is_sound: bool
) -> None:
    sound._connection.execute("UPDATE facts SET state = ?, value = ?, text = ?", [state, number, text])
    with nullcontext() if is_sound else pytest.raises(WarehouseUnsound, match="value_only_in_state_value"):
        sound.verify(CAMPAIGN, "received")
