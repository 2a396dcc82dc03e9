"""What must be true of facts and findings on their way into the warehouse.

These are faults of this program, not of a sender: `check_facts` and `check_findings` raise, loudly, once per run
over the concatenated table. What a sender did wrong is judged before, form by form, and becomes a finding.
"""

from typing import Any, ClassVar

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera.typing import Series

from schemas.findings import SEVERITIES
from schemas.tables.frame import as_frame

KINDS = ("indicator", "criterion", "total")
STATES = (
    "value",
    "blank",
    "dash",
    "none",
    "not_arisen",
    "unknown",
    "mark",
    "unreadable",
)


class Facts(pa.DataFrameModel):
    """One row per cell read: (submission_id, sheet, cell) is unique; values only in state `value`."""

    campaign: Series[Any] = pa.Field(nullable=False)
    submission_id: Series[Any] = pa.Field(nullable=False)
    item: Series[Any] = pa.Field(nullable=False)
    kind: Series[Any] = pa.Field(isin=KINDS)
    state: Series[Any] = pa.Field(isin=STATES)
    usable: Series[Any] = pa.Field(nullable=False)
    cell: Series[Any] = pa.Field(str_matches=r"^[A-Z]{1,3}[1-9][0-9]{0,6}$")
    row_no: Series[Any] = pa.Field(ge=1, nullable=True)

    class Config:
        unique: ClassVar[list[str]] = ["submission_id", "sheet", "cell"]

    @pa.dataframe_check(error="a number or a text stands in a fact exactly when its state is `value`")
    def value_follows_state(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        """True on the rows that hold; a text may stand beside another state (what was typed), a number may not."""
        has_value = frame["state"] == "value"
        filled = frame["value"].notna() | frame["text"].notna()
        return (has_value & filled) | (~has_value & frame["value"].isna())

    @pa.dataframe_check(error="an unreadable fact is never usable")
    def unreadable_is_not_usable(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        """True on the rows that hold: what could not be read is never counted."""
        return ~((frame["state"] == "unreadable") & frame["usable"])

    @pa.dataframe_check(error="a usable figure belongs to a unit")
    def usable_has_unit(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        """True on the rows that hold: a figure without a unit cannot be counted for anyone."""
        return ~frame["usable"] | frame["unit"].notna()


class Findings(pa.DataFrameModel):
    """One row per finding; (file_hash, ordinal) is unique."""

    code: Series[Any] = pa.Field(str_matches=r"^[a-z0-9_]+$")
    severity: Series[Any] = pa.Field(isin=SEVERITIES)
    ordinal: Series[Any] = pa.Field(ge=0)

    class Config:
        unique: ClassVar[list[str]] = ["file_hash", "ordinal"]


def check_facts(table: pyarrow.Table) -> None:
    """Raise pandera's SchemaErrors if facts (columns FACTS of `schemas.tables.columns`) are not sound."""
    Facts.validate(as_frame(table), lazy=True)


def check_findings(table: pyarrow.Table) -> None:
    """Raise pandera's SchemaErrors if findings (columns FINDINGS) are not sound."""
    Findings.validate(as_frame(table), lazy=True)
