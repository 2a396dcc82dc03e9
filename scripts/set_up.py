"""Sets the program up on an analyst's PC: its packages in `.venv`, from the Internet or, where it is there, from the
folder `wheels`.

Runs on any Python that Windows may start, so that an old one can be told of in words. `Mở bangdiem.cmd` calls it every
time; what stands ready is left alone.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
_BIN, _SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")


def stamp(root: Path) -> Path:
    """The file that says that the packages of the present lock are all there: another lock has another one."""
    lock = hashlib.sha256((root / "uv.lock").read_bytes()).hexdigest()
    return root / ".venv" / f"set-up-{lock[:16]}"


def steps(root: Path) -> list[list[str]]:
    """The commands, each a list of arguments, to be run in `root` one after the other."""
    python, uv = (str(Path(".venv") / _BIN / (name + _SUFFIX)) for name in ("python", "uv"))
    venv = [] if (root / python).is_file() else [[sys.executable, "-m", "venv", ".venv"]]
    carried = Path("wheels") / "requirements.txt"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if (root / carried).is_file():
        from_wheels = ["--no-index", "--no-deps", "--find-links", "wheels", "--requirement", str(carried)]
        return [*venv, [*pip, *from_wheels]]
    sync = [uv, "sync", "--frozen", "--inexact", "--compile-bytecode", "--no-install-project", "--no-dev"]
    return [*venv, [*pip, "uv"], sync]


def main() -> int:
    """0 when all is ready; 2 for an old Python; 1 when a step failed, whose own words stand above."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        print(f"Cần Python 3.11 trở lên; máy này đang có {found}. Tải bản mới ở python.org rồi mở lại.")
        return 2
    ready = stamp(ROOT)
    if ready.is_file():
        return 0
    print("Đang cài đặt các gói, mất một đến vài phút; chỉ làm một lần…", flush=True)
    for step in steps(ROOT):
        if subprocess.run(step, cwd=ROOT, check=False).returncode:
            print(
                "Chưa cài đặt xong: xem dòng lỗi ở trên. Máy không có mạng thì chép thư mục wheels vào "
                "(docs/huong-dan.md, mục 1), rồi mở lại."
            )
            return 1
    ready.touch()
    print("Đã cài đặt xong.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
