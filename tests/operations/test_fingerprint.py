"""The version of the code is told by code alone."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.operations import fingerprint
from pipelines.release import RELEASE


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project: one script of SQL and one module."""
    for name in ("pipelines/a.py", "schemas/b.toml", "warehouse/marts/01.sql", "warehouse/ddl/01.sql"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    for room in ("checks", "queries"):
        (tmp_path / "warehouse" / room).mkdir()
    monkeypatch.setattr(fingerprint, "ROOT", tmp_path)
    fingerprint._schemas.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def forget_the_small_project() -> Iterator[None]:
    yield
    fingerprint._schemas.cache_clear()


def test_what_runs_leave_in_the_warehouse_is_not_code(root: Path) -> None:
    before = fingerprint.code_version()
    for name in ("prefect/memo_store.toml", "phieu/dot/bang.csv", "logs/a.py"):
        (root / "warehouse" / name).parent.mkdir(parents=True)
        (root / "warehouse" / name).write_text("x", encoding="utf-8")
    assert fingerprint.code_version() == before


@pytest.mark.parametrize("room", ["checks", "checks/received", "ddl", "marts", "queries"])
def test_every_script_of_the_warehouse_is_code(root: Path, room: str) -> None:
    before = fingerprint.code_version()
    (root / "warehouse" / room).mkdir(exist_ok=True)
    (root / "warehouse" / room / "02.sql").write_text("SELECT 1", encoding="utf-8")
    assert fingerprint.code_version() != before


def test_a_script_that_moves_to_another_room_is_another_version(root: Path) -> None:
    before = fingerprint.code_version()
    shutil.move(root / "warehouse/marts/01.sql", root / "warehouse/checks/01.sql")
    assert fingerprint.code_version() != before


def test_every_room_of_scripts_is_known() -> None:
    warehouse = Path(__file__).resolve().parents[2] / "warehouse"
    assert {path.relative_to(warehouse).parts[0] for path in warehouse.rglob("*.sql")} == set(
        fingerprint._SQL
    )


def test_the_release_is_that_of_the_package() -> None:
    project = tomllib.loads(
        (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    )
    assert project["project"]["version"] == RELEASE
