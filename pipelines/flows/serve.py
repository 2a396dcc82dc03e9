"""`bangdiem serve`: the page of the runs and the schedule, one process to start and stop."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import EntrypointType
from prefect.schedules import Cron, Schedule
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from pipelines.flows.monthly import monthly
from pipelines.flows.page_process import PageProcess
from pipelines.flows.server import forget_server, note_server
from pipelines.settings import TIMEZONE


def monthly_schedule(cron: str | None) -> Schedule | None:
    """The schedule in the country's time. Raises ValueError when `cron` cannot be read."""
    if cron is None:
        return None
    CronSchedule(cron=cron, timezone=TIMEZONE)
    return Cron(cron, timezone=TIMEZONE)


@contextmanager
def _page(port: int, warehouse: Path) -> Iterator[str]:
    page = PageProcess(port, warehouse, os.environ)
    try:
        page.wait()
        note_server(warehouse, page.url)
        yield page.url
    finally:
        forget_server(warehouse)
        page.close()


def serve_monthly(
    port: int,
    schedule: Schedule | None,
    campaign: str | None,
    month: str | None,
    raw: Path,
    warehouse: Path,
    ready: Callable[[str], None],
) -> None:
    """Serves until Ctrl+C; `ready` is told the page's address. Each run counts `month` as
    `month_of_a_run` says, with None the campaign's own. Raises PageFailed when the page does not start."""
    parameters = {"raw": str(raw.absolute()), "warehouse": str(warehouse.absolute())}
    if campaign:
        parameters["campaign"] = campaign
    if month:
        parameters["month"] = month
    with _page(port, warehouse) as url, temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        ready(url)
        monthly.serve(
            name="bangdiem",
            schedule=schedule,
            parameters=parameters,
            paused=False,
            limit=1,
            print_starting_message=False,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
