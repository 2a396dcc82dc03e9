"""The SQL of `warehouse/`, by folder and name. Nothing is put into a script: values go beside it as parameters."""

import hashlib
from pathlib import Path

SQL = Path(__file__).parents[2] / "warehouse"


def script(folder: str, name: str) -> str:
    """The text of `warehouse/<folder>/<name>.sql`. Raises FileNotFoundError for a name that nothing has."""
    return (SQL / folder / f"{name}.sql").read_text(encoding="utf-8")


def names(folder: str) -> list[str]:
    """The scripts of a folder in order, such as "003_scored" of `ddl`."""
    return sorted(path.stem for path in (SQL / folder).glob("*.sql"))


def migrations() -> dict[int, str]:
    """The scripts that make the tables, by the version each one leads to, in order."""
    return {int(name[:3]): name for name in names("ddl")}


def marts() -> tuple[str, str]:
    """All views as one script, and its sha256: they are made anew only where it differs."""
    text = "\n".join(script("marts", name) for name in names("marts"))
    return text, hashlib.sha256(text.encode()).hexdigest()
