"""What is signed on a day cannot know what came after it, nor stand before what was signed already."""

import datetime
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.operations.official.publication_day import refuse_earlier_than_what_counts
from pipelines.operations.request import OperatorError
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import InboxFile, Stock
from pipelines.store.ledger import LEDGER, Entry, load_ledger
from tests.acceptance.office import SAMPLE_FILE, Office, office_with_sample
from tests.operations.appraising import with_appraisals

RECEIVED, FIRST = datetime.date(2021, 12, 15), datetime.date(2022, 2, 1)
XUAN_LAM = "18400"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_with_sample(tmp_path)
    office.receive(SAMPLE_FILE, on=RECEIVED)
    return office


def test_a_day_before_the_receipt_of_what_counts_is_refused(office: Office) -> None:
    with pytest.raises(OperatorError, match="ngày 14/12/2021: 1 tệp được tính trong tháng nhận sau ngày ấy"):
        office.publish(RECEIVED - datetime.timedelta(days=1))
    assert not (office.folder / LEDGER).exists()
    assert office.publish(RECEIVED).number == 1


def test_a_file_that_counts_in_a_later_month_only_stands_in_no_ones_way() -> None:
    until = datetime.date(2021, 12, 31)
    stock = Stock([InboxFile("a.xlsx", "a", 1, "a.xlsx")], [])
    for received, refused in ((until, True), (until + datetime.timedelta(days=1), False)):
        arrivals = {"a": Arrival(received, "", "", 2)}
        with pytest.raises(OperatorError) if refused else nullcontext():
            refuse_earlier_than_what_counts(RECEIVED, until, stock, arrivals)


def test_a_day_before_the_last_publication_is_refused(office: Office) -> None:
    office.publish(FIRST)
    head = load_ledger(office.folder / LEDGER).head
    with pytest.raises(OperatorError, match="lần công bố trước ghi ngày 01/02/2022"):
        office.publish(FIRST - datetime.timedelta(days=1))
    assert load_ledger(office.folder / LEDGER).head == head
    assert office.publish(FIRST).unchanged


def test_points_decided_after_the_day_are_told_not_to_count(office: Office) -> None:
    with_appraisals(office.folder)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"tham_dinh_1"]', '"tham_dinh_1", "huyen_cham"]'), encoding="utf-8")
    appraised = Entry(
        "points", "tham_dinh_1", XUAN_LAM, "ha-tinh/3396-qd-ubnd-2021", "III", "7.2.1", Decimal("0"),
        "Trần Văn Bình", datetime.date(2022, 1, 15), "không có kế hoạch",
    )  # fmt: skip
    load_ledger(office.folder / LEDGER).append([appraised])
    early = office.publish(datetime.date(2022, 1, 14))
    assert "Chưa tính 1 điểm thẩm định lần 1 ghi sau ngày công bố 14/01/2022." in early.notes
    assert not any("Chưa tính" in note for note in office.publish(FIRST).notes)
