"""Write the workbook of Nghi Xuân into the sample campaign, with its figures as they are printed in the
report.

The figures, spellings and gaps stand in `scripts/sample/*.csv`: decimal commas, "4,50" beside "4,0", Cổ Đạm
in one annex and Cổ Đàm in the other, no document number and no day. Everything is written as text, as a
workbook typed from a printed page is. The output is committed: received files are evidence, so this is run
once and again only when the sample itself is redone.

    python scripts/build_sample.py
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CAMPAIGN = ROOT / "raw" / "ha-tinh-2021"
WORKBOOK = CAMPAIGN / "inbox" / "nghi-xuan" / "Báo cáo ISO 2021 - Nghi Xuân.xlsx"

REFERENCE = "(kèm theo Báo cáo số /BC-UBND ngày /11/2021 của UBND huyện)"
SIGNATURE = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
SPAN = (
    "Điểm chấm cho các tiêu chí thành phần thuộc tiêu chí 7.2 Lĩnh vực Áp dụng Hệ thống quản lý chất lượng ISO "
    "(ISO 9001) theo quy định (Tổng điểm tối đa: 5 Điểm)"
)
IB_MAXIMA = ("0,5", "0,5", "1", "1,5", "1", "0,5")


class Page:
    """One sheet and the place of the next row."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        name: str,
        widths: Sequence[float],
        *,
        left: int,
        landscape: bool = False,
    ) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.book = book
        self.last = len(widths) - 1
        self.left = left  # the column whose texts stand left; all others are centred
        self.row = 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)
        self.sheet.fit_to_pages(1, 0)
        if landscape:
            self.sheet.set_landscape()

    def style(self, **properties: object) -> Format:
        return self.book.add_format(
            {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter", **properties}
        )

    def line(self, text: str, **properties: object) -> None:
        style = self.style(align="center", **properties)
        self.sheet.merge_range(self.row, 0, self.row, self.last, text, style)
        self.row += 1

    def cells(self, values: Sequence[str], **properties: object) -> None:
        centred = self.style(border=1, align="center", text_wrap=True, **properties)
        at_left = self.style(border=1, text_wrap=True, **properties)
        for column, value in enumerate(values):
            style = at_left if column == self.left else centred
            if value:
                self.sheet.write_string(self.row, column, value, style)
            else:
                self.sheet.write_blank(self.row, column, None, style)
        self.row += 1

    def signature(self) -> None:
        self.row += 1
        middle = self.last // 2
        bold = self.style(bold=True, align="center")
        for text in SIGNATURE:
            self.sheet.merge_range(self.row, middle, self.row, self.last, text, bold)
            self.row += 1


def rows_of(name: str) -> list[list[str]]:
    with (HERE / "sample" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def write_ib(book: xlsxwriter.Workbook) -> None:
    page = Page(book, "PL IB", [5, 24, *[11] * 6, 14], left=1, landscape=True)
    page.line("Phụ lục IB", bold=True, font_size=14)
    page.line("Kết quả UBND cấp huyện chấm điểm tiêu chí 7.2 các xã, phường thị trấn năm 2021", bold=True)
    page.line("theo Phụ lục III – Quyết định 3396/QĐ-UBND", bold=True)
    page.line(REFERENCE, italic=True)
    page.row += 1
    head = page.style(border=1, bold=True, align="center", text_wrap=True)
    top = page.row
    page.sheet.merge_range(top, 0, top + 1, 0, "TT", head)
    page.sheet.merge_range(top, 1, top + 1, 1, "Tên đơn vị", head)
    page.sheet.merge_range(top, 2, top, 7, SPAN, head)
    page.sheet.merge_range(top, 8, top + 1, 8, "Tổng điểm chấm cho tiêu chí 7.2", head)
    for index, maximum in enumerate(IB_MAXIMA):
        page.sheet.write_string(top + 1, 2 + index, f"Tiêu chí 7.2.{index + 1} ({maximum} điểm)", head)
    page.sheet.set_row(top, 50)
    page.sheet.set_row(top + 1, 50)
    page.sheet.repeat_rows(top, top + 1)
    page.row = top + 2
    page.cells([f"({number})" for number in range(1, 10)], italic=True)
    for row in rows_of("phu_luc_ib.csv"):
        page.cells(row)
    page.signature()


def write_iib(book: xlsxwriter.Workbook) -> None:
    page = Page(book, "PL IIB", [6, 52, 22, 24, 14], left=1)
    page.line("Phụ lục IIB", bold=True, font_size=14)
    page.line("Kết quả chuyển đổi, xây dựng và áp dụng HTQLCL theo TCVN ISO 9001:2015", bold=True)
    page.line(REFERENCE, italic=True)
    page.row += 1
    page.line("1. Kết quả triển khai nhiệm vụ.", bold=True)
    page.cells(["TT", "Nhiệm vụ/Nội dung", "Đơn vị tính", "Số lượng"], bold=True)
    for row in rows_of("phu_luc_iib_1.csv"):
        page.cells(row)
    page.row += 1
    page.line("2. Kết quả chuyển đổi, xây dựng mới hệ thống quản lý chất lượng", bold=True)
    headings = [
        "TT", "Tên cơ quan/đơn vị", "Năm áp dụng ISO 9001:2008",
        "Năm chuyển đổi/xây dựng mới theo ISO 9001:2015", "Chưa áp dụng",
    ]  # fmt: skip
    page.cells(headings, bold=True)
    for row in rows_of("phu_luc_iib_2.csv"):
        page.cells(row)
    page.signature()


def write_self_score(book: xlsxwriter.Workbook) -> None:
    page = Page(book, "Tự chấm", [5, 10, 60, 12, 14, 28], left=2, landscape=True)
    page.line("UBND huyện Nghi Xuân", bold=True)
    page.line("Tự chấm điểm tiêu chí 7.2 năm 2021", bold=True, font_size=14)
    page.line(REFERENCE, italic=True)
    page.row += 1
    headings = ["TT", "Tiêu chí", "Nội dung", "Điểm tối đa", "Điểm tự chấm", "Tài liệu kiểm chứng"]
    page.cells(headings, bold=True)
    criteria = rows_of("tu_cham_cap_huyen.csv")
    # The decision at hand does not give the districts' maxima, so the column stays blank.
    for number, (code, label, points) in enumerate(criteria[:-1], start=1):
        page.cells([str(number), code, label, "", points, ""])
    _, label, points = criteria[-1]
    page.cells(["", label, "", "", points, ""], bold=True)
    page.signature()


def write_figures(book: xlsxwriter.Workbook) -> None:
    page = Page(book, "Số liệu", [5, 62, 16, 20, 24], left=1)
    page.line("UBND huyện Nghi Xuân", bold=True)
    page.line(
        "Biểu số liệu áp dụng hệ thống quản lý chất lượng theo TCVN ISO 9001:2015", bold=True, font_size=14
    )
    page.line("Kỳ báo cáo: năm 2021")
    page.line(REFERENCE, italic=True)
    page.row += 1
    page.cells(["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"], bold=True)
    layout = ROOT / "schemas" / "forms" / "so_lieu" / "layout_2021-01.toml"
    items = tomllib.loads(layout.read_text(encoding="utf-8"))["items"]
    with (ROOT / "schemas" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        indicators = {row["code"]: row for row in csv.DictReader(file)}
    written = dict(rows_of("so_lieu.csv"))
    for number, code in enumerate(items, start=1):
        indicator = indicators[code]
        page.cells(
            [
                str(number),
                indicator["label"],
                indicator["unit_of_measure"].split("|")[0],
                written.pop(code, ""),
                "",
            ]
        )
    if written:
        raise SystemExit(f"so_lieu.csv names indicators that the form does not have: {sorted(written)}")
    page.signature()


def main() -> None:
    WORKBOOK.parent.mkdir(parents=True, exist_ok=True)
    # The department's request letter is dated 9 November 2021; a fixed moment gives the same bytes each time.
    with xlsxwriter.Workbook(WORKBOOK) as book:
        book.set_properties({"title": "Báo cáo ISO 2021", "created": dt.datetime(2021, 11, 15, 8, 0)})
        write_ib(book)
        write_iib(book)
        write_self_score(book)
        write_figures(book)
    for name, header in (
        ("arrivals.csv", "hash,received_on,number,doc_date,file,note\n"),
        ("answers.csv", "kind,typed,answer,file,note\n"),
    ):
        path = CAMPAIGN / name
        if not path.exists():
            path.write_text(header, encoding="utf-8", newline="\n")
    print(WORKBOOK.relative_to(ROOT))


if __name__ == "__main__":
    main()
