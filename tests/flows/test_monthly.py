"""The flows over a run of ten quick steps: in this process, with Prefect's own server and with that of `serve`."""

import datetime
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.flows.quiet import quiet_environment
from pipelines.flows.server import answers, note_server, running_server
from pipelines.operations.request import month_of_a_run
from pipelines.settings import TIMEZONE
from pipelines.steps import INGEST, PUBLISH

FAKE = Path(__file__).parent / "fake_bangdiem.py"
WHOLE_RUN = ["open", *(step.name for step in INGEST + PUBLISH), "close"]


def bangdiem(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FAKE), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=240, check=False)


def trace(folder: Path) -> list[str]:
    return (folder / "warehouse" / "trace.txt").read_text(encoding="utf-8").split()


def recorded(folder: Path, table: str) -> list[str]:
    """The states that Prefect kept of its runs."""
    with sqlite3.connect(folder / "warehouse" / "prefect" / "prefect.db") as history:
        return [state for (state,) in history.execute(f"SELECT state_type FROM {table}")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder in which one run has brought its own server, and what came of it."""
    folder = tmp_path_factory.mktemp("alone")
    return folder, bangdiem("run", "x", cwd=folder)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, alone: tuple[Path, subprocess.CompletedProcess[str]]
) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """A folder whose page is served by its own process; its history, which takes long to make, begins as a copy."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(alone[0] / "warehouse" / "prefect", folder / "warehouse" / "prefect")
    (folder / "raw" / "x").mkdir(parents=True)
    (folder / "raw" / "x" / "campaign.toml").write_text('default_month = "2021-12"\n', encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(FAKE), "serve", "--cron", "0 7 1 1 *", "--port", str(free_port())],
        cwd=folder,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    for line in process.stdout:
        if "Ctrl+C" in line:
            break
    yield folder, process
    process.kill()
    process.communicate()


def test_without_a_server_the_run_brings_its_own_and_is_recorded(
    alone: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = alone
    assert done.returncode == 0, done.stderr
    assert trace(folder) == WHOLE_RUN
    assert recorded(folder, "flow_run") == ["COMPLETED"] * 3
    # Ten steps, and the two halves as seen from the whole.
    assert recorded(folder, "task_run") == ["COMPLETED"] * (len(INGEST + PUBLISH) + 2)
    assert len(done.stderr.splitlines()) == 1, "Prefect stays silent in the terminal"


def test_the_page_says_below_the_table_what_the_terminal_says(
    alone: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    with sqlite3.connect(alone[0] / "warehouse" / "prefect" / "prefect.db") as history:
        [(told,)] = history.execute("SELECT description FROM artifact WHERE type = 'table'")
    assert (
        told
        == "Đợt ha-tinh-2021, tháng 2021-12\n\n- Tệp [xếp hạng].xlsx đang mở trong Excel; đóng lại rồi chạy lại."
    )


def test_a_server_that_cannot_start_is_said_in_one_line_with_the_way_around_it(tmp_path: Path) -> None:
    (tmp_path / "warehouse" / "prefect" / "prefect.db").mkdir(parents=True)
    done = bangdiem("run", "x", cwd=tmp_path)
    assert done.returncode == 2
    first, second = done.stderr.splitlines()[:2]
    log = tmp_path / "warehouse" / "logs" / "prefect-server.log"
    assert first.startswith("Không mở được trang theo dõi.") and "prefect-server.log" in first
    assert "--direct" in second and log.read_text(encoding="utf-8")
    assert trace(tmp_path) == ["open", "close"]


def test_the_server_of_a_run_that_is_killed_ends_with_it(served: tuple[Path, subprocess.Popen[str]]) -> None:
    start = """
import sys, time
from pathlib import Path
from pipelines.flows.page_process import temporary_page
page = temporary_page(Path("warehouse"))
page.wait()
print(page.url, flush=True)
time.sleep(600)
"""
    command = [sys.executable, "-c", start]
    with subprocess.Popen(command, cwd=served[0], stdout=subprocess.PIPE, encoding="utf-8") as run:
        assert run.stdout
        url = run.stdout.readline().strip()
        assert answers(url)
        run.kill()
    patience = time.monotonic() + 30
    while answers(url):
        assert time.monotonic() < patience, "the server outlived its run"
        time.sleep(0.1)


def test_a_running_server_is_used(served: tuple[Path, subprocess.Popen[str]]) -> None:
    folder, _ = served
    before = recorded(folder, "flow_run").count("COMPLETED")
    assert bangdiem("run", "x", cwd=folder).returncode == 0
    assert trace(folder) == WHOLE_RUN
    log = (folder / "warehouse" / "logs" / "bangdiem.log").read_text(encoding="utf-8")
    assert "temporary server" not in log
    assert recorded(folder, "flow_run").count("COMPLETED") == before + 3


def test_a_refusal_in_a_step_comes_out_as_it_is_and_frees_the_run(
    served: tuple[Path, subprocess.Popen[str]],
) -> None:
    folder, _ = served
    done = bangdiem("run", "refused-late", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "Quyết định chưa có hiệu lực."
    assert trace(folder)[-2:] == ["score", "close"]
    assert "FAILED" in recorded(folder, "flow_run")


def test_stopping_a_run_frees_it(served: tuple[Path, subprocess.Popen[str]]) -> None:
    folder, _ = served
    done = bangdiem("run", "stopped-late", cwd=folder)
    assert done.returncode == 130
    assert trace(folder)[-2:] == ["score", "close"]


def test_the_page_is_not_opened_twice(served: tuple[Path, subprocess.Popen[str]]) -> None:
    folder, _ = served
    done = bangdiem("serve", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.startswith("Trang theo dõi của kho này đang mở ở http://127.0.0.1:")


def test_a_taken_port_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = bangdiem("serve", "--port", port, cwd=tmp_path)
    assert done.returncode == 2
    assert (
        done.stderr.splitlines()[0]
        == f"Cổng {port} đang có chương trình khác dùng; chọn cổng khác bằng --port."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
def test_ctrl_c_stops_the_page_and_forgets_it(served: tuple[Path, subprocess.Popen[str]]) -> None:
    folder, process = served
    assert running_server(folder / "warehouse")
    process.send_signal(signal.SIGINT)
    shown, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Đã dừng trang theo dõi và lịch chạy." in shown
    assert running_server(folder / "warehouse") is None
    assert not (folder / "warehouse" / "prefect" / "server.json").exists()


def test_an_unchanged_month_needs_no_server(tmp_path: Path) -> None:
    assert bangdiem("run", "unchanged", cwd=tmp_path).returncode == 0
    assert trace(tmp_path) == WHOLE_RUN
    assert not (tmp_path / "warehouse" / "prefect").exists()


def test_a_note_of_a_server_that_is_gone_is_not_believed(tmp_path: Path) -> None:
    note_server(tmp_path, f"http://127.0.0.1:{free_port()}")
    assert running_server(tmp_path) is None
    (tmp_path / "prefect" / "server.json").write_text("{", encoding="utf-8")
    assert running_server(tmp_path) is None


def test_nothing_that_another_prefect_was_told_holds_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "https://api.prefect.cloud/api")
    monkeypatch.setenv("PREFECT_API_KEY", "key")
    environment = quiet_environment(tmp_path, None)
    assert "PREFECT_API_URL" not in environment
    assert "PREFECT_API_KEY" not in environment
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert Path(environment["PREFECT_HOME"]).parent == tmp_path
    assert (
        quiet_environment(tmp_path, "http://127.0.0.1:4210")["PREFECT_API_URL"] == "http://127.0.0.1:4210/api"
    )


@pytest.mark.parametrize(
    ("asked", "today", "month"),
    [
        ("truoc", "2022-01-01", "2021-12"),
        ("truoc", "2024-03-31", "2024-02"),
        ("nay", "2024-02-29", "2024-02"),
        ("nay", "2021-12-31", "2021-12"),
        ("2021-11", "2024-02-29", "2021-11"),
        (None, "2024-02-29", None),
    ],
)
def test_a_scheduled_run_counts_the_month_that_its_day_says(
    asked: str | None, today: str, month: str | None
) -> None:
    assert month_of_a_run(asked, datetime.date.fromisoformat(today)) == month


SCHEDULED = """
import contextlib
import pipelines.flows.serve as serving
import pipelines.flows.monthly as flow
import pathlib
place = pathlib.Path("kho")
serving._page = lambda *_: contextlib.nullcontext("x")
kept = {}
serving.monthly = type("Flow", (), {"serve": lambda **options: kept.update(options["parameters"])})
serving.serve_monthly(1, None, "dot", "truoc", place, place, print)
flow.start_log = lambda _: None
flow._take = lambda opened: None
def opened(request, _):
    print(request.campaign, request.month)
    return type("Opened", (), {"close": lambda self: None})()
flow.Run = type("Run", (), {"open": opened})
flow.monthly.fn(**kept)
"""


def test_the_schedule_hands_its_month_on_to_each_run(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCHEDULED], cwd=tmp_path, capture_output=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    campaign, month = done.stdout.split()[-2:]
    today = datetime.datetime.now(ZoneInfo(TIMEZONE)).date()
    assert (campaign, month) == ("dot", month_of_a_run("truoc", today))


def test_a_month_without_a_schedule_is_refused(tmp_path: Path) -> None:
    done = bangdiem("serve", "--month", "nay", cwd=tmp_path)
    assert done.returncode == 2 and done.stderr.startswith("Chỉ ghi --month cùng với lịch chạy")
