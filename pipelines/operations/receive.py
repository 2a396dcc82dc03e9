"""Notes the arrival of files: a copy in the inbox, a line in the book (arrivals.csv)."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from pipelines.operations.request import OperatorError, campaign_folder, default_month, month_end, no_file
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
    came with, which tell two files of one day apart. A last line says so where the day lies after the month that is
    run. Raises OperatorError, before anything is copied, for a file that is not there and a day that has not come;
    and when Excel holds arrivals.csv open."""
    folder = campaign_folder(raw, campaign)
    for file in files:
        if not file.is_file():
            raise OperatorError(no_file(file))
    month, today = default_month(folder), datetime.date.today()
    day = received_on or today
    if day > today:
        # A slip of the year would keep the file out of every month that is run.
        raise OperatorError(
            f"Ngày nhận {day:%d/%m/%Y} chưa đến (hôm nay {today:%d/%m/%Y}); hãy kiểm tra --date."
        )
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
    if day > month_end(month):
        lines.append(
            f"Ngày nhận sau tháng {month[5:]}/{month[:4]}, là tháng đợt này tính: lượt chạy chưa tính các tệp ấy. "
            f"Gõ sai ngày thì sửa trong {inbox.ARRIVALS}; đúng thì chạy --month {day:%Y-%m} hoặc sửa default_month."
        )
    return lines
