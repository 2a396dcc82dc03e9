"""Conditional formats of an .xlsx under which a value is not seen, or is seen as something else.

Whether a condition holds is not worked out: that one may hide what was read is told once for its cells.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from pipelines.intake.address import column_index
from pipelines.intake.gate.number_format import show_number
from pipelines.intake.gate.report import Area
from pipelines.intake.gate.shown_values import effect_of
from pipelines.intake.gate.xml_tags import attributes, between

_DIFFERENCE = re.compile(rb"<(?:\w+:)?dxf(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?dxf>)", re.DOTALL)
_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_FONT = re.compile(rb"<(?:\w+:)?font>(.*?)</(?:\w+:)?font>", re.DOTALL)
_COLOUR = rb"%s\s+(?:rgb=[\"'](?:FF|00)FFFFFF[\"']|theme=[\"']0[\"']|indexed=[\"'][19][\"'])"
_WHITE = re.compile(rb"<(?:\w+:)?" + _COLOUR % rb"color", re.IGNORECASE)
_WHITE_GROUND = re.compile(rb"<(?:\w+:)?" + _COLOUR % rb"bgColor", re.IGNORECASE)
_STRUCK = re.compile(rb"<(?:\w+:)?strike(?:\s*/?>|\s+val\s*=\s*[\"'](?:1|true)[\"'])")
_FORMATS = re.compile(rb"<conditionalFormatting\s([^<>]*)>(.*?)</conditionalFormatting>", re.DOTALL)
_RULE = re.compile(rb"dxfId\s*=\s*[\"'](\d+)[\"']")
# Icons or bars in the place of the number.
_NO_VALUE = re.compile(rb"<(?:iconSet|dataBar)\s[^<>]*showValue\s*=\s*[\"'](?:0|false)[\"']")
# A form has a handful; the cap only bounds a hostile file.
_MOST_AREAS = 100
_AREA = re.compile(r"([A-Za-z]{1,3})(\d{1,7})(?::([A-Za-z]{1,3})(\d{1,7}))?")


def hiding_differences(styles: bytes) -> dict[bytes, str]:
    """Of the formats that conditions lay over cells, by number, those that hide or change what is seen, and how."""
    found = {}
    for number, difference in enumerate(_DIFFERENCE.findall(between(styles, b"dxfs"))):
        if how := _how(difference):
            found[str(number).encode()] = how
    return found


def _how(difference: bytes) -> str:
    for tag in _NUMBER_FORMAT.findall(difference):
        code = attributes(tag).get("formatCode", "")
        if effect_of(code) == "tells":
            return "không cho hiện" if show_number(code, Decimal(25)) == "" else "hiện số theo kiểu khác"
    font = b"".join(_FONT.findall(difference))
    if _STRUCK.search(font):
        return "chữ gạch ngang"
    seen = b"<fill" in difference and not _WHITE_GROUND.search(difference)
    return "chữ trắng" if _WHITE.search(font) and not seen else ""


def restyled_areas(tags: bytes, hiding: Mapping[bytes, str]) -> list[tuple[Area, str]]:
    """The areas of a sheet under such a condition, and what it does; `tags` is what stands behind the cells."""
    found = []
    for tag, rules in _FORMATS.findall(tags):
        how = "chỉ hiện biểu tượng" if _NO_VALUE.search(rules) else ""
        how = how or next((hiding[number] for number in _RULE.findall(rules) if number in hiding), "")
        for left, top, right, bottom in _AREA.findall(attributes(tag).get("sqref", "")) if how else ():
            first, last = column_index(left), column_index(right or left)
            found.append((Area(int(top) - 1, first, int(bottom or top) - 1, last), how))
    return found[:_MOST_AREAS]
