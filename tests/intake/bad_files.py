"""Builders of workbooks as bytes: a hand-written package, and the ways in which received files are broken."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parents[1] / "data"

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A deflated zip of the parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def package_parts(
    rows: str,
    *,
    part: str = "worksheets/sheet1.xml",
    prefix: str = "",
    strict: bool = False,
    sheet: str = "A",
    book: str = "",
    extra: Mapping[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet whose `<sheetData>` holds `rows`, as XML."""
    relations, main = _RELATIONS, _MAIN
    if strict:
        relations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    p, ns = (prefix + ":", "xmlns:" + prefix) if prefix else ("", "xmlns")
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {ns}="{main}" xmlns:r="{relations}">{book}<{p}sheets>'
        f'<{p}sheet name="{sheet}" sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{relations}/worksheet" Target="{part}"/></Relationships>',
        f"xl/{part.removeprefix('/xl/')}": f'<{p}worksheet {ns}="{main}"><{p}sheetData>{rows}'
        f"</{p}sheetData></{p}worksheet>",
        **(extra or {}),
    }


def package(rows: str, **how: object) -> bytes:
    """The same as one file; see package_parts for `how`."""
    return zipped(package_parts(rows, **how))  # type: ignore[arg-type]


def ordinary(sheets: int = 2, rows: int = 60) -> bytes:
    """A filled form as Excel would save it: shared strings, a merged title, borders, text numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    border = book.add_format({"border": 1, "font_name": "Times New Roman"})
    for number in range(1, sheets + 1):
        sheet = book.add_worksheet(f"Biểu {number}")
        sheet.merge_range(0, 0, 0, 5, f"PHỤ LỤC {number}", border)
        for row in range(4, 4 + rows):
            sheet.write_row(
                row,
                0,
                [
                    row - 3,
                    f"Nội dung {row}, biểu {number}",
                    "Hồ sơ",
                    row * 1.25,
                    f"{row},5",
                    "",
                ],
                border,
            )
    book.close()
    return out.getvalue()


def ods(table: str, manifest: str = "", *, styles: str = "", named: str = "") -> bytes:
    """An OpenDocument workbook of one table whose rows are given as XML; so are its own styles and those by name."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f'<office:body><office:spreadsheet><table:table table:name="A">{table}</table:table>'
            "</office:spreadsheet>"
            "</office:body></office:document-content>",
            "styles.xml": f"<styles>{named}</styles>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def xls_with_password() -> bytes:
    """The .xls of the test data with its second record renamed FILEPASS, as Excel puts it there."""
    data = bytearray((DATA / "figures.xls").read_bytes())
    first = data.index(struct.pack("<HHH", 0x809, 16, 0x600))
    struct.pack_into("<H", data, first + 20, 0x2F)
    return bytes(data)


def lying_bomb(packed_size: int = 400_000) -> bytes:
    """A zip bomb whose directory declares 1,000 bytes for a part that inflates to 400 MB."""
    packer = zlib.compressobj(9, wbits=-15)
    spaces = b" " * 1_000_000
    packed = b"".join(packer.compress(spaces) for _ in range(packed_size // 1000)) + packer.flush()
    return with_lying_part(packed, 1000)


def with_lying_part(packed: bytes, declared: int) -> bytes:
    """A package whose sheet holds the deflated bytes `packed`, with `declared` as their inflated length."""
    name = b"xl/worksheets/sheet1.xml"
    parts = package_parts("")
    parts.pop(name.decode())
    data = zipped(parts)
    end = data.rindex(b"PK\5\6")
    count, size, start = struct.unpack_from("<HLL", data, end + 10)
    sizes = (zlib.crc32(b""), len(packed), declared)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, *sizes, len(name), 0) + name + packed
    central = (
        struct.pack(
            "<4s6H3L5H2L",
            b"PK\1\2",
            20,
            20,
            0,
            8,
            0,
            0,
            *sizes,
            len(name),
            0,
            0,
            0,
            0,
            0,
            start,
        )
        + name
    )
    tail = struct.pack(
        "<4s4H2LH",
        b"PK\5\6",
        0,
        0,
        count + 1,
        count + 1,
        size + len(central),
        start + len(local),
        0,
    )
    return data[:start] + local + data[start:end] + central + tail


def flipped(data: bytes, position: int, bit: int) -> bytes:
    """The file with one bit turned over."""
    changed = bytearray(data)
    changed[position] ^= 1 << bit
    return bytes(changed)
