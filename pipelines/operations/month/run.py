"""One monthly run: from the inbox to published workbooks, a step at a time.

The steps are what Prefect shows as tasks and `--direct` calls in turn. Tables stay in the warehouse; steps hand
counts to each other. Imports of what is heavy stay in the step that needs them: an unchanged month must answer at
once.
"""

import datetime
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.operations.fingerprint import code_version, declarations_hash, digest, file_digest
from pipelines.operations.inbox_remarks import unreadable
from pipelines.operations.ledger.trusted_ledger import trusted_ledger
from pipelines.operations.manifest import MANIFEST, inputs_read, outputs_intact, read_manifest
from pipelines.operations.month.filled_from import FilledFrom
from pipelines.operations.month.readers import Readers
from pipelines.operations.request import (
    OperatorError,
    Progress,
    RunRequest,
    campaign_folder,
    month_end,
    month_to_run,
)
from pipelines.steps import Counts
from pipelines.store.arrivals import Arrival, load_arrivals, match_arrivals
from pipelines.store.inbox import ARRIVALS, INBOX, Stock, take_stock
from pipelines.store.ledger import LEDGER, Ledger
from pipelines.store.place import is_new
from pipelines.summary import RunSummary

if TYPE_CHECKING:
    from pipelines.intake.files.to_read import ToRead
    from pipelines.operations.month.publication import Publication
    from pipelines.store.warehouse import Warehouse
    from schemas.campaigns.campaign import Campaign

log = logging.getLogger(__name__)


