"""What the terminal shows: plain Vietnamese lines, one table, a progress bar. 80 columns, no colour in a pipe."""

import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from pipelines.settings import WIDTH
from pipelines.summary import BOARD, CheckedFile, RunSummary, ShownFinding, SummaryRow
from schemas.findings import REFUSING, SEVERITY_VI

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

COLUMNS = ("Phải nộp", "Đã nhận", "Trễ hạn", "Chưa nộp", "Có lỗi", "Đã chấm", "Chưa vào sổ")


def counts_of(row: SummaryRow) -> tuple[int, ...]:
    """The counts of a row in the order of COLUMNS."""
    return (
        row.due_count,
        row.received_count,
        row.late_count,
        row.missing_count,
        row.with_errors_count,
        row.scored_count,
        row.unregistered_count,
    )


def short_path(path: Path) -> str:
    """The path from the folder one stands in, where that is shorter."""
    try:
        relative = str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
    return min(relative, str(path), key=len)


def _files_in(path: Path) -> str:
    """What stands behind the name of a folder: a workbook opens, a folder holds so many."""
    return f" (thư mục, {sum(1 for _ in path.iterdir())} tệp)" if path.is_dir() else ""


def _outcome(file: CheckedFile) -> str:
    """What is to be done with a file that was looked at: her answer to the sender in one line."""
    wrong = sum(one.severity in REFUSING for one in file.findings)
    doubtful = sum(one.severity == "warns" for one in file.findings)
    if wrong:
        return f"Phải sửa {wrong} chỗ rồi gửi lại" + (f"; {doubtful} cảnh báo." if doubtful else ".")
    return f"Dùng được; {doubtful} cảnh báo nên xem lại." if doubtful else "Không có lỗi."


def _console(stderr: bool = False) -> Console:
    # Senders' words and Windows paths hold brackets and backslashes: no markup, no highlighting, no emoji.
    console = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal or console.width > WIDTH:
        console.width = WIDTH
    return console


class Terminal:
    """Writes for a person; satisfies `operations.Progress`. The bar goes to stderr and only to a terminal."""

    def __init__(self) -> None:
        self._out = _console()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def start(self, what: str, total: int) -> None:
        """Shows a bar of `total` steps under the Vietnamese words `what`."""
        self.done()
        if total < 1 or not sys.stderr.isatty():
            return
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=_console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(what, total=total)
        self._bar.start()

    def advance(self, n: int = 1) -> None:
        """Moves the bar on by `n` steps."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, n)

    def done(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None

    def say(self, line: str = "") -> None:
        """Prints one line as it is, so that a path can be copied from it however long it is."""
        self._out.print(line, soft_wrap=True)

    def tell(self, text: str, indent: str = "") -> None:
        """Prints a sentence: wrapped between words under `indent` on a terminal, one line in a pipe."""
        if self._out.is_terminal:
            # A line that just fills the last column would leave an empty one on Windows.
            width = self._out.width - 1
            lines = textwrap.wrap(
                text,
                width,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            text = "\n".join(lines)
        self.say(text)

    def show_summary(self, summary: RunSummary) -> None:
        """The end of a run: the table, what could not be written, where everything lies."""
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
        table.add_column("Biểu", overflow="fold")
        for heading in COLUMNS:
            # Headings of two words on two lines leave the room to the names of the forms.
            first, _, rest = heading.partition(" ")
            table.add_column(f"{first}\n{rest}", justify="right", no_wrap=True)
        for row in summary.rows:
            table.add_row(row.label, *map(str, counts_of(row)))
        table.add_section()
        table.add_row(summary.total.label, *map(str, counts_of(summary.total)))
        self._print_table(summary.title, table)
        for line in (*summary.messages, *summary.remarks):
            self.tell(line, "  ")
        for folder in dict.fromkeys(path.parent for path in summary.paths):
            self.say(f"Kết quả ở {short_path(folder)}:")
            for path in summary.paths:
                if path.parent == folder:
                    self.say(f"  {path.name}{_files_in(path)}")
        if any(path.name == BOARD for path in summary.paths):
            self.tell(f"Việc cần làm tiếp: mở {BOARD}, trang “Tổng quan”.")

    def show_checked(self, files: Sequence[CheckedFile]) -> None:
        """The findings of loose files, each with its cell and what to do, then what comes of them for the file; of
        several files, how many are to be mended."""
        for file in files:
            self.say(short_path(file.path))
            for what in file.recognised:
                self.tell(f"  Nhận ra {what}", "    ")
            self.show_findings(file.findings)
            self.say(f"  {_outcome(file)}")
        if len(files) > 1:
            wrong = sum(any(one.severity in REFUSING for one in file.findings) for file in files)
            self.say(
                f"{len(files)} tệp, {wrong} tệp phải sửa."
                if wrong
                else f"{len(files)} tệp, không tệp nào phải sửa."
            )

    def show_findings(self, findings: Iterable[ShownFinding]) -> None:
        """Findings one below the other: how bad, where, what, what to ask the sender, what to do oneself."""
        for finding in findings:
            where = " ".join(part for part in (finding.sheet, finding.cell) if part)
            place = f" [{where}]" if where else ""
            self.tell(f"  {SEVERITY_VI[finding.severity]}{place}: {finding.message}", "    ")
            self.tell(f"    → {finding.advice}", "      ")
            if finding.ours:
                self.tell(f"    → Sở: {finding.ours}", "      ")

    def show_table(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose first column is words and whose others are counts."""
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
        table.add_column(headings[0], overflow="fold")
        for heading in headings[1:]:
            table.add_column(heading, justify="right", no_wrap=True)
        for row in rows:
            table.add_row(*row)
        self._print_table(title, table)

    def _print_table(self, title: str, table: Table) -> None:
        """A table under its title. The title is as wide as the page and not as the table, which may be narrow."""
        # A line that just fills the last column would leave an empty one on Windows.
        for line in textwrap.wrap(title, self._out.width - 1, break_long_words=False, break_on_hyphens=False):
            self.say(line)
        if self._out.is_terminal:
            self._out.print(table)
            return
        with self._out.capture() as drawn:
            self._out.print(table)
        # The cells of the last column end in blanks, which have no place in a file or a letter.
        for line in drawn.get().splitlines():
            self.say(line.rstrip())
