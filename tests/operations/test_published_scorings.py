"""A manifest says by which decision a publication was scored, and leads to no folder but those of decisions."""

import shutil
from pathlib import Path

import pytest

from pipelines.operations.published_scorings import as_published
from pipelines.operations.request import OperatorError
from schemas.campaigns.campaign import load_campaign
from schemas.criteria.decision import FOLDER
from tests.acceptance.office import office_with_sample


@pytest.mark.parametrize("inside", [True, False])
def test_an_edited_manifest_leads_to_no_decision_outside_the_folders_of_decisions(
    tmp_path: Path, inside: bool
) -> None:
    campaign = load_campaign(office_with_sample(tmp_path).folder)
    folder = campaign.folder / "qd" if inside else tmp_path / "ngoai" / "qd"
    shutil.copytree(FOLDER / "ha-tinh" / "3396-qd-ubnd-2021", folder)
    name = f"{campaign.id}/qd" if inside else "../ngoai/qd"
    manifest = {"scorings": {"commune": {"decision": name, "annex": "III", "block": "parent"}}}
    if inside:
        [scoring] = as_published(campaign, manifest).scorings
        assert scoring.decision.number == "3396/QĐ-UBND"
    else:
        with pytest.raises(OperatorError, match="không còn bảng điểm"):
            as_published(campaign, manifest)
