"""Fingerprints that tell whether anything has changed: declarations, code, inputs, outputs."""

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipelines.release import RELEASE
from pipelines.store.inbox import ARRIVALS

ROOT = Path(__file__).resolve().parents[2]
_DECLARED = {".csv", ".toml", ".py", ".sql"}
# What the warehouse holds of ours; beside these lie runs, logs and Prefect's own files, which are no code.
_SQL = ("checks", "ddl", "marts", "queries")


def digest(parts: Iterable[bytes | str]) -> str:
    """sha256 (hex) of parts, each framed so that moving a border changes it."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """sha256 (hex) of a file's content, "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _tree(folder: Path, without: str = "") -> Iterable[bytes | str]:
    """Names and contents of the declarations and code below a folder, less those below its child `without`."""
    below = folder.as_posix() + "/"
    found: list[str] = []
    for child in folder.iterdir():
        if child.is_dir():
            found += [path.as_posix() for path in child.rglob("*.*")] if child.name != without else []
        else:
            found.append(child.as_posix())
    for path in sorted(found):
        if os.path.splitext(path)[1] in _DECLARED and os.path.isfile(path):
            yield path.removeprefix(below)
            with open(path, "rb") as file:
                yield file.read()


@cache
def _schemas() -> tuple[bytes | str, ...]:
    return tuple(_tree(ROOT / "schemas"))


def code_version() -> str:
    """The release and the first digits of a digest of code and SQL, such as "0.1.0+3f2a…"."""
    sql = [part for room in _SQL for part in (room, *_tree(ROOT / "warehouse" / room))]
    parts = [*_tree(ROOT / "pipelines", without="demo"), *_schemas(), *sql]
    return f"{RELEASE}+{digest(parts)[:12]}"


def declarations_hash(campaign: Path) -> str:
    """All that decides how a file is read and scored: schemas/, the campaign's own declarations, the reading code."""
    own = list(_tree(campaign, without="inbox"))
    if ARRIVALS in own:
        at = own.index(ARRIVALS)
        del own[at : at + 2]
    return digest([*_schemas(), *own, *_tree(ROOT / "pipelines" / "intake")])
