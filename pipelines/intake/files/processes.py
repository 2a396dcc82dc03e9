"""Reads files in processes that are started for it.

Their starter imports nothing of what reads, and nothing heavy before they are started. A process sends one Arrow buffer
back per batch: nested Python lists would eat the gain of a second process.
"""

import gc
import importlib
import io
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.intake.files.to_read import Mark, ToRead
from schemas.tables.bystanders import leave_numpy_out

if TYPE_CHECKING:
    from pipelines.intake.files.answers import Answers
    from pipelines.intake.files.file_reader import FileReader
    from schemas.campaigns.campaign import Campaign
    from schemas.tables.arrow import pa

# A second process takes half a second of the machine to start, which only many files give back.
_FEWEST_FOR_TWO = 300
# Small enough that at the end no process waits long for the other.
FILES_PER_BATCH = 20
# `Answers`, in a form that can be a key.
AnswersAsPairs = tuple[tuple[tuple[str, str], ...], ...]
Tables = dict[str, "pa.Table"]


def processes(count: int) -> Executor:
    """More processes. "spawn" everywhere: it is the only way Windows has, and a fork would copy the threads of an open
    database."""
    return _Processes(count, multiprocessing.get_context("spawn"), initializer=_follow)


class _Processes(ProcessPoolExecutor):
    """Starts its processes, which it does when work is handed in, deaf to Ctrl-C.

    Until a process has come to `_follow` it has no answer of its own, and would complain of the interruption in the
    run's place. On Windows, where nothing is inherited, `pipelines/__main__.py` comes first instead.
    """

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """As every executor does."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(work, *args, **named)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            return super().submit(work, *args, **named)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def count_for(to_read: int) -> int:
    """How many processes read so many files. One at least: a file that brings its reader down must not take the run
    with it."""
    return 1 if to_read < _FEWEST_FOR_TWO else 2


def reading_processes(campaign: Path, count: int) -> Executor:
    """Processes that make themselves ready to read for the campaign of a folder while their starter goes on."""
    readers = processes(count)
    for _ in range(count):
        readers.submit(_get_ready, str(campaign))
    return readers


def _get_ready(campaign: str) -> None:
    leave_numpy_out()
    importlib.import_module("pipelines.intake.files.batch")
    campaign_of(campaign)


def _follow() -> None:
    """Ends this process with the one that started it, and not before.

    Whoever waits for work hears nothing of a killed run, and would stay in memory for good. Ctrl-C reaches all
    processes of a console: the run alone answers it, and lets its processes finish what they have in hand.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_after_parent, daemon=True).start()


def _leave_after_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "started by another process"
    parent.join()
    os._exit(1)


class BeingRead:
    """Files that the processes of a pool read from the moment this is made; their starter has other things to do."""

    def __init__(
        self, pool: Executor, campaign: "Campaign", answers: "Answers", files: Sequence[ToRead], mark: Mark
    ) -> None:
        pairs = (answers.units, answers.indicators, answers.headings, answers.senders)
        self._work = partial(
            _work, mark=mark, folder=str(campaign.folder), answers=tuple(tuple(one.items()) for one in pairs)
        )
        self._mark, self._batches = mark, _batches(files)
        self._buffers = pool.map(self._work, self._batches)

    def tables(self, advance: Callable[[int], None]) -> Tables:
        """All files, as one table each, in the order given; to be asked for once.

        A file that brings a process of the pool down is found by reading its batch one by one, and refused.
        """
        parts: list[Tables] = []
        for part, count in self._parts():
            parts.append(part)
            advance(count)
        return _together(parts)

    def _parts(self) -> Iterator[tuple[Tables, int]]:
        done = 0
        try:
            for batch, buffer in zip(self._batches, self._buffers, strict=True):
                yield _tables_of(buffer), len(batch)
                done += 1
            return
        except BrokenProcessPool:
            pass
        from pipelines.intake.files.batch import refused_batch

        alone = _Alone(self._work)
        try:
            for batch in self._batches[done:]:
                if (part := alone.read(batch)) is not None:
                    yield part, len(batch)
                    continue
                for file in batch:
                    part = alone.read([file])
                    yield (refused_batch(file, self._mark) if part is None else part), 1
        finally:
            alone.close()


def _batches(files: Sequence[ToRead]) -> list[Sequence[ToRead]]:
    return [files[start : start + FILES_PER_BATCH] for start in range(0, len(files), FILES_PER_BATCH)]


def _together(parts: Sequence[Tables]) -> Tables:
    from schemas.tables.arrow import pa
    from schemas.tables.columns import FILE_TABLES

    return {name: pa.concat_tables([part[name] for part in parts]) for name in FILE_TABLES}


class _Alone:
    """One process for the batches that a broken pool has left, and another whenever it comes down."""

    def __init__(self, work: Callable[[Sequence[ToRead]], bytes]) -> None:
        self._work, self._pool = work, processes(1)

    def read(self, files: Sequence[ToRead]) -> Tables | None:
        """The tables of some files; None where they bring the process down."""
        try:
            return _tables_of(self._pool.submit(self._work, files).result())
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = processes(1)
            return None

    def close(self) -> None:
        """Let the process go."""
        self._pool.shutdown(cancel_futures=True)


@lru_cache(maxsize=1)
def campaign_of(folder: str) -> "Campaign":
    """A reading process's own copy of the campaign."""
    from schemas.campaigns.campaign import load_campaign

    return load_campaign(Path(folder))


@lru_cache(maxsize=1)
def _reader_of(folder: str, answers: AnswersAsPairs) -> "FileReader":
    """A reading process's own reader: made at its first batch, kept for the others."""
    from pipelines.intake.files.answers import Answers
    from pipelines.intake.files.batch import make_reader

    return make_reader(campaign_of(folder), Answers(*map(dict, answers)))


def _work(files: Sequence[ToRead], mark: Mark, folder: str, answers: AnswersAsPairs) -> bytes:
    from pipelines.intake.files.batch import read_batch
    from schemas.tables.arrow import pa

    # What a file leaves behind is looked for once a batch: looking while it is read takes a tenth of the time. The
    # workbooks that this process may write later leave much behind, so then it is looked for as ever.
    gc.disable()
    try:
        tables = read_batch(_reader_of(folder, answers), files, mark)
    finally:
        gc.collect(0)
        gc.enable()
    sink = io.BytesIO()
    for table in tables.values():
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
    return sink.getvalue()


def _tables_of(buffer: bytes) -> Tables:
    from schemas.tables.arrow import pa
    from schemas.tables.columns import FILE_TABLES

    source = pa.BufferReader(buffer)
    return {name: pa.ipc.open_stream(source).read_all() for name in FILE_TABLES}
