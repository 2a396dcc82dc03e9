"""`bangdiem publish`: the annexes of a month, as a draft or officially."""

import argparse

from pipelines.console import Terminal, short_path
from pipelines.settings import Exit

_MOST_LINES = 20


def publish(arguments: argparse.Namespace) -> int:
    """A draft is what `run --direct` writes. With `--final` the points become official, or 4 where any is lacking.

    Raises OperatorError for a name or a day without `--final`: a draft is nobody's act.
    """
    from pipelines.operations.request import OperatorError, RunRequest

    request = RunRequest(arguments.campaign, arguments.month, arguments.raw, arguments.warehouse)
    if not arguments.final:
        if arguments.by or arguments.date:
            raise OperatorError(
                "Chỉ ghi --by và --date khi công bố chính thức: thêm --final, hoặc bỏ chúng đi."
            )
        from pipelines.commands.run import run_and_show

        run_and_show(request, direct=True)
        return Exit.DONE
    from pipelines.operations.official.publish import publish_final

    terminal = Terminal()
    try:
        done = publish_final(request, arguments.by, arguments.date, terminal)
    finally:
        terminal.done()
    for note in done.notes:
        terminal.tell(note, "  ")
    if done.lacking:
        terminal.say(f"Chưa công bố chính thức được: còn thiếu {len(done.lacking)} điểm.")
        for line in done.lacking[:_MOST_LINES]:
            terminal.tell(f"  {line}", "    ")
        if len(done.lacking) > _MOST_LINES:
            terminal.say(f"  và {len(done.lacking) - _MOST_LINES} dòng nữa")
        terminal.say(f"Danh sách đầy đủ: {short_path(done.folder)}")
        return Exit.FILES_HAVE_ERRORS
    assert done.entry is not None, "what lacks nothing is recorded"
    if done.unchanged:
        terminal.say(f"Không có gì thay đổi so với công bố chính thức lần {done.number}.")
    else:
        terminal.say(f"Đã công bố chính thức lần {done.number}, ghi vào sổ điểm {done.entry.short}.")
        if done.number > 1:
            terminal.say(f"Bản này thay cho lần {done.number - 1}; giữ nguyên bản cũ làm bằng chứng.")
    terminal.say(f"Phụ lục: {short_path(done.folder)}")
    return Exit.DONE
