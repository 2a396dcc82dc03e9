"""`bangdiem` as a person calls it, in this process, and the sample as an office has published it."""

import shutil
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.operations.official.publish import Published
from tests.acceptance.office import Command, Office, office_with_sample
from tests.one_process import in_one_process

__all__ = ["bangdiem", "copied", "in_one_process", "official"]


@pytest.fixture
def bangdiem(capsys: pytest.CaptureFixture[str]) -> Command:
    """Calls the command line; (exit code, output with its line breaks undone, complaints)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return code, " ".join(shown.out.split()), " ".join(shown.err.split())

    return call


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Published]:
    """The sample, run and published once; nobody changes it."""
    office = office_with_sample(tmp_path_factory.mktemp("chinh-thuc"))
    office.run()
    return office, office.publish()


@pytest.fixture
def copied(official: tuple[Office, Published], tmp_path: Path) -> Office:
    """The same office after its publication, to spoil."""
    office, _ = official
    shutil.copytree(office.raw, tmp_path / "raw")
    shutil.copytree(office.warehouse, tmp_path / "kho")
    return Office(tmp_path / "raw", tmp_path / "kho")
