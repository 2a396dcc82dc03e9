"""One sheet as the reader knows it: its rows, and what is known of single cells beside their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.intake.cells.grammar import typed_text
from pipelines.intake.cells.reading import Raw
from pipelines.intake.gate.report import Area
from pipelines.intake.tables.cell_looks import Look
from schemas.spelling import tidy


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: `rows` from A1 on, all of one width; rows and columns count from 0.

    `flagged` are cells that hold an error or a formula without value: their finding exists already. `originals`
    holds texts of old fonts as typed. `looks` are cells of which a person sees something else than what they store,
    `rounding` the formats of those that may show a fraction rounded. `hidden_columns` are the first and
    the last of columns that nobody sees, `merges` the merged areas, `restyled` those in which a condition may hide what
    stands there, and how.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    flagged: frozenset[tuple[int, int]]
    originals: Mapping[tuple[int, int], str]
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)
    rounding: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_columns: Sequence[tuple[int, int]] = ()
    merges: Sequence[Area] = ()
    restyled: Sequence[tuple[Area, str]] = ()

    @property
    def has_special_cells(self) -> bool:
        """Whether some cell must be asked for by its address: its value alone does not tell all."""
        return bool(self.flagged or self.originals or self.looks)

    def typed(self, row: int, column: int) -> str:
        """The cell's text as evidence."""
        if self.originals and (row, column) in self.originals:
            return self.originals[row, column]
        return typed_text(self.rows[row][column])


def filled_cells(row: Sequence[Raw]) -> list[int]:
    """Positions of the cells that hold something, spaces included."""
    return [at for at, raw in enumerate(row) if raw != ""]


def plain(raw: Raw) -> str:
    """A cell's text without outer spaces; a whole number without its decimal point."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def shown(raw: Raw) -> str:
    """A cell's text on one line, for a message."""
    return tidy(typed_text(raw))
