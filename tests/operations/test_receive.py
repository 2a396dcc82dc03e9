"""A day of receipt that keeps a file out of the month is never passed over in silence."""

import datetime
from pathlib import Path

import pytest

from pipelines.operations.receive import receive
from pipelines.operations.request import OperatorError
from tests.acceptance.office import SAMPLE_FILE, Office, office_with_sample

TOMORROW = datetime.date.today() + datetime.timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_sample(tmp_path)


def test_a_day_that_has_not_come_is_refused_and_nothing_is_noted(office: Office) -> None:
    before = (office.folder / "arrivals.csv").read_bytes()
    with pytest.raises(OperatorError, match="chưa đến"):
        receive(office.campaign, [office.inbox / SAMPLE_FILE], TOMORROW, "", office.raw)
    assert (office.folder / "arrivals.csv").read_bytes() == before


@pytest.mark.parametrize(("day", "said"), [("2021-12-31", False), ("2022-01-03", True)])
def test_a_day_after_the_month_that_is_run_is_said(office: Office, day: str, said: bool) -> None:
    lines = receive(
        office.campaign, [office.inbox / SAMPLE_FILE], datetime.date.fromisoformat(day), "", office.raw
    )
    assert any("--month 2022-01" in line for line in lines) == said
