"""`bangdiem` as a person calls it, in this process: exit code, what was printed, what was complained of."""

import pytest

from pipelines.cli import main
from tests.acceptance.office import Command


@pytest.fixture
def bangdiem(capsys: pytest.CaptureFixture[str]) -> Command:
    """Calls the command line; (exit code, output with its line breaks undone, complaints)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return code, " ".join(shown.out.split()), " ".join(shown.err.split())

    return call
