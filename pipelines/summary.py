"""What a command tells the person at its end: plain data, in Vietnamese, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from schemas.findings import REFUSING, Severity

# The analyst's own workbook: a run writes it, and its end sends her there.
BOARD = "Theo dõi.xlsx"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One form of the campaign (or the total): how many units owe it and how far they are.

    `unregistered_count` counts those whose file nobody entered in the book (chưa vào sổ).
    """

    label: str
    due_count: int
    received_count: int
    late_count: int
    missing_count: int
    with_errors_count: int
    scored_count: int
    unregistered_count: int


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The end of a monthly run. `messages` are Vietnamese lines about what could not be done (an output that was open
    in Excel), `remarks` about what was done as it should be, and may yet surprise."""

    title: str
    rows: Sequence[SummaryRow]
    total: SummaryRow
    paths: Sequence[Path] = ()
    messages: Sequence[str] = ()
    has_errors: bool = False
    remarks: Sequence[str] = ()

    def plain(self, folder: Path) -> dict[str, Any]:
        """As it is kept in the manifest. Paths are relative to `folder`, so that a moved warehouse still tells where
        its files lie, and the same inputs give the same manifest."""
        return asdict(self) | {"paths": [path.relative_to(folder).as_posix() for path in self.paths]}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any], folder: Path, message: str) -> "RunSummary":
        """What was kept, with one more message before the others."""
        return cls(
            plain["title"],
            [SummaryRow(**row) for row in plain["rows"]],
            SummaryRow(**plain["total"]),
            [folder / path for path in plain["paths"]],
            [message, *plain["messages"]],
            plain["has_errors"],
            plain["remarks"],
        )


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in words: where it stands, what is wrong, what the sender is asked to do, what we can do ourselves."""

    severity: Severity
    sheet: str
    cell: str
    message: str
    advice: str
    ours: str = ""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file of `bangdiem check`: what was recognised in it, and its findings in the order of the cells."""

    path: Path
    recognised: Sequence[str] = ()
    findings: Sequence[ShownFinding] = ()

    @property
    def has_errors(self) -> bool:
        """True when a finding rejects the file or a row of it."""
        return any(finding.severity in REFUSING for finding in self.findings)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The whole answer of `bangdiem check`."""

    files: Sequence[CheckedFile] = field(default=())

    @property
    def has_errors(self) -> bool:
        """True when any file has errors."""
        return any(file.has_errors for file in self.files)
