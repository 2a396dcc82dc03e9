"""The points of each round as they stood on a day: from forms, from figures, from the ledger."""

import datetime
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.intake.cells.judged_cells import judge
from pipelines.intake.cells.reading import Raw
from pipelines.operations.ledger.reported_entries import reported_entries
from pipelines.operations.round_points import (
    computed_scores,
    counted_until,
    figure,
    ranked_scores,
    round_points,
)
from pipelines.scoring.criterion_points import Absent, CriterionPoints, Fact, Judge
from pipelines.scoring.round_point import computed_point
from pipelines.store.ledger import Entry, Ledger, load_ledger
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring, load_campaign
from schemas.campaigns.rounds import FINAL_ROUND, CampaignRound
from schemas.criteria.criterion import Criterion
from schemas.indicators import load_indicators
from tests.store.small_warehouse import CAMPAIGN, a_fact, a_file, a_submission, batch, content, stock

SOURCE = Path(__file__).parents[2] / "raw" / "ha-tinh-2021"
ROUNDS = """
[[round]]
round = "huyen_cham"
closes = 2021-12-10

[[round]]
round = "tinh_toan"

[[round]]
round = "tham_dinh_1"
"""
END = datetime.date(2021, 12, 31)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """The sample campaign, its communes scored by the model table, with a round that locks on 10 December."""
    folder = tmp_path_factory.mktemp("raw") / CAMPAIGN
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("inbox"))
    text = (folder / "campaign.toml").read_text(encoding="utf-8")
    text = text.replace('"ha-tinh/3396-qd-ubnd-2021"\nannex = "III"', '"mau/7-2-so-lieu"\nannex = "xa"')
    start, end = text.index("[[round]]"), text.index("[[", text.rindex("[[round]]") + 2)
    (folder / "campaign.toml").write_text(text[:start] + ROUNDS + "\n" + text[end:], encoding="utf-8")
    return load_campaign(folder)


@pytest.fixture
def scoring(campaign: Campaign) -> Scoring:
    found = campaign.scoring_of("commune")
    assert found
    return found


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open_writer(tmp_path / "warehouse") as opened:
        yield opened


@pytest.fixture
def ledger(campaign: Campaign) -> Ledger:
    return load_ledger(campaign.folder / "none.jsonl")


