"""`bangdiem audit`: proves that the ledger is what it was when its heads were printed."""

import argparse

from pipelines.console import Terminal
from pipelines.settings import Exit


def audit(arguments: argparse.Namespace) -> int:
    """Says what was proved; 4 when anything does not fit, the first entry by name."""
    from pipelines.operations.official.audit import audit as prove

    terminal = Terminal()
    done = prove(arguments.campaign, arguments.raw, arguments.warehouse, arguments.head, arguments.set_aside)
    for line in done.proved:
        terminal.tell(line, "  ")
    for line in done.remarks:
        terminal.tell(f"Lưu ý: {line}.", "  ")
    for line in done.faults:
        terminal.tell(f"KHÔNG KHỚP: {line}", "  ")
    terminal.say(f"Có {len(done.faults)} chỗ không khớp." if done.faults else "Sổ điểm khớp.")
    return Exit.FILES_HAVE_ERRORS if done.faults else Exit.DONE
