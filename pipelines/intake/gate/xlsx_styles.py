"""The cell styles of an .xlsx: which show a percentage, use a font of before Unicode, or show a cell as something else
than what it stores."""

import re
from functools import lru_cache
from typing import NamedTuple

from pipelines.intake.cells.legacy_fonts import encoding_of_font
from pipelines.intake.gate.conditions import hiding_differences
from pipelines.intake.gate.number_format import BUILT_IN
from pipelines.intake.gate.report import CellStyle
from pipelines.intake.gate.shown_values import effect_of
from pipelines.intake.gate.xml_tags import attributes, between

_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_CELL_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)>")
_FONT = re.compile(rb"<(?:\w+:)?font(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_FILL = re.compile(rb"<(?:\w+:)?fill(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?fill>)", re.DOTALL)
_FONT_NAME = re.compile(rb"<(?:\w+:)?name\s([^<>]*)>")
_STRUCK = re.compile(rb"<(?:\w+:)?strike(?:\s*/?>|\s+val\s*=\s*[\"'](?:1|true)[\"'])")
_WHITE = re.compile(
    rb"<(?:\w+:)?(?:color|fgColor)\s+(?:rgb=[\"'](?:FF|00)FFFFFF[\"']|theme=[\"']0[\"']|indexed=[\"'][19][\"'])\s*/>",
    re.IGNORECASE,
)
_LEGACY_FONT = re.compile(rb"[\"'](?:\.vn|vni[- ])", re.IGNORECASE)
# One of the patterns: "solid" is of one colour, the others are hatched or grey.
_PATTERN = re.compile(rb"patternType=[\"'](?!none)")
_NOT_SCALING = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# General, and text: most styles have one of them.
_AS_STORED = frozenset(("0", "49"))


class Styles(NamedTuple):
    """The styles of a workbook by their numbers: those that show a hundredfold with a percent sign, those whose font
    is of before Unicode, with its name, those that make any value look different, and those that round fractions, with
    their number format. `hiding` has the formats of conditions that hide what they fall on, by numbers of their own.
    """

    percents: frozenset[bytes]
    old_fonts: dict[bytes, str]
    looks: dict[bytes, CellStyle]
    rounding: dict[bytes, str]
    hiding: dict[bytes, str]


NO_STYLES = Styles(frozenset(), {}, {}, {}, {})


def percent_format(code: str) -> bool:
    """Whether a number format shows the hundredfold; a quoted or escaped percent sign only decorates."""
    return "%" in code and "%" in _NOT_SCALING.sub("", code)


@lru_cache(maxsize=4096)
def look_of_style(number: str, code: str | None, crossed_out: bool, white: bool = False) -> CellStyle | None:
    """What may be special of cells in a number format, known by its number where it has no code; None for nothing."""
    code = BUILT_IN.get(number, "") if code is None else code
    effect = effect_of(code) if code and number not in _AS_STORED else "none"
    if effect == "none" and not (crossed_out or white):
        return None
    return CellStyle("" if effect == "none" else code, crossed_out, white)


@lru_cache(maxsize=64)
def read_styles(styles: bytes) -> Styles:
    """What `xl/styles.xml` says. Remembered, since workbooks made from one template agree here byte for byte."""
    codes: dict[str, str] = {}
    percents = {"9", "10"}
    for tag in _NUMBER_FORMAT.findall(between(styles, b"numFmts")):
        declared = attributes(tag)
        name, code = declared.get("numFmtId", ""), declared.get("formatCode", "")
        codes[name] = code
        (percents.add if percent_format(code) else percents.discard)(name)
    old, struck, white = _fonts(styles)
    no_fill = _no_fill(styles) if white else frozenset()
    of_percents: set[bytes] = set()
    found = Styles(frozenset(), {}, {}, {}, hiding_differences(styles))
    # The named styles beside these have numbers of their own.
    for at, tag in enumerate(_CELL_STYLE.findall(between(styles, b"cellXfs"))):
        style, number = attributes(tag), str(at).encode()
        font, name = style.get("fontId", "0"), style.get("numFmtId", "0")
        if font in old:
            found.old_fonts[number] = old[font]
        if name in percents:
            of_percents.add(number)
        unseen = font in white and style.get("fillId", "0") in no_fill
        look = look_of_style(name, "" if name in percents else codes.get(name), font in struck, unseen)
        if look and (look.crossed_out or look.white or effect_of(look.number_format) == "tells"):
            found.looks[number] = look
        elif look:
            found.rounding[number] = look.number_format
    return found._replace(percents=frozenset(of_percents))


def _fonts(styles: bytes) -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Fonts by number: those of before Unicode with their names, those that cross out, and those in white."""
    is_old, is_struck = _LEGACY_FONT.search(styles), b"strike" in styles
    is_white = _WHITE.search(styles)
    if not (is_old or is_struck or is_white):
        return {}, frozenset(), frozenset()
    fonts = _FONT.findall(between(styles, b"fonts"))
    tags = [_FONT_NAME.search(font) for font in fonts]
    names = [attributes(tag[1]).get("val", "") if tag else "" for tag in tags]
    return (
        {str(at): name for at, name in enumerate(names) if encoding_of_font(name) is not None},
        frozenset(str(at) for at, font in enumerate(fonts) if _STRUCK.search(font)),
        frozenset(str(at) for at, font in enumerate(fonts) if _WHITE.search(font)),
    )


def _no_fill(styles: bytes) -> frozenset[str]:
    """The fills, by number, on which white letters are not seen."""
    fills = _FILL.findall(between(styles, b"fills"))
    return frozenset(
        str(at)
        for at, fill in enumerate(fills)
        if b"gradientFill" not in fill
        and (not _PATTERN.search(fill) or (b"solid" in fill and _WHITE.search(fill)))
    )
