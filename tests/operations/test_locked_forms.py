"""A form that came after its round was locked is told, also where the points are computed from its figures."""

import datetime
from dataclasses import replace

import pytest

from pipelines.operations.board.locked_forms import locked_note, locked_out_files
from pipelines.operations.forms_of_rounds import locks
from pipelines.store.standings import Standing
from schemas.campaigns.campaign import Campaign, Due, Scoring, load_campaign
from schemas.campaigns.rounds import CampaignRound
from schemas.criteria.decision import FOLDER, load_decision
from tests.acceptance.office import ROOT, SAMPLE, XUAN_LAM

CLOSES, LATE = datetime.date(2021, 12, 10), datetime.date(2021, 12, 11)
DISTRICT = "442"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    """The sample, its communes scored from the figures that they owe, and its rounds locked on 10 December."""
    sample = load_campaign(ROOT / "raw" / SAMPLE)
    model = load_decision(FOLDER / "mau" / "7-2-so-lieu")
    rounds = {name: CampaignRound(name, closes=CLOSES) for name in ("huyen_cham", "tinh_toan")}
    return replace(
        sample,
        scorings=(Scoring("commune", model, model.annexes["xa"], "tinh_toan", "level"),),
        rounds=rounds,  # type: ignore[arg-type]
        dues=(*sample.dues, Due("so_lieu", "commune", None)),
    )


@pytest.mark.parametrize(
    ("form", "level", "received", "told"),
    [
        ("so_lieu", "commune", LATE, "tính từ số liệu"),
        ("so_lieu", "commune", CLOSES, ""),
        ("so_lieu", "commune", None, ""),
        ("so_lieu", "district", LATE, ""),
        ("iib_1", "district", LATE, ""),
        ("phu_luc_ib", "district", LATE, "huyện chấm"),
        ("tu_cham", "commune", LATE, ""),
    ],
)
def test_what_came_after_the_lock_of_the_round_it_brings_is_told(
    campaign: Campaign, form: str, level: str, received: datetime.date | None, told: str
) -> None:
    said = locked_note(locks(campaign), form, level, received)
    expected = f"nhận sau khi vòng {told} đã khóa ngày 10/12/2021, điểm không được tính"
    assert said == (expected if told else "")


def test_figures_that_came_too_late_are_named_at_the_end_of_a_run(campaign: Campaign) -> None:
    def sent(sender: str, path: str) -> Standing:
        known = dict.fromkeys(Standing._fields)
        own = {"sender": sender, "form": "so_lieu", "path": path, "standing": "in_force", "received_on": LATE}
        return Standing(**(known | own))  # type: ignore[arg-type]

    found = [sent(XUAN_LAM, "xa.xlsx"), sent(DISTRICT, "huyen.xlsx")]
    assert locked_out_files(campaign, found) == [
        "Không tính điểm của 1 biểu nhận sau khi vòng chấm đã khóa: xa.xlsx"
    ]
    assert locked_out_files(replace(campaign, rounds={}), found) == []
