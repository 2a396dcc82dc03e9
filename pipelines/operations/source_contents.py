"""Where each figure came from (nguồn số liệu): one workbook per group of units.

These are the longest workbooks, and they depend on nothing that is scored; of a large campaign a second process
writes them while this one goes on with the annexes. It gets Arrow buffers, not rows of Python values.
"""

import datetime
import hashlib
from concurrent.futures import Future, ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from pipelines.operations.outputs import Outputs, safe_name
from pipelines.operations.score_contents import marks_of
from pipelines.operations.units_of_campaign import members
from pipelines.reports.bulk_sheet import CodedRows
from pipelines.reports.page import Marks
from pipelines.reports.place import OutputBusy
from pipelines.reports.provenance import ProvenanceContent, write_provenance
from pipelines.reports.wording import date_text
from pipelines.steps import Counts
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.indicators import load_indicators

STATE_SHOWN = {
    "blank": "(trống)",
    "dash": "(gạch ngang)",
    "none": "(không có)",
    "not_arisen": "(không phát sinh)",
    "unknown": "(chưa có số liệu)",
    "mark": "(đánh dấu)",
    "unreadable": "(không đọc được)",
}
# A second process takes half a second to start.
FEWEST_ROWS_FOR_A_PROCESS = 50_000


class Job(NamedTuple):
    """One workbook: where it goes, what stands over its rows, and the rows as an Arrow stream."""

    path: Path
    title: str
    below: tuple[str, ...]
    marks: Marks
    rows: pa.Buffer


class Sources:
    """The workbooks of one publication: planned and, where it pays, begun when made; complete after `finish`."""

    def __init__(self, campaign: Campaign, warehouse: Warehouse, until: datetime.date, outputs: Outputs) -> None:
        self._campaign, self._outputs = campaign, outputs
        groups = {code: {unit.code for unit in units} | {code} for code, units in members(campaign).items()}
        group_of = {unit: code for code, units in groups.items() for unit in units}
        versions: dict[str, list[str]] = {}
        for row in warehouse.query("standings", campaign=campaign.id, month_end=until):
            if row[14] == "in_force" and row[3] in group_of:
                versions.setdefault(group_of[row[3]], []).append(f"{row[0]}\0{row[2]}")
        self._plan = {code: (_name(campaign, code), _fingerprint(campaign, until, outputs.code, ids)) for code, ids in versions.items()}
        stale = {code for code, (name, fingerprint) in self._plan.items() if not outputs.is_current(name, fingerprint)}
        below = (campaign.title, f"Tính đến hết ngày {date_text(until)}")
        rows = _rows(campaign, warehouse, until, {unit: code for unit, code in group_of.items() if code in stale})
        self._jobs = {
            code: Job(
                outputs.folder / self._plan[code][0],
                f"Nguồn số liệu – {campaign.roster.full_name(code)}",
                below,
                marks_of(campaign),
                buffer,
            )
            for code, buffer in _by_group(rows).items()
        }
        self._pool: ProcessPoolExecutor | None = None
        self._begun: dict[str, Future[str]] = {}
        if len(rows) >= FEWEST_ROWS_FOR_A_PROCESS:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"))
            self._begun = {code: self._pool.submit(write_job, job) for code, job in self._jobs.items()}

    def finish(self) -> Counts:
        """Write what the other process has not begun, from the end, and wait for the rest."""
        messages = {}
        for code, job in reversed(self._jobs.items()):
            begun = self._begun.get(code)
            if begun is None or begun.cancel():
                messages[code] = write_job(job)
        for code, begun in self._begun.items():
            if not begun.cancelled():
                messages[code] = begun.result()
        self.close()
        for code, (name, fingerprint) in self._plan.items():
            self._outputs.note(name, fingerprint, messages.get(code, ""))
        return {"groups": len(self._plan), "written": len(self._jobs)}

    def close(self) -> None:
        """Let the other process go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def write_job(job: Job) -> str:
    """Writes one workbook; returns "" or the message of an output that is open in Excel."""
    table = pa.ipc.open_stream(job.rows).read_all()
    columns = []
    for name in table.column_names:
        coded = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
        distinct = coded.dictionary.to_pylist()
        columns.append((_figures(distinct) if name == "value" else distinct, coded.indices.to_pylist()))
    try:
        write_provenance(job.path, ProvenanceContent(job.title, CodedRows(tuple(columns)), job.below, job.marks))
    except OutputBusy as busy:
        return str(busy)
    return ""


def _figures(tagged: list[str]) -> list[Decimal | str]:
    """Numbers and words, told apart by the first character as the query marks them."""
    return [Decimal(value[1:]) if value[0] == "#" else value[1:] for value in tagged]


def _name(campaign: Campaign, group: str) -> str:
    return safe_name(f"Nguồn số liệu/Nguồn số liệu - {campaign.roster.units[group].name}.xlsx")


def _fingerprint(campaign: Campaign, until: datetime.date, code: str, submissions: list[str]) -> str:
    """A group's rows follow from its submissions in force: making them anew to compare would cost as much as writing."""
    parts = [code, campaign.title, campaign.period, str(campaign.simulated), str(until), *sorted(submissions)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _text_table(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})


def _rows(campaign: Campaign, warehouse: Warehouse, until: datetime.date, group_of: dict[str, str]) -> pa.Table:
    """The rows of the workbooks, ordered by group (column grp), for the senders given."""
    units = campaign.roster.units
    criteria = [
        (str(scoring.level), criterion.code, criterion.label)
        for scoring in campaign.scorings
        for criterion in scoring.criteria.criteria.values()
    ]
    tables = {
        "wanted": _text_table(("unit", "grp"), list(group_of.items())),
        "units": _text_table(("code", "level", "name"), [(code, one.level, campaign.roster.full_name(code)) for code, one in units.items()]),
        "labels": _text_table(("level", "code", "label"), [("", one.code, one.label) for one in load_indicators().values()] + criteria),
        "forms": _text_table(("form", "name"), [(form, layout.name) for form, layout in campaign.layouts.items()]),
        "states": _text_table(("state", "shown"), list(STATE_SHOWN.items())),
    }
    return warehouse.query_arrow("facts_with_source", tables, campaign=campaign.id, month_end=until)


def _by_group(rows: pa.Table) -> dict[str, pa.Buffer]:
    """Each group's rows, without the column that names the group, as an Arrow stream."""
    counts: dict[str, int] = {}
    for pair in rows["grp"].value_counts().to_pylist():
        counts[pair["values"]] = pair["counts"]
    found: dict[str, pa.Buffer] = {}
    start, shown = 0, rows.drop_columns(["grp"])
    for group in sorted(counts):
        sink = pa.BufferOutputStream()
        part = shown.slice(start, counts[group])
        with pa.ipc.new_stream(sink, part.schema) as stream:
            stream.write_table(part)
        found[group] = sink.getvalue()
        start += counts[group]
    return found
