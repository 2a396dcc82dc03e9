"""Golden files: `BANGDIEM_GOLDEN=write pytest tests/reports` writes them anew, to be read before they are committed."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from workbook_dump import dump


@pytest.fixture
def looks_as_approved() -> Callable[[Path, str], None]:
    """Compares the readable dump of a workbook with the golden file of that name."""

    def compare(workbook: Path, name: str) -> None:
        golden = TESTS / "golden" / f"{name}.txt"
        if os.environ.get("BANGDIEM_GOLDEN") == "write":
            golden.write_text(dump(workbook), encoding="utf-8", newline="\n")
        assert dump(workbook) == golden.read_text(encoding="utf-8")

    return compare
