"""A broken declaration: the operator's kind of error, refused at load with file and line."""

from pathlib import Path


class DeclarationError(Exception):
    """A declaration that cannot be used. `str()` is one Vietnamese line: file, line, what is wrong."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        where = f"{path}, dòng {line}" if line else str(path)
        super().__init__(f"{where}: {problem}")
