"""Tables with one fault each: the proof-reader finds that fault, at its file, line and column, and no other."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.operations.criteria.check import proofread, proofread_all
from schemas.criteria.decision import FOLDER, load_decision
from tests.criteria.tables import FILES, write
from tests.schemas.spoilt import refusal


class Case(NamedTuple):
    """One line of spoilt.txt."""

    name: str
    file: str
    right: str
    wrong: str
    line: str
    column: str
    message: str


def cases() -> list[Case]:
    text = Path(__file__).with_name("spoilt.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [Case(*(part.strip().replace("@", "\n") for part in line.split("|"))) for line in lines]


def spoilt(case: Case) -> tuple[str, int]:
    """The text of the file with its fault, and the line that must be named."""
    text = FILES[case.file]
    assert text.count(case.right) == 1, f"{case.right!r} stands {text.count(case.right)} times"
    text = text.replace(case.right, case.wrong)
    return text, next(at for at, line in enumerate(text.splitlines(), 1) if line.startswith(case.line))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "thu-nghiem" / "12-qd-ubnd"


def test_there_are_at_least_forty_ways_to_be_wrong() -> None:
    assert len({case.name for case in cases()}) == len(cases()) >= 40


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_one_fault_is_found_at_its_file_line_and_column(case: Case, folder: Path) -> None:
    text, line = spoilt(case)
    write(folder, **{Path(case.file).stem: text})
    faults = proofread(folder, []).faults
    first = faults[0]
    assert (first.path.name, first.line, first.column) == (case.file, line, case.column), [*map(str, faults)]
    assert case.message in first.problem
    assert len(faults) == 1, [*map(str, faults)]


@pytest.mark.parametrize(
    "case", [case for case in cases() if case.file != "examples.csv"], ids=lambda case: case.name
)
def test_nobody_is_scored_by_a_spoilt_table(case: Case, folder: Path) -> None:
    write(folder, **{Path(case.file).stem: spoilt(case)[0]})
    assert case.file in str(refusal(lambda: load_decision(folder)))


def test_all_faults_are_told_at_once(folder: Path) -> None:
    criteria = FILES["criteria.csv"].replace("Có kiện toàn;1;", "Có kiện toàn;một;").replace(";Điều 4", ";")
    bands = (
        FILES["bands.csv"].replace("I;A2;;1;3;0,5", "I;A2;;1;4;0,5").replace("I;A7;;80;;1", "I;A7;;80;;0,5")
    )
    write(folder, criteria=criteria, bands=bands)
    found = {(fault.path.name, fault.column) for fault in proofread(folder, []).faults}
    assert found == {
        ("criteria.csv", "max_points"),
        ("criteria.csv", "reference"),
        ("bands.csv", "from"),
        ("bands.csv", "points"),
    }


def test_the_table_of_the_tests_has_no_fault(folder: Path) -> None:
    assert proofread(write(folder)).faults == ()


def test_later_days_may_lose_no_more_than_earlier_ones(folder: Path) -> None:
    bands = FILES["bands.csv"].replace("I;A6;;8;;;;100", "I;A6;;8;20;;0,5;\nI;A6;;20;;;;100")
    assert proofread(write(folder, bands=bands)).faults == ()


def test_a_total_that_only_its_bonus_makes_too_large_is_refused(folder: Path) -> None:
    criteria = (
        FILES["criteria.csv"].replace("Tổng;8;", "Tổng;1000;").replace("Có kiện toàn;1;", "Có kiện toàn;993;")
    )
    decision = FILES["decision.toml"].replace('total = "8"', 'total = "1000"')
    [fault] = proofread(write(folder, criteria=criteria, decision=decision)).faults
    assert (fault.column, "cùng tổng điểm 1000 không lưu được" in fault.problem) == ("bonus_cap", True)


def test_the_tables_of_the_repository_have_no_fault() -> None:
    read = proofread_all(None)
    assert len(read) >= 2
    assert [str(fault) for one in read for fault in one.faults] == []


def test_an_indicator_that_no_form_asks_for_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.operations.criteria import check as criteria_check

    asked = criteria_check.asked_indicators() - {"tthc_total"}
    monkeypatch.setattr(criteria_check, "asked_indicators", lambda: asked)
    [fault] = proofread(write(folder), []).faults
    assert (fault.path.name, fault.line, fault.column) == ("criteria.csv", 5, "denominator")
    assert "không biểu nào hỏi" in fault.problem


def test_a_decision_in_force_beside_another_is_found_unless_it_supersedes_it(folder: Path) -> None:
    write(folder)
    later = FILES["decision.toml"].replace("12/QĐ-UBND", "99/QĐ-UBND").replace("= 2027-01-10", "= 2027-06-01")
    other = load_decision(folder)
    next_one = write(folder.with_name("99-qd-ubnd"), decision=later)
    [fault] = proofread(next_one, [other]).faults
    assert (fault.path.name, fault.line, fault.column) == ("decision.toml", 5, "in_force_from")
    assert "12/QĐ-UBND" in fault.problem
    day_after = later.replace("= 2027-06-01", "= 2028-01-01").replace("= 2027-12-31", "= 2028-12-31")
    write(next_one, decision=day_after)
    assert proofread(next_one, [other]).faults == ()
    assert proofread(folder, [load_decision(next_one)]).faults == ()
    write(next_one, decision=day_after.replace("= 2028-01-01", "= 2027-12-31"))
    assert (
        len(proofread(next_one, [other]).faults)
        == len(proofread(folder, [load_decision(next_one)]).faults)
        == 1
    )
    write(next_one, decision='supersedes = ["12/QĐ-UBND"]\n' + later)
    assert proofread(next_one, [other]).faults == ()


def test_a_model_that_does_not_say_so_in_an_annex_is_refused(folder: Path) -> None:
    notice = 'notice = "bảng điểm mẫu"\n'
    write(folder, decision=notice + FILES["decision.toml"])
    [fault] = proofread(folder, []).faults
    assert (fault.column, fault.problem) == ("name", "tên phụ lục phải ghi rõ “bảng điểm mẫu”")
    assert FOLDER.joinpath("mau").is_dir()


def test_a_table_saved_by_a_vietnamese_excel_reads_the_same(folder: Path, tmp_path: Path) -> None:
    plain = load_decision(write(folder))
    commas = tmp_path / "khac" / "12-qd-ubnd"
    write(commas)
    for name in ("criteria.csv", "bands.csv", "examples.csv"):
        saved = b"\xef\xbb\xbf" + FILES[name].replace("\n", "\r\n").encode()
        (folder / name).write_bytes(saved)
        (commas / name).write_text(with_commas(FILES[name]), encoding="utf-8")
    saved_by_excel, by_an_editor = load_decision(folder), load_decision(commas)
    assert replace(saved_by_excel, file_hashes={}) == replace(plain, file_hashes={})
    assert by_an_editor.annexes == plain.annexes
    assert [case.points for case in by_an_editor.examples] == [case.points for case in plain.examples]


def with_commas(text: str) -> str:
    """The table as an editor abroad writes it: commas between columns, points in numbers."""
    buffer = io.StringIO()
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        csv.writer(buffer).writerow([re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", cell) for cell in row])
    return buffer.getvalue()
