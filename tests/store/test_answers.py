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


def test_an_answer_keeps_what_was_asked_however_it_is_spaced_and_encoded(tmp_path: Path) -> None:
    typed = unicodedata.normalize("NFD", "xã  CỔ\u00a0Ðàm ")
    assert load_answers(written(tmp_path, f"Unit;{typed};U18391;;hỏi qua điện thoại")) == [
        ("unit", "xã cổ đàm", "U18391", "", 2)
    ]


def test_a_skipped_column_and_a_nameless_sender_need_less(tmp_path: Path) -> None:
    assert load_answers(written(tmp_path, "column_skip;Ghi chú thêm;;;", f"sender;;U7;{B};")) == [
        ("column_skip", "ghi chú thêm", "", "", 2),
        ("sender", "", "U7", B, 3),
    ]


def test_two_files_may_have_two_senders(tmp_path: Path) -> None:
    answers = load_answers(written(tmp_path, f"sender;;U1;{A[:12].upper()};", f"sender;;U2;{B[:12]};"))
    assert [(one.answer, one.file) for one in answers] == [("U1", A[:12]), ("U2", B[:12])]


def test_no_file_is_no_answers(tmp_path: Path) -> None:
    assert load_answers(tmp_path / "answers.csv") == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("xa;X;U1;;", "loại"),
        ("unit;;U1;;", "typed"),
        ("sender;;U1;;", "“sender” phải ghi mã tệp"),
        (f"unit;X;U1;{A};", "chỉ câu trả lời “sender” được ghi mã tệp"),
        ("unit;X;;;", "answer"),
        ("unit;X;U1;abc;", "12 đến 64"),
        ("unit;y;U2;;", "dòng 2"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(DeclarationError, match=problem) as caught:
        load_answers(written(tmp_path, "unit;Y;U1;;", line))
    assert caught.value.line == 3
