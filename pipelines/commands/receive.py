"""`bangdiem receive`: files into the inbox, their arrival into the book."""

import argparse

from pipelines.operations.receive import Received
from pipelines.operations.receive import receive as receive_files
from pipelines.settings import Exit


def receive(arguments: argparse.Namespace) -> int:
    """Copies the files and notes their arrival; shows a line for each, also where a later one stops the command."""
    how = Received(arguments.date, arguments.number, arguments.doc_date, arguments.again)
    receive_files(arguments.raw, arguments.campaign, arguments.files, how, print)
    return Exit.DONE
