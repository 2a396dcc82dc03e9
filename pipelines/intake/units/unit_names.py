"""Takes a unit's name apart as people write it: "UBND TT. Xuân An, huyện Nghi Xuân" is thị trấn, xuân an, a parent.

A text can be read in more than one way ("Xa Dung" is a commune, and could be "xã Dung" without accents; "A - B" is
one name or a name with its parent), so every reading is given and the roster decides.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.intake.cells.word_patterns import accents_free, any_of
from schemas.spelling import fold, tidy, tone_placed
from schemas.units.name_words import load_name_words
from schemas.units.units import KINDS

# Longer texts are sentences, not names.
LONGEST_NAME = 160

_WORDS = load_name_words()

_KIND_OF = _WORDS.kind_of
_KIND = re.compile(rf"({any_of(_KIND_OF)})(?:[.:]\s*|\s+|(?=\d))")
_ISLAND = re.compile(rf"(?:{accents_free([_WORDS.island])}) ")
_NUMBERING = re.compile(r"(?:[-–•*+]\s*|\d{1,3}[.)]\s+(?=\D))")
_OFFICE = re.compile(
    rf"(?:(?:{accents_free(_WORDS.councils)})\s*(?:-|–|&|/|,|và|va)?\s*)?"
    rf"(?:{accents_free(_WORDS.committees)})(?!\w)[\s.:,-]*"
)
_WRITES_FOR = re.compile(rf"(?:{accents_free(map(tone_placed, _WORDS.offices))}) ")
# The first words of such offices: few lines begin so.
_FIRST_WORDS = {written.split()[0] for word in _WORDS.offices for written in (word, fold(word))}
_FIRST_LETTERS = {letter for word in _FIRST_WORDS for letter in (word[0], word[0].upper())}
_FORMER = re.compile(rf" (?:{any_of(_WORDS.former)})$")
_IN_BRACKETS = re.compile(r"([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]")
_END = " .,;:-–()\"“”'’‘`"

# What parts a name from its parents, the surest first. "thuộc" and the kinds above a commune stand inside a text.
_COMMA = rf"\s*[,;()]\s*|\s+{re.escape(_WORDS.within)}\s+"
_DASH = r"\s+[-–—]\s+"
_UPPER = {written for written, kind in _KIND_OF.items() if KINDS[kind] != ("commune",)}
# A letter alone is a kind only with its full stop: "h. Nghi Xuân".
_LETTERS = any_of(written for written in _UPPER if len(written) == 1)
_UPPER_KIND = rf"\s+(?=(?:{any_of(written for written in _UPPER if len(written) > 1)})[.\s]|(?:{_LETTERS})\.)"
_SPLITS = tuple(re.compile(s) for s in (_COMMA, f"{_COMMA}|{_DASH}", f"{_COMMA}|{_DASH}|{_UPPER_KIND}"))

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ′", "'"))
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_HYPHEN = re.compile(r"\s*[-–—]\s*")


class Naming(NamedTuple):
    """One reading: the kind as written (None if none is), and the name in lower case, tones where they were typed."""

    kind: str | None
    name: str


def namings(typed: str) -> Iterator[tuple[list[Naming], list[list[Naming]]]]:
    """Readings of a text, the simplest first: (readings of the unit's name, the same of each parent named beside it).

    Nothing comes for a text that is empty, names an office only, or is too long to be a name.
    """
    text = tidy(typed).lower()
    if len(text) > LONGEST_NAME:
        return
    text = _without_office(text)
    if not text:
        return
    yield readings(text), []
    seen = [text]
    for split in _SPLITS:
        pieces = [piece for piece in (_without_office(piece) for piece in _cut(split, text)) if piece]
        if len(pieces) > 1 and pieces != seen:
            seen = pieces
            yield readings(pieces[0]), [readings(piece) for piece in pieces[1:]]


def same_length(text: str) -> str:
    """`text` with its tones placed: moving a tone mark keeps every letter at its position."""
    placed = tone_placed(text)
    return placed if len(placed) == len(text) else text


def _cut(split: re.Pattern[str], text: str) -> Iterator[str]:
    begin = 0
    for found in split.finditer(same_length(text)):
        yield text[begin : found.start()]
        begin = found.end()
    yield text[begin:]


def _without_office(text: str) -> str:
    text = text.strip()
    for leading in (_NUMBERING, _OFFICE):
        if found := leading.match(same_length(text)):
            text = text[found.end() :]
    return text.strip(_END)


def behind_office(typed: str) -> str | None:
    """What stands behind the name of an office that writes for a unit: "xã a" of "Phòng Kinh tế xã A"; None where no
    such office begins the line, "" where nothing follows it."""
    text = tidy(typed)
    if text[:1] not in _FIRST_LETTERS or (text := text.lower()).partition(" ")[0] not in _FIRST_WORDS:
        return None
    placed = _HYPHEN.sub(" - ", tone_placed(text))
    found = _WRITES_FOR.match(f"{placed} ")
    return placed[found.end() :].strip(_END) if found else None


def former_name(name: str) -> str:
    """A name in lower case without "cũ" behind it."""
    return _FORMER.sub("", name)


def without_remark(typed: str) -> str | None:
    """A name without words in brackets that only say something about its unit, "xã a (đạt NTM)"; None
    where there are none, or others."""
    found = _IN_BRACKETS.fullmatch(tidy(typed))
    return found[1] if found and _WORDS.remarks.search(fold(found[2])) else None


def readings(text: str) -> list[Naming]:
    """Readings of one name in lower case, with nothing before or behind it: as a whole, and after its kind."""
    found = [Naming(None, text)]
    if (written := _KIND.match(same_length(text))) and (name := text[written.end() :].strip(_END)):
        kind = _KIND_OF[written[1]]
        found.append(Naming(kind, name))
        # "huyện đảo Lý Sơn" is Huyện Lý Sơn; "Côn Đảo" keeps its island.
        if island := _ISLAND.match(name):
            found.append(Naming(kind, name[island.end() :]))
    return found


def without_office(typed: str) -> str:
    """A text in lower case without a number and "UBND" before the name: "xã a, huyện b"."""
    return _without_office(tidy(typed).lower())


def typed_key(name: str) -> str:
    """The key of what counts as typed exactly: capitals, encoding, kind of apostrophe and "01" for "1" are free."""
    return _LEADING_ZEROS.sub("", tidy(name).lower().translate(_APOSTROPHES))


@lru_cache(maxsize=65536)
def same_words_key(name: str) -> str:
    """`typed_key` with tones placed and hyphens spaced alike."""
    return _HYPHEN.sub(" - ", tone_placed(typed_key(name)))


@lru_cache(maxsize=65536)
def folded_key(name: str) -> str:
    """The letters and digits alone, without accents: "M'Drắk", "M’ Đrăk" and "MDRAK" are one."""
    return fold(typed_key(name)).replace(" ", "")


def numerals(name: str) -> list[str]:
    """The numbers in a name: a unit's number is never a slip of the pen for another."""
    return re.findall(r"\d+", name)
