"""Publishes one month of one campaign: scores, annexes, summaries, board, sources, charts, manifest.

An output is written only when what it is made from has changed since the last publication: after one corrected
file, the other thirty workbooks stay as they are.
"""

import datetime
import hashlib
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from pipelines.operations import board_contents, figure_contents, score_contents
from pipelines.operations.fingerprint import file_digest
from pipelines.operations.manifest import content_digest, read_manifest, write_manifest
from pipelines.operations.units_of_campaign import block_name, members, place_name
from pipelines.reports.annex import write_annex
from pipelines.reports.board import write_board
from pipelines.reports.conversion import write_conversion
from pipelines.reports.place import OutputBusy
from pipelines.reports.provenance import ProvenanceContent, ProvenanceRow, write_provenance
from pipelines.reports.ranking import write_ranked
from pipelines.reports.summary import write_summary
from pipelines.reports.wording import date_text
from pipelines.scoring.score import PointFact, UnitScore, score_units
from pipelines.steps import Counts
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import InboxFile
from pipelines.store.warehouse import Warehouse
from pipelines.summary import RunSummary, SummaryRow
from schemas.annexes.annex import load_annexes
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.indicators import load_indicators
from schemas.tables.columns import RESULTS, SCORES

log = logging.getLogger(__name__)
Content = TypeVar("Content")
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
STATE_SHOWN = {
    "blank": "(trống)",
    "dash": "(gạch ngang)",
    "none": "(không có)",
    "not_arisen": "(không phát sinh)",
    "unknown": "(chưa có số liệu)",
    "mark": "(đánh dấu)",
    "unreadable": "(không đọc được)",
}


