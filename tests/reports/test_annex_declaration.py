from pathlib import Path

import pytest
from nghi_xuan import ANNEXES

from schemas.annexes.annex import load_annex
from schemas.declaration import DeclarationError

GOOD = """kind = "ranking"
label = "Phụ lục"
title = ["Kết quả năm {year}"]
[tables.scores]
sheet = "Bảng"
columns = [
    { role = "unit", heading = "Tên đơn vị", width_mm = 40 },
]
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
    ],
)
def test_a_broken_declaration_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int | None, word: str
) -> None:
    (tmp_path / "annex.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationError, match=word.replace("{", r"\{")) as error:
        load_annex(tmp_path)
    assert error.value.line == line
