"""A file that another program holds for an instant is replaced all the same; one held for good is refused."""

from pathlib import Path

import pytest

from pipelines import patience
from pipelines.patience import replace_patiently


def hold(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Path]:
    """Windows refuses so many times to replace anything."""
    refused: list[Path] = []
    real = Path.replace

    def replace(source: Path, target: Path) -> Path:
        if len(refused) < times:
            refused.append(target)
            raise PermissionError(13, "in use", str(target))
        return real(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(patience, "_PAUSE_SECONDS", 0)
    return refused


def test_a_file_that_a_scanner_holds_for_an_instant_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, target = tmp_path / "mới", tmp_path / "cũ"
    fresh.write_text("2")
    target.write_text("1")
    refused = hold(monkeypatch, 3)
    replace_patiently(fresh, target)
    assert target.read_text() == "2" and not fresh.exists() and len(refused) == 3


def test_a_file_that_excel_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, target = tmp_path / "mới", tmp_path / "cũ"
    fresh.write_text("2")
    target.write_text("1")
    hold(monkeypatch, 1000)
    with pytest.raises(PermissionError):
        replace_patiently(fresh, target)
    assert (fresh.read_text(), target.read_text()) == ("2", "1")