class Received:
    """What lies in the warehouse: named files with facts of one form of one sender, received on a day."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._files, self._submissions, self._facts = [], [], []  # type: ignore[var-annotated]
        self._days: dict[str, tuple[datetime.date, str | None]] = {}

    def add(self, name: str, received: str, sender: str, form: str, *facts: dict[str, object]) -> "Received":
        self._files.append(a_file(name))
        self._submissions.append(a_submission(name, sender, form))
        for at, fact in enumerate(facts, start=1):
            own = {"kind": "indicator", "state": "value", "usable": True, "value": None} | fact
            unit = str(own.pop("unit", sender))
            self._facts.append(a_fact(f"{name}-{form}", unit, f"C{at}", None) | own)
        self._days[name] = (day(received), None)
        return self

    def store(self) -> None:
        self._warehouse.replace_files(batch(self._files, self._submissions, self._facts))
        present = [str(one["path"]).removesuffix(".xlsx") for one in self._files]
        self._warehouse.replace_stock(CAMPAIGN, **stock(present, self._days))


def point(unit: str, item: str, value: str | None, **more: object) -> dict[str, object]:
    return {
        "unit": unit, "item": item, "kind": "criterion", "value": None if value is None else Decimal(value),
        "typed": value or "", **more,
    }  # fmt: skip


@pytest.fixture
def communes(campaign: Campaign) -> list[str]:
    district = campaign.roster.of_level("district")[0]
    return [unit.code for unit in campaign.roster.children(district.code)]


def parent(campaign: Campaign, unit: str) -> str:
    return str(campaign.roster.units[unit].parent)


def test_a_reported_point_says_who_gave_it_when_and_where(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, ledger: Ledger, communes: list[str]
) -> None:
    one, two, *_ = communes
    office = parent(campaign, one)
    received = Received(warehouse).add(
        "ib", "2021-12-01", office, "phu_luc_ib",
        point(one, "7.2.3", "2.75"), point(one, "7.2.4", None), point(two, "7.2.3", "2.77"),
        point(two, "7.2.4", "1.5", usable=False), point(two, "7.2.1", "2"), point(two, "7.2.P", "0.25"),
    )  # fmt: skip
    received.add("la", "2021-12-01", communes[2], "phu_luc_ib", point(one, "7.2.5", "1")).store()
    found = round_points(campaign, scoring, warehouse, ledger, END)["huyen_cham"]
    given = found[one, "7.2.3"]
    name = campaign.roster.units[office].name
    assert given[:5] == (Decimal("2.75"), "given", "", f"UBND {name[0].lower()}{name[1:]}", day("2021-12-01"))
    assert {key: value.state for key, value in found.items()} == {
        (one, "7.2.3"): "given",
        (one, "7.2.4"): "open",
        (two, "7.2.3"): "disputed",
        (two, "7.2.4"): "disputed",
        (two, "7.2.P"): "given",
    }
    assert found[two, "7.2.P"].points == Decimal("0.25")
    [entry] = reported_entries(scoring, {"huyen_cham": {(one, "7.2.3"): given}}, END)
    assert (entry.kind, entry.points, entry.on) == ("points", Decimal("2.75"), day("2021-12-01"))
    assert (entry.evidence.file_hash, entry.evidence.sheet, entry.evidence.cell) == (
        content("ib"),
        "Biểu 1",
        "C1",
    )


@pytest.mark.parametrize(
    ("own", "above", "expected"),
    [
        ("2", "2", ("given", Decimal(2), "")),
        ("2", None, ("given", Decimal(2), "")),
        (None, "2", ("given", Decimal(2), "")),
        ("3", "2", ("disputed", None, "ghi “3”")),
    ],
)
def test_two_forms_of_one_round_that_give_different_points_give_none(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, ledger: Ledger, communes: list[str],
    own: str | None, above: str | None, expected: tuple[str, Decimal | None, str],
) -> None:  # fmt: skip
    unit, received = communes[0], Received(warehouse)
    for name, sender, points in (("xa", unit, own), ("huyen", parent(campaign, unit), above)):
        received.add(name, "2021-12-01", sender, "tu_cham", point(unit, "7.2.3", points))
    received.store()
    found = round_points(campaign, scoring, warehouse, ledger, END)["tu_cham"][unit, "7.2.3"]
    assert (found.state, found.points) == expected[:2] and expected[2] in found.reason


def test_a_unit_that_fills_in_the_form_of_the_one_above_gives_itself_nothing(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, ledger: Ledger, communes: list[str]
) -> None:
    one, two, *_ = communes
    received = Received(warehouse)
    received.add("xa", "2021-12-01", one, "phu_luc_ib", point(one, "7.2.3", "3"), point(one, "7.2.4", "1"))
    received.add("huyen", "2021-12-01", parent(campaign, one), "phu_luc_ib", point(one, "7.2.3", "2"))
    received.add("tu-cham", "2021-12-01", two, "tu_cham", point(two, "7.2.3", "1")).store()
    found = round_points(campaign, scoring, warehouse, ledger, END)
    assert {key: one.points for key, one in found["huyen_cham"].items()} == {(one, "7.2.3"): Decimal(2)}
    assert {key: one.points for key, one in found["tu_cham"].items()} == {(two, "7.2.3"): Decimal(1)}


def test_a_file_that_comes_after_the_lock_does_not_change_the_round(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, ledger: Ledger, communes: list[str]
) -> None:
    unit, office = communes[0], parent(campaign, communes[0])
    received = Received(warehouse)
    received.add("truoc", "2021-12-10", office, "phu_luc_ib", point(unit, "7.2.3", "2"))
    received.add("sau", "2021-12-11", office, "phu_luc_ib", point(unit, "7.2.3", "3"))
    received.store()
    found = round_points(campaign, scoring, warehouse, ledger, END)["huyen_cham"]
    assert found[unit, "7.2.3"].points == Decimal(2)
    scores, facts = ranked_scores(campaign, scoring, warehouse, ledger, END)
    assert [fact.value for fact in facts] == [Decimal(2)]
    assert next(one for one in scores if one.unit == unit).state == "incomplete"


def test_figures_that_come_after_the_lock_of_the_computed_round_earn_nothing(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, communes: list[str]
) -> None:
    one, two, *_ = communes
    received = Received(warehouse)
    received.add("dung-han", "2021-12-10", one, "so_lieu", count("tthc_total", "40"))
    received.add("muon", "2021-12-11", two, "so_lieu", count("tthc_total", "40")).store()
    locked = CampaignRound("tinh_toan", closes=day("2021-12-10"))
    declared = replace(campaign, rounds=campaign.rounds | {"tinh_toan": locked})
    assert set(computed_scores(declared, scoring, warehouse, END)) == {one}
    assert set(computed_scores(campaign, scoring, warehouse, END)) == {one, two}


def test_of_a_month_nothing_counts_that_came_later_however_late_people_decide(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, tmp_path: Path, communes: list[str]
) -> None:
    one, two, *_ = communes
    received = Received(warehouse)
    received.add("dung-han", "2021-12-30", one, "tu_cham", point(one, "7.2.3", "2"))
    received.add("muon", "2022-01-05", two, "tu_cham", point(two, "7.2.3", "2"))
    received.add("muon-so-lieu", "2022-01-05", two, "so_lieu", count("tthc_total", "100")).store()
    final = CampaignRound(FINAL_ROUND, takes=("tham_dinh_1", "tu_cham"))
    declared = replace(campaign, rounds=campaign.rounds | {FINAL_ROUND: final})
    decided, ledger = day("2022-02-01"), load_ledger(tmp_path / "so.jsonl")
    about = one, scoring.decision.id, scoring.criteria.annex, "7.2.3"
    ledger.append([Entry("points", "tham_dinh_1", *about, Decimal(1), "Lê", decided, "đã xem")])
    found = round_points(declared, scoring, warehouse, ledger, decided, received=END)
    assert {name: {unit for unit, _ in points} for name, points in found.items()} == {
        "huyen_cham": set(), "tu_cham": {one}, "tinh_toan": set(), "tham_dinh_1": {one}, FINAL_ROUND: {one},
    }  # fmt: skip
    assert found[FINAL_ROUND][one, "7.2.3"].points == Decimal(1)
    later = round_points(declared, scoring, warehouse, ledger, decided)
    assert {unit for unit, _ in later[FINAL_ROUND]} == {one, two}


@pytest.mark.parametrize(
    ("indicator", "state", "value", "text", "usable", "fact"),
    [
        ("tthc_total", "value", "12", None, True, Decimal(12)),
        ("tthc_total", "value", "12", None, False, Absent.REFUSED),
        ("tthc_total", "not_arisen", None, None, True, Decimal(0)),
        ("tthc_total", "blank", None, None, True, Absent.NOT_REPORTED),
        ("tthc_total", "dash", None, None, True, Absent.NOT_REPORTED),
        ("tthc_total", "mark", None, "x", True, Absent.REFUSED),
        ("quality_policy_issued", "value", None, "có", True, Decimal(1)),
        ("quality_policy_issued", "value", None, "không", True, Decimal(0)),
        ("internal_audit_date", "value", None, "2021-10-30", True, datetime.date(2021, 10, 30)),
        ("internal_audit_date", "value", None, "2021-10", True, Absent.REFUSED),
        ("internal_audit_date", "none", None, None, True, Absent.NONE),
        ("maintenance_plan_number", "value", None, "12/KH-UBND", True, "12/KH-UBND"),
    ],
)
def test_a_figure_of_the_warehouse_is_a_fact_for_the_rules(
    indicator: str, state: str, value: str | None, text: str | None, usable: bool, fact: Fact
) -> None:
    number = None if value is None else Decimal(value)
    assert figure(load_indicators()[indicator], state, number, text, usable) == fact


@pytest.mark.parametrize(
    ("indicator", "typed", "fact", "reason"),
    [
        ("iso2015_not_applied", "x", Decimal(1), "Chưa áp dụng: có = 1,00"),
        ("iso2015_not_applied", "Có", Decimal(1), "Chưa áp dụng: có = 1,00"),
        ("iso2015_not_applied", True, Decimal(1), "Chưa áp dụng: có = 1,00"),
        ("iso2015_not_applied", "không", Absent.NONE, "Chưa áp dụng: không = 0,00"),
        ("iso2015_not_applied", "", Absent.NOT_REPORTED, "chưa chấm được: Chưa áp dụng – chưa có số liệu"),
        ("iso2015_not_applied", "12", Absent.REFUSED,
         "chưa chấm được: Chưa áp dụng – số liệu có sai lệch, chưa dùng được"),
        ("quality_policy_issued", "Có", Decimal(1), "Ban hành chính sách chất lượng: có = 1,00"),
        ("quality_policy_issued", "không", Decimal(0), "Ban hành chính sách chất lượng: không = 0,00"),
    ],
)  # fmt: skip
def test_an_answer_or_a_mark_earns_its_points_as_the_reader_stores_it(
    scoring: Scoring, indicator: str, typed: Raw, fact: Fact, reason: str
) -> None:
    known = load_indicators()
    stored = judge(typed, known[indicator].type)
    found = figure(known[indicator], stored.state, stored.value, stored.text, stored.usable)
    assert found == fact
    criterion = Criterion("1", "", "Có hay không", Decimal(1), "yes_no", "", indicators=(indicator,))
    assert Judge(criterion, scoring.decision, 2021, known, {indicator: 0}).judge([found]).reason == reason


def count(item: str, value: str | None, **more: object) -> dict[str, object]:
    return {"item": item, "value": None if value is None else Decimal(value), "typed": value, **more}


def test_computed_points_carry_their_reason_and_two_forms_that_disagree_give_none(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, ledger: Ledger, communes: list[str]
) -> None:
    one, two, three, *_ = communes
    received = Received(warehouse)
    figures = (count("tthc_total", "40"), count("tthc_iso_applied", "39"))
    received.add("mot", "2021-12-20", one, "so_lieu", *figures)
    received.add("hai", "2021-12-20", two, "so_lieu", *figures)
    received.add("huyen", "2021-12-20", parent(campaign, one), "iib_1", *(
        {**figure_, "unit": unit} for unit in (one, two) for figure_ in (figures[0],)
    ), count("tthc_iso_applied", "38", unit=two), count("tthc_iso_applied", "40", unit=three)).store()  # fmt: skip
    found = round_points(campaign, scoring, warehouse, ledger, END)["tinh_toan"]
    assert (found[one, "7.2.3"].points, found[one, "7.2.3"].state) == (Decimal("3"), "computed")
    assert found[one, "7.2.3"].reason.startswith("39 trên 40 thủ tục = 97,50 %")
    assert found[one, "7.2.3"].who == "tính theo quyết định"
    assert found[one, "7.2.1.1"].state == found[two, "7.2.3"].state == "open"
    assert found[two, "7.2.3"].reason.endswith(
        "số liệu có sai lệch, chưa dùng được (Biểu số liệu, Biểu 1!C2 ghi “39”; "
        "Phụ lục IIB.1, Biểu 1!C3 ghi “38”: hai số khác nhau)"
    )
    assert "chưa có số liệu" in found[three, "7.2.3"].reason
    assert set(computed_scores(campaign, scoring, warehouse, END)) == {one, two, three}
    assert all(code != "7.2.1" for _, code in found)


@pytest.mark.parametrize("blank", ["so_lieu", "iib_1"])
def test_a_form_that_leaves_a_figure_empty_takes_nothing_from_the_other(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, communes: list[str], blank: str
) -> None:
    unit, received = communes[0], Received(warehouse)
    for form in ("so_lieu", "iib_1"):
        total = count("tthc_total", None, state="blank") if form == blank else count("tthc_total", "40")
        received.add(form, "2021-12-20", unit, form, total, count("tthc_iso_applied", "40"))
    received.store()
    found = computed_scores(campaign, scoring, warehouse, END)[unit].criteria["7.2.3"]
    assert found.points == Decimal(3) and found.reason.startswith("40 trên 40")


def test_the_ledger_speaks_as_of_a_day_and_an_expired_waiver_settles_nothing(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, tmp_path: Path, communes: list[str]
) -> None:
    unit = communes[0]

    def entry(criterion: str, kind: str, on: str, points: str | None = None, until: str = "") -> Entry:
        return Entry(
            kind, "tham_dinh_1", unit, scoring.decision.id, "xa", criterion,  # type: ignore[arg-type]
            None if points is None else Decimal(points), "Lê Thị Hoa", day(on), "Đã xem",
            until=day(until) if until else None,
        )  # fmt: skip

    ledger = load_ledger(tmp_path / "ledger.jsonl")
    ledger.append(
        [
            entry("7.2.3", "points", "2021-12-05", "2"),
            entry("7.2.3", "points", "2022-01-05", "3"),
            entry("7.2.4", "waiver", "2021-12-05", until="2021-12-30"),
            entry("7.2.5", "not_applicable", "2021-12-05", until="2022-12-31"),
        ]
    )
    found = round_points(campaign, scoring, warehouse, ledger, END)["tham_dinh_1"]
    assert {code: (one.points, one.state) for (_, code), one in found.items()} == {
        "7.2.3": (Decimal(2), "given"),
        "7.2.4": (None, "open"),
        "7.2.5": (None, "not_applicable"),
    }
    assert found[unit, "7.2.4"].reason == "miễn chấm đã hết hiệu lực ngày 30/12/2021: Đã xem"
    later = round_points(campaign, scoring, warehouse, ledger, day("2022-01-31"))["tham_dinh_1"]
    assert later[unit, "7.2.3"].points == Decimal(3)


def test_a_day_before_the_lock_counts_only_what_came_up_to_it(campaign: Campaign) -> None:
    assert counted_until(campaign, "huyen_cham", day("2021-12-05")) == day("2021-12-05")
    assert counted_until(campaign, "huyen_cham", END) == day("2021-12-10")
    assert counted_until(campaign, "tu_cham", END) == END


def test_entries_under_another_annex_or_decision_are_no_points_of_this_one(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, tmp_path: Path, communes: list[str]
) -> None:
    ledger, own = load_ledger(tmp_path / "so.jsonl"), (scoring.decision.id, scoring.criteria.annex)
    for at, about in enumerate([own, (own[0], "khac"), ("khac", own[1])]):
        said = Entry("points", "tham_dinh_1", communes[at], *about, "7.2.3", Decimal(1), "Lê", END, "đã xem")
        ledger.append([said])
    found = round_points(campaign, scoring, warehouse, ledger, END)["tham_dinh_1"]
    assert {unit for unit, _ in found} == {communes[0]}


def test_a_waiver_settles_a_criterion_up_to_and_on_its_last_day(
    campaign: Campaign, scoring: Scoring, warehouse: Warehouse, tmp_path: Path, communes: list[str]
) -> None:
    ledger, key = load_ledger(tmp_path / "so.jsonl"), (communes[0], "7.2.3")
    about = key[0], scoring.decision.id, scoring.criteria.annex, key[1]
    start = day("2021-12-01")
    ledger.append([Entry("waiver", "tham_dinh_1", *about, None, "Lê", start, "bão lũ", until=END)])
    states = [
        round_points(campaign, scoring, warehouse, ledger, on)["tham_dinh_1"][key].state
        for on in (start, END, END + datetime.timedelta(days=1))
    ]
    assert states == ["waived", "waived", "open"]


def test_a_computed_deduction_says_how_many_points_it_takes_away() -> None:
    computed = CriterionPoints("7.2.T", Decimal("-0.5"), "computed", "trừ 1 lần")
    assert computed_point(computed).points == Decimal("0.5")
