"""Rows for store tests: a file with its submissions and facts in one call."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import pyarrow as pa

from schemas.tables import columns

CAMPAIGN = "dot-thu"
SEEN = date(2021, 11, 1)
Batch = dict[str, pa.Table]


def content(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def a_file(
    name: str, declarations: str = "d1", outcome: str = "read", seen: date = SEEN
) -> dict[str, object]:
    return {
        "campaign": CAMPAIGN,
        "file_hash": content(name),
        "path": f"{name}.xlsx",
        "bytes": 7,
        "kind": "xlsx",
        "outcome": outcome,
        "first_seen": seen,
        "declarations_hash": declarations,
    }


def a_submission(name: str, sender: str | None, form: str = "so-lieu", **more: object) -> dict[str, object]:
    row = {
        "campaign": CAMPAIGN,
        "submission_id": f"{name}-{form}",
        "file_hash": content(name),
        "form": form,
        "sender": sender,
        "outcome": "read",
    }
    return row | more


def a_fact(submission_id: str, unit: str, cell: str, value: str | None, **more: object) -> dict[str, object]:
    row = {
        "campaign": CAMPAIGN,
        "submission_id": submission_id,
        "item": f"item_{cell.lower()}",
        "kind": "indicator",
        "state": "value" if value is not None else "blank",
        "usable": value is not None,
        "sheet": "Biểu 1",
        "cell": cell,
        "unit": unit,
        "value": Decimal(value) if value is not None else None,
        "typed": value,
        "row_no": int(cell[1:]),
    }
    return row | more


def a_finding(name: str, code: str, severity: str, **more: object) -> dict[str, object]:
    row = {
        "campaign": CAMPAIGN,
        "file_hash": content(name),
        "ordinal": 0,
        "code": code,
        "severity": severity,
        "sheet": "",
        "cell": "",
        "found": "",
        "detail": "",
    }
    return row | more


def batch(
    files: Iterable[Mapping[str, object]],
    submissions: Iterable[Mapping[str, object]] = (),
    facts: Iterable[Mapping[str, object]] = (),
    findings: Iterable[Mapping[str, object]] = (),
    cells: Iterable[Mapping[str, object]] = (),
) -> Batch:
    rows = {
        "files": files,
        "submissions": submissions,
        "facts": facts,
        "findings": findings,
        "cells": cells,
    }
    return {name: table(columns.FILE_TABLES[name], given) for name, given in rows.items()}


def table(schema: pa.Schema, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


def stock(
    present: Iterable[str],
    registered: Mapping[str, tuple[date, str | None]] = {},
    due: Iterable[tuple[str, str, date | None]] = (),
) -> dict[str, pa.Table]:
    """The three tables of `replace_stock`: names present, name -> (day of receipt, document date), what is owed."""
    return {
        "inbox": table(
            columns.INBOX,
            [{"campaign": CAMPAIGN, "file_hash": content(n), "path": f"{n}.xlsx"} for n in present],
        ),
        "arrivals": table(
            columns.ARRIVALS,
            [
                {
                    "campaign": CAMPAIGN,
                    "file_hash": content(n),
                    "received_on": day,
                    "doc_date": doc,
                }
                for n, (day, doc) in registered.items()
            ],
        ),
        "due": table(
            columns.DUE,
            [{"campaign": CAMPAIGN, "unit": u, "form": f, "due_on": day} for u, f, day in due],
        ),
    }
