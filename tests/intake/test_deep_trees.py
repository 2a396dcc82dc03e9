"""Codes of deep trees, bonuses and deductions: read as what they are, and added up as the decision says."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.intake.files.check import check_points
from pipelines.intake.tables.criterion_code import criterion_code
from schemas.campaigns.campaign import Scoring, load_campaign
from schemas.criteria.decision import FOLDER, load_decision
from tests.intake.test_check_points import reader_tables
from tests.intake.test_forms_accounts import Sheet

DECISION = load_decision(FOLDER / "mau" / "7-2-so-lieu")
PLAIN = load_campaign(Path(__file__).parents[2] / "raw" / "ha-tinh-2021")
MODEL = Scoring("commune", DECISION, DECISION.annexes["xa"], "huyen_cham", "parent")
CAMPAIGN = replace(PLAIN, scorings=(MODEL, *PLAIN.scorings[1:]))
CODES = ["7.2.1.1", "7.2.1.2", "7.2.1.3", "7.2.2.1", "7.2.2.2", "7.2.3", "7.2.4", "7.2.5", "7.2.6"]
FULL = ["0,5", "1", "0,5", "1", "1", "3", "1,5", "1", "0,5"]
HEAD: Sheet = [
    ["UBND XÃ XUÂN LAM"],
    ["BẢNG TỰ CHẤM ĐIỂM NĂM 2021"],
    ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"],
    ["TT", "Tiêu chí", "Điểm tự chấm"],
]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7.2.1.1", "7.2.1.1"),
        ("Mục 7.2.1.1. Kiện toàn Ban chỉ đạo", "7.2.1.1"),
        ("7.2.T", "7.2.T"),
        ("Tiêu chí 7.2.P: điểm trừ", "7.2.P"),
        ("7.2.t", "7.2.T"),
        ("7.2. Tổng cộng", "7.2"),
        ("7.2.Tổng cộng", "7.2"),
        ("Tiêu chí 7.2", "7.2"),
        ("Điểm thưởng", None),
    ],
)
def test_the_code_of_a_cell_is_the_whole_code(typed: str, code: str | None) -> None:
    assert criterion_code(typed) == code


def read(rows: list[tuple[str, str]], head: Sheet = HEAD) -> tuple[dict[str, tuple[str, bool]], list[str]]:
    """(code → what was typed and whether it can be used, findings) of a self-score sheet of one commune."""
    sheet = head + [[str(at), code, points] for at, (code, points) in enumerate(rows, start=1)]
    tables = check_points(reader_tables({"Tự chấm": sheet}, CAMPAIGN), CAMPAIGN)
    facts = {row["item"]: (row["typed"], row["usable"]) for row in tables["facts"].to_pylist()}
    found = [row for row in tables["findings"].to_pylist() if row["code"] != "form_not_due"]
    return facts, [f"{row['code']} {row['found']} {row['detail']}".strip() for row in found]


def sheet_of(
    total: str, bonus: str = "0,5", deduction: str = "0,25", group: str = ""
) -> list[tuple[str, str]]:
    parts = list(zip(CODES, FULL, strict=True))
    return [
        ("7.2", total), ("7.2.1", group), *parts[:3], ("7.2.2", group), *parts[3:], ("7.2.T", bonus),
        ("7.2.P", deduction),
    ]  # fmt: skip


def test_a_sheet_with_groups_bonus_and_deduction_is_read_criterion_by_criterion() -> None:
    facts, findings = read(sheet_of("10,25"))
    assert findings == []
    assert {code: facts[code] for code in CODES} == {
        code: (points, True) for code, points in zip(CODES, FULL, strict=True)
    }
    assert (facts["7.2.T"], facts["7.2.P"], facts["7.2"]) == (("0,5", True), ("0,25", True), ("10,25", True))


@pytest.mark.parametrize(
    ("total", "bonus", "deduction", "group", "wrong"),
    [
        ("10,25", "0,5", "0,25", "2", ""),
        ("10", "0", "0", "", ""),
        ("9", "0", "1", "2", ""),
        ("10,5", "0,5", "0,25", "", "total_mismatch 10,5 10,25"),
        ("10,75", "0,5", "0,25", "", "points_over_max 10,75 10,5"),
        ("10", "0,5", "0,25", "", "total_mismatch 10 10,25"),
    ],
)
def test_a_total_is_the_parts_with_the_bonus_less_the_deduction(
    total: str, bonus: str, deduction: str, group: str, wrong: str
) -> None:
    _, findings = read(sheet_of(total, bonus, deduction, group))
    assert findings == [wrong] * bool(wrong)


def test_a_bonus_that_stands_nowhere_is_said_to_be_missing() -> None:
    _, findings = read(sheet_of("10")[:-2])
    assert findings == ["criterion_missing  7.2.T", "criterion_missing  7.2.P"]


def test_an_annex_of_an_office_has_columns_for_deep_codes_and_extras() -> None:
    names = [*(f"Tiêu chí {code} ({points} điểm)" for code, points in zip(CODES, FULL, strict=True))]
    head = ["TT", "Tên đơn vị", *names, "Điểm thưởng 7.2.T (nhiều nhất 0,5)", "Tiêu chí 7.2.P", "Tổng điểm"]
    sheet: Sheet = [
        ["PHỤ LỤC IB NĂM 2021"],
        ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)"],
        head,
        ["1", "Xã Xuân Lam", *FULL, "0,5", "0,25", "10,25"],
    ]
    tables = check_points(reader_tables({"IB": sheet}, CAMPAIGN), CAMPAIGN)
    facts = {row["item"]: row["typed"] for row in tables["facts"].to_pylist() if row["usable"]}
    assert facts == dict(zip(CODES, FULL, strict=True)) | {"7.2.T": "0,5", "7.2.P": "0,25", "7.2": "10,25"}
    codes = {row["code"] for row in tables["findings"].to_pylist()}
    assert not codes & {"criterion_unknown", "criterion_missing", "heading_max_differs", "total_mismatch"}
