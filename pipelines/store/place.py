"""Where the parts of a warehouse lie in its folder, told without opening the database."""

from pathlib import Path

DATABASE, LOCK, READ = "bangdiem.duckdb", "writer.lock", "read"


def is_new(folder: Path) -> bool:
    """Whether no run has filled the warehouse of a folder yet."""
    return not (folder / DATABASE).exists()