class Publication:
    """One publication in the making. `folder` is where it lies; `until` is the last day that counts."""

    def __init__(
        self, campaign: Campaign, warehouse: Warehouse, month: str, until: datetime.date, folder: Path, code: str
    ) -> None:
        self.campaign, self.warehouse, self.month, self.until = campaign, warehouse, month, until
        self.folder, self.code = folder, code
        self.annexes = load_annexes()
        self._before: dict[str, Any] = read_manifest(folder / "manifest.json").get("outputs", {})
        self._outputs: dict[str, dict[str, str]] = {}
        self._messages: list[str] = []
        self._results: list[tuple[Scoring, list[UnitScore]]] = []
        self._points: dict[str, list[tuple[Any, ...]]] = {}

    @property
    def _key(self) -> dict[str, Any]:
        return {"campaign": self.campaign.id, "month_end": self.until}

    # -- outputs -------------------------------------------------------------------------------------------------

    def _put(self, name: str, fingerprint: str, write: Callable[[Path], None]) -> None:
        """Writes one output unless the last publication made it from the same."""
        path = self.folder / name
        before = self._before.get(name)
        if before and before["from"] == fingerprint and file_digest(path) == before["sha256"]:
            self._outputs[name] = before
            return
        try:
            write(path)
        except OutputBusy as busy:
            self._messages.append(str(busy))
            return
        self._outputs[name] = {"from": fingerprint, "sha256": file_digest(path)}

    def _put_content(self, name: str, content: Content, write: Callable[[Path, Content], None]) -> None:
        self._put(name, content_digest(content, self.code), lambda path: write(path, content))

    # -- points --------------------------------------------------------------------------------------------------

    def score(self) -> Counts:
        """Scores every level by its decision, and records points and results in the warehouse."""
        scores: list[tuple[Any, ...]] = []
        results: list[tuple[Any, ...]] = []
        for scoring in self.campaign.scorings:
            facts = self._facts_of_round(scoring)
            scored = score_units(scoring, self.campaign.roster, facts)
            self._results.append((scoring, scored))
            head = (self.campaign.id, self.month, scoring.decision.id, scoring.criteria.annex, scoring.ranked_round)
            for one in scored:
                results.append((*head, one.block, one.unit, one.state, one.total, one.reason or None, one.rank))
                for part in one.parts:
                    fact = part.fact
                    where = (fact.submission_id, fact.sheet, fact.cell, fact.typed) if fact else (None, None, None, None)
                    scores.append((*head, one.unit, part.criterion, part.state, part.points, *where))
        from schemas.tables.scores import check_scores

        tables = _table(scores, SCORES), _table(results, RESULTS)
        check_scores(*tables)
        self.warehouse.replace_results(self.campaign.id, self.month, *tables)
        return {"units": len(results), "scored": sum(row[7] == "scored" for row in results)}

    def _facts_of_round(self, scoring: Scoring) -> list[PointFact]:
        """Points in force of the ranked round, given by the unit itself or by the one above it; nobody else's count."""
        forms = [layout.form for layout in self.campaign.layouts.values() if layout.round == scoring.ranked_round]
        wanted = pa.table({"form": pa.array(forms, pa.string())})
        rows = self.warehouse.query("points_of_forms", {"wanted": wanted}, **self._key)
        units, facts = self.campaign.roster.units, []
        kept = self._points.setdefault(scoring.level, [])
        for submission, sender, unit, item, kind, value, usable, sheet, cell, typed, _ in rows:
            member = units.get(unit)
            if member and member.level == scoring.level and sender in (unit, member.parent):
                kept.append((sender, unit, submission))
                facts.append(PointFact(submission, unit, item, kind, value, usable, sheet, cell, typed))
        return facts

    def write_annexes(self) -> Counts:
        """Each office's annex, and the province's ranking."""
        letters = {
            row[0]: score_contents.Letter(row[11] or row[8] or "", row[12] or row[9] or "")
            for row in self.warehouse.query("standings", **self._key)
        }
        office_count = 0
        for scoring, scored in self._results:
            by_unit = {one.unit: one for one in scored}
            senders: dict[str, list[tuple[str, str]]] = {}
            for sender, unit, submission in self._points[scoring.level]:
                if sender != unit:
                    senders.setdefault(sender, []).append((unit, submission))
            for office, rows in senders.items():
                annex = self.annexes["office_points"]
                content = score_contents.office_annex(
                    self.campaign, annex, scoring, office, letters[rows[0][1]], [unit for unit, _ in rows], by_unit
                )
                name = f"{annex.label}/{annex.label} - {self.campaign.roster.units[office].name}.xlsx"
                self._put_content(_safe(name), content, write_annex)
                office_count += 1
        if self._results:
            ranked = score_contents.ranking(self.campaign, self.annexes["ranking"], self._results)
            self._put_content("Xếp hạng toàn tỉnh.xlsx", ranked, write_ranked)
        return {"offices": office_count}

    # -- figures -------------------------------------------------------------------------------------------------

    def write_summary(self) -> Counts:
        """The summary of figures and the workbook of conversions."""
        written = 0
        summary = figure_contents.summary(self.campaign, self.annexes["summary"], self.warehouse, self.until)
        if summary is not None:
            self._put_content("Biểu tổng hợp toàn tỉnh.xlsx", summary, write_summary)
            written += 1
        conversion = figure_contents.conversion(self.campaign, self.annexes["conversion"], self.warehouse, self.until)
        if conversion is not None:
            name = f"{self.annexes['conversion'].label} toàn tỉnh.xlsx"
            self._put_content(_safe(name), conversion, write_conversion)
            written += 1
        return {"workbooks": written}

    def write_board(self) -> Counts:
        """The analyst's own workbook."""
        content = board_contents.board(self.campaign, self.warehouse, self.month, self.until, self._results)
        self._put_content("Theo dõi.xlsx", content, write_board)
        return {"arrivals": len(content.arrivals), "findings": len(content.findings)}

    def write_sources(self) -> Counts:
        """Where each figure came from, a workbook per group; only groups whose submissions changed are made again."""
        groups = {code: {unit.code for unit in units} | {code} for code, units in members(self.campaign).items()}
        group_of = {unit: code for code, units in groups.items() for unit in units}
        versions: dict[str, list[str]] = {}
        for row in self.warehouse.query("standings", **self._key):
            if row[14] == "in_force" and row[3] in group_of:
                versions.setdefault(group_of[row[3]], []).append(f"{row[0]}\0{row[2]}")
        plan: dict[str, tuple[str, str]] = {}
        for code, ids in versions.items():
            name = _safe(f"Nguồn số liệu/Nguồn số liệu - {self.campaign.roster.units[code].name}.xlsx")
            fingerprint = hashlib.sha256("\n".join([self.code, str(self.campaign.title), str(self.until), *sorted(ids)]).encode())
            plan[code] = (name, fingerprint.hexdigest())
        stale = [
            code for code, (name, fingerprint) in plan.items()
            if self._before.get(name, {}).get("from") != fingerprint or file_digest(self.folder / name) != self._before[name]["sha256"]
        ]  # fmt: skip
        rows = self._source_rows({unit: code for code in stale for unit in groups[code]})
        for code, (name, fingerprint) in plan.items():
            title = f"Nguồn số liệu – {self.campaign.roster.full_name(code)}"
            below = (self.campaign.title, f"Tính đến hết ngày {date_text(self.until)}")
            content = ProvenanceContent(title, rows.get(code, ()), below, score_contents.marks_of(self.campaign))
            self._put(name, fingerprint, lambda path, content=content: write_provenance(path, content))  # type: ignore[misc]
        return {"groups": len(plan), "written": len(stale)}

    def _source_rows(self, group_of: Mapping[str, str]) -> dict[str, list[ProvenanceRow]]:
        """The rows of each group's workbook, for the senders given."""
        if not group_of:
            return {}
        campaign, indicators = self.campaign, load_indicators()
        labels = {code: one.label for code, one in indicators.items()}
        criteria = {
            (scoring.level, criterion.code): criterion.label
            for scoring in campaign.scorings
            for criterion in scoring.criteria.criteria.values()
        }
        names = {code: campaign.roster.full_name(code) for code in campaign.roster.units}
        levels = {code: unit.level for code, unit in campaign.roster.units.items()}
        forms = {form: layout.name for form, layout in campaign.layouts.items()}
        wanted = pa.table({"unit": pa.array(list(group_of), pa.string())})
        found: dict[str, list[ProvenanceRow]] = {}
        for (
            unit, item, kind, _, state, value, text, usable, form, sender, path, _, sheet, cell, typed, note,
        ) in self.warehouse.query("facts_with_source", {"wanted": wanted}, **self._key):  # fmt: skip
            label = labels.get(item, "") if kind == "indicator" else criteria.get((levels.get(unit, ""), item), "")
            shown = value if value is not None else text or STATE_SHOWN.get(state, "")
            remark = note if usable else f"Không dùng. {note or ''}".strip()
            found.setdefault(group_of[sender], []).append(
                (names.get(unit, ""), forms[form], item, label, shown, path, sheet, cell, typed, remark)
            )
        return found

    def write_charts(self) -> Counts:
        """Distribution by block, points by criterion, arrivals against the deadline."""
        from pipelines.reports import charts

        marks = score_contents.marks_of(self.campaign)
        drawn = 0
        for scoring, scored in self._results:
            if not any(one.total is not None for one in scored):
                continue
            level = self.campaign.roster.of_level(scoring.level)[0].level
            kind = {"commune": "cấp xã", "district": "cấp huyện"}.get(level, level)
            blocks = score_contents.totals_by_block(self.campaign, scoring, scored)
            missing = len(scored) - sum(len(totals) for _, totals, _ in blocks)
            empty = f"Khối chưa có đơn vị nào đủ điểm không vẽ; {missing} đơn vị chưa có tổng điểm."
            caption = empty if missing else ""
            totals = charts.TotalsContent(
                f"Tổng điểm tiêu chí {scoring.criteria.root} {kind} theo khối, {self.campaign.period}",
                tuple(charts.TotalsBlock(*block) for block in blocks), scoring.criteria.total, caption, marks,
            )  # fmt: skip
            self._put_content(f"Biểu đồ/Phân bố tổng điểm {kind}.png", totals, charts.write_totals)
            rows = tuple(
                charts.HeatRow(block_name(self.campaign, scoring, one.block), self.campaign.roster.units[one.unit].name, tuple(part.points for part in one.parts))
                for one in scored
                if any(part.points is not None for part in one.parts)
            )
            heat = charts.HeatContent(
                f"Điểm từng tiêu chí {kind}, {self.campaign.period}",
                tuple(part.code for part in scoring.criteria.parts),
                tuple(part.max_points for part in scoring.criteria.parts), rows, "", marks,
            )  # fmt: skip
            self._put_content(f"Biểu đồ/Điểm từng tiêu chí {kind}.png", heat, charts.write_heat_map)
            drawn += 2
        self._put_content("Biểu đồ/Tiến độ nộp.png", self._arrivals_chart(), charts.write_arrivals)
        return {"charts": drawn + 1}

    def _arrivals_chart(self) -> Any:
        from pipelines.reports.charts import ArrivalsContent

        first: dict[str, list[datetime.date | None]] = {}
        deadlines = set()
        for row in self.warehouse.query("arrivals_board", **self._key):
            deadlines.add(row[2])
            if row[3] != "missing":
                first.setdefault(row[0], []).append(row[5])
        days = {unit: min((day for day in known if day), default=None) for unit, known in first.items()}
        due = len({unit.code for units in members(self.campaign).values() for unit in units})
        deadline = deadlines.pop() if len(deadlines) == 1 else None
        return ArrivalsContent(
            f"Tiến độ gửi báo cáo, {self.campaign.period}",
            tuple(sorted(day for day in days.values() if day)),
            due,
            deadline,
            sum(day is None for day in days.values()),
            f"Địa bàn: {place_name(self.campaign)}. Tính đến hết ngày {date_text(self.until)}.",
            score_contents.marks_of(self.campaign),
        )

    # -- the end -------------------------------------------------------------------------------------------------

    def write_manifest(self, files: Sequence[InboxFile], arrivals: Mapping[str, Arrival], declarations: str) -> None:
        """Inputs with hashes, decisions with hashes, code, counts, outputs; removes outputs nothing stands for now."""
        for name in self._before.keys() - self._outputs.keys():
            if not any(name in message for message in self._messages):
                (self.folder / name).unlink(missing_ok=True)
        from schemas.criteria.decision import FOLDER as CRITERIA

        decisions = {}
        for scoring in self.campaign.scorings:
            folder = CRITERIA / scoring.decision.id
            parts = [file_digest(folder / one) for one in ("decision.toml", "criteria.csv")]
            decisions[scoring.decision.id] = {"number": scoring.decision.number, "sha256": parts}
        [counts] = [self.warehouse.query("end_counts", **self._key)]
        write_manifest(
            self.folder / "manifest.json",
            {
                "campaign": self.campaign.id,
                "month": self.month,
                "simulated": self.campaign.simulated,
                "code": self.code,
                "declarations": declarations,
                "decisions": decisions,
                "inputs": {
                    file.path: {
                        "sha256": file.file_hash,
                        "received_on": arrivals[file.file_hash].received_on.isoformat() if file.file_hash in arrivals else None,
                    }
                    for file in files
                },
                "counts": {row[0]: dict(zip(("due", "received", "late"), row[1:4], strict=True)) for row in counts},
                "outputs": self._outputs,
            },
        )

    def summary(self, messages: Sequence[str]) -> RunSummary:
        """The end table."""
        scored = {
            layout.form: sum(one.state == "scored" for scoring, found in self._results if scoring.ranked_round == layout.round for one in found)
            for layout in self.campaign.layouts.values()
            if layout.round
        }
        rows = []
        for form, due, received, late, unregistered, _, _, missing, faulty in self.warehouse.query("end_counts", **self._key):
            name = self.campaign.layouts[form].name
            rows.append(SummaryRow(name, due, received, late, missing, faulty, scored.get(form, 0), unregistered))
        sums = [sum(column) for column in zip(*([*_numbers(row)] for row in rows), strict=True)] or [0] * 7
        total = SummaryRow("Cộng", *sums)
        paths = [self.folder / name for name in sorted(self._outputs) if "/" not in name]
        paths += [self.folder / folder for folder in sorted({name.split("/")[0] for name in self._outputs if "/" in name})]
        rejecting = self.warehouse.query("file_counts", campaign=self.campaign.id)
        has_errors = any(faulty for _, _, faulty in rejecting)
        title = f"{self.campaign.title} – tháng {self.month[5:]}/{self.month[:4]}"
        return RunSummary(title, rows, total, paths, [*messages, *self._messages], has_errors)


def _numbers(row: SummaryRow) -> tuple[int, ...]:
    return (
        row.due_count, row.received_count, row.late_count, row.missing_count, row.with_errors_count, row.scored_count,
        row.unregistered_count,
    )  # fmt: skip


def _table(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _safe(name: str) -> str:
    """A file name for every system: what Windows refuses becomes a dash; "/" parts folder and file."""
    return "/".join(_NOT_IN_A_NAME.sub("-", part).strip(" .") for part in name.split("/"))
