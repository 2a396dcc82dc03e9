"""The catalogue of findings: every code once, every sentence whole, every severity known."""

import re
from pathlib import Path

import pytest

from schemas.findings import CATALOGUE, SEVERITIES, SEVERITY_VI, Finding, load_catalogue
from tests.schemas.spoilt import refusal

ROOT = Path(__file__).parents[2]
HEAD = "code,severity,message,advice,ours,together\n"


def test_what_stands_in_a_cell_is_never_a_template() -> None:
    finding = Finding("unit_spelled_two_ways", "A", "B2", "{detail}", "“x”")
    assert "{detail}" not in load_catalogue()["points_missing"].wording(finding)
    wording = load_catalogue()["number_unreadable"].wording(
        Finding("number_unreadable", found="{0} %s {found}")
    )
    assert wording == "“{0} %s {found}” không phải là số"


def test_braces_that_a_sender_typed_stay_as_typed() -> None:
    finding = Finding("unit_unknown", found="{detail}", detail=" (có phải: Xã A?)")
    assert (
        load_catalogue()["unit_unknown"].wording(finding)
        == "Không nhận ra đơn vị “{detail}” (có phải: Xã A?)"
    )


def test_every_severity_has_words_and_every_finding_an_advice() -> None:
    assert set(SEVERITY_VI) == set(SEVERITIES)
    assert all(kind.message and kind.advice for kind in load_catalogue().values())


def test_who_writes_a_deduction_with_its_sign_is_told_how_to_write_it() -> None:
    assert "ghi số điểm bị trừ, không kèm dấu trừ" in load_catalogue()["points_negative"].advice


@pytest.mark.parametrize(
    ("rows", "line", "problem"),
    [
        ("a,warns,x,y\na,warns,x,y\n", 3, "mã phát hiện “a” khai hai lần"),
        ("a,warn,x,y\n", 2, "mức “warn” không có trong rejects_file"),
        ("a,warns,{cell},y\n", 2, "chỉ dùng được {found} và {detail}"),
        ("a,warns,x,{other}\n", 2, "chỉ dùng được {found} và {detail}"),
        ("a,warns,x{detail},y,,rows\n", 2, "cột together ghi “rows”; chỉ có: cells, list, sheets"),
        ("a,warns,x,y,,cells\n", 2, "có together thì lời văn phải có {detail}"),
        ("a,warns,{found,y\n", 2, "dấu ngoặc nhọn không khép kín: “{found”"),
    ],
)
def test_a_broken_catalogue_is_refused_at_its_line(
    tmp_path: Path, rows: str, line: int, problem: str
) -> None:
    path = tmp_path / "findings.csv"
    path.write_text(HEAD + rows, encoding="utf-8", newline="")
    error = refusal(lambda: load_catalogue(path))
    assert error.line == line and problem in error.problem


def test_every_code_is_raised_somewhere_and_every_raised_code_is_in_the_catalogue() -> None:
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "pipelines").rglob("*.py")
        if "demo" not in path.parts
    )
    text += (ROOT / "schemas" / "forms" / "points.py").read_text(encoding="utf-8")
    text += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "warehouse").rglob("*.sql"))
    named = set(re.findall(r"[\"']([a-z]+(?:_[a-z0-9]+)+)[\"']", text))
    assert set(load_catalogue()) - named == set()
    raised = set(re.findall(r"\b(?:Finding|Refused|(?<!\.)refuse)\(\s*\"([a-z_]+)\"", text))
    assert raised - set(load_catalogue()) == set()
    assert CATALOGUE.is_file()
