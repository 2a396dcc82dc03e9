"""What the analyst's own workbook says: arrivals, findings in words, points, what was not read or not understood."""

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipelines.operations.dropped_values import dropped_values
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
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import LEVEL_VI, Campaign, Scoring
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import SEVERITIES, SEVERITY_VI, Finding, load_catalogue

ARRIVAL_VI = {
    "on_time": "đã nộp đúng hạn",
    "late": "nộp trễ",
    "received": "đã nộp",
    "unregistered": "đã có tệp, chưa vào sổ",
    "undecided": "nhiều bản, chưa rõ bản nào",
    "refused": "đã gửi nhưng không dùng được",
    "missing": "chưa nộp",
}
STANDING_CODES = {
    "two_undated": "two_undated_versions",
    "beside_registered": "not_registered_beside_registered",
}
# A version that another one replaced needs no mending.
_NOT_SHOWN = ("superseded", "gone", "later")
_NOT_UNDERSTOOD = ("cell_not_understood", "sheet_not_understood")


def listed_findings(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date, standings: Sequence[Standing]
) -> list[Listed]:
    """The findings of every file that counts or wants mending, and those that follow from the book.

    `standings` are those of the campaign. A finding about a whole file is shown with the file's sender, unless no
    version in the file counts any more.
    """
    found = []
    key: dict[str, str | datetime.date] = {"campaign": campaign.id, "month_end": until}
    senders = {one.path: one.sender for one in standings}
    counting = {one.path for one in standings if one.standing not in _NOT_SHOWN}
    for row in warehouse.query("findings_listed", **key):
        unit, sender, path, code, severity, *where, standing = row[0], row[1], row[3], *row[7:13], row[14]
        replaced = standing in _NOT_SHOWN if standing else path in senders and path not in counting
        if not replaced:
            found.append(
                Listed(unit or sender or senders.get(path), path, code, severity, Finding(code, *where))
            )
    found += _from_standings(campaign, standings)
    found += dropped_values(campaign, warehouse, standings)
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}
    return sorted(found, key=lambda one: (one.path, rank[one.severity]))


def _from_standings(campaign: Campaign, standings: Sequence[Standing]) -> list[Listed]:
    """Versions without an order, and files that nobody entered in the book."""
    catalogue = load_catalogue()
    together: dict[tuple[str | None, str], list[str]] = {}
    for one in standings:
        if one.standing == "two_undated":
            together.setdefault((one.sender, one.form), []).append(one.path)
    found, unregistered = [], {}
    for one in standings:
        if one.standing in STANDING_CODES:
            code = STANDING_CODES[one.standing]
            detail = "; ".join(together.get((one.sender, one.form), ()))
            finding = Finding(code, one.sheet or "", "", campaign.layouts[one.form].name, detail)
            found.append(Listed(one.sender, one.path, code, catalogue[code].severity, finding))
        if one.received_on is None and one.standing not in ("gone", "later"):
            unregistered[one.path] = one.sender
    note = catalogue["not_registered"].severity
    return found + [
        Listed(sender, path, "not_registered", note, Finding("not_registered"))
        for path, sender in unregistered.items()
    ]


@lru_cache(maxsize=400)
def _day(day: datetime.date | None) -> str:
    return date_text(day) if day else ""


