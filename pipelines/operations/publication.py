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

from pipelines.operations import board_contents, figure_contents, score_contents
from pipelines.operations.left_out_files import left_out_files, locked_out_files
from pipelines.operations.manifest import MANIFEST, write_manifest
from pipelines.operations.outputs import Outputs, safe_name
from pipelines.operations.published_scorings import described_scorings
from pipelines.operations.recorder import Recorder
from pipelines.operations.round_points import ranked_scores
from pipelines.operations.source_contents import put_sources
from pipelines.reports.annex import write_annex
from pipelines.reports.board import write_board
from pipelines.reports.conversion import write_conversion
from pipelines.reports.ranking import write_ranked
from pipelines.reports.summary import write_summary
from pipelines.scoring.reported import PointFact
from pipelines.scoring.score import UnitScore
from pipelines.steps import Counts
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import InboxFile
from pipelines.store.ledger import Ledger
from pipelines.store.standings import Standing, standings
from pipelines.store.warehouse import Warehouse
from pipelines.summary import RunSummary, SummaryRow
from schemas.annexes.annex import Annex, load_annexes
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.findings import SEVERITY_VI

RANKING = "Xếp hạng toàn tỉnh.xlsx"


def office_annex_name(campaign: Campaign, annex: Annex, office: str) -> str:
    """The file of an office's annex, below the folder of the publication."""
    return safe_name(f"{annex.label}/{annex.label} - {campaign.roster.units[office].name}.xlsx")


