"""A run killed at any point leaves a warehouse that opens and holds whole submissions only."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.store.warehouse import Warehouse
from tests.store.killed_writer import FACTS, FILES, version
from tests.store.small_warehouse import CAMPAIGN, stock

SCRIPT = Path(__file__).with_name("killed_writer.py")
NAMES = [f"f{i}" for i in range(FILES)]


def values(warehouse: Warehouse) -> Counter[int]:
    rows = warehouse.query_arrow(
        "figures_of_form", form="so-lieu", campaign=CAMPAIGN, month_end=date(2021, 11, 30)
    )
    return Counter(int(row["value"]) for row in rows.to_pylist())


# begin, nine statements and commit of the files; then the stock; then the publication.
@pytest.mark.parametrize(("halt_at", "value"), [(1, 1), (6, 1), (8, 1), (10, 1), (11, 2), (15, 2), (20, 2)])
def test_a_killed_run_leaves_the_old_or_the_new_files_whole(tmp_path: Path, halt_at: int, value: int) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        warehouse.replace_files(version(1))
        warehouse.replace_stock(CAMPAIGN, **stock(NAMES))
    command = [sys.executable, str(SCRIPT), str(tmp_path), str(halt_at)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=_with_packages()) as child:
        assert child.stdout and child.stdout.readline().strip() == b"halted"
        child.kill()
    with Warehouse.open_writer(tmp_path) as warehouse:
        assert values(warehouse) == {value: FACTS * FILES}
        warehouse.verify(CAMPAIGN, "received")
        warehouse.replace_files(version(3))
        assert values(warehouse) == {3: FACTS * FILES}


def _with_packages() -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONIOENCODING": "utf-8",
    }
