"""Makes a month's points official: records them in the ledger, writes the annexes without DỰ THẢO, records that too.

The chain fixes what was published: the annexes bear its head, the manifest holds their hashes, and the entry of the
publication, which comes after, holds the manifest's.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.operations.appraisal.outdated_reasons import outdated_reasons
from pipelines.operations.as_published import described_units
from pipelines.operations.contents.annexes import Annexes
from pipelines.operations.fingerprint import digest, file_digest
from pipelines.operations.inbox_remarks import unreadable
from pipelines.operations.ledger.final_points import Final, final_points, recorded_points
from pipelines.operations.ledger.late_entries import late_entries, written_on
from pipelines.operations.ledger.reported_entries import reported_entries
from pipelines.operations.ledger.seen_heads import PUBLISHED
from pipelines.operations.ledger.trusted_ledger import trusted_ledger
from pipelines.operations.manifest import MANIFEST, outputs_intact, read_manifest, write_manifest
from pipelines.operations.month.run import Run
from pipelines.operations.official.lacking_list import LACKING, write_lacking
from pipelines.operations.official.left_out_units import left_out_units
from pipelines.operations.official.publication_day import (
    decided_later,
    refuse_earlier_than_the_last,
    refuse_earlier_than_what_counts,
)
from pipelines.operations.outputs import Outputs
from pipelines.operations.request import (
    OperatorError,
    Progress,
    RunRequest,
    campaign_folder,
    refuse_a_day_to_come,
)
from pipelines.operations.round_points import Points, reported_facts, round_points
from pipelines.reports.place import OutputBusy
from pipelines.scoring.reported import PointFact, stated_totals
from pipelines.scoring.score import UnitScore, score_points
from pipelines.steps import take_every_step
from pipelines.store.inbox import ARRIVALS
from pipelines.store.ledger import Entry, Head, Ledger, Link
from pipelines.store.standings import standings
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring, load_campaign
from schemas.campaigns.rounds import FINAL_ROUND, REPORTED
from schemas.spelling import says_something, sentence


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: the number of the publication and where it lies; or `lacking` lines (Vietnamese, each a unit
    and what it lacks) and the workbook `folder` that lists them all. `entry` records it in the ledger.

    `unchanged`: the last publication says all that there is to say, and nothing was written.
    """

    folder: Path
    number: int = 0
    entry: Head | None = None
    lacking: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    """What is known of one level: its points by round, who sent them, and what of them becomes official."""

    scoring: Scoring
    points: Mapping[str, Points]
    facts: Sequence[PointFact]
    final: Final


def final_folder(warehouse: Path, campaign: str, number: int) -> Path:
    """Where the publication with this number lies."""
    return warehouse / PUBLISHED / campaign / f"chinh-thuc-{number:02d}"


def publications(links: Sequence[Link]) -> list[Link]:
    """The entries that record final publications; the n-th is number n."""
    return [link for link in links if link.entry.kind == "publication" and link.entry.round == FINAL_ROUND]


def publish_final(request: RunRequest, who: str, on: datetime.date | None, progress: Progress) -> Published:
    """Runs the month, and makes its points official on a day (today unless given) as the act of `who`.

    Nothing is recorded while a criterion of a unit that sent anything lacks its points, or a waiver in force.
    Raises OperatorError (no final round, locked, nobody named, a day that cannot be, nobody with points),
    DeclarationError, LedgerBusy, WarehouseBusy.
    """
    day, who = on or datetime.date.today(), " ".join(sentence(who).split())
    folder = campaign_folder(request.raw, request.campaign)
    campaign = load_campaign(folder)
    _check(campaign, who, day)
    # Before the draft's manifest is written over.
    refuse_earlier_than_the_last(day, publications(trusted_ledger(folder, request.warehouse).links))
    run = Run.open(request, progress)
    try:
        if run.stock.unreadable:
            # What it says is not known, and an older version would speak in its place.
            raise OperatorError("Chưa công bố được: " + "; ".join(unreadable(run.stock)) + ".")
        refuse_earlier_than_what_counts(day, run.until, run.stock, run.arrivals)
        take_every_step(run)
    finally:
        run.close()
    ledger = trusted_ledger(folder, request.warehouse)
    with Warehouse.open_reader(request.warehouse) as store:
        levels, notes = [], [*run.summary().remarks, *late_entries(campaign, ledger.links)]
        notes += decided_later(campaign, ledger.links, day)
        for scoring in campaign.scorings:
            if scoring.criteria.maxima_known:
                levels.append(_level(campaign, scoring, store, ledger, run.until, day, who))
                notes += outdated_reasons(campaign.roster, levels[-1].points)
                notes += left_out_units(campaign, scoring, levels[-1].points)
            else:
                notes.append(f"{scoring.criteria.name}: chưa biết điểm tối đa, không công bố chính thức.")
        list_of_lacking = request.warehouse / PUBLISHED / campaign.id / LACKING
        notes = list(dict.fromkeys(notes))  # the month's run may have said the same
        lacking = [(level.scoring, one) for level in levels for one in level.final.lacking]
        if lacking:
            try:
                lines = write_lacking(list_of_lacking, campaign, lacking, day)
            except OutputBusy as busy:
                raise OperatorError(str(busy)) from None
            return Published(list_of_lacking, lacking=lines, notes=tuple(notes))
        if not any(level.final.entries for level in levels):
            # An inbox on a drive that is not there must not end in an empty annex, official for good.
            raise OperatorError(
                f"Chưa công bố được: đến hết ngày {run.until:%d/%m/%Y} chưa đơn vị nào có điểm để công bố."
            )
        list_of_lacking.unlink(missing_ok=True)
        _record(levels, ledger, day)
        return _publish(campaign, levels, store, ledger, run, who, day, notes)


