"""Reads many files into the tables of the warehouse, in this process or in two.

A worker sends one Arrow buffer back per batch: nested Python lists would eat the gain of a second process.
"""

import datetime
import gc
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from pipelines.intake.file_reader import Answers, FileReader, FileReading
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.findings import Finding, load_catalogue
from schemas.tables.columns import FILE_TABLES

# Small enough that at the end no process waits long for the other.
FILES_PER_BATCH = 20
# `Answers`, in a form that can be a key.
AnswersAsPairs = tuple[tuple[tuple[str, str], ...], ...]
_TEXT_LIMIT = 2000


class ToRead(NamedTuple):
    """A file to be read: its path relative to inbox/, its sha256, where it lies, and what its rows record."""

    path: str
    file_hash: str
    location: str
    size: int


class Mark(NamedTuple):
    """What every row of a run carries."""

    campaign: str
    first_seen: datetime.date
    declarations_hash: str


def processes(count: int) -> ProcessPoolExecutor:
    """More processes. "spawn" everywhere: it is the only way Windows has, and a fork would copy the threads of an open
    database."""
    return ProcessPoolExecutor(count, get_context("spawn"))


def make_reader(campaign: Campaign, answers: Answers) -> FileReader:
    """A reader under one campaign's declarations."""
    criteria = {str(scoring.level): scoring.criteria for scoring in campaign.scorings}
    owes = frozenset((due.form, str(due.level)) for due in campaign.dues)
    return FileReader(campaign.layouts, campaign.roster, criteria, owes, campaign.period, answers)


class _Columns:
    """Rows on their way to Arrow, table by table."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in FILE_TABLES}

    def tables(self) -> dict[str, pa.Table]:
        made = {}
        for name, schema in FILE_TABLES.items():
            columns = list(zip(*self.rows[name], strict=True)) or [()] * len(schema)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            made[name] = pa.Table.from_arrays(arrays, schema=schema)
        return made


def _add(
    columns: _Columns, file: ToRead, mark: Mark, reading: FileReading, severity: Mapping[str, str]
) -> None:
    campaign, file_hash = mark.campaign, file.file_hash
    ids = [f"{file_hash[:16]}-{one.form}-{number}" for number, one in enumerate(reading.submissions)]
    rows = columns.rows
    rows["files"].append(
        (
            campaign,
            file_hash,
            file.path,
            file.size,
            reading.kind,
            reading.outcome,
            mark.first_seen,
            mark.declarations_hash,
        )
    )
    periods = []
    for number, one in enumerate(reading.submissions):
        periods.append(one.period)
        rows["submissions"].append(
            (campaign, ids[number], file_hash, one.form, one.outcome, one.layout, one.sheet, one.sender, one.period,
             one.doc_symbol, one.doc_date)
        )  # fmt: skip
    facts = rows["facts"]
    for number, sheet, fact in reading.facts:
        (unit, item, kind, state, value, text, usable, row, cell, typed, note) = fact
        facts.append(
            (
                campaign,
                ids[number],
                item,
                kind,
                state,
                usable,
                sheet,
                cell,
                unit,
                periods[number],
                value,
                text,
                row,
                typed,
                note,
            )
        )
    for ordinal, (which, unit, finding) in enumerate(reading.findings):
        rows["findings"].append(
            (campaign, file_hash, ordinal, finding.code, severity[finding.code], finding.sheet, finding.cell,
             finding.found[:_TEXT_LIMIT], finding.detail[:_TEXT_LIMIT], None if which is None else ids[which], unit)
        )  # fmt: skip
    for which, entry in reading.entries:
        submission = ids[which] if which is not None and which < len(ids) else None
        rows["cells"].append(
            (campaign, file_hash, entry.sheet, entry.role, entry.area, entry.cells, submission)
        )


def read_batch(reader: FileReader, files: Sequence[ToRead], mark: Mark) -> dict[str, pa.Table]:
    """The warehouse tables (`schemas.tables.columns.FILE_TABLES`) of some files, in the order given."""
    columns = _Columns()
    severity = {code: kind.severity for code, kind in load_catalogue().items()}
    for file in files:
        try:
            data = Path(file.location).read_bytes()
        except OSError as error:
            reading = FileReading("not_read", "refused")
            reading.findings.append(
                (None, None, Finding("file_unreadable", detail=f"không mở được tệp ({error.strerror})"))
            )
        else:
            reading = reader.read(data, file.path.rsplit("/", 1)[-1], file.file_hash)
        _add(columns, file, mark, reading, severity)
    return columns.tables()


@lru_cache(maxsize=1)
def campaign_of(folder: str) -> Campaign:
    """A reading process's own copy of the campaign."""
    return load_campaign(Path(folder))


