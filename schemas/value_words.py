"""The words in a cell beside its value, or in its place (`value_words.toml`), and how answers are written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from schemas.toml_section import Section
from schemas.word_list import word_list

FILE = Path(__file__).with_name("value_words.toml")

# How the reader writes down an answer, and a mark in a column of marks, whatever was typed; and what each counts as.
YES, NO, MARK = "có", "không", "x"
ANSWERS: Mapping[str, Decimal] = {YES: Decimal(1), NO: Decimal(0), MARK: Decimal(1)}

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


@dataclass(frozen=True, slots=True)
class ValueWords:
    """`scales` maps a word to what it multiplies an amount by; the others are lists of the file, by their names there.

    `counting` has the words of `scales` as well.
    """

    currency: frozenset[str]
    scales: Mapping[str, int]
    counting: frozenset[str]
    changing: tuple[str, ...]
    changing_first: tuple[str, ...]
    per: tuple[str, ...]
    times: tuple[str, ...]
    until: tuple[str, ...]
    percent: frozenset[str]
    points: frozenset[str]
    yes: frozenset[str]
    ditto: frozenset[str]
    ditto_signs: str
    marked: frozenset[str]
    unsure: frozenset[str]


@cache
def load_value_words(path: Path = FILE) -> ValueWords:
    """The words. Raises DeclarationError with the line of what cannot be used."""
    section = Section.load(path)
    money, numbers, answers = (section.section(name) for name in ("money", "numbers", "answers"))
    scales: dict[str, int] = {}
    for name, times in _SCALES.items():
        for word in _single_words(money, name):
            if scales.setdefault(word, times) != times:
                money.refuse(name, f"“{word}” khai cho hai bậc: {scales[word]} và {times}")
    words = ValueWords(
        currency=frozenset(word_list(money, "currency")),
        scales=scales,
        counting=frozenset((*scales, *_single_words(numbers, "counting"))),
        changing=word_list(numbers, "changing"),
        changing_first=word_list(numbers, "changing_first"),
        per=word_list(numbers, "per"),
        times=word_list(numbers, "times"),
        until=word_list(numbers, "until"),
        percent=frozenset(word_list(numbers, "percent")),
        points=frozenset(word_list(numbers, "points")),
        yes=frozenset(word_list(answers, "yes")),
        ditto=frozenset(word_list(answers, "ditto")),
        ditto_signs="".join(answers.texts("ditto_signs")),
        marked=frozenset(word_list(answers, "marked")),
        unsure=frozenset(word_list(answers, "unsure")),
    )
    for part in (money, numbers, answers, section):
        part.close()
    return words


def _single_words(section: Section, key: str) -> tuple[str, ...]:
    """A list whose words are looked for one by one among those of a text."""
    words = word_list(section, key)
    for word in words:
        if " " in word:
            section.refuse(key, f"“{key}”: “{word}” phải là một từ, không có dấu cách")
    return words
