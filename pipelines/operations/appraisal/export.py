"""Writes the appraisal sheets (phiếu thẩm định) of a round: a workbook for each block that has points."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import Path

from pipelines.intake.appraisal_sheets.sheet import read_appraisal
from pipelines.operations.appraisal.contents import Issue, capital, origin_of
from pipelines.operations.appraisal.judge import ANYBODY, Act, judge_rows
from pipelines.operations.appraisal.points import (
    Key,
    Known,
    is_contested,
    known_before,
)
from pipelines.operations.ledger.late_entries import written_on
from pipelines.operations.ledger.reported_entries import reported_entries
from pipelines.operations.ledger.seen_heads import holds
from pipelines.operations.ledger.trusted_ledger import trusted_ledger
from pipelines.operations.outputs import safe_name
from pipelines.operations.request import OperatorError, campaign_folder, refuse_a_day_to_come
from pipelines.operations.round_points import Points, round_points
from pipelines.operations.units_of_campaign import block_name
from pipelines.reports.appraisal_sheet import write_appraisal
from pipelines.reports.place import OutputBusy, place
from pipelines.reports.wording import date_text
from pipelines.scoring.score import block_of
from pipelines.store.ledger import Ledger
from pipelines.store.read_copy import NothingPublished
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring, load_campaign
from schemas.campaigns.rounds import FINAL_ROUND, ON_SHEETS, ROUND_VI

FOLDER = "phieu"
# Rows of which nothing can be handed in any more from the sheet on which they stand.
_PAST_HELP = frozenset(("appraisal_stale", "appraisal_row_changed", "appraisal_row_unknown"))


@dataclass(frozen=True, slots=True)
class ExportedSheet:
    """One block: how many rows it has, how many of them are still open, and where its sheet lies.

    `kept` says why an older sheet was left in its place; "" where the new one was written. `aside` is where an older
    sheet went of which nothing can be handed in any more; None where there was none.
    """

    block: str
    row_count: int
    open_count: int
    path: Path
    kept: str
    aside: Path | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote; `without` names the blocks in which there is nothing to appraise."""

    round: str
    sheets: tuple[ExportedSheet, ...]
    without: tuple[str, ...]


def export_sheets(
    raw: Path,
    warehouse: Path,
    campaign_name: str,
    round_name: str | None,
    on: datetime.date | None,
    out: Path | None = None,
    everything: bool = False,
) -> Exported:
    """Writes a workbook for each block to `out` (by default `phieu/<campaign>/<round>` of the warehouse).

    Reported and computed points are first copied into the ledger. A sheet in which something is entered that has not
    been imported is never replaced; where nothing of it can be imported any more, it is moved aside.
    `on` is the day of the sheets, today if None. With `everything` a round after the first lists also what nobody
    contests.
    Raises OperatorError (a day to come, no such round, none open, nothing run yet), LedgerBroken, LedgerBusy.
    """
    on = on or datetime.date.today()
    refuse_a_day_to_come(on)
    campaign = load_campaign(campaign_folder(raw, campaign_name))
    name = open_round(campaign, round_name, on)
    folder = out or warehouse / FOLDER / campaign.id / name
    ledger = trusted_ledger(campaign.folder, warehouse)
    found = points_of_rounds(campaign, warehouse, ledger, on)
    ledger.append([one for scoring, points in found for one in reported_entries(scoring, points, on)])
    sheets: list[ExportedSheet] = []
    without: list[str] = []
    for scoring, points in found:
        known = known_before(scoring, campaign.roster, name, points, ledger)
        issue = Issue(campaign, scoring, name, ledger, on)
        for block, rows in _blocks(campaign, scoring, known).items():
            listed = [one for one in _sorted(rows) if everything or is_contested(name, one)]
            # Points that were official and that nothing speaks for any more must be decided here, too.
            if any(
                (one.unit.code, one.criterion.code) in ledger.points(FINAL_ROUND)
                or any(point.points is not None for point in one.given.values())
                for one in listed
            ):
                sheets.append(_write_sheet(issue, block, listed, known, folder))
            else:
                without.append(block_name(campaign, scoring, block))
    return Exported(name, tuple(sheets), tuple(without))


