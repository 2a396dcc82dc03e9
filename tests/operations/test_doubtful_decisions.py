"""A campaign that is scored by the decision of another province, or by one that had ended, is told so."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from pipelines.operations.month.doubtful_decisions import ended_decisions, foreign_decisions
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.units.units import load_roster
from tests.acceptance.office import ROOT, SAMPLE


@pytest.fixture(scope="module")
def sample() -> Campaign:
    return load_campaign(ROOT / "raw" / SAMPLE)


def issued_by(campaign: Campaign, issuer: str, **more: Any) -> Campaign:
    first, *rest = campaign.scorings
    decision = replace(first.decision, issuer=issuer, **more)
    return replace(campaign, scorings=(replace(first, decision=decision), *rest))


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
        ("UBND Quảng Ngãi", True),
        ("UBND tỉnh", False),
        ("HĐND tỉnh Hà Nam và UBND tỉnh Hà Tĩnh", False),
    ],
)
def test_the_decision_of_another_province_is_told(sample: Campaign, issuer: str, told: bool) -> None:
    lines = foreign_decisions(issued_by(sample, issuer))
    assert len(lines) == told
    assert all(issuer in line and "chấm cấp xã của tỉnh Hà Tĩnh" in line for line in lines)


def test_a_simulated_campaign_takes_any_decision(sample: Campaign) -> None:
    assert not foreign_decisions(replace(issued_by(sample, "UBND tỉnh Quảng Ngãi"), simulated=True))


def test_an_issuer_without_the_name_of_a_province_is_judged_by_the_folder_of_its_decision(
    sample: Campaign,
) -> None:
    assert foreign_decisions(issued_by(sample, "UBND tỉnh", id="quang-ngai/12-qd-ubnd-2021"))
    assert not foreign_decisions(issued_by(sample, "UBND tỉnh", id="ha-tinh-2021/12-qd-ubnd-2021"))


def test_after_a_merger_the_decision_of_a_province_that_went_into_this_one_is_no_stranger(
    sample: Campaign,
) -> None:
    merged = replace(sample, province="51", roster=load_roster("2025-07-01", "51", None))
    merged = replace(merged, scorings=sample.scorings[:1])
    assert not foreign_decisions(issued_by(merged, "UBND tỉnh Kon Tum"))
    assert not foreign_decisions(issued_by(merged, "UBND tỉnh Quảng Ngãi"))
    assert foreign_decisions(issued_by(merged, "UBND tỉnh Gia Lai"))


@pytest.mark.parametrize(
    ("last_day", "told"), [(None, 0), ("2021-12-31", 0), ("2021-12-30", 1), ("2021-11-01", 1)]
)
def test_a_decision_that_ended_inside_the_period_is_told(
    sample: Campaign, last_day: str | None, told: int
) -> None:
    end = datetime.date.fromisoformat(last_day) if last_day else None
    lines = ended_decisions(issued_by(sample, "UBND tỉnh Hà Tĩnh", in_force_to=end))
    assert len(lines) == told
    assert all(f"hết hiệu lực ngày {end:%d/%m/%Y}, trước khi kỳ" in line for line in lines)
