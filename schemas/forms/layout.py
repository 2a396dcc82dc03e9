"""A layout says where a form's values stand: titles, headings, columns. What must be true is not its subject.

One file per form and starting month, `schemas/forms/<form>/layout_<yyyy-mm>.toml`; the newest that is not later
than the last month of the campaign's period is in force.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from schemas.declaration import DeclarationError
from schemas.indicators import Indicator, load_indicators
from schemas.period import read_period
from schemas.spelling import fold
from schemas.toml_section import Section
from schemas.word_list import folded_list

Rows = Literal["unit", "indicator", "criterion"]
Role = Literal[
    "ordinal", "key", "label", "span", "unit_of_measure", "max_points", "value", "item", "criterion", "total",
    "evidence", "note", "aside",
]  # fmt: skip

FOLDER = Path(__file__).parent
_FILE_NAME = re.compile(r"^layout_(\d{4}-\d{2})\.toml$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role, and what names it: folded headings, a pattern on the folded heading, or both.

    `under_title` are folded headings so common ("Nội dung", "Kết quả") that they name the column only in a table
    under the form's own title. A `criterion` column's pattern has a group `code` and may have a group `max`; an `item`
    column holds the indicator `item`. An `aside` column is one that senders often add and that nobody asks for.
    `name` is what people call it: its first heading, unless declared.
    """

    role: Role
    headings: tuple[str, ...]
    under_title: tuple[str, ...]
    pattern: re.Pattern[str] | None
    item: str
    required: bool
    name: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the values of one form stand.

    `title` is the first of its `titles` as written; these are kept folded. `rows` says what a row is about: a unit
    (columns are criteria or indicators), an indicator or a criterion (the value column belongs to the sender). `round`
    is the round of points that the form brings, or "", and `other_rounds` are folded words of a title that speak of
    points of another one. `own_parts` are folded words by which, of several headings below one, that of the values
    asked for is told ("Huyện chấm" beside "Xã tự chấm"), `own_parts_of_year` those that tell it where the campaign's
    period is a year ("Cả năm"). `units_below` says that a title may name several units below
    the sender, where it did what the form tells of.
    `items` are the indicators a sender is asked for, in order; `labels` finds one by its folded label.
    """

    form: str
    name: str
    valid_from: str
    rows: Rows
    round: str
    title: str
    other_rounds: tuple[str, ...]
    own_parts: tuple[str, ...]
    own_parts_of_year: tuple[str, ...]
    titles: tuple[str, ...]
    reference_required: bool
    units_below: bool
    columns: tuple[Column, ...]
    items: tuple[str, ...]
    labels: Mapping[str, str]

    def column(self, role: Role) -> Column | None:
        """The first column of a role."""
        return next((column for column in self.columns if column.role == role), None)


def _read_column(section: Section, indicators: Mapping[str, Indicator]) -> Column:
    role: Role = section.choice("role", get_args(Role))
    headings = section.texts("headings", ())
    under_title = section.texts("under_title", ())
    pattern_text = section.text("heading_pattern", "")
    item = section.text("item", "")
    required = section.flag("required")
    name = section.text("name", headings[0] if headings else role)
    section.close()
    if not (headings or pattern_text):
        section.refuse("role", "một cột cần headings hoặc heading_pattern")
    pattern = None
    if pattern_text:
        try:
            pattern = re.compile(pattern_text)
        except re.error as error:
            section.refuse("heading_pattern", f"mẫu không dùng được: {error}")
        if role == "criterion" and "code" not in pattern.groupindex:
            section.refuse("heading_pattern", "mẫu của cột tiêu chí cần nhóm (?P<code>…)")
    if (role == "item") != bool(item):
        section.refuse("role", "cột item cần item, cột khác thì không")
    if item and item not in indicators:
        section.refuse("item", f"không có chỉ tiêu “{item}” trong indicators.csv")
    folded, common = (tuple(fold(heading) for heading in words) for words in (headings, under_title))
    return Column(role, folded, common, pattern, item, required, name)


def _check_whole(section: Section, layout: Layout) -> None:
    """A layout must have the columns that its kind of row needs, and no heading twice."""
    roles = [column.role for column in layout.columns]
    needs: dict[Rows, tuple[Role, ...]] = {"unit": (), "indicator": ("value",), "criterion": ("value",)}
    for role in ("key", *needs[layout.rows]):
        if roles.count(role) != 1:
            section.refuse(None, f"cần đúng một cột {role}")
    if layout.rows == "unit" and not {"item", "criterion"} & set(roles):
        section.refuse(None, "biểu theo đơn vị cần cột item hoặc criterion")
    if (layout.rows == "indicator") != bool(layout.items):
        section.refuse("items", "biểu theo chỉ tiêu cần items, biểu khác thì không")
    seen: set[str] = set()
    for column in layout.columns:
        for heading in (*column.headings, *column.under_title):
            if heading in seen:
                section.refuse(None, f"tiêu đề “{heading}” khai cho hai cột")
            seen.add(heading)


def load_layout(path: Path, indicators: Mapping[str, Indicator] | None = None) -> Layout:
    """One layout file. Raises DeclarationError with the line of what cannot be used."""
    indicators = indicators or load_indicators()
    name = _FILE_NAME.match(path.name)
    if not name:
        raise DeclarationError(path, None, "tên tệp phải có dạng layout_2021-01.toml")
    section = Section.load(path)
    columns = tuple(_read_column(column, indicators) for column in section.sections("column"))
    items = section.texts("items", ())
    labels: dict[str, str] = {}
    for item in items:
        if item not in indicators:
            section.refuse("items", f"không có chỉ tiêu “{item}” trong indicators.csv")
        for label in (indicators[item].label, *indicators[item].other_labels):
            if labels.setdefault(fold(label), item) != item:
                section.refuse("items", f"nhãn “{label}” thuộc hai chỉ tiêu: {labels[fold(label)]} và {item}")
    layout = Layout(
        form=section.text("form"),
        name=section.text("name"),
        valid_from=name[1],
        rows=section.choice("rows", get_args(Rows)),
        round=section.text("round", ""),
        title=next(iter(section.texts("titles")), ""),
        other_rounds=folded_list(section, "other_rounds") if "other_rounds" in section else (),
        own_parts=folded_list(section, "own_parts") if "own_parts" in section else (),
        own_parts_of_year=folded_list(section, "own_parts_of_year") if "own_parts_of_year" in section else (),
        titles=tuple(fold(title) for title in section.texts("titles")),
        reference_required=section.flag("reference_required"),
        units_below=section.flag("units_below"),
        columns=columns,
        items=items,
        labels=labels,
    )
    section.close()
    if not (layout.titles and all(layout.titles)):
        section.refuse("titles", "“titles” phải có chữ; tiêu đề trống có trong mọi dòng")
    if layout.form != path.parent.name:
        section.refuse("form", f"“form” phải là tên thư mục: {path.parent.name}")
    _check_whole(section, layout)
    return layout


@cache
def load_layouts(period: str, folder: Path = FOLDER) -> dict[str, Layout]:
    """The layout in force of every form, by form, for a period such as "2021" or "2021-H1".

    Forms are those of the period's last month: reports about a period are written when it is over.
    """
    named = read_period(period)
    assert named, f"no period: {period}"
    month = named.last_month
    layouts: dict[str, Layout] = {}
    for path in sorted(folder.glob("*/layout_*.toml")):
        layout = load_layout(path)
        if layout.valid_from <= month:
            layouts[layout.form] = layout
    return layouts
