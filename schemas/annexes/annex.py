"""How an annex is worded: its label, title lines, columns, paper and signature, read from `annex.toml`.

What an office changes from year to year (a word in a title, a column's heading, who signs) is data here;
how the sheet is drawn is code in `pipelines/reports`. The order of the title lines follows Nghị định
30/2020/NĐ-CP, Phụ lục I.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.declaration import DeclarationError

# A closed list, so that a typing error in a title is refused at load and never printed.
TITLE_PLACEHOLDERS = frozenset(
    {
        "year",
        "period",
        "province",
        "issuer",
        "basis",
        "criterion",
        "criterion_title",
        "max_total",
    }
    | {"report_number", "report_day"}
)
COLUMN_PLACEHOLDERS = TITLE_PLACEHOLDERS | {"code", "max_points"}

# role -> what the drawing code puts into the column; "points", "figure" and "task" repeat once per criterion,
# block and task.
ROLES = frozenset(
    {
        "number",
        "unit",
        "points",
        "total",
        "rank",
        "remark",
        "label",
        "measure",
        "province",
        "counted",
        "how",
    }
    | {"figure", "task", "year_old", "year_new", "not_applied", "parent"}
)
ORIENTATIONS = ("portrait", "landscape")

# What an annex is, which decides what is written into it: one office's points for its units, the ranking of
# all units, the summary of all figures, the years of conversion.
KINDS = ("office_points", "ranking", "summary", "conversion")
FOLDER = Path(__file__).parent

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Column:
    """One column, or one for each criterion, block or task.

    `heading` and `group` (the heading above several columns, or "") are templates: a part in square
    brackets is left out when a placeholder inside it has no value. `width_mm` is the width on paper; the
    widths of a table are stretched in proportion to fill the text width, so they need not add up.
    """

    role: str
    heading: str
    group: str
    width_mm: float


@dataclass(frozen=True)
class Table:
    """One sheet of the annex: its name, its heading above the table (a template, may be "") and its columns.

    `form` is the form whose figures fill the table, or "".
    """

    key: str
    form: str
    sheet: str
    heading: str
    orientation: str
    font_size: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Annex:
    """An annex as declared. `title` are the lines in capitals, `basis` and `attached` the lines under
    them.
    """

    code: str
    kind: str
    label: str
    title: tuple[str, ...]
    basis: str
    attached: str
    tables: tuple[Table, ...]
    signature: tuple[str, ...]
    notes: Mapping[str, str]
    path: Path

    def table(self, key: str) -> Table:
        """The table called `key`; KeyError when the annex has none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)


def load_annex(folder: Path) -> Annex:
    """The annex declared in `folder/annex.toml`.

    Raises DeclarationError with file and line for text that is not TOML, an unknown key, role or
    placeholder, a missing title, a table without columns, or unbalanced brackets.
    """
    path = folder / "annex.toml"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(path, None, f"không đọc được tệp khai báo phụ lục ({error})") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise DeclarationError(path, int(line[1]) if line else None, f"sai cú pháp TOML: {error}") from error
    return _Reader(path, text).annex(folder.name, data)


def load_annexes(folder: Path = FOLDER) -> dict[str, Annex]:
    """Every annex by kind. Raises DeclarationError for a broken one, and for two of one kind."""
    annexes: dict[str, Annex] = {}
    for path in sorted(folder.glob("*/annex.toml")):
        annex = load_annex(path.parent)
        if annex.kind in annexes:
            raise DeclarationError(
                path, None, f"hai phụ lục cùng loại {annex.kind}: {annexes[annex.kind].code}, {annex.code}"
            )
        annexes[annex.kind] = annex
    return annexes


