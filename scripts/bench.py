"""Times the program against the script an analyst would write, on simulated countries of 216 to 3,321 communes.

All are run in turn on the same files and the same two cores, several rounds; the ratio is taken inside a round, so
that a machine that drifts does not decide. Run by `make bench`; `--sizes 216 --rounds 1` for a quick look.
"""

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import scoring_bench

ROOT = Path(__file__).resolve().parents[1]
SEED, MONTHS = 5, 1
FILES_AT_ONCE = 40


def gate_and_calamine(paths: Sequence[Path]) -> int:
    """The gate and the parser alone: what reading costs before anything is understood."""
    from python_calamine import CalamineWorkbook

    from pipelines.intake.gate import inspect

    for path in paths:
        data = path.read_bytes()
        inspect(data, path.name)
        if data[:2] == b"PK":
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            for name in workbook.sheet_names:
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return len(paths)


def inflate_and_tokenise(paths: Sequence[Path]) -> int:
    """The bare limit: every XML part inflated and run through expat, nothing kept."""
    import zipfile
    from xml.parsers import expat

    for path in paths:
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            continue
        with archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    parser = expat.ParserCreate()
                    try:
                        parser.Parse(archive.read(name), True)
                    except (expat.ExpatError, zlib.error):
                        continue
    return len(paths)


def in_two_processes(work: Callable[[Sequence[Path]], int], paths: Sequence[Path]) -> float:
    """Seconds of wall time, pool included."""
    started = time.perf_counter()
    batches = [paths[start : start + FILES_AT_ONCE] for start in range(0, len(paths), FILES_AT_ONCE)]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        done = sum(pool.map(work, batches))
    assert done == len(paths)
    return time.perf_counter() - started


def tree_memory(pid: int) -> int:
    """Resident bytes of a process and all below it (Linux only: 0 elsewhere)."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError, IndexError):
            continue
    return total


def timed(command: Sequence[str], folder: Path, watched: bool = False) -> tuple[float, int]:
    """(seconds of wall time, peak of the whole process tree in bytes) of one command; stops when it fails.

    The peak is 0 unless `watched`: looking at a tree 50 times a second takes a share of the cores that are measured.
    """
    started = time.perf_counter()
    # Where an environment forbids bytecode, every start would compile the program anew.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=kept
    )
    peak, over = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.02):
            peak = max(peak, tree_memory(process.pid))

    watcher = threading.Thread(target=watch)
    if watched:
        watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    over.set()
    if watched:
        watcher.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{output.decode('utf-8', 'replace')}")
    return seconds, peak


class Country:
    """A simulated country of `size` communes and how to run it."""

    def __init__(self, size: int, folder: Path) -> None:
        from pipelines.demo.province import build_demo

        self.size, self.folder = size, folder
        self.campaign = build_demo(size, MONTHS, SEED, folder, faults=False).campaign
        self.inbox = folder / "raw" / self.campaign / "inbox"
        self.files = sorted(path for path in self.inbox.rglob("*") if path.is_file())
        self.warehouse = folder / "warehouse"

    def run(self, *more: str, watched: bool = False) -> tuple[float, int]:
        """One run of the program: seconds and peak bytes."""
        program = shutil.which("bangdiem", path=str(Path(sys.executable).parent))
        assert program, "bangdiem is not installed beside this Python"
        command = [program, "run", self.campaign, "--raw", str(self.folder / "raw")]
        return timed([*command, "--warehouse", str(self.warehouse), *more], ROOT, watched)

    def fresh(self, *more: str, watched: bool = False) -> tuple[float, int]:
        """One run into an empty warehouse."""
        shutil.rmtree(self.warehouse, ignore_errors=True)
        return self.run("--direct", *more, watched=watched)

    def change_one(self, number: int) -> None:
        """Puts another commune's figure into one workbook, as a correction would."""
        import openpyxl

        path = next(file for file in self.files if file.suffix == ".xlsx" and file.stat().st_size > 6_000)
        workbook = openpyxl.load_workbook(path)
        for sheet in workbook:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, int | float) and cell.column_letter >= "D" and cell.value > 10:
                        cell.value = 1000 + number
                        workbook.save(path)
                        return


def show(name: str, values: Sequence[float], unit: str = "s") -> None:
    """One line: median, and the range."""
    middle = statistics.median(values)
    print(f"  {name:<58} {middle:8.2f} {unit}   ({min(values):.2f}–{max(values):.2f})", flush=True)


def measure(country: Country, rounds: int, script: bool) -> float:
    """Prints the figures of one size; returns the median seconds of a full run."""
    print(f"\n{country.size} communes, {len(country.files)} files", flush=True)
    ours, peaks, theirs, gates, bare = [], [], [], [], []
    for _ in range(rounds):
        ours.append(country.fresh("--no-charts")[0])
        peaks.append(country.fresh("--no-charts", watched=True)[1] / 2**20)
        gates.append(in_two_processes(gate_and_calamine, country.files))
        bare.append(in_two_processes(inflate_and_tokenise, country.files))
        if script:
            theirs.append(
                timed(
                    [sys.executable, str(ROOT / "scripts" / "analyst_script.py"), str(country.inbox)],
                    country.folder,
                )[0]
            )
    show("this program, everything but charts", ours)
    show("memory of the whole process tree", peaks, "MiB")
    show("gate and calamine alone, two processes", gates)
    show("this program / gate and calamine", [a / b for a, b in zip(ours, gates, strict=True)], "x")
    show("inflating and tokenising alone, two processes", bare)
    if theirs:
        show("the analyst's script", theirs)
        show("the analyst's script / this program", [a / b for a, b in zip(theirs, ours, strict=True)], "x")
    charts = [country.fresh()[0] - middle for middle in ours]
    show("charts, on top", charts)
    country.fresh("--no-charts")
    show("unchanged month", [country.run("--direct", "--no-charts")[0] for _ in range(max(3, rounds))])
    changed = []
    for number in range(max(3, rounds)):
        country.change_one(number)
        changed.append(country.run("--direct", "--no-charts")[0])
    show("one changed file", changed)
    return statistics.median(ours)


def main() -> None:
    """Builds the countries, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[216, 1000, 3321])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--no-script", dest="script", action="store_false", help="leave the analyst's script out"
    )
    arguments = parser.parse_args()
    print("\nscoring alone, one process", flush=True)
    scoring_bench.measure(max(3, arguments.rounds), show)
    with tempfile.TemporaryDirectory(prefix="bangdiem-bench-") as name:
        seconds = {}
        for size in arguments.sizes:
            country = Country(size, Path(name) / str(size))
            seconds[size] = (measure(country, arguments.rounds, arguments.script), len(country.files))
        sizes = sorted(seconds)
        if len(sizes) == 3:
            small, middle, large = (seconds[size] for size in sizes)
            first = (middle[0] - small[0]) / (middle[1] - small[1])
            second = (large[0] - middle[0]) / (large[1] - middle[1])
            print(
                f"\nmarginal time a workbook: {first * 1e3:.2f} ms, then {second * 1e3:.2f} ms ({second / first:.2f} x)"
            )


if __name__ == "__main__":
    main()
