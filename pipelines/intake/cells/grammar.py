"""The cell grammar: one cell of a received sheet, and the kind its column has, become a value or a finding.

Nothing ambiguous is guessed, and the kinds of "nothing" (blank, a dash, "không", "không phát sinh",
"chưa có số liệu", a mark) stay apart.
"""

import datetime
from collections.abc import Callable
from decimal import Decimal

from pipelines.intake.cells.dates import read_date, read_date_text, read_serial
from pipelines.intake.cells.numbers import NumberKind, judge_number, read_number_text
from pipelines.intake.cells.reading import CellType, Raw, Reading, State, decimal_of_float, refuse
from pipelines.intake.cells.symbols import read_symbol_text
from pipelines.intake.cells.years import read_year, read_year_text
from schemas.decimal_comma import with_comma
from schemas.nothing import Nothing, dash_characters, load_nothing
from schemas.spelling import tidy
from schemas.value_words import MARK, NO, YES, load_value_words

__all__ = ["CellType", "Raw", "Reading", "State", "read_cell", "typed_text"]

_NUMBER_KINDS: dict[CellType, NumberKind] = {
    "count": "count",
    "number": "number",
    "points": "points",
    "percent": "percent",
    "money": "money",
}
_ZERO_KINDS = frozenset(("count", "number", "money"))
_QUANTITIES = frozenset((*_NUMBER_KINDS, "year"))
_REFUSALS: dict[CellType, str] = {
    **dict.fromkeys(_NUMBER_KINDS, "number_unreadable"),
    "text": "cell_not_understood",
    "date": "date_unreadable",
    "year": "year_unreadable",
    "bool": "choice_unreadable",
    "symbol": "symbol_unreadable",
    "mark": "choice_unreadable",
}
_EXCEL_ERRORS = frozenset(
    ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
     "#FIELD!", "#BUSY!", "#UNKNOWN!", "#BLOCKED!", "#CONNECT!", "#PYTHON!")
)  # fmt: skip
_BLANK = Reading("blank", None, None)
_YES, _NO, _MARKED = (Reading("value", None, answer) for answer in (YES, NO, MARK))
_WORDS = load_value_words()
_MARKS = frozenset((YES, "true", *_WORDS.marked))
_APOSTROPHES = "'’‘`"
_AROUND_DITTO = f" -–—.()/{_WORDS.ditto_signs}"
_CHOICES = {**dict.fromkeys(_WORDS.yes, _YES), "true": _YES, "false": _NO}

# A typed value is short; a page of text pasted into a value column must not keep the patterns busy.
_LONGEST = 200


def read_cell(raw: Raw, kind: CellType) -> Reading:
    """Reads one cell value as python-calamine gives it ('' or None: empty).

    Never raises for any `raw`. A reading with a finding that rejects the row carries no value. Money is in
    đồng, percents on the scale 0–100, dates ISO.
    """
    reader = _READERS.get(raw.__class__)
    return refuse(_REFUSALS[kind]) if reader is None else reader(raw, kind)


