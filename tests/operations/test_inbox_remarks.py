"""What came in and does not count, or counts in doubt, is told at the end of a run and before a publication."""

import datetime
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.operations.inbox_remarks import doubtful_days, no_longer_there, received_later
from pipelines.operations.request import OperatorError
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import InboxFile, Stock, Unreadable
from tests.acceptance.office import SAMPLE_FILE, Office, change_workbook, office_with_sample

IB, FIGURES = "PL IB", "Số liệu"
CORRECTED = {(IB, "C9"): "0,5", (IB, "I9"): "4,0"}
UNTIL = datetime.date(2021, 12, 31)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_with_sample(tmp_path)
    note(office, SAMPLE_FILE, "2021-11-20")
    return office


def note(office: Office, name: str, day: str) -> None:
    office.receive(name, on=datetime.date.fromisoformat(day))


def correct(office: Office, changes: dict[tuple[str, str], object], name: str = "đính chính.xlsx") -> str:
    change_workbook(office.inbox / SAMPLE_FILE, office.inbox / name, changes)
    return name


def starts(lines: object) -> set[str]:
    assert isinstance(lines, (list, tuple))
    return {" ".join(line.split()[:4]) for line in lines}


def test_a_registered_file_that_is_gone_is_told_since_an_older_one_speaks_again(office: Office) -> None:
    name = correct(office, CORRECTED)
    note(office, name, "2021-12-05")
    assert office.run().remarks == []
    (office.inbox / name).unlink()
    [told] = office.run().remarks
    assert told.startswith("Sổ nhận có 1 tệp không còn nguyên") and told.endswith(f": {name}")
    assert told in office.publish().notes


def test_a_file_that_was_edited_in_the_inbox_is_told(office: Office) -> None:
    name = correct(office, CORRECTED)
    note(office, name, "2021-12-05")
    correct(office, CORRECTED | {(IB, "D9"): "0,25"})
    assert starts(office.run().remarks) == {"Sổ nhận có 1", "Không tính 1 tệp"}


def test_what_was_noted_for_a_later_month_need_not_lie_there_yet() -> None:
    book = {"a": Arrival(datetime.date(2022, 1, 1), "", "", 2, "a.xlsx")}
    assert no_longer_there(book, {}, UNTIL) == []


def test_a_file_that_cannot_be_used_is_told_and_named_at_the_publication(office: Office) -> None:
    whole = (office.inbox / SAMPLE_FILE).read_bytes()
    office.send("hỏng.xlsx", whole[:3000])
    [told] = office.run().remarks
    assert told.startswith("Không dùng được 1 tệp") and told.endswith(": hỏng.xlsx")
    assert told in office.publish().notes


def test_a_copy_of_a_file_that_is_not_read_says_of_which_and_why(office: Office) -> None:
    office.send("hỏng.xlsx", b"PK\x03\x04xx")
    (office.inbox / "sub").mkdir()
    for name in ("CV 31.pdf", "sub/CV 31 (1).pdf"):
        (office.inbox / name).write_bytes(b"%PDF-1.4\n1 0 obj\n")
    (office.inbox / "sub" / "hỏng.xlsx").write_bytes(b"PK\x03\x04xx")
    office.run()
    sheet = load_workbook(office.published() / "Theo dõi.xlsx")["Tệp không đọc"]
    rows = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).endswith((".pdf", ".xlsx"))]
    reasons = {row[0]: str(row[-2]) for row in rows}
    assert len(reasons) == 4 and not any("Không dùng được" in reason for reason in reasons.values())
    assert reasons["sub/CV 31 (1).pdf"] == f"Cùng nội dung với CV 31.pdf: {reasons['CV 31.pdf']}"
    assert reasons["sub/hỏng.xlsx"] == f"Cùng nội dung với hỏng.xlsx: {reasons['hỏng.xlsx']}"


