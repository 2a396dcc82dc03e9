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
# The smallest scale at which a table of few rows goes on one page with its signature: type of 13 is printed as 10.4.
_SMALLEST = 0.8


def break_pages(
    sheet: Sheet,
    orientation: str,
    head: tuple[int, int],
    together: Sequence[tuple[int, int]],
) -> list[int]:
    """Set every page break, so that no run of rows of `together` is torn apart; the rows broken at.

    A first page of headings alone is no page: a table so short is printed smaller, on one. One that is too long for
    that is torn where it must be.

    `head` are the rows (first, one past the last) repeated on every page; `together` are runs of rows in
    the same form. A run higher than a page is left alone. Rows are 0-based. Breaks where a page is merely
    full are set as well: each program would put its own a row earlier or later, and the runs after it
    would move.
    """
    room = _TEXT_HEIGHT[orientation]
    past = max([*sheet.heights, *(end for _, end in together)], default=-1) + 1
    breaks = _breaks(sheet, room, head, dict(together), past)
    if breaks[:1] == [head[1]]:
        if _height(sheet, 0, past) * _SMALLEST <= room:
            sheet.fit_to_pages(1, 1)
            return []
        breaks = _breaks(sheet, room, head, {run: end for run, end in together if run > head[1]}, past)
    sheet.set_h_pagebreaks(breaks)
    return breaks


def _breaks(sheet: Sheet, room: float, head: tuple[int, int], runs: dict[int, int], past: int) -> list[int]:
    """The rows before `past` at which a page of `room` points is full, or would be with the run that begins there."""
    repeated = _height(sheet, *head)
    breaks: list[int] = []
    used = 0.0
    for row in range(past):
        height = sheet.heights.get(row, _DEFAULT_ROW)
        needed = _height(sheet, row, runs[row]) if row in runs else height
        if needed > room - repeated:
            needed = height
        if row >= head[1] and used + needed > room:
            breaks.append(row)
            used = repeated
        used += height
    return breaks


def _height(sheet: Sheet, first: int, past: int) -> float:
    return sum(sheet.heights.get(row, _DEFAULT_ROW) for row in range(first, past))
