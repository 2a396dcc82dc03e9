"""Takes appraisal sheets back into the ledger: the good rows, all at once; of the bad ones it says what is wrong."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.intake.appraisal import ReadAppraisal, read_appraisal
from pipelines.operations.appraisal_contents import origin_of
from pipelines.operations.appraisal_judge import Act, Judged, judge_rows
from pipelines.operations.appraisal_points import (
    EXPLANATION,
    ON_SHEETS,
    Key,
    Known,
    is_contested,
    known_before,
)
from pipelines.operations.appraise_export import points_of_rounds
from pipelines.operations.outputs import safe_name
from pipelines.operations.request import OperatorError, campaign_folder
from pipelines.reports.place import place
from pipelines.scoring.score import block_of
from pipelines.store.ledger import LEDGER, Entry, load_ledger
from pipelines.summary import ShownFinding
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import Finding, load_catalogue

# Sheets that were taken in are evidence of who wrote what; they lie with the campaign.
KEPT = "phieu"


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
        return any(one.severity in ("rejects_file", "rejects_row") for one in self.findings)


def import_sheets(
    files: Sequence[Path], raw: Path, warehouse: Path, who: str, on: datetime.date
) -> list[ImportedSheet]:
    """Takes each file's good rows into the ledger of the campaign that the file names, as acts of `who` on a day.

    Raises OperatorError (a file that is not there, no name, nothing run yet), LedgerBroken, LedgerBusy.
    """
    if not who.strip():
        raise OperatorError("Hãy ghi người chịu trách nhiệm: --by “Họ tên”.")
    for file in files:
        if not file.is_file():
            raise OperatorError(f"Không có tệp “{file}”.")
    said: dict[tuple[str, str], dict[Key, tuple[Entry, str]]] = {}
    return [_import(file, raw, warehouse, " ".join(who.split()), on, said) for file in files]


def _import(
    file: Path,
    raw: Path,
    warehouse: Path,
    who: str,
    on: datetime.date,
    said: dict[tuple[str, str], dict[Key, tuple[Entry, str]]],
) -> ImportedSheet:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OperatorError(f"Không mở được tệp “{file}”.") from error
    read = read_appraisal(data, file.name)
    campaign = None if read.refused else _campaign(read, raw)
    if campaign is not None:
        _check_round(read, campaign, on)
    if campaign is None or read.refused:
        return _told(file, read, Judged(), [])
    ledger = load_ledger(campaign.folder / LEDGER)
    round_name, level = read.head["round"], read.head["level"]
    found = {
        scoring.level: (scoring, points)
        for scoring, points in points_of_rounds(campaign, warehouse, ledger, on)
    }
    scoring, points = found[level]  # type: ignore[index]
    file_hash = hashlib.sha256(data).hexdigest()
    act = Act(scoring, round_name, who, on, file_hash, origin_of(read.head))
    known = known_before(scoring, campaign.roster, round_name, points, ledger)
    others = said.setdefault((campaign.id, round_name), {})
    judged = judge_rows(read.rows, known, act, {key: where for key, (_, where) in others.items()})
    if judged.entries:
        # First the sheet, then the entries that name it: the ledger never speaks of a file that is not there.
        place(campaign.folder / KEPT / safe_name(f"{file_hash[:12]} {file.name}"), data)
        ledger.append(judged.entries)
    settled = {(one.unit, one.criterion) for one in judged.entries} | set(judged.refused)
    left_open = [
        one
        for key, one in known.items()
        if one.own is None
        and key not in settled
        and block_of(scoring, campaign.roster, key[0]) == read.head["block"]
        and is_contested(round_name, one)
    ]
    for entry in judged.entries:
        others[entry.unit, entry.criterion] = entry, f"cũng ở tệp {file.name}, ô {entry.evidence.cell}"
    # Nobody has to explain herself; of an appraisal what misses holds up the publication.
    return _told(file, read, judged, [] if round_name == EXPLANATION else left_open)


def _campaign(read: ReadAppraisal, raw: Path) -> Campaign | None:
    """The campaign that a sheet names, if its units are scored by what the sheet was made for."""
    name = read.head["campaign"]
    try:
        campaign = load_campaign(campaign_folder(raw, name))
    except OperatorError:
        read.findings.append(Finding("appraisal_wrong_campaign", found=name, detail=""))
        return None
    scoring = campaign.scoring_of(read.head["level"])
    annex = f"{scoring.decision.id}/{scoring.criteria.annex}" if scoring else "không chấm cấp này"
    if annex != read.head["annex"]:
        detail = f": phiếu theo {read.head['annex']}, đợt nay theo {annex}"
        read.findings.append(Finding("appraisal_wrong_campaign", found=name, detail=detail))
        return None
    return campaign


def _check_round(read: ReadAppraisal, campaign: Campaign, on: datetime.date) -> None:
    name = read.head["round"]
    if name not in ON_SHEETS or name not in campaign.rounds:
        read.findings.append(Finding("appraisal_wrong_round", found=ROUND_VI.get(name, name)))
    elif refusal := campaign.rounds[name].refusal(on):
        read.findings.append(Finding("appraisal_round_closed", detail=refusal))


def _told(file: Path, read: ReadAppraisal, judged: Judged, left_open: Sequence[Known]) -> ImportedSheet:
    findings = [*read.findings, *judged.findings]
    if left_open:
        units = list(dict.fromkeys(one.unit.name for one in left_open))
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
