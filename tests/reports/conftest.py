"""Golden files: with `BANGDIEM_GOLDEN=write` the tests write them anew; read them before you commit."""

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# Tests are imported by path, so that modules beside them are found only through here.
sys.path[:0] = [str(TESTS), str(TESTS / "reports")]


@pytest.fixture
def looks_as_approved() -> Callable[[Path, str], None]:
    """Compares the readable dump of a workbook with the golden file of that name."""
    dump = importlib.import_module("workbook_dump").dump

    def compare(workbook: Path, name: str) -> None:
        golden = TESTS / "golden" / f"{name}.txt"
        if os.environ.get("BANGDIEM_GOLDEN") == "write":
            golden.write_text(dump(workbook), encoding="utf-8", newline="\n")
        assert dump(workbook) == golden.read_text(encoding="utf-8")

    return compare
