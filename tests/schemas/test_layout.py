"""Layouts of forms: what is loaded, and what is refused with its line."""

from pathlib import Path

import pytest

from schemas.forms.layout import FOLDER, load_layout, load_layouts
from schemas.spelling import fold
from tests.schemas.spoilt import refusal, spoil


def copied(tmp_path: Path, form: str = "phu_luc_ib", month: str = "2021-01") -> Path:
    """A layout of the repository in a folder of its own."""
    source = next((FOLDER / form).glob("layout_*.toml"))
    path = tmp_path / form / f"layout_{month}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source.read_bytes())
    return path


def test_a_layout_says_where_its_values_stand() -> None:
    layout = load_layouts("2021")["phu_luc_ib"]
    assert (layout.rows, layout.round, layout.valid_from, layout.reference_required) == (
        "unit", "huyen_cham", "2021-01", True,
    )  # fmt: skip
    key, criterion = layout.column("key"), layout.column("criterion")
    assert key and key.required and "ten don vi" in key.headings
    assert criterion and criterion.pattern
    found = criterion.pattern.match("tieu chi 7.2.1 0 5 diem")
    assert found and (found["code"], found["max"]) == ("7.2.1", "0 5")
    assert layout.column("value") is None


@pytest.mark.parametrize("heading", ["(0,5 điểm)", "(0,5đ)", "( 0,5 đ )", "(tối đa 0,5 điểm)"])
def test_the_maximum_of_a_criterion_is_written_in_many_ways(heading: str) -> None:
    criterion = load_layouts("2021")["phu_luc_ib"].column("criterion")
    assert criterion and criterion.pattern
    found = criterion.pattern.match(fold(f"Tiêu chí 7.2.1\n{heading}"))
    assert found and (found["code"], found["max"]) == ("7.2.1", "0 5")


@pytest.mark.parametrize(
    ("form", "right", "wrong", "problem"),
    [
        ("phu_luc_ib", 'role = "ordinal"', 'role = "number"', "“role” phải là một trong: ordinal, key"),
        ("phu_luc_ib", 'role = "ordinal"', 'role = "item"', "cột item cần item, cột khác thì không"),
        ("phu_luc_ib", 'role = "ordinal"', 'role = "key"', "cần đúng một cột key"),
        ("phu_luc_ib", "'^diem cham cho cac tieu chi'", "'^diem (cham'", "mẫu không dùng được"),
        ("phu_luc_ib", "(?P<code>", "(?P<kode>", "mẫu của cột tiêu chí cần nhóm (?P<code>…)"),
        (
            "phu_luc_ib",
            'rows = "unit"',
            'rows = "units"',
            "“rows” phải là một trong: unit, indicator, criterion",
        ),
        ("phu_luc_ib", 'rows = "unit"', 'rows = "indicator"', "cần đúng một cột value"),
        ("phu_luc_ib", 'form = "phu_luc_ib"', 'form = "ib"', "“form” phải là tên thư mục: phu_luc_ib"),
        ("phu_luc_ib", "reference_required = true", "reference_required = 1", "phải là true hoặc false"),
        (
            "phu_luc_ib",
            "reference_required",
            "reference_requird",
            "không có mục nào tên “reference_requird” ở đây",
        ),
        ("phu_luc_ib", '"Tổng điểm", ', '"Tên đơn vị", ', "tiêu đề “ten don vi” khai cho hai cột"),
        (
            "phu_luc_ib",
            '"Phụ lục IB", "Kết quả',
            '"Phụ lục IB", 5, "Kết quả',
            "“titles” phải là danh sách chữ",
        ),
        (
            "iib_2",
            'item = "iso2008_start_year"',
            'item = "iso_year"',
            "không có chỉ tiêu “iso_year” trong indicators.csv",
        ),
        (
            "iib_1",
            '"other_publicity", ',
            '"publicity", ',
            "không có chỉ tiêu “publicity” trong indicators.csv",
        ),
        ("iib_1", "items = [", "item = [", "không có mục nào tên “item” ở đây"),
        ("tu_cham", 'role = "value"', 'role = "note"', "cần đúng một cột value"),
    ],
)
def test_a_spoilt_layout_is_refused(tmp_path: Path, form: str, right: str, wrong: str, problem: str) -> None:
    path = copied(tmp_path, form)
    line = spoil(path, right, wrong)
    error = refusal(lambda: load_layout(path))
    assert problem in error.problem and error.path == path
    # What is wrong with the form as a whole has no line of its own; a list is named by the line it begins on.
    assert error.line is None or error.line <= line


def test_a_spoilt_line_is_named(tmp_path: Path) -> None:
    path = copied(tmp_path)
    line = spoil(path, 'role = "total"', 'role = "sum"')
    assert refusal(lambda: load_layout(path)).line == line


def test_a_column_needs_headings_or_a_pattern(tmp_path: Path) -> None:
    path = copied(tmp_path)
    line = spoil(
        path, "heading_pattern = '^diem cham", 'under_title = ["A"]\n# heading_pattern = \'^diem cham'
    )
    error = refusal(lambda: load_layout(path))
    assert error.line == line - 1 and "cần headings hoặc heading_pattern" in error.problem


def test_a_common_heading_names_one_column_only(tmp_path: Path) -> None:
    path = copied(tmp_path, "so_lieu")
    spoil(path, 'under_title = ["Nội dung",', 'under_title = ["Số liệu",')
    assert "tiêu đề “so lieu” khai cho hai cột" in refusal(lambda: load_layout(path)).problem


def test_a_file_name_must_say_its_month(tmp_path: Path) -> None:
    assert "layout_2021-01.toml" in refusal(lambda: load_layout(copied(tmp_path, month="2021"))).problem


@pytest.mark.parametrize(
    ("period", "in_force"),
    [
        ("2020", None),
        ("2021-01", "2021-01"),
        ("2021-05", "2021-01"),
        ("2021", "2021-06"),
        ("2021-Q1", "2021-01"),
        ("2021-Q2", "2021-06"),
        ("2021-H1", "2021-06"),
        ("2022-H1", "2021-06"),
    ],
)
def test_the_newest_layout_not_later_than_the_period_is_in_force(
    tmp_path: Path, period: str, in_force: str | None
) -> None:
    copied(tmp_path, month="2021-01")
    copied(tmp_path, month="2021-06")
    layouts = load_layouts(period, tmp_path)
    assert (layouts["phu_luc_ib"].valid_from if layouts else None) == in_force


@pytest.mark.parametrize("period", ["2021-H1", "2021-Q1", "2021-Q2", "2021-08"])
def test_a_layout_from_september_on_does_not_read_what_ended_before(tmp_path: Path, period: str) -> None:
    copied(tmp_path, month="2021-01")
    copied(tmp_path, month="2021-09")
    assert load_layouts(period, tmp_path)["phu_luc_ib"].valid_from == "2021-01"