class _Reader:
    """Turns the parsed TOML into an Annex, remembering the text so that a fault can be given its line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.lines = path, text.splitlines()

    def refuse(self, problem: str, near: str = "") -> DeclarationError:
        line = next((n for n, text in enumerate(self.lines, 1) if near and near in text), None)
        return DeclarationError(self.path, line, problem)

    def annex(self, code: str, data: dict[str, Any]) -> Annex:
        self.only(
            data,
            ("kind", "label", "title", "basis", "attached", "tables", "signature", "notes"),
        )
        title = self.strings(data, "title")
        if not title:
            raise self.refuse("thiếu dòng tiêu đề (title)")
        tables = data.get("tables")
        if not isinstance(tables, dict) or not tables:
            raise self.refuse("thiếu bảng nào để in ([tables.…])")
        notes = data.get("notes", {})
        if not isinstance(notes, dict) or not all(isinstance(text, str) for text in notes.values()):
            raise self.refuse("[notes] phải gồm các dòng chữ", "[notes]")
        kind = self.string(data, "kind")
        if kind not in KINDS:
            raise self.refuse(f'kind "{kind}" không có; chọn trong: {", ".join(KINDS)}', kind)
        annex = Annex(
            code=code,
            kind=kind,
            label=self.string(data, "label"),
            title=title,
            basis=self.string(data, "basis", ""),
            attached=self.string(data, "attached", ""),
            tables=tuple(self.table(key, table) for key, table in tables.items()),
            signature=self.strings(data, "signature"),
            notes=notes,
            path=self.path,
        )
        for line in (
            annex.label,
            *annex.title,
            annex.basis,
            annex.attached,
            *annex.notes.values(),
        ):
            self.check_template(line, TITLE_PLACEHOLDERS)
        return annex

    def table(self, key: str, data: Any) -> Table:
        if not isinstance(data, dict):
            raise self.refuse(f"[tables.{key}] phải là một bảng", key)
        self.only(data, ("form", "sheet", "heading", "orientation", "font_size", "columns"))
        orientation = self.string(data, "orientation", ORIENTATIONS[0])
        if orientation not in ORIENTATIONS:
            raise self.refuse(
                f'orientation "{orientation}" không có; chọn {" hoặc ".join(ORIENTATIONS)}',
                orientation,
            )
        size = data.get("font_size", 13)
        if not isinstance(size, int) or not 8 <= size <= 14:
            raise self.refuse(f"font_size {size!r} phải là số nguyên từ 8 đến 14", "font_size")
        columns = data.get("columns")
        if not isinstance(columns, list) or not columns:
            raise self.refuse(f"bảng {key} chưa khai báo cột nào", f"[tables.{key}]")
        heading = self.string(data, "heading", "")
        self.check_template(heading, TITLE_PLACEHOLDERS)
        drawn = tuple(self.column(column) for column in columns)
        form = self.string(data, "form", "")
        return Table(key, form, self.string(data, "sheet"), heading, orientation, size, drawn)

    def column(self, data: Any) -> Column:
        if not isinstance(data, dict):
            raise self.refuse("mỗi cột phải là { role = …, heading = …, width_mm = … }", "columns")
        self.only(data, ("role", "heading", "group", "width_mm"))
        role, heading = self.string(data, "role"), self.string(data, "heading")
        if role not in ROLES:
            raise self.refuse(
                f'role "{role}" không có; chọn trong: {", ".join(sorted(ROLES))}',
                f'"{role}"',
            )
        group = self.string(data, "group", "")
        for template in (heading, group):
            self.check_template(template, COLUMN_PLACEHOLDERS)
        width = data.get("width_mm")
        if isinstance(width, bool) or not isinstance(width, int | float) or not 4 <= width <= 200:
            raise self.refuse(
                f"width_mm của cột {role} phải từ 4 đến 200 mm, đang là {width!r}",
                f'"{role}"',
            )
        return Column(role, heading, group, float(width))

    def check_template(self, template: str, known: frozenset[str]) -> None:
        for name in _PLACEHOLDER.findall(template):
            if name not in known:
                choice = ", ".join(sorted(known))
                raise self.refuse(
                    f"chỗ trống {{{name}}} không có; chọn trong: {choice}",
                    f"{{{name}}}",
                )
        bare = _PLACEHOLDER.sub("", template)
        if "{" in bare or "}" in bare or not _balanced(bare):
            raise self.refuse(f"ngoặc mở và ngoặc đóng không khớp: {template}", template)

    def only(self, data: dict[str, Any], known: Iterable[str]) -> None:
        for key in data:
            if key not in known:
                raise self.refuse(f'mục "{key}" không có trong khai báo phụ lục', key)

    def string(self, data: dict[str, Any], key: str, default: str | None = None) -> str:
        value = data.get(key, default)
        if not isinstance(value, str):
            raise self.refuse(f'thiếu mục "{key}", hoặc "{key}" không phải là chữ', key)
        return value

    def strings(self, data: dict[str, Any], key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
            raise self.refuse(f'"{key}" phải là danh sách các dòng chữ', key)
        return tuple(value)


def _balanced(text: str) -> bool:
    """True when square brackets open and close in turn; they do not nest."""
    return (
        re.sub(r"\[[^\[\]]*\]", "", text).count("[") == 0
        and re.sub(r"\[[^\[\]]*\]", "", text).count("]") == 0
    )
