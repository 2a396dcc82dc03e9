"""The day of an official publication against what it rests on: what is signed on a day cannot know what came after.

The day is what the typist says. One before an earlier publication, or before files that count, would stand on paper as
something that nobody could have done.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from pipelines.operations.few_of_many import few_files
from pipelines.operations.request import OperatorError
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import Stock
from pipelines.store.ledger import Link
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import FINAL_ROUND, ON_SHEETS, ROUND_VI


def refuse_earlier_than_the_last(typed: datetime.date | None, done: Sequence[Link]) -> None:
    """Raises OperatorError for a day (None: today) before that of the last official publication in the ledger.

    Where that one bears a day to come, the clock of the PC is or was wrong, and nobody here can tell which: whoever
    types the day says that it is right now.
    """
    today = datetime.date.today()
    day, last = typed or today, done[-1].entry.on if done else None
    if last is None or day >= last or (typed and last > today):
        return
    if last > today:
        advice = (
            f"sau ngày của máy ({today:%d/%m/%Y}). Hãy xem lại ngày giờ của máy; nếu máy đúng và ngày ghi trước là sai "
            f"thì thêm --date {today:%d/%m/%Y}"
        )
    else:
        advice = "hãy kiểm tra --date"
    mark = ", " if last > today else "; "
    raise OperatorError(
        f"Không công bố được ngày {day:%d/%m/%Y}: lần công bố trước ghi ngày {last:%d/%m/%Y}{mark}{advice}."
    )


def refuse_earlier_than_what_counts(
    day: datetime.date, until: datetime.date, stock: Stock, arrivals: Mapping[str, Arrival]
) -> None:
    """Raises OperatorError where files count (received up to the day `until`) that came in only after the day."""
    later = [
        file.path
        for file in stock.files
        if file.file_hash in arrivals and day < arrivals[file.file_hash].on(until).received_on <= until
    ]
    if later:
        raise OperatorError(
            f"Không công bố được ngày {day:%d/%m/%Y}: {len(later)} tệp được tính trong tháng nhận sau ngày ấy "
            f"({few_files(later)}); hãy kiểm tra --date, hoặc công bố tháng trước bằng --month."
        )


def decided_later(campaign: Campaign, links: Iterable[Link], day: datetime.date) -> list[str]:
    """A Vietnamese line for each round whose points become official, about entries after the day: they do not count."""
    # Reported points stand in the ledger under their day of receipt, which is judged above.
    takes = [name for name in campaign.rounds[FINAL_ROUND].takes if name in ON_SHEETS]
    last = {(one.round, one.unit, one.criterion): one.on for one in (link.entry for link in links)}
    later: dict[str, list[datetime.date]] = {}
    for (name, _, _), on in last.items():
        if name in takes and on > day:
            later.setdefault(name, []).append(on)
    return [
        f"Chưa tính {len(days)} điểm {ROUND_VI[name]} ghi sau ngày công bố {day:%d/%m/%Y}."
        + (
            f" Có điểm ghi ngày {max(days):%d/%m/%Y}, ngày chưa đến: khi ấy máy sai ngày; hãy nhập lại phiếu."
            if max(days) > datetime.date.today()
            else ""
        )
        for name, days in later.items()
    ]
