"""`bangdiem demo`: a simulated province."""

import argparse

from pipelines.console import Terminal, short_path
from pipelines.demo.province import build_demo
from pipelines.settings import Exit


def demo(arguments: argparse.Namespace) -> int:
    """Builds the province and says where it lies."""
    terminal = Terminal()
    shown = 0

    def progress(done: int, total: int) -> None:
        nonlocal shown
        if done == 0 or shown == 0:
            terminal.start("Đang dựng tỉnh mô phỏng", total)
        terminal.advance(done - shown)
        shown = done

    try:
        build_demo(arguments.communes, arguments.months, arguments.seed, arguments.out, progress=progress)
    finally:
        terminal.done()
    terminal.say(f"Đã dựng tỉnh mô phỏng ở {short_path(arguments.out)} (SỐ LIỆU MÔ PHỎNG).")
    return Exit.DONE