def typed_text(raw: Raw) -> str:
    """The cell as evidence, as it stands on a Vietnamese sheet: text exactly as typed, "0.75" too; numbers with at most
    15 significant digits and a decimal comma; dates as dd/mm/yyyy (with the time where there is one). A code that may
    have become a number ("7.2") is read with `grid.plain`."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        number = decimal_of_float(raw)
        return f"{raw:.15g}".replace(".", ",") if number is None else with_comma(number)
    if isinstance(raw, datetime.datetime):
        date = typed_text(raw.date())
        return date if raw.time() == datetime.time() else f"{date} {raw:%H:%M:%S}"
    if isinstance(raw, datetime.date):
        return f"{raw.day:02}/{raw.month:02}/{raw.year:04}"
    return str(raw)


def _read_nothing_there(raw: None, kind: CellType) -> Reading:
    return _BLANK


def _read_text(raw: str, kind: CellType) -> Reading:
    text = tidy(raw)
    if not text:
        return _BLANK
    # By an apostrophe people tell Excel that what follows is text.
    if text[0] in _APOSTROPHES and text[1:2].isalnum():
        text = text[1:]
    if text.upper() in _EXCEL_ERRORS:
        return refuse("error_cell")
    words = text.lower()
    # A full stop ends a typed "Không." but a text of full stops is a dotted line left unfilled.
    words = words.rstrip(". ") or words
    nothing = _SPELLINGS.get(words)
    if nothing is None and not words.strip(_DASHES):
        nothing = _DASH
    if nothing is not None:
        reading = _read_nothing(nothing, words, text, kind)
        if reading is not None:
            return reading
    if len(text) > _LONGEST and kind != "text":
        return refuse(_REFUSALS[kind])
    if kind != "text" and says_ditto(text):
        return refuse("value_as_above")
    if number_kind := _NUMBER_KINDS.get(kind):
        return read_number_text(raw, text, number_kind)
    match kind:
        case "date":
            return read_date_text(text)
        case "year":
            return read_year_text(text)
        case "symbol":
            return read_symbol_text(text)
        case "bool":
            return _CHOICES.get(words) or refuse("choice_unreadable")
        case "mark" if words == "0":
            return Reading("none", None, None)
        case "mark":
            return _MARKED if words in _MARKS else refuse("choice_unreadable")
        case _:
            return Reading("value", None, text)


def says_ditto(text: str) -> bool:
    """Whether a cell only says that it repeats the one above: "nt", "-nt-", "như trên", a quotation mark."""
    words = text.lower().strip(_AROUND_DITTO)
    return words in _WORDS.ditto if words else bool(set(text) & set(_WORDS.ditto_signs))


def _read_nothing(nothing: Nothing, words: str, text: str, kind: CellType) -> Reading | None:
    """A spelling of "nothing" in a column of this kind; None where the text means something else there."""
    state = nothing.state
    if kind == "text":
        # In words, "x" or "v" is a word; the others keep their text beside the state.
        return None if state == "mark" else Reading(state, None, text)
    if state == "mark":
        if kind == "mark":
            return _MARKED
        if kind in _QUANTITIES:
            return Reading("mark", None, MARK, "value_marked")
        return refuse(_REFUSALS[kind])
    if kind == "bool" and state == "none":
        return _NO
    if kind in ("bool", "mark") and words in _WORDS.unsure:
        return refuse("choice_unreadable")
    if state == "dash":
        return Reading(state, None, None, "value_dash" if kind in _NUMBER_KINDS or kind == "bool" else "")
    if state == "unknown":
        return Reading(state, None, None, "value_unknown")
    return Reading(state, Decimal(0) if nothing.counts_as_zero and kind in _ZERO_KINDS else None, None)


def _read_float(raw: float, kind: CellType) -> Reading:
    number = decimal_of_float(raw)
    if kind == "text":
        return Reading("value", None, typed_text(raw))
    if number is None:
        return refuse(_REFUSALS[kind])
    if number_kind := _NUMBER_KINDS.get(kind):
        return judge_number(number, number_kind, cell_is_numeric=True)
    if kind == "year":
        return read_year(number)
    if kind == "date":
        return read_serial(float(number))
    if kind == "mark" and number == 0:
        return Reading("none", None, None)
    return refuse(_REFUSALS[kind])


def _read_int(raw: int, kind: CellType) -> Reading:
    # float() of a huge int raises; infinity is refused like any number too long for a cell.
    return _read_float(float(raw) if abs(raw) < 10**15 else float("inf"), kind)


def _read_bool(raw: bool, kind: CellType) -> Reading:
    if kind == "bool":
        return _YES if raw else _NO
    if kind == "mark":
        return _MARKED if raw else Reading("none", None, None)
    return Reading("value", None, typed_text(raw)) if kind == "text" else refuse(_REFUSALS[kind])


def _read_date_cell(raw: datetime.date, kind: CellType) -> Reading:
    return read_date(raw) if kind == "date" else _read_time_cell(raw, kind)


def _read_time_cell(raw: datetime.date | datetime.time | datetime.timedelta, kind: CellType) -> Reading:
    if kind == "text":
        return Reading("value", None, typed_text(raw))
    return refuse("number_became_date" if kind in _QUANTITIES else _REFUSALS[kind])


_SPELLINGS = load_nothing()
_DASHES = dash_characters() + " "
_DASH = Nothing("dash", False)
_READERS: dict[type, Callable[..., Reading]] = {
    str: _read_text,
    float: _read_float,
    int: _read_int,
    bool: _read_bool,
    type(None): _read_nothing_there,
    datetime.date: _read_date_cell,
    datetime.datetime: _read_date_cell,
    datetime.time: _read_time_cell,
    datetime.timedelta: _read_time_cell,
}
