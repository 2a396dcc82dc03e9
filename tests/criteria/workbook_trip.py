"""A decision out into a workbook, through another program, and back into a new folder."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipelines.operations.criteria.show import show_decision
from pipelines.operations.criteria.take_in import import_workbook
from schemas.criteria.decision import Decision, load_decision


def same_after_a_trip(source: Path, place: Path, through: Callable[[Path], None]) -> list[str]:
    """What differs after the trip, [] when the data is the same; `through` saves the workbook in place."""
    workbook = place / f"{source.name}.xlsx"
    show_decision(source, workbook)
    through(workbook)
    target = place / "trip" / source.parent.name / source.name
    result = import_workbook(workbook, target)
    if result.refusals:
        return list(result.refusals)
    before, after = bare(load_decision(source)), bare(load_decision(target))
    return [] if before == after else [f"{before} became {after}"]


def bare(decision: Decision) -> Decision:
    """The data alone: not the files that it was read from, nor the lines on which it stood."""
    examples = tuple(replace(one, path=Path(), line=0) for one in decision.examples)
    annexes = {
        annex: replace(
            one,
            criteria={
                code: replace(criterion, bands=tuple(replace(band, line=0) for band in criterion.bands))
                for code, criterion in one.criteria.items()
            },
        )
        for annex, one in decision.annexes.items()
    }
    return replace(decision, examples=examples, annexes=annexes, file_hashes={})
