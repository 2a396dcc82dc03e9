"""How wide text is in Times New Roman, so that rows can be given the height that their wrapped text
needs.

Neither Excel nor LibreOffice fits the height of merged cells, and each fits other cells differently;
heights that are set make the printed page the same everywhere.
"""

import unicodedata
from functools import lru_cache

# Advance widths of Times Roman in thousandths of an em, from the space (U+0020) to the tilde (U+007E).
_ASCII = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 "
    "500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 "
    "667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 "
    "500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)
# The same of Times Bold: capitals are hardly wider than the regular ones, small letters by a tenth.
_ASCII_BOLD = (
    "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 "
    "500 333 333 570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 "
    "556 667 722 722 1000 722 722 667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 "
    "833 556 500 556 556 444 389 333 556 500 722 500 500 444 394 220 394 520"
)
_MM_PER_POINT = 25.4 / 72
_PADDING_MM = 1.6  # Excel keeps three pixels free on both sides of a cell
_SPACE = 0.25  # width of a space in ems
_LINE = 1.22  # height of a line in sizes of type


class _Widths(dict[str, float]):
    """Width of a character in ems; a letter with Vietnamese marks is as wide as its base letter."""

    def __missing__(self, character: str) -> float:
        base = unicodedata.normalize("NFD", character)[0]
        base = {"đ": "d", "Đ": "D"}.get(base, base)
        width = self.get(base, 1.0 if unicodedata.east_asian_width(base) in "WF" else 0.6)
        self[character] = width
        return width


def _measured(table: str) -> _Widths:
    return _Widths({chr(32 + n): int(width) / 1000 for n, width in enumerate(table.split())})


_REGULAR, _BOLD = _measured(_ASCII), _measured(_ASCII_BOLD)


@lru_cache(maxsize=10_000)
def row_height(text: str, width_mm: float, size: int, heavy: bool = False, least: float = 0.0) -> float:
    """Height in points of a row for `text` of `size` points wrapped into `width_mm`; `heavy` for bold
    type.
    """
    return max(least, wrapped_lines(text, width_mm, size, heavy) * size * _LINE + 4)


def wrapped_lines(text: str, width_mm: float, size: int, heavy: bool = False) -> int:
    """How many lines `text` takes; a word longer than a line is broken, as Excel does. A path is broken after its
    strokes too, as LibreOffice does: of the two, the more lines."""
    lines = _lines(text, width_mm, size, heavy)
    return (
        max(lines, _lines(text.replace("/", "/ "), width_mm, size, heavy))
        if lines > 1 and "/" in text
        else lines
    )


def _lines(text: str, width_mm: float, size: int, heavy: bool) -> int:
    wide = _bold_width if heavy else _regular_width
    room = max(1.0, (width_mm - _PADDING_MM) / (size * _MM_PER_POINT))
    lines = 0
    for part in text.split("\n"):
        lines += 1
        used = 0.0
        for length in map(wide, part.split(" ")):
            if used and used + _SPACE + length > room:
                lines, used = lines + 1, length
            else:
                used += length + (_SPACE if used else 0.0)
            while used > room:
                lines, used = lines + 1, used - room
    return lines


# Thousands of texts are made of a few hundred words.
@lru_cache(maxsize=20_000)
def _regular_width(word: str) -> float:
    return sum(map(_REGULAR.__getitem__, word))


@lru_cache(maxsize=20_000)
def _bold_width(word: str) -> float:
    return sum(map(_BOLD.__getitem__, word))
