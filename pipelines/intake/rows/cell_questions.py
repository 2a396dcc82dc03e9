"""What is asked of a value cell that shows something else than what it stores."""

from typing import NamedTuple

from pipelines.intake.cells.reading import CellType, Raw, Reading
from pipelines.intake.gate.shown_values import compare_in
from pipelines.intake.tables.cell_looks import Look
from schemas.findings import load_catalogue


class Question(NamedTuple):
    """What a finding at the cell says: its code and detail."""

    code: str
    detail: str

    @property
    def refuses(self) -> bool:
        """Whether the value cannot be used until it is answered."""
        return load_catalogue()[self.code].severity == "rejects_row"


_CODES = {
    "crossed_out": "value_crossed_out",
    "part_struck": "number_marked",
    "part_raised": "number_marked",
    "not_shown": "value_not_shown",
    "other": "number_shown_otherwise",
    "merged": "value_merged",
}
_OF_DAYS = ("no_year", "no_day", "no_month", "month_first")


def ask(look: Look, cell_type: CellType, reading: Reading) -> Question | None:
    """The question to the sender, or None where the look takes nothing from the value."""
    if look.what == "merged" and not reading.number:
        # Words, a mark and nothing hold for all that they are merged over; a number may be the sum.
        return None
    if look.what in _OF_DAYS:
        return _ask_about_day(look) if cell_type == "date" else None
    return Question(_CODES[look.what], f"“{look.shown}”" if look.what == "other" else look.shown)


def ask_about_rounding(number_format: str, cell_type: CellType, reading: Reading) -> Question | None:
    """The same where a format may show fewer decimals. A share or an average may be shown rounded; rounded points are
    another number of points."""
    if cell_type != "points" or reading.number is None:
        return None
    match, shown = compare_in(number_format, reading.number)
    return None if match == "same" else Question("points_shown_rounded", f"“{shown}”")


def raw_to_read(look: Look, cell_type: CellType, raw: Raw) -> Raw:
    """What is to be read of the cell: "12/2021" where Excel has made the first of December of it."""
    return look.shown if cell_type == "date" and look.what in ("no_day", "no_month") else raw


def _ask_about_day(look: Look) -> Question | None:
    if look.what == "no_year":
        return Question("date_ambiguous", f"ô hiện {look.shown}, không rõ năm nào")
    month, _, rest = look.shown.partition("/")
    day = rest.partition("/")[0]
    if look.what != "month_first" or month == day or int(day) > 12:
        return None
    return Question("date_ambiguous", f"ô hiện {look.shown}, không rõ ngày hay tháng ghi trước")
