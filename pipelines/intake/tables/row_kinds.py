"""What one row under a table's headings is: data, a total, averages, column numbers, a group, a note, a signature."""

import re
from collections.abc import Mapping, Sequence

from pipelines.intake.cells.judged_cells import judge
from pipelines.intake.cells.reading import Raw
from pipelines.intake.tables.criterion_code import criterion_code
from pipelines.intake.tables.grid import filled_cells, plain
from pipelines.intake.tables.heading_rows import is_number_of_column, numbers_columns
from pipelines.intake.tables.headings import HeadingIndex, Remembered, SeenCells
from pipelines.intake.tables.line_labels import find_label
from pipelines.intake.tables.locate import AROUND, VALUE_ROLES, Table
from pipelines.intake.units.match import UnitMatcher
from schemas.forms.furniture import names_group, role_of, says_average, says_summary
from schemas.forms.layout import Layout
from schemas.forms.title_words import load_title_words
from schemas.nothing import load_nothing
from schemas.spelling import tidy

_REMEMBERED = 10_000
_SEVERAL = frozenset(load_title_words().units.several)
_ORDINAL = re.compile(r"^\(?(\d{1,4}|[IVXivx]{1,5}|[a-zđ]|[-–+•*])(\.\d+)*[.)]?$")


def _names_several(text: str) -> bool:
    """Whether a name stands for a group of units, "Các xã", "Cụm 1"."""
    return names_group(text) or (text.partition(" ")[0].lower() in _SEVERAL and role_of(text) == "group")


class KnownKeys:
    """Says whether a key cell names an indicator or a criterion of a form, so that its row is data even when
    nothing else is filled in. `labels` are the analyst's answers: folded label → indicator."""

    def __init__(self, labels: Mapping[str, str], matcher: UnitMatcher) -> None:
        self._labels, self._matcher = labels, matcher
        self._seen: dict[str, SeenCells] = {}
        # Form → label as typed → whether it names an indicator: sections and sums are asked about in every file.
        self._of_form: dict[str, Remembered[bool]] = {}
        # (key, ordinal) of rows that name a criterion and are no total, whatever else they hold.
        self.criteria: set[tuple[Raw, Raw]] = set()

    def seen(self, layout: Layout) -> SeenCells:
        """Labels of indicators met so far: of most rows of most files nothing else has to be asked."""
        return self._seen.setdefault(layout.form, SeenCells())

    def averages(self, text: str) -> bool:
        """Whether a text heads a row of averages, and is not the name of a unit."""
        return says_average(text) and self._matcher.match(text).how == "unknown"

    def names(self, layout: Layout, key: Raw) -> bool:
        """Whether a cell names one."""
        if layout.rows == "criterion":
            return criterion_code(str(key)) is not None
        if layout.rows == "unit" or not isinstance(key, str):
            return False
        if layout.form not in self._of_form:
            self._of_form[layout.form] = Remembered(
                lambda one: bool(find_label(one, layout.labels, self._labels))
            )
        known = self._of_form[layout.form][key]
        if known:
            self.seen(layout).remember((key,))
        return known


