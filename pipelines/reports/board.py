"""What the analyst's workbook says: who has sent what, what is wrong in which cell, the points with their reasons, what
was not read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pipelines.reports.coded_rows import CodedRows
from pipelines.reports.page import UNMARKED, Marks

# How a form stands that a unit owes.
ARRIVAL_VI = {
    "on_time": "đã nộp đúng hạn",
    "late": "nộp trễ",
    "received": "đã nộp",
    "unregistered": "đã có tệp, chưa vào sổ",
    "undecided": "nhiều bản, chưa rõ bản nào",
    "refused": "đã nộp nhưng không dùng được",
    "missing": "chưa nộp",
}


class Arrival(NamedTuple):
    """One form that one unit owes. `state` in the words of ARRIVAL_VI; dates as text."""

    block: str
    unit: str
    form: str
    state: str
    received_on: str
    due_on: str
    days_late: int | None
    document: str
    dated: str
    file: str
    note: str


class FindingLine(NamedTuple):
    """One finding: whose, how bad, where, what stands there, what is wrong, what the sender is asked to do, what the
    department can do itself ("" for nothing).
    """

    unit: str
    severity: str
    file: str
    sheet: str
    cell: str
    found: str
    problem: str
    advice: str
    ours: str
    code: str


class ScoreLine(NamedTuple):
    """One criterion of one unit in one round; `points` None when not settled. `reason` is the cell of `file` that they
    stand in, or why there are none.
    """

    block: str
    unit: str
    round: str
    criterion: str
    points: Decimal | None
    max_points: Decimal | None
    state: str
    reason: str
    file: str


class RankLine(NamedTuple):
    """One unit of a ranked level: its total and rank as they stand, the best and the worst rank still possible
    ("chưa rõ" where nobody can tell), and the nearest change of the total that would move the unit.
    """

    block: str
    unit: str
    total: Decimal | None
    state: str
    rank: Decimal | None
    best_rank: Decimal | str
    worst_rank: Decimal | str
    grade: str
    nearest_change: str


class UnreadFile(NamedTuple):
    """A file of the inbox that was not read, and why; `code` are the digits by which answers.csv and arrivals.csv
    know it."""

    file: str
    code: str
    received_on: str
    reason: str
    advice: str


class UnknownCell(NamedTuple):
    """A cell that was read and not understood; it is used for nothing."""

    unit: str
    file: str
    sheet: str
    cell: str
    found: str
    reason: str


class Overview(NamedTuple):
    """One line of the first sheet, such as ("Đơn vị phải nộp", "13")."""

    label: str
    value: int | str
    note: str


@dataclass(frozen=True)
class BoardContent:
    """Everything the workbook says; `below` are the lines under each title (campaign, month, as of which
    day).
    """

    title: str
    overview: list[Overview]
    arrivals: list[Arrival]
    findings: list[FindingLine]
    scores: list[ScoreLine]
    ranks: list[RankLine]
    unread: list[UnreadFile]
    unknown: list[UnknownCell]
    below: tuple[str, ...] = ()
    marks: Marks = UNMARKED

    def coded(self) -> "CodedBoard":
        """The same as it is drawn."""
        rows = {name: CodedRows.of(value) for name, value in vars(self).items() if isinstance(value, list)}
        return CodedBoard(self.title, rows, self.below, self.marks)


class CodedBoard(NamedTuple):
    """What the workbook says, for the process that writes it: `rows` by their name in BoardContent."""

    title: str
    rows: dict[str, CodedRows]
    below: tuple[str, ...]
    marks: Marks
