"""`bangdiem demo`: a simulated province."""

import argparse

from pipelines.console import Terminal, short_path
from pipelines.demo.province import build_demo
from pipelines.operations.request import OperatorError
from pipelines.settings import Exit


def demo(arguments: argparse.Namespace) -> int:
    """Builds the province, says where it lies and how to run it. Raises OperatorError for more units than there are."""
    terminal = Terminal()
    shown = 0

    def progress(done: int, total: int) -> None:
        nonlocal shown
        if done == 0 or shown == 0:
            terminal.start("Đang dựng tỉnh mô phỏng", total)
        terminal.advance(done - shown)
        shown = done

    try:
        built = build_demo(
            arguments.communes, arguments.months, arguments.seed, arguments.out, progress=progress
        )
    except ValueError as error:
        raise OperatorError(f"{error}; hãy kiểm tra --communes.") from error
    finally:
        terminal.done()
    out = short_path(arguments.out)
    terminal.say(
        f"Đã dựng tỉnh mô phỏng ở {out} (SỐ LIỆU MÔ PHỎNG): {built.files} tệp, {built.faults} lỗi đã cài."
    )
    raw, warehouse = short_path(arguments.out / "raw"), short_path(arguments.out / "warehouse")
    terminal.say(f'Chạy thử: bangdiem run {built.campaign} --raw "{raw}" --warehouse "{warehouse}"')
    return Exit.DONE
