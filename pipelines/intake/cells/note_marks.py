"""Marks that refer to a note below, or number a column: "Xã A (*)", "NĂM 2021¹", "Số liệu (2)"."""

import re

_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# Only a text that ends so can have one.
MARK_ENDS = frozenset(f")]*{_RAISED}")
_MARK = re.compile(
    rf"(?<=[\w)\"”%])\s*(?:[(\[]\s*(?:\*{{1,3}}|\d{{1,2}})\s*[)\]]|\*{{1,3}}|[{_RAISED}]{{1,2}})$"
)
_LETTER = re.compile(r"(?<=\w)\s*\(\s*[A-Ha-h]\s*\)$")


def without_mark(text: str) -> str:
    """Words without the mark behind them, or as they are. Only words have marks: a number's may change it."""
    if text[-1:] not in MARK_ENDS or not any(map(str.isalpha, text)):
        return text
    return _MARK.sub("", text)


def without_column_mark(text: str) -> str:
    """The same of a heading, which letters may number, too: "Chỉ tiêu (A)"."""
    return text if text[-1:] not in MARK_ENDS else _LETTER.sub("", without_mark(text))
