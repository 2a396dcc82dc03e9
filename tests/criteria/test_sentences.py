"""Rules as sentences: reviewed for the tables of the repository, complete for any table."""

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.operations.criteria.check import proofread_all
from pipelines.scoring.sentences import rule_sentence
from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import FILE, FOLDER, load_decision
from schemas.indicators import load_indicators
from tests.criteria.random_tables import RandomTable
from tests.criteria.tables import write

GOLDEN = Path(__file__).parents[1] / "golden" / "cau_dien_giai_bang_diem.txt"
SHIPPED = [path.parent for path in sorted(FOLDER.glob("*/*/" + FILE))]


def all_sentences() -> str:
    lines = []
    for one in proofread_all(None):
        lines += [f"=== {one.title}"]
        for name, sentences in one.sentences.items():
            lines += [f"--- {name}", *sentences, ""]
    return "\n".join(lines)


def test_the_sentences_of_the_shipped_tables_are_as_reviewed() -> None:
    """With `BANGDIEM_GOLDEN=write` they are written anew; read them beside the decision before you commit."""
    if os.environ.get("BANGDIEM_GOLDEN") == "write":
        GOLDEN.write_text(all_sentences(), encoding="utf-8", newline="\n")
    assert all_sentences() == GOLDEN.read_text(encoding="utf-8")


def missing_numbers(folder: Path) -> list[str]:
    """Numbers of a rule, its bands and parameters that its sentence does not tell."""
    missing = []
    for annex in load_decision(folder).annexes.values():
        for one in annex.criteria.values():
            sentence = rule_sentence(one, annex, load_indicators())
            told = {Decimal(found.replace(",", ".")) for found in re.findall(r"\d+(?:,\d+)?", sentence)}
            missing += [
                f"{one.code}: {number} in “{sentence}”" for number in numbers(one) if number not in told
            ]
    return missing


def numbers(one: Criterion) -> list[Decimal]:
    found = [one.max_points] if one.max_points is not None else []
    found += [abs(one.each)] if one.each else []
    found += [one.floor] if one.rule == "per_occurrence" else []
    if one.rule == "share":
        found += [one.full_from_pct, *([one.zero_below_pct] if one.zero_below_pct else [])]
    if one.deadline:
        found += [Decimal(one.deadline.day), Decimal(one.deadline.month)]
    for band in one.bands:
        found += [
            number
            for number in (band.start, band.below, band.lost_points, band.lost_pct)
            if number is not None
        ]
        found += [band.points] if one.rule != "late" else []
    return found


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_every_number_of_a_rule_stands_in_its_sentence(folder: Path) -> None:
    assert missing_numbers(folder) == []


def test_every_number_of_a_random_rule_stands_in_its_sentence(tmp_path: Path) -> None:
    for seed in range(30):
        assert missing_numbers(RandomTable(seed).write(tmp_path / f"{seed}")) == []


def test_a_change_of_any_border_changes_the_sentence(tmp_path: Path) -> None:
    from tests.criteria.tables import BANDS

    before = load_decision(write(tmp_path / "a" / "x")).annexes["I"]
    moved = BANDS.replace("I;A7;;0;80;0", "I;A7;;0;85;0").replace("I;A7;;80;;1", "I;A7;;85;;1")
    after = load_decision(write(tmp_path / "b" / "x", bands=moved)).annexes["I"]
    old, new = (rule_sentence(annex.criteria["A7"], annex, load_indicators()) for annex in (before, after))
    assert new == old.replace("80", "85")
