"""How an annex is worded: its label, title lines, columns, paper and signature, read from `annex.toml`.

What an office changes from year to year (a word in a title, a column's heading, who signs) is data here;
how the sheet is drawn is code in `pipelines/reports`. The order of the title lines follows Nghị định
30/2020/NĐ-CP, Phụ lục I.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from schemas.annexes.kinds import KINDS, Columns, Kind, column_fault
from schemas.declaration import DeclarationError
from schemas.forms.layout import FOLDER as FORMS
from schemas.toml_section import Section

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

ORIENTATIONS = ("portrait", "landscape")

FOLDER = Path(__file__).parent

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Column:
    """One column, or one for each criterion, block or task.

    `heading` and `group` (the heading above several columns, or "") are templates: a part in square
    brackets is left out when a placeholder inside it has no value. `short` is the heading where the
    columns are too narrow for the words of the other one, or "". `width_mm` is the width on paper; the
    widths of a table are stretched in proportion to fill the text width, so they need not add up.
    """

    role: str
    heading: str
    group: str
    width_mm: float
    short: str = ""


@dataclass(frozen=True)
class Table:
    """One sheet of the annex: its name, its heading above the table (a template, may be "") and its columns.

    `title` are its title lines where they are not those of the annex, else (). `form` is the form whose figures fill
    the table, or "" where it is not filled with figures.
    """

    key: str
    form: str
    sheet: str
    heading: str
    orientation: str
    font_size: int
    columns: tuple[Column, ...]
    title: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annex:
    """An annex as declared. `title` are the lines in capitals (a table may have its own), `basis` and `attached` the
    lines under them; `tables` and `notes` are those of its kind (`schemas/annexes/kinds.py`).
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

    Raises DeclarationError with file and line for text that is not TOML, an unknown key, table, role, note, form or
    placeholder, a missing title, tables and columns that are not those of its kind, or unbalanced brackets.
    """
    section = Section.load(folder / "annex.toml")
    name = section.choice("kind", KINDS)
    kind = KINDS[name]
    title = _read_title(section)
    if not title:
        section.refuse("title", "thiếu dòng tiêu đề (title)")
    tables = _read_tables(section, kind)
    annex = Annex(
        code=folder.name,
        kind=name,
        label=_template(section, "label", TITLE_PLACEHOLDERS),
        title=title,
        basis=_template(section, "basis", TITLE_PLACEHOLDERS, ""),
        attached=_template(section, "attached", TITLE_PLACEHOLDERS, ""),
        tables=tables,
        signature=section.texts("signature", ()),
        notes=_read_notes(section, kind),
        path=section.path,
    )
    section.close()
    return annex


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


def _read_notes(section: Section, kind: Kind) -> Mapping[str, str]:
    """The notes that this kind of annex prints: all of them, and no other."""
    notes = section.section("notes")
    found = {key: _template(notes, key, TITLE_PLACEHOLDERS) for key in kind.notes}
    notes.close()
    return found


def _read_tables(section: Section, kind: Kind) -> tuple[Table, ...]:
    """The tables of this kind, in the order of the file: all of them, and no other."""
    tables = section.section("tables")
    if missing := [key for key in kind.tables if key not in tables]:
        section.refuse("tables", f"thiếu bảng để in: [tables.{missing[0]}]")
    for key in tables.names():
        if key not in kind.tables:
            tables.refuse(key, f"phụ lục loại này không có bảng “{key}”; chỉ có {', '.join(kind.tables)}")
    return tuple(_read_table(key, tables.section(key), kind.tables[key]) for key in tables.names())


def _read_table(key: str, section: Section, known: Columns) -> Table:
    size = section.whole("font_size", 13)
    if not 8 <= size <= 14:
        section.refuse("font_size", f"font_size {size} phải là số nguyên từ 8 đến 14")
    columns = tuple(_read_column(column, known) for column in section.sections("columns"))
    if fault := column_fault(known, [column.role for column in columns]):
        section.refuse("columns", f"bảng {key}: {fault}")
    table = Table(
        key=key,
        form=_read_form(section) if known.of_form else "",
        sheet=section.text("sheet"),
        heading=_template(section, "heading", TITLE_PLACEHOLDERS, ""),
        orientation=section.choice("orientation", ORIENTATIONS, ORIENTATIONS[0]),
        font_size=size,
        columns=columns,
        title=_read_title(section),
    )
    section.close()
    return table


def _read_title(section: Section) -> tuple[str, ...]:
    lines = section.texts("title", ())
    for place, line in enumerate(lines):
        _check_template(section, f"title#{place}", line, TITLE_PLACEHOLDERS)
    return lines


def _read_form(section: Section) -> str:
    form = section.text("form")
    if not any((FORMS / form).glob("layout_*.toml")):
        section.refuse("form", f"không có biểu “{form}”")
    return form


def _read_column(section: Section, known: Columns) -> Column:
    role = section.choice("role", (*known.needed, *known.free))
    width = section.size("width_mm")
    if not 4 <= width <= 200:
        section.refuse("width_mm", f"width_mm của cột {role} phải từ 4 đến 200 mm, đang là {width:g}")
    column = Column(
        role,
        _template(section, "heading", COLUMN_PLACEHOLDERS),
        _template(section, "group", COLUMN_PLACEHOLDERS, ""),
        width,
        _template(section, "short", COLUMN_PLACEHOLDERS, ""),
    )
    section.close()
    return column


def _template(section: Section, key: str, known: frozenset[str], default: str | None = None) -> str:
    template = section.text(key, default)
    _check_template(section, key, template, known)
    return template


def _check_template(section: Section, key: str, template: str, known: frozenset[str]) -> None:
    """Refuses a placeholder that nothing fills, and brackets that do not open and close in turn."""
    for name in _PLACEHOLDER.findall(template):
        if name not in known:
            section.refuse(key, f"chỗ trống {{{name}}} không có; chọn trong: {', '.join(sorted(known))}")
    bare = _PLACEHOLDER.sub("", template)
    if "{" in bare or "}" in bare or not _balanced(bare):
        section.refuse(key, f"ngoặc mở và ngoặc đóng không khớp: {template}")


def _balanced(text: str) -> bool:
    """True when square brackets open and close in turn; they do not nest."""
    return not re.search(r"[\[\]]", re.sub(r"\[[^\[\]]*\]", "", text))