def _arrivals(
    campaign: Campaign, rows: Sequence[tuple[Any, ...]], faulty: Mapping[tuple[str, str], int]
) -> list[Arrival]:
    roster, layouts = campaign.roster, campaign.layouts
    order = {code: number for number, code in enumerate(roster.units)}
    groups = {unit: group_of(campaign, unit) for unit in dict.fromkeys(row[0] for row in rows)}
    lines = []
    for row in sorted(rows, key=lambda row: (order[groups[row[0]]], order[row[0]], row[1])):
        (
            unit,
            form,
            due_on,
            state,
            versions,
            _,
            days_late,
            received_on,
            _,
            path,
            symbol,
            doc_date,
            number,
            registered_date,
        ) = row
        count = faulty.get((unit, path or ""), 0)
        notes = (
            f"{versions} bản" if versions > 1 else "",
            f"{count} phát hiện phải sửa" if count else "",
            locked_note(campaign, form, received_on),
        )
        document = number or symbol or ""
        dated = registered_date or doc_date or ""
        lines.append(
            Arrival(
                roster.name_among_all(groups[unit]),
                roster.name_among_siblings(unit),
                layouts[form].name,
                ARRIVAL_VI[state],
                _day(received_on),
                _day(due_on),
                days_late or None,
                " ngày ".join(part for part in (document, _iso(dated)) if part),
                path or "",
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
    catalogue, units = load_catalogue(), campaign.roster.units
    key: dict[str, str | datetime.date] = {"campaign": campaign.id, "month_end": until}
    findings = listed_findings(campaign, warehouse, until, standings)
    faulty: dict[tuple[str, str], int] = {}
    for one in findings:
        if one.severity in ("rejects_file", "rejects_row") and one.unit:
            for unit in {one.unit, group_of(campaign, one.unit)}:
                faulty[unit, one.path] = faulty.get((unit, one.path), 0) + 1
    arrivals = warehouse.query("arrivals_board", **key)
    # What came in after the month is the next board's: a past month must read the same whenever it is made again.
    files = [row for row in warehouse.query("files_listed", **key) if not row[9]]
    unread_codes = {
        one.path: one
        for one in findings
        if one.code.startswith("not_read_") or one.severity == "rejects_file"
    }
    unread = []
    for path, file_hash, _, _, outcome, _, received_on, *_ in files:
        if outcome != "read":
            finding = unread_codes.get(path)
            reason = catalogue[finding.code].wording(finding.finding) if finding else "Không dùng được"
            advice = catalogue[finding.code].advice if finding else ""
            unread.append(UnreadFile(path, file_hash[:SHORTEST_PREFIX], _day(received_on), reason, advice))

    def name(unit: str | None) -> str:
        return campaign.roster.full_name(unit) if unit in units and unit else ""

    lines = [
        FindingLine(
            name(one.unit), SEVERITY_VI[one.severity], one.path, one.finding.sheet, one.finding.cell, one.finding.found,
            catalogue[one.code].wording(one.finding), catalogue[one.code].advice, one.code,
        )
        for one in findings
        if one.code not in _NOT_UNDERSTOOD
    ]  # fmt: skip
    unknown = [
        UnknownCell(
            name(one.unit),
            one.path,
            one.finding.sheet,
            one.finding.cell,
            one.finding.found,
            catalogue[one.code].wording(one.finding),
        )
        for one in findings
        if one.code in _NOT_UNDERSTOOD
    ]
    states = [row[3] for row in arrivals]
    units_due = {row[0] for row in arrivals}
    sent = {row[0] for row in arrivals if row[3] != "missing"}
    overview = [
        Overview("Đơn vị phải gửi", len(units_due), ""),
        Overview("Đơn vị đã gửi", len(sent), ""),
        Overview("Đơn vị chưa gửi biểu nào", len(units_due - sent), ""),
        Overview("Biểu phải nộp", len(states), ""),
        Overview("Biểu đã nhận", sum(state != "missing" for state in states), ""),
        Overview("Biểu nộp trễ", states.count("late"), "Chỉ tính tệp đã vào sổ và biểu có hạn nộp"),
        Overview("Biểu chưa vào sổ", states.count("unregistered"), "Không bị coi là nộp trễ"),
        Overview("Tệp trong hộp thư đến", len(files), ""),
        Overview(
            "Phát hiện phải sửa", sum(one.severity in ("rejects_file", "rejects_row") for one in findings), ""
        ),
        Overview("Cảnh báo", sum(one.severity == "warns" for one in findings), ""),
    ]
    for locked in campaign.rounds.values():
        if locked.closes and locked.closes < until:
            too_late = sum(
                campaign.layouts[row[1]].round == locked.round and bool(locked_note(campaign, row[1], row[7]))
                for row in arrivals
            )
            label = f"Vòng {ROUND_VI[locked.round]} đã khóa ngày {date_text(locked.closes)}"
            overview.append(Overview(label, too_late, "Biểu nhận sau ngày khóa, điểm không tính"))
    for scoring, scores in results:
        label = f"Đơn vị {LEVEL_VI[scoring.level]} đủ điểm"
        overview.append(
            Overview(
                label,
                f"{sum(score.state == 'scored' for score in scores)}/{len(scores)}",
                ROUND_VI[scoring.ranked_round],
            )
        )
    for unknown_fact in {
        one.what: one for scoring, _ in results for one in scoring.decision.unknowns
    }.values():
        overview.append(Overview(f"Chưa biết: {unknown_fact.what}", "", unknown_fact.why))
    below = (campaign.title, f"Tính đến hết ngày {date_text(until)}")
    return BoardContent(
        "Theo dõi tiến độ, phát hiện và điểm", overview, _arrivals(campaign, arrivals, faulty), lines,
        _scores(campaign, results), rank_lines(campaign, results), unread, unknown, below, marks_of(campaign),
    )  # fmt: skip
