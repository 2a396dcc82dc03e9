"""How many processes a run starts beside its own. They start while the run goes on, and read first, then write."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipelines.intake.processes import campaign_of, processes

# A process takes half a second to start: it pays where many files are read, and where the lists to be written are long.
FEWEST_READ = 300
FEWEST_FILES_FOR_A_WRITER = 1000


def more_processes(campaign: Path, to_read: int, files: int) -> ProcessPoolExecutor | None:
    """Two for many files `to_read`, one that writes for long lists of `files` after few changes, else None.

    `campaign` is the folder that the readers load at once, while the run opens its warehouse.
    """
    if to_read >= FEWEST_READ:
        readers = processes(2)
        for _ in range(2):
            readers.submit(campaign_of, str(campaign))
        return readers
    if files < FEWEST_FILES_FOR_A_WRITER:
        return None
    writer = processes(1)
    writer.submit(_open_writers)
    return writer


def _open_writers() -> None:
    """Imports what writes, while there is nothing to write yet."""
    import pipelines.operations.source_contents
    import pipelines.reports.board  # noqa: F401
