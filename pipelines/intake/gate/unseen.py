"""What a worksheet says beside its cells of how they are seen: hidden columns, merged areas, colours by condition."""

import re
from collections.abc import Mapping
from functools import lru_cache

from pipelines.intake.address import column_index
from pipelines.intake.gate.conditions import restyled_areas
from pipelines.intake.gate.report import Area, SheetFlags
from pipelines.intake.gate.xml_tags import attributes

_COLUMN = re.compile(rb"<col\s([^<>]*)>")
_MERGED = re.compile(rb"\sref\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})[\"']")
_OTHER_GROUND = re.compile(rb"<(?:conditionalFormatting|tablePart|picture)[\s>/]")


def look_beside_cells(xml: bytes | bytearray, flags: SheetFlags, hiding: Mapping[bytes, str]) -> None:
    """Fill in hidden columns, merged areas and those under a condition that hides; the cells between them are not
    walked. `hiding` are the workbook's formats that do (`gate_conditions.hiding_differences`)."""
    first, last = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if (start := xml.find(b"<cols", 0, first)) >= 0:
        columns = xml[start:first]
        if b"hidden" in columns or b'width="0"' in columns:
            flags.hidden_columns = _hidden_columns(columns)
    if (start := xml.find(b"<mergeCells", last)) >= 0:
        flags.merges = _merged_areas(bytes(xml[start : xml.find(b"</mergeCells", start)]))
    if (start := xml.find(b"<conditionalFormatting", last)) >= 0:
        flags.restyled = restyled_areas(bytes(xml[start:]), hiding)


def _hidden_columns(columns: bytes | bytearray) -> list[tuple[int, int]]:
    hidden = []
    for tag in _COLUMN.findall(columns):
        column = attributes(tag)
        first, last = column.get("min", ""), column.get("max", "")
        unseen = column.get("hidden") in ("1", "true") or column.get("width") == "0"
        if unseen and first.isdecimal() and last.isdecimal():
            hidden.append((int(first) - 1, int(last) - 1))
    return hidden


@lru_cache(maxsize=64)
def _merged_areas(tags: bytes) -> tuple[Area, ...]:
    """Remembered, since titles and headings are merged alike in all workbooks that are made from one template."""
    return tuple(
        Area(int(top) - 1, column_index(left.decode()), int(bottom) - 1, column_index(right.decode()))
        for left, top, right, bottom in _MERGED.findall(tags)
    )


def has_other_ground(xml: bytes | bytearray) -> bool:
    """Whether cells may have colours that their own styles do not tell."""
    return _OTHER_GROUND.search(xml) is not None
