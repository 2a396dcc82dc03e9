"""Writes the table of a decision as a workbook, as the decision would print it and as one edits it."""

from pathlib import Path
from typing import get_args

from pipelines.operations.request import OperatorError
from pipelines.reports.criteria_book import PrintedAnnex, criteria_book
from pipelines.reports.place import OutputBusy, place
from pipelines.scoring.sentences import rule_sentence, total_sentences
from pipelines.scoring.wording import number
from schemas.criteria.criteria_set import CriteriaSet
from schemas.criteria.decision import Decision, load_decision
from schemas.criteria.rule_kinds import KINDS, WhenZero
from schemas.criteria.sheets import SHEETS, rows_of
from schemas.indicators import load_indicators

_CHOICES = {"rule": list(KINDS), "when_zero": list(get_args(WhenZero))}


def show_decision(folder: Path, out: Path) -> None:
    """Writes the decision of a folder to `out`. Raises DeclarationError for a broken one, OperatorError where `out`
    cannot be replaced."""
    content = workbook_of(folder)
    try:
        place(out, content)
    except OutputBusy as busy:
        raise OperatorError(str(busy)) from busy


def workbook_of(folder: Path) -> bytes:
    """The workbook of a decision. Raises DeclarationError for a broken one."""
    decision = load_decision(folder)
    annexes = [_printed(one, at, decision) for at, one in enumerate(decision.annexes.values(), 1)]
    return criteria_book(decision.title, annexes, SHEETS, rows_of(folder, decision), _CHOICES)


def _printed(annex: CriteriaSet, at: int, decision: Decision) -> PrintedAnnex:
    indicators = load_indicators()
    criteria = annex.criteria.values()
    return PrintedAnnex(
        sheet=f"In {at} - {annex.annex}",
        label=annex.name,
        titles=(decision.subject, annex.label),
        below=(
            f"({decision.notice[:1].upper()}{decision.notice[1:]})"
            if decision.notice
            else f"(Kèm theo {decision.title})",
        ),
        rows=tuple(
            (
                one.code,
                one.label,
                "chưa biết" if one.max_points is None else number(one.max_points),
                rule_sentence(one, annex, indicators),
                one.evidence,
                one.verified_by,
                one.reference,
            )
            for one in criteria
        ),
        bold=tuple(one.rule == "sum" for one in criteria),
        notes=(
            *total_sentences(annex, decision),
            *(f"Chưa biết: {one.what}. {one.why}" for one in decision.unknowns_of(annex.annex)),
        ),
    )
