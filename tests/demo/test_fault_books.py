"""Planted faults of whole workbooks are what the truth says of them."""

from types import SimpleNamespace

from pipelines.demo.fault_books import _other_year
from pipelines.demo.grid import Cell


def test_a_workbook_of_another_year_bears_its_own_year_in_no_title_however_it_is_typed() -> None:
    titles = ["BIỂU SỐ LIỆU NĂM 2021", "Biểu số liệu năm 2021", "Biểu năm 2021"]
    tables = [SimpleNamespace(above=[Cell(title, "title"), Cell("", "")], below=[]) for title in titles]
    book = SimpleNamespace(sheets=[SimpleNamespace(tables=[table]) for table in tables])
    assert _other_year(SimpleNamespace(letter=SimpleNamespace(year=2021), book=book), "x")  # type: ignore[arg-type]
    written = [str(cell.value) for table in tables for cell in table.above]
    assert "Kỳ báo cáo: năm 2020" in written and not any("2021" in text for text in written)
