"""Heads of the ledger as sheets bear them: the ledger has the very entry, or the sheet was made from another."""

from pathlib import Path

import pytest

from pipelines.operations.ledger.seen_heads import holds
from pipelines.store.ledger import NO_HASH, load_ledger
from tests.store.ledgers import entry, ledger_of


@pytest.mark.parametrize(
    ("head", "there"),
    [
        ("1:{first}", True),
        ("2:{second}", True),
        ("2:{first}", False),
        ("3:{second}", False),
        ("-1:{second}", False),
        ("²:{second}", False),
        ("mục:{first}", False),
        ("1:", False),
        ("", False),
        (f"0:{NO_HASH}", True),
        ("0:{first}", False),
    ],
)
def test_a_head_is_held_where_number_and_hash_are_those_of_an_entry(
    tmp_path: Path, head: str, there: bool
) -> None:
    first, second = ledger_of(tmp_path / "ledger.jsonl", entry("1"), entry("2")).links
    ledger = load_ledger(tmp_path / "ledger.jsonl")
    assert holds(ledger, head.format(first=first.hash, second=second.hash)) is there
