"""Takes appraisal sheets back into the ledger: the good rows, all at once; of the bad ones it says what is wrong."""

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.intake.appraisal_sheets.sheet import ReadAppraisal, read_appraisal
from pipelines.operations.appraisal.contents import origin_of
from pipelines.operations.appraisal.export import points_of_rounds
from pipelines.operations.appraisal.judge import Act, Judged, judge_rows
from pipelines.operations.appraisal.points import (
    Key,
    Known,
    is_contested,
    known_before,
    standing_entries,
)
from pipelines.operations.ledger.late_entries import is_late, written_on
from pipelines.operations.ledger.seen_heads import holds
from pipelines.operations.ledger.trusted_ledger import trusted_ledger
from pipelines.operations.outputs import safe_name
from pipelines.operations.request import OperatorError, campaign_folder, no_file, refuse_a_day_to_come
from pipelines.reports.place import OutputBusy, place
from pipelines.scoring.score import block_of
from pipelines.store.ledger import Entry
from pipelines.summary import ShownFinding
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.campaigns.rounds import EXPLANATION, ON_SHEETS, ROUND_VI
from schemas.findings import REFUSING, Finding, load_catalogue
from schemas.spelling import says_something, sentence

# Sheets that were taken in are evidence of who wrote what; they lie with the campaign.
KEPT = "phieu"
# Systems allow 255 bytes, of which a Vietnamese letter may take three, and six if it is typed in parts.
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """One file: rows taken into the ledger, rows that said what stood there, rows refused, rows left open."""

    path: Path
    round: str
    taken: int
    unchanged: int
    refused: int
    left_open: int
    findings: tuple[ShownFinding, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a row or the whole file was refused."""
        return any(one.severity in REFUSING for one in self.findings)


def import_sheets(
    files: Sequence[Path], raw: Path, warehouse: Path, who: str, on: datetime.date | None
) -> list[ImportedSheet]:
    """Takes each file's good rows into the ledger of the campaign that the file names, as acts of `who` on a day
    (today if None).

    Raises OperatorError (a file that is not there, no name, a day to come, nothing run yet), LedgerBroken, LedgerBusy.
    """
    on, who = on or datetime.date.today(), " ".join(sentence(who).split())
    if not says_something(who):
        raise OperatorError('Hãy ghi người chịu trách nhiệm: --by "Họ tên".')
    refuse_a_day_to_come(on)
    for file in files:
        if not file.is_file():
            raise OperatorError(no_file(file))
    office = _Office(raw, warehouse, who, on)
    return [office.take_in(file) for file in files]


class _Desk:
    """One round of one level, open for all the files that are handed in together."""

    def __init__(
        self, campaign: Campaign, warehouse: Path, head: Mapping[str, str], on: datetime.date
    ) -> None:
        self.campaign, self.round = campaign, head["round"]
        self._ledger = trusted_ledger(campaign.folder, warehouse)
        [(self.scoring, points)] = [
            found
            for found in points_of_rounds(campaign, warehouse, self._ledger, on)
            if found[0].level == head["level"]
        ]
        self.known = known_before(self.scoring, campaign.roster, self.round, points, self._ledger)
        self.elsewhere: dict[Key, str] = {}

    def take(self, file: Path, data: bytes, entries: Sequence[Entry]) -> None:
        """Keeps the sheet, then records the entries: the ledger never speaks of a file that is not there."""
        file_hash = entries[0].evidence.file_hash
        kept = (
            self.campaign.folder
            / KEPT
            / safe_name(f"{file_hash[:12]} {file.stem[:_LONGEST_NAME]}{file.suffix}")
        )
        # The kept sheet may be open in Excel; what lies there already is not written again.
        if not kept.is_file() or kept.read_bytes() != data:
            try:
                place(kept, data)
            except OutputBusy as busy:
                raise OperatorError(str(busy)) from None
        self._ledger.append(entries)
        standing = standing_entries(self._ledger, self.round, self.scoring)
        for entry in entries:
            key = entry.unit, entry.criterion
            self.known[key] = replace(self.known[key], own=standing[key])
            self.elsewhere[key] = f"cũng ở tệp {file.name}, ô {entry.evidence.cell}"

    def made_from(self, head: str) -> bool:
        """Whether the ledger still holds the entry on which a sheet was made."""
        return holds(self._ledger, head)

    def left_open(self, block: str, units: Collection[str], refused: Collection[Key]) -> list[Known]:
        """What nobody has settled in a sheet's block and those of its units, though its row may be deleted."""
        if self.round == EXPLANATION:
            return []  # nobody has to explain herself
        of_unit = {unit: block_of(self.scoring, self.campaign.roster, unit) for unit, _ in self.known}
        blocks = {block, *(of_unit[unit] for unit in units if unit in of_unit)}
        return [
            one
            for key, one in self.known.items()
            if one.own is None
            and key not in refused
            and of_unit[key[0]] in blocks
            and is_contested(self.round, one)
        ]


@dataclass(frozen=True, slots=True)
class _Office:
    """Where sheets are handed in together, by whom and on which day."""

    raw: Path
    warehouse: Path
    who: str
    on: datetime.date
    desks: dict[tuple[str, str, str], _Desk] = field(default_factory=dict)

    def take_in(self, file: Path) -> ImportedSheet:
        """One sheet; its good rows go into the ledger."""
        try:
            data = file.read_bytes()
        except OSError as error:
            raise OperatorError(f"Không mở được tệp “{file}”.") from error
        read = read_appraisal(data, file.name)
        desk = None if read.refused else self._desk(read)
        if desk is None:
            return _told(file, read, Judged(), [])
        written = written_on(self.on)
        file_hash = hashlib.sha256(data).hexdigest()
        act = Act(desk.scoring, desk.round, self.who, self.on, file_hash, origin_of(read.head), written)
        judged = judge_rows(read.rows, desk.known, act, desk.elsewhere)
        if judged.entries:
            desk.take(file, data, judged.entries)
            closes = desk.campaign.rounds[desk.round].closes
            if closes and written and is_late(closes, written):
                days = f"{written:%d/%m/%Y}, vòng {ROUND_VI[desk.round]} đã khóa ngày {closes:%d/%m/%Y}"
                read.findings.append(
                    Finding("appraisal_after_lock", found=f"{self.on:%d/%m/%Y}", detail=days)
                )
        units = {row.unit for row in read.rows}
        return _told(file, read, judged, desk.left_open(read.head["block"], units, set(judged.refused)))

    def _desk(self, read: ReadAppraisal) -> _Desk | None:
        """The desk for a sheet; None, with a finding, where it was made for something that is not so (any more)."""
        where = read.head["campaign"], read.head["round"], read.head["level"]
        desk = self.desks.get(where)
        campaign = desk.campaign if desk else self._campaign(read)
        if campaign is not None:
            _check_target(read, campaign, self.on)
        if campaign is None or read.refused:
            return None
        if desk is None:
            desk = self.desks[where] = _Desk(campaign, self.warehouse, read.head, self.on)
        if not desk.made_from(read.head["head"]):
            number = read.head["head"].partition(":")[0][:20]
            read.findings.append(Finding("appraisal_ledger_differs", found=f"mục {number}"))
            return None
        return desk

    def _campaign(self, read: ReadAppraisal) -> Campaign | None:
        name = read.head["campaign"]
        try:
            return load_campaign(campaign_folder(self.raw, name))
        except OperatorError:
            read.findings.append(Finding("appraisal_wrong_campaign", found=name))
            return None


def _check_target(read: ReadAppraisal, campaign: Campaign, on: datetime.date) -> None:
    """Whether what the sheet was made for is still so, and its round open."""
    scoring, name = campaign.scoring_of(read.head["level"]), read.head["round"]
    annex = scoring.criteria_id if scoring else ""
    if annex != read.head["annex"]:
        now = f"theo {annex}" if annex else "không chấm cấp của phiếu"
        detail = f": phiếu theo {read.head['annex']}, đợt nay {now}"
        read.findings.append(Finding("appraisal_wrong_campaign", found=campaign.id, detail=detail))
    elif name not in ON_SHEETS or name not in campaign.rounds:
        read.findings.append(Finding("appraisal_wrong_round", found=ROUND_VI.get(name, name)))
    elif refusal := campaign.rounds[name].refusal(on):
        read.findings.append(Finding("appraisal_round_closed", detail=refusal))


def _told(file: Path, read: ReadAppraisal, judged: Judged, left_open: Sequence[Known]) -> ImportedSheet:
    findings = [*read.findings, *judged.findings]
    if left_open:
        units = list(dict.fromkeys(one.name for one in left_open))
        shown = ", ".join(units[:5]) + (f" và {len(units) - 5} đơn vị nữa" if len(units) > 5 else "")
        findings.append(Finding("appraisal_left_open", found=str(len(left_open)), detail=f" ({shown})"))
    catalogue = load_catalogue()
    return ImportedSheet(
        file,
        ROUND_VI.get(read.head.get("round", ""), ""),
        len(judged.entries),
        judged.unchanged,
        len(judged.refused),
        len(left_open),
        tuple(
            ShownFinding(
                catalogue[one.code].severity,
                one.sheet,
                one.cell,
                catalogue[one.code].wording(one),
                catalogue[one.code].advice,
            )
            for one in findings
        ),
    )
