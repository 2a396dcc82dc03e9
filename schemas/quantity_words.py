"""The words beside a number that make it another one, or none that is sure (`quantity_words.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.toml_section import Section
from schemas.word_list import check_word, word_list

FILE = Path(__file__).with_name("quantity_words.toml")


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """`scales` maps a word to what it multiplies by; `counting` are number words; `changing` put a number in doubt
    anywhere behind it, `changing_first` right behind it; `per` and `times` make a rate of it; `currency` is đồng."""

    scales: Mapping[str, int]
    counting: tuple[str, ...]
    changing: tuple[str, ...]
    changing_first: tuple[str, ...]
    per: tuple[str, ...]
    times: tuple[str, ...]
    currency: tuple[str, ...]


@cache
def load_quantity_words(path: Path = FILE) -> QuantityWords:
    """The words. Raises DeclarationError with the line of one that cannot be used."""
    whole = Section.load(path)
    scaling, words = whole.section("scales"), whole.section("words")
    scales = {}
    for word in scaling.names():
        check_word(scaling, word, word)
        scales[word] = scaling.whole(word)
        if scales[word] < 2:
            scaling.refuse(word, f"“{word}” phải nhân số lên, ở đây là {scales[word]}")
    names = QuantityWords.__slots__[1:]
    found = QuantityWords(scales, *(word_list(words, name) for name in names))
    for section in (scaling, words, whole):
        section.close()
    return found
