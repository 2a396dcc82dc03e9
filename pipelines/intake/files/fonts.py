"""Which text cells of an .xlsx use a font of before Unicode: the slow way, for files that declare one.

Imports openpyxl, so this module is imported only when such a file is met.
"""

import io

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from pipelines.intake.cells.legacy_fonts import encoding_of_font
from pipelines.intake.gate.report import Refused


def legacy_fonts_of(data: bytes, sizes: dict[str, tuple[int, int]]) -> dict[str, dict[tuple[int, int], str]]:
    """The font name of each text cell in an old font, by sheet and (row, column) from zero.

    `sizes` gives (height, width) of what was read; rows formatted beyond it are never walked. A cell whose
    runs mix an old font with a Unicode one gets none, since one conversion would spoil the other part.
    Raises Refused file_unreadable when the package cannot be walked.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, rich_text=True)
        for name, (height, width) in sizes.items():
            fonts = found.setdefault(name, {})
            for cells in book[name].iter_rows(max_row=height, max_col=width):
                for cell in cells:
                    if not isinstance(cell.value, str | CellRichText):
                        continue
                    font = _font_of(cell.value, cell.font.name or "")
                    if encoding_of_font(font) is not None:
                        fonts[cell.row - 1, cell.column - 1] = font
    except Exception as problem:  # openpyxl raises whatever a strange part makes it stumble on
        raise Refused("file_unreadable", "không nhận ra phông chữ của các ô") from problem
    return found


def _font_of(value: str | CellRichText, cell_font: str) -> str:
    """The one font of a text, "" where its runs need different conversions."""
    if not isinstance(value, CellRichText):
        return cell_font
    fonts = [
        (run.font.rFont or cell_font) if isinstance(run, TextBlock) else cell_font
        for run in value
        if str(run).strip()
    ]
    return fonts[0] if len({encoding_of_font(font) for font in fonts}) == 1 else ""
