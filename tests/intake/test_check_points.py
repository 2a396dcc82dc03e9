"""Points of a whole run are judged at once: each fault with its cell and what would be right."""

import datetime
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.intake.cells.judged_cells import judge
from pipelines.intake.files.batch import _add, _Columns
from pipelines.intake.files.check import check_points
from pipelines.intake.files.file_reader import FileReading
from pipelines.intake.files.to_read import Mark, ToRead
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.findings import Finding, load_catalogue
from tests.intake.test_forms_accounts import Sheet, workbook

CAMPAIGN = load_campaign(Path(__file__).parents[2] / "raw" / "ha-tinh-2021")
MARK = Mark("c", datetime.date(2021, 12, 1), "d")
SEVERITY = {code: kind.severity for code, kind in load_catalogue().items()}
HEAD: Sheet = [
    ["PHỤ LỤC IB NĂM 2021"],
    ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)"],
    ["TT", "Tên đơn vị", *(f"Tiêu chí 7.2.{number}" for number in range(1, 7)), "Tổng điểm"],
]
SELF: Sheet = [
    ["UBND HUYỆN NGHI XUÂN"],
    ["BẢNG TỰ CHẤM ĐIỂM NĂM 2021"],
    ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"],
    ["TT", "Tiêu chí", "Điểm tự chấm"],
]


def reader_tables(sheets: dict[str, Sheet], campaign: Campaign = CAMPAIGN) -> dict[str, pa.Table]:
    """The tables of one file, read under the sample campaign."""
    from pipelines.intake.files.answers import Answers
    from pipelines.intake.files.batch import make_reader

    columns = _Columns()
    reading: FileReading = make_reader(campaign, Answers()).read(workbook(sheets), "a.xlsx", "0" * 64)
    _add(columns, ToRead("a.xlsx", "0" * 64, "", 1), MARK, reading, SEVERITY)
    return columns.tables()


def judged(*rows: str, head: Sheet = HEAD, campaign: Campaign = CAMPAIGN) -> tuple[list[str], set[str]]:
    """(findings of the check as "code cell detail", cells of unusable points) of rows written as in the annex."""
    sheet = head + [[str(number), *row.split(" | ")] for number, row in enumerate(rows, start=1)]
    tables = check_points(reader_tables({"IB": sheet}, campaign), campaign)
    added = [row for row in tables["findings"].to_pylist() if row["ordinal"] >= 1_000_000]
    unusable = {row["cell"] for row in tables["facts"].to_pylist() if not row["usable"]}
    return [f"{row['code']} {row['cell']} {row['detail']}".strip() for row in added], unusable


@pytest.mark.parametrize(
    ("rows", "findings", "unusable"),
    [
        (["Xã Xuân Lam | 0,5 | 0,5 | 1 | 1,5 | 1 | 0,5 | 5"], [], []),
        (["Xã Xuân Lam | 0 | 0 | 0 | 0 | 0 | 0 | 0"], [], []),
        (["Xã Xuân Lam | 0,75 | 0,5 | 1 | 1,5 | 1 | 0,5 | 5,25"],
         ["points_over_max C4 0,5", "points_over_max I4 5"], ["C4", "I4"]),
        (["Xã Xuân Lam | 0,3 | 0,5 | 1 | 1,5 | 1 | 0,5 | 4,8"],
         ["points_off_grid C4 0,25", "points_off_grid I4 0,25"], ["C4", "I4"]),
        (["Xã Xuân Lam | 0,49999999 | 0,5 | 1 | 1,5 | 1 | 0,5 | 5"], ["points_off_grid C4 0,25"], ["C4"]),
        (["Xã Xuân Lam | 0,8 | 0,5 | 1 | 1,5 | 1 | 0,5 | 5"],
         ["points_off_grid C4 0,25", "points_over_max C4 0,5"], ["C4"]),
        (["Xã Xuân Lam | 0,5 | 0,5 | 1 | 1,5 | 1 | 0,5 | 4,75"], ["total_mismatch I4 5"], ["I4"]),
        (["Xã Xuân Lam | 0,5 | 0,5 | 0,75 | 1,5 | 0,5 | 0,25 | 4,25"], ["total_mismatch I4 4"], ["I4"]),
        (["Xã Xuân Lam | 0,5 | 0,5 | 1 | 1,5 | 1 | 0,5 | "], [], []),
        (["Xã Xuân Lam | 0,5 | 0,5 |  | 1,5 | 1 | 0,5 | 4,75"], [], []),
        (["Xã Xuân Lam | 0,5 | 0,5 | nhiều | 1,5 | 1 | 0,5 | 4,75"], [], ["E4"]),
        (["Xã Xuân Lam | 0,5 | 0,5 | -1 | 1,5 | 1 | 0,5 | 4,75"], [], ["E4"]),
        (["Xã Xuân Lam | 0,75 | 0,5 | 1 | 1,5 | 1 | 0,5 | 4,75",
          "Xã Cổ Đạm | 0,5 | 0,5 | 1 | 1,5 | 1 | 0,5 | 4,5",
          "Xã Xuân Hội | 0,5 | 0,5 | 1 | 1,4 | 1 | 0,5 | 4,75"],
         ["points_over_max C4 0,5", "total_mismatch I5 5", "points_off_grid F6 0,25"], ["C4", "I5", "F6"]),
        (["Xã Xuân Lam | 99999999999999 | 0,5 | 1 | 1,5 | 1 | 0,5 | 5"], [], ["C4"]),
    ],
)  # fmt: skip
def test_each_fault_of_points_has_its_cell_and_hides_no_other(
    rows: list[str], findings: list[str], unusable: list[str]
) -> None:
    assert judged(*rows) == (findings, set(unusable))


