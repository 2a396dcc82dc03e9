import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from pipelines.reports.board import (
    Arrival,
    BoardContent,
    FindingLine,
    Overview,
    RankLine,
    ScoreLine,
    UnreadFile,
)
from pipelines.reports.board_sheets import write_board
from pipelines.reports.page import Marks


def board() -> BoardContent:
    return BoardContent(
        "Tổng hợp đợt báo cáo",
        [Overview("Đơn vị phải nộp", 13, ""), Overview("Đơn vị đã nộp", 1, "Huyện Nghi Xuân")],
        [
            Arrival(
                "Hà Tĩnh",
                "UBND huyện Nghi Xuân",
                "Phụ lục IB",
                "chưa vào sổ",
                "",
                "",
                None,
                "",
                "",
                "a.xlsx",
                "",
            ),
            Arrival(
                "Hà Tĩnh",
                "UBND huyện Lộc Hà",
                "Phụ lục IB",
                "chưa nộp",
                "",
                "15/11/2021",
                None,
                "",
                "",
                "",
                "",
            ),
        ],
        [
            FindingLine(
                "UBND huyện Nghi Xuân",
                "cảnh báo",
                "a.xlsx",
                "IIB.2",
                "B17",
                "=Cổ Đàm",
                "Tên viết khác nhau",
                "Thống nhất cách viết",
                "",
                "ten_khac_nhau",
            )
        ],
        [
            ScoreLine(
                "Nghi Xuân",
                "UBND xã Xuân Lam",
                "huyện chấm",
                "7.2.1",
                Decimal("0.25"),
                None,
                "đã chốt",
                "Phụ lục IB!C5: 0,25",
                "a.xlsx",
            )
        ],
        [
            RankLine(
                "Nghi Xuân",
                "Xã Xuân Lam",
                Decimal("3.75"),
                "đã chấm",
                Decimal("2.5"),
                Decimal(1),
                "chưa rõ",
                "Tốt",
                "thêm 0,25 điểm: hạng 2",
            )
        ],
        [UnreadFile("công văn.pdf", "e9e511900ffb", "", "Văn bản PDF", "Gửi bảng tính")],
        [],
        ("Tháng 11 năm 2021",),
        Marks(draft=True),
    )


def test_the_board_looks_as_approved(tmp_path: Path, looks_as_approved: Callable[[Path, str], None]) -> None:
    write_board(tmp_path / "x.xlsx", board().coded())
    looks_as_approved(tmp_path / "x.xlsx", "tong_hop_dot")


def test_each_sheet_is_filtered_frozen_and_marked(tmp_path: Path) -> None:
    write_board(tmp_path / "x.xlsx", board().coded())
    for sheet in load_workbook(tmp_path / "x.xlsx").worksheets:
        assert sheet.freeze_panes and sheet.print_title_rows and "DỰ THẢO" in sheet.firstHeader.right.text
        assert sheet.auto_filter.ref or sheet.title == "Ô chưa hiểu"


def test_what_is_printed_is_no_smaller_than_eight_points_and_keys_to_filter_by_stay_off_the_paper(
    tmp_path: Path,
) -> None:
    write_board(tmp_path / "x.xlsx", board().coded())
    book = load_workbook(tmp_path / "x.xlsx")
    for sheet in book.worksheets:
        last = sheet[sheet.print_area.split(":")[1].replace("$", "")].column
        alike = sheet.column_dimensions.values()
        widths = [one.width * (min(one.max, last) - one.min + 1) for one in alike if one.min <= last]
        # A unit of width is 7 pixels of 96 to the inch; the text of the page is 252 mm wide.
        assert sum(widths) * 7 / 96 * 25.4 * 0.8 <= 252 + 0.8, sheet.title
    findings = book["Phát hiện"]
    assert findings["J4"].value == "Mã" and findings.print_area == "'Phát hiện'!$A$1:$I$5"


def test_another_process_is_told_the_same(
    tmp_path: Path, looks_as_approved: Callable[[Path, str], None]
) -> None:
    write_board(tmp_path / "x.xlsx", pickle.loads(pickle.dumps(board().coded())))
    looks_as_approved(tmp_path / "x.xlsx", "tong_hop_dot")


def test_an_empty_subject_says_that_there_is_nothing(tmp_path: Path) -> None:
    write_board(tmp_path / "x.xlsx", board().coded())
    last = list(load_workbook(tmp_path / "x.xlsx")["Ô chưa hiểu"].iter_rows(values_only=True))[-1]
    assert last[0] == "Không có ô nào."
