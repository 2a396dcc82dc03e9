"""Rows of a long list by column, each column by its distinct values: thousands of rows share a few.

So they are escaped, measured and drawn once, and go to the process that writes them as a few buffers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pipelines.reports.wording import safe_text
from schemas.tables.arrow import pa

Cell = str | Decimal | int | None
Row = Sequence[Cell]


class CodedColumn(NamedTuple):
    """A column by its distinct values.

    `texts` and `figures` (numbers as they are written into a sheet) are Arrow arrays of strings. `codes` says for each
    row which stands there: a place among the texts, or after the last of them among the figures. No code, or a text
    that is null or empty, makes an empty cell.
    """

    texts: pa.Array
    figures: pa.Array
    codes: pa.Array

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> "CodedColumn":
        """The same cells."""
        distinct = dict.fromkeys(cells)
        texts = [value for value in distinct if isinstance(value, str)]
        figures = [value for value in distinct if value is not None and not isinstance(value, str)]
        place: dict[Cell, int] = {value: at for at, value in enumerate([*texts, *figures])}
        return cls(
            pa.array([safe_text(text) for text in texts], pa.string()),
            pa.array([str(figure) for figure in figures], pa.string()),
            pa.array(list(map(place.get, cells)), pa.int32()),
        )


@dataclass(frozen=True)
class CodedRows:
    """Rows held by column."""

    columns: tuple[CodedColumn, ...]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "CodedRows":
        """The same rows. Raises ValueError for rows of different lengths."""
        return cls(tuple(CodedColumn.of(column) for column in zip(*rows, strict=True)))

    def __len__(self) -> int:
        return len(self.columns[0].codes) if self.columns else 0
