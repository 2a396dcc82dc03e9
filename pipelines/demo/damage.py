"""Files that cannot be opened, and files in an inbox that hold no forms."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from pipelines.demo.handwriting import MARK
from pipelines.demo.spreadsheets import zip_of

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def damage(data: bytes, how: str) -> bytes:
    """A finished workbook spoilt: "truncated", "flipped" (one bit), "encrypted", "empty" or "word".

    Raises KeyError for anything else.
    """
    ways = {
        "truncated": _truncate,
        "flipped": _flip,
        "encrypted": _encrypt,
        "empty": lambda _: b"",
        "word": lambda data: letter_docx(zlib.crc32(data)),
    }
    return ways[how](data)


def _truncate(data: bytes) -> bytes:
    return data[: len(data) * 3 // 5]


def _flip(data: bytes) -> bytes:
    """Flips one bit in the middle of the compressed first sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        part = book.getinfo("xl/worksheets/sheet1.xml")
    name, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    middle = part.header_offset + 30 + name + extra + part.compress_size // 2
    return data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]


def _encrypt(data: bytes) -> bytes:
    """What Excel writes for a workbook with a password: a compound file with two streams.

    The content is scrambled, not encrypted: nobody is meant to open it. Layout: MS-CFB, version 3.
    """
    key = bytes((73 * place + 41) % 256 for place in range(256))
    scrambled = bytes(byte ^ key[place % 256] for place, byte in enumerate(data))
    streams = [
        ("EncryptionInfo", struct.pack("<HHI", 4, 4, 0x40) + MARK.encode("utf-8") + bytes(4096)),
        ("EncryptedPackage", scrambled),
    ]
    # Streams shorter than 4,096 bytes would belong in a mini stream; both are padded past that.
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for index, (name, content) in enumerate(streams):
        content = content.ljust(4096, b"\0")
        count = -(-len(content) // _SECTOR)
        entries.append(_entry(name, 2, len(sectors), len(content), right=2 if index == 0 else _FREE))
        chains += [len(chains) + step + 1 for step in range(count - 1)] + [_END]
        sectors += [
            content[place * _SECTOR : (place + 1) * _SECTOR].ljust(_SECTOR, b"\0") for place in range(count)
        ]
    directory = len(sectors)
    sectors.append(b"".join(entries).ljust(_SECTOR, b"\0"))
    chains.append(_END)
    tables = 1
    while (len(chains) + tables) * 4 > tables * _SECTOR:
        tables += 1
    places = list(range(len(sectors), len(sectors) + tables))
    table = struct.pack(f"<{len(chains) + tables}I", *chains, *([_FAT] * tables)).ljust(
        tables * _SECTOR, b"\xff"
    )
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, tables,
        directory, 0, 4096, _END, 0, _END, 0, places[0],
    )  # fmt: skip
    header += struct.pack(f"<{len(places) - 1}I", *places[1:])
    return header.ljust(_SECTOR, b"\xff") + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    fields = (len(text), kind, 1, _FREE, right, child, bytes(16), 0, 0, 0, start, size, 0)
    return text.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIII", *fields)


def letter_docx(number: int) -> bytes:
    """A letter in Word; `number` tells it from others."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for text in (MARK, f"Kính gửi: Sở Khoa học và Công nghệ ({number})")
    )
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{relation}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{head}<w:document xmlns:w="{word}"><w:body>{paragraphs}</w:body></w:document>',
    }
    return zip_of(parts)


def letter_pdf(number: int) -> bytes:
    """A letter as a PDF of one empty page; its title says that it is simulated."""
    title = (b"\xfe\xff" + f"{MARK} {number}".encode("utf-16-be")).hex().upper()
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</Title<{title}>>>",
    )
    body = b"%PDF-1.4\n"
    offsets = []
    for index, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{index} 0 obj{content}endobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R/Info 4 0 R>>\n"
    tail += f"startxref\n{len(body)}\n%%EOF\n"
    return body + tail.encode("ascii")


def archive(number: int) -> bytes:
    """An archive with a note inside."""
    return zip_of({f"Ghi chu {number}.txt": f"{MARK}\r\n"})


def lock_file(number: int) -> bytes:
    """What Excel leaves beside an open workbook: the user's name, padded."""
    name = f"May {number}"
    return (bytes([len(name)]) + name.encode("ascii")).ljust(55) + name.encode("utf-16-le").ljust(110)
