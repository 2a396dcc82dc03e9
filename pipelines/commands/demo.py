"""`bangdiem demo`: a simulated province."""

import argparse

from pipelines.console import Terminal, short_path
from pipelines.demo.province import build_demo
from pipelines.settings import Exit


def demo(arguments: argparse.Namespace) -> int:
    """Builds the province and says where it lies."""
    terminal = Terminal()
    try:
        build_demo(arguments.communes, arguments.months, arguments.seed, arguments.out, progress=terminal)
    finally:
        terminal.done()
    terminal.say(f"Đã dựng tỉnh mô phỏng ở {short_path(arguments.out)} (SỐ LIỆU MÔ PHỎNG).")
    return Exit.DONE
