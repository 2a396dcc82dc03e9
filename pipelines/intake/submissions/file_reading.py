"""What reading one file gives: its submissions, and what belongs to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipelines.intake.rows.fact_columns import Facts
from pipelines.intake.tables.accounts import Entry
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

    def renumber(self, owners: Sequence[int]) -> None:
        """Gives everything that carries the number of a table that of its submission; `owners` has for each table the
        one whose submission it belongs to."""
        heads = sorted(set(owners))
        number_of: dict[int | None, int | None] = {None: None}
        number_of |= {table: heads.index(owner) for table, owner in enumerate(owners)}
        self.facts = [(heads.index(owners[table]), sheet, facts) for table, sheet, facts in self.facts]
        self.findings = [(number_of[table], unit, finding) for table, unit, finding in self.findings]
        self.entries = [(number_of[table], entry) for table, entry in self.entries]
