"""Sheets typed in fonts of before Unicode: turned into Unicode where the font is known, named where it is not."""

from pipelines.intake.address import a1
from pipelines.intake.cells.legacy_fonts import encoding_of_font, looks_legacy, to_unicode
from pipelines.intake.files.workbook import Sheet
from schemas.findings import Finding


def convert_fonts(sheet: Sheet) -> tuple[dict[tuple[int, int], str], list[Finding]]:
    """Turns text of old fonts into Unicode in place; returns what stood there as typed, and one finding for all."""
    originals: dict[tuple[int, int], str] = {}
    fonts: set[str] = set()
    for (row, column), font in sorted(sheet.fonts.items()):
        raw, encoding = sheet.rows[row][column], encoding_of_font(font)
        if encoding and isinstance(raw, str) and (text := to_unicode(raw, encoding)) != raw:
            originals[row, column] = raw
            sheet.rows[row][column] = text
            fonts.add(font)
    if not originals:
        return {}, []
    first = min(originals)
    detail = f"({', '.join(sorted(fonts))}; {len(originals)} ô)"
    return originals, [Finding("legacy_font_converted", sheet.name, a1(*first), originals[first], detail)]


def suspect_fonts(sheet: Sheet) -> list[Finding]:
    """A finding for each text that looks like an old font's where the file does not say which font it is."""
    return [
        Finding("legacy_font_suspected", sheet.name, a1(row, column), raw)
        for row, cells in enumerate(sheet.rows)
        for column, raw in enumerate(cells)
        if isinstance(raw, str) and not raw.isascii() and looks_legacy(raw)
    ]
