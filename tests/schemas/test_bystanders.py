"""A thread does without libraries that others only ask about, and other threads are not in its way."""

import importlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from schemas.tables import bystanders
from schemas.tables.bystanders import without_bystanders

ROOT = Path(__file__).resolve().parents[2]
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


def _printed(program: str) -> list[str]:
    # Windows would print in its code page.
    command = [sys.executable, "-X", "utf8", "-c", program]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.splitlines()


def test_a_process_of_the_program_starts_arrow_without_numpy() -> None:
    assert _printed(
        "import sys\n"
        "from schemas.tables.bystanders import leave_numpy_out\n"
        "leave_numpy_out()\n"
        "import pipelines.operations.month.publication, schemas.tables.facts\n"
        "print(*sorted({'numpy', 'pandas', 'cloudpickle', 'pyarrow'} & set(sys.modules)))\n"
    ) == ["pyarrow"]


def test_in_a_notebook_pandas_holds_text_whatever_was_imported_first() -> None:
    assert _printed(
        "from pipelines.store.warehouse import Warehouse\n"
        "from schemas.tables.arrow import pa\n"
        "import pandas as pd\n"
        "print(pd.DataFrame({'xã': ['Cổ Đạm']})['xã'][0], pa.table({'x': ['a']}).to_pandas()['x'][0])\n"
    ) == ["Cổ Đạm a"]


def test_charts_are_drawn_in_a_process_without_arrows_numpy(tmp_path: Path) -> None:
    started = "from pipelines.cli import main\nimport sys\nif __name__ == '__main__': sys.exit(main())\n"
    (tmp_path / "bangdiem.py").write_text(started, encoding="utf-8")
    places = ["--raw", str(ROOT / "raw"), "--warehouse", str(tmp_path / "kho")]
    command = [sys.executable, "bangdiem.py", "run", "ha-tinh-2021", "--direct", *places]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert len(list((tmp_path / "kho" / "published").rglob("*.png"))) == 5
