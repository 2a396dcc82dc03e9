"""What a month no longer publishes goes, unless somebody is looking at it."""

from pathlib import Path

import pytest

from pipelines.operations.manifest import MANIFEST, write_manifest
from pipelines.operations.outputs import Outputs, safe_name

OLD = {"from": "0", "sha256": "0"}


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
