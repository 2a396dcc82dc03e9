"""Cells of which a person sees something else than what they store: crossed out, not shown, shown as another number,
with a part crossed out or raised."""

import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from pipelines.intake.cells.reading import Raw, decimal_of_float
from pipelines.intake.gate.number_format import show_text
from pipelines.intake.gate.report import CellStyle, SheetFlags
from pipelines.intake.gate.shown_days import day_in_text, day_shown
from pipelines.intake.gate.shown_values import Match, compare, compare_in

Place = tuple[int, int]
_DAYS = {"no_year": "%d/%m", "no_day": "%m/%Y", "no_month": "%Y", "month_first": "%m/%d/%Y"}


class Look(NamedTuple):
    """What is special: `shown` is the text that the cell shows, why it shows none, the area it is merged with, or the
    text with the parts that are crossed out or raised named as such."""

    what: Literal[
        "crossed_out",
        "part_struck",
        "part_raised",
        "not_shown",
        "other",
        "merged",
        "no_year",
        "no_day",
        "no_month",
        "month_first",
    ]
    shown: str = ""


class Looks:
    """The cells of one sheet that look like something else than what stands in `rows`.

    A number that is shown with words which say what it is ("25 triệu đồng") comes to stand in `rows` as that text, and
    words with a note's raised mark behind them without it.
    """

    def __init__(self, rows: list[list[Raw]], flags: SheetFlags) -> None:
        self.special: dict[Place, Look] = {}
        self._rows = rows
        for place, shown in flags.shown.items():
            raw = self._raw(place)
            if (number := _number(raw)) is not None:
                self._note(place, compare(number, shown, foreign=True), shown)
            elif isinstance(raw, datetime.date) and (special := day_in_text(shown, raw)):
                self.special[place] = Look(special, raw.strftime(_DAYS[special]))
        for place, style in flags.styles.items():
            if (raw := self._raw(place)) != "":
                self._note_style(place, raw, style)
        for place, (quoted, struck, words) in flags.marked.items():
            if words and self._raw(place) != "":
                self._rows[place[0]][place[1]] = words
            else:
                self.special[place] = Look("part_struck" if struck else "part_raised", quoted)

    def _raw(self, place: Place) -> Raw:
        row, column = place
        return self._rows[row][column] if row < len(self._rows) and column < len(self._rows[row]) else ""

    def _note_style(self, place: Place, raw: Raw, style: CellStyle) -> None:
        if style.number_format:
            self._note_format(place, raw, style.number_format)
        if style.white:
            self.special[place] = Look("not_shown", "chữ trắng trên nền trắng")
        if style.crossed_out:
            self.special[place] = Look("crossed_out")

    def _note_format(self, place: Place, raw: Raw, code: str) -> None:
        if isinstance(raw, datetime.date):
            if special := day_shown(code):
                self.special[place] = Look(special, raw.strftime(_DAYS[special]))
        elif isinstance(raw, str):
            shown = show_text(code, raw)
            if shown != raw.strip() and raw.strip():
                self._note(place, "words" if shown else "nothing", shown)
        elif (number := _number(raw)) is not None:
            self._note(place, *compare_in(code, number))

    def _note(self, place: Place, match: Match, shown: str) -> None:
        if match == "words":
            self._rows[place[0]][place[1]] = shown
        elif match == "nothing":
            self.special[place] = Look("not_shown", "định dạng ô không cho hiện")
        elif match == "other":
            self.special[place] = Look("other", shown)


def _number(raw: Raw) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return decimal_of_float(float(raw))