def _write_sheet(
    issue: Issue, block: str, listed: Sequence[Known], known: Mapping[Key, Known], folder: Path
) -> ExportedSheet:
    heading = block_name(issue.campaign, issue.scoring, block)
    path = folder / safe_name(f"Phiếu {ROUND_VI[issue.round]} - {heading}.xlsx")
    kept, aside = _unfinished(path, known, issue)
    if not kept:
        try:
            place(path, write_appraisal(issue.sheet(block, listed)))
        except OutputBusy as busy:
            kept = str(busy)
    return ExportedSheet(heading, len(listed), sum(one.own is None for one in listed), path, kept, aside)


def points_of_rounds(
    campaign: Campaign, warehouse: Path, ledger: Ledger, until: datetime.date
) -> list[tuple[Scoring, dict[str, Points]]]:
    """The points of every round of every level, up to a day. Raises OperatorError where no month has been run yet."""
    try:
        with Warehouse.open_reader(warehouse) as store:
            return [
                (scoring, round_points(campaign, scoring, store, ledger, until))
                for scoring in campaign.scorings
            ]
    except NothingPublished:
        raise OperatorError(
            f"Chưa có số liệu của đợt trong {warehouse}; hãy chạy “bangdiem run {campaign.id}” trước."
        ) from None


def open_round(campaign: Campaign, asked: str | None, on: datetime.date) -> str:
    """The round to write sheets for: the one asked for unless it is locked, else the only one open on the day."""
    declared = [name for name in ON_SHEETS if name in campaign.rounds]
    if not declared:
        raise OperatorError(
            f"Đợt {campaign.id} chưa khai vòng thẩm định nào; thêm mục [[round]] vào campaign.toml."
        )
    if asked is not None:
        if asked not in declared:
            raise OperatorError(f"Đợt {campaign.id} không có vòng “{asked}”; có: {', '.join(declared)}.")
        closes = campaign.rounds[asked].closes
        if closes and on > closes:
            raise OperatorError(f"{capital(campaign.rounds[asked].refusal(on))}.")
        return asked
    found = [name for name in declared if campaign.rounds[name].is_open(on)]
    if len(found) != 1:
        how = "có nhiều vòng đang mở" if found else "không có vòng nào đang mở"
        raise OperatorError(
            f"Ngày {date_text(on)} {how}; hãy chọn bằng --round: {', '.join(found or declared)}."
        )
    return found[0]


def _blocks(campaign: Campaign, scoring: Scoring, known: Mapping[Key, Known]) -> dict[str, list[Known]]:
    blocks: dict[str, list[Known]] = {}
    for (unit, _), one in known.items():
        blocks.setdefault(block_of(scoring, campaign.roster, unit), []).append(one)
    return blocks


def _sorted(rows: Sequence[Known]) -> list[Known]:
    """What is open first, by the points at stake; units from which nothing came last. The rest as in the register."""
    heard = {
        one.unit.code
        for one in rows
        if any(point.points is not None or point.source for point in one.given.values())
    }
    return sorted(
        rows, key=lambda one: (one.unit.code not in heard, one.own is not None, -(one.stake or Decimal(0)))
    )


def _unfinished(path: Path, known: Mapping[Key, Known], issue: Issue) -> tuple[str, Path | None]:
    """Why the sheet at `path` must stay: something in it is not in the ledger. "" where it may go, and where it went.

    What is refused as stale or scrambled says "export again": such rows must not keep the new sheet out.
    """
    if not path.exists():
        return "", None
    if not path.is_file():
        return "có một thư mục cùng tên; hãy chuyển thư mục ấy đi", None
    read = read_appraisal(path.read_bytes(), path.name)
    if not read.rows:
        return "có một tệp khác cùng tên; hãy chuyển tệp ấy đi", None
    act = Act(issue.scoring, issue.round, ANYBODY, issue.on, "", origin_of(read.head), written_on(issue.on))
    judged = judge_rows(read.rows, known, act, {})
    waiting = len(judged.entries) + len(judged.refused)
    lost = sum(one.code in _PAST_HELP for one in judged.findings)
    if read.head["annex"] != issue.scoring.criteria_id or not holds(issue.ledger, read.head["head"]):
        lost = waiting
    if waiting > lost:
        why = f"còn {waiting - lost} dòng đã ghi mà chưa nhập; hãy nhập trước (appraise import)"
        return why, None
    if not lost:
        return "", None
    numbers = (f" {number}" if number > 1 else "" for number in count(1))
    aside = next(
        place for number in numbers if not (place := path.with_stem(f"{path.stem} (bản cũ{number})")).exists()
    )
    try:
        path.rename(aside)
    except PermissionError:
        return "tệp đang mở trong chương trình khác; hãy đóng lại", None
    return "", aside
