"""A correction after the official publication is told, with the points that it changes."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from pipelines.operations.ledger.changed_points import changed_points
from pipelines.operations.ledger.points_at_hand import points_at_hand
from pipelines.operations.round_points import ranked_scores, round_points
from pipelines.scoring.round_point import RoundPoint
from pipelines.scoring.score import CriterionScore, UnitScore
from pipelines.store.ledger import LEDGER, Entry, load_ledger
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import load_campaign
from tests.acceptance.appraised import appraise, with_rounds
from tests.acceptance.office import SAMPLE_FILE, XUAN_LAM, Office, change_workbook, office_with_sample
from tests.scoring.test_possible_ranks import scoring_of

FIRST, SECOND, LAST = datetime.date(2022, 2, 1), datetime.date(2022, 2, 2), datetime.date(2022, 2, 28)
TOLD = "Khác với điểm đã công bố chính thức: "


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_with_sample(tmp_path)
    office.receive(SAMPLE_FILE, on=datetime.date(2021, 11, 20))
    return office


def told(lines: object) -> list[str]:
    assert isinstance(lines, (list, tuple))
    return [line for line in lines if line.startswith(TOLD)]


def test_a_correction_after_the_publication_is_told_until_it_is_published(office: Office) -> None:
    assert told(office.run().remarks) == []
    office.publish(FIRST)
    assert told(office.run().remarks) == []
    changes: dict[tuple[str, str], object] = {("PL IB", "C9"): "0,5", ("PL IB", "I9"): "4,0"}
    change_workbook(office.inbox / SAMPLE_FILE, office.inbox / "đính chính.xlsx", changes)
    office.receive("đính chính.xlsx", on=datetime.date(2021, 12, 5))
    said = f"{TOLD}1 điểm (Xã Xuân Lam 7.2.1: 0,25, nay 0,5). Công bố lại nếu điểm mới là đúng."
    assert told(office.run().remarks) == [said]
    assert told(office.run("2021-11").remarks) == [], "a past month has points of its own"
    assert told(office.publish(SECOND).notes) == [said]
    assert told(office.run().remarks) == []


def test_units_that_sent_after_the_publication_are_counted(office: Office) -> None:
    # The last commune has no row yet when the points become official.
    late = office.inbox / "đủ.xlsx"
    change_workbook(office.inbox / SAMPLE_FILE, late, {("PL IB", "A1"): "Phụ lục IB "})
    empty = dict.fromkeys(((("PL IB", f"{column}25")) for column in "ABCDEFGHI"), None)
    change_workbook(office.inbox / SAMPLE_FILE, office.inbox / "thiếu.xlsx", dict(empty))
    office.receive("thiếu.xlsx", on=datetime.date(2021, 11, 21))
    office.publish(FIRST)
    office.receive("đủ.xlsx", on=datetime.date(2021, 11, 22))
    assert told(office.run().remarks) == [f"{TOLD}1 đơn vị mới có điểm. Công bố lại nếu điểm mới là đúng."]


def test_a_waiver_after_the_publication_is_told_as_one_while_it_lasts(office: Office) -> None:
    declaration = office.folder / "campaign.toml"
    takes = declaration.read_text(encoding="utf-8").replace(
        'takes = ["huyen_cham"]', 'takes = ["tham_dinh_1", "huyen_cham"]'
    )
    declaration.write_text(f'{takes}\n[[round]]\nround = "tham_dinh_1"\n', encoding="utf-8")
    office.publish(FIRST)
    ledger = load_ledger(office.folder / LEDGER)
    [official] = {(link.entry.decision, link.entry.annex) for link in ledger.links if link.entry.unit}
    waived = Entry(
        "waiver", "tham_dinh_1", "18373", *official, "7.2.1", None, "Hoà", SECOND, "chờ", until=LAST
    )
    ledger.append([waived])
    said = f"{TOLD}1 điểm (Thị trấn Tiên Điền 7.2.1: 0,5, nay miễn). Công bố lại nếu điểm mới là đúng."
    assert told(office.run().remarks) == [said]
    after = datetime.date(2022, 3, 1)
    ledger.append(
        [Entry("explanation", "giai_trinh", "18373", *official, "7.2.1", None, "Hoà", after, "sau")]
    )
    assert told(office.run().remarks) == [said.replace("nay miễn", "nay chưa có")], (
        "it ended before the last act"
    )


def test_what_stands_in_place_of_points_may_change_too(office: Office) -> None:
    campaign = load_campaign(office.folder)
    scoring = campaign.scoring_of("commune")
    assert scoring
    table = scoring.decision.id, scoring.criteria.annex
    ledger = load_ledger(office.folder / LEDGER)
    ledger.append(
        Entry(kind, "chinh_thuc", "18373", *table, code, None, "Hoà", FIRST, "vì")
        for kind, code in (("waiver", "7.2.1"), ("not_applicable", "7.2.2"), ("waiver", "7.2.3"))
    )
    now = {
        ("18373", "7.2.1"): RoundPoint(None, "not_applicable"),
        ("18373", "7.2.2"): RoundPoint(None, "not_applicable"),
        ("18373", "7.2.3"): RoundPoint(Decimal(1), "computed"),
    }
    assert changed_points(campaign, scoring, ledger, now) == (
        "2 điểm (Thị trấn Tiên Điền 7.2.1: miễn, nay không áp dụng; Thị trấn Tiên Điền 7.2.3: miễn, nay 1)"
    )


def test_a_waiver_that_ended_in_the_month_counts_no_more_though_nobody_has_acted_since(
    office: Office,
) -> None:
    campaign, nothing_asked = load_campaign(office.folder), cast(Warehouse, None)
    scoring = campaign.scoring_of("commune")
    assert scoring
    key, about = ("18373", "7.2.1"), (scoring.decision.id, scoring.criteria.annex, "7.2.1", None, "Hoà")
    first, last = datetime.date(2021, 12, 1), datetime.date(2021, 12, 15)
    ledger = load_ledger(office.folder / LEDGER)
    ledger.append([Entry("waiver", "tham_dinh_1", "18373", *about, first, "chờ", until=last)])
    for day, state in ((last, "waived"), (last + datetime.timedelta(days=1), "open")):
        [(_, found)] = points_at_hand(campaign, [(scoring, [])], nothing_asked, ledger, day, ["tham_dinh_1"])
        assert found["tham_dinh_1"][key].state == state


def test_scores_at_hand_give_the_points_that_would_be_asked_for(office: Office) -> None:
    office.run()
    campaign, until = load_campaign(office.folder), datetime.date(2021, 12, 31)
    ledger = load_ledger(office.folder / LEDGER)
    with Warehouse.open_reader(office.warehouse) as store:
        results = [
            (scoring, ranked_scores(campaign, scoring, store, ledger, until)[0])
            for scoring in campaign.scorings
        ]
        for scoring, found in points_at_hand(campaign, results, store, ledger, until, ("huyen_cham",)):
            asked = round_points(campaign, scoring, store, ledger, until)["huyen_cham"]
            assert {key: point[:2] for key, point in found["huyen_cham"].items()} == {
                key: point[:2] for key, point in asked.items()
            }


def test_a_deduction_at_hand_is_what_is_taken_away(office: Office) -> None:
    office.run()
    campaign, until = load_campaign(office.folder), datetime.date(2021, 12, 31)
    parts = (
        CriterionScore("A1", Decimal("0.5"), "scored", None),
        CriterionScore("A2", None, "waived", None),
        CriterionScore("A3", None, "incomplete", None),
        CriterionScore("AP", Decimal("-0.25"), "scored", None),
    )
    score = UnitScore("18373", "", parts, None, "incomplete", "", None)
    with Warehouse.open_reader(office.warehouse) as store:
        ledger, results = load_ledger(office.folder / LEDGER), [(scoring_of(), [score])]
        [(_, found)] = points_at_hand(campaign, results, store, ledger, until, ("huyen_cham",))
    assert {code: point[:2] for (_, code), point in found["huyen_cham"].items()} == {
        "A1": (Decimal("0.5"), "given"),
        "A2": (None, "waived"),
        "AP": (Decimal("0.25"), "given"),
    }


def test_a_unit_that_has_no_points_any_more_is_named_and_holds_up_the_next_publication(
    office: Office,
) -> None:
    office.publish(FIRST)
    last_row = {("PL IB", f"{column}25"): None for column in "ABCDEFGHI"}
    change_workbook(office.inbox / SAMPLE_FILE, office.inbox / "thiếu.xlsx", dict(last_row))
    office.receive("thiếu.xlsx", on=datetime.date(2021, 11, 21))
    assert told(office.run().remarks) == [
        f"{TOLD}1 đơn vị nay không còn điểm nào (Xã Xuân Lĩnh). Công bố lại nếu điểm mới là đúng."
    ]
    [lacking] = office.publish(SECOND).lacking
    assert lacking.endswith(
        "Xã Xuân Lĩnh (Huyện Nghi Xuân), cả bảng: đã công bố chính thức, nay không còn điểm nào"
    )


def test_a_unit_taken_off_the_list_after_its_points_were_official_stops_nothing(office: Office) -> None:
    with_rounds(office, '\n[[round]]\nround = "tham_dinh_2"\n')
    appraise(office, "7.2.1", "0.5")
    appraise(office, "7.2.1", "0.25", round="tham_dinh_2", reason="Đồng ý với kết quả thẩm định lần 1")
    office.publish(FIRST)
    with (office.folder / "units.csv").open("a", encoding="utf-8") as units:
        units.write(f"remove,{XUAN_LAM},,,nhập vào xã khác\n")
    assert told(office.run().remarks) == []
    done = office.publish(SECOND)
    assert done.number == 2 and told(done.notes) == []
