"""A day of receipt that keeps a file out of the month is never passed over in silence."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.operations.receive import Received, receive
from pipelines.operations.request import OperatorError
from pipelines.store import inbox
from pipelines.store.arrivals import load_arrivals
from tests.acceptance.office import SAMPLE_FILE, Office, office_with_sample

TOMORROW = datetime.date.today() + datetime.timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_sample(tmp_path)


def test_a_day_that_has_not_come_is_refused_and_nothing_is_noted(office: Office) -> None:
    before = (office.folder / "arrivals.csv").read_bytes()
    with pytest.raises(OperatorError, match="chưa đến"):
        office.receive(SAMPLE_FILE, on=TOMORROW)
    assert (office.folder / "arrivals.csv").read_bytes() == before


@pytest.mark.parametrize(("day", "said"), [("2021-12-31", False), ("2022-01-03", True)])
def test_a_day_after_the_month_that_is_run_is_said(office: Office, day: str, said: bool) -> None:
    lines = office.receive(SAMPLE_FILE, on=datetime.date.fromisoformat(day))
    assert any("--month 2022-01" in line for line in lines) == said


def test_a_file_noted_before_is_not_said_to_be_out_of_the_month(office: Office) -> None:
    office.receive(SAMPLE_FILE, on=datetime.date(2021, 12, 1))
    line, advice = office.receive(SAMPLE_FILE, on=None)
    assert "đã vào sổ từ trước (ngày 01/12/2021)" in line
    assert "bản khác mà đơn vị gửi sau ngày ấy, nếu có, vẫn có hiệu lực" in advice and "--again" in advice


def test_a_file_that_the_unit_sent_again_is_noted_again_once_a_day_where_that_is_said(office: Office) -> None:
    files, days = [office.inbox / SAMPLE_FILE], (datetime.date(2021, 12, 1), datetime.date(2021, 12, 10))
    told: list[str] = []
    receive(office.raw, office.campaign, files, Received(days[0], "31/BC"), told.append)
    for _ in range(2):
        receive(office.raw, office.campaign, files, Received(days[1], "77/BC", again=True), told.append)
    assert ["vào sổ ngày 10/12/2021" in line for line in told] == [False, True, False]
    [arrival] = load_arrivals(office.folder / "arrivals.csv").values()
    assert [(one.received_on, one.number) for one in arrival.lines] == [
        (days[0], "31/BC"), (days[1], "77/BC"),
    ]  # fmt: skip
    assert office.run().remarks == []


@pytest.mark.parametrize("number", ["=1+1", "+31/BC", "-", "@31"])
def test_a_number_that_excel_would_work_out_is_refused(office: Office, number: str) -> None:
    before = (office.folder / "arrivals.csv").read_bytes()
    with pytest.raises(OperatorError, match="không thể bắt đầu bằng"):
        how = Received(datetime.date(2021, 12, 1), number)
        receive(office.raw, office.campaign, [office.inbox / SAMPLE_FILE], how, print)
    assert (office.folder / "arrivals.csv").read_bytes() == before


def test_a_letter_signed_after_its_receipt_is_said(office: Office) -> None:
    days = datetime.date(2021, 12, 1), datetime.date(2021, 12, 10)
    _, line = office.receive(SAMPLE_FILE, on=days[0], doc_date=days[1])
    assert line.startswith("Ngày văn bản 10/12/2021 sau ngày nhận 01/12/2021")


@pytest.mark.parametrize(
    ("locked", "said"), [("file", "Không đọc được “"), ("book", "arrivals.csv: hãy đóng tệp này trong Excel")]
)
def test_what_may_not_be_touched_is_named(
    office: Office, monkeypatch: pytest.MonkeyPatch, locked: str, said: str
) -> None:
    file = office.inbox / SAMPLE_FILE
    path = file if locked == "file" else office.folder / "arrivals.csv"

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pipelines.store.inbox.receive", refuse)
    with pytest.raises(OperatorError, match=said):
        office.receive(SAMPLE_FILE, on=datetime.date(2021, 12, 1))


def test_a_file_that_stands_in_the_book_is_told_before_the_next_one_fails(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = office.inbox / SAMPLE_FILE, office.send("hai.xlsx", b"2")
    take_in, told = inbox.receive, list[str]()

    def hold_the_second(folder: Path, file: Path, *rest: Any) -> inbox.Received:
        if file == second:
            raise PermissionError(13, "Permission denied", str(second))
        return take_in(folder, file, *rest)

    monkeypatch.setattr(inbox, "receive", hold_the_second)
    with pytest.raises(OperatorError, match="Không đọc được"):
        receive(
            office.raw, office.campaign, [first, second], Received(datetime.date(2021, 12, 1)), told.append
        )
    [line] = told
    assert "vào sổ ngày 01/12/2021" in line
