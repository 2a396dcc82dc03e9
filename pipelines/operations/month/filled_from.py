"""What the warehouse holds of a campaign was made from which inputs: told without opening it.

The manifest of a month says what that month was made from. Since then another month may have been run from other
files, and the warehouse, unlike the month's workbooks, holds what was read last.
"""

from pathlib import Path

from pipelines.operations.fingerprint import digest


class FilledFrom:
    """The fingerprint of the inputs that a campaign's rows in a warehouse follow from; none while they change."""

    def __init__(self, warehouse: Path, campaign: str) -> None:
        self._path = warehouse / "read" / f"{campaign}.inputs"

    def is_from(self, inputs: str, declarations: str) -> bool:
        """Whether the rows, as readers find them, follow from these inputs read under these declarations."""
        if not self._path.with_name("current.txt").is_file():
            return False
        try:
            return self._path.read_text(encoding="ascii") == digest([inputs, declarations])
        except (OSError, ValueError):
            return False

    def forget(self) -> None:
        """To be called before a row changes."""
        self._path.unlink(missing_ok=True)

    def remember(self, inputs: str, declarations: str) -> None:
        """To be called when all rows stand, and are published for readers."""
        self._path.write_text(digest([inputs, declarations]), encoding="ascii", newline="\n")
