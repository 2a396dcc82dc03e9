"""What the gate tells about a received file, before any parser has seen it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipelines.intake.address import a1
from schemas.findings import Finding, load_catalogue

Kind = Literal["xlsx", "xlsm", "xls", "ods", "csv", "not_read"]

# A parser lays a sheet out as one dense table, so what counts is last row x last column, not the cells
# that hold something: two cells at A1 and XFD1048576 ask for 17 thousand million places. Five million
# places are 100,000 rows of 50 columns, far beyond any form, and cost about 150 MB.
MAX_SHEET_PLACES = 5_000_000

# What is told of a file's inside, in the words of who sends it: which part of it is at fault helps nobody in an office.
CUT_OFF = "bị cắt cụt, có thể do chép hoặc tải chưa xong"
NOT_WHOLE = "nội dung không còn nguyên vẹn, có thể do lỗi khi chép, tải hoặc gửi"
FOREIGN = "tệp do phần mềm khác ghi ra, không theo cách ghi của Excel"


class Refused(Exception):
    """The file cannot go on; carries the one finding that says why."""

    def __init__(self, code: str, detail: str = "", sheet: str = "", cell: str = "") -> None:
        super().__init__(code, detail)
        self.finding = Finding(code, sheet=sheet, cell=cell, detail=detail)


class CellStyle(NamedTuple):
    """How a cell may be shown as something else than what it stores: its number format, "" where that changes
    nothing; whether it is crossed out; whether it is white on white."""

    number_format: str = ""
    crossed_out: bool = False
    white: bool = False


class Area(NamedTuple):
    """Cells from one corner to the other, both within."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def text(self) -> str:
        """ "C5:D9", or "C5" for a single cell."""
        first, last = a1(self.top, self.left), a1(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


@dataclass(slots=True)
class SheetFlags:
    """What is known of one sheet: rows and columns from zero (-1 where nothing holds a value), A1 addresses.

    `percents` are the cells shown as a percentage, whose stored number is a hundredth of what was typed; `fonts` names
    the font of each text cell in a font of before Unicode. `styles` are those of cells that may look like something
    else than what they store, `rounding` the formats of cells that may show a fraction rounded, `shown` the texts that
    numbers are shown as, where the file has them. `marked` are the texts of which a part is crossed out or raised,
    quoted so that it can be seen, whether any is crossed out, and words without the note's mark behind them (`Marks`).
    `hidden_columns` are (first, last), `merges` the merged areas, `restyled` those under a condition that may hide what
    stands there, and how.
    """

    last_row: int = -1
    last_col: int = -1
    error_cells: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    hidden_rows: bool = False
    formulas: int = 0
    percents: set[tuple[int, int]] = field(default_factory=set)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    styles: dict[tuple[int, int], CellStyle] = field(default_factory=dict)
    rounding: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    marked: dict[tuple[int, int], tuple[str, bool, str]] = field(default_factory=dict)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: Sequence[Area] = ()
    restyled: Sequence[tuple[Area, str]] = ()


@dataclass(slots=True)
class GateReport:
    """`kind` is told by the content, never by the extension; "not_read" means that no sheet may be opened.

    `fonts_in_texts` says that single words have fonts of their own beside a font of before Unicode: what a cell's font
    is cannot be told by its format alone. `inspected` is a workbook for the parser to read in the file's place, made of
    the very bytes that were inspected, or b"": then the file itself is to be read.
    """

    kind: Kind
    findings: list[Finding] = field(default_factory=list)
    sheets: dict[str, SheetFlags] = field(default_factory=dict)
    fonts_in_texts: bool = False
    inspected: bytes = b""

    @property
    def refused(self) -> bool:
        """Some finding rejects the whole file."""
        return any_rejects_file(self.findings)

    @property
    def readable(self) -> bool:
        """A workbook or a CSV that may be handed to the reader."""
        return self.kind != "not_read" and not self.refused


def any_rejects_file(findings: Iterable[Finding]) -> bool:
    """Whether the catalogue gives one of the findings the severity that rejects a file."""
    catalogue = load_catalogue()
    return any(catalogue[finding.code].severity == "rejects_file" for finding in findings)


def refuse_wide_sheet(sheet: str, row: int, column: int) -> None:
    """Raise Refused when a table reaching (row, column), from zero, is too large."""
    if (row + 1) * (column + 1) > MAX_SHEET_PLACES:
        cell = a1(row, max(column, 0))
        raise Refused("sheet_too_wide", f"đến ô {cell}", sheet, cell)
