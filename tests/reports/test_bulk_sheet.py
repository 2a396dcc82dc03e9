import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pipelines.reports.bulk_sheet import Fill, pour
from pipelines.reports.coded_rows import Cell, CodedColumn, CodedRows
from pipelines.reports.listing import ListColumn, Listing, write_listings
from pipelines.reports.page import UNMARKED, Book
from pipelines.reports.wording import safe_text


def skeleton(columns: int) -> bytes:
    book = Book("Thử", UNMARKED)
    sheet = book.sheet("Thử", "landscape")
    sheet.write_string(0, 0, "Đầu bảng")
    for column in range(columns):
        sheet.write_blank(1, column, None, book.style(10, border=1))
    return book.content()


def read(workbook: bytes) -> list[tuple[object, ...]]:
    sheet = load_workbook(io.BytesIO(workbook)).worksheets[0]
    return list(sheet.iter_rows(min_row=2, values_only=True))


cells = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=2, allow_nan=False),
    st.sampled_from(["=1+1", "<&>\"'", " x ", "a\x00b", "dòng\nmới", "Đạm", "\ufffe", "\ud800"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8))
def test_every_cell_is_read_back_as_it_was_poured(rows: list[tuple[Cell, ...]]) -> None:
    def shown(cell: Cell) -> object:
        if isinstance(cell, str):
            return safe_text(cell) or None
        return cell if cell is None else pytest.approx(float(cell))

    workbook = pour(skeleton(3), {1: Fill(rows, [30.0, None, 30.0], 10)})
    assert read(workbook) == [tuple(shown(cell) for cell in row) for row in rows]


def test_texts_and_numbers_of_one_column_come_by_their_places() -> None:
    column = CodedColumn(pa.array(["a", "", None]), pa.array(["1.5"]), pa.array([3, 0, None, 1, 2, 3]))
    workbook = pour(skeleton(1), {1: Fill(CodedRows((column,)), [30.0], 10)})
    assert [row[0] for row in read(workbook)] == [1.5, "a", None, None, None, 1.5]


def test_a_list_of_empty_cells_is_poured() -> None:
    assert read(pour(skeleton(1), {1: Fill([(None,), ("",)], [30.0], 10)})) == [(None,), (None,)]


def test_calamine_reads_the_same_rows_at_the_same_addresses(tmp_path: Path) -> None:
    rows = [("=A1", Decimal("1.5"), None), ("b", 2, "c")]
    (tmp_path / "x.xlsx").write_bytes(pour(skeleton(3), {1: Fill(rows, [30.0, None, 30.0], 10)}))
    sheet = CalamineWorkbook.from_path(str(tmp_path / "x.xlsx")).get_sheet_by_index(0)
    assert sheet.to_python(skip_empty_area=False)[1:] == [["=A1", 1.5, ""], ["b", 2.0, "c"]]


def test_rows_that_are_not_as_long_as_the_pattern_are_refused() -> None:
    with pytest.raises(ValueError):
        pour(skeleton(3), {1: Fill([("a", "b")], [None, None, None], 10)})


def test_a_row_is_as_high_as_its_wrapped_text_needs() -> None:
    workbook = pour(skeleton(1), {1: Fill([("ngắn",), ("rất dài " * 20,)], [30.0], 10)})
    heights = load_workbook(io.BytesIO(workbook)).worksheets[0].row_dimensions
    assert heights[2].height is None and heights[3].height > 60


def test_the_filter_and_the_frozen_head_cover_the_list(tmp_path: Path) -> None:
    listing = Listing(
        "A", "Tiêu đề", (ListColumn("Một", 20), ListColumn("Hai", 20)), [("a", "b")] * 5, frozen_columns=1
    )
    write_listings(tmp_path / "x.xlsx", "x", [listing], UNMARKED)
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.max_row) == ("A3:B8", "B4", 8)


def test_a_list_without_rows_says_so(tmp_path: Path) -> None:
    listing = Listing("A", "Tiêu đề", (ListColumn("Một", 20),), CodedRows(()), empty="Chưa có số liệu.")
    write_listings(tmp_path / "x.xlsx", "x", [listing], UNMARKED)
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][-1] == "Chưa có số liệu."


def test_a_text_that_looks_like_an_escaped_letter_is_escaped_itself() -> None:
    workbook = pour(skeleton(1), {1: Fill([("_x0041_",), ("bc_xa_an.xlsx",)], [30.0], 10)})
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        shown = parts.read("xl/sharedStrings.xml").decode("utf-8")
    assert "<t>_x005F_x0041_</t>" in shown and "<t>bc_x005F_xa_an.xlsx</t>" in shown
