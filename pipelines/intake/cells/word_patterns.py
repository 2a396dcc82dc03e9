"""Declared words as parts of patterns."""

import re
from collections.abc import Iterable

from schemas.spelling import fold


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, longest first, so that "t.t" is not read as "t."; no group around it."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def accents_free(words: Iterable[str]) -> str:
    """The same where each syllable may lack its accents: "uy ban nhân dân"."""
    return "|".join(" ".join(map(_syllable, word.split())) for word in sorted(words, key=len, reverse=True))


def _syllable(syllable: str) -> str:
    written = {syllable, fold(syllable)} if syllable.isalpha() else {syllable}
    return f"(?:{any_of(sorted(written))})"
