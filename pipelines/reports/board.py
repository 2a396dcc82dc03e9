"""The analyst's workbook: who has sent what, what is wrong in which cell, the points with their reasons,
what was not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.reports.listing import POINTS, ListColumn, Listing, write_listings
from pipelines.reports.page import UNMARKED, Marks

# How a form stands that a unit owes.
ARRIVAL_VI = {
    "on_time": "đã nộp đúng hạn",
    "late": "nộp trễ",
    "received": "đã nộp",
    "unregistered": "đã có tệp, chưa vào sổ",
    "undecided": "nhiều bản, chưa rõ bản nào",
    "refused": "đã gửi nhưng không dùng được",
    "missing": "chưa nộp",
}
# A shared rank may be 2,5.
RANK = "General"


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
    """One line of the first sheet, such as ("Đơn vị phải gửi", "13")."""

    label: str
    value: int | str
    note: str


@dataclass(frozen=True)
class BoardContent:
    """Everything the workbook says; `below` are the lines under each title (campaign, month, as of which
    day).
    """

    title: str
    overview: Sequence[Overview]
    arrivals: Sequence[Arrival]
    findings: Sequence[FindingLine]
    scores: Sequence[ScoreLine]
    ranks: Sequence[RankLine]
    unread: Sequence[UnreadFile]
    unknown: Sequence[UnknownCell]
    below: tuple[str, ...] = ()
    marks: Marks = UNMARKED

    # The process that writes the workbook is sent columns, see _Columns.
    def __getstate__(self) -> dict[str, Any]:
        return {
            name: _Columns(type(value[0]), tuple(zip(*value, strict=True)))
            if isinstance(value, list) and value
            else value
            for name, value in vars(self).items()
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            rows = (
                list(map(value.kind._make, zip(*value.columns, strict=True)))
                if isinstance(value, _Columns)
                else value
            )
            object.__setattr__(self, name, rows)


class _Columns(NamedTuple):
    """Rows of one kind by column: so they go to another process in a sixth of the time."""

    kind: Any
    columns: tuple[tuple[object, ...], ...]


def write_board(path: Path, content: BoardContent) -> None:
    """Write the workbook, a sheet a subject. Raises OutputBusy when `path` is open in Excel."""
    below = content.below
    listings = [
        Listing(
            "Tổng quan",
            content.title,
            (
                ListColumn("Nội dung", 90),
                ListColumn("Số lượng", 24, "center"),
                ListColumn("Việc cần làm, ghi chú", 138),
            ),
            content.overview,
            below,
        ),
        Listing(
            "Tiến độ nộp",
            "Bảng tiến độ nộp báo cáo",
            (
                ListColumn("Khối", 34),
                ListColumn("Đơn vị", 36),
                ListColumn("Biểu", 26),
                ListColumn("Tình trạng", 34, "center"),
                ListColumn("Ngày nhận", 22, "center"),
                ListColumn("Hạn nộp", 22, "center"),
                ListColumn("Số ngày trễ", 16, "center", "0"),
                ListColumn("Số, ký hiệu văn bản", 32),
                ListColumn("Tệp", 66),
                ListColumn("Ghi chú", 28),
            ),
            content.arrivals,
            below,
            "Chưa có đơn vị nào phải gửi.",
            frozen_columns=2,
        ),
        Listing(
            "Phát hiện",
            "Phát hiện theo đơn vị",
            (
                ListColumn("Đơn vị", 36),
                ListColumn("Mức độ", 24, "center"),
                ListColumn("Tệp", 42),
                ListColumn("Trang tính", 22),
                ListColumn("Ô", 12, "center"),
                ListColumn("Đang ghi", 34),
                ListColumn("Vấn đề", 54),
                ListColumn("Cần làm", 50),
                ListColumn("Sở có thể", 36),
                ListColumn("Mã", 26),
            ),
            content.findings,
            below,
            "Không có phát hiện nào.",
            frozen_columns=1,
        ),
        Listing(
            "Điểm",
            "Điểm theo tiêu chí",
            (
                ListColumn("Khối", 36),
                ListColumn("Đơn vị", 40),
                ListColumn("Vòng chấm", 24, "center"),
                ListColumn("Tiêu chí", 18, "center"),
                ListColumn("Điểm", 16, "center", POINTS),
                ListColumn("Điểm tối đa", 16, "center", POINTS),
                ListColumn("Tình trạng", 28, "center"),
                ListColumn("Lấy ở ô, hoặc lý do", 58),
                ListColumn("Tệp", 64),
            ),
            content.scores,
            below,
            "Chưa có điểm nào.",
            frozen_columns=2,
        ),
        Listing(
            "Hạng",
            "Hạng hiện tại, hạng còn có thể và thay đổi gần nhất",
            (
                ListColumn("Khối", 38),
                ListColumn("Đơn vị", 42),
                ListColumn("Tổng điểm", 18, "center", POINTS),
                ListColumn("Tình trạng", 28, "center"),
                ListColumn("Hạng", 16, "center", RANK),
                ListColumn("Hạng tốt nhất có thể", 22, "center", RANK),
                ListColumn("Hạng thấp nhất có thể", 22, "center", RANK),
                ListColumn("Xếp loại", 24, "center"),
                ListColumn("Thay đổi gần nhất của tổng điểm làm đổi hạng hoặc đổi loại", 60),
            ),
            content.ranks,
            (
                *below,
                "Hạng có thể: khi điểm còn thiếu hoặc có sai lệch nhận mọi mức của thang điểm.",
            ),
            "Không có đơn vị nào xếp hạng.",
            frozen_columns=2,
        ),
        Listing(
            "Tệp không đọc",
            "Tệp không đọc",
            (
                ListColumn("Tệp", 76),
                ListColumn("Mã tệp", 32, "center"),
                ListColumn("Ngày nhận", 26, "center"),
                ListColumn("Lý do", 66),
                ListColumn("Cần làm", 66),
            ),
            content.unread,
            below,
            "Mọi tệp đều đã đọc.",
        ),
        Listing(
            "Ô chưa hiểu",
            "Ô đã đọc nhưng chưa hiểu, không dùng vào số liệu nào",
            (
                ListColumn("Đơn vị", 40),
                ListColumn("Tệp", 56),
                ListColumn("Trang tính", 26),
                ListColumn("Ô", 14, "center"),
                ListColumn("Đang ghi", 64),
                ListColumn("Lý do", 64),
            ),
            content.unknown,
            below,
            "Không có ô nào.",
            frozen_columns=1,
        ),
    ]
    write_listings(path, content.title, listings, content.marks)
