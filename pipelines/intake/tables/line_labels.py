"""The label of a line of figures as a form declares it, whatever numbers, marks and units people put around it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pipelines.intake.cells.note_marks import MARK_ENDS, without_mark
from schemas.indicators import load_indicators
from schemas.spelling import fold, tidy

# "1. ", "2.1 ", "a) ", "IV. ", "- ": the number of a line written before its label.
_NUMBER = re.compile(
    r"^(?:(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])\s?[.)]|\d{1,2}(?:\.\d{1,2})+|[-–+•*])\s*(?=[^\W\d_])"
)
_ENDS = MARK_ENDS | frozenset(" \u00a0\n:;")
_BRACKET = re.compile(r"(.*\S)\s*\(([^()]+)\)", re.DOTALL)


def find_label(label: str, *known: Mapping[str, str]) -> str:
    """What the first of some tables with folded labels has of a label as typed; "" where none has it.

    A number before it, a mark behind it, and the unit of measure in brackets are no part of it: "1. Số hồ sơ (hồ sơ)";
    another scale, "(triệu đồng)", is.
    """
    folded = fold(label)
    for labels in known:
        if found := labels.get(folded):
            return found
    if label[-1:] in _ENDS or _NUMBER.match(label.lstrip()):
        for text in _without_surroundings(label):
            folded = fold(text)
            for labels in known:
                if found := labels.get(folded):
                    return found
    return ""


def _without_surroundings(label: str) -> Iterator[str]:
    text = without_mark(tidy(label).rstrip(" :;"))
    yield text
    yield (text := _NUMBER.sub("", text, count=1))
    bracket = _BRACKET.fullmatch(text) if text.endswith(")") else None
    if bracket and fold(bracket[2]) in _measures():
        yield bracket[1]


@cache
def _measures() -> frozenset[str]:
    known = (word for one in load_indicators().values() for word in (one.unit_of_measure, *one.other_units))
    return frozenset(fold(word) for word in known if word) | {"%"}
