"""A manifest says by which decision a publication was scored, and leads to no folder but those of decisions."""

import shutil
from pathlib import Path

import pytest

from pipelines.operations.as_published import as_published
from pipelines.operations.request import OperatorError
from schemas.campaigns.campaign import load_campaign
from schemas.criteria.decision import FOLDER, load_decision
from tests.acceptance.office import office_with_sample

DECISION = FOLDER / "ha-tinh" / "3396-qd-ubnd-2021"


def by_decision(name: str) -> dict[str, object]:
    """A manifest whose communes were scored by a decision."""
    return {"scorings": {"commune": {"decision": name, "annex": "III", "block": "parent"}}}


@pytest.mark.parametrize("below", ["qd", "bo-sung/qd"])
def test_a_decision_of_the_campaign_itself_is_found_again_by_its_name(tmp_path: Path, below: str) -> None:
    campaign = load_campaign(office_with_sample(tmp_path).folder)
    shutil.copytree(DECISION, campaign.folder / below)
    name = load_decision(campaign.folder / below).id
    [scoring] = as_published(campaign, by_decision(name)).scorings
    assert scoring.decision.number == "3396/QĐ-UBND"


def test_an_edited_manifest_leads_to_no_decision_outside_the_folders_of_decisions(tmp_path: Path) -> None:
    campaign = load_campaign(office_with_sample(tmp_path).folder)
    shutil.copytree(DECISION, tmp_path / "ngoai" / "qd")
    with pytest.raises(OperatorError, match="không còn bảng điểm"):
        as_published(campaign, by_decision("../ngoai/qd"))
