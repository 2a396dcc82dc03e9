"""`bangdiem serve`: the page of the runs and the schedule, one process to start and stop."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import EntrypointType
from prefect.schedules import Cron, Schedule
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from pipelines.flows.monthly import monthly
from pipelines.flows.server import answers, forget_server, note_server
from pipelines.settings import SERVER_HOST, TIMEZONE

_START_LIMIT_SECONDS = 180.0

if sys.platform == "win32":
    _OWN_GROUP: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _OWN_GROUP: dict[str, Any] = {"start_new_session": True}


class PageFailed(Exception):
    """The page did not start; `str()` is one Vietnamese line."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"Không mở được trang theo dõi. Chi tiết ghi ở: {log}")


def monthly_schedule(cron: str | None) -> Schedule | None:
    """The schedule in the country's time. Raises ValueError when `cron` cannot be read."""
    if cron is None:
        return None
    CronSchedule(cron=cron, timezone=TIMEZONE)
    return Cron(cron, timezone=TIMEZONE)


@contextmanager
def _page(port: int, warehouse: Path) -> Iterator[str]:
    url = f"http://{SERVER_HOST}:{port}"
    log = warehouse / "logs" / "prefect-server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.flows.page", str(port)],
            # What the server complains of belongs in its log, whatever this process keeps off the terminal.
            env=os.environ | {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO"},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            # Its own group: Ctrl+C is for this process, which then closes the page in its turn.
            **_OWN_GROUP,
        )
    try:
        limit = time.monotonic() + _START_LIMIT_SECONDS
        while not answers(url):
            if process.poll() is not None or time.monotonic() > limit:
                raise PageFailed(log)
            time.sleep(0.1)
        note_server(warehouse, url)
        yield url
    finally:
        forget_server(warehouse)
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve_monthly(
    port: int,
    schedule: Schedule | None,
    campaign: str | None,
    raw: Path,
    warehouse: Path,
    ready: Callable[[str], None],
) -> None:
    """Serves until Ctrl+C; `ready` is told the page's address. Raises PageFailed when the page does not start."""
    parameters = {"raw": str(raw.absolute()), "warehouse": str(warehouse.absolute())}
    if campaign:
        parameters["campaign"] = campaign
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
