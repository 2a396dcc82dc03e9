"""What must be true of scores and results on their way into the warehouse. A fault here is this program's own."""

import polars as pl

from schemas.tables.arrow import pa
from schemas.tables.frame import as_frame, holds, judge, pandera

RESULT_STATES = ("scored", "incomplete", "disputed", "missing")
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
_KEY = ["campaign", "month", "decision", "annex", "round", "unit"]

# One row per (month, decision, annex, round, unit, criterion); a deduction's points are negative.
_SCORES = pandera.DataFrameSchema(
    {"month": pandera.Column(checks=pandera.Check.str_matches(MONTH)), "state": pandera.Column()},
    unique=[*_KEY, "criterion"],
)

# One row per (month, decision, annex, round, unit); only who has a total is ranked.
_RESULTS = pandera.DataFrameSchema(
    {
        "month": pandera.Column(checks=pandera.Check.str_matches(MONTH)),
        "state": pandera.Column(checks=pandera.Check.isin(RESULT_STATES)),
        "total": pandera.Column(nullable=True),
        "rank": pandera.Column(checks=pandera.Check.ge(1), nullable=True),
    },
    checks=[
        # `scored` means that every part is known, and so their sum.
        holds("a scored unit has a total", (pl.col("state") != "scored") | pl.col("total").is_not_null()),
        # Ranks are made of totals, nothing else.
        holds("who has a rank has a total", pl.col("rank").is_null() | pl.col("total").is_not_null()),
    ],
    unique=_KEY,
)


def check_scores(scores: pa.Table, results: pa.Table) -> None:
    """Raise pandera's SchemaErrors if scores (columns SCORES) or results (columns RESULTS) are not sound."""
    judge(_SCORES, as_frame(scores))
    judge(_RESULTS, as_frame(results))
