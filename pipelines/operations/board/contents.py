"""What the analyst's own workbook says: arrivals, findings in words, points, what was not read or not understood."""

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipelines.operations.board.findings import Listed
from pipelines.operations.board.locked_forms import locked_note
from pipelines.operations.board.overview import NOT_UNDERSTOOD, overview
from pipelines.operations.board.ranks import named, rank_lines
from pipelines.operations.contents.points import marks_of
from pipelines.operations.forms_of_rounds import locks
from pipelines.operations.units_of_campaign import group_of
from pipelines.reports.board import (
    ARRIVAL_VI,
    Arrival,
    BoardContent,
    FindingLine,
    ScoreLine,
    UnknownCell,
    UnreadFile,
)
from pipelines.reports.wording import date_text, partial_date_text
from pipelines.scoring.round_point import COMPUTED_BY
from pipelines.scoring.score import STATE_VI, CriterionScore, Results
from pipelines.store.arrivals import SHORTEST_PREFIX
from pipelines.store.board_rows import Owed, ReceivedFile, files_received, forms_owed
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import REFUSING, SEVERITIES, SEVERITY_VI, FindingKind, load_catalogue


@lru_cache(maxsize=400)
def _day(day: datetime.date | None) -> str:
    return date_text(day) if day else ""


def _arrivals(
    campaign: Campaign,
    owed: Sequence[Owed],
    faulty: Mapping[tuple[str, str], int],
    standings: Sequence[Standing],
) -> list[Arrival]:
    """A line for each form that is owed, those of a unit as the campaign declares them, with the file in force; where
    none is, with those that were sent."""
    roster, layouts, locked = campaign.roster, campaign.layouts, locks(campaign)
    order = {code: number for number, code in enumerate(roster.units)}
    groups = {unit: group_of(campaign, unit) for unit in dict.fromkeys(one.unit for one in owed)}
    sent: dict[tuple[str | None, str], dict[str, None]] = {}
    for version in standings:
        if version.standing in ("refused", "two_undated"):
            sent.setdefault((version.sender, version.form), {})[version.path] = None
    lines = []
    place = {unit: (order[group], order[unit]) for unit, group in groups.items()}
    forms = campaign.places_of_forms
    for one in sorted(owed, key=lambda one: (place[one.unit], forms[one.form])):
        files = [one.path] if one.path else list(sent.get((one.unit, one.form), ()))
        count = sum(faulty.get((one.unit, path), 0) for path in files)
        notes = (
            f"{one.version_count} bản" if one.version_count > 1 else "",
            f"{count} phát hiện phải sửa" if count else "",
            locked_note(locked, one.form, roster.units[one.unit].level, one.received_on),
        )
        document = one.registered_number or one.doc_symbol or ""
        dated = one.registered_doc_date or one.doc_date or ""
        lines.append(
            Arrival(
                roster.name_among_all(groups[one.unit]),
                roster.name_among_siblings(one.unit),
                layouts[one.form].name,
                ARRIVAL_VI[one.state],
                _day(one.received_on or one.first_received_on),
                _day(one.due_on),
                one.days_late or None,
                document,
                partial_date_text(dated),
                "; ".join(files),
                "; ".join(note for note in notes if note),
            )
        )
    return lines


def _scores(campaign: Campaign, results: Results, paths: Mapping[str, str]) -> list[ScoreLine]:
    """`paths` of files by their hashes."""
    lines = []
    for scoring, scores in results:
        whole, round_name = scoring.criteria, ROUND_VI[scoring.ranked_round]
        for score in scores:
            head = (*named(campaign, scoring, score), round_name)
            if score.state != "missing":
                lines += [
                    ScoreLine(
                        *head, part.criterion, part.points, whole.criteria[part.criterion].max_points,
                        STATE_VI[part.state], _why(part), paths.get(part.fact.file_hash, "") if part.fact else "",
                    )
                    for part in score.parts
                ]  # fmt: skip
            total = None if score.state == "missing" else score.total
            lines.append(
                ScoreLine(*head, whole.root, total, whole.total, STATE_VI[score.state], score.reason, "")
            )
    return lines


