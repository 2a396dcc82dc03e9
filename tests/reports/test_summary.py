from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from nghi_xuan import SIGNED, VALUES, layout
from openpyxl import load_workbook

from pipelines.reports.conversion import (
    ConversionContent,
    Task,
    TaskRow,
    YearBlock,
    YearRow,
    write_conversion,
)
from pipelines.reports.summary import Figure, SummaryContent, SummaryRow, write_summary

BLOCKS = ("Huyện Nghi Xuân", "Huyện Lộc Hà")


def indicator(label: str, measure: str, places: int, *values: str | None) -> SummaryRow:
    province, *blocks = (
        Figure(None if v is None else Decimal(v), 15 if v is not None else 0, 17) for v in values
    )
    return SummaryRow("1", label, measure, places, province, tuple(blocks), "Cộng các đơn vị")


def summary() -> SummaryContent:
    rows = (
        "I. Hồ sơ",
        indicator("Hồ sơ tiếp nhận", "hồ sơ", 0, "16462", "16462", None),
        indicator("Tỷ lệ đúng hạn", "%", 2, "97.9", "97.9", None),
        indicator("Kinh phí được cấp", "đồng", 0, "45000123456", "50000000", "44950123456"),
        indicator("Điểm bình quân", "điểm", 2, "4.19", "4.19", None),
    )
    return SummaryContent(layout("bieu_tong_hop"), VALUES, BLOCKS, rows, signature=SIGNED)


def conversion() -> ConversionContent:
    tasks = (Task("Ban hành văn bản chỉ đạo", "", "văn bản"), Task("Số cuộc kiểm tra", "Kiểm tra", "cuộc"))
    return ConversionContent(
        layout("phu_luc_iib"),
        VALUES,
        tasks,
        (
            TaskRow("Huyện Nghi Xuân", (Decimal(4), Decimal(1))),
            TaskRow("Huyện Lộc Hà", (), "Chưa gửi báo cáo"),
        ),
        TaskRow("Toàn tỉnh", (Decimal(4), None)),
        (YearBlock("Huyện Nghi Xuân", (YearRow("UBND xã Xuân Lam", "2017", "2019", ""),)),),
        SIGNED,
    )


def test_the_summary_looks_as_approved(
    tmp_path: Path, looks_as_approved: Callable[[Path, str], None]
) -> None:
    write_summary(tmp_path / "x.xlsx", summary())
    looks_as_approved(tmp_path / "x.xlsx", "bieu_tong_hop")


def test_the_conversion_annex_looks_as_approved(
    tmp_path: Path, looks_as_approved: Callable[[Path, str], None]
) -> None:
    write_conversion(tmp_path / "x.xlsx", conversion())
    looks_as_approved(tmp_path / "x.xlsx", "phu_luc_iib")


def test_units_counted_stand_beside_units_due(tmp_path: Path) -> None:
    write_summary(tmp_path / "x.xlsx", summary())
    province, _, counts = load_workbook(tmp_path / "x.xlsx").worksheets
    assert [row[4] for row in province.iter_rows(values_only=True) if row[0] == "1"] == ["15/17"] * 4
    first = next(row for row in counts.iter_rows(values_only=True) if row[1] == "Hồ sơ tiếp nhận")
    assert first[3:] == ("15/17", "0/17", "15/17")


def test_figures_are_numbers_and_what_is_unknown_is_not_zero(tmp_path: Path) -> None:
    write_summary(tmp_path / "x.xlsx", summary())
    blocks = load_workbook(tmp_path / "x.xlsx").worksheets[1]
    first = next(row for row in blocks.iter_rows(values_only=True) if row[1] == "Hồ sơ tiếp nhận")
    assert first[3:] == (16462, "…", 16462)


def test_what_cannot_be_added_up_is_not_called_unknown(tmp_path: Path) -> None:
    known = Figure(None, 15, 17)
    day = SummaryRow("1", "Ngày ban hành", "", 0, known, (known, known), "Không cộng được", adds_up=False)
    write_summary(tmp_path / "s.xlsx", replace(summary(), rows=(day,)))
    cells = [c.value for row in load_workbook(tmp_path / "s.xlsx").worksheets[0].iter_rows() for c in row]
    assert "–" in cells and "…" not in cells


def test_many_blocks_go_on_to_further_sheets_with_titles_labels_and_one_signature(tmp_path: Path) -> None:
    many = tuple(f"Khối {n}" for n in range(34))
    values = tuple(Figure(Decimal(n), 1, 1) for n in range(34))
    rows = tuple(
        replace(row, by_block=values, places=0) for row in summary().rows if not isinstance(row, str)
    )
    write_summary(tmp_path / "x.xlsx", replace(summary(), blocks=many, rows=rows))
    book = load_workbook(tmp_path / "x.xlsx")
    parts = [sheet for sheet in book.worksheets if sheet.title.startswith("Theo khối")]
    assert [sheet.title for sheet in parts] == [f"Theo khối ({n})" for n in range(1, 6)]
    shown: list[object] = []
    for number, sheet in enumerate(parts, 1):
        lines = list(sheet.iter_rows(values_only=True))
        assert any(line[0] == f"II. Số liệu theo khối (phần {number}/5)" for line in lines)
        head = next(line for line in lines if line[0] == "TT")
        first = next(line for line in lines if line[1] == "Hồ sơ tiếp nhận")
        shown += zip(head[3:], first[3:], strict=True)
        assert any(SIGNED.name in line for line in lines) == (number == 5)
    assert shown == [*((f"Khối {n}", n) for n in range(34)), ("Toàn tỉnh", 16462)]


def test_a_total_of_what_was_told_in_words_is_left_empty(tmp_path: Path) -> None:
    told = replace(
        conversion(),
        task_rows=(TaskRow("Huyện Nghi Xuân", ("Phát thanh", None)),),
        totals=TaskRow("Toàn tỉnh", ("", None)),
    )
    write_conversion(tmp_path / "x.xlsx", told)
    lines = list(load_workbook(tmp_path / "x.xlsx").worksheets[0].iter_rows(values_only=True))
    assert ("1", "Huyện Nghi Xuân", "Phát thanh", "…") in lines
    [total] = [line for line in lines if line[1] == "Toàn tỉnh"]
    assert (total[2] or "", total[3]) == ("", "…")
