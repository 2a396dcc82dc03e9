"""The monthly flow over its two halves, ingest and publish. Tasks get the key of an open run, never tables."""

import datetime
import logging
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

# Prefect would import its engines when the first flow begins; here its server may still be starting.
import prefect.flow_engine
import prefect.task_engine  # noqa: F401
from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from pipelines.console import COLUMNS, counts_of
from pipelines.guard import start_log
from pipelines.operations.month.run import Run
from pipelines.operations.request import RunRequest, month_of_a_run
from pipelines.settings import TIMEZONE
from pipelines.steps import INGEST, PUBLISH, Counts, Step, take_step
from pipelines.summary import RunSummary

_open_runs: dict[str, Run] = {}
_log = logging.getLogger(__name__)


class _NoProgress:
    """A run that nobody watches."""

    def start(self, what: str, total: int) -> None:
        _log.info("%s: %d", what, total)

    def advance(self, n: int = 1) -> None:
        pass

    def done(self) -> None:
        pass


def _could_be_chance(_: object, __: object, state: State[Counts]) -> bool:
    # A share that drops or a file that Excel holds; a refusal or a fault of ours stays what it is.
    return isinstance(state.result(raise_on_failure=False), OSError)


def _as_task(step: Step) -> Callable[[str], Counts]:
    @task(
        name=step.label,
        retries=step.retries,
        retry_delay_seconds=5,
        retry_condition_fn=_could_be_chance,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def take(key: str) -> Counts:
        counts = take_step(_open_runs[key], step)
        _log.info("%s: %s", step.name, counts)
        return counts

    return take


_INGEST_TASKS = [_as_task(step) for step in INGEST]
_PUBLISH_TASKS = [_as_task(step) for step in PUBLISH]


def _show_on_page(summary: RunSummary) -> None:
    rows = [
        {"Biểu": row.label} | dict(zip(COLUMNS, counts_of(row), strict=True))
        for row in (*summary.rows, summary.total)
    ]
    create_table_artifact(table=rows, description=_told(summary))


def _told(summary: RunSummary) -> str:
    """The title, and below it what the terminal says below its table: a scheduled run has nobody at a terminal."""
    lines = [f"- {line}" for line in (*summary.messages, *summary.remarks)]
    return "\n".join([summary.title, *(["", *lines] if lines else [])])


@flow(name="Đọc và kiểm tra", persist_result=False)
def ingest(key: str) -> None:
    """From the inbox to facts and findings in the warehouse, for the open run `key`."""
    for take in _INGEST_TASKS:
        take(key)


@flow(name="Chấm điểm và công bố", persist_result=False)
def publish(key: str) -> None:
    """From facts to points, annexes and the read copy, for the open run `key`."""
    for take in _PUBLISH_TASKS:
        take(key)


@flow(name="Lượt chạy hằng tháng", persist_result=False)
def monthly(
    campaign: str,
    month: str | None = None,
    raw: str = "raw",
    warehouse: str = "warehouse",
    key: str | None = None,
) -> None:
    """One monthly run. `key` names a run that the caller has opened and will close; the schedule gives none.

    For a schedule `month` may be "truoc" or "nay" (`month_of_a_run`): what that is, the day of each run says.
    """
    if key is None:
        start_log(Path(warehouse))
        counted = month_of_a_run(month, datetime.datetime.now(ZoneInfo(TIMEZONE)).date())
        opened = Run.open(RunRequest(campaign, counted, Path(raw), Path(warehouse)), _NoProgress())
        try:
            _take(opened)
        finally:
            opened.close()
    else:
        _take(_open_runs[key])


def _take(opened: Run) -> None:
    key = uuid4().hex
    _open_runs[key] = opened
    try:
        ingest(key)
        publish(key)
        _show_on_page(opened.summary())
    finally:
        del _open_runs[key]


def run_monthly(request: RunRequest, opened: Run) -> None:
    """Runs the monthly flow in this process over a run that is open already; errors come out as they are."""
    key = uuid4().hex
    _open_runs[key] = opened
    try:
        # The heartbeat thread costs a second at the end of every flow and is for runs on other machines.
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            monthly(request.campaign, request.month, str(request.raw), str(request.warehouse), key)
    finally:
        del _open_runs[key]
