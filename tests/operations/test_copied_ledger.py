"""A folder copied for the next campaign brings the old ledger along: its points are never the new campaign's."""

import datetime
import shutil
from pathlib import Path

import pytest

from pipelines.operations.ledger.trusted_ledger import trusted_ledger
from pipelines.store.chain import Entry
from pipelines.store.ledger import LEDGER, LedgerBroken, load_ledger

OLD = "Sở 2021"
FIRST = Entry("publication", "chinh_thuc", "", "", "", "", None, "A", datetime.date(2022, 2, 1))


def campaign(raw: Path, name: str, period: str) -> Path:
    (raw / name).mkdir()
    (raw / name / "campaign.toml").write_text(f'period = "{period}"\n', encoding="utf-8")
    return raw / name


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = campaign(tmp_path, OLD, "2021")
    load_ledger(folder / LEDGER).append([FIRST])
    return folder


@pytest.mark.parametrize(
    ("period", "refused"),
    [("2022", True), ("2021-H2", True), ("2021", False), ("2020", False)],
)
def test_the_ledger_of_a_campaign_of_an_earlier_period_is_refused(
    old: Path, period: str, refused: bool
) -> None:
    new = campaign(old.parent, "Sở mới", period)
    shutil.copy(old / LEDGER, new / LEDGER)
    if refused:
        with pytest.raises(LedgerBroken, match=f"sổ điểm của đợt {OLD}.*không phải điểm của đợt Sở mới"):
            trusted_ledger(new, old.parent / "kho")
    else:
        assert trusted_ledger(new, old.parent / "kho").head.number == 1


def test_the_campaign_that_was_copied_goes_on(old: Path) -> None:
    shutil.copy(old / LEDGER, campaign(old.parent, "Sở 2022", "2022") / LEDGER)
    assert trusted_ledger(old, old.parent / "kho").head.number == 1


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"hash": 1}'])
def test_what_is_wrong_with_another_ledger_is_not_this_ones_matter(old: Path, broken: str) -> None:
    other = campaign(old.parent, "Sở 2020", "2020")
    (other / LEDGER).write_text(broken, encoding="utf-8")
    assert trusted_ledger(old, old.parent / "kho").head.number == 1
