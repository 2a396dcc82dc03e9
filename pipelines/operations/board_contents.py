"""What the analyst's own workbook says: arrivals, findings in words, points, what was not read or not understood."""

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipelines.operations.board_findings import listed_findings
from pipelines.operations.listed import Listed
from pipelines.operations.rank_contents import named, rank_lines
from pipelines.operations.score_contents import marks_of
from pipelines.operations.units_of_campaign import group_of
from pipelines.reports.board import (
    Arrival,
    BoardContent,
    FindingLine,
    Overview,
    ScoreLine,
    UnknownCell,
    UnreadFile,
)
from pipelines.reports.wording import date_text
from pipelines.scoring.round_point import COMPUTED_BY
from pipelines.scoring.score import STATE_VI, CriterionScore, UnitScore
from pipelines.store.arrivals import SHORTEST_PREFIX
from pipelines.store.board_rows import Owed, ReceivedFile, files_received, forms_owed
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import LEVEL_VI, Campaign, Scoring
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import REFUSING, SEVERITY_VI, load_catalogue

ARRIVAL_VI = {
    "on_time": "đã nộp đúng hạn",
    "late": "nộp trễ",
    "received": "đã nộp",
    "unregistered": "đã có tệp, chưa vào sổ",
    "undecided": "nhiều bản, chưa rõ bản nào",
    "refused": "đã gửi nhưng không dùng được",
    "missing": "chưa nộp",
}
_NOT_UNDERSTOOD = ("cell_not_understood", "sheet_not_understood")


@lru_cache(maxsize=400)
def _day(day: datetime.date | None) -> str:
    return date_text(day) if day else ""


def _arrivals(
    campaign: Campaign, owed: Sequence[Owed], faulty: Mapping[tuple[str, str], int]
) -> list[Arrival]:
    roster, layouts = campaign.roster, campaign.layouts
    order = {code: number for number, code in enumerate(roster.units)}
    groups = {unit: group_of(campaign, unit) for unit in dict.fromkeys(one.unit for one in owed)}
    lines = []
    for one in sorted(owed, key=lambda one: (order[groups[one.unit]], order[one.unit], one.form)):
        count = faulty.get((one.unit, one.path or ""), 0)
        notes = (
            f"{one.version_count} bản" if one.version_count > 1 else "",
            f"{count} phát hiện phải sửa" if count else "",
            locked_note(campaign, one.form, one.received_on),
        )
        document = one.registered_number or one.doc_symbol or ""
        dated = one.registered_doc_date or one.doc_date or ""
        lines.append(
            Arrival(
                roster.name_among_all(groups[one.unit]),
                roster.name_among_siblings(one.unit),
                layouts[one.form].name,
                ARRIVAL_VI[one.state],
                _day(one.received_on),
                _day(one.due_on),
                one.days_late or None,
                " ngày ".join(part for part in (document, _iso(dated)) if part),
                one.path or "",
                "; ".join(note for note in notes if note),
            )
        )
    return lines


def locked_note(campaign: Campaign, form: str, received_on: datetime.date | None) -> str:
    """What is said of points that came after their round was locked: they do not count. "" where they do."""
    round_name = campaign.layouts[form].round
    closes = campaign.rounds[round_name].closes if round_name in campaign.rounds else None
    if not closes or not received_on or received_on <= closes:
        return ""
    return f"nhận sau khi vòng {ROUND_VI[round_name]} đã khóa ngày {date_text(closes)}, điểm không tính"


def _iso(text: str) -> str:
    return "/".join(reversed(text.split("-"))) if text else ""


def _scores(campaign: Campaign, results: Sequence[tuple[Scoring, Sequence[UnitScore]]]) -> list[ScoreLine]:
    lines = []
    for scoring, scores in results:
        whole, round_name = scoring.criteria, ROUND_VI[scoring.ranked_round]
        for score in scores:
            head = (*named(campaign, scoring, score), round_name)
            if score.state != "missing":
                lines += [
                    ScoreLine(
                        *head, part.criterion, part.points, whole.criteria[part.criterion].max_points,
                        STATE_VI[part.state], _why(part),
                    )
                    for part in score.parts
                ]  # fmt: skip
            total = None if score.state == "missing" else score.total
            lines.append(
                ScoreLine(*head, whole.root, total, whole.total, STATE_VI[score.state], score.reason)
            )
    return lines


def _why(part: CriterionScore) -> str:
    """The cell that the points stand in; else what the rule or the person says."""
    if part.fact:
        return f"{part.fact.sheet}!{part.fact.cell}: {part.fact.typed}"
    who = "" if part.who == COMPUTED_BY else part.who
    return f"{part.reason} ({who})" if part.reason and who else part.reason or who


