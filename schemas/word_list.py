"""Lists of words in a declaration: written as people write them, each once."""

import re
import unicodedata

from schemas.spelling import fold
from schemas.toml_section import Section


def word_list(section: Section, key: str) -> tuple[str, ...]:
    """Words in lower case with their accents. Refuses, at the list's line, an empty list, a word twice, and one that
    no line read in lower case could hold."""
    words = section.texts(key)
    if not words:
        section.refuse(key, f"“{key}” không được để trống")
    seen: set[str] = set()
    for word in words:
        check_word(section, key, word)
        if word in seen:
            section.refuse(key, f"“{key}” ghi “{word}” hai lần")
        seen.add(word)
    return words


def one_word(section: Section, key: str) -> str:
    """A single word or phrase, held to the same."""
    word = section.text(key)
    check_word(section, key, word)
    return word


def folded_list(section: Section, key: str) -> tuple[str, ...]:
    """The same words as keys for text without accents (`fold`); two that differ in accents only are one there."""
    folded: dict[str, str] = {}
    for word in word_list(section, key):
        other = folded.setdefault(fold(word), word)
        if other != word:
            section.refuse(key, f"“{key}”: “{word}” và “{other}” bỏ dấu thì là một")
    return tuple(folded)


def check_word(section: Section, key: str, word: str) -> None:
    """Refuses a word without letters, or not in lower case, with composed accents and single spaces."""
    if not fold(word):
        section.refuse(key, f"“{key}” có mục “{word}” không có chữ nào")
    if word != " ".join(unicodedata.normalize("NFC", word.lower()).split()):
        section.refuse(key, f"“{key}”: “{word}” phải viết thường, NFC, không thừa dấu cách")


def pattern_union(section: Section, key: str) -> re.Pattern[str]:
    """A list of patterns on folded text as one, each held to be usable and not to fit every line."""
    patterns = section.texts(key)
    if not patterns:
        section.refuse(key, f"“{key}” không được để trống")
    for pattern in patterns:
        try:
            fits_all = re.compile(pattern).search("") is not None
        except re.error as error:
            section.refuse(key, f"mẫu không dùng được: {error}")
        if fits_all:
            section.refuse(key, f"“{key}”: mẫu “{pattern}” khớp với mọi dòng")
        if patterns.count(pattern) > 1:
            section.refuse(key, f"“{key}” ghi “{pattern}” hai lần")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
