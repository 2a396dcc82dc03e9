"""Every SQL file runs on a fresh warehouse, and the tables are the ones that the program declares."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.store import board_rows
from pipelines.store.scripts import SQL
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.tables import columns

WRITES = {
    "replace_files",
    "replace_stock",
    "replace_results",
    "start_run",
    "finish_run",
    "record_version",
    "settle",
}
QUESTIONS = sorted(path.stem for path in (SQL / "queries").glob("*.sql") if path.stem not in WRITES)
RULES = sorted(path.relative_to(SQL).with_suffix("").as_posix() for path in SQL.glob("checks/*/*.sql"))
VALUES = {
    "campaign": "không có",
    "month": "2021-11",
    "month_end": date(2021, 11, 30),
    "name": "none",
    "form": "none",
}
TABLES = {
    "wanted": pa.table({"unit": ["U1"], "grp": ["U1"], "form": ["none"], "item": ["none"]}),
    "members": pa.table({"unit": ["U1"], "block": ["U1"]}),
    "shares": pa.table({"item": ["none"], "numerator": ["none"], "denominator": ["none"]}),
    "sent": pa.table({"at": [0], "submission_id": ["none"], "grp": [0], "sender": [0]}),
    "units": pa.table({"at": [0], "code": ["U1"], "level": ["commune"]}),
    "labels": pa.table({"at": [0], "level": [""], "code": ["none"]}),
    "version": pa.table({"submission_id": ["none"], "now_id": ["none"], "age": [0]}),
    "states": pa.table({"state": ["blank"], "shown": ["(trống)"]}),
    "reasons": pa.table({"at": [0], "sheet": ["none"], "cell": ["D7"], "reason": ["không phải số"]}),
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with Warehouse.open_writer(tmp_path_factory.mktemp("sql")) as opened:
        yield opened


def without_comments(path: Path) -> str:
    return re.sub(r"--.*", "", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_runs_and_knows_nothing_of_an_unknown_campaign(warehouse: Warehouse, name: str) -> None:
    asked = set(re.findall(r"\$(\w+)", without_comments(SQL / "queries" / f"{name}.sql")))
    rows = warehouse.query(name, TABLES, **{key: VALUES[key] for key in asked})
    assert rows == ([(0,)] if name == "table_exists" else [])


def test_a_sound_warehouse_breaks_no_rule(warehouse: Warehouse) -> None:
    assert len(RULES) >= 12
    for of in {name.split("/")[1] for name in RULES}:
        warehouse.verify("không có", of)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("arrivals_board", board_rows.Owed),
        ("findings_listed", board_rows.ListedFinding),
        ("files_received", board_rows.ReceivedFile),
        ("end_counts", board_rows.EndCount),
        ("standings", Standing),
    ],
)
def test_a_row_is_named_as_the_question_names_its_columns(warehouse: Warehouse, name: str, row: Any) -> None:
    answer = warehouse.query_arrow(name, campaign="không có", month_end=VALUES["month_end"])
    assert tuple(answer.schema.names) == row._fields


DECLARED = columns.FILE_TABLES | columns.STOCK_TABLES | columns.RESULT_TABLES


@pytest.mark.parametrize("table", sorted(DECLARED))
def test_a_table_has_the_columns_and_types_that_a_batch_brings(warehouse: Warehouse, table: str) -> None:
    stored = warehouse._connection.table(table).limit(0).to_arrow_table().schema
    assert {f.name: f.type for f in stored} == {f.name: f.type for f in DECLARED[table]}
    described = warehouse._connection.execute(
        "SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = $table",
        {"table": table},
    ).fetchall()
    assert dict(described) == {f.name: f.nullable for f in DECLARED[table]}


def test_the_definitions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:3]) for path in sorted((SQL / "ddl").glob("*.sql"))]
    assert numbers == list(range(len(numbers)))


def test_no_table_has_a_primary_key_or_an_index() -> None:
    for path in (SQL / "ddl").glob("*.sql"):
        assert not re.search(r"PRIMARY KEY|UNIQUE|CREATE INDEX", without_comments(path), re.IGNORECASE), path


@pytest.mark.parametrize("name", RULES)
def test_a_rule_asks_about_one_campaign_and_changes_nothing(name: str) -> None:
    text = without_comments(SQL / f"{name}.sql")
    assert "$campaign" in text and not re.search(r"\b(INSERT|UPDATE|DELETE|CREATE|DROP)\b", text)
