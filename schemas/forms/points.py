"""What must be true of points on every form that brings them: the pandera schemas, on exact whole numbers.

Points are held in millionths (`Int64`), so that 0,25 and 3,75 are exact and 256,000 of them are judged at once.
Each check bears the code of the finding that a failure becomes.
"""

import polars as pl

from schemas.tables.frame import pandera


def points_schema() -> pandera.DataFrameSchema:
    """One row per point with a known maximum: `points`, `over_max` (points less the maximum), `off_grid` (rest when
    divided by the grid). Source: the decision's maxima (criteria.csv) and grid (decision.toml)."""
    return pandera.DataFrameSchema(
        {
            "points": pandera.Column(pl.Int64, pandera.Check.ge(0, error="points_negative")),
            "over_max": pandera.Column(pl.Int64, pandera.Check.le(0, error="points_over_max")),
            "off_grid": pandera.Column(pl.Int64, pandera.Check.eq(0, error="points_off_grid")),
        }
    )


def totals_schema() -> pandera.DataFrameSchema:
    """One row per total, or sum below it, whose parts are all usable: `gap` is what is stated less the parts' sum."""
    return pandera.DataFrameSchema(
        {"gap": pandera.Column(pl.Int64, pandera.Check.eq(0, error="total_mismatch"))}
    )
