import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from nghi_xuan import CRITERIA, content, units
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.reports.annex import AnnexContent, write_annex
from pipelines.reports.page import DRAFT, SIMULATED, Marks
from pipelines.reports.score_rows import CriterionColumn, UnitScores


def written(tmp_path: Path, annex: AnnexContent) -> Worksheet:
    write_annex(tmp_path / "annex.xlsx", annex)
    return load_workbook(tmp_path / "annex.xlsx").worksheets[0]


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_annex_of_nghi_xuan_looks_as_approved(
    tmp_path: Path, looks_as_approved: Callable[[Path, str], None]
) -> None:
    write_annex(tmp_path / "annex.xlsx", content())
    looks_as_approved(tmp_path / "annex.xlsx", "phu_luc_ib")


def test_every_point_and_total_is_a_number_and_stands_as_printed(
    tmp_path: Path,
) -> None:
    sheet = written(tmp_path, content())
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    expected = [
        (number, unit.unit, *map(float, unit.points), float(unit.total or 0))
        for number, unit in enumerate(units(), 1)
    ]
    assert rows == expected


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    write_annex(tmp_path / "one.xlsx", content())
    write_annex(tmp_path / "two.xlsx", content())
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_missing_number_and_day_are_left_blank_behind_the_symbol(
    tmp_path: Path,
) -> None:
    attached = next(text for text in texts(written(tmp_path, content())) if text.startswith("(Kèm theo"))
    assert attached == "(Kèm theo Báo cáo số       /BC-UBND ngày       /11/2021 của UBND huyện Nghi Xuân)"


def test_criteria_without_a_known_maximum_print_none_and_no_sum_of_maxima(
    tmp_path: Path,
) -> None:
    criteria = (*CRITERIA[:-1], CriterionColumn("7.2.6", None))
    shown = texts(written(tmp_path, replace(content(), criteria=criteria)))
    assert "Tiêu chí\n7.2.5\n(1 điểm)" in shown and "Tiêu chí\n7.2.6" in shown
    assert not any("tối đa" in text for text in shown)


def test_another_number_of_criteria_gives_another_number_of_columns(
    tmp_path: Path,
) -> None:
    rows = tuple(UnitScores(u.unit, u.points[:2], u.total) for u in units())
    sheet = written(tmp_path, replace(content(), criteria=CRITERIA[:2], rows=rows))
    assert sheet.max_column == 5


def test_what_a_sender_typed_stays_text(tmp_path: Path) -> None:
    typed = ("=1+1", "{=SUM(A1)}", "https://example.vn", "12", "a\x00b", "+1", "@x")
    rows = tuple(UnitScores(name, units()[0].points, units()[0].total) for name in typed)
    sheet = written(tmp_path, replace(content(), rows=rows))
    cells = [row[1] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    # openpyxl calls every text that starts with "=" a formula; the file itself must hold no formula at all.
    assert [cell.value for cell in cells] == ["a␀b" if name == "a\x00b" else name for name in typed]
    assert not any(cell.hyperlink for cell in cells)
    assert b"<f>" not in sheet_xml(tmp_path / "annex.xlsx")


def sheet_xml(path: Path) -> bytes:
    return zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_a_unit_without_points_says_why_across_the_row(tmp_path: Path) -> None:
    row = UnitScores("UBND xã A", (None,) * 6, None, "Chưa gửi báo cáo")
    sheet = written(tmp_path, replace(content(), rows=(row,)))
    assert texts(sheet).count("Chưa gửi báo cáo") == 1 and "UBND xã A" in texts(sheet)
    assert not any(text.startswith("(1)") for text in texts(sheet))


def test_zero_points_are_points(tmp_path: Path) -> None:
    row = UnitScores("UBND xã A", (Decimal(0),) * 6, Decimal(0))
    assert "…" not in texts(written(tmp_path, replace(content(), rows=(row,))))


def test_a_point_in_dispute_is_marked_and_explained_under_the_table(
    tmp_path: Path,
) -> None:
    row = UnitScores(
        "UBND xã A",
        (Decimal(1), None, *units()[0].points[2:]),
        None,
        "hai điểm khác nhau",
    )
    shown = texts(written(tmp_path, replace(content(), rows=(*units(), row))))
    assert "UBND xã A (1)" in shown and "(1) UBND xã A: hai điểm khác nhau" in shown
    assert shown.count("…") == 2


@pytest.mark.parametrize(
    ("marks", "corner"),
    [
        (Marks(draft=True), DRAFT),
        (Marks(simulated=True), SIMULATED),
        (Marks(draft=True, simulated=True), f"{SIMULATED} – {DRAFT}"),
    ],
)
def test_a_draft_and_simulated_figures_are_marked_on_every_page(
    tmp_path: Path, marks: Marks, corner: str
) -> None:
    sheet = written(tmp_path, replace(content(), marks=marks))
    assert sheet.HeaderFooter.differentFirst
    assert corner in str(sheet.oddHeader.right.text) and corner in str(sheet.firstHeader.right.text)


def test_the_page_number_is_missing_on_page_one_only(tmp_path: Path) -> None:
    sheet = written(tmp_path, content())
    assert sheet.oddHeader.center.text == "&P" and not sheet.firstHeader.center.text


def test_the_annex_of_nghi_xuan_fits_one_page_with_its_signature(tmp_path: Path) -> None:
    assert not written(tmp_path, content()).row_breaks.brk


def test_the_signature_never_stands_on_a_page_alone(tmp_path: Path) -> None:
    rows = units() + units()[:7]
    sheet = written(tmp_path, replace(content(), rows=rows))
    last_unit = max(row[0].row for row in sheet.iter_rows() if isinstance(row[0].value, int))
    assert [page_break.id for page_break in sheet.row_breaks.brk] == [last_unit - 2]
