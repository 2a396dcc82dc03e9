"""A run to be killed: halts before its n-th statement, says so, and waits. Arguments: warehouse folder, n."""

import sys
import time
from pathlib import Path

from pipelines.store.warehouse import Warehouse
from tests.store.small_warehouse import CAMPAIGN, a_fact, a_file, a_submission, batch, stock

FACTS, FILES = 20, 6


def version(value: int) -> dict:
    """Files that all say `value`, each with FACTS facts."""
    names = [f"f{i}" for i in range(FILES)]
    facts = [a_fact(f"{n}-so-lieu", n, f"D{row}", str(value)) for n in names for row in range(1, FACTS + 1)]
    return batch([a_file(n) for n in names], [a_submission(n, n) for n in names], facts)


class Halting:
    """The connection, but it stops for ever before the n-th statement or commit."""

    def __init__(self, connection, halt_at: int) -> None:
        self._connection, self._left = connection, halt_at

    def __getattr__(self, name: str):
        if name in ("execute", "commit", "begin"):
            if self._left == 0:
                print("halted", flush=True)
                time.sleep(60)
            self._left -= 1
        return getattr(self._connection, name)


if __name__ == "__main__":
    warehouse = Warehouse.open_writer(Path(sys.argv[1]))
    warehouse._opened = Halting(warehouse._connection, int(sys.argv[2]))
    warehouse.replace_files(version(2))
    warehouse.replace_stock(CAMPAIGN, **stock([f"f{i}" for i in range(FILES)]))
    warehouse.publish_read_copy()
    print("finished", flush=True)
