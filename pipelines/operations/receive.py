"""Notes the arrival of files: a copy in the inbox, a line in the book (arrivals.csv)."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from pipelines.operations.request import OperatorError, campaign_folder, no_file
from pipelines.store import inbox


def receive(
    campaign: str,
    files: Sequence[Path],
    received_on: datetime.date | None,
    number: str,
    raw: Path,
    doc_date: datetime.date | None = None,
) -> list[str]:
    """One Vietnamese line per file. The day is today unless given; `number` and `doc_date` are those of the letter it
    came with, which tell two files of one day apart. Raises OperatorError, before anything is copied,
    for a file that is not there; and when Excel holds arrivals.csv open."""
    folder = campaign_folder(raw, campaign)
    for file in files:
        if not file.is_file():
            raise OperatorError(no_file(file))
    day = received_on or datetime.date.today()
    lines = []
    for file in files:
        try:
            received = inbox.receive(folder, file, day, number, str(doc_date or ""))
        except PermissionError:
            raise OperatorError(
                f"Không ghi được {folder / inbox.ARRIVALS}: hãy đóng tệp này trong Excel rồi chạy lại."
            ) from None
        if received.earlier:
            known = received.earlier
            lines.append(
                f"{file.name}: đã vào sổ từ trước (ngày {known.received_on:%d/%m/%Y}), không ghi lại."
            )
        else:
            copied = "đã chép vào" if received.copied else "nội dung đã có trong"
            lines.append(f"{file.name}: {copied} inbox/{received.path}, vào sổ ngày {day:%d/%m/%Y}.")
    return lines
