"""Faults of a criteria set, collected: a proof-reader wants all of them at once, a loader the first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from schemas.csv_table import CsvRow, parse_decimal_text
from schemas.decimal_comma import with_comma
from schemas.declaration import DeclarationError
from schemas.toml_section import Section

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, its line (None: the whole file), the column of a table or the key of a TOML file
    ("": the whole line), and what is wrong, in Vietnamese."""

    path: Path
    line: int | None
    column: str
    problem: str

    def error(self) -> DeclarationError:
        """The refusal that names this fault alone."""
        in_table = self.path.suffix == ".csv" and self.column
        return DeclarationError(
            self.path, self.line, f"cột {self.column}: {self.problem}" if in_table else self.problem
        )

    def shown(self, path: str) -> str:
        """One Vietnamese line, with the path as it is to be shown."""
        what = f", {'cột' if self.path.suffix == '.csv' else 'mục'} {self.column}" if self.column else ""
        return f"{path}{f', dòng {self.line}' if self.line else ''}{what}: {self.problem}"

    def __str__(self) -> str:
        return self.shown(str(self.path))


def written(number: Decimal | int | None) -> str:
    """A number in a message, with a decimal comma."""
    return "chưa biết" if number is None else with_comma(Decimal(number).normalize())


class Faults:
    """The faults found so far, in the order of finding."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def __len__(self) -> int:
        return len(self.found)

    def row(self, row: CsvRow, column: str, problem: str) -> None:
        """A fault in a column of a CSV row."""
        self.found.append(Fault(row.path, row.line, column, problem))

    def key(self, section: Section, key: str | None, problem: str) -> None:
        """A fault at a key of a TOML section."""
        # A missing key at the top of a file stands on no line of its own.
        self.found.append(Fault(section.path, section.line(key) or 1, key or "", problem))

    def attempt(self, key: str, read: Callable[[], T], otherwise: T) -> T:
        """What `read` gives; when it refuses, the refusal is noted under `key` and `otherwise` stands in."""
        try:
            return read()
        except DeclarationError as error:
            self.found.append(Fault(error.path, error.line or 1, key, error.problem))
            return otherwise

    def close(self, section: Section) -> None:
        """Notes a key of a section that nobody asked for: a misspelt key must not pass silently."""
        try:
            section.close()
        except DeclarationError as error:
            self.found.append(Fault(error.path, error.line, error.key, error.problem))

    def number(self, row: CsvRow, column: str, least: Decimal | None = None) -> Decimal | None:
        """The number in a cell, or None where it is empty or faulty (see `spoilt`)."""
        if not row[column]:
            return None
        try:
            number = parse_decimal_text(row[column])
        except ValueError as error:
            self.row(row, column, str(error))
            return None
        if least is not None and number < least:
            self.row(row, column, f"{row[column]} phải từ {written(least)} trở lên")
            return None
        return number

    def spoilt(self, row: CsvRow, columns: Iterable[str] = ()) -> bool:
        """Whether a fault is already noted in this row (in one of `columns`, where any are given)."""
        wanted = set(columns)
        return any(
            fault.path == row.path and fault.line == row.line and (not wanted or fault.column in wanted)
            for fault in self.found
        )
