"""A simulated country in which provinces score their communes themselves: no clean file of it may be accused."""

from pathlib import Path

from pipelines.demo.province import build_demo
from pipelines.demo.roster import HA_TINH_COMMUNES
from pipelines.operations.check import check_files


def test_provinces_that_score_their_communes_themselves_are_believed(tmp_path: Path) -> None:
    built = build_demo(HA_TINH_COMMUNES + 1, 1, 7, tmp_path, faults=False)
    report = check_files([built.folder / "inbox"], built.campaign, tmp_path / "raw")
    assert len(report.files) > HA_TINH_COMMUNES
    assert [file.path.name for file in report.files if file.has_errors] == []
