"""Times the program against the script an analyst would write, on simulated countries of 216 to 3,321 communes.

All are run in turn on the same files and the same two cores, several rounds; the ratio is taken inside a round, so
that a machine that drifts does not decide. Run by `make bench`; `--sizes 216 --rounds 1` for a quick look.
"""

import argparse
import io
import json
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

    from pipelines.intake.gate.inspection import inspect

    for path in paths:
        data = path.read_bytes()
        report = inspect(data, path.name)
        if data[:2] == b"PK":
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(report.inspected or data))
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
        """One run into an empty warehouse. What is timed is the whole work: every commune must have its score."""
        shutil.rmtree(self.warehouse, ignore_errors=True)
        measured = self.run("--direct", *more, watched=watched)
        [manifest] = (self.warehouse / "published" / self.campaign).glob("*/manifest.json")
        scored = json.loads(manifest.read_text(encoding="utf-8"))["summary"]["total"]["scored_count"]
        assert scored >= self.size, f"{scored} of {self.size} communes have a score"
        return measured

    def a_figure(self, of_office: bool) -> dict[str, str]:
        """A count in the workbook of an office that gives others points, or of one of these others."""
        values = json.loads((self.folder / "truth.json").read_text(encoding="utf-8"))["values"]
        offices = {one["file"] for one in values if one["form"] == "phu_luc_ib"}
        return next(
            one
            for one in values
            if one["type"] == "count"
            and one["state"] == "value"
            and one["file"].endswith(".xlsx")
            and (one["file"] in offices) == of_office
        )

    def change(self, figure: dict[str, str], value: int) -> None:
        """Puts another value into a workbook, as a correction would."""
        import openpyxl

        path = self.inbox / figure["file"]
        workbook = openpyxl.load_workbook(path)
        workbook[figure["sheet"]][figure["cell"]] = value
        workbook.save(path)


def show(name: str, values: Sequence[float], unit: str = "s") -> None:
    """One line: median, and the range."""
    middle = statistics.median(values)
    print(f"  {name:<58} {middle:8.2f} {unit}   ({min(values):.2f}–{max(values):.2f})", flush=True)


def measure(country: Country, rounds: int, script: bool) -> None:
    """Prints the figures of one size."""
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
    for whose, of_office in (("a commune's", False), ("of an office that gives points", True)):
        figure, changed = country.a_figure(of_office), []
        for number in range(max(3, rounds)):
            country.change(figure, 1000 + number)
            changed.append(country.run("--direct", "--no-charts")[0])
        show(f"one changed file: {whose}", changed)


def compare_sizes(countries: Sequence[Country], rounds: int) -> None:
    """Prints what one more workbook takes, among few and among many.

    All sizes are run in turn and the fastest run of each counts: a machine that others use only ever adds.
    """
    seconds: dict[int, list[float]] = {len(country.files): [] for country in countries}
    for _ in range(rounds):
        for country in countries:
            seconds[len(country.files)].append(country.fresh("--no-charts")[0])
    files = sorted(seconds)
    best = [min(seconds[count]) for count in files]
    print("\n" + ", ".join(f"{count} files: {one:.2f} s" for count, one in zip(files, best, strict=True)))
    steps = [(best[i + 1] - best[i]) / (files[i + 1] - files[i]) for i in range(len(files) - 1)]
    print("one more workbook: " + ", then ".join(f"{step * 1e3:.2f} ms" for step in steps))
    print(f"  {'the last of these / the first':<58} {steps[-1] / steps[0]:8.2f} x", flush=True)


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
        countries = [Country(size, Path(name) / str(size)) for size in arguments.sizes]
        if len(countries) > 1:
            compare_sizes(countries, max(5, arguments.rounds))
        for country in countries:
            measure(country, arguments.rounds, arguments.script)


if __name__ == "__main__":
    main()
