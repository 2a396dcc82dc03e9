"""Proves the rules of points on 10,000 random units, and the way of tables through LibreOffice where it is there."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from schemas.criteria.decision import FILE, FOLDER
from tests.criteria.agreement import disagreements
from tests.criteria.random_tables import RandomTable
from tests.criteria.workbook_trip import same_after_a_trip

TABLES, UNITS, TRIPS = 250, 40, 8


def through_libreoffice(workbook: Path) -> None:
    """Opens and saves a workbook in place, as an office does that has no Excel."""
    with tempfile.TemporaryDirectory() as place:
        command = ["soffice", "--headless", f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"]
        command += ["--convert-to", "xlsx", "--outdir", place, str(workbook)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        shutil.copy(Path(place) / workbook.name, workbook)


def prove_tables(seed: int, folder: Path) -> list[str]:
    """Random tables from `seed` on, and every shipped one; what is wrong, one line each."""
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    wrong = [line for number in range(TABLES) for line in disagreements(seed + number, UNITS, folder)]
    print(
        f"points: {TABLES * UNITS} units under {TABLES} tables from seed {seed}, {time.perf_counter() - began:.1f} s",
        flush=True,
    )
    if shutil.which("soffice") is None:
        print("tables through LibreOffice: not proved, soffice is not there", flush=True)
    else:
        sources = [path.parent for path in sorted(FOLDER.glob("*/*/" + FILE))]
        sources += [
            RandomTable(seed + one).write(folder / "trips" / f"d{seed + one}") for one in range(TRIPS)
        ]
        for source in sources:
            differs = same_after_a_trip(source, folder, through_libreoffice)
            wrong += [f"{source.name} through LibreOffice: {line}" for line in differs]
        print(f"tables through LibreOffice: {len(sources)}", flush=True)
    for line in wrong:
        print("  " + line, flush=True)
    return wrong
