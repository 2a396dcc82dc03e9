"""Every situation of tests/forms is read as the file itself says."""

from pathlib import Path

import pytest

from tests.intake.grids import read_situation, read_told, workbook_of
from tests.intake.small_campaign import small_reader

FORMS = Path(__file__).parents[1] / "forms"
SITUATIONS = sorted(FORMS.glob("*/*.grid.txt"))
READER = small_reader()


@pytest.mark.parametrize("path", SITUATIONS, ids=lambda path: f"{path.parent.name}/{path.name.split('.')[0]}")
def test_a_situation_is_read_as_it_says(path: Path) -> None:
    situation = read_situation(path)
    assert sorted(read_told(READER, situation)) == sorted(situation.expected), situation.sentence


def test_every_form_of_the_repository_has_situations() -> None:
    forms = {path.parent.name for path in SITUATIONS}
    assert forms >= set(READER.index.layouts)


def test_what_stands_in_a_cell_is_shown_on_one_line() -> None:
    situation = read_situation(FORMS / "phu_luc_ib" / "heading_unknown.grid.txt")
    reading = READER.read(workbook_of(situation.sheets), "situation.xlsx", "0" * 64)
    assert [one.found for _, _, one in reading.findings if one.code == "heading_unknown"] == ["Ý kiến"]
