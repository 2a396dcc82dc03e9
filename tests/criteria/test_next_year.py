"""Next year's table, on indicators that exist, is a new folder: it is proof-read, scores, and nothing else changed."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.operations.criteria.check import proofread
from pipelines.scoring.apply import Scorer
from pipelines.scoring.criterion_points import Absent
from schemas.campaigns.campaign import load_campaign
from schemas.criteria import decision as decisions
from schemas.criteria.decision import load_decision
from schemas.indicators import TABLE, load_indicators
from tests.criteria.tables import CRITERIA, write

CAMPAIGN = Path(__file__).parents[2] / "raw" / "ha-tinh-2021"

FACTS = {
    "steering_committee_renewed": Decimal(1), "steering_documents_count": Decimal(2), "tthc_iso_applied": Decimal(12),
    "tthc_total": Decimal(15), "quality_policy_issued": Decimal(1), "quality_objectives_issued": Decimal(0),
    "training_classes_organised": Decimal(3), "internal_audit_date": date(2027, 12, 3), "dossiers_total": Decimal(40),
    "dossiers_resolved": Decimal(40), "dossiers_resolved_on_time": Decimal(31), "inspections_count": Decimal(3),
    "complaints_count": Decimal(1),
}  # fmt: skip
EXPECTED = """
A1 1.00  Kiện toàn lại Ban chỉ đạo ISO: có = 1,00
A2 0.50  2 văn bản, từ 1 đến dưới 3 văn bản = 0,50
A3 1.60  12 trên 15 thủ tục = 80,00 % × 2 điểm = 1,60
A4 0.50  có 1 trên 2 văn bản (Ban hành chính sách chất lượng), mức “một phần” = 0,50
A5 0.75  3 lớp × 0,25 điểm (từ 0 đến 1 điểm) = 0,75
A6 0.50  Ngày đánh giá nội bộ gần nhất: 03/12/2027, hạn 30/11/2027, chậm 3 ngày, 1 điểm trừ 0,5 = 0,50
A7 0.00  31 trên 40 = 77,50 %, dưới 80 % = 0,00
A8 0.50  thưởng 3 cuộc × 0,25 điểm (nhiều nhất 0,5 điểm) = 0,50
A9 -0.50  trừ 1 ý kiến × 0,5 điểm (trừ nhiều nhất 1 điểm) = -0,50
"""


def scorer(folder: Path) -> Scorer:
    return Scorer(load_decision(folder), "I", 2027, load_indicators())


def test_a_new_folder_is_proofread_and_scores_with_reasons(tmp_path: Path) -> None:
    folder = write(tmp_path / "thu-nghiem" / "12-qd-ubnd")
    assert proofread(folder).faults == ()
    tree = scorer(folder).score(FACTS)
    lines = [f"{code} {one.points}  {one.reason}" for code, one in tree.criteria.items() if code != "A"]
    assert lines == EXPECTED.strip().splitlines()
    assert tree.made[:4] == tuple(map(Decimal, ("4.85", "0.50", "0.50", "4.85")))
    assert (tree.grade, tree.reason) == (
        "Chưa tốt", "cộng các tiêu chí 4,85; thưởng 0,50, trừ 0,50; tổng điểm 4,85",
    )  # fmt: skip


def test_what_is_not_reported_is_not_scored_and_says_which(tmp_path: Path) -> None:
    facts = {name: value for name, value in FACTS.items() if name != "tthc_total"}
    facts |= {"steering_documents_count": Absent.REFUSED, "internal_audit_date": Absent.NONE}
    tree = scorer(write(tmp_path / "a" / "b")).score(facts)
    assert tree.total is None and tree.reason == "chưa đủ điểm: A2, A3, A6"
    reasons = [tree.criteria[code].reason for code in ("A2", "A3", "A6")]
    assert reasons == [
        "chưa chấm được: Số văn bản chỉ đạo đã ban hành – số liệu có sai lệch, chưa dùng được",
        "chưa chấm được: Tổng số TTHC thuộc thẩm quyền giải quyết – chưa có số liệu",
        "chưa chấm được: Ngày đánh giá nội bộ gần nhất – báo là không có",
    ]


def test_what_does_not_apply_is_taken_out_and_the_rest_rescaled(tmp_path: Path) -> None:
    tree = scorer(write(tmp_path / "a" / "b")).score(FACTS | {"dossiers_total": Decimal(0)})
    assert tree.criteria["A7"].state == "not_applicable"
    # 4,85 of 7 points are 5,54 of 8, on the grid of 0,05 5,55; the bonus and the deduction are equal.
    assert tree.total == Decimal("5.55")
    assert "không áp dụng A7, quy đổi từ 7 lên 8 điểm = 5,55" in tree.reason


def test_a_negative_count_is_no_count(tmp_path: Path) -> None:
    tree = scorer(write(tmp_path / "a" / "b")).score(FACTS | {"complaints_count": Decimal(-1)})
    assert tree.criteria["A9"].reason == "chưa chấm được: Ý kiến, phản ánh về TTHC – số âm -1"


def test_the_year_that_is_scored_moves_a_deadline_that_returns(tmp_path: Path) -> None:
    decision = load_decision(write(tmp_path / "a" / "b"))
    late = Scorer(decision, "I", 2026, load_indicators()).score(FACTS).criteria["A6"]
    assert late.points == 0 and "chậm 368 ngày" in late.reason


def test_a_unit_exactly_on_the_line_has_the_better_grade(tmp_path: Path) -> None:
    full = {
        "tthc_iso_applied": Decimal(15),
        "dossiers_resolved_on_time": Decimal(40),
        "complaints_count": Decimal(2),
    }
    tree = scorer(write(tmp_path / "a" / "b")).score(FACTS | full | {"inspections_count": Decimal(1)})
    assert (tree.total, tree.grade) == (Decimal("5.50"), "Chưa tốt")
    on_the_line = FACTS | full | {"complaints_count": Decimal(1), "inspections_count": Decimal(2)}
    tree = scorer(write(tmp_path / "a" / "b")).score(on_the_line | {"steering_documents_count": Decimal(0)})
    assert (tree.total, tree.grade) == (Decimal("5.75"), "Chưa tốt")
    tree = scorer(write(tmp_path / "a" / "b")).score(on_the_line | {"training_classes_organised": Decimal(2)})
    assert (tree.total, tree.grade) == (Decimal("6.00"), "Tốt")


def test_a_question_answered_with_nothing_is_a_no(tmp_path: Path) -> None:
    one = (
        scorer(write(tmp_path / "a" / "b"))
        .score(FACTS | {"steering_committee_renewed": Absent.NONE})
        .criteria["A1"]
    )
    assert (one.points, one.reason) == (0, "Kiện toàn lại Ban chỉ đạo ISO: không = 0,00")


def test_a_campaign_takes_the_new_folder_by_its_name_alone(tmp_path: Path) -> None:
    campaign = tmp_path / "campaign"
    shutil.copytree(CAMPAIGN, campaign, ignore=shutil.ignore_patterns("inbox"))
    write(campaign / "bang-diem")
    declared = campaign / "campaign.toml"
    text = declared.read_text(encoding="utf-8").replace("ha-tinh/3396-qd-ubnd-2021", "./bang-diem", 1)
    declared.write_text(text.replace('annex = "III"', 'annex = "I"'), encoding="utf-8")
    scoring = load_campaign(campaign).scorings[0]
    assert [part.code for part in scoring.criteria.parts] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]
    tree = Scorer(scoring.decision, scoring.criteria.annex, 2027, load_indicators()).score(FACTS)
    assert tree.total == Decimal("4.85")


def test_a_new_indicator_is_one_more_row_of_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = "qr_codes_count,Số mã QR niêm yết,count,mã,stock,sum,,,,Mã QR niêm yết tại bộ phận một cửa\n"
    table = tmp_path / "indicators.csv"
    table.write_text(TABLE.read_text(encoding="utf-8-sig").rstrip("\n") + "\n" + row, encoding="utf-8")
    known = load_indicators(table)
    monkeypatch.setattr(decisions, "load_indicators", lambda: known)
    criteria = CRITERIA.replace("training_classes_organised;;;lớp", "qr_codes_count;;;mã")
    decision = load_decision(write(tmp_path / "a" / "b", criteria=criteria))
    one = Scorer(decision, "I", 2027, known).score(FACTS | {"qr_codes_count": Decimal(2)}).criteria["A5"]
    assert one.reason == "2 mã × 0,25 điểm (từ 0 đến 1 điểm) = 0,50"
