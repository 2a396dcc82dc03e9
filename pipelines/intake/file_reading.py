"""What reading one file gives: its submissions, and what belongs to them."""

from dataclasses import dataclass, field
from typing import Literal

from pipelines.intake.accounts import Entry
from pipelines.intake.fact_columns import Facts
from schemas.findings import Finding

Outcome = Literal["read", "refused", "not_read"]


@dataclass(frozen=True, slots=True)
class Submission:
    """One form from one sender in one file. `doc_date` is ISO and may be partial; "" where nothing is stated."""

    form: str
    layout: str
    sheet: str
    sender: str | None
    period: str
    doc_symbol: str
    doc_date: str
    outcome: Outcome


@dataclass(slots=True)
class FileReading:
    """All that was read. Facts (with the name of their sheet), findings and entries carry the number of their
    submission, None for the file's own."""

    kind: str
    outcome: Outcome
    submissions: list[Submission] = field(default_factory=list)
    facts: list[tuple[int, str, Facts]] = field(default_factory=list)
    findings: list[tuple[int | None, str | None, Finding]] = field(default_factory=list)
    entries: list[tuple[int | None, Entry]] = field(default_factory=list)
