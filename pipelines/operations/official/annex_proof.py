"""Proves a final publication: its files are those that were published, and say what the ledger records."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pipelines.intake.files.workbook import Sheet
from pipelines.operations.as_published import as_published
from pipelines.operations.contents.annexes import RANKING, office_annex_name
from pipelines.operations.contents.points import Letter, office_annex, ranking
from pipelines.operations.fingerprint import file_digest
from pipelines.operations.manifest import MANIFEST, read_manifest
from pipelines.operations.official.annex_reading import AnnexRow, expected_rows, written_rows
from pipelines.operations.official.publications import final_results
from pipelines.operations.opened_sheets import open_sheets
from pipelines.operations.request import OperatorError
from pipelines.reports.page import UNMARKED, sheet_name
from pipelines.reports.ranking import ranked_sheet
from pipelines.reports.wording import decimal_text
from pipelines.scoring.score import Results
from pipelines.store.ledger import Link
from schemas.annexes.annex import load_annexes
from schemas.campaigns.campaign import Campaign


class FileFault(NamedTuple):
    """A file of a publication that is not as it was published: its manifest, another one edited, or one gone."""

    kind: Literal["other_manifest", "edited", "gone"]
    told: str  # in Vietnamese, with its place


def changed_files(folder: Path, entry: Link) -> list[FileFault]:
    """What in the folder is not as the entry of its publication says."""
    where = f"{folder.name} (mục {entry.number} của sổ điểm)"
    if file_digest(folder / MANIFEST) != entry.entry.values.get("manifest"):
        return [FileFault("other_manifest", f"{where}: tệp {MANIFEST} không còn là tệp đã công bố.")]
    faults = []
    for name, one in read_manifest(folder / MANIFEST)["outputs"].items():
        found = file_digest(folder / name)
        if not found:
            faults.append(FileFault("gone", f"{where}: tệp “{name}” không còn ở đó."))
        elif found != one["sha256"]:
            faults.append(FileFault("edited", f"{where}: tệp “{name}” đã bị sửa sau khi công bố."))
    return faults


def different_points(campaign: Campaign, folder: Path, links: Sequence[Link]) -> list[str]:
    """Where the annexes in the folder do not say what `links`, the entries before their publication, record.

    Totals and ranks are worked out again too, unless the decision was edited since. Raises OperatorError for an annex
    that cannot be read, and a decision that is there no more.
    """
    manifest = read_manifest(folder / MANIFEST)
    campaign = as_published(campaign, manifest)
    results = final_results(campaign, links)
    edited = {
        scoring.decision.id
        for scoring, _ in results
        if manifest["decisions"].get(scoring.decision.id, {}).get("files")
        != dict(scoring.decision.file_hashes)
    }
    faults = _in_ranking(campaign, folder, results, edited) if RANKING in manifest["outputs"] else []
    for scoring, scores in results:
        points_only = scoring.decision.id in edited
        by_unit = {one.unit: one for one in scores}
        annex = load_annexes()["office_points"]
        layout = annex.table("scores")
        for unit in campaign.roster.units:
            name = office_annex_name(campaign, annex, unit)
            own = [one.code for one in campaign.roster.children(unit) if one.code in by_unit]
            if name not in manifest["outputs"] or not own:
                continue
            about = office_annex(campaign, annex, scoring, unit, Letter("", ""), own, by_unit, UNMARKED)
            sheet = _sheet(folder / name, sheet_name(layout.sheet))
            found = [row._replace(block="") for row in written_rows(sheet, layout, len(about.criteria))]
            faults += _differences(name, expected_rows("", about.rows, ranked=False), found, points_only)
    return faults


def _in_ranking(campaign: Campaign, folder: Path, results: Results, edited: Collection[str]) -> list[str]:
    """As `different_points`, of the ranking alone; of `edited` decisions only points are compared."""
    content = ranking(campaign, load_annexes()["ranking"], results, UNMARKED)
    faults = []
    for table, (scoring, _) in zip(content.tables, results, strict=True):
        layout = content.layout.table(table.table)
        sheet = _sheet(folder / RANKING, ranked_sheet(content.layout, table))
        found = written_rows(sheet, layout, len(table.criteria))
        expected = [
            row for block in table.blocks for row in expected_rows(block.name, block.rows, ranked=True)
        ]
        faults += _differences(RANKING, expected, found, scoring.decision.id in edited)
    return faults


def _sheet(path: Path, name: str) -> Sheet:
    sheets = open_sheets(path)
    if name not in sheets:
        raise OperatorError(f"{path.name}: không còn trang “{name}”.")
    return sheets[name]


def _differences(
    name: str, expected: Sequence[AnnexRow], found: Sequence[AnnexRow], points_only: bool
) -> list[str]:
    """The row in which an annex differs from the ledger, if any: the first with other points, else the first."""
    if points_only:
        expected, found = (
            [row._replace(total=None, rank=None) for row in rows] for rows in (expected, found)
        )
    recorded = {(row.block, row.unit): row for row in expected}
    written = {(row.block, row.unit): row for row in found}
    differing = [
        (written.get(key), recorded.get(key))
        for key in {**written, **recorded}
        if recorded.get(key) != written.get(key)
    ]
    if not differing:
        return []
    # Other points of one unit give other ranks to many: the points are what to look at.
    on_paper, by_ledger = min(differing, key=_differ_in_rank_only)
    return [f"{name}: phụ lục ghi {_told(on_paper)}; theo sổ điểm là {_told(by_ledger)}."]


def _differ_in_rank_only(pair: tuple[AnnexRow | None, AnnexRow | None]) -> bool:
    one, other = pair
    return one is not None and other is not None and one.points == other.points


def _told(row: AnnexRow | None) -> str:
    if row is None:
        return "không có dòng này"
    points = "; ".join("…" if point is None else decimal_text(point) for point in row.points)
    total = "" if row.total is None else f", tổng {decimal_text(row.total)}"
    rank = "" if row.rank is None else f", hạng {decimal_text(row.rank)}"
    return f"“{row.unit}” {points}{total}{rank}"
