"""How people write the kinds and offices around a unit's name (`name_words.toml`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.spelling import fold
from schemas.toml_section import Section
from schemas.units.units import KINDS
from schemas.word_list import one_word, pattern_union, word_list

FILE = Path(__file__).with_name("name_words.toml")


@dataclass(frozen=True, slots=True)
class NameWords:
    """`kind_of` maps every way to write a kind of unit, in lower case, to the kind."""

    committees: tuple[str, ...]
    councils: tuple[str, ...]
    offices: tuple[str, ...]
    former: tuple[str, ...]
    island: str
    within: str
    remarks: re.Pattern[str]
    kind_of: Mapping[str, str]


@cache
def load_name_words(path: Path = FILE) -> NameWords:
    """The words. Raises DeclarationError with the line of what cannot be used."""
    section = Section.load(path)
    words = NameWords(
        word_list(section, "committees"),
        word_list(section, "councils"),
        word_list(section, "offices"),
        word_list(section, "former"),
        one_word(section, "island"),
        one_word(section, "within"),
        pattern_union(section, "remarks"),
        _kinds(section.section("kinds")),
    )
    section.close()
    return words


def _kinds(section: Section) -> dict[str, str]:
    kind_of = {written: kind for kind in KINDS for written in (kind, fold(kind))}
    for kind in KINDS:
        for written in word_list(section, kind):
            if kind_of.setdefault(written, kind) != kind:
                section.refuse(kind, f"“{written}” khai cho hai loại: {kind_of[written]} và {kind}")
    section.close()
    return kind_of
