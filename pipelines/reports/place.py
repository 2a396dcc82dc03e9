"""Putting a finished file in its place: whole or not at all, and never lost because the old one is open
in Excel.
"""

from contextlib import suppress
from pathlib import Path

from pipelines.patience import replace_patiently


class OutputBusy(Exception):
    """The file at `path` is open in another program. The new one lies at `kept`; nothing is lost."""

    def __init__(self, path: Path, kept: Path) -> None:
        self.path, self.kept = path, kept
        super().__init__(
            f"Tệp “{path.name}” đang mở trong chương trình khác nên chưa thay được; "
            f"bản mới đã lưu tại “{kept.name}”. Hãy đóng tệp rồi chạy lại."
        )


def place(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then move it over `path`. Creates the folder.

    Raises OutputBusy when Windows refuses to replace a file that Excel holds open; the content is then
    kept as "<name> (bản mới)" beside it (or, when that one is open too, under its temporary name).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"~moi-{path.name}")
    kept = path.with_name(f"{path.stem} (bản mới){path.suffix}")
    fresh.write_bytes(content)
    try:
        replace_patiently(fresh, path)
    except PermissionError as error:
        try:
            fresh.replace(kept)
        except PermissionError:
            kept = fresh
        raise OutputBusy(path, kept) from error
    # A copy kept while the file was open is older than what stands there now, and its name says the opposite.
    with suppress(PermissionError):
        kept.unlink(missing_ok=True)
