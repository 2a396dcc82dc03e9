"""What the first substream of an .xls declares: its sheets, and the fonts, formats, colours and styles of cells."""

import struct
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pipelines.intake.gate.report import NOT_WHOLE, CellStyle, Refused
from pipelines.intake.gate.text_runs import Marks, Run, marks_of
from pipelines.intake.gate.xls_records import BEGIN, records, short_text
from pipelines.intake.gate.xls_texts import RichText, rich_texts
from pipelines.intake.gate.xlsx_styles import look_of_style, percent_format

_FILEPASS, _FONT, _BOUNDSHEET, _XF, _FORMAT, _SUPBOOK = 0x2F, 0x31, 0x85, 0xE0, 0x41E, 0x1AE
_PALETTE, _TEXTS, _CONTINUE = 0x92, 0xFC, 0x3C
# Two bytes tell the length of a shared text, one how its letters are written.
_SHORTEST_TEXT = 3
_WORKSHEET = 0
_INTERNAL_LINKS = (0x0401, 0x3A01)
_STRUCK = 0x8
# Colours by number: the eight that are fixed begin with black and white, those of the palette with 8; 65 is the paper.
_FIRST_OF_PALETTE, _ALWAYS_WHITE, _PAPER = 8, 1, 65
_NO_PATTERN, _SOLID = 0, 1
_LENGTH_OF_STYLE = 20


class Font(NamedTuple):
    """A font: whether it crosses out, stands above or below the line, and the number of its colour."""

    name: str
    struck: bool
    raised: bool
    colour: int


class Style(NamedTuple):
    """A cell style by the numbers of its font and format; `ground` has the pattern and the colour behind the cell."""

    font: int
    number_format: int
    ground: tuple[int, int] | None


_NO_FONT = Font("", False, False, 0)


@dataclass
class Globals:
    """What is declared for all sheets. `sheets` are (name, offset); `texts` the records of shared texts, kept only
    where some font crosses out or raises."""

    sheets: list[tuple[str, int]] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    percents: set[int] = field(default_factory=lambda: {9, 10})
    styles: list[Style] = field(default_factory=list)
    whites: set[int] = field(default_factory=lambda: {_ALWAYS_WHITE, _FIRST_OF_PALETTE + 1})
    texts: list[bytes] = field(default_factory=list)
    external_links: bool = False
    comments: bool = False
    _looks: dict[int, CellStyle | None] = field(default_factory=dict)
    _marks: dict[tuple[int, bool], Marks | None] = field(default_factory=dict)

    def font_of(self, style: int) -> Font:
        """The font of a cell style."""
        return self._font(self.styles[style].font) if style < len(self.styles) else _NO_FONT

    def _font(self, number: int) -> Font:
        number -= number > 4  # number 4 is never used in the file's own count
        return self.fonts[number] if number < len(self.fonts) else _NO_FONT

    def look(self, style: int) -> CellStyle | None:
        """What a cell style may show otherwise than it is stored."""
        if style not in self._looks:
            self._looks[style] = self._look(style)
        return self._looks[style]

    def _look(self, style: int) -> CellStyle | None:
        number, ground = self.styles[style][1:] if style < len(self.styles) else (0, None)
        code = "" if number in self.percents else self.formats.get(number)
        font = self.font_of(style)
        white = font.colour in self.whites and ground is not None and self._is_white(ground)
        return look_of_style(str(number), code, font.struck, white)

    def _is_white(self, ground: tuple[int, int]) -> bool:
        pattern, colour = ground
        return pattern == _NO_PATTERN or (pattern == _SOLID and colour in (*self.whites, _PAPER))

    @property
    def has_marks(self) -> bool:
        """Whether some font crosses out or raises."""
        return any(font.struck or font.raised for font in self.fonts)

    @cached_property
    def _rich_texts(self) -> dict[int, RichText]:
        return rich_texts(self.texts)

    def marks_of_shared(self, number: int, crossed_out: bool) -> Marks | None:
        """The same of a shared text, looked at once however many cells show it."""
        key = number, crossed_out
        if key not in self._marks:
            rich = self._rich_texts.get(number)
            self._marks[key] = self.marks(rich, crossed_out) if rich else None
        return self._marks[key]

    def marks(self, rich: RichText, crossed_out: bool) -> Marks | None:
        """What the parts of a text say, in a cell that is crossed out or not; None where it has none."""
        if not rich.parts:
            return None
        starts = [start for start, _ in rich.parts]
        # What stands before the first part looks like its cell.
        runs = [Run(rich.part(0, starts[0]), None, False)]
        for (start, number), end in zip(rich.parts, [*starts[1:], len(rich.text)], strict=True):
            font = self._font(number)
            runs.append(Run(rich.part(start, end), font.struck, font.raised))
        return marks_of(runs, crossed_out)


def read_globals(book: bytes) -> Globals:
    """Raises Refused: file_encrypted, file_damaged."""
    declared = Globals()
    wide = True  # BIFF8 marks each text as one or two bytes a letter; BIFF5 has no such mark
    of_texts = False
    for kind, body in records(book, 0):
        if kind == BEGIN:
            wide = struct.unpack_from("<H", body)[0] >= 0x0600
        elif kind == _FILEPASS:
            raise Refused("file_encrypted")
        elif kind == _BOUNDSHEET:
            offset, _, sheet_kind = struct.unpack_from("<IBB", body)
            if sheet_kind == _WORKSHEET:
                declared.sheets.append((short_text(body, 6, wide), offset))
        elif kind == _FONT:
            options, colour, _, script = struct.unpack_from("<4H", body, 2)
            declared.fonts.append(
                Font(short_text(body, 14, wide), bool(options & _STRUCK), script > 0, colour)
            )
        elif kind == _XF:
            declared.styles.append(_read_style(body))
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", body)[0]
            # BIFF8 counts the letters with two bytes; the second one is nought for any real format.
            code = short_text(body[:3] + body[4:] if wide else body, 2, wide)
            declared.formats[number] = code
            if percent_format(code):
                declared.percents.add(number)
        elif kind == _SUPBOOK:
            declared.external_links |= struct.unpack_from("<H", body, 2)[0] not in _INTERNAL_LINKS
        elif kind == _PALETTE:
            colours = struct.iter_unpack("<3Bx", body[2 : 2 + len(body[2:]) // 4 * 4])
            whites = {
                number for number, colour in enumerate(colours, _FIRST_OF_PALETTE) if min(colour) == 255
            }
            declared.whites = {_ALWAYS_WHITE, *whites}
        elif kind == _TEXTS and struct.unpack_from("<I", body, 4)[0] * _SHORTEST_TEXT > len(book):
            raise Refused("file_damaged", NOT_WHOLE)  # the parser makes room for all that are announced
        of_texts = kind == _TEXTS or (kind == _CONTINUE and of_texts)
        if of_texts and declared.has_marks:
            declared.texts.append(body)
    return declared


def _read_style(body: bytes) -> Style:
    font, number_format = struct.unpack_from("<2H", body)
    if len(body) < _LENGTH_OF_STYLE:
        return Style(font, number_format, None)
    border, colours = struct.unpack_from("<IH", body, 14)
    return Style(font, number_format, (border >> 26, colours & 0x7F))
