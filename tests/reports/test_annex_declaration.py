import re
from pathlib import Path

import pytest
from nghi_xuan import ANNEXES

from schemas.annexes.annex import load_annex, load_annexes
from schemas.annexes.kinds import KINDS, column_fault
from schemas.declaration import DeclarationError
from tests.schemas.spoilt import refusal

GOOD = """kind = "office_points"
label = "Phụ lục"
title = ["Kết quả năm {year}"]
[tables.scores]
sheet = "Bảng"
columns = [
    { role = "number", heading = "TT", width_mm = 9 },
    { role = "unit", heading = "Tên đơn vị", width_mm = 40 },
    { role = "points", heading = "{code}", width_mm = 15 },
    { role = "total", heading = "Tổng", width_mm = 17 },
]
[notes]
convention = "quy ước"
"""
# Two tables with the same keys and the same roles, and a title of two lines.
LONG = """# unit, convention, font_size = 99, {nam}
kind = "ranking"
label = "Phụ lục"
title = [
    "Kết quả năm {year}",  # [unit]
    "trên địa bàn {province}",
]
basis = ""
signature = ["KT. GIÁM ĐỐC"]

[tables.ranked]
sheet = "Xếp hạng"
heading = "I. {province}"
orientation = "landscape"
font_size = 13
columns = [
    { role = "number", heading = "TT", width_mm = 9 },
    { role = "unit", heading = "Tên đơn vị", width_mm = 40 }, { role = "rank", heading = "Hạng", width_mm = 12 },
    # { role = "total" }
    { role = "points", heading = "{code}[\\n({max_points} điểm)]", width_mm = 19, group = "Điểm" },
    { role = "total", heading = "Tổng", width_mm = 17 },
]

[tables.listed]
sheet = "Liệt kê"
orientation = "portrait"
font_size = 12
columns = [
    { role = "number", heading = "TT", width_mm = 9 },
    { role = "unit", heading = "Đơn vị", width_mm = 41 },
    { role = "points", heading = "{code}", width_mm = 18, group = "Điểm tự chấm" },
    { role = "total", heading = "Tổng", width_mm = 17 },
]

[notes]
convention = "quy ước"
"""


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in ANNEXES.glob("*/annex.toml")))
def test_every_declared_annex_loads(folder: str) -> None:
    assert load_annex(ANNEXES / folder).code == folder


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("{year}", "{nam}", 3, "{nam}"),
        ("{year}", "{year", 3, "ngoặc"),
        ("{year}", "[{year}", 3, "ngoặc"),
        ('role = "unit"', 'role = "donvi"', 8, "donvi"),
        ("width_mm = 40", "width_mm = 0", 8, "width_mm"),
        ('sheet = "Bảng"', 'sheet = "Bảng"\nmau = "x"', 6, "mau"),
        ('label = "Phụ lục"', "label = ", 2, "TOML"),
        ('title = ["Kết quả năm {year}"]', "", None, "title"),
        ('kind = "office_points"', 'kind = "rank"', 1, "“kind” phải là một trong: office_points, ranking"),
        ('kind = "office_points"', 'kind = "summary"', 4, "thiếu bảng để in: [tables.province]"),
        ("[tables.scores]", "[tables]", 4, "thiếu bảng để in: [tables.scores]"),
        ("[notes]", "[tables.listed]\n[notes]", 12, "không có bảng “listed”; chỉ có scores"),
        ('sheet = "Bảng"', 'sheet = "Bảng"\nform = "so_lieu"', 6, "không có mục nào tên “form”"),
        ("convention =", "conventions =", 12, "thiếu “convention”"),
        ('convention = "quy ước"', 'convention = "{nam}"', 13, "chỗ trống {nam} không có"),
    ],
)
def test_a_broken_declaration_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int | None, word: str
) -> None:
    (tmp_path / "annex.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationError, match=re.escape(word)) as error:
        load_annex(tmp_path)
    assert error.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("Kết quả năm {year}", "Kết quả năm {nam}", 5, "chỗ trống {nam} không có"),
        ("trên địa bàn {province}", "trên địa bàn [{province}", 6, "ngoặc"),
        ('["KT. GIÁM ĐỐC"]', '"KT. GIÁM ĐỐC"', 9, "“signature” phải là danh sách chữ"),
        ("I. {province}", "I. {tinh}", 13, "chỗ trống {tinh} không có"),
        ('"landscape"', '"landscap"', 14, "“orientation” phải là một trong: portrait, landscape"),
        ("font_size = 13", "font_size = 99", 15, "font_size 99 phải là số nguyên từ 8 đến 14"),
        ("font_size = 12", "font_size = 99", 27, "font_size 99 phải là số nguyên từ 8 đến 14"),
        ("font_size = 12", "font_size = true", 27, "“font_size” phải là số nguyên"),
        ('role = "rank"', 'role = "parent"', 18, "“role” phải là một trong"),
        ("width_mm = 12", 'width_mm = "12"', 18, "“width_mm” phải là số"),
        ("width_mm = 12", "width_mm = true", 18, "“width_mm” phải là số"),
        ("width_mm = 19", "width_mm = 3.5", 20, "width_mm của cột points phải từ 4 đến 200 mm, đang là 3.5"),
        ("width_mm = 18", "width_mm = 201", 31, "width_mm của cột points phải từ 4 đến 200 mm, đang là 201"),
        ('heading = "{code}"', 'heading = "{ma}"', 31, "chỗ trống {ma} không có"),
        ('group = "Điểm tự chấm"', 'grop = "Điểm tự chấm"', 31, "không có mục nào tên “grop”"),
        ('width_mm = 41 }', 'width_mm = 41 }, 5', 30, "“columns” phải là các mục"),
        ('sheet = "Liệt kê"', "", 24, "thiếu “sheet”"),
        ('sheet = "Liệt kê"', 'sheet = "Liệt kê"\nfont = 12', 26, "không có mục nào tên “font”"),
        ('convention = "quy ước"', 'convention = 5', 36, "“convention” phải là chữ"),
        ('convention = "quy ước"', 'convention = "quy ước"\nmore = "x"', 37, "không có mục nào tên “more”"),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_stands_and_not_where_its_words_stand_first(
    tmp_path: Path, old: str, new: str, line: int, word: str
) -> None:
    assert LONG.count(old) == 1
    (tmp_path / "annex.toml").write_text(LONG.replace(old, new), encoding="utf-8")
    error = refusal(lambda: load_annex(tmp_path))
    assert (error.line, word in error.problem) == (line, True), error


def test_an_annex_without_tables_is_refused(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("[tables")] + GOOD[GOOD.index("[notes]") :]
    (tmp_path / "annex.toml").write_text(text, encoding="utf-8")
    error = refusal(lambda: load_annex(tmp_path))
    assert (error.line, error.problem) == (None, "thiếu “tables”")


@pytest.mark.parametrize(
    ("kind", "table", "columns", "fault"),
    [
        ("office_points", "scores", "", "thiếu cột number, unit, points, total"),
        ("office_points", "scores", "number unit points total remark", ""),
        (
            "office_points",
            "scores",
            "number unit points remark total",
            "cột total phải đứng ngay sau cột points",
        ),
        ("office_points", "scores", "number unit points points total", "cột “points” khai hai lần"),
        ("ranking", "ranked", "number unit rank points total", ""),
        ("ranking", "ranked", "number unit total points", "phải đứng theo thứ tự này"),
        ("ranking", "ranked", "number unit total", "thiếu cột points"),
        ("summary", "blocks", "number label measure figure province", ""),
        ("summary", "blocks", "number label measure province", "thiếu cột figure"),
        ("summary", "province", "number label province measure", "phải đứng theo thứ tự này"),
        ("conversion", "tasks", "unit number task", "phải đứng theo thứ tự này"),
        ("conversion", "years", "number unit remark not_applied year_new year_old", ""),
    ],
)
def test_a_table_has_the_columns_that_are_drawn_in_it(
    kind: str, table: str, columns: str, fault: str
) -> None:
    said = column_fault(KINDS[kind].tables[table], columns.split())
    assert fault in said and bool(fault) == bool(said)


def test_a_column_that_no_table_of_the_kind_has_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace('role = "total"', 'role = "figure"')
    (tmp_path / "annex.toml").write_text(text, encoding="utf-8")
    error = refusal(lambda: load_annex(tmp_path))
    assert error.line == 10 and "một trong: number, unit, points, total, remark" in error.problem


def test_figures_are_those_of_a_form_that_there_is(tmp_path: Path) -> None:
    text = (ANNEXES / "phu_luc_iib" / "annex.toml").read_text(encoding="utf-8")
    (tmp_path / "annex.toml").write_text(text.replace('form = "iib_1"', 'form = "iib-1"'), encoding="utf-8")
    error = refusal(lambda: load_annex(tmp_path))
    assert (error.key, error.problem) == ("form", "không có biểu “iib-1”")


def test_two_annexes_of_one_kind_are_refused(tmp_path: Path) -> None:
    for name in ("mot", "hai"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "annex.toml").write_text(LONG, encoding="utf-8")
    assert "hai phụ lục cùng loại ranking: hai, mot" in refusal(lambda: load_annexes(tmp_path)).problem
