"""answers.csv: what the analyst decided, so that she is asked once."""

import unicodedata
from pathlib import Path

import pytest

from pipelines.store.answers import load_answers
from schemas.declaration import DeclarationError

A, B = "a" * 64, "b" * 64


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(
        "\n".join(["kind;typed;answer;file;note", *lines]),
        encoding="utf-8",
        newline="\n",
    )
    return path


def test_an_answer_is_found_however_the_text_is_spaced_and_encoded(
    tmp_path: Path,
) -> None:
    answers = load_answers(written(tmp_path, "unit;Xã Cổ Đàm;U18391;;"))
    assert answers.decided("unit", unicodedata.normalize("NFD", "xã  CỔ\u00a0Ðàm ")) == "U18391"
    assert answers.decided("unit", "Xã Cổ Đạm") is None
    assert answers.decided("heading", "Xã Cổ Đàm") is None


def test_an_answer_about_one_file_goes_before_one_about_all(tmp_path: Path) -> None:
    answers = load_answers(written(tmp_path, "unit;Xuân Liên;U1;;", f"unit;Xuân Liên;U2;{A[:12]};"))
    assert answers.decided("unit", "Xuân Liên", A) == "U2"
    assert answers.decided("unit", "Xuân Liên", B) == answers.decided("unit", "Xuân Liên") == "U1"


def test_a_skipped_column_and_a_nameless_sender_need_less(tmp_path: Path) -> None:
    answers = load_answers(written(tmp_path, "column_skip;Ghi chú thêm;;;", f"sender;;U7;{B};"))
    assert answers.decided("column_skip", "ghi chú thêm") == ""
    assert (answers.decided("sender", "", B), answers.decided("sender", "", A)) == (
        "U7",
        None,
    )


def test_no_file_is_no_answers(tmp_path: Path) -> None:
    assert load_answers(tmp_path / "answers.csv").decided("unit", "x") is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("xa;X;U1;;", "loại"),
        ("unit;;U1;;", "typed"),
        ("sender;;U1;;", "typed"),
        ("unit;X;;;", "answer"),
        ("unit;X;U1;abc;", "12 đến 64"),
        ("unit;y;U2;;", "dòng 2"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(DeclarationError, match=problem) as caught:
        load_answers(written(tmp_path, "unit;Y;U1;;", line))
    assert caught.value.line == 3
