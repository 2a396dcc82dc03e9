"""Number and symbol of a document (số, ký hiệu văn bản), after Nghị định 30/2020/NĐ-CP, Phụ lục I."""

import re

from pipelines.intake.cells.reading import Reading, refuse
from pipelines.intake.cells.word_patterns import any_of
from schemas.forms.title_words import load_title_words

TYPE_PATTERN = f"(?:{any_of(load_title_words().letters.types)})"

_LETTERS = r"[^\W\d_][^\W_]*"
# What follows the number: "QĐ-UBND", "UBND-KT&HT", "BC-BCĐ", "QH15"; people add stray spaces.
CODE_PATTERN = rf"{_LETTERS}(?:\s?[-–&.]\s?{_LETTERS})*"
# "12-NQ/TU" is how Party bodies number; a legal document carries its year, as "30/2020/NĐ-CP" does.
NUMBER_PATTERN = r"[0-9]{1,6}[a-zA-Z]?"
SYMBOL_PATTERN = (
    rf"(?:{NUMBER_PATTERN}\s?/\s?(?:[0-9]{{4}}\s?/\s?)?|{NUMBER_PATTERN}\s?-\s?(?={_LETTERS}\s?/)){CODE_PATTERN}"
    rf"(?:\s?/\s?{_LETTERS})?"
)
UNNUMBERED_PATTERN = rf"[ .…_]*/\s?{CODE_PATTERN}"

_LABEL = re.compile(rf"(?:{TYPE_PATTERN}\s+)?(?:số(?:,? ký hiệu)?\s?:?\s?)?", re.IGNORECASE)
_SYMBOL = re.compile(SYMBOL_PATTERN)
_UNNUMBERED = re.compile(UNNUMBERED_PATTERN)


def read_symbol_text(text: str) -> Reading:
    """Reads a tidied text as the symbol of a document, stray spaces removed, letters kept as typed.

    A draft such as "/BC-UBND" is a value with the finding doc_number_missing; anything else that is not a
    symbol is symbol_unreadable.
    """
    label = _LABEL.match(text)
    symbol = text[label.end() :] if label else text
    if _SYMBOL.fullmatch(symbol):
        return Reading("value", None, join_symbol(symbol))
    if _UNNUMBERED.fullmatch(symbol):
        return Reading("value", None, join_symbol(symbol), "doc_number_missing")
    return refuse("symbol_unreadable")


def join_symbol(symbol: str) -> str:
    """A symbol without stray spaces, dotted blanks and long hyphens: "204/GM- UBND" becomes "204/GM-UBND"."""
    return re.sub(r"\s+", "", symbol).replace("–", "-").lstrip(".…_")
