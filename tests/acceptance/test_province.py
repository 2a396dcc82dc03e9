"""A simulated province against its truth, and what changes when something is sent again, moved or broken off."""

import datetime
import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.demo.province import build_demo
from pipelines.operations.month.run import Run
from pipelines.operations.receive import Received, receive
from tests.acceptance.office import Office, change_workbook, contents
from tests.prove.judge import differences
from tests.prove.kills import left_behind, start_run
from tests.workbook_dump import dump

MONTH, NEXT_MONTH = "2021-12", "2022-01"
CAMPAIGN = "mo-phong-100-20211231"
IN_FORCE = f"SELECT * FROM facts_in_force('{CAMPAIGN}', DATE '2021-12-31') ORDER BY ALL"
SCORES = "SELECT * FROM scores WHERE month = '{}' ORDER BY ALL"
RESULTS = "SELECT * FROM results WHERE month = '{}' ORDER BY ALL"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province built and run once; nobody changes it."""
    folder = tmp_path_factory.mktemp("tinh")
    build_demo(100, 1, 20211231, folder)
    Office(folder / "raw", folder / "warehouse", CAMPAIGN).run(MONTH)
    return folder


@pytest.fixture
def office(folder: Path, tmp_path: Path) -> Office:
    """The same province with its warehouse, copied so that it can be changed; times of files are kept."""
    shutil.copytree(folder, tmp_path / "tinh")
    return Office(tmp_path / "tinh" / "raw", tmp_path / "tinh" / "warehouse", CAMPAIGN)


def test_a_simulated_country_whose_provinces_give_the_points_is_read_as_its_truth_says(
    tmp_path: Path,
) -> None:
    built = build_demo(217, 1, 20250701, tmp_path)
    Office(tmp_path / "raw", tmp_path / "warehouse", built.campaign).run()
    assert differences(tmp_path, tmp_path / "warehouse") == []


def truth_of(folder: Path) -> dict:
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def times(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def a_figure_in_force(office: Office) -> dict:
    """A whole number that counts, in a commune's workbook of which openpyxl loses nothing."""
    for value in truth_of(office.raw.parent)["values"]:
        if value["form"] != "so_lieu" or value["type"] != "count" or value["spoilt"] or not value["in_force"]:
            continue
        if len(value["unit"]) != 5:  # a district's letter stands on its annex too
            continue
        if value["file"].endswith(".xlsx") and value["value"] and value["state"] == "value":
            cells = [
                cell for sheet in load_workbook(office.inbox / value["file"]) for row in sheet for cell in row
            ]
            if not any(
                cell.data_type == "f" or (cell.font.name or "").startswith((".Vn", "VNI")) for cell in cells
            ):
                return value
    raise AssertionError("the province has no such figure")


def send_again(office: Office, day: datetime.date) -> dict:
    """The unit of one figure sends its workbook again, with that figure one higher."""
    figure = a_figure_in_force(office)
    corrected = office.raw.parent / "bản sửa.xlsx"
    change = {(figure["sheet"], figure["cell"]): int(figure["value"]) + 1}
    change_workbook(office.inbox / figure["file"], corrected, change)
    receive(office.raw, office.campaign, [corrected], Received(day, "12/BC-UBND"), print)
    return figure


def test_every_true_value_is_stored_every_fault_found_and_no_clean_cell_accused(folder: Path) -> None:
    assert differences(folder, folder / "warehouse") == []


