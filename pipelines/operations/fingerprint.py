"""Fingerprints that tell whether anything has changed: declarations, code, inputs, outputs."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_DECLARED = {".csv", ".toml", ".py", ".sql"}


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


def _tree(folder: Path, skip: frozenset[str] = frozenset()) -> Iterable[bytes | str]:
    for path in sorted(folder.rglob("*")):
        if (
            path.suffix in _DECLARED
            and not skip & set(path.relative_to(folder).parts[:-1])
            and path.is_file()
        ):
            yield path.relative_to(folder).as_posix()
            yield path.read_bytes()


def code_version() -> str:
    """The release and the first digits of a digest of code and SQL, such as "0.1.0+3f2a…"."""
    parts = [
        *_tree(ROOT / "pipelines", frozenset({"demo"})),
        *_tree(ROOT / "schemas"),
        *_tree(ROOT / "warehouse"),
    ]
    return f"{version('bangdiem')}+{digest(parts)[:12]}"


def declarations_hash(campaign: Path) -> str:
    """All that decides how a file is read and scored: schemas/, the campaign's own declarations, the reading code."""
    own: list[bytes | str] = []
    for path in sorted(campaign.rglob("*")):
        relative = path.relative_to(campaign)
        if (
            path.suffix in _DECLARED
            and relative.parts[0] != "inbox"
            and relative.as_posix() != "arrivals.csv"
        ):
            own += [relative.as_posix(), path.read_bytes()]
    return digest([*_tree(ROOT / "schemas"), *own, *_tree(ROOT / "pipelines" / "intake")])