def _why(part: CriterionScore) -> str:
    """The cell that the points stand in, and why they are not used; else what the rule or the person says."""
    if part.fact:
        stands = part.fact.typed if part.state == "scored" else part.reason or part.fact.typed
        return f"{part.fact.sheet}!{part.fact.cell}: {stands}"
    who = "" if part.who == COMPUTED_BY else part.who
    return f"{part.reason} ({who})" if part.reason and who else part.reason or who


def board(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date,
    results: Results, standings: Sequence[Standing], findings: Sequence[Listed],
) -> BoardContent:  # fmt: skip
    """The whole workbook. `standings` are those of the campaign."""
    owed = forms_owed(warehouse, campaign.id, until)
    # What came in after the month is the next board's: a past month must read the same whenever it is made again.
    files = files_received(warehouse, campaign.id, until)
    lines, unknown = _findings(campaign, findings)
    return BoardContent(
        "Theo dõi tiến độ, phát hiện và điểm",
        overview(campaign, until, owed, files, findings, results),
        _arrivals(campaign, owed, _faulty(campaign, findings), standings),
        lines,
        _scores(campaign, results, {file.file_hash: file.path for file in reversed(files)}),
        rank_lines(campaign, results),
        _unread(files, findings),
        unknown,
        (campaign.title, f"Tính đến hết ngày {date_text(until)}"),
        marks_of(campaign),
    )


def _faulty(campaign: Campaign, findings: Sequence[Listed]) -> dict[tuple[str, str], int]:
    """How many findings of a file refuse something, by unit (and the one it is listed under) and path."""
    faulty: dict[tuple[str, str], int] = {}
    for one in findings:
        if one.severity in REFUSING and one.unit:
            for unit in {one.unit, group_of(campaign, one.unit)}:
                faulty[unit, one.path] = faulty.get((unit, one.path), 0) + 1
    return faulty


def _findings(campaign: Campaign, findings: Sequence[Listed]) -> tuple[list[FindingLine], list[UnknownCell]]:
    """The findings in words, and apart from them the cells that nobody understood.

    By unit, as letters are written. Files of which nobody knows who sent them come first, those that can't be used
    before what is only noted.
    """
    catalogue, roster = load_catalogue(), campaign.roster
    order = {unit: number for number, unit in enumerate(roster.units)}
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}

    def place(one: Listed) -> tuple[int, int, str, int]:
        unit, bad = order.get(one.unit or "", -1), rank[one.severity]
        return unit, bad if unit < 0 else 0, one.path, bad

    lines, unknown = [], []
    for one in sorted(findings, key=place):
        name = roster.full_name(one.unit) if one.unit in roster.units else ""
        found, kind = one.finding, catalogue[one.finding.code]
        where = found.sheet, found.cell, found.found, kind.wording(found)
        if found.code in NOT_UNDERSTOOD:
            unknown.append(UnknownCell(name, one.path, *where))
        else:
            lines.append(
                FindingLine(
                    name, SEVERITY_VI[one.severity], one.path, *where, kind.advice, kind.ours, found.code
                )
            )
    return lines, unknown


def _unread(files: Sequence[ReceivedFile], findings: Sequence[Listed]) -> list[UnreadFile]:
    """The files of which nothing is used, each with the reason that was found last. A second path of one content has
    that of the first, which is the one that findings name."""
    catalogue = load_catalogue()
    reasons = {
        one.path: one.finding
        for one in findings
        if one.finding.code.startswith("not_read_") or one.severity == "rejects_file"
    }
    by_content = {file.file_hash: (file.path, reasons[file.path]) for file in files if file.path in reasons}
    unread = []
    for file in files:
        if file.outcome != "read":
            reason, advice = "Không dùng được", ""
            if found := by_content.get(file.file_hash):
                path, why = found
                kind = catalogue[why.code]
                reason, advice = kind.wording(why), _to_do(kind)
                if path != file.path:
                    reason = f"Cùng nội dung với {path}: {reason}"
            short = file.file_hash[:SHORTEST_PREFIX]
            unread.append(UnreadFile(file.path, short, _day(file.received_on), reason, advice))
    return unread


def _to_do(kind: FindingKind) -> str:
    """What the analyst does about a file: asks the sender, or does it herself."""
    if kind.severity == "notes":
        return kind.ours or kind.advice
    return ". ".join(part for part in (kind.advice, kind.ours) if part)
