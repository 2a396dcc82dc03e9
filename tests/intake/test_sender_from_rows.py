"""A table that names no sender is the district's whose communes it lists, if enough of them agree; else nobody's."""

from pathlib import Path

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.batch import make_reader
from schemas.campaigns.campaign import load_campaign
from tests.intake.test_forms_accounts import Sheet, workbook

READER = make_reader(load_campaign(Path(__file__).parents[2] / "raw" / "ha-tinh-2021"), Answers())
NGHI_XUAN = [
    "Xã Xuân Lam", "Xã Xuân Hồng", "Xã Xuân Giang", "Xã Xuân Hải", "Xã Xuân Phổ", "Xã Đan Trường", "Xã Xuân Hội",
    "Xã Xuân Yên",
]  # fmt: skip
HUONG_SON = ["Xã Sơn Hồng", "Xã Sơn Tiến"]


def senders_of(units: list[str], *above: str) -> tuple[set[str | None], set[str]]:
    """(senders, codes of findings about the sender) of Phụ lục IB with a row for each unit."""
    rows: Sheet = [
        *[[line] for line in above],
        ["PHỤ LỤC IB NĂM 2021"],
        ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"],
        ["TT", "Tên đơn vị", *(f"Tiêu chí 7.2.{number}" for number in range(1, 7)), "Tổng điểm"],
        *[[str(n), unit, "0,5", "0,5", "1", "1,5", "1", "0,5", "5"] for n, unit in enumerate(units, start=1)],
    ]
    reading = READER.read(workbook({"IB": rows}), "a.xlsx", "0" * 64)
    found = {finding.code for _, _, finding in reading.findings if finding.code.startswith("sender")}
    return {one.sender for one in reading.submissions}, found


@pytest.mark.parametrize(
    ("own", "others", "inferred"),
    [
        (3, 0, True),
        (2, 0, False),  # two rows are too few to tell whose table it is
        (8, 2, True),
        (7, 2, False),  # fewer than four in five agree
        (4, 1, True),
        (3, 1, False),
    ],
)
def test_four_rows_in_five_and_at_least_three_tell_the_sender(own: int, others: int, inferred: bool) -> None:
    senders, found = senders_of(NGHI_XUAN[:own] + HUONG_SON[:others])
    assert (senders, found) == (({"442"}, {"sender_inferred"}) if inferred else ({None}, {"sender_unknown"}))


def test_the_line_of_the_period_says_outright_what_a_year_in_a_title_only_suggests() -> None:
    rows: Sheet = [
        ["UBND huyện Nghi Xuân"],
        ["PHỤ LỤC IB NĂM 2020"],
        ["Kỳ báo cáo: năm 2021"],
        ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"],
        ["TT", "Tên đơn vị", *(f"Tiêu chí 7.2.{number}" for number in range(1, 7)), "Tổng điểm"],
        ["1", NGHI_XUAN[0], "0,5", "0,5", "1", "1,5", "1", "0,5", "5"],
    ]
    reading = READER.read(workbook({"IB": rows}), "a.xlsx", "0" * 64)
    assert [one.period for one in reading.submissions] == ["2021"]
    assert "period_differs" not in {finding.code for _, _, finding in reading.findings}