@lru_cache(maxsize=1)
def _reader_of(folder: str, answers: AnswersAsPairs) -> FileReader:
    """A reading process's own reader: made at its first batch, kept for the others."""
    return make_reader(campaign_of(folder), Answers(*map(dict, answers)))


def _work(files: Sequence[ToRead], mark: Mark, folder: str, answers: AnswersAsPairs) -> bytes:
    # What a file leaves behind is looked for once a batch: looking while it is read takes a tenth of the time.
    gc.disable()
    tables = read_batch(_reader_of(folder, answers), files, mark)
    gc.collect(0)
    sink = io.BytesIO()
    for table in tables.values():
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
    return sink.getvalue()


def _tables_of(buffer: bytes) -> dict[str, pa.Table]:
    source = pa.BufferReader(buffer)
    return {name: pa.ipc.open_stream(source).read_all() for name in FILE_TABLES}


def read_files(
    campaign: Campaign,
    answers: Answers,
    files: Sequence[ToRead],
    mark: Mark,
    advance: Callable[[int], None],
    pool: Executor | None = None,
) -> dict[str, pa.Table]:
    """All files, as one table each, read in the processes of `pool`, without one in this process. `advance` is told
    how many more are done.

    A file that brings a process of the pool down is found by reading its batch one by one, and refused.
    """
    if not files:
        return _Columns().tables()
    batches = [files[start : start + FILES_PER_BATCH] for start in range(0, len(files), FILES_PER_BATCH)]
    parts: list[dict[str, pa.Table]] = []
    if pool is None:
        reader = make_reader(campaign, answers)
        for batch in batches:
            parts.append(read_batch(reader, batch, mark))
            advance(len(batch))
    else:
        for part, count in _in_processes(pool, campaign, answers, batches, mark):
            parts.append(part)
            advance(count)
    return {name: pa.concat_tables([part[name] for part in parts]) for name in FILE_TABLES}


def _in_processes(
    pool: Executor, campaign: Campaign, answers: Answers, batches: Sequence[Sequence[ToRead]], mark: Mark
) -> Iterator[tuple[dict[str, pa.Table], int]]:
    pairs = (answers.units, answers.indicators, answers.headings, answers.senders)
    work = partial(
        _work, mark=mark, folder=str(campaign.folder), answers=tuple(tuple(one.items()) for one in pairs)
    )
    done = 0
    try:
        for batch, buffer in zip(batches, pool.map(work, batches), strict=True):
            yield _tables_of(buffer), len(batch)
            done += 1
        return
    except BrokenProcessPool:
        pass
    for file in (file for batch in batches[done:] for file in batch):
        try:
            with processes(1) as alone:
                yield _tables_of(alone.submit(work, [file]).result()), 1
        except BrokenProcessPool:
            yield _refused(file, mark), 1


def _refused(file: ToRead, mark: Mark) -> dict[str, pa.Table]:
    columns = _Columns()
    reading = FileReading("not_read", "refused")
    reading.findings.append((None, None, Finding("file_unreadable", detail="tệp làm dừng chương trình đọc")))
    severity = {code: kind.severity for code, kind in load_catalogue().items()}
    _add(columns, file, mark, reading, severity)
    return columns.tables()
