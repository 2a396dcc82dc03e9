"""Publishes one month of one campaign: scores, annexes, summaries, board, sources, charts, manifest.

An output is written only when what it is made from has changed since the last publication: after one corrected
file, the other thirty workbooks stay as they are.
"""

import datetime
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.operations.board.contents import board
from pipelines.operations.board.findings import listed_findings
from pipelines.operations.board.left_out_files import left_out_files
from pipelines.operations.board.locked_forms import locked_out_files
from pipelines.operations.contents.annexes import Annexes
from pipelines.operations.contents.sources import put_sources
from pipelines.operations.manifest import MANIFEST, write_manifest
from pipelines.operations.month.end_table import end_rows, total
from pipelines.operations.month.recorder import Recorder
from pipelines.operations.outputs import Outputs
from pipelines.operations.round_points import ranked_scores
from pipelines.reports.board_sheets import write_board
from pipelines.scoring.reported import PointFact
from pipelines.scoring.score import UnitScore
from pipelines.steps import Counts
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import InboxFile
from pipelines.store.ledger import Ledger
from pipelines.store.standings import Standing, standings
from pipelines.store.warehouse import Warehouse
from pipelines.summary import BOARD, RunSummary, SummaryRow
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.findings import REFUSING


class Publication:
    """One month in the making, as a draft. `folder` is where it lies; `until` is the last day that counts; the
    processes of `pool`, if there is one, write the workbooks."""

    def __init__(
        self,
        campaign: Campaign,
        warehouse: Warehouse,
        month: str,
        until: datetime.date,
        folder: Path,
        code: str,
        ledger: Ledger,
        pool: Executor | None,
    ) -> None:
        self.campaign, self.warehouse, self.month, self.until = campaign, warehouse, month, until
        self.folder, self.code, self.ledger = folder, code, ledger
        self._recorder = Recorder(warehouse, campaign.id, month)
        self.outputs = Outputs(folder, code, pool)
        self._annexes = Annexes(campaign, warehouse, until, ledger, self.outputs, final=False)
        self._has_errors = False
        self.left_out: list[str] = []
        self.results: list[tuple[Scoring, list[UnitScore]]] = []
        self._facts: dict[str, list[PointFact]] = {}

    @property
    def _key(self) -> dict[str, Any]:
        return {"campaign": self.campaign.id, "month_end": self.until}

    @cached_property
    def _standings(self) -> list[Standing]:
        """Which version counts, asked once: the warehouse works it out anew each time."""
        return standings(self.warehouse, self.campaign.id, self.until)

    def verify_received(self) -> None:
        """Have the warehouse asked, beside other work, what must be true of all that was read."""
        self._recorder.verify_received()

    # -- points --------------------------------------------------------------------------------------------------

    def score(self) -> Counts:
        """Scores every level by its decision, and records points and results in the warehouse."""
        self.results, self._facts = [], {}
        for scoring in self.campaign.scorings:
            scored, facts = ranked_scores(self.campaign, scoring, self.warehouse, self.ledger, self.until)
            # Who sent the points is kept for the offices' annexes.
            self._facts[scoring.level] = facts
            self.results.append((scoring, scored))
        self._recorder.record(self.results)
        units = [one for _, scored in self.results for one in scored]
        return {"units": len(units), "scored": sum(one.state == "scored" for one in units)}

    def finish_recording(self) -> None:
        """Wait until points and results stand in the warehouse, and all that must be true of it was asked.

        Raises pandera's SchemaErrors or WarehouseUnsound.
        """
        self._recorder.finish()

    def close(self) -> None:
        """Wait for what is still being recorded."""
        self._recorder.close()

    def write_annexes(self) -> Counts:
        """Each office's annex, and the province's ranking."""
        return self._annexes.write_points(self.results, self._facts, self._standings)

    # -- figures -------------------------------------------------------------------------------------------------

    def write_summary(self) -> Counts:
        """The summary of figures and the workbook of conversions."""
        return self._annexes.write_figures()

    def write_board(self, made_from: str) -> Counts:
        """The analyst's own workbook. It tells all there is to tell of a month, so `made_from`, a digest of all that
        the month is made from, is its fingerprint: to tell its content would take half as long as to make it."""
        findings = listed_findings(self.campaign, self.warehouse, self.until, self._standings)
        self._has_errors = any(one.severity in REFUSING for one in findings)
        content = board(self.campaign, self.warehouse, self.until, self.results, self._standings, findings)
        self.left_out = left_out_files(findings) + locked_out_files(self.campaign, self._standings)
        self.outputs.put(BOARD, made_from, content.coded(), write_board)
        return {"arrivals": len(content.arrivals), "findings": len(content.findings)}

    def write_sources(self) -> Counts:
        """Where each figure came from, a workbook per group; only groups whose submissions changed are made again."""
        return put_sources(self.campaign, self.warehouse, self.until, self._standings, self.outputs)

    def write_charts(self) -> Counts:
        """Distribution by block, points by criterion, arrivals against the deadline."""
        from pipelines.operations.contents.charts import write_charts

        return write_charts(self.campaign, self.warehouse, self.until, self.results, self.outputs)

    def finish_outputs(self) -> None:
        """Wait until every output is written."""
        self.outputs.finish()

    # -- the end -------------------------------------------------------------------------------------------------

    def write_manifest(
        self,
        files: Sequence[InboxFile],
        arrivals: Mapping[str, Arrival],
        made_from: Mapping[str, str],
        summary: Mapping[str, Any],
    ) -> None:
        """What every publication notes, and of a month also its inputs with hashes and what was told at its end."""
        write_manifest(
            self.folder / MANIFEST,
            {
                **self._annexes.described(self.month),
                "made_from": dict(made_from),
                "inputs": {
                    file.path: {
                        "sha256": file.file_hash,
                        "received_on": arrivals[file.file_hash].on(self.until).received_on.isoformat()
                        if file.file_hash in arrivals
                        else None,
                    }
                    for file in files
                },
                "summary": dict(summary),
            },
        )

    def end_rows(self) -> list[SummaryRow]:
        """How far the units are, a row for each form owed."""
        return end_rows(self.campaign, self.warehouse, self.until, self.results)

    def summary(
        self, rows: Sequence[SummaryRow], messages: Sequence[str], remarks: Sequence[str]
    ) -> RunSummary:
        """The end table, with lines about what could not be done and about what may surprise."""
        made = sorted(self.outputs.made)
        paths = [self.folder / name for name in made if "/" not in name]
        paths += [
            self.folder / folder for folder in sorted({name.split("/")[0] for name in made if "/" in name})
        ]
        title = f"{self.campaign.title} – tháng {self.month[5:]}/{self.month[:4]}"
        messages = [*messages, *self.outputs.messages]
        return RunSummary(title, rows, total(rows, self.results), paths, messages, self._has_errors, remarks)
