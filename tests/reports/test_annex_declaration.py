import re
from pathlib import Path

import pytest
from nghi_xuan import ANNEXES

from schemas.annexes.annex import load_annex, load_annexes
from schemas.declaration import DeclarationError
from tests.schemas.spoilt import refusal

GOOD = """kind = "ranking"
label = "Phụ lục"
title = ["Kết quả năm {year}"]
[tables.scores]
sheet = "Bảng"
columns = [
    { role = "unit", heading = "Tên đơn vị", width_mm = 40 },
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
    { role = "unit", heading = "Tên đơn vị", width_mm = 40 }, { role = "rank", heading = "Hạng", width_mm = 12 },
    # { role = "total" }
    { role = "points", heading = "{code}[\\n({max_points} điểm)]", width_mm = 19, group = "Điểm" },
]

[tables.listed]
sheet = "Liệt kê"
orientation = "portrait"
font_size = 12
columns = [
    { role = "unit", heading = "Đơn vị", width_mm = 41 },
    { role = "points", heading = "{code}", width_mm = 18, group = "Điểm tự chấm" },
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
        ('role = "unit"', 'role = "donvi"', 7, "donvi"),
        ("width_mm = 40", "width_mm = 0", 7, "width_mm"),
        ('sheet = "Bảng"', 'sheet = "Bảng"\nmau = "x"', 6, "mau"),
        ('label = "Phụ lục"', "label = ", 2, "TOML"),
        ('title = ["Kết quả năm {year}"]', "", None, "title"),
        ('kind = "ranking"', 'kind = "rank"', 1, "“kind” phải là một trong: office_points, ranking"),
        ('kind = "ranking"', 'kind = "summary"', 9, "thiếu “no_data”"),
        ("[tables.scores]", "[tables]", 5, "“sheet” phải là một mục"),
        ("convention =", "conventions =", 9, "thiếu “convention”"),
        ('convention = "quy ước"', 'convention = "{nam}"', 10, "chỗ trống {nam} không có"),
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
        ("font_size = 12", "font_size = 99", 25, "font_size 99 phải là số nguyên từ 8 đến 14"),
        ("font_size = 12", "font_size = true", 25, "“font_size” phải là số nguyên"),
        ('role = "rank"', 'role = "parent"', 17, "“role” phải là một trong"),
        ("width_mm = 12", 'width_mm = "12"', 17, "“width_mm” phải là số"),
        ("width_mm = 12", "width_mm = true", 17, "“width_mm” phải là số"),
        ("width_mm = 19", "width_mm = 3.5", 19, "width_mm của cột points phải từ 4 đến 200 mm, đang là 3.5"),
        ("width_mm = 18", "width_mm = 201", 28, "width_mm của cột points phải từ 4 đến 200 mm, đang là 201"),
        ('heading = "{code}"', 'heading = "{ma}"', 28, "chỗ trống {ma} không có"),
        ('group = "Điểm tự chấm"', 'grop = "Điểm tự chấm"', 28, "không có mục nào tên “grop”"),
        ('width_mm = 41 }', 'width_mm = 41 }, 5', 27, "“columns” phải là các mục"),
        ('sheet = "Liệt kê"', "", 22, "thiếu “sheet”"),
        ('sheet = "Liệt kê"', 'sheet = "Liệt kê"\nfont = 12', 24, "không có mục nào tên “font”"),
        ('convention = "quy ước"', 'convention = 5', 32, "“convention” phải là chữ"),
        ('convention = "quy ước"', 'convention = "quy ước"\nmore = "x"', 33, "không có mục nào tên “more”"),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_stands_and_not_where_its_words_stand_first(
    tmp_path: Path, old: str, new: str, line: int, word: str
) -> None:
    assert LONG.count(old) == 1
    (tmp_path / "annex.toml").write_text(LONG.replace(old, new), encoding="utf-8")
    error = refusal(lambda: load_annex(tmp_path))
    assert (error.line, word in error.problem) == (line, True), error


@pytest.mark.parametrize("missing", ["tables", "columns"])
def test_an_annex_without_a_table_or_a_table_without_a_column_is_refused(
    tmp_path: Path, missing: str
) -> None:
    start, end = GOOD.index("[tables" if missing == "tables" else "    {"), GOOD.index("[notes]")
    text = GOOD[:start] + ("" if missing == "tables" else "]\n") + GOOD[end:]
    (tmp_path / "annex.toml").write_text(text, encoding="utf-8")
    error = refusal(lambda: load_annex(tmp_path))
    told = {
        "tables": (None, "thiếu bảng nào để in ([tables.…])"),
        "columns": (6, "bảng scores chưa khai báo cột nào"),
    }
    assert (error.line, error.problem) == told[missing]


def test_two_annexes_of_one_kind_are_refused(tmp_path: Path) -> None:
    for name in ("mot", "hai"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "annex.toml").write_text(LONG, encoding="utf-8")
    assert "hai phụ lục cùng loại ranking: hai, mot" in refusal(lambda: load_annexes(tmp_path)).problem
