"""The annexes of one month: each office's, the province's ranking, the summary and the conversions.

A draft of every month and an official publication write them alike, from points that are made and recorded elsewhere.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.operations.as_published import described_scorings
from pipelines.operations.contents import figures, points
from pipelines.operations.contents.unsent_reports import say_unsent
from pipelines.operations.outputs import Outputs, safe_name
from pipelines.reports.annex import write_annex
from pipelines.reports.conversion import write_conversion
from pipelines.reports.ranking import write_ranked
from pipelines.reports.summary import write_summary
from pipelines.scoring.reported import PointFact
from pipelines.scoring.score import Results
from pipelines.steps import Counts
from pipelines.store.ledger import Ledger
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.annexes.annex import Annex, load_annexes
from schemas.campaigns.campaign import Campaign

RANKING = "Xếp hạng toàn tỉnh.xlsx"
SUMMARY = "Biểu tổng hợp toàn tỉnh.xlsx"


def office_annex_name(campaign: Campaign, annex: Annex, office: str) -> str:
    """The file of an office's annex, below the folder of the publication."""
    return safe_name(f"{annex.label}/{annex.label} - {campaign.roster.name_among_all(office)}.xlsx")


class Annexes:
    """The annexes of one campaign up to the day `until`, written to `outputs`. Unless `final`, every page says DỰ
    THẢO."""

    def __init__(
        self,
        campaign: Campaign,
        warehouse: Warehouse,
        until: datetime.date,
        ledger: Ledger,
        outputs: Outputs,
        final: bool,
    ) -> None:
        self._campaign, self._warehouse, self._until = campaign, warehouse, until
        self._ledger, self._outputs = ledger, outputs
        self._marks = points.annex_marks(campaign, ledger.head, final)
        self._declared = load_annexes()

    def write_points(
        self,
        results: Results,
        facts: Mapping[str, Sequence[PointFact]],
        standings: Sequence[Standing],
    ) -> Counts:
        """Each office's annex, and the province's ranking; `facts` by level say which office sent points."""
        letters = {one.submission_id: one for one in standings}
        office_count = 0
        for scoring, scored in results:
            by_unit = {one.unit: one for one in scored}
            senders: dict[str, list[tuple[str, str]]] = {}
            for fact in facts[scoring.level]:
                if fact.sender != fact.unit:
                    senders.setdefault(fact.sender, []).append((fact.unit, fact.submission_id))
            for office, rows in senders.items():
                annex = self._declared["office_points"]
                content = points.office_annex(
                    self._campaign,
                    annex,
                    scoring,
                    office,
                    _letter(letters[rows[0][1]]),
                    [unit for unit, _ in rows],
                    by_unit,
                    self._marks,
                )
                self._outputs.put_content(
                    office_annex_name(self._campaign, annex, office), content, write_annex
                )
                office_count += 1
        if results:
            told = say_unsent(self._campaign, results, standings)
            ranked = points.ranking(self._campaign, self._declared["ranking"], told, self._marks)
            self._outputs.put_content(RANKING, ranked, write_ranked)
        return {"offices": office_count}

    def write_figures(self) -> Counts:
        """The summary of figures and the workbook of conversions."""
        written = 0
        summary = figures.summary(
            self._campaign, self._declared["summary"], self._warehouse, self._until, self._marks
        )
        if summary is not None:
            self._outputs.put_content(SUMMARY, summary, write_summary)
            written += 1
        conversion = figures.conversion(
            self._campaign, self._declared["conversion"], self._warehouse, self._until, self._marks
        )
        if conversion is not None:
            name = f"{self._declared['conversion'].label} toàn tỉnh.xlsx"
            self._outputs.put_content(safe_name(name), conversion, write_conversion)
            written += 1
        return {"workbooks": written}

    def described(self, month: str) -> dict[str, Any]:
        """What the manifest of any publication says: of what, by which decisions, up to which entry, which files."""
        return {
            "campaign": self._campaign.id,
            "month": month,
            "simulated": self._campaign.simulated,
            "decisions": {
                scoring.decision.id: {
                    "number": scoring.decision.number,
                    "files": scoring.decision.file_hashes,
                }
                for scoring in self._campaign.scorings
            },
            "scorings": described_scorings(self._campaign),
            "ledger": self._ledger.head._asdict(),
            "outputs": self._outputs.made,
        }


def _letter(of: Standing) -> points.Letter:
    """The letter that a form came with: as the book has it, else as the form says."""
    number = of.registered_number or of.doc_symbol or ""
    return points.Letter(number, of.registered_doc_date or of.doc_date or "")
