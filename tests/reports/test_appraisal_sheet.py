"""The appraisal sheet as written: what may be changed, what is chosen from, what is coloured, what is printed."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.reports.appraisal_sheet import write_appraisal
from schemas.forms.appraisal import HIDDEN
from tests.reports.appraisal_sample import HALF, HONG, LAM, ONE, ROWS, row, sheet

FIRST = 9  # the row of the workbook on which the sample's table begins


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "phiếu.xlsx"
    target.write_bytes(write_appraisal(sheet()))
    return target


@pytest.fixture
def book(path: Path) -> Workbook:
    return load_workbook(path)


@pytest.fixture
def table(book: Workbook) -> Worksheet:
    return book["Phiếu"]


def column(table: Worksheet, heading: str) -> int:
    return next(cell.column for cell in table[FIRST - 1] if cell.value == heading)


def test_the_sheet_looks_as_approved(path: Path, looks_as_approved: Callable[[Path, str], None]) -> None:
    looks_as_approved(path, "phieu_tham_dinh")


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write_appraisal(sheet()) == write_appraisal(sheet())


def test_only_the_cells_to_fill_in_can_be_changed(table: Worksheet) -> None:
    start = column(table, "Điểm")
    end = column(table, "Miễn đến ngày")
    assert table.protection.sheet
    for cells in table.iter_rows():
        for cell in cells:
            inside = FIRST <= cell.row < FIRST + len(ROWS) and start <= cell.column <= end
            assert cell.protection.locked != inside, cell.coordinate


def test_filtering_and_sorting_take_the_hidden_codes_along(table: Worksheet) -> None:
    first, last = table.auto_filter.ref.split(":")
    assert (first, last) == (f"A{FIRST - 1}", table.cell(FIRST + len(ROWS) - 1, table.max_column).coordinate)
    assert [table.cell(FIRST - 1, table.max_column - at).value for at in (4, 3, 2, 1, 0)] == list(HIDDEN)
    assert not table.protection.autoFilter


def test_codes_names_and_lists_are_hidden(book: Workbook, table: Worksheet) -> None:
    assert [one.sheet_state for one in book.worksheets] == ["visible", "hidden", "hidden"]
    assert table.row_dimensions[FIRST - 3].hidden
    letters = [table.cell(1, table.max_column - at).column_letter for at in range(len(HIDDEN))]
    assert any(table.column_dimensions[letter].hidden for letter in letters)


def offered(book: Workbook, row: int) -> list[Cell]:
    """The cells of the list that a row asks for, as the rule of its cell works it out."""
    table, lists = book["Phiếu"], book["Danh mục"]
    number = int(table.cell(row, table.max_column).value)
    return [lists.cell(at + 1, number) for at in range(1, int(lists.cell(1, number).value) + 1)]


def test_the_drop_down_holds_numbers_of_the_grid_that_show_a_decimal_comma(
    book: Workbook, table: Worksheet
) -> None:
    [rule] = table.data_validations.dataValidation
    points = table.cell(FIRST, column(table, "Điểm")).column_letter
    own = f"${table.cell(FIRST, table.max_column).column_letter}{FIRST}-1"
    assert (str(rule.sqref), rule.type) == (f"{points}{FIRST}:{points}{FIRST + 4}", "list")
    assert rule.formula1 == f"OFFSET('Danh mục'!$A$1,1,{own},OFFSET('Danh mục'!$A$1,0,{own}),1)"
    listed = offered(book, FIRST)
    assert [cell.value for cell in listed] == ["Đồng ý", 0, 0.25, 0.5, 0.75, 1, "Không áp dụng", "Miễn"]
    assert [re.findall('"([^"]+)"', cell.number_format)[:1] for cell in listed[2:5]] == [
        ["0,25"],
        ["0,50"],
        ["0,75"],
    ]
    deduction = [cell.value for cell in offered(book, FIRST + 4)]
    assert deduction == ["Đồng ý", 0, 0.25, 0.5, "Không áp dụng", "Miễn"]


def test_a_criterion_of_unknown_maximum_takes_any_points(tmp_path: Path) -> None:
    target = tmp_path / "phiếu.xlsx"
    target.write_bytes(write_appraisal(sheet(row(LAM, "7.2.1", None, HALF, grid=()))))
    [rule] = load_workbook(target)["Phiếu"].data_validations.dataValidation
    assert rule.type in (None, "none") and rule.prompt


def test_a_unit_that_explains_is_offered_points_alone(tmp_path: Path) -> None:
    target = tmp_path / "phiếu.xlsx"
    target.write_bytes(write_appraisal(sheet(explains=True)))
    book = load_workbook(target)
    assert [cell.value for cell in book["Danh mục"]["A"][:6]] == [5, 0, 0.25, 0.5, 0.75, 1]
    headings = [cell.value for cell in book["Phiếu"][FIRST - 1]]
    assert "Nội dung giải trình" in headings and "Miễn đến ngày" not in headings


def test_what_a_person_typed_goes_out_as_text_and_never_as_a_formula(table: Worksheet) -> None:
    reason = table.cell(FIRST + 3, column(table, "Lý do"))
    assert (reason.data_type, reason.value) == ("s", "=cmd|' /C calc'!A0")
    assert all(cell.data_type != "f" for cells in table.iter_rows() for cell in cells)


def test_days_and_numbers_of_documents_are_typed_as_text(table: Worksheet) -> None:
    for heading in ("Số văn bản", "Ngày văn bản", "Miễn đến ngày", "Lý do"):
        assert table.cell(FIRST, column(table, heading)).number_format == "@"


def test_the_points_to_compare_with_are_bold_and_no_others(table: Worksheet) -> None:
    district, own = column(table, "Huyện chấm"), column(table, "Tự chấm")
    assert [bool(table.cell(FIRST + at, district).font.b) for at in range(5)] == [
        True,
        False,
        True,
        True,
        True,
    ]
    assert not any(table.cell(FIRST + at, own).font.b for at in range(5))


def test_a_missing_point_and_a_word_are_shown_short(table: Worksheet) -> None:
    district = column(table, "Huyện chấm")
    assert table.cell(FIRST + 1, district).value == "…"
    assert table.cell(FIRST + 2, district).value == "KAD"


def test_a_reason_is_asked_for_where_the_points_differ(table: Worksheet) -> None:
    reason = table.cell(FIRST, column(table, "Lý do"))
    [rule] = [
        rule for area in table.conditional_formatting for rule in area.rules if reason.coordinate in area
    ]
    points = table.cell(FIRST, column(table, "Điểm")).column_letter
    base = table.cell(FIRST, table.max_column - 1).column_letter
    assert rule.formula == [
        f'AND(${points}{FIRST}<>"",${points}{FIRST}<>"Đồng ý",${points}{FIRST}<>${base}{FIRST},'
        f'${reason.column_letter}{FIRST}="")'
    ]


def test_a_row_grows_with_what_is_written_in_it(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        text = parts.read("xl/worksheets/sheet1.xml").decode()
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', text))
    assert "customHeight" in rows["1"]
    for number in range(FIRST, FIRST + len(ROWS)):
        assert "ht=" in rows[str(number)] and "customHeight" not in rows[str(number)]


def test_columns_that_nothing_fills_are_left_out(tmp_path: Path) -> None:
    target = tmp_path / "phiếu.xlsx"
    target.write_bytes(write_appraisal(sheet(row(HONG, "7.2.1", ONE, ONE))))
    assert "Ý kiến đã có" not in [cell.value for cell in load_workbook(target)["Phiếu"][FIRST - 1]]