def test_the_judge_sees_a_wrong_value_a_fault_not_planted_and_a_fault_not_found(
    folder: Path, tmp_path: Path
) -> None:
    truth = truth_of(folder)
    value = next(
        one for one in truth["values"] if not one["spoilt"] and one["type"] == "count" and one["value"]
    )
    value["value"] = str(int(value["value"]) + 1)
    forgotten = truth["faults"].pop(
        next(n for n, one in enumerate(truth["faults"]) if one["code"] == "error_cell")
    )
    invented = {
        **forgotten,
        "code": "number_ambiguous",
        "file": value["file"],
        "sheet": "csv",
        "cell": "Z99",
        "or": [],
    }
    truth["faults"].append(invented)
    shutil.copytree(folder / "raw", tmp_path / "raw", ignore=shutil.ignore_patterns("inbox"))
    (tmp_path / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    wrong = differences(tmp_path, folder / "warehouse")
    assert [line.split()[0] for line in wrong] == ["value", "not", "accused:"]


def test_running_again_changes_no_byte_and_touches_no_file(office: Office) -> None:
    before, touched = contents(office.published()), times(office.published())
    summary = office.run(MONTH)
    assert contents(office.published()) == before
    assert times(office.published()) == touched
    assert summary.messages[0].startswith("Không có gì thay đổi")


def test_an_output_that_was_deleted_is_made_again_and_no_other(office: Office) -> None:
    before, touched = contents(office.published()), times(office.published())
    lost = office.published() / "Xếp hạng toàn tỉnh.xlsx"
    lost.unlink()
    office.run(MONTH)
    after = times(office.published())
    assert contents(office.published()) == before
    changed = {path for path, time in after.items() if touched[path] != time}
    assert {Path(path).name for path in changed} == {lost.name, "manifest.json"}


def test_the_same_inputs_give_the_same_bytes_in_a_new_warehouse(office: Office, tmp_path: Path) -> None:
    fresh = Office(office.raw, tmp_path / "kho-moi", CAMPAIGN)
    fresh.run(MONTH)
    assert contents(fresh.published()) == contents(office.published())


def test_every_value_that_is_not_used_says_why_in_the_workbook_of_sources(office: Office) -> None:
    unused = [
        value
        for path in (office.published() / "Nguồn số liệu").glob("*.xlsx")
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str) and value.startswith("Không dùng")
    ]
    assert len(unused) > 20
    assert [value for value in unused if not value.startswith("Không dùng: ")] == []
    assert "Không dùng: “nửa điểm” không phải là số" in unused


def without_paths(office: Office) -> dict[str, list[str]]:
    """Each workbook as readable text, paths of files replaced by what they hold; rows that are in the order of
    the paths are put into that of their text."""
    manifest = json.loads((office.published() / "manifest.json").read_text(encoding="utf-8"))
    holds = {path: one["sha256"] for path, one in manifest["inputs"].items()}
    longest_first = sorted(holds, key=len, reverse=True)
    told = {}
    for path in sorted(office.published().rglob("*.xlsx")):
        if path.name == "Theo dõi.xlsx" or path.parent.name == "Nguồn số liệu":
            rows = []
            for sheet in load_workbook(path).worksheets:
                for row in sheet.iter_rows(values_only=True):
                    text = repr((sheet.title, row))
                    for name in longest_first:
                        text = text.replace(repr(name)[1:-1], holds[name])
                    rows.append(text)
            told[path.name] = sorted(rows)
        else:
            told[path.name] = dump(path).splitlines()
    manifest["summary"]["remarks"] = [line.partition(": ")[0] for line in manifest["summary"]["remarks"]]
    manifest.pop("inputs")
    manifest["made_from"].pop("inputs")
    outputs = manifest.pop("outputs")
    return told | {"manifest": [json.dumps(manifest)], "outputs": sorted(outputs)}


def test_other_names_folders_and_order_give_the_same_numbers(office: Office, tmp_path: Path) -> None:
    moved = Office(tmp_path / "raw", tmp_path / "kho-moi", CAMPAIGN)
    shutil.copytree(office.folder, moved.folder, ignore=shutil.ignore_patterns("inbox"))
    files = sorted(path for path in office.inbox.rglob("*") if path.is_file())
    for number, path in enumerate(reversed(files)):
        # The name decides for locks and letters, whose kind the content does not tell.
        name = path.name if path.name.startswith("~$") else f"{number:04d}{path.suffix}"
        moved.send(f"thư mục {number % 7}/{name}", path)
    moved.run(MONTH)
    assert without_paths(moved) == without_paths(office)
    facts = "SELECT * FROM facts ORDER BY ALL"
    assert moved.ask(facts) == office.ask(facts)


def test_moving_a_file_that_was_read_changes_no_number(office: Office) -> None:
    figure = a_figure_in_force(office)
    before = [office.ask(IN_FORCE), office.ask(SCORES.format(MONTH)), office.ask(RESULTS.format(MONTH))]
    (office.inbox / "đã xem").mkdir()
    os.replace(office.inbox / figure["file"], office.inbox / "đã xem" / "a.xlsx")
    office.run(MONTH)
    assert [
        office.ask(IN_FORCE),
        office.ask(SCORES.format(MONTH)),
        office.ask(RESULTS.format(MONTH)),
    ] == before


