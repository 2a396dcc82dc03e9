"""What is signed on a day cannot know what came after it, nor stand before what was signed already."""

import datetime
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines.operations import request
from pipelines.operations.official import publication_day, publish
from pipelines.operations.official.publication_day import refuse_earlier_than_what_counts
from pipelines.operations.request import OperatorError
from pipelines.store import ledger
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


def test_after_a_publication_by_a_clock_that_was_ahead_the_day_must_be_typed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.publish(FIRST)
    turn_clock(monkeypatch, FIRST - datetime.timedelta(days=30))
    with pytest.raises(OperatorError, match=r"ghi ngày 01/02/2022, sau ngày của máy \(02/01/2022\)"):
        office.publish(None)
    assert office.publish(FIRST - datetime.timedelta(days=30)).number == 2, "official on a day that has come"
    assert office.publish(None).unchanged


def test_points_that_were_entered_by_a_clock_that_was_ahead_are_taken_from_the_same_sheet(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_appraisals(office.folder)
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"tham_dinh_1"]', '"tham_dinh_1", "huyen_cham"]'), encoding="utf-8")
    ahead = Entry(
        "points", "tham_dinh_1", XUAN_LAM, "ha-tinh/3396-qd-ubnd-2021", "III", "7.2.1", Decimal("0"),
        "Hoà", FIRST + datetime.timedelta(days=100), "không có hồ sơ",
    )  # fmt: skip
    load_ledger(office.folder / LEDGER).append([ahead])
    turn_clock(monkeypatch, FIRST)
    [note] = [note for note in office.publish(FIRST).notes if note.startswith("Chưa tính 1 điểm")]
    assert note.endswith(
        "Có điểm ghi ngày 12/05/2022, ngày chưa đến: khi ấy máy sai ngày; hãy nhập lại phiếu."
    )
    again = replace(ahead, on=FIRST)
    load_ledger(office.folder / LEDGER).append([again, again])
    done = office.publish(FIRST)
    assert done.number == 2 and not any(note.startswith("Chưa tính") for note in done.notes)
    assert office.publish(FIRST).unchanged


def turn_clock(monkeypatch: pytest.MonkeyPatch, day: datetime.date) -> None:
    """The PC's own day, wherever a publication and the ledger ask for it."""

    class Clock(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:  # type: ignore[override]
            return day

    turned = SimpleNamespace(date=Clock)
    for module in (publication_day, publish, ledger, request):
        monkeypatch.setattr(module, "datetime", turned)


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
