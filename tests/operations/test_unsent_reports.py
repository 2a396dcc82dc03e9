"""In the annex a unit without any points says that no report came only where none did."""

import datetime
from dataclasses import replace

import pytest

from pipelines.operations.contents.unsent_reports import say_unsent
from pipelines.scoring.score import UnitScore
from pipelines.store.standings import Standing
from schemas.campaigns.campaign import Campaign, Due, load_campaign
from tests.acceptance.office import ROOT, SAMPLE, XUAN_LAM

NGHI_XUAN = "442"
MADE = {"tinh_toan": "chưa có điểm tính từ số liệu", "chinh_thuc": "chưa có điểm chính thức"}


@pytest.fixture(scope="module")
def sample() -> Campaign:
    return load_campaign(ROOT / "raw" / SAMPLE)


def sent_by(unit: str | None, standing: str = "in_force") -> Standing:
    return Standing(
        "s", "h", "a.xlsx", unit, "so_lieu", None, None, None, None, None, None, None, None,
        datetime.date(2021, 11, 1), standing,
    )  # fmt: skip


def said(
    campaign: Campaign, ranked: str, due: tuple[str, str], sent: list[Standing], state: str = "missing"
) -> str:
    """The reason of one commune, ranked in a round, where only one form is owed."""
    form, level = due
    scoring = replace(campaign.scorings[0], ranked_round=ranked)  # type: ignore[arg-type]
    owing = replace(campaign, dues=(Due(form, level, None),))  # type: ignore[arg-type]
    score = UnitScore(XUAN_LAM, "b", (), None, state, MADE[ranked], None)  # type: ignore[arg-type]
    [(_, [told])] = say_unsent(owing, [(scoring, [score])], sent)
    return told.reason


@pytest.mark.parametrize(
    ("ranked", "due", "sent", "reason"),
    [
        ("tinh_toan", ("so_lieu", "commune"), [], "chưa gửi báo cáo"),
        ("tinh_toan", ("so_lieu", "commune"), [sent_by(XUAN_LAM, "gone")], "chưa gửi báo cáo"),
        ("tinh_toan", ("so_lieu", "commune"), [sent_by(None, "no_sender")], "chưa gửi báo cáo"),
        ("tinh_toan", ("so_lieu", "commune"), [sent_by(XUAN_LAM, "refused")], MADE["tinh_toan"]),
        ("chinh_thuc", ("phu_luc_ib", "district"), [], "chưa có điểm huyện chấm"),
        ("chinh_thuc", ("phu_luc_ib", "district"), [sent_by(NGHI_XUAN)], MADE["chinh_thuc"]),
    ],
)
def test_a_unit_without_points_says_whether_anything_was_sent(
    sample: Campaign, ranked: str, due: tuple[str, str], sent: list[Standing], reason: str
) -> None:
    campaign = with_a_computed_criterion(sample) if ranked == "tinh_toan" else sample
    assert said(campaign, ranked, due, sent) == reason


def with_a_computed_criterion(campaign: Campaign) -> Campaign:
    """The campaign as if one of its criteria were computed from a figure."""
    scoring = campaign.scorings[0]
    codes = scoring.criteria.criteria
    some = next(code for code, one in codes.items() if one.rule == "given")
    computed = replace(codes[some], indicators=("dossiers_new",))
    criteria = replace(scoring.criteria, criteria={**codes, some: computed})
    return replace(campaign, scorings=(replace(scoring, criteria=criteria), *campaign.scorings[1:]))


def test_other_reasons_stay_as_they_are(sample: Campaign) -> None:
    assert said(sample, "chinh_thuc", ("tu_cham", "commune"), [], "incomplete") == MADE["chinh_thuc"]