def test_unknown_maxima_limit_nothing_but_the_grid_holds() -> None:
    rows = ["7.2.1 | 88,75", "7.2.2 | 0,3", "7.2.3 | 3"]
    assert judged(*rows, head=SELF) == (["points_off_grid C6 0,25"], {"C6"})


def test_a_total_of_unknown_maxima_still_is_the_sum_of_its_parts() -> None:
    rows = [f"7.2.{number} | 2" for number in range(1, 8)]
    assert judged(*rows, "7.2 | 15", head=SELF) == (["total_mismatch C12 14"], {"C12"})
    assert judged(*rows, "7.2 | 14", head=SELF) == ([], set())


def with_extras(floor: str | None = None) -> Campaign:
    """7.2.1 to 7.2.4 add up to 3,5; the bonus 7.2.5 (of 1) is capped at 0,5, the deduction 7.2.6 (of 0,5) at 0,25."""
    scoring = CAMPAIGN.scoring_of("commune")
    assert scoring
    criteria = dict(scoring.criteria.criteria)
    for code, rule in (("7.2.5", "bonus"), ("7.2.6", "deduct")):
        criteria[code] = replace(criteria[code], rule=rule)  # type: ignore[arg-type]
    criteria["7.2"] = replace(criteria["7.2"], max_points=Decimal("3.5"))
    whole = replace(
        scoring.criteria,
        criteria=criteria,
        total=Decimal("3.5"),
        bonus_cap=Decimal("0.5"),
        deduction_cap=Decimal("0.25"),
    )
    convention = replace(scoring.decision.convention, total_floor=None if floor is None else Decimal(floor))
    decision = replace(scoring.decision, convention=convention)
    return replace(CAMPAIGN, scorings=(replace(scoring, criteria=whole, decision=decision),))


@pytest.mark.parametrize(
    ("floor", "row", "findings"),
    [
        (None, "0,5 | 0,5 | 1 | 1,5 | 0,25 | 0 | 3,75", []),
        (None, "0,5 | 0,5 | 1 | 1,5 | 1 | 0 | 4", []),
        (None, "0,5 | 0,5 | 1 | 1 | 1 | 0 | 4", ["total_mismatch I4 3,5"]),
        (None, "0,5 | 0,5 | 1 | 1,5 | 0 | 0,5 | 3,25", []),
        (None, "0,5 | 0,5 | 1 | 1,5 | 0 | 0,5 | 3", ["total_mismatch I4 3,25"]),
        (None, "0,5 | 0,5 | 1 | 1,5 | 1 | 0,5 | 3,75", []),
        ("1", "0 | 0 | 0,5 | 0 | 0 | 0,25 | 1", []),
        ("1", "0 | 0 | 0,5 | 0 | 0 | 0,25 | 0,25", ["total_mismatch I4 1"]),
        ("1", "0 | 0 | 1 | 0,5 | 0 | 0,25 | 1,25", []),
    ],
)
def test_a_total_counts_bonus_and_deduction_within_their_caps_and_is_not_under_the_floor(
    floor: str | None, row: str, findings: list[str]
) -> None:
    found, unusable = judged(f"Xã Xuân Lam | {row}", campaign=with_extras(floor))
    assert (found, unusable) == (findings, {"I4"} if findings else set())


def test_a_file_without_points_passes_unchanged() -> None:
    tables = reader_tables({"Trang": [["không có gì"]]})
    assert check_points(tables, CAMPAIGN) == tables


def test_the_finding_says_what_stands_there_and_whom_it_is_about() -> None:
    sheet = [*HEAD, ["1", "Xã Cổ Đạm", "0,50", "0,5", "1", "1,5", "1", "0,5", "4,50"]]
    tables = check_points(reader_tables({"IB": sheet}), CAMPAIGN)
    row = tables["findings"].to_pylist()[-1]
    assert (row["code"], row["sheet"], row["cell"], row["found"], row["detail"], row["severity"]) == (
        "total_mismatch", "IB", "I4", "4,50", "5", "rejects_row",
    )  # fmt: skip
    assert CAMPAIGN.roster.units[row["unit"]].name == "Xã Cổ Đạm"
    finding = Finding(row["code"], found=row["found"], detail=row["detail"])
    assert (
        load_catalogue()["total_mismatch"].wording(finding)
        == "Tổng điểm 4,50 khác tổng các điểm thành phần (5)"
    )


