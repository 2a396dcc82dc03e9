"""A zip container, read without trust: the directory checked against each part, every byte against its CRC.

The parser behind the gate checks no CRC and believes the sizes, so one flipped bit would silently give
other figures and a bomb would take the memory. Nothing is written to disk, whatever the parts are called.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.intake.gate.report import CUT_OFF, FOREIGN, NOT_WHOLE, Refused

# Parts above this are inflated piece by piece, so that the output is never copied once more.
LARGE_PART = 4 * 1024 * 1024
# A million formatted rows of ten columns inflate to 280 MB and are still a form that somebody sends.
MAX_INFLATED = 400 * 1024 * 1024
# Ordinary sheets compress to 0.06-0.09 of their size, a million empty formatted rows to 0.03 and more,
# a bomb to 0.001: nothing but a repetition gets below 0.004. Smaller parts do no harm, whatever they repeat.
MAX_RATIO = 250
RATIO_COUNTS_FROM = 32 * 1024 * 1024

_PIECE = 64 * 1024
# 1 January 1980, the first day that a zip can name.
_NO_DAY, _VERSION = 0x21, 20
_MADE_BY = _VERSION.to_bytes(2, "little")
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ABOUT = struct.Struct("<5H3L2H")
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8


@dataclass(slots=True)
class Entry:
    """One line of the zip directory: sizes in bytes, `start` where its compressed bytes begin."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


def read_entries(data: bytes) -> dict[str, Entry]:
    """The directory by lower-case part name, since readers match part names without regard to case.

    Raises Refused: file_damaged when the directory and the parts disagree, file_encrypted for a zip password,
    file_too_large for what the directory declares.
    """
    entries: dict[str, Entry] = {}
    total = 0
    for entry in _walk_directory(data):
        key = entry.name.lower()
        if key in entries:
            raise Refused("file_damaged", NOT_WHOLE)
        entries[key] = entry
        total += entry.size
        if total > MAX_INFLATED or (entry.size > RATIO_COUNTS_FROM and entry.size > MAX_RATIO * entry.packed):
            raise Refused("file_too_large", f"mở ra chiếm {total // 1_000_000} MB")
    return entries


def _walk_directory(data: bytes) -> Iterator[Entry]:
    end = data.rfind(b"PK\5\6")
    if end < 0 or end + 22 > len(data):
        raise Refused("file_damaged", CUT_OFF)
    _, disk, first_disk, count_here, count, length, start, comment = _END.unpack_from(data, end)
    if 0xFFFF in (count, count_here) or 0xFFFFFFFF in (length, start):
        raise Refused("file_unreadable", FOREIGN)
    if disk or first_disk or count_here != count or start + length != end or end + 22 + comment != len(data):
        raise Refused("file_damaged", NOT_WHOLE)
    position = start
    for _ in range(count):
        if position + 46 > end:
            raise Refused("file_damaged", NOT_WHOLE)
        (mark, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, note_length,
         _, _, _, local) = _CENTRAL.unpack_from(data, position)  # fmt: skip
        raw = data[position + 46 : position + 46 + name_length]
        position += 46 + name_length + extra_length + note_length
        if mark != b"PK\1\2" or position > end or local + 30 + name_length > start:
            raise Refused("file_damaged", NOT_WHOLE)
        name = raw.decode("utf-8", "replace")
        (mark, _, here_flags, here_method, _, _, here_crc, here_packed, here_size, here_name_length,
         here_extra_length) = _LOCAL.unpack_from(data, local)  # fmt: skip
        if (
            mark != b"PK\3\4"
            or here_method != method
            or here_name_length != name_length
            or data[local + 30 : local + 30 + name_length] != raw
            or not (here_flags & _SIZES_FOLLOW or (here_crc, here_packed, here_size) == (crc, packed, size))
        ):
            raise Refused("file_damaged", NOT_WHOLE)
        if (flags | here_flags) & _ENCRYPTED:
            raise Refused("file_encrypted")
        begin = local + 30 + name_length + here_extra_length
        if begin + packed > start:
            raise Refused("file_damaged", CUT_OFF)
        yield Entry(name, method, crc, packed, size, begin)
    if position != end:
        raise Refused("file_damaged", NOT_WHOLE)


def inflate(data: bytes, entry: Entry) -> bytes | bytearray:
    """The bytes of one part, never more than the directory declares.

    Raises Refused: file_damaged when the length or the CRC differs, file_unreadable for a rare compression.
    """
    packed = data[entry.start : entry.start + entry.packed]
    content: bytes | bytearray
    if entry.method == 0:
        content = packed
    elif entry.method == 8:
        unpacker = zlib.decompressobj(-15)
        try:
            if entry.size <= LARGE_PART:
                content = unpacker.decompress(packed, entry.size + 1)
            else:
                content = bytearray()
                for at in range(0, len(packed), _PIECE):
                    content += unpacker.decompress(packed[at : at + _PIECE], entry.size + 1 - len(content))
                    if unpacker.unconsumed_tail or len(content) > entry.size:
                        break
        except zlib.error as problem:
            raise Refused("file_damaged", NOT_WHOLE) from problem
        if not unpacker.eof or unpacker.unused_data:
            raise Refused("file_damaged", NOT_WHOLE)
    else:
        raise Refused("file_unreadable", FOREIGN)
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise Refused("file_damaged", NOT_WHOLE)
    return content


def store(parts: Sequence[tuple[Entry, bytes | bytearray]]) -> bytes:
    """A container of parts that are not compressed; their names must be ASCII, their contents those of the entries."""
    pieces: list[bytes | bytearray] = []
    directory: list[bytes] = []
    at = 0
    for entry, content in parts:
        name, size = entry.name.encode("ascii"), entry.size
        # The two lines of a part, before it and in the directory, agree in this.
        about = _ABOUT.pack(_VERSION, 0, 0, 0, _NO_DAY, entry.crc, size, size, len(name), 0)
        pieces += (b"PK\3\4", about, name, content)
        # Nothing more is known of it: no note, no disk, no attributes.
        directory += (b"PK\1\2", _MADE_BY, about, bytes(10), at.to_bytes(4, "little"), name)
        at += 30 + len(name) + size
    lines = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(lines), at, 0)
    return b"".join((*pieces, lines, end))
