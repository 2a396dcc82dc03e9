import os
from pathlib import Path

import pytest

from pipelines.reports.place import OutputBusy, place


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    place(tmp_path / "moi" / "a.xlsx", b"1")
    place(tmp_path / "moi" / "a.xlsx", b"2")
    assert {p.name: p.read_bytes() for p in (tmp_path / "moi").iterdir()} == {"a.xlsx": b"2"}


def refuse(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Windows refuses to replace a file that Excel holds open."""
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if target.name in names:
            raise PermissionError(13, "in use", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_a_file_open_in_excel_keeps_its_content_and_the_new_one_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    refuse(monkeypatch, "a.xlsx")
    with pytest.raises(OutputBusy, match="đang mở") as busy:
        place(target, b"new")
    assert target.read_bytes() == b"old"
    assert busy.value.kept.name == "a (bản mới).xlsx" and busy.value.kept.read_bytes() == b"new"


def test_nothing_is_lost_when_the_file_beside_it_is_open_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "a.xlsx", "a (bản mới).xlsx")
    with pytest.raises(OutputBusy) as busy:
        place(tmp_path / "a.xlsx", b"new")
    assert busy.value.kept.read_bytes() == b"new"
