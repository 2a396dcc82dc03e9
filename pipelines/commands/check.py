"""`bangdiem check`: what a run would say about loose files."""

import argparse

from pipelines.console import Terminal
from pipelines.operations.check import check_files
from pipelines.settings import Exit


def check(arguments: argparse.Namespace) -> int:
    """Shows the findings of each file; 4 when a file has errors, else 0."""
    report = check_files(arguments.files, arguments.campaign, arguments.raw)
    Terminal().show_checked(report.files)
    return Exit.FILES_HAVE_ERRORS if report.has_errors else Exit.DONE
