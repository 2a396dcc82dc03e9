"""Decisions: a folder of tables that is checked before anyone is scored."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.criteria.decision import FOLDER, find_decision, load_decision
from tests.schemas.spoilt import refusal, spoil

SOURCE = FOLDER / "ha-tinh" / "3396-qd-ubnd-2021"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The decision of the repository, copied."""
    return Path(shutil.copytree(SOURCE, tmp_path / "issuer" / "decision"))


def test_the_decision_of_2021_holds_what_is_known_of_it() -> None:
    decision = load_decision(SOURCE)
    communes, districts = decision.annexes["III"], decision.annexes["cap-huyen"]
    assert [str(part.max_points) for part in communes.parts] == ["0.5", "0.5", "1", "1.5", "1", "0.5"]
    assert communes.total == Decimal(5) and communes.maxima_known and communes.level == "commune"
    assert len(districts.parts) == 7 and not districts.maxima_known and districts.total is None
    assert decision.title == "Quyết định số 3396/QĐ-UBND ngày 11/10/2021 của UBND tỉnh Hà Tĩnh"
    assert (decision.convention.grid, decision.convention.ties, decision.convention.missing_report) == (
        Decimal("0.25"),
        "competition",
        "listed_unranked",
    )
    assert set(decision.convention.marks) == {"grid", "ties", "missing_report", "decimals", "blocks"}
    [of_communes], [of_districts] = decision.unknowns_of("III"), decision.unknowns_of("cap-huyen")
    assert of_communes.what.startswith("Nội dung") and of_districts.what.startswith("Điểm tối đa")


def test_what_is_not_known_without_an_annex_is_not_known_of_any(folder: Path) -> None:
    spoil(folder / "decision.toml", 'annex = "III"\n', "")
    decision = load_decision(folder)
    assert [len(decision.unknowns_of(annex)) for annex in ("III", "cap-huyen")] == [1, 2]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "problem"),
    [
        ("decision.toml", "date = 2021-10-11", 'date = "11/10/2021"', "“date” phải là ngày dạng 2021-11-15"),
        ("decision.toml", "\ndate = 2021-10-11", "\ndated = 2021-10-11", "thiếu “date” hoặc “in_force_from”"),
        ("decision.toml", "in_force_from = 2021-10-11", "in_force_from = 2021-10-10", "ngày hiệu lực không theo"),
        ("decision.toml", "in_force_from = 2021-10-11", "in_force_from = 2021-10-11\nin_force_to = 2021-01-01",
         "ngày hiệu lực không theo thứ tự"),
        ("decision.toml", 'grid = "0.25"', 'grid = "0"', "cần thang điểm lớn hơn 0"),
        ("decision.toml", 'grid = "0.25"', 'grid = "0.4"', "không nằm trên thang 0,4"),
        ("decision.toml", 'grid = "0.25"', 'grid = "NaN"', "“NaN” không phải là số"),
        ("decision.toml", 'grid = "0.25"', "grid = 0.25", "“grid” phải là số trong ngoặc kép"),
        ("decision.toml", 'ties = "competition"', 'ties = "olympic"', "“ties” phải là một trong: competition, dense"),
        ("decision.toml", '"missing_report", "decimals"', '"missing", "decimals"', "không có quy ước “missing”"),
        ("decision.toml", "decimals = 2", "decimal = 2", "không có mục nào tên “decimal” ở đây"),
        ("decision.toml", 'total = "5"', 'total = "6"', "tổng điểm 6 khác điểm tối đa của “7.2” là 5"),
        ("decision.toml", 'code = "cap-huyen"', 'code = "III"', "phụ lục “III” khai hai lần"),
        ("decision.toml", 'annex = "III"', 'annex = "IV"', "“annex” phải là một trong: III, cap-huyen"),
        ("decision.toml", 'issuer = "UBND tỉnh Hà Tĩnh"\n', "", "thiếu “issuer”"),
        ("criteria.csv", 'III,7.2.1,7.2,Tiêu chí 7.2.1,"0,5"', 'III,7.2.1,7.2,Tiêu chí 7.2.1,"0,75"',
         "các phần cộng lại được 5,25, không phải 5"),
        ("criteria.csv", 'III,7.2.1,7.2,Tiêu chí 7.2.1,"0,5"', "III,7.2.1,7.2,Tiêu chí 7.2.1,nửa",
         "cột max_points: “nửa” không phải là số"),
        ("criteria.csv", 'III,7.2.1,7.2,Tiêu chí 7.2.1,"0,5"', "III,7.2.1,7.2,Tiêu chí 7.2.1,0",
         "điểm tối đa 0 phải lớn hơn 0"),
        ("criteria.csv", "III,7.2.3,7.2,", "III,7.2.2,7.2,", "tiêu chí “7.2.2” khai hai lần"),
        ("criteria.csv", "III,7.2.3,7.2,", "III,7.2.3,7.3,", "không có tiêu chí “7.3”"),
        ("criteria.csv", "III,7.2.3,7.2,", "III,7.2.3,,", "“7.2.3” không thuộc tiêu chí “7.2”"),
        ("criteria.csv", "III,7.2.3,7.2,", "III,7.2.3,7.2.3,", "vòng lặp 7.2.3 → 7.2.3"),
        ("criteria.csv", "III,7.2.3,7.2,Tiêu chí 7.2.3,1,given", "III,7.2.3,7.2,Tiêu chí 7.2.3,1,sum",
         "“7.2.3” là tổng (sum) khi và chỉ khi có tiêu chí con"),
        ("criteria.csv", "III,7.2.3,7.2,Tiêu chí 7.2.3,1,given", "III,7.2.3,7.2,Tiêu chí 7.2.3,1,guess",
         "không có cách tính “guess”"),
        ("criteria.csv", "III,7.2.3,7.2,", "IV,7.2.3,7.2,", ""),
    ],
)  # fmt: skip
def test_a_spoilt_decision_is_refused(folder: Path, file: str, right: str, wrong: str, problem: str) -> None:
    spoil(folder / file, right, wrong)
    error = refusal(lambda: load_decision(folder))
    assert problem in error.problem and error.path.parent == folder


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("decision.toml", 'ties = "competition"', "ties = 5"),
        ("decision.toml", 'missing_report = "listed_unranked"', 'missing_report = "zero"'),
        ("decision.toml", 'what = "Nội dung', 'whatever = "Nội dung'),
        ("criteria.csv", "III,7.2.5,7.2,Tiêu chí 7.2.5,1,", "III,7.2.5,7.2,Tiêu chí 7.2.5,-1,"),
        ("criteria.csv", "cap-huyen,7.2.7,7.2,", "cap-huyen,7.2.6,7.2,"),
    ],
)
def test_the_spoilt_line_is_named(folder: Path, file: str, right: str, wrong: str) -> None:
    line = spoil(folder / file, right, wrong)
    error = refusal(lambda: load_decision(folder))
    # A key that is missing is reported at the section's own line, right above.
    assert error.path == folder / file and error.line in (line, line - 1)


def test_a_decision_without_criteria_is_refused(folder: Path) -> None:
    (folder / "criteria.csv").unlink()
    assert "không tìm thấy tệp" in refusal(lambda: load_decision(folder)).problem


def test_a_name_that_leads_out_of_the_folder_of_decisions_finds_none(tmp_path: Path) -> None:
    for folder in ("inside/one", "outside/two"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "decision.toml").write_text("", encoding="utf-8")
    root = tmp_path / "inside"
    assert find_decision(root, "one") == (root / "one").resolve()
    assert find_decision(root, "../outside/two") is None
    assert find_decision(root, "none") is None
