"""Kills runs at points spread over their length, and looks at what they leave behind."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from pipelines.store.warehouse import Warehouse
from tests.acceptance.office import ROOT, Office, contents

COMMAND = "import sys; from pipelines.cli import main; sys.exit(main())"
TABLES = (
    "files",
    "submissions",
    "facts",
    "findings",
    "cells",
    "scores",
    "results",
    "inbox",
    "arrivals",
    "due",
)
COUNTS = "SELECT submission_id, count(*) FROM facts GROUP BY ALL"


def start_run(office: Office, *more: str) -> subprocess.Popen[bytes]:
    """`bangdiem run --direct` in a process of its own."""
    command = [sys.executable, "-c", COMMAND, "run", office.campaign, "--direct"]
    command += ["--raw", str(office.raw), "--warehouse", str(office.warehouse), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tables(warehouse: Path) -> dict[str, list[tuple]]:
    """Every row of what a run stores, in an order that does not depend on who came first."""
    with duckdb.connect(str(warehouse / "bangdiem.duckdb"), read_only=True) as connection:
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in TABLES}


def submission_counts(warehouse: Path) -> dict[str, int]:
    """Submission → how many facts are stored of it, 0 included; opened as the next run opens it."""
    with Warehouse.open_writer(warehouse):
        pass
    with duckdb.connect(str(warehouse / "bangdiem.duckdb"), read_only=True) as connection:
        counts = dict(connection.execute(COUNTS).fetchall())
        return {
            one: counts.pop(one, 0)
            for (one,) in connection.execute("SELECT submission_id FROM submissions").fetchall()
        } | counts


def left_behind(broken: Office, reference: Office, *more: str) -> list[str]:
    """What is wrong with the warehouse of a killed run, and with what the next run makes of it."""
    clean, wrong = submission_counts(reference.warehouse), []
    for submission, count in submission_counts(broken.warehouse).items():
        if clean.get(submission) != count:
            wrong.append(f"{submission} holds {count} facts instead of {clean.get(submission)}")
    if start_run(broken, *more).wait() != 0:
        wrong.append("the next run did not complete")
    whole, expected = tables(broken.warehouse), tables(reference.warehouse)
    wrong += [f"table {name} differs" for name in TABLES if whole[name] != expected[name]]
    written, model = contents(broken.published()), contents(reference.published())
    return wrong + [
        f"output {name} differs"
        for name in sorted(written.keys() | model.keys())
        if written.get(name) != model.get(name)
    ]


def kill_all_over(office: Office, folder: Path, kills: int) -> list[str]:
    """Kills runs at points evenly spread over the length of an undisturbed one; what is wrong."""
    reference = Office(office.raw, folder / "clean", office.campaign)
    began = time.perf_counter()
    if start_run(reference).wait() != 0:
        return ["the undisturbed run did not complete"]
    length = time.perf_counter() - began
    wrong: list[str] = []
    for number in range(kills):
        after = (number + 0.5) / kills * length
        broken = Office(office.raw, folder / str(number), office.campaign)
        child = start_run(broken)
        time.sleep(after)
        running = child.poll() is None
        child.kill()
        child.wait()
        found = left_behind(broken, reference)
        point = f"{after:.2f} of {length:.2f} s{'' if running else ' (had ended)'}"
        print(f"killed after {point}: {len(found)} wrong", flush=True)
        for line in found:
            print("  " + line, flush=True)
        wrong += found
        shutil.rmtree(broken.warehouse)
    return wrong
