"""The published read copy: each a new file, and a pointer that says which is the newest.

A notebook may hold a copy open for days. An open file can't be renamed over on Windows, so a copy is never
overwritten: the pointer `current.txt` alone is replaced, and older copies go when nobody holds them.
"""

import re
import shutil
from pathlib import Path

from pipelines.patience import replace_patiently

POINTER = "current.txt"
_COPY = re.compile(r"bangdiem-(\d+)\.duckdb(\.part)?")


class NothingPublished(Exception):
    """No read copy yet: no run has finished in this warehouse."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Chưa có bản đọc nào trong {folder}: chạy “bangdiem run” trước.")


def publish_copy(source: Path, folder: Path) -> Path:
    """Copy the closed database file `source` to `folder`/bangdiem-<n>.duckdb and point to it. Returns the copy."""
    folder.mkdir(parents=True, exist_ok=True)
    older = {path: int(found[1]) for path in folder.iterdir() if (found := _COPY.fullmatch(path.name))}
    number = 1 + max(older.values(), default=0)
    target = folder / f"bangdiem-{number}.duckdb"
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    replace_patiently(part, target)
    pointer_part = folder / (POINTER + ".part")
    pointer_part.write_text(target.name + "\n", encoding="utf-8", newline="\n")
    # A notebook may read the pointer in this instant.
    replace_patiently(pointer_part, folder / POINTER)
    for path in older:
        _delete_if_free(path)
    return target


def current_copy(folder: Path) -> Path:
    """The newest published copy. Raises NothingPublished."""
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NothingPublished(folder) from None
    return folder / name


def _delete_if_free(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # Windows: a notebook holds it open; the next publication tries again
        return
