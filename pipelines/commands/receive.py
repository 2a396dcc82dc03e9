"""`bangdiem receive`: files into the inbox, their arrival into the book."""

import argparse

from pipelines.operations.receive import receive as receive_files
from pipelines.settings import Exit


def receive(arguments: argparse.Namespace) -> int:
    """Copies the files and notes their arrival; shows one line for each."""
    lines = receive_files(
        arguments.campaign,
        arguments.files,
        arguments.date,
        arguments.number,
        arguments.raw,
        arguments.doc_date,
        arguments.again,
    )
    for line in lines:
        print(line)
    return Exit.DONE
