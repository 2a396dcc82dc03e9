"""A step that failed by chance is taken again, as a flow does: nothing is lost, nothing is there twice."""

from pathlib import Path

import pytest

from pipelines.operations.month.run import Run
from pipelines.operations.request import RunRequest
from pipelines.steps import INGEST, PUBLISH, take_step
from tests.acceptance.office import Quiet

RAW = Path(__file__).parents[2] / "raw"


def test_a_month_whose_last_step_fails_once_is_whole_after_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = RunRequest("ha-tinh-2021", None, RAW, tmp_path, charts=False)

    def dropped(*_: object) -> None:
        raise OSError("The network share has gone")

    run = Run.open(request, Quiet())
    try:
        *before, last = INGEST + PUBLISH
        for step in before:
            take_step(run, step)
        with monkeypatch.context() as patched:
            patched.setattr("pipelines.store.warehouse.publish_copy", dropped)
            with pytest.raises(OSError, match="network share"):
                take_step(run, last)
        take_step(run, last)
    finally:
        run.close()
    assert len(list((tmp_path / "read").glob("*.duckdb"))) == 1
    again = Run.open(request, Quiet())
    again.close()
    assert again.unchanged
