"""The label of a line of figures as a form declares it, whatever numbers, marks and units people put around it."""

import re
from collections.abc import Mapping
from functools import cache

from pipelines.intake.cells.note_marks import without_mark
from schemas.indicators import load_indicators
from schemas.spelling import fold, tidy

# "1. ", "2.1 ", "a) ", "IV. ", "- ": the number of a line written before its label.
_NUMBER = re.compile(
    r"(?:(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])\s?[.)]|\d{1,2}(?:\.\d{1,2})+|[-–+•*])\s*(?=[^\W\d_])"
)
_BRACKET = re.compile(r"(.*\S)\s*\(([^()]+)\)", re.DOTALL)


def find_label(label: str, *known: Mapping[str, str]) -> str:
    """What the first of some tables with folded labels has of a label as typed; "" where none has it.

    A number before it, a mark behind it, and the unit of measure in brackets are no part of it: "1. Số hồ sơ (hồ sơ)";
    another scale, "(triệu đồng)", is.
    """
    for text in _written(label):
        folded = fold(text)
        for labels in known:
            if found := labels.get(folded):
                return found
    return ""


def _written(label: str) -> list[str]:
    text = without_mark(tidy(label).rstrip(" :;"))
    texts = [label, text, _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text]
    bracket = _BRACKET.fullmatch(texts[-1])
    if bracket and fold(bracket[2]) in _measures():
        texts.append(bracket[1])
    return list(dict.fromkeys(texts))


@cache
def _measures() -> frozenset[str]:
    known = (word for one in load_indicators().values() for word in (one.unit_of_measure, *one.other_units))
    return frozenset(fold(word) for word in known if word) | {"%"}
