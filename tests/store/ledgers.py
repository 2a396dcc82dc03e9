"""Ledgers to try things on."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.store.ledger import Entry, Evidence, Ledger, load_ledger

DAY = datetime.date(2022, 1, 15)


def entry(unit: str = "18673", points: str | None = "0.75", **more: Any) -> Entry:
    """Points as an analyst gives them."""
    told: dict[str, Any] = {
        "kind": "points", "round": "tham_dinh_1", "unit": unit, "decision": "3396/QĐ-UBND", "annex": "III",
        "criterion": "7.2.3", "points": None if points is None else Decimal(points), "who": "Nguyễn Thị Hoà",
        "on": DAY, "reason": "có quyết định công bố", "evidence": Evidence("31/QĐ-UBND", "2021-06-01", "Công bố"),
    }  # fmt: skip
    return Entry(**(told | more))


def ledger_of(path: Path, *entries: Entry) -> Ledger:
    """A ledger on disk with some entries."""
    ledger = load_ledger(path)
    ledger.append(entries)
    return ledger
