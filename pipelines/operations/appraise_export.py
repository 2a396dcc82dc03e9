"""Writes the appraisal sheets (phiếu thẩm định) of a round: a workbook for each block that has points."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipelines.intake.appraisal import read_appraisal
from pipelines.operations.appraisal_judge import AGREED, Act, agreement, judge_rows
from pipelines.operations.appraisal_points import (
    EXPLANATION,
    FIRST,
    ON_SHEETS,
    Key,
    Known,
    is_contested,
    known_before,
    rounds_before,
    word_of_point,
)
from pipelines.operations.outputs import safe_name
from pipelines.operations.request import OperatorError, campaign_folder
from pipelines.operations.round_points import Points, reported_entries, round_points
from pipelines.operations.units_of_campaign import block_name
from pipelines.reports.appraisal_sheet import AppraisalRow, AppraisalSheet, Entered, write_appraisal
from pipelines.reports.page import Marks
from pipelines.reports.place import OutputBusy, place
from pipelines.reports.wording import date_text, decimal_text
from pipelines.scoring.point_range import points_on_grid
from pipelines.scoring.score import block_of
from pipelines.store.ledger import LEDGER, Entry, Ledger, load_ledger
from pipelines.store.read_copy import NothingPublished
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring, load_campaign
from schemas.campaigns.rounds import ROUND_VI
from schemas.forms.appraisal import AGREE, HEAD_KEYS, NOT_APPLICABLE, WAIVED, pack_shown

FOLDER = "phieu"
_WORD_OF_KIND = {"not_applicable": NOT_APPLICABLE, "waiver": WAIVED}


@dataclass(frozen=True, slots=True)
class ExportedSheet:
    """One block: how many rows it has, how many of them are still open, and where its sheet lies.

    `kept` says why an older sheet was left in its place; "" where the new one was written.
    """

    block: str
    row_count: int
    open_count: int
    path: Path
    kept: str


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
    on: datetime.date,
    out: Path | None = None,
    everything: bool = False,
) -> Exported:
    """Writes a workbook for each block to `out` (by default `phieu/<campaign>/<round>` of the warehouse).

    Reported and computed points are first copied into the ledger. A sheet in which something is entered that has not
    been imported is never replaced. With `everything` a round after the first lists also what nobody contests.
    Raises OperatorError (no such round, none open, nothing run yet), LedgerBroken, LedgerBusy.
    """
    campaign = load_campaign(campaign_folder(raw, campaign_name))
    name = open_round(campaign, round_name, on)
    folder = out or warehouse / FOLDER / campaign.id / name
    ledger = load_ledger(campaign.folder / LEDGER)
    found = points_of_rounds(campaign, warehouse, ledger, on)
    ledger.append(
        [one for scoring, points in found for one in reported_entries(campaign, scoring, points, on)]
    )
    sheets: list[ExportedSheet] = []
    without: list[str] = []
    for scoring, points in found:
        known = known_before(scoring, campaign.roster, name, points, ledger)
        for block, rows in _blocks(campaign, scoring, known).items():
            heading = block_name(campaign, scoring, block)
            listed = [one for one in _sorted(rows) if everything or is_contested(name, one)]
            if not listed or not any(
                point.points is not None for one in listed for point in one.given.values()
            ):
                without.append(heading)
                continue
            label = f"Phiếu {ROUND_VI[name]} - {heading}.xlsx"
            path = folder / safe_name(label)
            kept = _unfinished(path, known, Act(scoring, name, "", on, "", ""))
            if not kept:
                content = _sheet(campaign, scoring, name, block, listed, points, ledger, on)
                kept = _placed(path, write_appraisal(content))
            open_count = sum(one.own is None for one in listed)
            sheets.append(ExportedSheet(heading, len(listed), open_count, path, kept))
    return Exported(name, tuple(sheets), tuple(without))


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
            raise OperatorError(f"{_capital(campaign.rounds[asked].refusal(on))}.")
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


def _sheet(
    campaign: Campaign,
    scoring: Scoring,
    name: str,
    block: str,
    rows: Sequence[Known],
    points: Mapping[str, Points],
    ledger: Ledger,
    on: datetime.date,
) -> AppraisalSheet:
    rounds = rounds_before(name, points)
    shown = {one: _capital(ROUND_VI[one]) for one in rounds if any(row.shown.get(one) for row in rows)}
    explains = name == EXPLANATION
    decision = scoring.decision
    head = {
        "campaign": campaign.id,
        "round": name,
        "level": scoring.level,
        "annex": f"{decision.id}/{scoring.criteria.annex}",
        "block": block,
        "exported_on": on.isoformat(),
        "head": f"{ledger.head.number}:{ledger.head.hash}",
    }
    assert tuple(head) == HEAD_KEYS
    return AppraisalSheet(
        label=block_name(campaign, scoring, block),
        titles=(f"Phiếu {ROUND_VI[name]}", campaign.title),
        below=(f"(Theo {scoring.criteria.name}, {decision.title})", _guide(explains)),
        heading="Giải trình của đơn vị (ghi vào đây)"
        if explains
        else f"{_capital(ROUND_VI[name])} (ghi vào đây)",
        rounds=shown,
        rows=tuple(_row(scoring, one, list(shown), name) for one in rows),
        head=head,
        notes=_notes(scoring, name, rows, ledger, on),
        places=decision.decimals,
        explains=explains,
        marks=Marks(simulated=campaign.simulated),
    )


def _row(scoring: Scoring, known: Known, rounds: Sequence[str], name: str) -> AppraisalRow:
    criterion = known.criterion
    given = tuple(
        point.points if point.points is not None else word_of_point(point) or None
        for point in (known.given[one] for one in rounds)
    )
    return AppraisalRow(
        unit=known.unit.code,
        name=known.unit.name,
        criterion=criterion.code,
        label=criterion.label,
        max_points=criterion.max_points,
        given=given,
        base=rounds.index(known.base) if known.base else None,
        stake=known.stake,
        remarks=_remarks(known, name),
        shown=pack_shown(known.shown),
        grid=tuple(points_on_grid(criterion, scoring.decision)),
        entered=_entered(known),
    )


def _remarks(known: Known, name: str) -> str:
    """The reasons that were given with the points before, and the unit's explanation."""
    lines = [
        f"{_capital(ROUND_VI[one])}: {point.reason}"
        for one, point in known.given.items()
        if point.reason and not point.reason.startswith(AGREED)
    ]
    if known.explanation is not None and name != FIRST:
        entry = known.explanation.entry
        proposed = "" if entry.points is None else f" đề nghị {decimal_text(entry.points)} điểm"
        papers = " ".join(
            part for part in (entry.evidence.number, entry.evidence.date, entry.evidence.title) if part
        )
        lines.append(f"Giải trình{proposed}: {entry.reason}{f' ({papers})' if papers else ''}")
    return "\n".join(lines)


