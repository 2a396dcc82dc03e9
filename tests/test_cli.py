"""The command line as a person meets it: help, complaints, exit codes, what the end of a run looks like."""

import argparse
import importlib
import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli import build_parser, main
from pipelines.console import Terminal
from pipelines.summary import CheckedFile, RunSummary, ShownFinding, SummaryRow
from pipelines.vietnamese_argparse import MESSAGES
from schemas.findings import Severity

FAKE = Path(__file__).parent / "flows" / "fake_bangdiem.py"
HEAVY = {
    "pandas",
    "pandera",
    "pyarrow",
    "openpyxl",
    "prefect",
    "duckdb",
    "matplotlib",
    "rich",
    "python_calamine",
}
COMMANDS = ["", "run", "check", "receive", "demo", "publish", "audit", "serve"]


def bangdiem(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`bangdiem` in its own process, over invented operations."""
    command = [sys.executable, str(FAKE), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_answers_at_once_and_imports_nothing_heavy(command: str) -> None:
    program = (
        "import sys, time\nfrom pipelines.cli import main\n"
        f"try: main({[command, '--help'] if command else ['--help']})\n"
        "except SystemExit: print(time.process_time(), *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    seconds, *modules = done.stdout.splitlines()[-1].split()
    assert not HEAVY & set(modules)
    # Its own time: a machine that does other things takes longer to start any Python at all.
    assert float(seconds) < 0.3


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers below which there is no further command."""
    found = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not found:
        yield parser
    for one in found:
        for below in one.choices.values():
            yield from leaves(below)


def test_every_command_leads_to_a_function_that_takes_the_arguments() -> None:
    names = set()
    for parser in leaves(build_parser()):
        named = inspect.getclosurevars(parser.get_default("execute")).nonlocals
        module = importlib.import_module(f"pipelines.commands.{named['module']}")
        assert list(inspect.signature(getattr(module, named["function"])).parameters) == ["arguments"]
        names.add(parser.prog.removeprefix("bangdiem "))
    assert names >= {*COMMANDS[1:], "criteria check", "criteria import", "appraise export"}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_vietnamese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"] if command else ["--help"])
    shown = capsys.readouterr().out
    assert "cách dùng:" in shown
    assert not command or re.search(r"^[A-ZĐ].+\.$", shown, re.MULTILINE), "says what the command does"
    assert not re.search(r"\b(usage|options|arguments|show|exit|required)\b", shown)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["run"], "thiếu tham số bắt buộc: ĐỢT"),
        (["fly"], "không có “fly” (chọn trong run, check"),
        (["run", "x", "--month", "2021-13"], "“2021-13” không phải là tháng"),
        (["run", "x", "--month", "13/2021"], "“13/2021” không phải là tháng; gõ tháng/năm, ví dụ 12/2021"),
        (["run", "x", "--month", "12/21"], "“12/21” không phải là tháng"),
        (["run", "x", "--month", "0000-12"], "“0000-12” không phải là tháng"),
        (["run", "x", "--fast"], "bangdiem run: lỗi: không có tham số này: --fast"),
        (["appraise", "export", "x", "--fast"], "bangdiem appraise export: lỗi: không có tham số này"),
        (["run", "x", "--month"], "cần một giá trị"),
        (["check"], "thiếu tham số bắt buộc: TỆP"),
        (["receive", "x", "a.xlsx", "--date", "31/02/2021"], "“31/02/2021” không phải là ngày"),
        (["demo"], "thiếu tham số bắt buộc: --out"),
        (["demo", "--out", "d", "--communes", "0"], "“0” không phải là số nguyên từ 1 trở lên"),
        (["serve", "--port", "80"], "“80” không phải là cổng"),
    ],
)
def test_wrong_usage_is_said_in_vietnamese_with_code_2(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(typed)
    # Newer Pythons set no quotes around what one may choose.
    assert said in re.sub("(?<=[ (])'(\\w+)'(?=,)", r"\1", capsys.readouterr().err)


def test_the_name_of_the_program_alone_shows_what_there_is_with_code_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    assert "  receive   nhận tệp vào hộp thư đến" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "meant"), [("2021-12", "2021-12"), ("12/2021", "2021-12"), ("3/2022", "2022-03")]
)
def test_a_month_is_typed_as_people_write_it_too(typed: str, meant: str) -> None:
    assert build_parser().parse_args(["run", "x", "--month", typed]).month == meant


