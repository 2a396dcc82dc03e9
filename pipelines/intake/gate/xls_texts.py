"""The shared texts of an .xls of which parts have fonts of their own."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.intake.gate.report import CUT_OFF, Refused

_TWO_BYTES, _EXTENDED, _RICH = 0x1, 0x4, 0x8


class RichText(NamedTuple):
    """A text, and the (first letter, font) of each of its parts; before the first, the cell's own font holds."""

    text: str
    parts: tuple[tuple[int, int], ...]

    def part(self, first: int, last: int) -> str:
        """The letters from one place up to another."""
        return self.text[first:last].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def rich_texts(table: Sequence[bytes]) -> dict[int, RichText]:
    """The texts with parts, by their number, of the record of shared texts and those that continue it.

    Raises Refused file_damaged where the records end before the texts do.
    """
    if not table:
        return {}
    reader, found = _Reader(table), {}
    _, count = struct.unpack("<2I", reader.take(8))
    for number in range(count):
        length, options = struct.unpack("<HB", reader.take(3))
        parts = struct.unpack("<H", reader.take(2))[0] if options & _RICH else 0
        beyond = struct.unpack("<I", reader.take(4))[0] if options & _EXTENDED else 0
        text = reader.letters(length, bool(options & _TWO_BYTES))
        fonts = tuple(struct.iter_unpack("<2H", reader.take(4 * parts)))
        reader.take(beyond)
        if fonts:
            found[number] = RichText(text, fonts)
    return found


def rich_text_in_cell(body: bytes) -> RichText:
    """The same of a cell that holds its own text, as workbooks of before 1997 do."""
    (length,) = struct.unpack_from("<H", body, 6)
    text, parts = body[8 : 8 + length], body[8 + length + 1 :]
    return RichText(
        text.decode("cp1252", "replace"), tuple(struct.iter_unpack("<2B", parts[: len(parts) // 2 * 2]))
    )


class _Reader:
    """What lies in one record and goes on in the next, read in turn."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records, self._at, self._record = records, 0, 0

    def _rest(self) -> bytes:
        """What is left of the record at hand; of the next one at the end of it."""
        if self._at >= len(self._records[self._record]):
            self._record, self._at = self._record + 1, 0
            if self._record >= len(self._records):
                raise Refused("file_damaged", CUT_OFF)
        return self._records[self._record][self._at :]

    def take(self, length: int) -> bytes:
        taken = b""
        while len(taken) < length:
            piece = self._rest()[: length - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def letters(self, count: int, wide: bool) -> str:
        """Letters; where they go on in the next record, that says anew whether a letter takes two bytes."""
        text = ""
        while len(text) < count:
            begun = self._record
            rest = self._rest()
            if self._record != begun:
                wide, rest = bool(rest[0] & _TWO_BYTES), rest[1:]
                self._at += 1
            size = 2 if wide else 1
            piece = rest[: size * (count - len(text))]
            self._at += len(piece)
            # Each half of a letter beyond the first 65,536 counts as one: parts are counted so.
            units = struct.unpack(
                f"<{len(piece) // size}{'H' if wide else 'B'}", piece[: len(piece) // size * size]
            )
            text += "".join(map(chr, units))
        return text
