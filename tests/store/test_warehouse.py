"""The warehouse: whole submissions, replaced whole, and one writer."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.store.warehouse import (
    NothingPublished,
    Warehouse,
    WarehouseBusy,
    WarehouseTooNew,
    WarehouseUnsound,
)
from schemas.declaration import DeclarationError
from schemas.tables import columns
from tests.store.small_warehouse import (
    CAMPAIGN,
    a_fact,
    a_file,
    a_finding,
    a_submission,
    batch,
    stock,
    table,
)

MONTH_END = date(2021, 11, 30)
KEY = {"campaign": CAMPAIGN, "month_end": MONTH_END}


def one_file(name: str = "a", unit: str = "U1", value: str = "3.5", **file: object) -> dict[str, pa.Table]:
    sent = a_submission(name, unit)
    fact = a_fact(str(sent["submission_id"]), unit, "D7", value)
    return batch([a_file(name) | file], [sent], [fact], [a_finding(name, "unit_unsure", "warns")])


def values_in_force(warehouse: Warehouse) -> list[tuple[str, Decimal]]:
    rows = warehouse.query_arrow("figures_of_form", form="so-lieu", **KEY).to_pylist()
    return [(row["unit"], row["value"]) for row in rows]


def test_a_value_comes_back_as_the_decimal_it_was(tmp_path: Path) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(one_file(value="1234567890123.000001"))
        warehouse.replace_stock(CAMPAIGN, **stock(["a"]))
        assert values_in_force(warehouse) == [("U1", Decimal("1234567890123.000001"))]


def test_reading_a_file_again_replaces_it_whole_and_keeps_the_day_it_was_first_seen(
    tmp_path: Path,
) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(one_file("a", value="1", first_seen=date(2021, 11, 1)))
        warehouse.replace_files(one_file("b", "U2", value="2"))
        again = one_file("a", value="9", first_seen=date(2021, 12, 1), declarations_hash="d2")
        warehouse.replace_files(again)
        warehouse.replace_stock(CAMPAIGN, **stock(["a", "b"]))
        assert values_in_force(warehouse) == [("U1", 9), ("U2", 2)]
        known = {row[1]: row[3] for row in warehouse.query("known_files", campaign=CAMPAIGN)}
        assert known == {"d2": date(2021, 11, 1), "d1": date(2021, 11, 1)}
        assert len(warehouse.query("findings_listed", **KEY)) == 2
        warehouse.verify(CAMPAIGN, "received")


def test_the_files_of_another_campaign_are_left_alone(tmp_path: Path) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(one_file("a"))
        warehouse.replace_stock(CAMPAIGN, **stock(["a"]))
        other = {
            name: rows.set_column(
                rows.schema.get_field_index("campaign"),
                rows.schema.field("campaign"),
                pa.array(["khac"] * rows.num_rows, pa.string()),
            )
            for name, rows in one_file("a", value="8").items()
        }
        warehouse.replace_files(other)
        assert values_in_force(warehouse) == [("U1", Decimal("3.5"))]


def test_a_file_that_vanished_stays_as_history_and_speaks_for_nobody(
    tmp_path: Path,
) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(one_file("a"))
        warehouse.replace_stock(CAMPAIGN, **stock(["a"]))
        warehouse.replace_stock(CAMPAIGN, **stock([]))
        assert values_in_force(warehouse) == []
        assert [row[-1] for row in warehouse.query("standings", **KEY)] == ["gone"]


def test_a_moved_file_keeps_its_facts_under_its_new_path(tmp_path: Path) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(one_file("a"))
        moved = stock(["a"])
        moved["inbox"] = moved["inbox"].set_column(2, "path", pa.array(["moi/b.xlsx"]))
        warehouse.replace_stock(CAMPAIGN, **moved)
        assert [row["path"] for row in warehouse.query_arrow("files_received", **KEY).to_pylist()] == [
            "moi/b.xlsx"
        ]
        assert len(values_in_force(warehouse)) == 1
        [standing] = warehouse.query("standings", **KEY)
        assert standing[2] == "moi/b.xlsx"
        tables = {
            "sent": pa.table({"at": [4], "submission_id": [standing[0]], "grp": [2], "sender": [3]}),
            "units": pa.table({"at": [5], "code": ["U1"], "level": ["commune"]}),
            "labels": pa.table({"at": [6], "level": [""], "code": ["none"]}),
            "states": pa.table({"state": ["blank"], "shown": ["(trống)"]}),
            "reasons": pa.table(
                {"at": [4], "sheet": ["Biểu 1"], "cell": ["D7"], "reason": ["không phải số"]}
            ),
        }
        [row] = warehouse.query_arrow("facts_with_source", tables, campaign=CAMPAIGN).to_pylist()
        shown = [row[name] for name in ("grp", "unit", "form", "path", "sheet", "cell", "typed", "value")]
        assert shown == [2, 5, 4, 4, "Biểu 1", "D7", "3.5", Decimal("3.5")]
        assert row["note"] is None, "a value that is used needs no reason why it is not"


def test_a_batch_that_fails_halfway_leaves_what_stood_before(tmp_path: Path) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(one_file("a", value="1"))
        warehouse.replace_stock(CAMPAIGN, **stock(["a"]))
        warehouse._connection.execute("ALTER TABLE cells RENAME TO mislaid")
        with pytest.raises(Exception, match="cells"):
            warehouse.replace_files(one_file("a", value="2"))
        assert values_in_force(warehouse) == [("U1", 1)]


def test_a_batch_that_is_not_approved_leaves_what_stood_before(tmp_path: Path) -> None:
    def approve() -> None:
        raise ValueError("a fact that cannot be")

    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(one_file("a", value="1"))
        warehouse.replace_stock(CAMPAIGN, **stock(["a"]))
        with pytest.raises(ValueError, match="cannot be"):
            warehouse.replace_files(one_file("a", value="2"), approve)
        assert values_in_force(warehouse) == [("U1", 1)]


def test_a_batch_without_an_obligatory_column_is_refused_by_name(
    tmp_path: Path,
) -> None:
    bad = one_file()
    bad["facts"] = bad["facts"].drop_columns(["cell"])
    with (
        Warehouse.open_writer(tmp_path) as warehouse,
        pytest.raises(KeyError, match="cell"),
    ):
        warehouse.replace_files(bad)


def test_results_of_one_month_are_replaced_whole_and_other_months_stay(
    tmp_path: Path,
) -> None:
    def results(month: str, units: str) -> pa.Table:
        row = {
            "campaign": CAMPAIGN,
            "month": month,
            "decision": "q",
            "annex": "III",
            "round": "r",
        }
        rows = [row | {"block": "xã", "unit": u, "state": "scored", "total": Decimal("4.25")} for u in units]
        return table(columns.RESULTS, rows)

    none = columns.SCORES.empty_table()
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_results(CAMPAIGN, "2021-11", none, results("2021-11", "AB"))
        warehouse.replace_results(CAMPAIGN, "2021-12", none, results("2021-12", "AB"))
        warehouse.replace_results(CAMPAIGN, "2021-11", none, results("2021-11", "C"))
        units = [row[4] for row in warehouse.query("results_of_month", campaign=CAMPAIGN, month="2021-11")]
        assert units == ["C"]
        assert len(warehouse.query("results_of_month", campaign=CAMPAIGN, month="2021-12")) == 2


def test_the_board_accuses_nobody_of_lateness_without_a_registered_day(
    tmp_path: Path,
) -> None:
    #        form    deadline           what was sent: name -> day
    due_on = date(2021, 11, 10)
    sent = {
        "on-time": 10,
        "late": 12,
        "corrected": 9,
        "corrected-again": 20,
        "unregistered": None,
    }
    owner = {"corrected-again": "corrected"}
    with Warehouse.open_writer(tmp_path) as warehouse:
        refused = a_submission("refused", "refused", outcome="refused")
        unreadable_first = a_submission("late-first", "late", outcome="refused")
        warehouse.replace_files(
            batch(
                [a_file(name) for name in [*sent, "refused", "late-first"]],
                [a_submission(name, owner.get(name, name)) for name in sent] + [refused, unreadable_first],
                findings=[
                    a_finding(
                        "late",
                        "point_over_max",
                        "rejects_row",
                        submission_id="late-so-lieu",
                    ),
                    a_finding(
                        "on-time",
                        "unit_unsure",
                        "warns",
                        submission_id="on-time-so-lieu",
                    ),
                ],
            )
        )
        registered = {name: (date(2021, 11, day), None) for name, day in sent.items() if day}
        registered["late-first"] = (date(2021, 11, 9), None)
        units = ["on-time", "late", "corrected", "unregistered", "refused", "missing"]
        due = [(unit, "so-lieu", due_on) for unit in units]
        warehouse.replace_stock(CAMPAIGN, **stock([*sent, "refused", "late-first"], registered, due))
        board = {row["unit"]: row for row in warehouse.query_arrow("arrivals_board", **KEY).to_pylist()}
        assert {unit: row["state"] for unit, row in board.items()} == {
            "on-time": "on_time",
            "late": "late",
            "corrected": "on_time",
            "unregistered": "unregistered",
            "refused": "refused",
            "missing": "missing",
        }
        assert board["late"]["days_late"] == 2
        assert (
            board["corrected"]["version_count"],
            board["corrected"]["received_on"].day,
        ) == (2, 20)
        [counts] = warehouse.query_arrow("end_counts", **KEY).to_pylist()
        assert counts == {
            "form": "so-lieu", "due": 6, "received": 5, "late": 1, "unregistered": 1, "missing": 1, "with_errors": 1,
        }  # fmt: skip


def test_a_run_that_never_finished_stays_running_beside_the_finished_one(tmp_path: Path) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        first = warehouse.start_run(CAMPAIGN, "2021-11", "i1", "d1", "v1")
        warehouse.finish_run(first, "done", {"đã nhận": 3})
        warehouse.start_run(CAMPAIGN, "2021-11", "i2", "d1", "v1")
    with Warehouse.open_writer(tmp_path) as warehouse:
        runs = warehouse._connection.execute(
            "SELECT run_id, outcome, inputs_hash, finished_at IS NULL, counts FROM runs ORDER BY run_id"
        ).fetchall()
    assert [run[:4] for run in runs] == [(1, "done", "i1", False), (2, "running", "i2", True)]
    assert runs[0][4] == '{"đã nhận": 3}'


def test_a_read_copy_stays_open_while_the_next_run_writes_and_publishes(
    tmp_path: Path,
) -> None:
    with pytest.raises(NothingPublished):
        Warehouse.open_reader(tmp_path)
    with Warehouse.open_writer(tmp_path) as writer:
        writer.replace_files(one_file("a", value="1"))
        writer.replace_stock(CAMPAIGN, **stock(["a"]))
        first = writer.publish_read_copy()
        with Warehouse.open_reader(tmp_path) as notebook:
            writer.replace_files(one_file("a", value="2"))
            second = writer.publish_read_copy()
            assert values_in_force(notebook) == [("U1", 1)]
        assert first != second
        with Warehouse.open_reader(tmp_path) as notebook:
            assert values_in_force(notebook) == [("U1", 2)]
        third = writer.publish_read_copy()
        assert list((tmp_path / "read").glob("*.duckdb*")) == [third]


def test_a_copy_that_fails_leaves_the_warehouse_open_for_another_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    with Warehouse.open_writer(tmp_path) as writer:
        writer.replace_files(one_file("a"))
        writer.replace_stock(CAMPAIGN, **stock(["a"]))
        with monkeypatch.context() as patched:
            patched.setattr("pipelines.store.warehouse.publish_copy", full)
            with pytest.raises(OSError, match="No space"):
                writer.publish_read_copy()
        assert values_in_force(writer) == [("U1", Decimal("3.5"))]
        writer.publish_read_copy()


OPEN_ELSEWHERE = """
import sys
from pathlib import Path
from pipelines.store.warehouse import Warehouse, WarehouseBusy
try:
    Warehouse.open_writer(Path(sys.argv[1]))
