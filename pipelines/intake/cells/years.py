"""Years standing alone in a cell."""

import re
from decimal import Decimal

from pipelines.intake.cells.reading import Reading, refuse

FIRST_YEAR, LAST_YEAR = 1990, 2100
_YEAR = re.compile(r"(?:năm )?([0-9]{4})", re.IGNORECASE)


def read_year_text(text: str) -> Reading:
    """Reads a tidied text as a year of four digits, with or without the word "năm" before it or a full stop behind."""
    match = _YEAR.fullmatch(text.removesuffix("."))
    return read_year(Decimal(match[1])) if match else refuse("year_unreadable")


def read_year(number: Decimal) -> Reading:
    """A whole number between the first and last year that a quality system can have; else year_unreadable."""
    if number != number.to_integral_value() or not FIRST_YEAR <= number <= LAST_YEAR:
        return refuse("year_unreadable")
    return Reading("value", number, None)