class RowKinds:
    """Tells the kinds of the rows of one table."""

    def __init__(self, table: Table, index: HeadingIndex, known: KnownKeys) -> None:
        self._table, self._index, self._known = table, index, known
        self._layout = table.layout
        self._key, self._ordinal = table.column_of("key"), table.column_of("ordinal")
        self._label = table.column_of("label") if table.layout.rows == "criterion" else None
        self._values = {at for at, hit in table.columns.items() if hit.column.role in VALUE_ROLES}
        # Column of the key and cells that make a row data there, so that of() need not be asked.
        self.certain = (0, SeenCells()) if self._key is None else (self._key, known.seen(self._layout))
        self._of_figures = self._layout.rows == "indicator"

    def of(self, cells: Sequence[Raw], begun: bool, signed: bool) -> str:
        """ "data", "total", "average", "numbering", "group", "note", "signature", "tail" (text after a signature, or a
        line of no known kind), "loose" (values without a name), or "" for an empty row.

        `begun`: rows of data or numbers have come before; `signed`: a signature has.
        """
        key_raw: Raw = "" if self._key is None else cells[self._key]
        if self._of_figures and key_raw != "" and self._known.names(self._layout, key_raw):
            return "data"
        ordinal_raw: Raw = "" if self._ordinal is None else cells[self._ordinal]
        if (key_raw, ordinal_raw) in self._known.criteria and self._layout.rows == "criterion":
            return "data"
        filled = filled_cells(cells)
        if not filled:
            return ""
        if not begun and numbers_columns(cells):
            return "numbering"
        key_text = plain(key_raw)
        ordinal_text = plain(ordinal_raw)
        has_value = any(at in self._values and plain(cells[at]) for at in filled)
        if not signed and "total" in (role_of(key_text), role_of(ordinal_text)):
            return "total"
        # "Cộng" may stand where the other rows say what their criterion is about.
        label_text = "" if signed or key_text or self._label is None else plain(cells[self._label])
        if label_text and (
            role_of(label_text) == "total" or (says_summary(label_text) and not self._has_points(cells))
        ):
            return "total"
        # The sums of a group beside its name: "Các xã" are no unit; "Thị trấn" may be the only one that there is.
        if has_value and not signed and self._layout.rows == "unit" and _names_several(key_text):
            return "total"
        if not (self._of_figures or signed) and self._tells_of_others(key_raw, key_text or ordinal_text):
            return "total"
        # With a number before it, it is a unit, whatever it is called.
        alone = "" if key_text and ordinal_text else key_text or ordinal_text
        if alone and self._layout.rows == "unit" and not signed and self._known.averages(alone):
            return "average"
        if key_text and self._known.names(self._layout, key_raw):
            if not signed:
                self._remember(key_raw, key_text, ordinal_raw)
            return "data"
        if self._index.titled(key_text):
            return "tail"
        # A numbered line names a unit even when nothing else is filled in; of figures it may be a section's heading.
        names_unit = self._layout.rows == "unit" and not signed and role_of(key_text) != "group"
        if key_text and _ORDINAL.match(ordinal_text) and (has_value or names_unit):
            return "data"
        # Only its own words make a named row with figures a note or a signature, not those of a remark beside it.
        around = role_of(key_text) in AROUND or role_of(ordinal_text) in AROUND
        if key_text and not signed and not around and any(self.is_figure(cells, at) for at in filled):
            return "data"
        return self._of_unnamed(cells, filled, has_value, key_text, ordinal_text, signed)

    def _has_points(self, cells: Sequence[Raw]) -> bool:
        """Whether a row has a number where points stand: beside words alone it is asked about, whatever these say."""
        return any(judge(cells[at], "points").reading.number is not None for at in self._values)

    def _tells_of_others(self, key: Raw, text: str) -> bool:
        """Whether a row says something about the others, and names none of its own."""
        return says_summary(text) and not self._known.names(self._layout, key)

    def is_figure(self, cells: Sequence[Raw], at: int) -> bool:
        """Whether a cell stands in a column of values and holds what a person would report there: a number, a mark,
        a kind of nothing, and not the words or the day of a signature."""
        raw = cells[at]
        if at not in self._values or raw == "":
            return False
        if not isinstance(raw, str):
            return True
        text = tidy(raw).lower()
        return text in load_nothing() or (any(map(str.isdigit, text)) and not role_of(text))

    def _remember(self, key_raw: Raw, key_text: str, ordinal_raw: Raw) -> None:
        """Remembers a row that is neither a total nor, with this key, a row of column numbers."""
        words = isinstance(key_raw, str) and isinstance(ordinal_raw, str | float)
        if self._layout.rows == "criterion" and words and not is_number_of_column(key_text):
            if len(self._known.criteria) >= _REMEMBERED:
                self._known.criteria.clear()
            self._known.criteria.add((key_raw, ordinal_raw))

    def _of_unnamed(
        self,
        cells: Sequence[Raw],
        filled: list[int],
        has_value: bool,
        key_text: str,
        ordinal_text: str,
        signed: bool,
    ) -> str:
        roles = {role_of(plain(cells[at])) for at in filled}
        if "signature" in roles:
            return "signature"
        if "note" in roles:
            return "note"
        if signed:
            return "tail"
        if has_value:
            return "data" if key_text else "loose"
        return "group" if key_text or ordinal_text else "tail"
