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
    """Set every page break, so that no run of rows of `together` is torn apart; the rows broken at.

    `head` are the rows (first, one past the last) repeated on every page; `together` are runs of rows in
    the same form. A run higher than a page is left alone. Rows are 0-based. Breaks where a page is merely
    full are set as well: each program would put its own a row earlier or later, and the runs after it
    would move.
    """
    room = _TEXT_HEIGHT[orientation]
    repeated = _height(sheet, *head)
    runs = dict(together)
    breaks: list[int] = []
    used = 0.0
    for row in range(max([*sheet.heights, *runs.values()], default=-1) + 1):
        height = sheet.heights.get(row, _DEFAULT_ROW)
        needed = _height(sheet, row, runs[row]) if row in runs else height
        if needed > room - repeated:
            needed = height
        if row >= head[1] and used + needed > room:
            breaks.append(row)
            used = repeated
        used += height
    sheet.set_h_pagebreaks(breaks)
    return breaks


def _height(sheet: Sheet, first: int, past: int) -> float:
    return sum(sheet.heights.get(row, _DEFAULT_ROW) for row in range(first, past))
