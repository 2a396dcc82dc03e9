"""The proof-reader of criteria sets: all faults of a decision's tables, and each rule as a sentence."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.operations.request import OperatorError
from pipelines.scoring.sentences import annex_sentences
from pipelines.scoring.worked_examples import example_faults
from schemas.criteria.decision import FILE, FOLDER, Decision, read_decision
from schemas.criteria.faults import Fault
from schemas.criteria.neighbours import asked_indicators, overlap_faults, unasked_faults
from schemas.indicators import load_indicators


@dataclass(frozen=True)
class ProofRead:
    """One decision: its folder, its title, its faults, and by annex name the sentences of its rules.

    There are no sentences where a fault stands in the way of reading the rules.
    """

    folder: Path
    title: str
    faults: tuple[Fault, ...]
    sentences: dict[str, list[str]]


def decision_folders(folder: Path) -> list[Path]:
    """The folders of decisions in `folder` (itself, or any below). Raises OperatorError where there is none."""
    found = _folders_below(folder) if folder.is_dir() else []
    if not found:
        raise OperatorError(f"Trong {folder} không có quyết định nào (tệp {FILE}).")
    return found


def decision_folder(named: str) -> Path:
    """The folder of one decision, by its path or by its name under schemas/criteria. Raises OperatorError."""
    for folder in (Path(named), FOLDER / named):
        if (folder / FILE).is_file():
            return folder
    there = ", ".join(path.relative_to(FOLDER).as_posix() for path in _folders_below(FOLDER))
    raise OperatorError(f"Không có quyết định “{named}”; các quyết định hiện có: {there}.")


def proofread(folder: Path, others: list[Decision] | None = None) -> ProofRead:
    """One decision, against the forms and the other decisions (those of the repository, unless given)."""
    decision, faults = read_decision(folder)
    if decision is None:
        return ProofRead(folder, folder.name, tuple(faults), {})
    indicators = load_indicators()
    if not faults:
        faults += unasked_faults(folder, decision, asked_indicators())
        faults += overlap_faults(folder, decision, shipped_decisions() if others is None else others)
        faults += example_faults(decision, indicators)
    faults.sort(key=lambda fault: (fault.path.name, fault.line or 0))
    known = not any(fault.path.name != "examples.csv" for fault in faults)
    sentences = {
        annex.name: annex_sentences(annex, decision, indicators)
        for annex in decision.annexes.values()
        if known
    }
    return ProofRead(folder, decision.title, tuple(faults), sentences)


def proofread_all(folder: Path | None) -> list[ProofRead]:
    """Every decision in `folder`, by default those of the repository."""
    others = shipped_decisions()
    folders = decision_folders(folder or FOLDER)
    others += [decision for decision in map(_sound, folders) if decision]
    return [proofread(one, others) for one in folders]


def shipped_decisions() -> list[Decision]:
    """The decisions of the repository that can be read."""
    return [decision for path in shipped_folders() if (decision := _sound(path))]


def shipped_folders() -> list[Path]:
    """The folders of the repository's decisions, whether they can be read or not."""
    return _folders_below(FOLDER)


def _folders_below(folder: Path) -> list[Path]:
    """Folders with a decision; what a killed import has left beside one (its name begins with "~") is none."""
    found = sorted(path.parent for path in folder.rglob(FILE))
    return [path for path in found if not path.name.startswith("~")]


def _sound(folder: Path) -> Decision | None:
    decision, faults = read_decision(folder)
    return None if faults else decision
