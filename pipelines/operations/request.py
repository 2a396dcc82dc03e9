"""What an operation is asked for, and the operator's kind of error."""

import datetime
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from schemas.period import period_text, read_month, read_period
from schemas.toml_section import Section


class OperatorError(Exception):
    """Wrong usage. `str()` is one Vietnamese line."""


def no_file(path: Path) -> str:
    """Why a path that was given cannot be taken as a file, in Vietnamese; it may be a folder."""
    if path.is_dir():
        return f"“{path}” là thư mục; hãy ghi tên từng tệp."
    return f"Không có tệp “{path}”."


def refuse_a_day_to_come(day: datetime.date) -> None:
    """Raises OperatorError for a `--date` that has not come: nobody has acted then, and a slip of the year would stand
    in the book for good."""
    today = datetime.date.today()
    if day > today:
        raise OperatorError(
            f"Ngày {day:%d/%m/%Y} chưa đến (hôm nay {today:%d/%m/%Y}); hãy kiểm tra --date và ngày của máy."
        )


class Progress(Protocol):
    """Told of long work: how much there is, and how much more is done."""

    def start(self, what: str, total: int) -> None:
        """A piece of work begins: its Vietnamese name, and how many steps it has."""

    def advance(self, n: int = 1) -> None:
        """`n` more steps are done."""

    def done(self) -> None:
        """The piece of work has ended."""


@dataclass(frozen=True)
class RunRequest:
    """One monthly run: a campaign (folder name under `raw`), a month "2021-12" or None for the campaign's own.

    `charts` False leaves the charts out: they cost more than all the rest of a small month.
    """

    campaign: str
    month: str | None
    raw: Path
    warehouse: Path
    charts: bool = True


def campaign_folder(raw: Path, campaign: str) -> Path:
    """The folder of a campaign, whose name is the campaign's. Raises OperatorError, naming the campaigns there are."""
    found = sorted(path.parent.name for path in raw.glob("*/campaign.toml")) if raw.is_dir() else []
    # A folder copied from another system may spell "Hà Tĩnh" with its marks apart: nobody could see or type that.
    alike = [
        name for name in found if unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", campaign)
    ]
    if campaign not in found and len(alike) == 1:
        return raw / alike[0]
    if campaign not in found:
        have = (
            f"các đợt hiện có: {', '.join(found)}"
            if found
            else f"trong {raw} chưa có đợt nào (campaign.toml)"
        )
        raise OperatorError(f"Không có đợt “{campaign}”; {have}.")
    return raw / campaign


def month_end(month: str) -> datetime.date:
    """The last day of a month "2021-12". Raises OperatorError for anything else."""
    named = read_month(month)
    if named is None:
        raise OperatorError(f"Tháng “{month}” không đúng; hãy ghi năm-tháng, ví dụ 2021-12.")
    return named.last


def month_of_a_run(asked: str | None, today: datetime.date) -> str | None:
    """The month that a scheduled run counts: "truoc" the one before its day's, "nay" its day's own, else as asked."""
    if asked == "truoc":
        return f"{today.replace(day=1) - datetime.timedelta(days=1):%Y-%m}"
    return f"{today:%Y-%m}" if asked == "nay" else asked


def month_to_run(campaign: Path, asked: str | None) -> str:
    """The month "2021-12" that is asked for, else the campaign's own. Raises OperatorError for one of a year before the
    campaign's period: no report can have come by then, and the points of files not yet in the book would be its own.
    """
    if asked is None:
        return default_month(campaign)
    period = Section.load(campaign / "campaign.toml").text("period")
    named, reported = read_month(asked), read_period(period)
    if named is not None and reported is not None and named.last.year < reported.first.year:
        raise OperatorError(
            f"Tháng {named.last:%m/%Y} trước kỳ báo cáo của đợt ({period_text(period)}); hãy kiểm tra --month."
        )
    return asked


def default_month(campaign: Path) -> str:
    """The month that a campaign's folder says is run. Raises DeclarationError with file and line."""
    section = Section.load(campaign / "campaign.toml")
    month = section.text("default_month")
    if read_month(month) is None:
        section.refuse("default_month", f"tháng “{month}” phải có dạng 2021-12")
    return month
