"""The analyst is asked once: what answers.csv says is used at the next run, and nothing else changes."""

import hashlib
import re
from pathlib import Path

import pytest

from schemas.declaration import DeclarationError
from tests.acceptance.office import SAMPLE_FILE, Office, change_workbook, office_with_sample


def answer(office: Office, line: str) -> None:
    path = office.folder / "answers.csv"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_sample(tmp_path)


def spoil(office: Office, sheet: str, cell: str, value: object) -> None:
    path = office.inbox / SAMPLE_FILE
    change_workbook(path, path, {(sheet, cell): value})


CASES = [
    ("PL IB", "B9", "UBND xã Xuân Lãm Hạ", "unit_unknown", "unit,UBND xã Xuân Lãm Hạ,18400,,hỏi ngày 3/12"),
    (
        "Số liệu",
        "B10",
        "Quy trình riêng",
        "indicator_unknown",
        "indicator,Quy trình riêng,internal_procedures_count,,",
    ),
    ("Số liệu", "D6", "Con số", "heading_unknown", "heading,Con số,Số liệu,,"),
    ("PL IB", "B9", "3. UBND xã Xuân Lãm Hạ", "unit_unknown", "unit,3. UBND xã Xuân Lãm Hạ,18400,,"),
    ("PL IB", "D7", "(2)", "heading_unknown", "heading,(2),Tiêu chí 7.2.2,,"),
]


@pytest.mark.parametrize(
    ("sheet", "cell", "typed", "code", "line"),
    CASES,
    ids=["unit", "indicator", "heading", "numbered unit", "number"],
)
def test_what_was_answered_is_not_asked_again(
    office: Office, sheet: str, cell: str, typed: str, code: str, line: str
) -> None:
    facts = (
        "SELECT unit, item, kind, value, text, usable, sheet, cell "
        f"FROM facts_in_force('{office.campaign}', DATE '2021-12-31') ORDER BY ALL"
    )
    office.run()
    clean = office.ask(facts)
    spoil(office, sheet, cell, typed)
    office.run()
    asked = {(one, at) for path, one, where, at in office.findings() if where == sheet}
    assert (code, cell) in asked
    assert office.ask(facts) != clean
    answer(office, line)
    office.run()
    assert office.ask(facts) == clean
    assert code not in {one for _, one, _, _ in office.findings()}


def test_a_unit_may_be_answered_by_its_full_name(office: Office) -> None:
    spoil(office, "PL IB", "B9", "UBND xã Xuân")
    office.run()
    scored = "SELECT count(*) FROM results WHERE round = 'huyen_cham' AND state = 'scored'"
    assert office.ask(scored) == [(16,)]
    answer(office, 'unit,UBND xã Xuân,"Xã Xuân Lam, huyện Nghi Xuân",,')
    office.run()
    assert office.ask(scored) == [(17,)]


def test_a_column_that_is_to_be_skipped_is_skipped_in_silence(office: Office) -> None:
    spoil(office, "PL IB", "J7", "Ý kiến của xã")
    spoil(office, "PL IB", "J9", "đồng ý")
    office.run()
    assert (SAMPLE_FILE, "heading_unknown", "PL IB", "J7") in office.findings()
    answer(office, "column_skip,Ý kiến của xã,,,")
    office.run()
    assert "heading_unknown" not in {code for _, code, _, _ in office.findings()}


def test_the_sender_of_one_file_is_answered_by_its_hash(office: Office) -> None:
    # The figures alone, and nobody's name on them.
    from openpyxl import load_workbook

    path = office.inbox / SAMPLE_FILE
    book = load_workbook(path)
    for name in ("PL IB", "PL IIB", "Tự chấm"):
        del book[name]
    book["Số liệu"]["A1"] = None
    book["Số liệu"]["A4"] = "(kèm theo Báo cáo số 5/BC-UBND ngày 02/11/2021)"
    book.save(path)
    office.run()
    assert "sender_unknown" in {code for _, code, _, _ in office.findings()}
    [(file_hash,)] = office.ask("SELECT file_hash FROM files")
    answer(office, f"sender,,Huyện Can Lộc,{file_hash[:12]},điện thoại")
    office.run()
    assert office.states()["Huyện Can Lộc", "Biểu số liệu"] == "đã có tệp, chưa vào sổ"
    assert "sender_unknown" not in {code for _, code, _, _ in office.findings()}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("heading,SL,Số lựơng hồ sơ,,", "không phải đầu cột"),
        ("unit,1. UBND xã A,18400,,\nunit,2. UBND xã A,Xã Cổ Đạm,,", "đã được trả lời là một đơn vị khác"),
    ],
)
def test_an_answer_that_cannot_be_meant_stops_the_run(office: Office, line: str, problem: str) -> None:
    answer(office, line)
    with pytest.raises(DeclarationError, match=problem):
        office.run()


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("heading,SL,Số lượng,,\ncolumn_skip,SL,,,", "dòng 3: đầu cột “sl” đã được trả lời khác"),
        ("heading,SL,Số lượng,,\nheading,SL.,Số liệu,,", "dòng 3: đầu cột “sl.” đã được trả lời khác"),
        ("column_skip,SL,Số lượng,,", "dòng 2: cột “answer” phải để trống với column_skip"),
        (
            "indicator,Quy trình riêng,internal_procedures_count,,\nindicator,Quy  trình riêng:,tthc_total,,",
            "dòng 3: tên “quy trình riêng:” đã được trả lời là một chỉ tiêu khác",
        ),
        (
            "sender,,Huyện Nghi Xuân,{12},\nsender,,Huyện Can Lộc,{20},",
            "đã được trả lời là của một đơn vị khác",
        ),
    ],
    ids=["skipped and read", "two headings", "skipped as something", "two indicators", "two senders"],
)
def test_answers_that_contradict_each_other_stop_the_run_at_their_line(
    office: Office, lines: str, problem: str
) -> None:
    digits = hashlib.sha256((office.inbox / SAMPLE_FILE).read_bytes()).hexdigest()
    for line in lines.splitlines():
        answer(office, line.replace("{12}", digits[:12]).replace("{20}", digits[:20]))
    with pytest.raises(DeclarationError, match=re.escape(problem)):
        office.run()