def test_a_file_sent_again_changes_its_own_unit_and_nothing_else(office: Office) -> None:
    facts, outputs = office.ask(IN_FORCE), contents(office.published())
    marks = [office.ask(SCORES.format(MONTH)), office.ask(RESULTS.format(MONTH))]
    figure = send_again(office, datetime.date(2021, 12, 30))
    office.run(MONTH)

    columns = [row[0] for row in office.ask(f"DESCRIBE {IN_FORCE.replace(' ORDER BY ALL', '')}")]
    sender, item, value = (columns.index(name) for name in ("sender", "item", "value"))
    now = office.ask(IN_FORCE)
    assert {row[sender] for row in set(facts) ^ set(now)} == {figure["unit"]}
    was, became = (
        {row[item]: row[value] for row in rows if row[sender] == figure["unit"]} for rows in (facts, now)
    )
    assert {one for one in was | became if was.get(one) != became.get(one)} == {figure["item"]}
    assert became[figure["item"]] == was[figure["item"]] + 1

    same = "SELECT * EXCLUDE (submission_id) FROM scores WHERE month = '{}' ORDER BY ALL"
    assert office.ask(RESULTS.format(MONTH)) == marks[1]
    assert len(office.ask(same.format(MONTH))) == len(marks[0])

    after = contents(office.published())
    written = {name for name in after if after[name] != outputs.get(name)}
    [source] = [name for name in written if name.startswith("Nguồn số liệu/")]
    # The chart of arrivals counts days of first receipt, so it stays too.
    assert written == {"Biểu tổng hợp toàn tỉnh.xlsx", "Theo dõi.xlsx", "manifest.json", source}


@pytest.mark.parametrize("step", ["settle", "score", "write_annexes", "finish"])
def test_what_a_broken_off_run_has_left_is_made_up_for_by_the_next(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def break_off(_: Run) -> None:
        raise OSError("broken off")

    before = contents(office.published())
    send_again(office, datetime.date(2021, 12, 30))
    with monkeypatch.context() as broken:
        broken.setattr(Run, step, break_off)
        with pytest.raises(OSError, match="broken off"):
            office.run(MONTH)
    assert contents(office.published())["manifest.json"] == before["manifest.json"]
    office.run(MONTH)
    whole = Office(office.raw, tmp_path / "kho-moi", CAMPAIGN)
    whole.run(MONTH)
    assert contents(office.published()) == contents(whole.published())


def test_the_older_version_stays_as_history(office: Office) -> None:
    stored = set(office.ask("SELECT submission_id, item, value FROM facts"))
    figure = send_again(office, datetime.date(2021, 12, 30))
    office.run(MONTH)
    assert stored < set(office.ask("SELECT submission_id, item, value FROM facts"))
    standings = office.ask(
        f"SELECT standing, count(*) FROM standing('{CAMPAIGN}', DATE '2021-12-31') "
        f"WHERE sender = '{figure['unit']}' AND form = 'so_lieu' GROUP BY ALL"
    )
    assert dict(standings)["in_force"] == 1
    assert dict(standings)["superseded"] >= 1


def test_an_earlier_month_gives_the_earlier_figures(office: Office) -> None:
    before = contents(office.published(MONTH), skip={"manifest.json"})
    send_again(office, datetime.date(2022, 1, 10))
    assert not any("Chưa tính" in line for line in office.run(NEXT_MONTH).remarks)
    remarks = office.run(MONTH).remarks
    # The simulated province has one such file, and now there is another.
    [later] = [line for line in remarks if line.startswith("Chưa tính")]
    assert later.split(": ")[0] == "Chưa tính 2 tệp vào sổ sau ngày 31/12/2021"
    assert office.run(MONTH).remarks == remarks, "an unchanged month says it again"
    assert contents(office.published(MONTH), skip={"manifest.json"}) == before
    name = "Biểu tổng hợp toàn tỉnh.xlsx"
    assert dump(office.published(NEXT_MONTH) / name) != dump(office.published(MONTH) / name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize(
    "point", ["bangdiem.duckdb.wal", "published"], ids=["while storing", "while publishing"]
)
def test_a_killed_run_leaves_whole_submissions_and_the_next_one_completes(
    office: Office, tmp_path: Path, point: str
) -> None:
    broken = Office(office.raw, tmp_path / "kho-moi", CAMPAIGN)
    child = start_run(broken, "--no-charts")
    while child.poll() is None and not (broken.warehouse / point).exists():
        time.sleep(0.005)
    assert child.poll() is None, "the run ended before it could be killed"
    child.kill()
    child.wait()
    assert left_behind(broken, office, "--no-charts") == []
