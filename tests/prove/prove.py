"""Proves the rules of points, then the whole way on provinces that no one has looked at: five seeds from the
clock, then on a part of the whole country, where provinces give the points, then ten kills.

    python -m tests.prove.prove [SEED ...]

Prints each seed, so that a difference can be looked into; ends with 1 if there was any.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from pipelines.demo.province import build_demo
from tests.acceptance.office import Office
from tests.prove.judge import differences
from tests.prove.kills import kill_all_over
from tests.prove.tables import prove_tables

COMMUNES, MONTHS, SEEDS, KILLS = 216, 2, 5, 10
COUNTRY = 500


def office_in(folder: Path) -> Office:
    """The office of the simulated province that lies in `folder`."""
    [campaign] = [path.parent.name for path in (folder / "raw").glob("*/campaign.toml")]
    return Office(folder / "raw", folder / "warehouse", campaign)


def prove_seed(seed: int, folder: Path, communes: int = COMMUNES) -> list[str]:
    """Builds one province, or the country, runs it and judges it; what is wrong, one line each."""
    began = time.perf_counter()
    build_demo(communes, MONTHS, seed, folder)
    office = office_in(folder)
    built = time.perf_counter()
    office.run(charts=True)
    ran = time.perf_counter()
    wrong = differences(folder, folder / "warehouse")
    print(
        f"{communes} communes, seed {seed}: built {built - began:.1f} s, ran {ran - built:.1f} s, "
        f"differences {len(wrong)}",
        flush=True,
    )
    for line in wrong:
        print("  " + line, flush=True)
    return wrong


def main() -> int:
    """Every proof; the exit code."""
    now = time.time_ns() // 1_000_000
    seeds = [int(word) for word in sys.argv[1:]] or [(now + 7919 * number) % 10**9 for number in range(SEEDS)]
    wrong = 0
    folder = Path(tempfile.mkdtemp(prefix="prove-"))
    try:
        wrong += len(prove_tables(seeds[0], folder / "tables"))
        for seed in seeds:
            wrong += len(prove_seed(seed, folder / str(seed)))
        wrong += len(prove_seed(seeds[0], folder / "country", COUNTRY))
        wrong += len(kill_all_over(office_in(folder / str(seeds[0])), folder / "kills", KILLS))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("proved" if not wrong else f"{wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