def test_every_word_of_argparse_that_this_python_can_say_is_known() -> None:
    import argparse
    import ast
    import inspect

    theirs = {
        argument.value
        for call in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "ngettext")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    # Said to a programmer who builds a parser wrongly, never to a person who types.
    build_parser()
    ours = re.compile(
        r"must|invalid conflict|required. is|cannot|conflicting|not callable|dest=|__call__|argument \"-\""
        r"|invalid option string|deprecated"
    )
    assert {word for word in theirs - set(MESSAGES) if not ours.search(word)} == set()


@pytest.mark.parametrize(
    ("campaign", "code", "said"),
    [
        ("broken", 2, "campaign.toml, dòng 3: ngày không đúng"),
        ("nowhere", 2, "Không có đợt “nowhere”; các đợt hiện có: ha-tinh-2021."),
        ("refused-late", 2, "Quyết định chưa có hiệu lực."),
        ("busy", 3, "Một lượt chạy khác đang ghi"),
        ("stopped", 130, "Không mất số liệu nào"),
        ("stopped-late", 130, "Không mất số liệu nào"),
        ("stopped-in-a-query", 130, "Không mất số liệu nào"),
        ("disk-full", 2, "hết chỗ trên ổ đĩa"),
        ("disk-full-unnamed", 2, "hết chỗ trên ổ đĩa"),
        ("bug", 1, "bangdiem.log"),
    ],
)
def test_each_way_to_fail_has_its_code_and_one_line(
    campaign: str, code: int, said: str, tmp_path: Path
) -> None:
    done = bangdiem("run", campaign, "--direct", cwd=tmp_path)
    assert done.returncode == code
    assert done.stdout == ""
    line, _seconds = done.stderr.splitlines()
    assert said in line
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_leaves_its_traceback_in_the_log(tmp_path: Path) -> None:
    bangdiem("run", "bug", "--direct", cwd=tmp_path)
    log = (tmp_path / "warehouse" / "logs" / "bangdiem.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "ZeroDivisionError: ours" in log


def test_a_run_frees_what_it_holds_even_when_it_fails(tmp_path: Path) -> None:
    bangdiem("run", "refused-late", "--direct", cwd=tmp_path)
    trace = (tmp_path / "warehouse" / "trace.txt").read_text(encoding="utf-8").split()
    assert trace == [
        "open",
        "take_stock",
        "read_changed",
        "settle",
        "write_sources",
        "score",
        "close",
    ]


def test_the_end_of_a_run_fits_80_columns_and_keeps_paths_whole(tmp_path: Path) -> None:
    done = bangdiem("run", "x", "--direct", cwd=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    table, _, paths = done.stdout.partition("Kết quả ở ")
    assert max(map(len, table.splitlines())) <= 80
    assert re.search(r"Phụ lục IB +13 +1 +0 +12 +1 +17 +1\b", table)
    assert "Tệp [xếp hạng].xlsx đang mở trong Excel" in table
    folder, name = paths.splitlines()
    assert folder.replace("\\", "/").startswith("warehouse/published/") and folder.endswith(":")
    assert name.startswith("  ")


def test_the_title_of_a_table_is_as_wide_as_the_page_and_no_line_ends_in_blanks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = SummaryRow("Biểu số liệu", 13, 1, 0, 12, 0, 0, 1)
    title = "Báo cáo và chấm điểm áp dụng hệ thống quản lý chất lượng – tháng 12/2021"
    annexes, board = tmp_path / "Phụ lục IB", tmp_path / "Theo dõi.xlsx"
    annexes.mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        (annexes / name).touch()
    Terminal().show_summary(RunSummary(title, [row], row, [annexes, board]))
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == title
    assert [line for line in shown if line != line.rstrip()] == []
    assert "  Phụ lục IB (thư mục, 2 tệp)" in shown and "  Theo dõi.xlsx" in shown


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([], "Không có lỗi."),
        (["notes"], "Không có lỗi."),
        (["warns", "notes"], "Dùng được; 1 cảnh báo nên xem lại."),
        (["rejects_row", "rejects_file"], "Phải sửa 2 chỗ rồi gửi lại."),
        (["rejects_row", "warns"], "Phải sửa 1 chỗ rồi gửi lại; 1 cảnh báo."),
    ],
)
def test_of_each_file_checked_the_last_line_says_what_comes_of_it(
    severities: list[Severity], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [ShownFinding(severity, "IB", "C7", "sai", "Gõ lại") for severity in severities]
    Terminal().show_checked([CheckedFile(Path("a.xlsx"), ["Phụ lục IB – Xã A"], found)])
    shown = capsys.readouterr().out.splitlines()
    assert shown[1] == "  Nhận ra Phụ lục IB – Xã A" and shown[-1] == f"  {said}"


def test_a_long_finding_wraps_between_words_on_a_terminal_and_stays_one_line_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long = ShownFinding("warns", "Số liệu", "D21", "mười chữ " * 20, "đề nghị sửa lại", "ghi vào answers.csv")
    Terminal().show_findings([long])
    assert [len(line) > 100 for line in capsys.readouterr().out.splitlines()] == [True, False, False]
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    Terminal().show_findings([long])
    first, *more = capsys.readouterr().out.splitlines()
    assert max(map(len, [first, *more])) < 60
    assert first.startswith("  Cảnh báo [Số liệu D21]:") and more[0].startswith("    chữ")
    assert more[-1] == "    → Sở: ghi vào answers.csv"


def test_strict_ends_with_4_when_a_file_has_errors(tmp_path: Path) -> None:
    assert bangdiem("run", "x", "--direct", "--strict", cwd=tmp_path).returncode == 4


def test_check_shows_the_cell_and_the_advice_and_ends_with_4_only_for_errors(tmp_path: Path) -> None:
    bad = bangdiem("check", "bad.xlsx", cwd=tmp_path)
    assert bad.returncode == 4
    assert "Không nhận số liệu [IB C7]: “0,3x” không phải là số" in bad.stdout
    assert "→ Gõ lại" in bad.stdout
    assert bangdiem("check", "good.xlsx", cwd=tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_receive_takes_the_day_as_people_write_it(tmp_path: Path) -> None:
    done = bangdiem("receive", "x", "a.xlsx", "--date", "05/12/2021", "--number", "31/BC-UBND",
                    "--doc-date", "3/12/2021", cwd=tmp_path)  # fmt: skip
    assert done.stdout == "a.xlsx: 2021-12-05 31/BC-UBND 2021-12-03\n"


def test_a_simulated_province_says_how_it_is_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "tập huấn"
    assert main(["demo", "--communes", "2", "--seed", "7", "--out", str(out)]) == 0
    told = capsys.readouterr().out.splitlines()[-1]
    command = shlex.split(told.partition("bangdiem ")[2])
    arguments = build_parser().parse_args(command)
    assert (arguments.campaign, arguments.raw) == ("mo-phong-2-7", out / "raw")
    assert (arguments.raw / arguments.campaign / "campaign.toml").is_file()


def test_more_units_than_there_are_cannot_be_simulated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--communes", "99999", "--out", str(tmp_path / "d")]) == 2
    assert "Danh mục chỉ có 3321 đơn vị cấp xã; hãy kiểm tra --communes." in capsys.readouterr().err


def test_what_was_received_before_a_file_failed_is_told(tmp_path: Path) -> None:
    done = bangdiem("receive", "held", "a.xlsx", "b.xlsx", "--date", "05/12/2021", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "a.xlsx: 2021-12-05\n")
    assert done.stderr.startswith("Không ghi được arrivals.csv.\n")
