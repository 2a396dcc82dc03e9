"""What is handed to those who read: which files, and what every row of a run carries."""

import datetime
from typing import NamedTuple


class ToRead(NamedTuple):
    """A file to be read: its path relative to inbox/, its sha256, where it lies, and what its rows record."""

    path: str
    file_hash: str
    location: str
    size: int


class Mark(NamedTuple):
    """What every row of a run carries."""

    campaign: str
    first_seen: datetime.date
    declarations_hash: str
