"""What becomes official: the first round that settles a criterion; what nobody decided is named and never filled in."""

import datetime
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.operations.ledger.final_points import Final, final_points, recorded_points
from pipelines.operations.round_points import Points, proposed_final
from pipelines.scoring.reported import PointFact
from pipelines.scoring.round_point import RoundPoint
from pipelines.scoring.score import score_points
from pipelines.store.ledger import Entry, Evidence, Link
from schemas.campaigns.campaign import Campaign, Scoring, load_campaign

SOURCE = Path(__file__).parents[2] / "raw" / "ha-tinh-2021"
DAY = datetime.date(2022, 2, 1)
ROUNDS = """
[[round]]
round = "tham_dinh_1"

[[round]]
round = "tham_dinh_2"
"""
TAKES = 'takes = ["tham_dinh_2", "tham_dinh_1", "huyen_cham"]'
CODES = [f"7.2.{number}" for number in range(1, 7)]
GIVEN = dict(zip(CODES, map(Decimal, ("0.25", "0.5", "0.75", "1.5", "0.5", "0.25")), strict=True))


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """The sample campaign as if the department had appraised."""
    copy = tmp_path_factory.mktemp("raw") / "dot-thu"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("inbox"))
    text = (copy / "campaign.toml").read_text(encoding="utf-8").replace('takes = ["huyen_cham"]', TAKES)
    (copy / "campaign.toml").write_text(text + ROUNDS, encoding="utf-8")
    return load_campaign(copy)


@pytest.fixture
def communes(campaign: Campaign) -> Scoring:
    scoring = campaign.scoring_of("commune")
    assert scoring
    return scoring


@pytest.fixture
def unit(campaign: Campaign) -> str:
    return campaign.roster.of_level("commune")[0].code


def given(unit: str, **more: RoundPoint) -> Points:
    """The points that the unit's district gave, some of them otherwise."""
    points = {(unit, code): RoundPoint(points, "given", "", "UBND huyện") for code, points in GIVEN.items()}
    return points | {(unit, code.replace("_", ".")[1:]): point for code, point in more.items()}


def decide(campaign: Campaign, scoring: Scoring, **rounds: Points) -> Final:
    return final_points(campaign, scoring, rounds, {}, "Nguyễn Thị Hoà", DAY)


def links(entries: Iterable[Entry]) -> list[Link]:
    return [Link(number, "", "", entry) for number, entry in enumerate(entries, 1)]


def entered(points: str | None, kind: str = "points", **more: object) -> RoundPoint:
    """A point from the ledger."""
    value = None if points is None else Decimal(points)
    told = {"until": None, "evidence": Evidence("31/QĐ-UBND")} | more
    entry = Entry(kind, "tham_dinh_1", "", "", "", "", value, "Lê", DAY, **told)  # type: ignore[arg-type]
    state = {"points": "given", "waiver": "waived", "not_applicable": "not_applicable"}[kind]
    return RoundPoint(value, state, "có lý do", "Lê", DAY, Link(7, "", "", entry))  # type: ignore[arg-type]


