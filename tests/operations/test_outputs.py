"""Every output has a file of its own, also where units have the same name; what a month no longer publishes goes."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.operations.contents.annexes import office_annex_name
from pipelines.operations.contents.sources import source_name
from pipelines.operations.manifest import MANIFEST, write_manifest
from pipelines.operations.outputs import Outputs, safe_name
from schemas.annexes.annex import load_annexes
from schemas.campaigns.campaign import load_campaign
from schemas.units.units import load_roster

OLD = {"from": "0", "sha256": "0"}


# A campaign of the whole country.
CAMPAIGN = replace(
    load_campaign(Path(__file__).parents[2] / "raw" / "ha-tinh-2021"), roster=load_roster("2025-06-30")
)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_districts_of_one_name_get_an_annex_and_a_list_of_sources_each() -> None:
    twins = [unit.code for unit in CAMPAIGN.roster.of_level("district") if unit.name == "Huyện Châu Thành"]
    assert len(twins) == 10
    annex = load_annexes()["office_points"]
    assert len({office_annex_name(CAMPAIGN, annex, code) for code in twins}) == 10
    assert len({source_name(CAMPAIGN, code) for code in twins}) == 10


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_manifest(tmp_path / MANIFEST, {"outputs": {"Cũ.xlsx": OLD}})
    (tmp_path / "Cũ.xlsx").write_bytes(b"old")
    return tmp_path


def test_an_output_that_nothing_stands_for_any_more_goes(folder: Path) -> None:
    outputs = Outputs(folder, "code")
    outputs.finish()
    assert not (folder / "Cũ.xlsx").exists() and outputs.messages == [] and outputs.made == {}


def test_one_that_is_open_in_excel_stays_and_is_told_and_goes_with_the_next_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "in use", str(path))

    outputs = Outputs(folder, "code")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        outputs.finish()
    (message,) = outputs.messages
    assert message.startswith("Tệp “Cũ.xlsx” không còn dùng nhưng đang mở trong chương trình khác")
    assert (folder / "Cũ.xlsx").exists()
    write_manifest(folder / MANIFEST, {"outputs": outputs.made})

    Outputs(folder, "code").finish()
    assert not (folder / "Cũ.xlsx").exists()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("Phụ lục IB/Phụ lục IB - Xã A/B", "Phụ lục IB/Phụ lục IB - Xã A/B"),
        ('Xã "A": B?*', "Xã -A-- B--"),
        ("Xã A. ", "Xã A"),
        ("a\tb|c<d>\\e", "a-b-c-d--e"),
    ],
)
def test_a_name_is_one_that_windows_takes(wanted: str, given: str) -> None:
    assert safe_name(wanted) == given