def test_versions_without_an_order_are_told(office: Office) -> None:
    correct(office, CORRECTED)
    [told] = office.run().remarks
    assert told.startswith("Không tính 1 tệp chưa vào sổ")
    note(office, "đính chính.xlsx", "2021-11-20")
    [told] = office.run().remarks
    assert told.startswith("Không tính 2 tệp vì chưa rõ bản nào sau")


def test_a_correction_that_leaves_figures_empty_is_told_with_what_stood_there(office: Office) -> None:
    name = correct(office, {(FIGURES, "D10"): None, (FIGURES, "D11"): "5", (FIGURES, "D38"): None})
    note(office, name, "2021-12-05")
    [told] = office.run().remarks
    assert told.startswith("Bản sau bỏ trống số liệu") and told.endswith(f": {name}")
    assert (name, "values_dropped", FIGURES, "") in office.findings()
    # Said of the month in which the correction counts, and of no earlier one.
    assert not any("bỏ trống" in line for line in office.run("2021-11").remarks)
    # A third version that says everything again ends it.
    shutil.copy(office.inbox / SAMPLE_FILE, office.inbox / "lần 3.xlsx")
    correct(office, {(FIGURES, "D11"): "6"}, "lần 3.xlsx")
    note(office, "lần 3.xlsx", "2021-12-20")
    assert office.run().remarks == []


def test_points_that_came_after_their_round_was_locked_are_told(office: Office) -> None:
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('\nround = "huyen_cham"', '\nround = "huyen_cham"\ncloses = 2021-12-01'),
        encoding="utf-8",
    )
    assert office.run().remarks == []
    note(office, correct(office, CORRECTED), "2021-12-05")
    [told] = office.run().remarks
    assert told == "Không tính điểm của 1 biểu nhận sau khi vòng chấm đã khóa: đính chính.xlsx"
    assert told in office.publish().notes


@pytest.mark.parametrize(
    ("received", "letter", "said"),
    [
        ("2021-01-01", "", ""),
        ("2020-12-31", "", "Ngày nhận trước kỳ"),
        ("2022-12-31", "", ""),
        ("2121-11-20", "", "Ngày nhận nhiều năm"),
        ("2021-11-20", "2021-11-21", "Ngày văn bản sau"),
        ("2021-11-20", "2021-11", ""),
        ("2021-11-20", "2021-12", "Ngày văn bản sau"),
    ],
)
def test_days_that_cannot_be_are_told(received: str, letter: str, said: str) -> None:
    stock = Stock([InboxFile("a.xlsx", "a", 1, "")], [])
    arrivals = {"a": Arrival(datetime.date.fromisoformat(received), "", letter, 2)}
    assert starts(doubtful_days(stock, arrivals, "2021-H1")) == ({said} if said else set())


def test_a_file_that_came_twice_after_the_month_is_one_file() -> None:
    again = Arrival(datetime.date(2022, 1, 9), "", "", 3)
    arrivals = {"a": Arrival(datetime.date(2022, 1, 2), "", "", 2, again=(again,))}
    stock = Stock([InboxFile("a.xlsx", "a", 1, "")], [])
    assert received_later(stock, arrivals, UNTIL) == ["Chưa tính 1 tệp vào sổ sau ngày 31/12/2021: a.xlsx"]


def test_a_day_of_receipt_before_the_period_is_refused(office: Office) -> None:
    with pytest.raises(OperatorError, match=r"trước kỳ báo cáo của đợt \(năm 2021\)"):
        note(office, SAMPLE_FILE, "2012-12-05")


def test_nothing_is_official_while_a_file_cannot_be_opened(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.operations.month import run

    taken = run.take_stock

    def locked(inbox: Path) -> Stock:
        return taken(inbox)._replace(unreadable=[Unreadable("đính chính.xlsx", "Permission denied")])

    monkeypatch.setattr(run, "take_stock", locked)
    with pytest.raises(OperatorError, match="Không mở được đính chính"):
        office.publish()
    assert not (office.folder / "ledger.jsonl").exists()
