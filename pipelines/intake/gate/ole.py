"""The container of old Office files: sectors in chains, which the parser follows to their ends without counting them.

A single damaged bit can lead a chain back into itself, and the parser would fill the memory of the PC with it.
"""

import io
import struct
from collections.abc import Sequence

import olefile

from pipelines.intake.gate.report import CUT_OFF, NOT_WHOLE, Refused

# A link from here on leads to no sector: the chain ends.
_ENDS = 0xFFFFFFFA


def open_container(data: bytes) -> "olefile.OleFileIO[bytes]":
    """The container. Raises Refused file_damaged when its chains are broken or have no end."""
    try:
        container = olefile.OleFileIO(io.BytesIO(data))
        _refuse_broken_chains(container, data)
    except Refused:
        raise
    except Exception as problem:  # olefile lets index and struct errors of a broken file through
        raise Refused("file_damaged", NOT_WHOLE) from problem
    return container


def _refuse_broken_chains(container: "olefile.OleFileIO[bytes]", data: bytes) -> None:
    # Of a folder the size means nothing, and some programs leave anything there.
    entries = [
        one for one in container.direntries if one is not None and one.entry_type == olefile.STGTY_STREAM
    ]
    if any(entry.size > len(data) for entry in entries):
        raise Refused("file_damaged", CUT_OFF)
    _follow(container.first_difat_sector, _links_of_difat(container, data))
    links = container.fat
    for start in (container.first_dir_sector, container.first_mini_fat_sector, container.root.isectStart):
        _follow(start, links)
    container.loadminifat()
    for entry in entries:
        if entry.size:
            small = entry.size < container.mini_stream_cutoff_size
            _follow(entry.isectStart, container.minifat if small else links)


def _links_of_difat(container: "olefile.OleFileIO[bytes]", data: bytes) -> Sequence[int]:
    """For each sector the last number in it: of those that list the sectors of the table, the link to the next."""
    size = container.sector_size
    ends = range(2 * size - 4, len(data) - 3, size)
    return (
        [struct.unpack_from("<I", data, at)[0] for at in ends] if container.first_difat_sector < _ENDS else []
    )


def _follow(start: int, links: Sequence[int]) -> None:
    """Raises Refused where a chain leads back into itself, or to a sector that is not there."""
    for _ in range(len(links) + 1):
        if start >= _ENDS:
            return
        if start >= len(links):
            break
        start = links[start]
    raise Refused("file_damaged", NOT_WHOLE)
