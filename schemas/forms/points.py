"""What must be true of points on every form that brings them: the pandera schemas, on exact whole numbers.

Points are held in millionths (`int64`), so that 0,25 and 3,75 are exact and 23,000 of them are judged at once.
Each check bears the code of the finding that a failure becomes.
"""

import pandera.pandas as pa

MILLION = 1_000_000


def points_schema() -> pa.DataFrameSchema:
    """One row per point with a known maximum: `points`, `over_max` (points less the maximum), `off_grid` (rest when
    divided by the grid). Source: the decision's maxima (criteria.csv) and grid (decision.toml)."""
    return pa.DataFrameSchema(
        {
            "points": pa.Column("int64", pa.Check.ge(0, error="points_negative")),
            "over_max": pa.Column("int64", pa.Check.le(0, error="points_over_max")),
            "off_grid": pa.Column("int64", pa.Check.eq(0, error="points_off_grid")),
        },
        coerce=False,
    )


def totals_schema() -> pa.DataFrameSchema:
    """One row per unit and submission whose parts are all usable: `gap` is the stated total less the parts' sum."""
    return pa.DataFrameSchema(
        {"gap": pa.Column("int64", pa.Check.eq(0, error="total_mismatch"))}, coerce=False
    )
