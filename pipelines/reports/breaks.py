"""Where the printed pages end, so that a signature never stands on a page alone, nor a block's name at
the foot of one.
"""

from collections.abc import Sequence

from pipelines.reports.page import Sheet

# What is left of A4 between the margins of 20 mm, in points, less a little: another printer measures
# otherwise.
_TEXT_HEIGHT = {
    "portrait": (297 - 40) / 25.4 * 72 * 0.985,
    "landscape": (210 - 40) / 25.4 * 72 * 0.985,
}
_DEFAULT_ROW = 15.0


def break_pages(
    sheet: Sheet,
    orientation: str,
    head: tuple[int, int],
    together: Sequence[tuple[int, int]],
) -> list[int]:
    """Set a page break above each run of rows of `together` that would otherwise be torn apart; the rows
    broken at.

    `head` are the rows (first, one past the last) repeated on every page; `together` are runs of rows in
    the same form, in order. A run higher than a page is left alone. Rows are 0-based.
    """
    room = _TEXT_HEIGHT[orientation]
    repeated = _height(sheet, *head)
    breaks: list[int] = []
    row, used = 0, 0.0
    for first, past in together:
        while row < first:
            height = sheet.heights.get(row, _DEFAULT_ROW)
            used = used + height if used + height <= room else repeated + height
            row += 1
        block = _height(sheet, first, past)
        if used + block > room >= repeated + block:
            breaks.append(first)
            used = repeated
    sheet.set_h_pagebreaks(breaks)
    return breaks


def _height(sheet: Sheet, first: int, past: int) -> float:
    return sum(sheet.heights.get(row, _DEFAULT_ROW) for row in range(first, past))
