"""The cells of one row of an appraisal sheet: what a person entered in them, and the fault of each at its address."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.grammar import read_cell, typed_text
from pipelines.intake.cells.reading import Raw
from pipelines.intake.files.workbook import Sheet
from pipelines.intake.tables.grid import plain
from schemas.findings import REFUSING, Finding, load_catalogue
from schemas.forms.appraisal import word_of
from schemas.spelling import sentence, tidy

# What a person writes by hand fits on two pages; more would be cut off by the next sheet and come back as other words.
LONGEST = 8_000


class Table(NamedTuple):
    """The sheet of rows: where its columns are, and the first row under its headings."""

    sheet: Sheet
    columns: dict[str, int]
    first: int
    # Address → finding and its detail, of a cell that holds an error, no result, or words that are crossed out.
    bad: dict[str, tuple[str, str]]


def is_points(raw: Raw) -> bool:
    """Whether a cell holds points, or words in their place."""
    return isinstance(raw, int | float) or (
        isinstance(raw, str) and (word_of(raw) != "" or read_cell(raw, "points").state == "value")
    )


class Cells:
    """The cells of one row by the names of their columns; what is wrong with one is noted at its address."""

    def __init__(self, table: Table, number: int, findings: list[Finding]) -> None:
        self._table, self._number, self._findings = table, number, findings
        self.addresses = {name: a1(number, at) for name, at in table.columns.items()}
        self.rejected = False

    def raw(self, name: str) -> Raw:
        """The value; "" where the sheet has lost the column."""
        at = self._table.columns.get(name)
        return "" if at is None else self._table.sheet.rows[self._number][at]

    def shown(self, name: str) -> str:
        """The text of a cell that is not for filling in."""
        return tidy(typed_text(self.raw(name)))

    def code(self, name: str) -> str:
        """The same of a code, "7.2" also where another program has made a number of it."""
        return tidy(plain(self.raw(name)))

    def note(self, code: str, name: str, detail: str = "") -> None:
        """A finding at the cell."""
        address = self.addresses[name]
        self._findings.append(Finding(code, self._table.sheet.name, address, self.shown(name), detail))
        self.rejected |= load_catalogue()[code].severity in REFUSING

    def note_bad(self, names: Sequence[str]) -> None:
        """Errors, formulas without a result, and what is crossed out: nothing there counts."""
        for name in names:
            if bad := self._table.bad.get(self.addresses.get(name, "")):
                code, detail = bad
                self.note(code, name, detail)

    def text(self, name: str) -> str:
        """Words as typed, on their lines; a number that Excel has turned into a day is no word."""
        value = self.raw(name)
        if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            self.note("number_became_date", name)
            return ""
        words = sentence(typed_text(value))
        if len(words) > LONGEST:
            address, detail = self.addresses[name], str(len(words))
            self._findings.append(
                Finding("text_too_long", self._table.sheet.name, address, detail, str(LONGEST))
            )
            self.rejected = True
            return ""
        return words

    def day(self, name: str) -> str:
        """An ISO date, shortened where day or month is open, or ""."""
        reading = read_cell(self.raw(name), "date")
        if reading.finding:
            self.note(reading.finding, name, reading.detail)
        return reading.text or "" if reading.state == "value" else ""

    def points(self) -> tuple[Decimal | None, str]:
        """The number or the word that was entered."""
        raw = self.raw("points")
        if isinstance(raw, str) and (word := word_of(raw)):
            return None, word
        reading = read_cell(raw, "points")
        if reading.finding == "points_negative":
            # A fault that who knows the criterion tells, with the others of the row.
            reading = read_cell(raw, "number")
        if reading.state == "value":
            return reading.number, ""
        if reading.state != "blank":
            severity = load_catalogue()[reading.finding].severity if reading.finding else ""
            # A word is answered with the words there are; a number in doubt with what is in doubt about it.
            refused = severity == "rejects_row" and reading.finding != "number_unreadable"
            self.note(reading.finding if refused else "appraisal_not_points", "points", reading.detail)
        return None, ""
