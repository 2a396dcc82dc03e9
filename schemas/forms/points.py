"""What must be true of points on every form that brings them: the pandera schemas, on exact whole numbers.

Points are held in millionths (`int64`), so that 0,25 and 3,75 are exact and 23,000 of them are judged at once.
Each check bears the code of the finding that a failure becomes.
"""

import pandera.pandas as pa

MILLION = 1_000_000


def _column(code: str, check: pa.Check) -> pa.Column:
    check.name = code
    return pa.Column("int64", check)


def points_schema() -> pa.DataFrameSchema:
    """One row per point with a known maximum: `points`, `over_max` (points less the maximum), `off_grid` (rest when
    divided by the grid). Source: the decision's maxima (criteria.csv) and grid (decision.toml)."""
    return pa.DataFrameSchema(
        {
            "points": _column("points_negative", pa.Check.ge(0)),
            "over_max": _column("points_over_max", pa.Check.le(0)),
            "off_grid": _column("points_off_grid", pa.Check.eq(0)),
        },
        coerce=False,
    )


def totals_schema() -> pa.DataFrameSchema:
    """One row per unit and submission whose parts are all usable: `gap` is the stated total less the parts' sum."""
    return pa.DataFrameSchema({"gap": _column("total_mismatch", pa.Check.eq(0))}, coerce=False)
