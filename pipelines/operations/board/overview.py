"""The board's first sheet: how much of everything there is, and beside each count what to do about it."""

import datetime
from collections.abc import Sequence

from pipelines.operations.board.findings import Listed
from pipelines.operations.board.locked_forms import locked_note
from pipelines.operations.forms_of_rounds import locks
from pipelines.reports.board import Overview
from pipelines.reports.wording import date_text
from pipelines.scoring.score import Results
from pipelines.store.board_rows import Owed, ReceivedFile
from schemas.campaigns.campaign import LEVEL_VI, Campaign
from schemas.campaigns.rounds import ROUND_VI
from schemas.findings import REFUSING

NOT_UNDERSTOOD = ("cell_not_understood", "sheet_not_understood")


def overview(
    campaign: Campaign,
    until: datetime.date,
    owed: Sequence[Owed],
    files: Sequence[ReceivedFile],
    findings: Sequence[Listed],
    results: Results,
) -> list[Overview]:
    """The lines of the sheet at the end of the day `until`."""
    return [*_counts(owed, files, findings), *_locked_rounds(campaign, owed, until), *_scored(results)]


def _counts(
    owed: Sequence[Owed], files: Sequence[ReceivedFile], findings: Sequence[Listed]
) -> list[Overview]:
    states = [one.state for one in owed]
    due = {one.unit for one in owed}
    sent = {one.unit for one in owed if one.state != "missing"}
    # The sheets of findings and of cells that nobody understood have their own counts.
    severities = [one.severity for one in findings if one.finding.code not in NOT_UNDERSTOOD]
    return [
        Overview("Đơn vị phải nộp", len(due), ""),
        Overview("Đơn vị đã nộp", len(sent), ""),
        _line(
            "Đơn vị chưa nộp biểu nào",
            len(due - sent),
            "Đôn đốc: trang “Tiến độ nộp”, lọc Tình trạng “chưa nộp”",
        ),
        Overview("Biểu phải nộp", len(states), ""),
        Overview("Biểu đã nhận", len(states) - states.count("missing"), ""),
        Overview("Biểu chưa nộp", states.count("missing"), ""),
        _line("Biểu nộp trễ", states.count("late"), "Chỉ tính tệp đã vào sổ và biểu có hạn nộp"),
        _line(
            "Biểu đã nộp nhưng không dùng được",
            states.count("refused"),
            "Đề nghị gửi lại: trang “Phát hiện”, lọc Mức độ “Không nhận tệp”",
        ),
        _line(
            "Biểu có nhiều bản, chưa rõ bản nào",
            states.count("undecided"),
            "Chưa bản nào được dùng: vào sổ bản đúng bằng lệnh bangdiem receive",
        ),
        _line(
            "Biểu chưa vào sổ",
            states.count("unregistered"),
            "Vẫn được tính, không bị coi là trễ: vào sổ bằng lệnh bangdiem receive",
        ),
        Overview("Tệp trong hộp thư đến", len(files), ""),
        _line(
            "Tệp không đọc",
            sum(file.outcome != "read" for file in files),
            "Trang “Tệp không đọc”: lý do và việc cần làm",
        ),
        _line(
            "Phát hiện phải sửa",
            sum(severity in REFUSING for severity in severities),
            "Trang “Phát hiện”: lọc từng Đơn vị, chép cột “Cần làm” vào văn bản đề nghị sửa",
        ),
        _line("Cảnh báo", severities.count("warns"), "Số liệu vẫn được dùng, nên hỏi lại: trang “Phát hiện”"),
        _line(
            "Ô, trang tính chưa hiểu",
            len(findings) - len(severities),
            "Trang “Ô chưa hiểu”: xem có số liệu bị bỏ sót không",
        ),
    ]


def _locked_rounds(campaign: Campaign, owed: Sequence[Owed], until: datetime.date) -> list[Overview]:
    """Each round that is locked by now, with how many forms came too late for it."""
    found, by_sender, units = [], locks(campaign), campaign.roster.units
    for locked in campaign.rounds.values():
        if locked.closes and locked.closes < until:
            own = {key: lock for key, lock in by_sender.items() if lock.round == locked.round}
            too_late = sum(
                bool(locked_note(own, one.form, units[one.unit].level, one.received_on)) for one in owed
            )
            label = f"Vòng {ROUND_VI[locked.round]} đã khóa ngày {date_text(locked.closes)}"
            found.append(Overview(label, too_late, "Biểu nhận sau ngày khóa, điểm không được tính"))
    return found


def _scored(results: Results) -> list[Overview]:
    """How many units of each level have all points, and what the decisions at hand do not say."""
    found = []
    for scoring, scores in results:
        count = sum(score.state == "scored" for score in scores)
        how = f"Vòng {ROUND_VI[scoring.ranked_round]}"
        if count < len(scores):
            how += "; còn thiếu gì: trang “Điểm”, lọc Tình trạng khác “đã chấm”"
        level = LEVEL_VI[scoring.level]
        # "cơ quan" is what such a unit is called, and no level of others.
        who = f"Đơn vị {level}" if level.startswith("cấp ") else level.capitalize()
        found.append(Overview(f"{who} đủ điểm", f"{count}/{len(scores)}", how))
    unknowns = {
        one.what: one
        for scoring, _ in results
        for one in scoring.decision.unknowns_of(scoring.criteria.annex)
    }
    return found + [Overview(f"Chưa biết: {one.what}", "", one.why) for one in unknowns.values()]


def _line(label: str, count: int, what_to_do: str) -> Overview:
    """Nothing to do where there is none."""
    return Overview(label, count, what_to_do if count else "")