def test_each_criterion_takes_the_first_round_that_has_settled_it(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    first = {(unit, "7.2.1"): entered("0.5"), (unit, "7.2.2"): entered("0.25")}
    second = {(unit, "7.2.2"): entered("0")}
    final = decide(campaign, communes, huyen_cham=given(unit), tham_dinh_1=first, tham_dinh_2=second)
    assert final.lacking == ()
    assert [(one.criterion, one.points, one.reason) for one in final.entries][:3] == [
        ("7.2.1", Decimal("0.5"), "lấy điểm thẩm định lần 1: có lý do"),
        ("7.2.2", Decimal("0"), "lấy điểm thẩm định lần 2: có lý do"),
        ("7.2.3", Decimal("0.75"), "lấy điểm huyện chấm"),
    ]
    assert {(one.round, one.who, one.on) for one in final.entries} == {("chinh_thuc", "Nguyễn Thị Hoà", DAY)}
    assert final.entries[0].evidence.number == "31/QĐ-UBND"


def test_a_unit_of_which_nothing_came_lacks_nothing_and_gets_nothing(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    assert decide(campaign, communes, huyen_cham={}) == Final((), ())
    units = {one.unit for one in decide(campaign, communes, huyen_cham=given(unit)).entries}
    assert units == {unit}


def test_whoever_sent_anything_must_have_every_point(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    own = {(unit, "7.2.1"): RoundPoint(Decimal("0.5"), "given")}
    final = decide(campaign, communes, tu_cham=own, huyen_cham={})
    assert [one.criterion for one in final.lacking] == CODES
    assert (
        final.lacking[0].why
        == "chưa có điểm thẩm định lần 2; chưa có điểm thẩm định lần 1; chưa có điểm huyện chấm"
    )


def test_a_blank_cell_and_an_unusable_one_are_named_with_their_reason(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    blank = RoundPoint(None, "open", "ô điểm để trống")
    wrong = RoundPoint(None, "disputed", "ghi “0,3”, không dùng được")
    final = decide(campaign, communes, huyen_cham=given(unit, _7_2_3=blank, _7_2_5=wrong))
    assert [(one.criterion, one.why.split("; ")[-1]) for one in final.lacking] == [
        ("7.2.3", "ô điểm để trống"),
        ("7.2.5", "ghi “0,3”, không dùng được"),
    ]


def test_an_expired_waiver_is_not_filled_from_an_earlier_round(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    link = entered(None, "waiver").source
    over = RoundPoint(None, "open", "miễn chấm đã hết hiệu lực ngày 31/01/2022: sáp nhập", "Lê", DAY, link)
    final = decide(campaign, communes, huyen_cham=given(unit), tham_dinh_1={(unit, "7.2.4"): over})
    assert [(one.criterion, one.why) for one in final.lacking] == [("7.2.4", over.reason)]


def test_a_disputed_point_is_not_filled_from_an_earlier_round_nor_in_the_draft(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    wrong = RoundPoint(None, "disputed", "ghi “0,3”, không dùng được")
    rounds = {"huyen_cham": given(unit), "tham_dinh_1": {(unit, "7.2.4"): wrong}}
    assert [(one.criterion, one.why) for one in decide(campaign, communes, **rounds).lacking] == [
        ("7.2.4", wrong.reason)
    ]
    draft = proposed_final(campaign, rounds)
    assert draft[unit, "7.2.4"] == wrong and draft[unit, "7.2.3"].points == Decimal("0.75")


@pytest.mark.parametrize("kind", ["waiver", "not_applicable"])
def test_a_waiver_in_force_is_recorded_with_its_last_day(
    campaign: Campaign, communes: Scoring, unit: str, kind: str
) -> None:
    last = datetime.date(2022, 12, 31)
    first = {(unit, "7.2.4"): entered(None, kind, until=last)}
    final = decide(campaign, communes, huyen_cham=given(unit), tham_dinh_1=first)
    [entry] = [one for one in final.entries if one.criterion == "7.2.4"]
    assert final.lacking == () and (entry.kind, entry.points, entry.until) == (kind, None, last)


def test_a_total_that_somebody_wrote_and_that_does_not_add_up_is_no_official_total(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    wrong = PointFact("b1", unit, "7.2", "total", Decimal("4"), True, "PL IB", "I7", "4")
    stated = {"huyen_cham": {unit: wrong}}
    points = {"huyen_cham": given(unit)}
    final = final_points(campaign, communes, points, stated, "Hoà", DAY)
    assert [(one.criterion, one.why) for one in final.lacking] == [
        ("", "tổng điểm ghi 4, các điểm thành phần cộng lại 3,75")
    ]
    appraised = points | {"tham_dinh_1": {(unit, "7.2.1"): entered("0.5")}}
    assert final_points(campaign, communes, appraised, stated, "Hoà", DAY).lacking == ()


def test_the_recorded_points_give_the_same_scores_as_those_that_were_decided(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    first = {(unit, "7.2.1"): entered("0.5"), (unit, "7.2.2"): entered(None, "not_applicable")}
    final = decide(campaign, communes, huyen_cham=given(unit), tham_dinh_1=first)
    stray = Entry("points", "tham_dinh_1", unit, "", "", "7.2.3", Decimal(0), "Lê", DAY)
    recorded = recorded_points(communes, links([*final.entries, stray]))
    decided = score_points(communes, campaign.roster, given(unit) | first)[0]
    found = score_points(communes, campaign.roster, recorded)[0]
    assert (found.total, found.rank, found.state) == (decided.total, decided.rank, "scored")
    assert [part.points for part in found.parts] == [part.points for part in decided.parts]


def test_entries_of_another_decision_record_nothing_here(
    campaign: Campaign, communes: Scoring, unit: str
) -> None:
    districts = campaign.scoring_of("district")
    assert districts
    final = decide(campaign, communes, huyen_cham=given(unit))
    assert len(recorded_points(communes, links(final.entries))) == 6
    assert recorded_points(districts, links(final.entries)) == {}
