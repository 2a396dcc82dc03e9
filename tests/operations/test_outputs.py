"""Every output has a file of its own, also where units have the same name."""

from pathlib import Path

import pytest

from pipelines.operations.annexes import office_annex_name
from pipelines.operations.outputs import Outputs
from pipelines.operations.source_contents import source_name
from schemas.annexes.annex import load_annexes
from schemas.units.units import load_roster


class _Campaign:
    roster = load_roster("2025-06-30")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_districts_of_one_name_get_an_annex_and_a_list_of_sources_each() -> None:
    twins = [unit.code for unit in _Campaign.roster.of_level("district") if unit.name == "Huyện Châu Thành"]
    assert len(twins) == 10
    annex = load_annexes()["office_points"]
    assert len({office_annex_name(_Campaign, annex, code) for code in twins}) == 10  # type: ignore[arg-type]
    assert len({source_name(_Campaign, code) for code in twins}) == 10  # type: ignore[arg-type]


@pytest.mark.parametrize("second", ["Phụ lục - Ia Ly.xlsx", "Phụ lục - Ia ly.xlsx"])
def test_a_second_output_of_one_name_is_refused_and_not_written_over_the_first(
    tmp_path: Path, second: str
) -> None:
    outputs = Outputs(tmp_path, "code")
    outputs.put_content("Phụ lục - Ia Ly.xlsx", "one", _write)
    outputs.put_content("Phụ lục - Ia Ly.xlsx", "one", _write)  # a step that is taken again
    with pytest.raises(ValueError, match="two outputs"):
        outputs.put_content(second, "other", _write)
    assert (tmp_path / "Phụ lục - Ia Ly.xlsx").read_text(encoding="utf-8") == "one"