class Run:
    """An open run. Unless nothing has changed, it holds the writer's lock of the warehouse until `close`."""

    def __init__(self, request: RunRequest, progress: Progress, folder: Path, readers: Readers) -> None:
        self.request, self.progress, self.folder = request, progress, folder
        self._warehouse: Warehouse | None = None
        self.month = month_to_run(folder, request.month)
        self.published = request.warehouse / "published" / request.campaign / self.month
        self._readers = readers
        readers.expect(folder / INBOX, self.published / MANIFEST)
        self.declarations = declarations_hash(folder)
        self.code = code_version()
        self.stock: Stock = take_stock(folder / INBOX)
        self.hashes = [file.file_hash for file in self.stock.files]
        self._book = load_arrivals(folder / ARRIVALS)
        self.arrivals: dict[str, Arrival] = match_arrivals(folder / ARRIVALS, self._book, self.hashes)
        self.until = month_end(self.month)
        self.inputs = digest(
            [f"{file.path}\0{file.file_hash}" for file in self.stock.files]
            + [file_digest(folder / ARRIVALS), file_digest(folder / LEDGER)]
        )
        self._last = read_manifest(self.published / MANIFEST)
        self._filled = FilledFrom(request.warehouse, request.campaign)
        self.unchanged = self._is_unchanged()
        self._run_id: int | None = None
        self._ledger: Ledger | None = None
        self._publication: Publication | None = None
        self._summary: RunSummary | None = None

    @classmethod
    def open(cls, request: RunRequest, progress: Progress) -> "Run":
        """Check the request, hash the inbox, see whether anything has changed, and lock the warehouse if so.

        Raises OperatorError, DeclarationError (also LedgerBroken) or WarehouseBusy (another run is writing).
        """
        folder = campaign_folder(request.raw, request.campaign)
        request = replace(request, campaign=folder.name)
        readers = Readers(folder)
        try:
            run = cls(request, progress, folder, readers)
        except BaseException:
            readers.close()
            raise
        if not run.unchanged:
            try:
                run._get_ready()
            except BaseException:
                run.close()
                raise
        return run

    def _get_ready(self) -> None:
        self._ledger = trusted_ledger(self.folder, self.request.warehouse)
        # The warehouse, once it is open, tells what is to be read; the last manifest knows nearly as well.
        self._readers.start(len(set(self.hashes) - inputs_read(self._last, self.declarations)))
        # What no warehouse knows yet can be read while one is made.
        if is_new(self.request.warehouse):
            self._begin_reading()
        self._lock()
        if not self._readers.begun:
            self._begin_reading()

    def _lock(self) -> None:
        from pipelines.store.warehouse import Warehouse, WarehouseTooNew

        try:
            self._warehouse = Warehouse.open_writer(self.request.warehouse)
        except WarehouseTooNew as error:
            raise OperatorError(str(error)) from None

    @property
    def warehouse(self) -> "Warehouse":
        """The warehouse, open for writing."""
        assert self._warehouse is not None, "an unchanged month writes nothing"
        return self._warehouse

    @cached_property
    def campaign(self) -> "Campaign":
        """The campaign with all that it refers to, loaded when first needed."""
        from schemas.campaigns.campaign import load_campaign

        return load_campaign(self.folder)

    def _is_unchanged(self) -> bool:
        """Same inputs, declarations and code as the last finished run, and its outputs still as it left them.

        The manifest is written last of all, so it stands for a whole run; the warehouse need not be opened.
        """
        last, filled = self._last.get("made_from"), self._filled.is_from(self.inputs, self.declarations)
        return last == self._made_from() and filled and outputs_intact(self._last, self.published)

    def _made_from(self) -> dict[str, str]:
        charts = "drawn" if self.request.charts else "left out"
        return {"inputs": self.inputs, "declarations": self.declarations, "code": self.code, "charts": charts}

    # -- ingest ----------------------------------------------------------------------------------------------------

    def take_stock(self) -> Counts:
        """What lies in the inbox, and how much of it has not been read under these declarations."""
        if self.unchanged:
            return {"files": len(self.stock.files), "changed": 0}
        self._filled.forget()
        self._run_id = self.warehouse.start_run(
            self.campaign.id, self.month, self.inputs, self.declarations, self.code
        )
        return {"files": len(self.stock.files), "changed": len(self._to_read)}

    @cached_property
    def _to_read(self) -> list["ToRead"]:
        from pipelines.intake.files.to_read import ToRead

        files: dict[str, ToRead] = {}
        known = self._known()
        for file in self.stock.files:
            if file.file_hash not in known:
                files.setdefault(file.file_hash, ToRead(file.path, file.file_hash, file.location, file.bytes))
        return list(files.values())

    def _known(self) -> set[str]:
        """The hashes of files that were read under these declarations; none, while there is no warehouse yet."""
        if self._warehouse is None:
            return set()
        rows = self._warehouse.query("known_files", campaign=self.request.campaign)
        return {file_hash for file_hash, declarations, _, _ in rows if declarations == self.declarations}

    def _begin_reading(self) -> None:
        from pipelines.intake.files.to_read import Mark
        from pipelines.operations.answering import reader_answers

        answers = reader_answers(self.campaign, self.hashes)
        mark = Mark(self.campaign.id, datetime.date.today(), self.declarations)
        self._readers.begin(self.campaign, answers, self._to_read, mark)

    def read_changed(self) -> Counts:
        """Read, check and store the files that are new or stand under new declarations."""
        files = [] if self.unchanged else self._to_read
        if not files:
            return {"read": 0}
        self.progress.start("Đọc tệp", len(files))
        if not self._readers.begun:  # this step is tried again
            self._begin_reading()
        tables = self._readers.tables(self.progress.advance)
        self.progress.done()
        from pipelines.intake.files.check import check_points
        from schemas.tables.facts import check_read

        tables = check_points(tables, self.campaign)
        # The check and the warehouse take a core each; nothing is stored for good before both are done.
        with ThreadPoolExecutor(1) as beside:
            self.warehouse.replace_files(tables, beside.submit(check_read, tables).result)
        counts: Counts = {"read": len(files), **{name: len(tables[name]) for name in ("facts", "findings")}}
        log.info("read and stored: %s", counts)
        return counts

    def settle(self) -> Counts:
        """Record what lies in the inbox, what the book says and who owes what; which version counts follows."""
        if self.unchanged:
            return {"submissions": 0}
        from pipelines.operations.month.stock_tables import stock_tables

        inbox, arrivals, due = stock_tables(self.campaign, self.stock.files, self.arrivals)
        self.warehouse.replace_stock(self.campaign.id, inbox, arrivals, due)
        self.warehouse.settle(self.campaign.id, self.until)
        self.publication.verify_received()
        return {"inbox": len(inbox), "registered": len(arrivals), "due": len(due)}

    # -- publish ---------------------------------------------------------------------------------------------------

    @property
    def publication(self) -> "Publication":
        """What is published, made when first needed."""
        if self._publication is None:
            assert self._ledger is not None, "an unchanged month publishes nothing"
            from pipelines.operations.month.publication import Publication

            self._publication = Publication(
                self.campaign, self.warehouse, self.month, self.until, self.published, self.code, self._ledger,
                self._readers.pool,
            )  # fmt: skip
        return self._publication

    def score(self) -> Counts:
        """Apply the decisions to the points in force and record scores and results."""
        if self.unchanged:
            return {}
        return self.publication.score()

    def _write(self, write: Callable[["Publication"], Counts]) -> Counts:
        return {} if self.unchanged else write(self.publication)

    def write_annexes(self) -> Counts:
        """The annex of each office and the province's ranking."""
        return self._write(lambda publication: publication.write_annexes())

    def write_summary(self) -> Counts:
        """The summary of all figures and of conversions."""
        return self._write(lambda publication: publication.write_summary())

    def write_board(self) -> Counts:
        """The analyst's own workbook: arrivals, findings, points."""
        made_from = digest([self.inputs, self.declarations, self.code, self.month])
        return self._write(lambda publication: publication.write_board(made_from))

    def write_sources(self) -> Counts:
        """Where each figure came from, a workbook per block."""
        return self._write(lambda publication: publication.write_sources())

    def write_charts(self) -> Counts:
        """The charts."""
        return self._write(lambda publication: publication.write_charts()) if self.request.charts else {}

    def finish(self) -> Counts:
        """Verify the warehouse, write the manifest, publish the read copy, record the end of the run."""
        if self.unchanged:
            return {}
        assert self._run_id is not None
        from pipelines.operations.month.remarks import remarks

        # The last workbooks are being written meanwhile.
        self.publication.finish_recording()
        rows = self.publication.end_rows()
        noticed = remarks(self.publication, self.stock, self._book, self.arrivals)
        self.publication.finish_outputs()
        self._readers.leave()
        summary = self._summary = self.publication.summary(rows, unreadable(self.stock), noticed)
        whole = not summary.messages
        counts = {row.label: row.received_count for row in (*summary.rows, summary.total)}
        self.warehouse.finish_run(self._run_id, "done" if whole else "failed", counts)
        self.warehouse.publish_read_copy()
        self._filled.remember(self.inputs, self.declarations)
        # What is not whole, because a person held an output open, is not remembered as made: the next run tries again.
        made_from = self._made_from() if whole else {}
        self.publication.write_manifest(
            self.stock.files, self.arrivals, made_from, summary.plain(self.published)
        )
        return {"paths": len(summary.paths)}

    # -- the end ---------------------------------------------------------------------------------------------------

    def summary(self) -> RunSummary:
        """What the person is told at the end; of an unchanged month, what was told the last time."""
        if self._summary is not None:
            return self._summary
        unchanged = "Không có gì thay đổi từ lượt chạy trước; các tệp đã có vẫn nguyên."
        return RunSummary.of_plain(self._last["summary"], self.published, unchanged)

    def close(self) -> None:
        """Close the warehouse and free its lock."""
        self._readers.close()
        if self._publication is not None:
            self._publication.close()
        if self._warehouse is not None:
            self._warehouse.close()