class Publication:
    """One publication in the making. `folder` is where it lies; `until` is the last day that counts; the processes of
    `pool`, if there is one, write the workbooks. Unless `final`, every page of an annex says DỰ THẢO."""

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
        final: bool = False,
    ) -> None:
        self.campaign, self.warehouse, self.month, self.until = campaign, warehouse, month, until
        self.folder, self.code, self.ledger = folder, code, ledger
        self._marks = score_contents.annex_marks(campaign, ledger.head, final)
        self.annexes = load_annexes()
        self._recorder = Recorder(warehouse, campaign.id, month)
        self.outputs = Outputs(folder, code, pool)
        self._has_errors = False
        self.left_out: list[str] = []
        self.results: list[tuple[Scoring, list[UnitScore]]] = []
        self._points: dict[str, list[tuple[Any, ...]]] = {}

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
        self.results, self._points = [], {}
        for scoring in self.campaign.scorings:
            scored, facts = ranked_scores(self.campaign, scoring, self.warehouse, self.ledger, self.until)
            # Who sent the points is kept for the offices' annexes.
            self._points[scoring.level] = [(fact.sender, fact.unit, fact.submission_id) for fact in facts]
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

    def take_scores(
        self,
        results: Sequence[tuple[Scoring, list[UnitScore]]],
        facts: Mapping[str, Sequence[PointFact]],
    ) -> None:
        """Annexes of scores that are made and recorded elsewhere; `facts` by level say which office sent points."""
        self.results = list(results)
        self._points = {
            level: [(fact.sender, fact.unit, fact.submission_id) for fact in sent]
            for level, sent in facts.items()
        }

    def write_annexes(self) -> Counts:
        """Each office's annex, and the province's ranking."""
        letters = {one.submission_id: one for one in self._standings}
        office_count = 0
        for scoring, scored in self.results:
            by_unit = {one.unit: one for one in scored}
            senders: dict[str, list[tuple[str, str]]] = {}
            for sender, unit, submission in self._points[scoring.level]:
                if sender != unit:
                    senders.setdefault(sender, []).append((unit, submission))
            for office, rows in senders.items():
                annex = self.annexes["office_points"]
                content = score_contents.office_annex(
                    self.campaign,
                    annex,
                    scoring,
                    office,
                    _letter(letters[rows[0][1]]),
                    [unit for unit, _ in rows],
                    by_unit,
                    self._marks,
                )
                self.outputs.put_content(
                    office_annex_name(self.campaign, annex, office), content, write_annex
                )
                office_count += 1
        if self.results:
            ranked = score_contents.ranking(self.campaign, self.annexes["ranking"], self.results, self._marks)
            self.outputs.put_content(RANKING, ranked, write_ranked)
        return {"offices": office_count}

    # -- figures -------------------------------------------------------------------------------------------------

    def write_summary(self) -> Counts:
        """The summary of figures and the workbook of conversions."""
        written = 0
        summary = figure_contents.summary(
            self.campaign, self.annexes["summary"], self.warehouse, self.until, self._marks
        )
        if summary is not None:
            self.outputs.put_content("Biểu tổng hợp toàn tỉnh.xlsx", summary, write_summary)
            written += 1
        conversion = figure_contents.conversion(
            self.campaign, self.annexes["conversion"], self.warehouse, self.until, self._marks
        )
        if conversion is not None:
            name = f"{self.annexes['conversion'].label} toàn tỉnh.xlsx"
            self.outputs.put_content(safe_name(name), conversion, write_conversion)
            written += 1
        return {"workbooks": written}

    def write_board(self, made_from: str) -> Counts:
        """The analyst's own workbook. It tells all there is to tell of a month, so `made_from`, a digest of all that
        the month is made from, is its fingerprint: to tell its content would take half as long as to make it."""
        content = board_contents.board(
            self.campaign, self.warehouse, self.until, self.results, self._standings
        )
        rejecting = {SEVERITY_VI["rejects_file"], SEVERITY_VI["rejects_row"]}
        self._has_errors = any(line.severity in rejecting for line in content.findings)
        self.left_out = left_out_files(content.findings) + locked_out_files(self.campaign, self._standings)
        self.outputs.put("Theo dõi.xlsx", made_from, content, write_board)
        return {"arrivals": len(content.arrivals), "findings": len(content.findings)}

    def write_sources(self) -> Counts:
        """Where each figure came from, a workbook per group; only groups whose submissions changed are made again."""
        return put_sources(self.campaign, self.warehouse, self.until, self._standings, self.outputs)

    def write_charts(self) -> Counts:
        """Distribution by block, points by criterion, arrivals against the deadline."""
        from pipelines.operations.chart_contents import write_charts

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
        """Inputs with hashes, decisions with hashes, code, counts, outputs; removes outputs nothing stands for now."""
        write_manifest(
            self.folder / MANIFEST,
            {
                **self.described(),
                "made_from": dict(made_from),
                "inputs": {
                    file.path: {
                        "sha256": file.file_hash,
                        "received_on": arrivals[file.file_hash].received_on.isoformat()
                        if file.file_hash in arrivals
                        else None,
                    }
                    for file in files
                },
                "summary": dict(summary),
            },
        )

    def described(self) -> dict[str, Any]:
        """What the manifest of any publication says: of what, by which decisions, up to which entry, which files."""
        return {
            "campaign": self.campaign.id,
            "month": self.month,
            "simulated": self.campaign.simulated,
            "decisions": {
                scoring.decision.id: {
                    "number": scoring.decision.number,
                    "files": scoring.decision.file_hashes,
                }
                for scoring in self.campaign.scorings
            },
            "scorings": described_scorings(self.campaign),
            "ledger": self.ledger.head._asdict(),
            "outputs": self.outputs.made,
        }

    def summary(self, messages: Sequence[str], remarks: Sequence[str]) -> RunSummary:
        """The end table, with lines about what could not be done and about what may surprise."""
        scored = {
            layout.form: sum(
                one.state == "scored"
                for scoring, found in self.results
                if scoring.ranked_round == layout.round
                for one in found
            )
            for layout in self.campaign.layouts.values()
            if layout.round
        }
        rows = []
        for form, due, received, late, unregistered, _, _, missing, faulty in self.warehouse.query(
            "end_counts", **self._key
        ):
            name = self.campaign.layouts[form].name
            rows.append(
                SummaryRow(name, due, received, late, missing, faulty, scored.get(form, 0), unregistered)
            )
        sums = [sum(column) for column in zip(*([*_numbers(row)] for row in rows), strict=True)] or [0] * 7
        total = SummaryRow("Cộng", *sums)
        made = sorted(self.outputs.made)
        paths = [self.folder / name for name in made if "/" not in name]
        paths += [
            self.folder / folder for folder in sorted({name.split("/")[0] for name in made if "/" in name})
        ]
        title = f"{self.campaign.title} – tháng {self.month[5:]}/{self.month[:4]}"
        messages = [*messages, *self.outputs.messages]
        return RunSummary(title, rows, total, paths, messages, self._has_errors, remarks)


def _letter(of: Standing) -> score_contents.Letter:
    """The letter that a form came with: as the book has it, else as the form says."""
    number = of.registered_number or of.doc_symbol or ""
    return score_contents.Letter(number, of.registered_doc_date or of.doc_date or "")


def _numbers(row: SummaryRow) -> tuple[int, ...]:
    return (
        row.due_count, row.received_count, row.late_count, row.missing_count, row.with_errors_count, row.scored_count,
        row.unregistered_count,
    )  # fmt: skip
