"""What must be true of scores and results on their way into the warehouse. A fault here is this program's own."""

from typing import Any, ClassVar

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera.typing import Series

from schemas.tables.frame import as_frame

RESULT_STATES = ("scored", "incomplete", "disputed", "missing")
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class Scores(pa.DataFrameModel):
    """One row per (month, decision, annex, round, unit, criterion); a deduction's points are negative."""

    month: Series[Any] = pa.Field(str_matches=MONTH)
    state: Series[Any] = pa.Field(nullable=False)

    class Config:
        unique: ClassVar[list[str]] = [
            "campaign",
            "month",
            "decision",
            "annex",
            "round",
            "unit",
            "criterion",
        ]


class Results(pa.DataFrameModel):
    """One row per (month, decision, annex, round, unit); only who has a total is ranked."""

    month: Series[Any] = pa.Field(str_matches=MONTH)
    state: Series[Any] = pa.Field(isin=RESULT_STATES)
    total: Series[Any] = pa.Field(nullable=True)
    rank: Series[Any] = pa.Field(nullable=True, ge=1)

    class Config:
        unique: ClassVar[list[str]] = [
            "campaign",
            "month",
            "decision",
            "annex",
            "round",
            "unit",
        ]

    @pa.dataframe_check(error="a scored unit has a total")
    def scored_has_total(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        """True on the rows that hold: `scored` means that every part is known, and so their sum."""
        return (frame["state"] != "scored") | frame["total"].notna()

    @pa.dataframe_check(error="who has a rank has a total")
    def ranked_has_total(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        """True on the rows that hold: ranks are made of totals, nothing else."""
        return frame["rank"].isna() | frame["total"].notna()


def check_scores(scores: pyarrow.Table, results: pyarrow.Table) -> None:
    """Raise pandera's SchemaErrors if scores (columns SCORES) or results (columns RESULTS) are not sound."""
    Scores.validate(as_frame(scores), lazy=True)
    Results.validate(as_frame(results), lazy=True)
