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
from pipelines.operations.ledger.final_points import Final, final_points
from pipelines.operations.ledger.late_entries import late_entries, written_on
from pipelines.operations.ledger.reported_entries import reported_entries
from pipelines.operations.ledger.seen_heads import PUBLISHED
from pipelines.operations.ledger.trusted_ledger import trusted_ledger
from pipelines.operations.manifest import MANIFEST, outputs_intact, read_manifest, write_manifest
from pipelines.operations.month.run import Run
from pipelines.operations.official.lacking_list import LACKING, write_lacking
from pipelines.operations.official.left_out_units import left_out_units, withdrawn_units
from pipelines.operations.official.publication_day import (
    decided_later,
    refuse_earlier_than_the_last,
    refuse_earlier_than_what_counts,
)
from pipelines.operations.official.publications import final_folder, final_results, publications
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
from pipelines.steps import take_every_step
from pipelines.store.inbox import ARRIVALS
from pipelines.store.ledger import Entry, Head, Ledger
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
    refuse_earlier_than_the_last(on, publications(trusted_ledger(folder, request.warehouse).links))
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
        return _Act(campaign, run, store, ledger, who, day).publish()


def _check(campaign: Campaign, who: str, day: datetime.date) -> None:
    if not says_something(who):
        raise OperatorError('Hãy ghi người chịu trách nhiệm công bố: --by "Họ tên".')
    refuse_a_day_to_come(day)
    final = campaign.rounds.get(FINAL_ROUND)
    if final is None:
        raise OperatorError(
            f"Đợt {campaign.id} chưa khai điểm chính thức lấy từ vòng nào; "
            f"thêm mục [[round]] “{FINAL_ROUND}” với “takes” vào campaign.toml."
        )
    if refusal := final.refusal(day):
        raise OperatorError(f"Không công bố được ngày {day:%d/%m/%Y}: {refusal}.")


@dataclass(frozen=True, slots=True)
class _Act:
    """A publication in the making: what it is made from, whose act it is, and on which day."""

    campaign: Campaign
    run: Run
    store: Warehouse
    ledger: Ledger
    who: str
    day: datetime.date

    def publish(self) -> Published:
        """Records the points of every level and publishes them, or says what they lack."""
        levels = [self._level(one) for one in self.campaign.scorings if one.criteria.maxima_known]
        notes = self._notes({level.scoring.level: level for level in levels})
        list_of_lacking = self.run.request.warehouse / PUBLISHED / self.campaign.id / LACKING
        if lacking := [(level.scoring, one) for level in levels for one in level.final.lacking]:
            try:
                lines = write_lacking(list_of_lacking, self.campaign, lacking, self.day)
            except OutputBusy as busy:
                raise OperatorError(str(busy)) from None
            return Published(list_of_lacking, lacking=lines, notes=notes)
        if not any(level.final.entries for level in levels):
            # An inbox on a drive that is not there must not end in an empty annex, official for good.
            raise OperatorError(
                f"Chưa công bố được: đến hết ngày {self.run.until:%d/%m/%Y} chưa đơn vị nào có điểm để công bố."
            )
        list_of_lacking.unlink(missing_ok=True)
        entries: list[Entry] = []
        for level in levels:
            entries += reported_entries(level.scoring, level.points, self.day)
            entries += level.final.entries
        self.ledger.append(entries)
        facts: dict[str, Sequence[PointFact]] = {level.scoring.level: level.facts for level in levels}
        return replace(self._last_if_unchanged() or self._next(facts), notes=notes)

    def _level(self, scoring: Scoring) -> _Level:
        # What came in counts up to the month's end; what people decided, up to the day on which it becomes official.
        campaign, until = self.campaign, self.run.until
        points = round_points(campaign, scoring, self.store, self.ledger, self.day, received=until)
        facts = {
            str(name): reported_facts(campaign, scoring, self.store, name, until)
            for name in reversed(REPORTED)
        }
        stated = {name: stated_totals(sent) for name, sent in facts.items()}
        final = final_points(campaign, scoring, points, stated, self.who, self.day)
        return _Level(scoring, points, [fact for sent in facts.values() for fact in sent], final)

    def _notes(self, levels: Mapping[str, _Level]) -> tuple[str, ...]:
        """What whoever signs should know, each thing once: the month's run may have said the same."""
        campaign, links = self.campaign, self.ledger.links
        notes = [*self.run.summary().remarks, *late_entries(campaign, links)]
        notes += decided_later(campaign, links, self.day)
        for scoring in campaign.scorings:
            if level := levels.get(scoring.level):
                notes += outdated_reasons(campaign.roster, level.points)
                notes += left_out_units(campaign, scoring, level.points)
                notes += withdrawn_units(campaign, level.points, self.day)
            else:
                notes.append(f"{scoring.criteria.name}: chưa biết điểm tối đa, không công bố chính thức.")
        return tuple(dict.fromkeys(notes))

    def _made_from(self) -> dict[str, str]:
        run = self.run
        inputs = [f"{file.path}\0{file.file_hash}" for file in run.stock.files]
        return {
            "inputs": digest([*inputs, file_digest(run.folder / ARRIVALS)]),
            "declarations": run.declarations,
            "code": run.code,
            "month": run.month,
        }

    def _last_if_unchanged(self) -> Published | None:
        """The last publication, where it says all that there is to say: no official point was recorded since."""
        done = publications(self.ledger.links)
        if not done or any(one.entry.round == FINAL_ROUND for one in self.ledger.links[done[-1].number :]):
            return None
        folder = final_folder(self.run.request.warehouse, self.campaign.id, len(done))
        manifest = read_manifest(folder / MANIFEST)
        if manifest.get("made_from") != self._made_from() or not outputs_intact(manifest, folder):
            return None
        return Published(folder, len(done), Head(done[-1].number, done[-1].hash), unchanged=True)

    def _next(self, facts: Mapping[str, Sequence[PointFact]]) -> Published:
        """Writes the annexes from what the ledger says, then the manifest, then the entry that holds its hash."""
        campaign, run, ledger = self.campaign, self.run, self.ledger
        number = len(publications(ledger.links)) + 1
        folder = final_folder(self.run.request.warehouse, campaign.id, number)
        outputs = Outputs(folder, run.code)
        annexes = Annexes(campaign, self.store, run.until, ledger, outputs, final=True)
        versions = standings(self.store, campaign.id, run.until)
        annexes.write_points(final_results(campaign, ledger.links), facts, versions)
        annexes.write_figures()
        outputs.finish()
        if outputs.messages:
            raise OperatorError(f"Chưa công bố xong: {'; '.join(outputs.messages)}")
        added = {
            "units": described_units(campaign),
            "made_from": self._made_from(),
            "publication": {"number": number, "by": self.who, "on": str(self.day)},
        }
        write_manifest(folder / MANIFEST, {**annexes.described(run.month), **added})
        values = {
            "month": run.month,
            "folder": folder.name,
            "manifest": file_digest(folder / MANIFEST),
            "printed": ledger.head.short,
        }
        entry = Entry(
            "publication", FINAL_ROUND, "", "", "", "", None, self.who, self.day, values=values,
            written=written_on(self.day),
        )  # fmt: skip
        return Published(folder, number, ledger.append([entry]))
