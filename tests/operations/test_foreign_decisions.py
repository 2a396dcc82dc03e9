"""A campaign that is scored by the decision of another province is told so; its own, models and simulations are not."""

from dataclasses import replace

import pytest

from pipelines.operations.month.foreign_decisions import foreign_decisions
from schemas.campaigns.campaign import Campaign, load_campaign
from tests.acceptance.office import ROOT, SAMPLE


@pytest.fixture(scope="module")
def sample() -> Campaign:
    return load_campaign(ROOT / "raw" / SAMPLE)


def issued_by(campaign: Campaign, issuer: str) -> Campaign:
    first, *rest = campaign.scorings
    return replace(
        campaign, scorings=(replace(first, decision=replace(first.decision, issuer=issuer)), *rest)
    )


@pytest.mark.parametrize(
    ("issuer", "told"),
    [
        ("UBND tỉnh Hà Tĩnh", False),
        ("UBND TỈNH HÀ TĨNH", False),
        ("Sở Khoa học và Công nghệ Hà Tĩnh", False),
        ("Bộ Khoa học và Công nghệ", False),
        ("Bảng điểm mẫu", False),
        ("UBND tỉnh Quảng Ngãi", True),
        ("UBND thành phố Hải Phòng", True),
        ("Sở Khoa học và Công nghệ tỉnh Nghệ An", True),
    ],
)
def test_the_decision_of_another_province_is_told(sample: Campaign, issuer: str, told: bool) -> None:
    lines = foreign_decisions(issued_by(sample, issuer))
    assert len(lines) == told
    assert all(issuer in line and "chấm cấp xã của tỉnh Hà Tĩnh" in line for line in lines)


def test_a_simulated_campaign_takes_any_decision(sample: Campaign) -> None:
    assert not foreign_decisions(replace(issued_by(sample, "UBND tỉnh Quảng Ngãi"), simulated=True))