except WarehouseBusy as error:
    sys.stdout.buffer.write(str(error).encode())
"""


def test_a_second_writer_is_told_that_another_run_is_writing_even_after_a_publication(
    tmp_path: Path,
) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.publish_read_copy()
        elsewhere = subprocess.run(
            [sys.executable, "-c", OPEN_ELSEWHERE, str(tmp_path)],
            capture_output=True,
            check=True,
        )
        assert "Một lượt chạy khác đang ghi" in elsewhere.stdout.decode()
        with pytest.raises(WarehouseBusy):
            Warehouse.open_writer(tmp_path)
    Warehouse.open_writer(tmp_path).close()


def test_a_warehouse_of_a_newer_release_is_refused_and_left_alone(
    tmp_path: Path,
) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.query("record_version", version=999, name="999_later", applied_at=date(2030, 1, 1))
    with pytest.raises(WarehouseTooNew, match="mới hơn"):
        Warehouse.open_writer(tmp_path)


def test_a_database_that_is_none_is_told_with_what_to_do_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "read").mkdir()
    (tmp_path / "read" / "current.txt").write_text("bangdiem-1.duckdb", encoding="utf-8")
    for name in ("bangdiem.duckdb", "read/bangdiem-1.duckdb"):
        (tmp_path / name).write_bytes(b"x" * 5000)
    for open_it in (Warehouse.open_writer, Warehouse.open_reader, Warehouse.open_writer):
        with pytest.raises(
            DeclarationError, match="không mở được kho số liệu; chuyển tệp hoặc thư mục này đi"
        ):
            open_it(tmp_path)
    assert (tmp_path / "bangdiem.duckdb").read_bytes() == b"x" * 5000


def test_nothing_outside_the_warehouse_can_be_read_through_it(tmp_path: Path) -> None:
    secret = tmp_path / "ngoai.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with Warehouse.open_writer(tmp_path / "kho") as warehouse, pytest.raises(Exception, match="disabled"):
        warehouse._connection.execute("SELECT * FROM read_csv($path)", {"path": str(secret)})


def test_the_rules_name_what_is_unsound(tmp_path: Path) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        twice = [
            a_fact("a-so-lieu", "U1", "D7", "1"),
            a_fact("a-so-lieu", "U1", "D7", "2"),
        ]
        warehouse.replace_files(batch([a_file("a")], [a_submission("a", "U1")], twice))
        with pytest.raises(WarehouseUnsound, match="cell_read_once") as caught:
            warehouse.verify(CAMPAIGN, "received")
        assert set(caught.value.broken) == {"cell_read_once", "usable_fact_once"}
