"""A day of receipt that keeps a file out of the month is never passed over in silence."""

import datetime
from pathlib import Path

import pytest

from pipelines.operations.receive import receive
from pipelines.operations.request import OperatorError
from pipelines.store.arrivals import load_arrivals
from tests.acceptance.office import SAMPLE_FILE, Office, office_with_sample

TOMORROW = datetime.date.today() + datetime.timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_sample(tmp_path)


def test_a_day_that_has_not_come_is_refused_and_nothing_is_noted(office: Office) -> None:
    before = (office.folder / "arrivals.csv").read_bytes()
    with pytest.raises(OperatorError, match="chưa đến"):
        receive(office.campaign, [office.inbox / SAMPLE_FILE], TOMORROW, "", office.raw)
    assert (office.folder / "arrivals.csv").read_bytes() == before


@pytest.mark.parametrize(("day", "said"), [("2021-12-31", False), ("2022-01-03", True)])
def test_a_day_after_the_month_that_is_run_is_said(office: Office, day: str, said: bool) -> None:
    lines = receive(
        office.campaign, [office.inbox / SAMPLE_FILE], datetime.date.fromisoformat(day), "", office.raw
    )
    assert any("--month 2022-01" in line for line in lines) == said


def test_a_file_noted_before_is_not_said_to_be_out_of_the_month(office: Office) -> None:
    receive(office.campaign, [office.inbox / SAMPLE_FILE], datetime.date(2021, 12, 1), "", office.raw)
    line, advice = receive(office.campaign, [office.inbox / SAMPLE_FILE], None, "", office.raw)
    assert "đã vào sổ từ trước (ngày 01/12/2021)" in line
    assert "bản khác mà đơn vị gửi sau ngày ấy, nếu có, vẫn có hiệu lực" in advice and "--again" in advice


def test_a_file_that_the_unit_sent_again_is_noted_again_once_a_day_where_that_is_said(office: Office) -> None:
    file, days = office.inbox / SAMPLE_FILE, (datetime.date(2021, 12, 1), datetime.date(2021, 12, 10))
    receive(office.campaign, [file], days[0], "31/BC", office.raw)
    for again in range(2):
        lines = receive(office.campaign, [file], days[1], "77/BC", office.raw, again=True)
        assert ("vào sổ ngày 10/12/2021" in lines[0]) is not bool(again)
    [arrival] = load_arrivals(office.folder / "arrivals.csv").values()
    assert [(one.received_on, one.number) for one in arrival.lines] == [
        (days[0], "31/BC"), (days[1], "77/BC"),
    ]  # fmt: skip
    assert office.run().remarks == []


@pytest.mark.parametrize("number", ["=1+1", "+31/BC", "-", "@31"])
def test_a_number_that_excel_would_work_out_is_refused(office: Office, number: str) -> None:
    before = (office.folder / "arrivals.csv").read_bytes()
    with pytest.raises(OperatorError, match="không thể bắt đầu bằng"):
        receive(office.campaign, [office.inbox / SAMPLE_FILE], datetime.date(2021, 12, 1), number, office.raw)
    assert (office.folder / "arrivals.csv").read_bytes() == before


def test_a_letter_signed_after_its_receipt_is_said(office: Office) -> None:
    days = datetime.date(2021, 12, 1), datetime.date(2021, 12, 10)
    _, line = receive(office.campaign, [office.inbox / SAMPLE_FILE], days[0], "", office.raw, days[1])
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
        receive(office.campaign, [file], datetime.date(2021, 12, 1), "", office.raw)
