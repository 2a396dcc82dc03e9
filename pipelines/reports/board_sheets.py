"""The sheets of the analyst's workbook: their titles and columns, and what stands where there is nothing."""

from pathlib import Path
from typing import NamedTuple

from pipelines.reports.board import CodedBoard
from pipelines.reports.listing import POINTS, ListColumn, Listing, write_listings

# A shared rank may be 2,5.
_RANK = "General"


class _Sheet(NamedTuple):
    """One sheet: which rows of BoardContent it lists, its name and title ("": the workbook's), its columns, what is
    said of no rows, how many columns stay in view, and a line below the title."""

    rows: str
    name: str
    title: str
    columns: tuple[ListColumn, ...]
    empty: str = "Không có."
    frozen_columns: int = 0
    below: str = ""


_SHEETS = (
    _Sheet(
        "overview",
        "Tổng quan",
        "",
        (
            ListColumn("Nội dung", 90),
            ListColumn("Số lượng", 24, "center"),
            ListColumn("Việc cần làm, ghi chú", 138),
        ),
    ),
    _Sheet(
        "arrivals",
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
            ListColumn("Số, ký hiệu văn bản", 26),
            ListColumn("Ngày văn bản", 22, "center"),
            ListColumn("Tệp", 62),
            ListColumn("Ghi chú", 36),
        ),
        "Không có đơn vị nào phải nộp.",
        frozen_columns=2,
    ),
    _Sheet(
        "findings",
        "Phát hiện",
        "Phát hiện theo đơn vị",
        (
            ListColumn("Đơn vị", 36),
            ListColumn("Mức độ", 31, "center"),
            ListColumn("Tệp", 42),
            ListColumn("Trang tính", 22),
            ListColumn("Ô", 12, "center"),
            ListColumn("Đang ghi", 34),
            ListColumn("Vấn đề", 54),
            ListColumn("Cần làm", 48),
            ListColumn("Sở có thể", 36),
            # The key of the finding in `schemas/findings.csv`: to filter by, and to name to who maintains it.
            ListColumn("Mã", 58, printed=False),
        ),
        "Không có phát hiện nào.",
        frozen_columns=1,
    ),
    _Sheet(
        "scores",
        "Điểm",
        "Điểm theo tiêu chí",
        (
            ListColumn("Khối", 36),
            ListColumn("Đơn vị", 40),
            ListColumn("Vòng chấm", 24, "center"),
            ListColumn("Tiêu chí", 18, "center"),
            ListColumn("Điểm", 16, "center", POINTS),
            ListColumn("Điểm tối đa", 16, "center", POINTS),
            ListColumn("Tình trạng", 32, "center"),
            ListColumn("Lấy ở ô, hoặc lý do", 58),
            ListColumn("Tệp", 74),
        ),
        "Chưa có điểm nào.",
        frozen_columns=2,
    ),
    _Sheet(
        "ranks",
        "Hạng",
        "Hạng hiện tại, hạng còn có thể và thay đổi gần nhất",
        (
            ListColumn("Khối", 38),
            ListColumn("Đơn vị", 42),
            ListColumn("Tổng điểm", 18, "center", POINTS),
            ListColumn("Tình trạng", 32, "center"),
            ListColumn("Hạng", 16, "center", _RANK),
            ListColumn("Hạng tốt nhất có thể", 22, "center", _RANK),
            ListColumn("Hạng thấp nhất có thể", 22, "center", _RANK),
            ListColumn("Xếp loại", 24, "center"),
            ListColumn("Thay đổi gần nhất của tổng điểm làm đổi hạng hoặc đổi loại", 82),
        ),
        "Không có đơn vị nào xếp hạng.",
        frozen_columns=2,
        below="Hạng có thể: khi điểm còn thiếu hoặc có sai lệch nhận mọi mức của thang điểm.",
    ),
    _Sheet(
        "unread",
        "Tệp không đọc",
        "Tệp không đọc",
        (
            ListColumn("Tệp", 76),
            ListColumn("Mã tệp", 32, "center"),
            ListColumn("Ngày nhận", 26, "center"),
            ListColumn("Lý do", 82),
            ListColumn("Cần làm", 82),
        ),
        "Mọi tệp đều đã đọc.",
    ),
    _Sheet(
        "unknown",
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
        "Không có ô nào.",
        frozen_columns=1,
    ),
)


def write_board(path: Path, content: CodedBoard) -> None:
    """Write the workbook, a sheet a subject. Raises OutputBusy when `path` is open in Excel."""
    listings = [
        Listing(
            sheet.name,
            sheet.title or content.title,
            sheet.columns,
            content.rows[sheet.rows],
            (*content.below, sheet.below) if sheet.below else content.below,
            sheet.empty,
            sheet.frozen_columns,
        )
        for sheet in _SHEETS
    ]
    write_listings(path, content.title, listings, content.marks)
