"""Times scoring alone: 3,321 units by a table of 60 criteria, every point with its reason, ranked in their blocks.

The table is the model of the repository five times over, so that every rule kind is there; the figures are random
and wide, so that what is remembered of equal figures helps no more than in a real country.
"""

import csv
import datetime
import random
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.scoring.apply import Scorer
from pipelines.scoring.criterion_points import Fact
from pipelines.scoring.nearest_change import nearest_changes
from pipelines.scoring.possible_ranks import possible_ranks
from pipelines.scoring.score import UnitScore, score_trees
from pipelines.scoring.wording import fixed, number
from schemas.campaigns.campaign import Scoring
from schemas.criteria.decision import FOLDER, Decision, load_decision
from schemas.indicators import load_indicators
from schemas.units.units import Roster, Unit

UNITS, CRITERIA, BLOCKS, YEAR, SEED = 3_321, 60, 63, 2027, 5
MODEL, ANNEX = FOLDER / "mau" / "7-2-so-lieu", "xa"
# A figure is at most as large as the next: resolved dossiers of all dossiers, closed faults of all faults.
MOST = {"dossiers_total": 40_000, "dossiers_resolved": 39_000, "dossiers_resolved_on_time": 38_000,
        "tthc_total": 250, "tthc_iso_applied": 250, "dossiers_in_progress_overdue": 60}  # fmt: skip


def large_decision(folder: Path) -> Decision:
    """The model's annex with its leaves repeated under new codes, until there are as many as wanted."""
    folder.mkdir(parents=True)
    rows, bands = [], []
    leaves = [row for row in _rows("criteria.csv") if row["rule"] not in ("sum", "bonus", "deduct")]
    leaf_bands = _rows("bands.csv")
    extras = [row for row in _rows("criteria.csv") if row["rule"] in ("bonus", "deduct")]
    total = Decimal(0)
    for at in range(CRITERIA - len(extras)):
        row = leaves[at % len(leaves)]
        code = f"7.2.{at + 1}"
        rows.append(row | {"code": code, "parent": "7.2"})
        bands += [band | {"code": code} for band in leaf_bands if band["code"] == row["code"]]
        total += Decimal(row["max_points"].replace(",", "."))
    root = next(row for row in _rows("criteria.csv") if row["code"] == "7.2")
    written = f"{total:f}".replace(".", ",")
    _write(folder / "criteria.csv", [root | {"max_points": written}, *rows, *extras])
    _write(folder / "bands.csv", bands)
    head = (MODEL / "decision.toml").read_text(encoding="utf-8")
    annexes = head.split("[[annex]]")
    text = f"{annexes[0]}[[annex]]{annexes[1]}".replace('total = "10"', f'total = "{written}"')
    text += "[convention]" + head.split("[convention]")[1]
    (folder / "decision.toml").write_text(text, encoding="utf-8", newline="\n")
    return load_decision(folder)


def _rows(name: str) -> list[dict[str, str]]:
    with (MODEL / name).open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["annex"] == ANNEX]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def random_figures(decision: Decision, count: int) -> list[dict[str, Fact]]:
    """What so many units report; one in a hundred figures is missing."""
    dice, indicators = random.Random(SEED), load_indicators()
    asked = sorted({name for one in decision.annexes[ANNEX].criteria.values() for name in one.asked})
    units = []
    for _ in range(count):
        facts: dict[str, Fact] = {}
        for name in asked:
            kind = indicators[name].type
            if dice.random() < 0.001:
                continue
            if kind == "date":
                facts[name] = datetime.date(YEAR, 9, 1) + datetime.timedelta(dice.randint(0, 90))
            elif kind == "bool":
                facts[name] = Decimal(dice.randint(0, 1))
            else:
                facts[name] = Decimal(dice.randint(0, MOST.get(name, 12)))
        units.append(facts)
    return units


def measure(rounds: int, show: Callable[[str, list[float]], None]) -> None:
    """Times it so many times over, each with nothing remembered, and shows seconds of wall time."""
    with TemporaryDirectory(prefix="bangdiem-bench-") as name:
        decision = large_decision(Path(name) / "mau" / "60-tieu-chi")
    roster = Roster(
        "none",
        [Unit(f"{at:02}", f"Tỉnh {at}", "province", "tỉnh", None) for at in range(BLOCKS)]
        + [
            Unit(f"{at:05}", f"Xã {at}", "commune", "xã", f"{at % BLOCKS:02}")
            for at in range(100, 100 + UNITS)
        ],
    )
    scoring = Scoring("commune", decision, decision.annexes[ANNEX], "tinh_toan", "parent")
    figures = random_figures(decision, UNITS)
    codes = [unit.code for unit in roster.of_level("commune")]
    scored, looked = [], []
    for _ in range(rounds):
        number.cache_clear()
        fixed.cache_clear()
        started = time.perf_counter()
        found = _score(scoring, roster, dict(zip(codes, figures, strict=True)))
        middle = time.perf_counter()
        possible_ranks(scoring, found)
        nearest_changes(scoring, found)
        looked.append(time.perf_counter() - middle)
        scored.append(middle - started)
    criteria = len(scoring.criteria.parts) + len(scoring.criteria.extras)
    show(f"{UNITS} units x {criteria} criteria scored, explained, ranked", scored)
    show("best and worst possible ranks, nearest changes", looked)


def _score(scoring: Scoring, roster: Roster, figures: dict[str, dict[str, Fact]]) -> list[UnitScore]:
    scorer = Scorer(scoring.decision, ANNEX, YEAR, load_indicators())
    return score_trees(scoring, roster, {unit: scorer.score(facts) for unit, facts in figures.items()})
