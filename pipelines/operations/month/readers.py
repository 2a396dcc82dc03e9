"""The processes that read and write for a run, started as soon as it can be told that they are needed."""

import importlib
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.store.inbox import changed_since

if TYPE_CHECKING:
    from pipelines.intake.files.answers import Answers
    from pipelines.intake.files.processes import BeingRead, Tables
    from pipelines.intake.files.to_read import Mark, ToRead
    from schemas.campaigns.campaign import Campaign

# What comes after reading needs these, and pandera takes a third of a second.
_NEEDED_LATER = (
    "pipelines.intake.files.check",
    "schemas.forms.points",
    "pipelines.operations.month.publication",
)
# What the processes need once they have read: they write.
_NEEDED_TO_WRITE = (
    "pipelines.operations.outputs",
    "pipelines.reports.board_sheets",
    "pipelines.reports.provenance_rows",
)


class Readers:
    """The processes of one run of the campaign in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pool: Executor | None = None
        self._count = 0
        self._being_read: BeingRead | None = None

    def expect(self, inbox: Path, manifest: Path) -> None:
        """Start for the files that look newer than the last publication; which of them are new, their contents tell."""
        if newer := changed_since(inbox, manifest):
            self.start(newer)

    def start(self, to_read: int) -> None:
        """Start for so many files, unless enough are there."""
        from pipelines.intake.files.processes import count_for, reading_processes

        if self._count < count_for(to_read):
            self.leave()
            self._count = count_for(to_read)
            self._pool = reading_processes(self._folder, self._count)

    @property
    def pool(self) -> Executor:
        """They write, too."""
        assert self._pool is not None, "an unchanged month needs no processes"
        return self._pool

    def begin(self, campaign: "Campaign", answers: "Answers", files: list["ToRead"], mark: "Mark") -> None:
        """Let them read, as early as it can be: while Prefect is loaded and its server is told of the run."""
        from pipelines.intake.files.processes import BeingRead

        self._being_read = BeingRead(self.pool, campaign, answers, files, mark)

    @property
    def begun(self) -> bool:
        """Whether something is being read that nobody has asked for."""
        return self._being_read is not None

    def tables(self, advance: Callable[[int], None]) -> "Tables":
        """Wait for what was begun, to be asked for once. `advance` is told how many more files are done."""
        being_read, self._being_read = self._being_read, None
        assert being_read is not None, "nothing was begun"
        # This process has time while others read. Not before: what is imported looks at the environment, which must
        # not be changed under its eyes as it is for Prefect.
        meanwhile = threading.Thread(target=_import_all, args=_NEEDED_LATER)
        meanwhile.start()
        try:
            tables = being_read.tables(advance)
            # A pool that a file has broken writes nothing; what writes then needs no telling.
            with suppress(BrokenProcessPool):
                for _ in range(self._count):
                    self.pool.submit(_import_all, *_NEEDED_TO_WRITE)
            return tables
        finally:
            meanwhile.join()

    def leave(self) -> None:
        """Send them away; a process takes a while to leave, and nobody waits for it."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Send them away and wait until they are gone."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _import_all(*modules: str) -> None:
    for module in modules:
        importlib.import_module(module)