def test_values_stay_as_they_were_reported() -> None:
    sheet = [*HEAD, ["1", "Xã Cổ Đạm", "0,75", "0,5", "1", "1,5", "1", "0,5", "5"]]
    before = reader_tables({"IB": sheet})
    after = check_points(before, CAMPAIGN)
    assert after["facts"].drop(["usable"]) == before["facts"].drop(["usable"])
    assert before["facts"]["value"][0].as_py() == Decimal("0.75")


@pytest.mark.parametrize("typed", [0.2500001, 0.2499999, 0.50000000001, 0.49999999, 0.00000001])
def test_a_seventh_decimal_does_not_bring_points_onto_the_grid(typed: float) -> None:
    stored = judge(typed, "points").value
    assert (
        stored is not None
        and stored % Decimal("0.25")
        and abs(stored - Decimal(str(typed))) < Decimal("0.000002")
    )
    assert judge(0.1 + 0.2, "points").value == Decimal("0.3")


@pytest.mark.parametrize(
    ("stated", "findings"),
    [
        ("3,3", []),
        ("3,2", ["total_mismatch I4 3,3"]),
        ("3,25", ["points_off_grid I4 0,1"]),
    ],
)
@pytest.mark.parametrize("when", ["before_ranking", "after_ranking"])
def test_a_stated_total_is_held_against_the_one_that_the_decision_prints(
    stated: str, findings: list[str], when: str
) -> None:
    scorings = tuple(
        replace(
            scoring,
            decision=replace(
                scoring.decision,
                convention=replace(scoring.decision.convention, round_total=when, decimals=1),
            ),
        )
        for scoring in CAMPAIGN.scorings
    )
    row = f"Xã Xuân Lam | 0,25 | 0,5 | 0,5 | 1 | 0,5 | 0,5 | {stated}"
    assert judged(row, campaign=replace(CAMPAIGN, scorings=scorings))[0] == findings


# -- sums below the total ----------------------------------------------------------------------------------------------


def nested() -> Campaign:
    """Communes: 7.2 = 7.2.1 (7.2.1.1 + 7.2.1.2, of 2) + 7.2.2 (of 3)."""
    scoring = CAMPAIGN.scoring_of("commune")
    assert scoring
    of = scoring.criteria.criteria["7.2.1"]
    rows = [("7.2", "", "sum", "5"), ("7.2.1", "7.2", "sum", "2"), ("7.2.1.1", "7.2.1", "given", "1"),
            ("7.2.1.2", "7.2.1", "given", "1"), ("7.2.2", "7.2", "given", "3")]  # fmt: skip
    criteria = {
        code: replace(of, code=code, parent=parent, rule=rule, max_points=Decimal(most))  # type: ignore[arg-type]
        for code, parent, rule, most in rows
    }
    whole = replace(scoring.criteria, criteria=criteria)
    return replace(CAMPAIGN, scorings=(replace(scoring, criteria=whole),))


COMMUNE: Sheet = [
    ["UBND XÃ CỔ ĐẠM, HUYỆN NGHI XUÂN"],
    ["PHIẾU TỰ CHẤM ĐIỂM NĂM 2021"],
    ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"],
    ["TT", "Tiêu chí", "Điểm tự chấm"],
]
# 7.2, 7.2.1, 7.2.1.1, 7.2.1.2, 7.2.2 | findings | cells that cannot be used
SUMS = """
5    | 2    | 1    | 1    | 3 |                                         |
5    |      | 1    | 1    | 3 |                                         |
     | 2    | 1    | 1    | 3 |                                         |
5    | 1,5  | 1    | 1    | 3 | total_mismatch C6 2                     | C6
4,5  | 2    | 0,5  | 1    | 3 | total_mismatch C6 1,5                   | C6
5    | 2    | 0,5  | 1    | 3 | total_mismatch C6 1,5; total_mismatch C5 4,5 | C5 C6
5    | 1,5  |      | 1    | 3 |                                         |
5    | 1,5  | một  | 1    | 3 |                                         | C7
5    | 1,5  | 2    | 1    | 3 | points_over_max C7 1                    | C7
5    | 2,25 | 1    | 1    | 3 | points_over_max C6 2                    | C6
"""


@pytest.mark.parametrize("line", SUMS.strip("\n").splitlines())
def test_a_sum_below_the_total_is_held_against_its_own_parts(line: str) -> None:
    *points, findings, unusable = (part.strip() for part in line.split("|"))
    rows = [
        f"{code} | {value}"
        for code, value in zip(("7.2", "7.2.1", "7.2.1.1", "7.2.1.2", "7.2.2"), points, strict=True)
    ]
    told, cells = judged(*rows, head=COMMUNE, campaign=nested())
    assert (told, cells) == (
        [one.strip() for one in findings.split(";") if one.strip()],
        set(unusable.split()),
    )
