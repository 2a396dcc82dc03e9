"""What only Windows asks for, as far as it can be seen elsewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import scripts.set_up as set_up
from pipelines.guard import reader_has_left
from pipelines.system_reasons import reason_of

ROOT = Path(__file__).resolve().parent.parent
LAUNCHER, FOR_EXPLORER = ROOT / "bangdiem.cmd", ROOT / "Mở bangdiem.cmd"


def test_the_program_starts_as_a_module_from_anywhere_and_prints_utf_8(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "--help"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1258"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("cách dùng: bangdiem")


def test_a_process_of_a_run_begins_with_that_module_deaf_to_ctrl_c_and_without_the_command_line() -> None:
    # As multiprocessing imports the main module of whoever starts a process.
    program = (
        "import runpy, signal, sys\n"
        "runpy.run_module('pipelines', run_name='__mp_main__')\n"
        "print(signal.getsignal(signal.SIGINT).name, 'pipelines.cli' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["SIG_IGN", "False"]


def test_the_launcher_starts_that_module_with_the_python_beside_it() -> None:
    # A console reads a .cmd in its own code page, byte by byte.
    text = LAUNCHER.read_bytes().decode("ascii")
    *_, path, encoding, start = text.splitlines()
    assert path == '@set "PYTHONPATH=%~dp0"'
    assert encoding == '@set "PYTHONUTF8=1"'
    assert start == '@"%~dp0.venv\\Scripts\\python.exe" -m pipelines %*'


def test_the_launcher_for_explorer_sets_up_then_helps_or_checks_what_was_dropped_and_stays() -> None:
    *_, folder, encoding, start, stay = FOR_EXPLORER.read_bytes().decode("ascii").splitlines()
    assert (folder, encoding, stay) == ('@cd /d "%~dp0"', '@set "PYTHONUTF8=1"', "@cmd /k")
    assert start == (
        '@py scripts\\set_up.py && if "%~1"=="" (call bangdiem.cmd --help) else (call bangdiem.cmd check %*)'
    )


def a_copy(folder: Path, lock: str = "version = 1") -> Path:
    (folder / ".venv").mkdir(parents=True)
    (folder / "uv.lock").write_text(lock)
    return folder


def test_packages_come_from_the_internet_as_the_documents_say(tmp_path: Path) -> None:
    told = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    venv, pip, sync = (" ".join(step) for step in set_up.steps(tmp_path))
    assert venv == f"{sys.executable} -m venv .venv" and "py -m venv .venv\n" in told
    assert pip.endswith(" uv") and ".venv\\Scripts\\python -m pip install uv\n" in told
    options = sync.partition(" sync ")[2].removesuffix(" --no-dev")
    assert f".venv\\Scripts\\uv sync {options}\n" in told


def test_packages_that_were_carried_over_are_taken_as_the_documents_say(tmp_path: Path) -> None:
    carried = tmp_path / "wheels" / "requirements.txt"
    carried.parent.mkdir()
    carried.touch()
    told = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8").replace("\\", "/")
    _, pip = (" ".join(step).replace("\\", "/") for step in set_up.steps(tmp_path))
    assert f"pip install {pip.partition('--disable-pip-version-check ')[2]}\n" in told


def test_an_environment_that_stands_is_not_made_again(tmp_path: Path) -> None:
    whole = set_up.steps(tmp_path)
    python = tmp_path / whole[1][0]
    python.parent.mkdir(parents=True)
    python.touch()
    assert set_up.steps(tmp_path) == whole[1:]


def test_what_is_set_up_is_left_alone_until_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up, "ROOT", a_copy(tmp_path))
    monkeypatch.setattr(set_up, "steps", lambda root: [[sys.executable, "-c", "pass"]])
    assert set_up.main() == 0
    assert "Đã cài đặt xong" in capsys.readouterr().out
    assert set_up.main() == 0
    assert capsys.readouterr().out == ""
    (tmp_path / "uv.lock").write_text("version = 2")
    set_up.main()
    assert "Đã cài đặt xong" in capsys.readouterr().out


def test_a_step_that_fails_is_told_and_tried_again_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up, "ROOT", a_copy(tmp_path))
    monkeypatch.setattr(set_up, "steps", lambda root: [[sys.executable, "-c", "raise SystemExit(3)"]])
    for _ in range(2):
        assert set_up.main() == 1
        assert "Chưa cài đặt xong" in capsys.readouterr().out


def test_an_old_python_is_told_of_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 13, "final", 0))
    assert set_up.main() == 2
    assert "Cần Python 3.11 trở lên; máy này đang có 3.9" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["README.md", "docs/huong-dan.md"])
def test_documents_install_no_note_of_the_programs_path_on_windows(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    syncs = re.findall(r"Scripts\\uv sync.*", text)
    assert syncs and all("--no-install-project" in line for line in syncs)


@pytest.mark.parametrize("name", ["README.md", "docs/huong-dan.md"])
def test_packages_are_carried_as_they_are_locked(name: str) -> None:
    """The list is complete and has hashes: pip would look further, find no hash for what it finds, and stop."""
    text = (ROOT / name).read_text(encoding="utf-8")
    carried = re.findall(r"pip (?:download|install) .*--requirement.*", text)
    assert len(carried) == 2 and all("--no-deps" in line for line in carried)


@pytest.mark.parametrize(
    ("error", "windows", "left"),
    [
        (BrokenPipeError(32, "Broken pipe"), False, True),
        (OSError(22, "Invalid argument"), True, True),
        (OSError(22, "Invalid argument"), False, False),
        (OSError(22, "Invalid argument", "a?.xlsx"), True, False),
        (OSError(28, "No space left on device"), True, False),
    ],
)
def test_a_reader_that_left_is_told_from_other_faults(error: OSError, windows: bool, left: bool) -> None:
    assert reader_has_left(error, windows) == left


@pytest.mark.parametrize(
    ("error", "windows", "said"),
    [
        (FileNotFoundError(2, "", "C:\\" + "a" * 260), True, "đường dẫn quá dài"),
        (FileNotFoundError(2, "", "/" + "a" * 260), False, "không có đường dẫn này"),
        (FileNotFoundError(2, "", "C:\\a"), True, "không có đường dẫn này"),
        (PermissionError(13, "", "a.xlsx"), True, "đang mở trong chương trình khác"),
        (OSError(22, "", "a?.xlsx"), True, "ký tự không dùng được"),
    ],
)
def test_what_windows_refuses_is_said_in_vietnamese(error: OSError, windows: bool, said: str) -> None:
    assert said in reason_of(error, windows)
