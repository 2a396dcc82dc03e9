"""A broken declaration: the operator's kind of error, refused at load with file and line."""

from pathlib import Path


class DeclarationError(Exception):
    """A declaration that cannot be used. `str()` is one Vietnamese line: file, line, what is wrong."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        where = f"{path}, dòng {line}" if line else str(path)
        super().__init__(f"{where}: {problem}")

    def __reduce__(self) -> tuple[object, ...]:
        # One raised in a process that reads must arrive as itself: what cannot be unpickled breaks the pool.
        return DeclarationError, (self.path, self.line, self.problem)
