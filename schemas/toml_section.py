"""Reading a TOML declaration strictly: every key is asked for by type, and a fault names its line."""

import datetime
import re
import tomllib
from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from schemas.csv_table import parse_decimal_text
from schemas.declaration import DeclarationError

Choice = TypeVar("Choice", bound=str)

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=")
# A text of one or of many lines, a comment, a mark, or anything else up to the next of these.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{},\n]|[^\[\]{},\n"\'#]+',
    re.DOTALL,
)
_PARSER_LINE = re.compile(r"\(at line (\d+)")


def _key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Line of each key, by path; the n-th table of an array `name`, or item of a list, is the step `name#n`, from 0."""
    lines: dict[tuple[str, ...], int] = {}
    counts: dict[str, int] = {}
    here: tuple[str, ...] = ()
    at, number = 0, 1
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end].rstrip("\r\n")
        if header := _HEADER.match(line):
            name = header[2]
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                here = (f"{name}#{counts[name]}",)
            else:
                here = tuple(name.split("."))
            lines[here] = number
        elif key := _KEY.match(line):
            name = key[1].strip('"')
            lines.setdefault((*here, name), number)
            end, items = _value_end(text, at + key.end(), number)
            for place, item in enumerate(items):
                lines.setdefault((*here, f"{name}#{place}"), item)
        number += text.count("\n", at, end)
        at = end
    return lines


def _value_end(text: str, at: int, number: int) -> tuple[int, list[int]]:
    """Where the line ends on which a value ends, which may be many lines below; and the lines of a list's items."""
    depth, items, expected = 0, list[int](), False
    for token in _TOKEN.finditer(text, at):
        part = token[0]
        if part == "\n" and not depth:
            return token.end(), items
        if expected and depth == 1 and part.strip() and part[0] not in "]#,":
            items.append(number)
            expected = False
        if part in ("[", "{"):
            expected = expected or (part == "[" and not depth)
            depth += 1
        elif part in ("]", "}"):
            depth -= 1
        elif part == "," and depth == 1:
            expected = True
        number += part.count("\n")
    return len(text), items


class Section:
    """One table of a TOML file. Asking for a key marks it as known; `close` refuses what nobody asked for."""

    def __init__(
        self, path: Path, data: dict[str, Any], lines: dict[tuple[str, ...], int], at: tuple[str, ...]
    ):
        self.path, self._data, self._lines, self._at = path, data, lines, at
        self._asked: set[str] = set()

    @classmethod
    def load(cls, path: Path) -> "Section":
        """The whole file. Raises DeclarationError when it is absent, not UTF-8 or not TOML."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise DeclarationError(path, None, "không có tệp này") from None
        except UnicodeDecodeError:
            raise DeclarationError(path, None, "tệp không phải UTF-8") from None
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at_line = _PARSER_LINE.search(str(error))
            raise DeclarationError(
                path, int(at_line[1]) if at_line else None, f"sai cú pháp TOML: {error}"
            ) from None
        return cls(path, data, _key_lines(text), ())

    def line(self, key: str | None = None) -> int | None:
        """Line of a key, or of the section's own header."""
        if not key:
            return self._lines.get(self._at)
        # [[key]] is a list of tables, [key.part] a table of tables; the first of them names it.
        own = (*self._at, key)
        inside = (place for place in self._lines if place[: len(own)] == own)
        places = (own, (*self._at, f"{key}#0"), *inside, self._at)
        return next((self._lines[place] for place in places if place in self._lines), None)

    def refuse(self, key: str | None, problem: str) -> NoReturn:
        """Raise DeclarationError at the line of `key`."""
        # The place in a list ("name#2") leads to a line; the key is the list's.
        raise DeclarationError(self.path, self.line(key), problem, (key or "").partition("#")[0])

    def _get(self, key: str, kinds: type | tuple[type, ...], name: str, required: bool) -> Any:
        self._asked.add(key)
        if key not in self._data:
            if required:
                self.refuse(None, f"thiếu “{key}”")
            return None
        value = self._data[key]
        if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
            self.refuse(key, f"“{key}” phải là {name}, ở đây là “{value}”")
        return value

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def names(self) -> tuple[str, ...]:
        """All keys of this table, for one whose keys are data themselves."""
        return tuple(self._data)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required unless a default is given."""
        value: str | None = self._get(key, str, "chữ trong ngoặc kép", default is None)
        return default or "" if value is None else value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts; required unless a default is given."""
        value = self._get(key, list, "danh sách chữ", default is None)
        if value is None:
            return default or ()
        for number, item in enumerate(value):
            if not isinstance(item, str):
                self.refuse(f"{key}#{number}", f"“{key}” phải là danh sách chữ")
        return tuple(value)

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number; required unless a default is given."""
        value: int | None = self._get(key, int, "số nguyên", default is None)
        return default or 0 if value is None else value

    def size(self, key: str) -> float:
        """A size, whole or not; required."""
        return float(self._get(key, (int, float), "số", True))

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._get(key, bool, "true hoặc false", False)
        return default if value is None else bool(value)

    def date(self, key: str) -> datetime.date | None:
        """A day written bare (2021-11-15), or None when the key is absent."""
        value = self._get(key, datetime.date, "ngày dạng 2021-11-15 (không ngoặc kép)", False)
        if isinstance(value, datetime.datetime):
            self.refuse(key, f"“{key}” phải là ngày, không kèm giờ")
        return value

    def decimal(self, key: str) -> Decimal | None:
        """A decimal written as text ("0.25" or "0,25", never a float), or None when the key is absent."""
        value = self._get(key, str, "số trong ngoặc kép", False)
        if value is None:
            return None
        try:
            return parse_decimal_text(value)
        except ValueError as error:
            self.refuse(key, f"“{key}”: {error}")

    def choice(self, key: str, allowed: Collection[Choice], default: Choice | None = None) -> Choice:
        """One of a closed list."""
        value = self.text(key, default)
        found = next((one for one in allowed if one == value), None)
        if found is None:
            self.refuse(key, f"“{key}” phải là một trong: {', '.join(allowed)}; ở đây là “{value}”")
        return found

    def section(self, key: str) -> "Section":
        """A sub-table; required."""
        value = self._get(key, dict, "một mục [" + key + "]", True)
        return Section(self.path, value, self._lines, (*self._at, key))

    def sections(self, key: str) -> Iterator["Section"]:
        """The tables of an array [[key]], in the file's order; none when absent."""
        value = self._get(key, list, "các mục [[" + key + "]]", False) or []
        for number, item in enumerate(value):
            if not isinstance(item, dict):
                self.refuse(f"{key}#{number}", f"“{key}” phải là các mục [[{key}]]")
            yield Section(self.path, item, self._lines, (*self._at, f"{key}#{number}"))

    def close(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass silently."""
        for key in self._data:
            if key not in self._asked:
                self.refuse(key, f"không có mục nào tên “{key}” ở đây")
