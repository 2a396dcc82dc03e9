"""Normal forms of Vietnamese text: one spelling per word, whatever keyboard, font or system wrote it.

Three forms, each coarser than the one before: `tidy` is for keeping and showing, `tone_placed` tells whether
two texts are the same words, `fold` is the key under which headings, titles and labels are looked up.
All are pure, idempotent and cached, because a campaign asks for the same few thousand strings again and again.
"""

import re
import unicodedata
from functools import lru_cache

_CACHED = 65536

# Look-alikes that Windows fonts and old converters leave in place of the Vietnamese letter, and hyphens that
# Word types by itself. The zero-width joiners and the soft hyphen print nothing, so they are dropped.
_REPLACED = str.maketrans(
    {
        "Ð": "Đ",
        "Ɖ": "Đ",
        "ð": "đ",
        "ɖ": "đ",
        "\u2010": "-",
        "\u2011": "-",
        "\u00ad": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)
# Python's `\s` knows the no-break and thin spaces, not the zero-width one; control characters come from cells.
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\u200b\u180e]+")
# One class of characters is searched several times as fast as one beside other alternatives.
_NEEDS_TIDYING = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\xd0\xf0\u0189\u0256\u0300-\u036f\u1680\u180e\u2000-\u200d\u2010\u2011\u2028\u2029"
    r"\u202f\u205f\u2060\u3000\ufeff]"
)


@lru_cache(maxsize=_CACHED)
def tidy(text: str) -> str:
    """The same text in one encoding: NFC, a true `Đ`, single plain spaces, none at the ends.

    Capitals, tone placement and punctuation stay as typed. No-break, thin and zero-width spaces, tabs and line
    breaks count as spaces; soft hyphens, zero-width joiners and byte order marks vanish.
    """
    single_spaces = "  " not in text and text[:1] != " " and text[-1:] != " "
    if single_spaces and not _NEEDS_TIDYING.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = unicodedata.normalize("NFC", text).translate(_REPLACED)
    return _SPACES.sub(" ", text).strip(" ")


# Line breaks of all systems, and the two that Word puts in for them; then what prints nothing or turns text around.
_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def sentence(text: str) -> str:
    """Words that a person wrote, on their own lines: NFC, no space at the ends, nothing that does not print.

    What cannot be seen would be lost in the next workbook, and the same words would then count as others.
    """
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text)).translate(_REPLACED)
    return _UNSEEN.sub("", text).strip()


def says_something(text: str) -> bool:
    """Whether a text has a word in it: a dot, a dash or a number alone is no reason."""
    return any(sign.isalpha() for sign in text)


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
# (plain vowel, tone) -> toned vowel, and back.
_TONED = {(v, t): unicodedata.normalize("NFC", v + t) for v in _VOWELS for t in _TONES}
_PARTS = {toned: parts for parts, toned in _TONED.items()}


def _toned(vowels: str) -> str:
    return "".join(_TONED[v, t] for v in vowels for t in _TONES)


_LETTER_NEXT = r"(?=[^\W\d_])"
_WORD_ENDS = r"(?![^\W\d_])"
# The tone moves to the vowel in front: hoà, khoẻ, thuý (but not quý: there "u" belongs to the consonant).
_TO_FIRST = rf"(?:(?<=o)[{_toned('ae')}]|(?<=(?<!q)u)[{_toned('y')}]){_WORD_ENDS}"
# The tone moves to the vowel behind: hòan, hùynh, qúy, gìa. In "gì" and "gìn" no vowel follows.
_TO_SECOND = (
    rf"[{_toned('o')}](?=[aăe]{_LETTER_NEXT})|(?<!q)[{_toned('u')}](?=y{_LETTER_NEXT})"
    rf"|(?<=q)[{_toned('u')}](?=[{_VOWELS}])|(?<=g)[{_toned('i')}](?=[{_VOWELS}])"
)
_MISPLACED = re.compile(
    rf"(?P<first>(?P<glide>[ou])(?P<main>{_TO_FIRST}))|(?P<second>{_TO_SECOND})(?P<next>.)"
)


def _move_tone(found: re.Match[str]) -> str:
    if found["first"]:
        vowel, tone = _PARTS[found["main"]]
        return _TONED[found["glide"], tone] + vowel
    vowel, tone = _PARTS[found["second"]]
    return vowel + _TONED[found["next"], tone]


@lru_cache(maxsize=_CACHED)
def tone_placed(text: str) -> str:
    """`tidy`, in lower case, each tone mark on one agreed vowel.

    An open oa, oe, uy carries the tone on the first vowel (hoà = hòa, khoẻ = khỏe, thuý = thúy); a closed one on
    the second (hòan = hoàn, hùynh = huỳnh), as does whatever follows qu- and gi- (qúy = quý, gìa = già).
    """
    text = tidy(text).lower()
    return text if text.isascii() else _MISPLACED.sub(_move_tone, text)


_PLAIN_LETTERS = str.maketrans(
    # Letters that stay are named too: a character that a table does not hold costs twice as much.
    {letter: ord(letter) for letter in map(chr, range(32, 127))}
    | {"_": ord(" "), "đ": ord("d")}
    | {toned: ord(unicodedata.normalize("NFD", v)[0]) for toned, (v, _) in _PARTS.items()}
    | {v: ord(unicodedata.normalize("NFD", v)[0]) for v in "ăâêôơư"}
)
_PARTS_WORDS = re.compile(r"[^\w\s.%/]")
_NO_DECIMAL_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")


@lru_cache(maxsize=_CACHED)
def fold(text: str) -> str:
    """The key of a heading, title or label: lower case without accents, words parted by one space.

    Letters, digits, `%` and `/` stay; a dot stays only between two digits, where it belongs to a criterion's
    code; everything else parts words. "Tiêu chí 7.2.1 (0,5 điểm)" becomes "tieu chi 7.2.1 0 5 diem",
    "1. Số TTHC đạt/tổng số" becomes "1 so tthc dat/tong so". Accents of other alphabets are removed too.
    """
    # Where a tone stands in its word does not matter here: all tones go.
    text = tidy(text).lower().translate(_PLAIN_LETTERS)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    text = _PARTS_WORDS.sub(" ", text)
    if "." in text:
        text = _NO_DECIMAL_POINT.sub(" ", text)
    return " ".join(text.split())
