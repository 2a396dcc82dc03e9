"""What the inbox and the book of arrivals say of files that do not count, or count in doubt, in Vietnamese lines."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.operations.few_of_many import few_files
from pipelines.reports.wording import partial_date_text
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import ARRIVALS, INBOX, Stock
from schemas.period import period_text, read_period


def unreadable(stock: Stock) -> list[str]:
    """A line for each file that the system would not open."""
    return [f"Không mở được {one.path}: {one.reason}" for one in stock.unreadable]


def no_inbox(campaign: Path) -> list[str]:
    """A line where the campaign's folder has no inbox: as if nobody had sent anything."""
    place = campaign / INBOX
    if place.is_dir():
        return []
    return [f"Không có thư mục {place}: chưa đọc tệp nào. Hãy xem thư mục ấy có bị chuyển đi không"]


def received_later(stock: Stock, arrivals: Mapping[str, Arrival], until: datetime.date) -> list[str]:
    """One line about the files that came in after the day `until`: a day mistyped in the book would keep one out of
    its month unseen. `arrivals` are by the hash of the file."""
    days = _noted(stock, arrivals)
    # One file may have been received twice after that day.
    later = list(dict.fromkeys(path for path, arrival in days if arrival.received_on > until))
    return _line(f"Chưa tính {len(later)} tệp vào sổ sau ngày {until:%d/%m/%Y}", later)


def no_longer_there(
    book: Mapping[str, Arrival], arrivals: Mapping[str, Arrival], until: datetime.date
) -> list[str]:
    """One line about what was noted up to the day `until` and lies in the inbox no more, or not with this content.

    An older version of the same form would speak again, and nothing else would tell. `book` are all lines, `arrivals`
    those about files that lie there.
    """
    found = {line.line for arrival in arrivals.values() for line in arrival.lines}
    gone = [one.file for one in book.values() if one.line not in found and one.received_on <= until]
    return _line(
        f"Sổ nhận có {len(gone)} tệp không còn nguyên trong hộp thư đến (đã xóa, chuyển đi hoặc bị sửa), không được "
        f"tính; chép lại tệp, hoặc bỏ dòng ấy trong {ARRIVALS}",
        gone,
    )


def doubtful_days(stock: Stock, arrivals: Mapping[str, Arrival], period: str) -> list[str]:
    """Lines about days that cannot be: of receipt before the campaign's period or years after it, of a letter after its
    receipt.

    Such a day decides which of two versions counts.
    """
    noted = _noted(stock, arrivals)
    early = [
        f"{path} ({one.received_on:%d/%m/%Y})" for path, one in noted if is_early(one.received_on, period)
    ]
    far = [f"{path} ({one.received_on:%d/%m/%Y})" for path, one in noted if is_far(one.received_on, period)]
    ahead = [
        f"{path} ({partial_date_text(one.doc_date)})"
        for path, one in noted
        if is_ahead(one.doc_date, one.received_on)
    ]
    return [
        *_line(
            f"Ngày nhận trước kỳ báo cáo ({period_text(period)}), hãy xem lại trong {ARRIVALS} "
            f"(ngày sai thì bản sau có thể bị coi là bản trước)",
            early,
        ),
        *_line(
            f"Ngày nhận nhiều năm sau kỳ báo cáo ({period_text(period)}), hãy xem lại trong {ARRIVALS}",
            far,
        ),
        *_line(f"Ngày văn bản sau ngày nhận, hãy xem lại trong {ARRIVALS}", ahead),
    ]


def is_early(received_on: datetime.date, period: str) -> bool:
    """Whether a day lies before the year of a period such as 2021 or 2021-H1: no report of it can have come."""
    reported = read_period(period)
    return reported is not None and received_on.year < reported.first.year


def is_far(received_on: datetime.date, period: str) -> bool:
    """Whether a day lies beyond the year after that of a period: a slip of the year would keep a file out for good."""
    reported = read_period(period)
    return reported is not None and received_on.year > reported.last.year + 1


def is_ahead(doc_date: str, received_on: datetime.date) -> bool:
    """Whether a letter, dated as far as `doc_date` goes (yyyy-mm-dd, yyyy-mm or ""), came before it was signed."""
    # A day that is not written whole comes before every day that begins like it.
    return doc_date > received_on.isoformat()


def _noted(stock: Stock, arrivals: Mapping[str, Arrival]) -> list[tuple[str, Arrival]]:
    noted = ((file.path, arrivals[file.file_hash]) for file in stock.files if file.file_hash in arrivals)
    return [(path, line) for path, first in noted for line in first.lines]


def _line(what: str, paths: Sequence[str]) -> list[str]:
    return [f"{what}: {few_files(paths)}"] if paths else []
