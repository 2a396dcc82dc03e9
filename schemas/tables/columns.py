"""The columns of the warehouse tables as Arrow schemas: what a batch must look like before it is stored.

Built once here, so that a worker, the check and the DDL agree; a test compares them with `warehouse/ddl`.
"""

from collections.abc import Sequence
from typing import Any

from schemas.points import DECIMALS, DIGITS
from schemas.tables.arrow import pa
from schemas.tables.bystanders import without_bystanders

with without_bystanders():
    # Arrow asks for pandas at the first array of a process, and never again.
    pa.array([None])

TEXT, DAY = pa.string(), pa.date32()
POINTS = pa.decimal128(DIGITS, DECIMALS)


def _schema(required: dict[str, pa.DataType], optional: dict[str, pa.DataType]) -> pa.Schema:
    return pa.schema(
        [pa.field(name, kind, nullable=False) for name, kind in required.items()]
        + [pa.field(name, kind) for name, kind in optional.items()]
    )


FILES = _schema(
    {
        "campaign": TEXT,
        "file_hash": TEXT,
        "path": TEXT,
        "bytes": pa.int64(),
        "kind": TEXT,
        "outcome": TEXT,
        "first_seen": DAY,
        "declarations_hash": TEXT,
    },
    {},
)
INBOX = _schema({"campaign": TEXT, "file_hash": TEXT, "path": TEXT}, {})
ARRIVALS = _schema(
    {"campaign": TEXT, "file_hash": TEXT, "received_on": DAY}, {"doc_number": TEXT, "doc_date": TEXT}
)
DUE = _schema({"campaign": TEXT, "unit": TEXT, "form": TEXT}, {"due_on": DAY})
SUBMISSIONS = _schema(
    {"campaign": TEXT, "submission_id": TEXT, "file_hash": TEXT, "form": TEXT, "outcome": TEXT},
    {"layout": TEXT, "sheet": TEXT, "sender": TEXT, "period": TEXT, "doc_symbol": TEXT, "doc_date": TEXT},
)
FACTS = _schema(
    {
        "campaign": TEXT,
        "submission_id": TEXT,
        "item": TEXT,
        "kind": TEXT,
        "state": TEXT,
        "usable": pa.bool_(),
        "sheet": TEXT,
        "cell": TEXT,
    },
    {
        "unit": TEXT,
        "period": TEXT,
        "value": pa.decimal128(24, 6),
        "text": TEXT,
        "row_no": pa.int32(),
        "typed": TEXT,
        "note": TEXT,
    },
)
FINDINGS = _schema(
    {
        "campaign": TEXT,
        "file_hash": TEXT,
        "ordinal": pa.int32(),
        "code": TEXT,
        "severity": TEXT,
        "sheet": TEXT,
        "cell": TEXT,
        "found": TEXT,
        "detail": TEXT,
    },
    {"submission_id": TEXT, "unit": TEXT},
)
CELLS = _schema(
    {
        "campaign": TEXT,
        "file_hash": TEXT,
        "sheet": TEXT,
        "role": TEXT,
        "area": TEXT,
        "cell_count": pa.int32(),
    },
    {"submission_id": TEXT},
)
SCORES = _schema(
    {
        "campaign": TEXT,
        "month": TEXT,
        "decision": TEXT,
        "annex": TEXT,
        "round": TEXT,
        "unit": TEXT,
        "criterion": TEXT,
        "state": TEXT,
    },
    {
        "points": POINTS,
        "submission_id": TEXT,
        "sheet": TEXT,
        "cell": TEXT,
        "typed": TEXT,
        "reason": TEXT,
        "who": TEXT,
    },
)
RESULTS = _schema(
    {
        "campaign": TEXT,
        "month": TEXT,
        "decision": TEXT,
        "annex": TEXT,
        "round": TEXT,
        "block": TEXT,
        "unit": TEXT,
        "state": TEXT,
    },
    {"total": POINTS, "reason": TEXT, "rank": pa.decimal128(9, 1), "grade": TEXT},
)

FILE_TABLES = {
    "files": FILES,
    "submissions": SUBMISSIONS,
    "facts": FACTS,
    "findings": FINDINGS,
    "cells": CELLS,
}
STOCK_TABLES = {"inbox": INBOX, "arrivals": ARRIVALS, "due": DUE}
RESULT_TABLES = {"scores": SCORES, "results": RESULTS}


def table_of(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Rows, their values in the order of the schema's columns, as a table; no rows make an empty one."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def as_declared(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The columns of a schema, with its types. Raises KeyError or ValueError, with the column, where one is missing or
    has a NULL that must not be: here, not somewhere inside the database."""
    chosen = table.select(schema.names)
    for field, column in zip(schema, chosen.columns, strict=True):
        if not field.nullable and column.null_count:
            raise ValueError(f"NULL in column {field.name}")
    # Casting needs all of Arrow's functions, a twentieth of a second to import; most tables need none.
    return chosen if chosen.schema.types == schema.types else chosen.cast(schema)
