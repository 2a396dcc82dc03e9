"""What must be true of facts and findings on their way into the warehouse.

These are faults of this program, not of a sender: `check_facts` and `check_findings` raise, loudly, once per run
over the concatenated table. What a sender did wrong is judged before, form by form, and becomes a finding.
"""

from collections.abc import Mapping

import polars as pl

from schemas.findings import SEVERITIES
from schemas.tables.arrow import pa
from schemas.tables.frame import as_frame, holds, judge, pandera

KINDS = ("indicator", "criterion", "total")
STATES = ("value", "blank", "dash", "none", "not_arisen", "unknown", "mark", "unreadable")
_HAS_VALUE = pl.col("state") == "value"

# One row per cell read: (submission_id, sheet, cell) is unique; values only in state `value`.
_FACTS = pandera.DataFrameSchema(
    {
        "campaign": pandera.Column(),
        "submission_id": pandera.Column(),
        "item": pandera.Column(),
        "kind": pandera.Column(checks=pandera.Check.isin(KINDS)),
        "state": pandera.Column(checks=pandera.Check.isin(STATES)),
        "usable": pandera.Column(),
        "cell": pandera.Column(checks=pandera.Check.str_matches(r"^[A-Z]{1,3}[1-9][0-9]{0,6}$")),
        "row_no": pandera.Column(checks=pandera.Check.ge(1), nullable=True),
    },
    checks=[
        # A text may stand beside another state (what was typed), a number may not.
        holds(
            "a number or a text stands in a fact exactly when its state is `value`",
            pl.when(_HAS_VALUE)
            .then(pl.col("value").is_not_null() | pl.col("text").is_not_null())
            .otherwise(pl.col("value").is_null()),
        ),
        holds("an unreadable fact is never usable", ~((pl.col("state") == "unreadable") & pl.col("usable"))),
        holds("a usable figure belongs to a unit", ~pl.col("usable") | pl.col("unit").is_not_null()),
    ],
    unique=["submission_id", "sheet", "cell"],
)

# One row per finding; (file_hash, ordinal) is unique.
_FINDINGS = pandera.DataFrameSchema(
    {
        "code": pandera.Column(checks=pandera.Check.str_matches(r"^[a-z0-9_]+$")),
        "severity": pandera.Column(checks=pandera.Check.isin(SEVERITIES)),
        "ordinal": pandera.Column(checks=pandera.Check.ge(0)),
    },
    unique=["file_hash", "ordinal"],
)


def check_facts(table: pa.Table) -> None:
    """Raise pandera's SchemaErrors if facts (columns FACTS of `schemas.tables.columns`) are not sound."""
    judge(_FACTS, as_frame(table))


def check_findings(table: pa.Table) -> None:
    """Raise pandera's SchemaErrors if findings (columns FINDINGS) are not sound."""
    judge(_FINDINGS, as_frame(table))


def check_read(tables: Mapping[str, pa.Table]) -> None:
    """Both, of the tables "facts" and "findings" of files that were read."""
    check_facts(tables["facts"])
    check_findings(tables["findings"])
