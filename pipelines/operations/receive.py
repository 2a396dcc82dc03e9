"""Notes the arrival of files: a copy in the inbox, a line in the book (arrivals.csv)."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.operations.inbox_remarks import is_ahead, is_early
from pipelines.operations.request import (
    OperatorError,
    campaign_folder,
    default_month,
    month_end,
    no_file,
    refuse_a_day_to_come,
)
from pipelines.store import inbox
from pipelines.store.arrivals import is_formula
from schemas.period import period_text
from schemas.toml_section import Section


@dataclass(frozen=True, slots=True)
class Received:
    """How files came: on which day (None: today), with which letter. `number` and `doc_date`, that letter's own, tell
    two files of one day apart. A content that stands in the book is noted once more only where it came `again`: a
    command called twice must not put an older version before a newer one."""

    on: datetime.date | None = None
    number: str = ""
    doc_date: datetime.date | None = None
    again: bool = False


def receive(
    raw: Path, campaign: str, files: Sequence[Path], how: Received, tell: Callable[[str], object]
) -> None:
    """Takes the files in, and tells a Vietnamese line of each as soon as it stands in the book; at last, where the day
    lies after the month that is run, or before that of the letter, and that a content noted before keeps its day.

    Raises OperatorError, before anything is copied, for a file that is not there and a day or number that cannot be;
    and when Excel holds arrivals.csv open.
    """
    folder = campaign_folder(raw, campaign)
    for file in files:
        if not file.is_file():
            raise OperatorError(no_file(file))
    month, day = default_month(folder), how.on or datetime.date.today()
    _check(folder, day)
    if is_formula(how.number):
        raise OperatorError(
            f"Số văn bản “{how.number}” không thể bắt đầu bằng “{how.number[0]}” (Excel coi là công thức); "
            f"hãy kiểm tra --number."
        )
    known = [_receive_one(folder, file, day, how, tell) for file in files]
    if any(earlier < day for earlier in known if earlier):
        tell(
            "Tệp đã vào sổ vẫn tính theo ngày nhận cũ: bản khác mà đơn vị gửi sau ngày ấy, nếu có, vẫn có hiệu lực. "
            "Nếu đơn vị gửi lại chính tệp ấy để thay bản sau thì gọi lại lệnh này, thêm --again."
        )
    if all(known):
        return
    if day > month_end(month):
        tell(
            f"Ngày nhận sau tháng {month[5:]}/{month[:4]}, là tháng đợt này tính: lượt chạy chưa tính các tệp ấy. "
            f"Gõ sai ngày thì sửa trong {inbox.ARRIVALS}; đúng thì chạy --month {day:%Y-%m} hoặc sửa default_month."
        )
    if how.doc_date and is_ahead(str(how.doc_date), day):
        tell(
            f"Ngày văn bản {how.doc_date:%d/%m/%Y} sau ngày nhận {day:%d/%m/%Y}; "
            f"gõ sai thì sửa trong {inbox.ARRIVALS}."
        )


def _receive_one(
    folder: Path, file: Path, day: datetime.date, how: Received, tell: Callable[[str], object]
) -> datetime.date | None:
    """The day on which the file was noted before, where that stays as it is; None where it is noted now."""
    try:
        received = inbox.receive(folder, file, day, how.number, str(how.doc_date or ""), how.again)
    except PermissionError as error:
        raise OperatorError(_refused(error, file, folder / inbox.ARRIVALS)) from None
    if known := received.earlier:
        tell(f"{file.name}: đã vào sổ từ trước (ngày {known.received_on:%d/%m/%Y}), không ghi lại.")
        return known.received_on
    copied = "đã chép vào" if received.copied else "nội dung đã có trong"
    tell(f"{file.name}: {copied} inbox/{received.path}, vào sổ ngày {day:%d/%m/%Y}.")
    return None


def _check(folder: Path, day: datetime.date) -> None:
    refuse_a_day_to_come(day)
    period = Section.load(folder / "campaign.toml").text("period")
    if is_early(day, period):
        # Or it would put a correction behind the very version that it corrects.
        raise OperatorError(
            f"Ngày nhận {day:%d/%m/%Y} trước kỳ báo cáo của đợt ({period_text(period)}); hãy kiểm tra --date."
        )


def _refused(error: PermissionError, file: Path, book: Path) -> str:
    """What the system would not let be read or written: the sender's file, the inbox or the book."""
    if error.filename is not None and Path(error.filename) == file:
        return f"Không đọc được “{file}”: không có quyền, hoặc tệp đang mở trong chương trình khác."
    if error.filename is not None and Path(error.filename) != book:
        return f"Không ghi được “{error.filename}”: không có quyền ghi, hoặc tệp đang mở trong chương trình khác."
    return f"Không ghi được {book}: hãy đóng tệp này trong Excel rồi chạy lại."
