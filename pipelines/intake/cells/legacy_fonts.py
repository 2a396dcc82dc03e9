"""Text typed for the fonts of before Unicode: TCVN3 (".Vn…", one byte a letter), VNI ("VNI-…", one or two).

Conversion must come before any tidying: TCVN3 writes ư as the soft hyphen and é as Ð, which would be lost.
"""

import re
from typing import Literal

from pipelines.intake.cells.syllables import is_syllable

LegacyEncoding = Literal["tcvn3", "tcvn3-caps", "vni"]

_TCVN3_LETTERS = (
    "àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ ăâđêôơư ĂÂÊÔƠƯĐ".replace(" ", "")
)
_TCVN3_CODES = (
    "B5B6B7B8B9 BBBCBDBEC6 C7C8C9CACB CCCECFD0D1 D2D3D4D5D6 D7D8DCDDDE DFE1E2E3E4 E5E6E7E8E9 EAEBECEDEE "
    "EFF1F2F3F4 F5F6F7F8F9 FAFBFCFDFE A8A9AEAAABACAD A1A2A3A4A5A6A7"
)
TCVN3: dict[str, str] = dict(zip(bytes.fromhex(_TCVN3_CODES).decode("latin-1"), _TCVN3_LETTERS, strict=True))

# Second character by the mark it sets on the letter before it.
_VNI_PAIRS = {
    "a": {"ù": "á", "ø": "à", "û": "ả", "õ": "ã", "ï": "ạ", "â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ",
          "ä": "ậ", "ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ"},
    "e": {"ù": "é", "ø": "è", "û": "ẻ", "õ": "ẽ", "ï": "ẹ", "â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ",
          "ä": "ệ"},
    "o": {"ù": "ó", "ø": "ò", "û": "ỏ", "õ": "õ", "ï": "ọ", "â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ",
          "ä": "ộ"},
    "ô": {"ù": "ớ", "ø": "ờ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
    "u": {"ù": "ú", "ø": "ù", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "ö": {"ù": "ứ", "ø": "ừ", "û": "ử", "õ": "ữ", "ï": "ự"},
    "y": {"ù": "ý", "ø": "ỳ", "û": "ỷ", "õ": "ỹ"},
}  # fmt: skip
_VNI_SINGLES = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni_table() -> dict[str, str]:
    """Every written form of a letter, in both cases; typists also put a small mark on a capital."""
    table: dict[str, str] = {}
    for base, marks in _VNI_PAIRS.items():
        for mark, letter in marks.items():
            table[base + mark] = letter
            table[base.upper() + mark] = table[base.upper() + mark.upper()] = letter.upper()
    for code, letter in _VNI_SINGLES.items():
        table[code], table[code.upper()] = letter, letter.upper()
    return table


VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TCVN3_TABLE = str.maketrans(TCVN3)

# Letters that no legacy code can produce: their presence proves that the text is Unicode already.
_UNICODE_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u0323]")
_WORD = re.compile(r"[A-Za-z\xa1-\xff]+")
_ASCII_LETTER = re.compile("[A-Za-z]")
# Latin-1 signs with an honest use beside letters ("N·m", "µm", "ISO®"): one of them alone proves nothing.
_SIGNS_IN_USE = frozenset("·µ×½¼¾®©§ªº¹°\xad¶")


def encoding_of_font(font_name: str) -> LegacyEncoding | None:
    """The legacy encoding a font's name tells: ".VnTime" TCVN3, ".VnTimeH" its capitals, "VNI-Times" VNI."""
    name = font_name.strip()
    if name.lower().startswith(".vn"):
        return "tcvn3-caps" if name.endswith("H") else "tcvn3"
    return "vni" if name.lower().startswith(("vni-", "vni ")) else None


def to_unicode(text: str, encoding: LegacyEncoding) -> str:
    """Legacy text as Unicode NFC. Text that already holds Vietnamese letters of Unicode comes back unchanged.

    A "…H" font shows small codes as capitals, the only way TCVN3 has for capitals with a tone.
    """
    if _UNICODE_VIETNAMESE.search(text):
        return text
    if encoding == "vni":
        return _VNI_PATTERN.sub(lambda match: VNI[match[0]], text)
    unicode_text = text.translate(_TCVN3_TABLE)
    return unicode_text.upper() if encoding == "tcvn3-caps" else unicode_text


def looks_legacy(text: str) -> bool:
    """Whether a text of unknown font is legacy-encoded; silent on all proper text, so it may miss some.

    A word counts when it is no Vietnamese syllable as it stands and becomes one by either table; all odd
    words must do so, and one of them must hold more than a sign that has a use of its own.
    """
    if text.isascii() or _UNICODE_VIETNAMESE.search(text):
        return False
    odd = [word for word in _WORD.findall(text) if not word.isascii() and not is_syllable(word)]
    for encoding in ("tcvn3", "vni"):
        decoded = [to_unicode(word, encoding).lower() for word in odd if _ASCII_LETTER.search(word)]
        if len(decoded) == len(odd) and odd and all(map(is_syllable, decoded)):
            letters = (character for character in "".join(odd) if not character.isascii())
            return len(odd) > 1 or not _SIGNS_IN_USE.issuperset(letters)
    return False
