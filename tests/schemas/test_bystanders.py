"""A thread does without libraries that others only ask about, and other threads are not in its way."""

import importlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from schemas.tables import bystanders
from schemas.tables.bystanders import without_bystanders

# A module of the library that nothing else imports.
UNUSED = "this"


@pytest.fixture(autouse=True)
def unused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bystanders, "BYSTANDERS", frozenset((UNUSED,)))
    monkeypatch.delitem(sys.modules, UNUSED, raising=False)


def test_a_bystander_is_not_there_inside_and_is_there_again_outside() -> None:
    with without_bystanders():
        with without_bystanders(), pytest.raises(ModuleNotFoundError):
            importlib.import_module(UNUSED)
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(UNUSED)
    assert importlib.import_module(UNUSED)


def test_another_thread_imports_what_it_needs_meanwhile() -> None:
    with without_bystanders(), ThreadPoolExecutor(1) as other:
        assert other.submit(importlib.import_module, UNUSED).result()


def test_arrow_starts_without_numpy_and_charts_can_still_have_it() -> None:
    program = (
        "import sys\n"
        "import pipelines.operations.publication, schemas.tables.facts\n"
        "print(*sorted({'numpy', 'pandas', 'cloudpickle', 'pyarrow'} & set(sys.modules)))\n"
        "import pipelines.operations.chart_contents\n"
        "print(*sorted({'numpy', 'pandas'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["pyarrow", "numpy pandas"]
