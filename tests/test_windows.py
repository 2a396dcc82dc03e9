"""What only Windows asks for, as far as it can be seen elsewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.guard import reader_has_left
from pipelines.system_reasons import reason_of

ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = ROOT / "bangdiem.cmd"


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
