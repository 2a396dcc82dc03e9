"""What the summary and the annex of conversions say of a province, from the figures in force."""

import datetime
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.operations.contents.figures import conversion, summary
from pipelines.reports.page import UNMARKED
from pipelines.reports.summary import Figure
from pipelines.store.warehouse import Warehouse
from schemas.annexes.annex import load_annexes
from schemas.campaigns.campaign import Campaign, load_campaign
from tests.store.small_warehouse import CAMPAIGN, a_fact, a_file, a_submission, batch, stock

SOURCE = Path(__file__).parents[2] / "raw" / "ha-tinh-2021"
END = datetime.date(2021, 12, 31)
# The form's first two figures, and one in words.
ITEMS = ("steering_documents_count", "training_classes_organised", "other_publicity")


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    folder = tmp_path / CAMPAIGN
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("inbox"))
    return load_campaign(folder)


def fill(warehouse: Warehouse, form: str, facts: dict[str, list[dict[str, object]]]) -> None:
    """Files of one form with their facts, by the unit that sent it."""
    stored = [
        a_fact(f"{sender}-{form}", sender, f"C{at}", None) | {"state": "value", "usable": True} | fact
        for sender, own in facts.items()
        for at, fact in enumerate(own, start=1)
    ]
    files, submissions = map(a_file, facts), [a_submission(sender, sender, form) for sender in facts]
    warehouse.replace_files(batch(list(files), submissions, stored))
    warehouse.replace_stock(CAMPAIGN, **stock(list(facts)))


def test_a_share_is_made_of_summed_parts_and_rounded_half_up_once(campaign: Campaign, tmp_path: Path) -> None:
    one, two, three, *_ = [unit.code for unit in campaign.roster.of_level("district")]

    def parts(applied: str, total: str, **more: object) -> list[dict[str, object]]:
        return [
            {"item": "tthc_iso_applied", "value": Decimal(applied)},
            {"item": "tthc_total", "value": Decimal(total), **more},
            # What a unit makes of it itself is no sum of anything.
            {"item": "tthc_iso_share", "value": Decimal(99)},
        ]

    with Warehouse.open_writer(tmp_path / "warehouse") as warehouse:
        fill(warehouse, "so_lieu", {
            one: parts("1", "20"), two: parts("400", "19980"), three: parts("7", "7", usable=False),
        })  # fmt: skip
        content = summary(campaign, load_annexes()["summary"], warehouse, END, UNMARKED)
    assert content is not None
    rows = {row.label: row.province for row in content.rows if not isinstance(row, str)}
    assert rows["Tỷ lệ TTHC áp dụng quy trình ISO"] == Figure(Decimal("2.01"), 2, 13)
    assert rows["Tổng số TTHC thuộc thẩm quyền giải quyết"].value == Decimal(20000)


def test_a_year_that_cannot_be_used_is_not_printed(campaign: Campaign, tmp_path: Path) -> None:
    district = campaign.roster.of_level("district")[0].code
    good, bad, *_ = [unit.code for unit in campaign.roster.children(district)]
    with Warehouse.open_writer(tmp_path / "warehouse") as warehouse:
        fill(warehouse, "iib_2", {district: [
            {"unit": good, "item": "iso2015_conversion_year", "value": Decimal(2019)},
            {"unit": bad, "item": "iso2015_conversion_year", "value": Decimal(3019), "usable": False},
            {"unit": bad, "item": "iso2015_not_applied", "text": "x"},
        ]})  # fmt: skip
        content = conversion(campaign, load_annexes()["conversion"], warehouse, END, UNMARKED)
    assert content is not None
    [block] = content.years
    assert [row[1:] for row in block.rows] == [("", "2019", ""), ("", "", "x")]


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
    campaign: Campaign, tmp_path: Path, reported: list[str], expected: tuple[Decimal | None, ...]
) -> None:
    facts: dict[str, list[dict[str, object]]] = {}
    for unit, row in zip(campaign.roster.of_level("district"), reported, strict=False):
        facts[unit.code] = []
        for item, typed in zip(ITEMS, row.split(), strict=True):
            state = {"-": "not_arisen", ".": "blank"}.get(typed, "value")
            cell: dict[str, object] = {"state": state, "usable": typed != "!", "item": item}
            if state == "value" and typed == "?":
                cell["text"] = "Phát thanh"
            elif state == "value":
                cell["value"] = Decimal(typed.replace("!", "7"))
            facts[unit.code].append(cell)
    with Warehouse.open_writer(tmp_path / "warehouse") as warehouse:
        fill(warehouse, "iib_1", facts)
        content = conversion(campaign, load_annexes()["conversion"], warehouse, END, UNMARKED)
    assert content and content.totals.unit == "Toàn tỉnh"
    # What is told in words cannot be added up.
    assert (*content.totals.counts[:2], content.totals.counts[4]) == (*expected, "")
