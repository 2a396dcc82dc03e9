"""The records of an .xls, of which its streams consist."""

import struct
from collections.abc import Iterator

from pipelines.intake.gate.report import CUT_OFF, Refused

BEGIN, END = 0x809, 0xA


def records(book: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of each record of one substream, nested charts left out, up to its end.

    Raises Refused file_damaged where the stream ends before.
    """
    depth = 0
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        body = book[position + 4 : position + 4 + length]
        if len(body) < length:
            break
        position += 4 + length
        depth += (kind == BEGIN) - (kind == END)
        if depth == 0:
            return
        if depth == 1:
            yield kind, body
    raise Refused("file_damaged", CUT_OFF)


def short_text(body: bytes, at: int, marked: bool) -> str:
    """A text whose length stands in one byte; `marked` where the next says whether a letter takes one or two."""
    length = body[at]
    if not marked:
        return body[at + 1 : at + 1 + length].decode("cp1252", "replace")
    if body[at + 1] & 1:
        return body[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    return body[at + 2 : at + 2 + length].decode("latin-1")
