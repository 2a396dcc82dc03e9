"""`bangdiem run`: one monthly run, through Prefect or straight."""

import argparse
import gc

from pipelines.console import Terminal
from pipelines.flows.server import running_server
from pipelines.operations.month.run import Run
from pipelines.operations.request import OperatorError, RunRequest
from pipelines.settings import Exit
from pipelines.steps import take_every_step
from pipelines.summary import RunSummary
from schemas.tables.bystanders import leave_numpy_out


def _take_with_prefect(request: RunRequest, opened: Run, server: str | None) -> None:
    """Every step as a task of Prefect, told to the server at the address `server`, or to one for this run alone.

    Raises OperatorError when that does not start.
    """
    from pipelines.flows.page_process import PageFailed, temporary_page
    from pipelines.flows.quiet import keep_to_this_machine

    page = None
    if server is None:
        page = temporary_page(request.warehouse)
        server = page.url
    keep_to_this_machine(request.warehouse, server)

    from pipelines.flows.monthly import run_monthly

    if page is not None:
        try:
            page.wait()
        except PageFailed as error:
            raise OperatorError(f"{error}\nChạy với --direct thì không cần trang này.") from error
    run_monthly(request, opened)


def run(arguments: argparse.Namespace) -> int:
    """Runs the month and shows its end; 4 when `--strict` and a file has errors, else 0."""
    request = RunRequest(
        arguments.campaign, arguments.month, arguments.raw, arguments.warehouse, arguments.charts
    )
    summary = run_and_show(request, arguments.direct)
    return Exit.FILES_HAVE_ERRORS if arguments.strict and summary.has_errors else Exit.DONE


def run_and_show(request: RunRequest, direct: bool) -> RunSummary:
    """Runs a month, straight where `direct`, and shows its end. The last that a process does.

    A campaign that cannot be run is refused before Prefect is loaded. When nothing has changed and no server
    runs, the seconds of a temporary one would be spent on recording that nothing happened.
    """
    # A run lasts seconds; looking for what nobody refers to among a million values would take a tenth of them.
    gc.disable()
    leave_numpy_out()
    terminal = Terminal()
    opened = Run.open(request, terminal)
    try:
        server = None if direct else running_server(request.warehouse)
        if direct or (opened.unchanged and server is None):
            take_every_step(opened)
        else:
            _take_with_prefect(request, opened, server)
        summary = opened.summary()
    finally:
        terminal.done()
        opened.close()
    terminal.show_summary(summary)
    # The process ends here: looking once more through all it holds would take longer than an unchanged month.
    gc.freeze()
    return summary
