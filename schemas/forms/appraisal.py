"""What an appraisal sheet (phiếu thẩm định) holds, said once for who writes it and who reads it back.

A row is known by the codes in its hidden columns, never by its position; columns by the names in a hidden row.
"""

from collections.abc import Mapping
from decimal import Decimal

from schemas.spelling import fold

TABLE_SHEET, HEAD_SHEET, LIST_SHEET = "Phiếu", "bangdiem", "Danh mục"
HEAD_KEYS = ("campaign", "round", "level", "annex", "block", "exported_on", "head")

# Hidden beside each row: whom and what it is about, what it showed when it was made; and, for the sheet itself, the
# points to compare with and which list of points the row offers.
KEYS = ("unit", "criterion", "shown")
HIDDEN = (*KEYS, "base", "list")

# What a person fills in. Of an explanation `points` are those that the unit proposes.
ENTERED = ("points", "reason", "evidence_number", "evidence_date", "evidence_title", "until")
GIVEN = "given_"  # before the name of a round: its points, as shown
REQUIRED = (*KEYS, "name", "code", "points", "reason")
END = "hết bảng"  # stands in the first hidden column of the row below the table

# Words of the cell for points beside numbers, and the spellings that count as them, folded.
AGREE, NOT_APPLICABLE, WAIVED = "Đồng ý", "Không áp dụng", "Miễn"
_SPELLINGS = {
    AGREE: ("dong y", "nhat tri", "thong nhat"),
    NOT_APPLICABLE: ("khong ap dung", "kad", "k ap dung", "ko ap dung"),
    WAIVED: ("mien", "mien cham", "duoc mien"),
}
WORDS = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings}
# What a narrow column of given points shows in place of the words.
SHORT = {NOT_APPLICABLE: "KAD", WAIVED: "Miễn"}


def word_of(text: str) -> str:
    """AGREE, NOT_APPLICABLE or WAIVED where a cell for points says so in words, else ""."""
    return WORDS.get(fold(text), "")


def token_of(points: Decimal | None, word: str = "") -> str:
    """One round's points as a key to compare: "0.5", one of the words, or "" where there are none."""
    return word if points is None else f"{points.normalize():f}"


def pack_shown(tokens: Mapping[str, str]) -> str:
    """What a row showed, as one text: "huyen_cham=0.25;tu_cham=0.5"."""
    return ";".join(f"{name}={token}" for name, token in sorted(tokens.items()) if token)


def unpack_shown(text: str) -> dict[str, str]:
    """The tokens that `pack_shown` packed; what is no such text gives a dict that equals none of its results."""
    return dict(part.partition("=")[::2] for part in text.split(";") if part)
