"""An unchanged month answers at once, since it never opens what a run needs."""

import subprocess
import sys

HEAVY = {
    "duckdb",
    "pyarrow",
    "polars",
    "pandera",
    "prefect",
    "pandas",
    "matplotlib",
    "xlsxwriter",
    "openpyxl",
}


def test_what_tells_an_unchanged_month_imports_nothing_heavy() -> None:
    program = (
        "import sys, pipelines.operations.month.run; print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert HEAVY & set(done.stdout.split()) == set()
