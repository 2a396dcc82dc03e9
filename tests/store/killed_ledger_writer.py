"""Writes to a ledger and is killed when half of its line is on disk."""

import os
import sys
from pathlib import Path

from pipelines.store.chain import Head, chain
from pipelines.store.ledger import load_ledger
from tests.store.ledgers import entry

path = Path(sys.argv[1])
ledger = load_ledger(path)
ledger.append([entry("1"), entry("2")])
_, line = chain(Head(*ledger.head), entry("3"))
with path.open("ab", buffering=0) as stream:
    stream.write(line[: len(line) // 2])
    os._exit(9)
