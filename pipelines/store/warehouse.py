"""The warehouse: one DuckDB file, written by one process at a time and read through a published copy.

SQL lives in `warehouse/*/*.sql` and is run by name with named parameters; this module passes values, never fragments.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import duckdb

from pipelines.store.lock import Busy, WarehouseBusy, WriterLock
from pipelines.store.place import DATABASE, LOCK, READ
from pipelines.store.read_copy import NothingPublished, current_copy, publish_copy
from pipelines.store.refusals import Row, WarehouseDamaged, WarehouseTooNew, WarehouseUnsound
from pipelines.store.scripts import marts, migrations, names, script
from schemas.tables import columns
from schemas.tables.arrow import pa
from schemas.tables.bystanders import without_bystanders

__all__ = ["NothingPublished", "Warehouse", "WarehouseBusy", "WarehouseTooNew", "WarehouseUnsound"]

Value = str | int | date | datetime | None

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    # One thread writes a batch twice as fast as two (100 ms against 230 for 250,000 facts) and asks as fast.
    "threads": 1,
    "write_buffer_row_group_count": 1,  # facts go to the file part by part, not five at a time: 30 MiB less
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    # Months later a copy must still open with the older DuckDB that an extension asks for.
    "storage_compatibility_version": "v1.5.0",
}


class Warehouse:
    """An open warehouse. Use `open_writer` or `open_reader`, as a context manager."""

    def __init__(self, path: Path, lock: WriterLock | None) -> None:
        self.path = path
        self._lock = lock
        self._opened: duckdb.DuckDBPyConnection | None = None
        self._connect()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        self._opened = duckdb.connect(self.path, read_only=self._lock is None, config=SETTINGS)
        return self._opened

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """Opened again where the file was closed for its copy: most runs end with the copy, and need it no more."""
        return self._opened or self._connect()

    @classmethod
    def open_writer(cls, folder: Path) -> Self:
        """Open `folder`/bangdiem.duckdb for writing, made or migrated first where needed.

        Raises WarehouseBusy when another process writes (or holds the file open), WarehouseTooNew when the file
        is of a newer release.
        """
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = WriterLock(folder / LOCK)
        except Busy as error:
            raise WarehouseBusy(folder) from error
        try:
            warehouse = cls(folder / DATABASE, lock)
            try:
                warehouse._migrate()
            except BaseException:
                warehouse._connection.close()
                raise
        except duckdb.IOException as error:
            lock.release()
            if "lock" in str(error) or "being used" in str(error):  # opened by DuckDB's own shell
                raise WarehouseBusy(folder) from error
            raise WarehouseDamaged(folder / DATABASE) from error
        except BaseException:
            lock.release()
            raise
        return warehouse

    @classmethod
    def open_reader(cls, folder: Path) -> Self:
        """Open the published read copy; the next run can write meanwhile. Raises NothingPublished."""
        with suppress(duckdb.IOException):  # a run may publish, and delete this copy, between the two steps
            return cls(current_copy(folder / READ), None)
        try:
            return cls(current_copy(folder / READ), None)
        except duckdb.IOException as error:
            raise WarehouseDamaged(folder / READ) from error

    def query(self, name: str, tables: Mapping[str, pa.Table] | None = None, /, **values: Value) -> list[Row]:
        """The rows of `warehouse/queries/<name>.sql`, its $parameters given by name, its `tables` as views."""
        with _registered(self._connection, tables or {}):
            return self._execute(script("queries", name), values).fetchall()

    def query_arrow(
        self, name: str, tables: Mapping[str, pa.Table] | None = None, /, **values: Value
    ) -> pa.Table:
        """As `query`, as an Arrow table: DECIMAL stays Decimal."""
        with _registered(self._connection, tables or {}):
            return self._execute(script("queries", name), values).to_arrow_table()

    def replace_files(
        self, batch: Mapping[str, pa.Table], approve: Callable[[], object] | None = None
    ) -> None:
        """Replace, in one transaction, everything of the files in `batch["files"]`, unless `approve`, asked before the
        transaction ends, raises.

        `batch` holds the tables of `columns.FILE_TABLES`. A file's submissions are never split over transactions;
        the day it was first seen is kept. From 122,880 facts on, DuckDB writes them straight into the file and not
        into its log first: 3,321 files take 0.33 s in one call, 0.65 s in calls of 500.
        """
        self._replace("replace_files", columns.FILE_TABLES, batch, approve)

    def replace_stock(self, campaign: str, inbox: pa.Table, arrivals: pa.Table, due: pa.Table) -> None:
        """Replace what lies in inbox/, what arrivals.csv says and who owes what. Call after `replace_files`.

        Files that vanished from inbox/ stay as history and speak for nobody.
        """
        batch = {"inbox": inbox, "arrivals": arrivals, "due": due}
        self._replace(
            "replace_stock", columns.STOCK_TABLES, batch, campaign=pa.table({"campaign": [campaign]})
        )

    def settle(self, campaign: str, until: date) -> None:
        """Work out once, for this connection, which version of each form counts at the end of `until`."""
        given: dict[str, Value] = {"campaign": campaign, "month_end": until}
        for statement in self._connection.extract_statements(script("queries", "settle")):
            self._execute(statement, {name: given[name] for name in statement.named_parameters})

    def replace_results(self, campaign: str, month: str, scores: pa.Table, results: pa.Table) -> None:
        """Replace the scores and results of (campaign, month "yyyy-mm") in one transaction."""
        key = pa.table({"campaign": [campaign], "month": [month]})
        self._replace(
            "replace_results", columns.RESULT_TABLES, {"scores": scores, "results": results}, month=key
        )

    def verify(self, campaign: str, of: str) -> None:
        """Run the rules of `warehouse/checks/<of>` over the campaign: of what was "received", or "scored". Raises
        WarehouseUnsound."""
        broken = {}
        for rule in names(f"checks/{of}"):
            rows = self._execute(script(f"checks/{of}", rule), {"campaign": campaign}).fetchall()
            if rows:
                broken[rule] = rows
        if broken:
            raise WarehouseUnsound(broken)

    def beside(self) -> Self:
        """The same open file for another thread, which is to close it first. It sees what was written until a statement
        begins, and not what is settled."""
        other = copy(self)
        other._lock, other._opened = None, self._connection.cursor()
        return other

    def start_run(
        self, campaign: str, month: str, inputs_hash: str, declarations_hash: str, code_version: str
    ) -> int:
        """Record that a run began; returns its number. It stays `running` if the process is killed."""
        [(run_id,)] = self.query(
            "start_run",
            campaign=campaign,
            month=month,
            started_at=_now(),
            inputs_hash=inputs_hash,
            declarations_hash=declarations_hash,
            code_version=code_version,
        )
        return int(run_id)

    def finish_run(self, run_id: int, outcome: str, counts: Mapping[str, int | str]) -> None:
        """Record how the run ended: outcome `done` or `failed`, and its counts."""
        text = json.dumps(counts, ensure_ascii=False, sort_keys=True)
        self.query("finish_run", run_id=run_id, finished_at=_now(), outcome=outcome, counts=text)

    def publish_read_copy(self) -> Path:
        """Publish the present state for readers; returns the new file.

        The database is closed for the copy (Windows lets nobody read a file that DuckDB writes; elsewhere a second
        handle would drop DuckDB's own lock) until it is asked again; the writer's lock is held throughout.
        """
        self._connection.execute("CHECKPOINT")
        self._disconnect()
        return publish_copy(self.path, self.path.parent / READ)

    def _disconnect(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def close(self) -> None:
        """Close the file and free the lock; a second call does nothing."""
        self._disconnect()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _replace(
        self,
        name: str,
        schemas: Mapping[str, pa.Schema],
        batch: Mapping[str, pa.Table],
        approve: Callable[[], object] | None = None,
        **keys: pa.Table,
    ) -> None:
        tables = {
            f"batch_{table}": columns.as_declared(batch[table], schema) for table, schema in schemas.items()
        }
        tables |= {f"batch_{key}": table for key, table in keys.items()}
        with _registered(self._connection, tables), self._transaction():
            self._run(script("queries", name))
            if approve is not None:
                approve()

    def _execute(
        self, statement: str | duckdb.Statement, values: Mapping[str, Value]
    ) -> duckdb.DuckDBPyConnection:
        with without_bystanders():
            return self._connection.execute(statement, values)

    def _run(self, statements: str) -> None:
        for statement in self._connection.extract_statements(statements):
            self._connection.execute(statement)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.begin()
        try:
            yield
            self._connection.commit()
        except BaseException:
            # After an interrupt the transaction may be gone already; the first error is the one to show.
            with suppress(duckdb.Error):
                self._connection.rollback()
            raise

    def _migrate(self) -> None:
        applied = -1
        if self.query("table_exists", name="schema_version")[0][0]:
            applied = self._connection.execute("SELECT max(version) FROM schema_version").fetchall()[0][0]
        numbered = migrations()
        if applied > max(numbered):
            raise WarehouseTooNew(self.path.parent, applied)
        for version, name in numbered.items():
            if version > applied:
                with self._transaction():
                    self._run(script("ddl", name))
                    self.query("record_version", version=version, name=name, applied_at=_now())
        self._refresh_marts()

    def _refresh_marts(self) -> None:
        views, digest = marts()
        if self._connection.execute("SELECT digest FROM marts_version").fetchall() != [(digest,)]:
            with self._transaction():
                self._run(views)
                self._connection.execute("DELETE FROM marts_version")
                self._execute("INSERT INTO marts_version VALUES ($digest)", {"digest": digest})


@contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """Arrow tables visible to SQL under their names for the length of a `with`."""
    with without_bystanders():
        for name, table in tables.items():
            connection.register(name, table)
        try:
            yield
        finally:
            for name in tables:
                connection.unregister(name)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
