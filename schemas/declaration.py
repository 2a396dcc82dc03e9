"""A broken declaration: the operator's kind of error, refused at load with file and line."""

from pathlib import Path


class DeclarationError(Exception):
    """A declaration that cannot be used. `str()` is one Vietnamese line: file, line, what is wrong.

    `key` is the key of a TOML file that is at fault, "" where none is.
    """

    def __init__(self, path: Path, line: int | None, problem: str, key: str = "") -> None:
        self.path, self.line, self.problem, self.key = path, line, problem, key
        where = f"{path}, dòng {line}" if line else str(path)
        super().__init__(f"{where}: {problem}")

    def __reduce__(self) -> tuple[object, ...]:
        # One raised in a process that reads must arrive as itself: what cannot be unpickled breaks the pool.
        return DeclarationError, (self.path, self.line, self.problem, self.key)
