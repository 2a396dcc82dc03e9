"""A finding with all that is needed to show it on the board."""

from typing import NamedTuple

from schemas.findings import Finding, Severity


class Listed(NamedTuple):
    """A finding with everything needed to show it."""

    unit: str | None
    path: str
    code: str
    severity: Severity
    finding: Finding
