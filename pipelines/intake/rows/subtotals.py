"""Sums below the total, held against the parts that the same table states: "7.2.1" against 7.2.1.1 to 7.2.1.3."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from schemas.campaigns.campaign import Campaign

if TYPE_CHECKING:
    import polars as pl


def subtotals(frame: "pl.DataFrame", campaign: Campaign, levels: Mapping[str, str]) -> "pl.DataFrame":
    """Sums whose parts are all there: `row` of the sum, `sum` of the parts, `gap` what is written less the parts.

    `frame` has points that can be used, with `row`, `submission`, `unit`, `kind`, `item`, `rule` and `points`;
    `levels` the level of each unit. A sum that was left empty, or one of whose parts is not given, is not judged.
    """
    import polars as pl

    parts_of = [
        (str(scoring.level), code, part)
        for scoring in campaign.scorings
        for code, parts in scoring.criteria.parts_below().items()
        if code != scoring.criteria.root
        for part in parts
    ]
    given = frame.filter((pl.col("kind") == "criterion") & (pl.col("rule") == "sum"))
    level = pl.Series("level", [levels.get(unit, "") for unit in given["unit"].to_list()], pl.String)
    parts = pl.DataFrame(parts_of, dict.fromkeys(("level", "item", "part"), pl.String), orient="row")
    stated = frame.select("submission", "unit", pl.col("points").alias("sum"), part="item")
    return (
        given.with_columns(level)
        .join(parts, on=["level", "item"])
        .join(stated, on=["submission", "unit", "part"], how="left")
        .group_by("row", "points")
        .agg(pl.col("sum").sum(), lacking=pl.col("sum").null_count())
        .filter(pl.col("lacking") == 0)
        .with_columns(gap=pl.col("points") - pl.col("sum"))
    )