def _entered(known: Known) -> Entered:
    """What the round's standing entry says, in the cells where it was entered."""
    if known.own is None:
        return Entered()
    entry = known.own.entry
    reason = "" if known.base and entry.reason == agreement(known) else entry.reason
    return Entered(
        entry.points if entry.points is not None else _WORD_OF_KIND.get(entry.kind),
        reason,
        entry.evidence.number,
        _day_text(entry.evidence.date),
        entry.evidence.title,
        date_text(entry.until) if entry.until else "",
    )


def _day_text(iso: str) -> str:
    """05/12/2021 of 2021-12-05; a month 12/2021; a year as it is."""
    return "/".join(reversed(iso.split("-")))


def _guide(explains: bool) -> str:
    if explains:
        return "(Chỉ gồm tiêu chí được thẩm định thấp hơn điểm đã có. Ghi vào các ô trắng, ngày dạng ngày/tháng/năm.)"
    return (
        f"(Ghi vào các ô trắng; chọn điểm trong danh sách. “{AGREE}” là giữ điểm in đậm; khác điểm in đậm thì ghi lý "
        "do. Ô trống là chưa thẩm định.)"
    )


def _notes(
    scoring: Scoring, name: str, rows: Sequence[Known], ledger: Ledger, on: datetime.date
) -> tuple[str, ...]:
    notes = [
        "Chênh lệch là số điểm còn phải bàn: khoảng cách giữa các vòng, hoặc cả điểm tối đa nếu chưa vòng nào có điểm. "
        "Điểm in đậm là điểm để so sánh; “…” là chưa có điểm dùng được; KAD là không áp dụng.",
        f"Thang điểm: bội số của {decimal_text(scoring.decision.grid)}.",
        f"Xuất ngày {date_text(on)}; sổ điểm {ledger.head.short}.",
    ]
    if name not in (FIRST, EXPLANATION):
        notes.insert(0, "Chỉ gồm tiêu chí có giải trình, hoặc lần 1 chưa có điểm.")
    return tuple(notes)


def _unfinished(path: Path, known: Mapping[Key, Known], act: Act) -> str:
    """Why the sheet that lies at `path` must stay: something in it is not in the ledger. "" where it may go."""
    if not path.exists():
        return ""
    read = read_appraisal(path.read_bytes(), path.name)
    if not read.rows:
        return "có một tệp khác cùng tên; hãy chuyển tệp ấy đi"
    judged = judge_rows(read.rows, known, act, {})
    waiting = len(judged.entries) + len(judged.refused)
    return f"còn {waiting} dòng đã ghi mà chưa nhập; hãy nhập trước (appraise import)" if waiting else ""


def _placed(path: Path, content: bytes) -> str:
    try:
        place(path, content)
    except OutputBusy as busy:
        return str(busy)
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def origin_of(head: Mapping[str, str]) -> str:
    """A short name of one exported sheet, the same for its copies: told by all that its hidden sheet says."""
    said = "\n".join(head.get(key, "") for key in HEAD_KEYS)
    return f"phiếu {hashlib.sha256(said.encode()).hexdigest()[:8]}"


__all__ = [
    "Entry",
    "Exported",
    "ExportedSheet",
    "export_sheets",
    "open_round",
    "origin_of",
    "points_of_rounds",
]