def _check(campaign: Campaign, who: str, day: datetime.date) -> None:
    if not says_something(who):
        raise OperatorError("Hãy ghi người chịu trách nhiệm công bố: --by “Họ tên”.")
    refuse_a_day_to_come(day)
    final = campaign.rounds.get(FINAL_ROUND)
    if final is None:
        raise OperatorError(
            f"Đợt {campaign.id} chưa khai điểm chính thức lấy từ vòng nào; "
            f"thêm mục [[round]] “{FINAL_ROUND}” với “takes” vào campaign.toml."
        )
    if refusal := final.refusal(day):
        raise OperatorError(f"Không công bố được ngày {day:%d/%m/%Y}: {refusal}.")


def _level(
    campaign: Campaign,
    scoring: Scoring,
    store: Warehouse,
    ledger: Ledger,
    until: datetime.date,
    day: datetime.date,
    who: str,
) -> _Level:
    # What came in counts up to the month's end; what people decided, up to the day on which it becomes official.
    points = round_points(campaign, scoring, store, ledger, day, received=until)
    facts = {name: reported_facts(campaign, scoring, store, name, until) for name in reversed(REPORTED)}
    stated: dict[str, dict[str, PointFact]] = {name: stated_totals(sent) for name, sent in facts.items()}
    final = final_points(campaign, scoring, points, stated, who, day)
    return _Level(scoring, points, [fact for sent in facts.values() for fact in sent], final)


def _record(levels: Sequence[_Level], ledger: Ledger, day: datetime.date) -> None:
    entries: list[Entry] = []
    for level in levels:
        entries += reported_entries(level.scoring, level.points, day)
        entries += level.final.entries
    ledger.append(entries)


def final_results(campaign: Campaign, links: Sequence[Link]) -> list[tuple[Scoring, list[UnitScore]]]:
    """The scores of every level whose maxima are known, from the official points that entries record."""
    found = []
    for scoring in campaign.scorings:
        if scoring.criteria.maxima_known:
            final = replace(scoring, ranked_round=FINAL_ROUND)
            found.append((final, score_points(final, campaign.roster, recorded_points(final, links))))
    return found


def _publish(
    campaign: Campaign,
    levels: Sequence[_Level],
    store: Warehouse,
    ledger: Ledger,
    run: Run,
    who: str,
    day: datetime.date,
    notes: Sequence[str],
) -> Published:
    made_from = {
        "inputs": digest(
            [f"{file.path}\0{file.file_hash}" for file in run.stock.files]
            + [file_digest(run.folder / ARRIVALS)]
        ),
        "declarations": run.declarations,
        "code": run.code,
        "month": run.month,
    }
    done = publications(ledger.links)
    if done and done[-1].number == ledger.head.number:
        last = final_folder(run.request.warehouse, campaign.id, len(done))
        manifest = read_manifest(last / MANIFEST)
        if manifest.get("made_from") == made_from and outputs_intact(manifest, last):
            return Published(last, len(done), ledger.head, notes=tuple(notes), unchanged=True)
    number = len(done) + 1
    folder = final_folder(run.request.warehouse, campaign.id, number)
    outputs = Outputs(folder, run.code)
    annexes = Annexes(campaign, store, run.until, ledger, outputs, final=True)
    annexes.write_points(
        final_results(campaign, ledger.links),
        {level.scoring.level: level.facts for level in levels},
        standings(store, campaign.id, run.until),
    )
    annexes.write_figures()
    outputs.finish()
    if outputs.messages:
        raise OperatorError("; ".join(outputs.messages))
    described = annexes.described(run.month)
    write_manifest(
        folder / MANIFEST,
        {
            **described,
            "units": described_units(campaign),
            "made_from": made_from,
            "publication": {"number": number, "by": who, "on": str(day)},
        },
    )
    entry = ledger.append([_publication_entry(ledger.head, run.month, folder, who, day)])
    return Published(folder, number, entry, notes=tuple(notes))


def _publication_entry(head: Head, month: str, folder: Path, who: str, day: datetime.date) -> Entry:
    values = {
        "month": month,
        "folder": folder.name,
        "manifest": file_digest(folder / MANIFEST),
        "printed": head.short,
    }
    return Entry(
        "publication", FINAL_ROUND, "", "", "", "", None, who, day, values=values, written=written_on(day)
    )
