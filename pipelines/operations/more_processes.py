"""How many processes a run starts beside its own. They start while the run goes on, and read first, then write."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipelines.intake.processes import campaign_of, processes

# A process takes half a second to start, which only many files give back.
FEWEST_READ = 300


def more_processes(campaign: Path, to_read: int) -> ProcessPoolExecutor | None:
    """Two for many files `to_read`, else None.

    `campaign` is the folder that the readers load at once, while the run opens its warehouse.
    """
    if to_read < FEWEST_READ:
        return None
    readers = processes(2)
    for _ in range(2):
        readers.submit(campaign_of, str(campaign))
    return readers
