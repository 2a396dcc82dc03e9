"""Arrow tables as the frames that pandera judges. Polars takes Arrow as it is."""

import polars as pl

from schemas.tables.arrow import pa
from schemas.tables.bystanders import without_bystanders

with without_bystanders():
    import pandera.polars as pandera

__all__ = ["as_frame", "holds", "judge", "pandera"]


def as_frame(table: pa.Table) -> pl.DataFrame:
    """The same rows and columns, without copying text; Decimal stays Decimal, a missing integer stays missing."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def holds(error: str, expression: pl.Expr) -> pandera.Check:
    """A check over whole rows: `expression` is true where a row is sound. `error` says what must be true."""
    return pandera.Check(lambda data: data.lazyframe.select(expression), error=error)


def judge(schema: pandera.DataFrameSchema, frame: pl.DataFrame) -> None:
    """Every check of a schema. Raises pandera's SchemaErrors with all that fails."""
    with without_bystanders():
        schema.validate(frame, lazy=True)
