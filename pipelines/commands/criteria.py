"""`bangdiem criteria`: proof-reads the tables of decisions, writes one as a workbook, reads it back."""

import argparse

from pipelines.console import Terminal, short_path
from pipelines.operations.criteria.check import decision_folder, proofread_all
from pipelines.settings import Exit


def check(arguments: argparse.Namespace) -> int:
    """Shows every rule as a sentence and every fault with its place; 2 when there is a fault, else 0."""
    terminal = Terminal()
    faults = 0
    for one in proofread_all(arguments.folder):
        terminal.tell(f"{one.title} [{short_path(one.folder)}]", "  ")
        for name, sentences in one.sentences.items():
            terminal.tell(f"  {name}", "    ")
            for sentence in sentences:
                terminal.tell(f"    {sentence}", "      ")
        for fault in one.faults:
            terminal.tell(f"  LỖI {fault.shown(short_path(fault.path))}", "    ")
        faults += len(one.faults)
    terminal.say(f"Có {faults} lỗi; chưa dùng được để chấm điểm." if faults else "Không có lỗi.")
    return Exit.REFUSED if faults else Exit.DONE


def show(arguments: argparse.Namespace) -> int:
    """Writes the table of a decision as a workbook."""
    from pipelines.operations.criteria.show import show_decision

    folder = decision_folder(arguments.decision)
    show_decision(folder, arguments.out)
    Terminal().say(f"Đã ghi bảng điểm vào {short_path(arguments.out)}")
    return Exit.DONE


def take_in(arguments: argparse.Namespace) -> int:
    """Reads a workbook that `show` wrote back into the decision's folder; 2 when it cannot be used."""
    from pipelines.operations.criteria.take_in import import_workbook

    terminal = Terminal()
    result = import_workbook(arguments.file, arguments.folder)
    for refusal in result.refusals:
        terminal.tell(f"LỖI {refusal}", "  ")
    if result.refusals:
        terminal.say(f"Có {len(result.refusals)} lỗi; chưa ghi gì vào {short_path(result.folder)}.")
        return Exit.REFUSED
    for name in result.changed:
        terminal.say(f"Đã ghi {short_path(result.folder / name)}")
    if not result.changed:
        terminal.say(f"Không có gì thay đổi trong {short_path(result.folder)}.")
    return Exit.DONE