def board(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date,
    results: Sequence[tuple[Scoring, Sequence[UnitScore]]], standings: Sequence[Standing],
) -> BoardContent:  # fmt: skip
    """The whole workbook. `standings` are those of the campaign."""
    findings = listed_findings(campaign, warehouse, until, standings)
    owed = forms_owed(warehouse, campaign.id, until)
    # What came in after the month is the next board's: a past month must read the same whenever it is made again.
    files = files_received(warehouse, campaign.id, until)
    lines, unknown = _findings(campaign, findings)
    return BoardContent(
        "Theo dõi tiến độ, phát hiện và điểm",
        [
            *_counts(owed, files, findings),
            *_locked_rounds(campaign, owed, until),
            *_scored(results),
        ],
        _arrivals(campaign, owed, _faulty(campaign, findings)),
        lines,
        _scores(campaign, results),
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
    """The findings in words, and apart from them the cells that nobody understood."""
    catalogue, roster = load_catalogue(), campaign.roster
    lines, unknown = [], []
    for one in findings:
        name = roster.full_name(one.unit) if one.unit in roster.units else ""
        kind, found = catalogue[one.code], one.finding
        where = found.sheet, found.cell, found.found, kind.wording(found)
        if one.code in _NOT_UNDERSTOOD:
            unknown.append(UnknownCell(name, one.path, *where))
        else:
            lines.append(
                FindingLine(name, SEVERITY_VI[one.severity], one.path, *where, kind.advice, one.code)
            )
    return lines, unknown


def _unread(files: Sequence[ReceivedFile], findings: Sequence[Listed]) -> list[UnreadFile]:
    """The files of which nothing is used, each with the reason that was found last."""
    catalogue = load_catalogue()
    reasons = {
        one.path: one
        for one in findings
        if one.code.startswith("not_read_") or one.severity == "rejects_file"
    }
    unread = []
    for file in files:
        if file.outcome != "read":
            why = reasons.get(file.path)
            reason = catalogue[why.code].wording(why.finding) if why else "Không dùng được"
            advice = catalogue[why.code].advice if why else ""
            short = file.file_hash[:SHORTEST_PREFIX]
            unread.append(UnreadFile(file.path, short, _day(file.received_on), reason, advice))
    return unread


def _counts(
    owed: Sequence[Owed], files: Sequence[ReceivedFile], findings: Sequence[Listed]
) -> list[Overview]:
    states = [one.state for one in owed]
    due = {one.unit for one in owed}
    sent = {one.unit for one in owed if one.state != "missing"}
    refusing = sum(one.severity in REFUSING for one in findings)
    return [
        Overview("Đơn vị phải gửi", len(due), ""),
        Overview("Đơn vị đã gửi", len(sent), ""),
        Overview("Đơn vị chưa gửi biểu nào", len(due - sent), ""),
        Overview("Biểu phải nộp", len(states), ""),
        Overview("Biểu đã nhận", sum(state != "missing" for state in states), ""),
        Overview("Biểu nộp trễ", states.count("late"), "Chỉ tính tệp đã vào sổ và biểu có hạn nộp"),
        Overview("Biểu chưa vào sổ", states.count("unregistered"), "Không bị coi là nộp trễ"),
        Overview("Tệp trong hộp thư đến", len(files), ""),
        Overview("Phát hiện phải sửa", refusing, ""),
        Overview("Cảnh báo", sum(one.severity == "warns" for one in findings), ""),
    ]


def _locked_rounds(campaign: Campaign, owed: Sequence[Owed], until: datetime.date) -> list[Overview]:
    """Each round that is locked by now, with how many forms came too late for it."""
    found = []
    for locked in campaign.rounds.values():
        if locked.closes and locked.closes < until:
            too_late = sum(
                campaign.layouts[one.form].round == locked.round
                and bool(locked_note(campaign, one.form, one.received_on))
                for one in owed
            )
            label = f"Vòng {ROUND_VI[locked.round]} đã khóa ngày {date_text(locked.closes)}"
            found.append(Overview(label, too_late, "Biểu nhận sau ngày khóa, điểm không tính"))
    return found


def _scored(results: Sequence[tuple[Scoring, Sequence[UnitScore]]]) -> list[Overview]:
    """How many units of each level have all points, and what the decisions at hand do not say."""
    found = []
    for scoring, scores in results:
        count = f"{sum(score.state == 'scored' for score in scores)}/{len(scores)}"
        label = f"Đơn vị {LEVEL_VI[scoring.level]} đủ điểm"
        found.append(Overview(label, count, ROUND_VI[scoring.ranked_round]))
    unknowns = {one.what: one for scoring, _ in results for one in scoring.decision.unknowns}
    return found + [Overview(f"Chưa biết: {one.what}", "", one.why) for one in unknowns.values()]
