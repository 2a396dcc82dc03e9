"""Checks loose files as a run would read them, without touching the warehouse."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from pipelines.operations.answering import reader_answers
from pipelines.operations.gathered import gather
from pipelines.operations.request import OperatorError, campaign_folder, no_file
from pipelines.store.inbox import hash_file
from pipelines.summary import CheckedFile, CheckReport, ShownFinding
from schemas.findings import SEVERITIES, Finding, load_catalogue


def _campaign_of(files: Sequence[Path], campaign: str | None, raw: Path) -> Path:
    """The campaign named, else the one under whose folder the files lie, else the only one there is."""
    if campaign:
        return campaign_folder(raw, campaign)
    found = sorted(path.parent for path in raw.glob("*/campaign.toml"))
    for folder in found:
        if all(file.resolve().is_relative_to(folder.resolve()) for file in files):
            return folder
    if len(found) == 1:
        return found[0]
    raise OperatorError(
        f"Hãy cho biết đợt bằng --campaign; các đợt hiện có: {', '.join(path.name for path in found) or 'chưa có'}."
    )


def _with_folders_opened(files: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for file in files:
        if file.is_dir():
            below = sorted(path for path in file.rglob("*") if path.is_file())
            if not below:
                raise OperatorError(f"Thư mục “{file}” không có tệp nào.")
            found += below
        elif file.is_file():
            found.append(file)
        else:
            raise OperatorError(no_file(file))
    return found


def check_files(files: Sequence[Path], campaign: str | None, raw: Path) -> CheckReport:
    """What is recognised in each file, or in each below a folder, and what is wrong with it.

    Raises OperatorError for a file that is not there, and for a folder without files.
    """
    files = _with_folders_opened(files)
    from pipelines.intake.files.batch import make_reader, read_batch
    from pipelines.intake.files.check import check_points
    from pipelines.intake.files.to_read import Mark, ToRead
    from schemas.campaigns.campaign import load_campaign

    loaded = load_campaign(_campaign_of(files, campaign, raw))
    hashes = [hash_file(str(file)) for file in files]
    reader = make_reader(loaded, reader_answers(loaded, [file_hash for file_hash, _ in hashes]))
    catalogue = load_catalogue()
    checked = []
    for file, (file_hash, size) in zip(files, hashes, strict=True):
        to_read = ToRead(file.name, file_hash, str(file), size)
        tables = check_points(
            read_batch(reader, [to_read], Mark(loaded.id, datetime.date.today(), "")), loaded
        )
        recognised = []
        senders = {}
        for one in tables["submissions"].to_pylist():
            senders[one["submission_id"]] = one["sender"]
            sender = loaded.roster.full_name(one["sender"]) if one["sender"] else "chưa rõ đơn vị"
            recognised.append(f"{loaded.layouts[one['form']].name} – {sender}")
        found = [
            (
                senders.get(row["submission_id"]),
                row["unit"],
                Finding(row["code"], row["sheet"], row["cell"], row["found"], row["detail"]),
            )
            for row in tables["findings"].to_pylist()
        ]
        shown = []
        for _, _, one in gather(found):
            kind = catalogue[one.code]
            shown.append(
                ShownFinding(kind.severity, one.sheet, one.cell, kind.wording(one), kind.advice, kind.ours)
            )
        shown.sort(key=lambda one: SEVERITIES.index(one.severity))
        checked.append(CheckedFile(file, recognised, shown))
    return CheckReport(checked)
