"""What the annex of conversions says of a province, from the figures in force."""

import datetime
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.operations.contents.figures import conversion
from pipelines.reports.page import UNMARKED
from pipelines.store.warehouse import Warehouse
from schemas.annexes.annex import load_annexes
from schemas.campaigns.campaign import load_campaign
from tests.store.small_warehouse import CAMPAIGN, a_fact, a_file, a_submission, batch, stock

SOURCE = Path(__file__).parents[2] / "raw" / "ha-tinh-2021"
END = datetime.date(2021, 12, 31)
# The form's first two figures, and one in words.
ITEMS = ("steering_documents_count", "training_classes_organised", "other_publicity")


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        # By district the three cells: a number, "-" none arisen, "." blank, "!" not usable, "?" words.
        ([], (None, None)),
        (["2 1 ?"], (Decimal(2), Decimal(1))),
        (["2 . ?", "3 . ?"], (Decimal(5), None)),
        (["2 - ?", ". . ?"], (Decimal(2), Decimal(0))),
        (["! 0 ?"], (None, Decimal(0))),
    ],
)
def test_the_province_has_no_total_of_what_nobody_counted(
    tmp_path: Path, reported: list[str], expected: tuple[Decimal | None, ...]
) -> None:
    folder = tmp_path / CAMPAIGN
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("inbox"))
    campaign = load_campaign(folder)
    files, submissions, facts = [], [], []
    for unit, row in zip(campaign.roster.of_level("district"), reported, strict=False):
        files.append(a_file(unit.code))
        submissions.append(a_submission(unit.code, unit.code, "iib_1"))
        for at, (item, typed) in enumerate(zip(ITEMS, row.split(), strict=True), start=1):
            state = {"-": "not_arisen", ".": "blank"}.get(typed, "value")
            cell: dict[str, object] = {"state": state, "usable": typed != "!", "item": item}
            if state == "value" and typed == "?":
                cell["text"] = "Phát thanh"
            elif state == "value":
                cell["value"] = Decimal(typed.replace("!", "7"))
            facts.append(a_fact(f"{unit.code}-iib_1", unit.code, f"C{at}", None) | cell)
    with Warehouse.open_writer(tmp_path / "warehouse") as warehouse:
        warehouse.replace_files(batch(files, submissions, facts))
        warehouse.replace_stock(CAMPAIGN, **stock([str(one["path"])[:-5] for one in files]))
        content = conversion(campaign, load_annexes()["conversion"], warehouse, END, UNMARKED)
    assert content and content.totals.unit == "Toàn tỉnh"
    # What is told in words cannot be added up.
    assert (*content.totals.counts[:2], content.totals.counts[4]) == (*expected, "")
