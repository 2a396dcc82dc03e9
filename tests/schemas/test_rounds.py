"""The rounds of a campaign: declared in order, open for a time, and refused with file and line where they are not."""

import datetime
import shutil
from pathlib import Path

import pytest

from schemas.campaigns.campaign import load_campaign
from schemas.campaigns.rounds import CampaignRound
from tests.schemas.spoilt import refusal

SOURCE = Path(__file__).parents[2] / "raw" / "ha-tinh-2021"
DAY = datetime.date(2022, 1, 20)
ALL = """
[[round]]
round = "chinh_thuc"
takes = ["tham_dinh_2", "tham_dinh_1", "huyen_cham"]

[[round]]
round = "huyen_cham"
closes = 2021-12-31

[[round]]
round = "tham_dinh_1"
opens = 2022-01-05
closes = 2022-01-20

[[round]]
round = "tham_dinh_2"
opens = 2022-02-01
"""


def campaign_with(folder: Path, rounds: str, ranked: str = "huyen_cham") -> Path:
    """The sample campaign with other rounds and another ranked round."""
    copy = folder / "dot-thu"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("inbox"))
    path = copy / "campaign.toml"
    own, keep = [], True
    for line in path.read_text(encoding="utf-8").splitlines():
        keep = line != "[[round]]" if line.startswith("[") else keep
        own += [line] * keep
    text = "\n".join(own).replace('ranked_round = "huyen_cham"', f'ranked_round = "{ranked}"')
    path.write_text(text + "\n" + rounds, encoding="utf-8")
    return copy


def test_rounds_stand_in_the_order_in_which_they_follow_each_other(tmp_path: Path) -> None:
    rounds = load_campaign(campaign_with(tmp_path, ALL)).rounds
    assert list(rounds) == ["huyen_cham", "tham_dinh_1", "tham_dinh_2", "chinh_thuc"]
    assert rounds["chinh_thuc"].takes == ("tham_dinh_2", "tham_dinh_1", "huyen_cham")
    assert rounds["tham_dinh_1"].opens == datetime.date(2022, 1, 5)


def test_a_campaign_without_rounds_has_none(tmp_path: Path) -> None:
    assert load_campaign(campaign_with(tmp_path, "")).rounds == {}


def test_a_round_is_open_from_its_first_to_its_last_day_and_says_why_not() -> None:
    one = CampaignRound("tham_dinh_1", datetime.date(2022, 1, 5), DAY)
    day = datetime.timedelta(days=1)
    assert [one.is_open(when) for when in (one.opens - day, one.opens, DAY, DAY + day)] == [  # type: ignore[operator]
        False, True, True, False,
    ]  # fmt: skip
    assert one.refusal(DAY + day) == "vòng thẩm định lần 1 đã khóa: chỉ mở đến hết ngày 20/01/2022"
    assert one.refusal(DAY.replace(year=2021)) == "vòng thẩm định lần 1 chưa mở: mở từ ngày 05/01/2022"
    assert CampaignRound("tham_dinh_1").is_open(DAY)


@pytest.mark.parametrize("ranked", ["tu_cham", "huyen_cham", "tham_dinh_2", "chinh_thuc"])
def test_any_round_that_gives_points_may_be_ranked(tmp_path: Path, ranked: str) -> None:
    scoring = load_campaign(campaign_with(tmp_path, ALL, ranked)).scoring_of("commune")
    assert scoring and scoring.ranked_round == ranked


@pytest.mark.parametrize(
    ("ranked", "problem"),
    [
        (
            "tinh_toan",
            "xếp hạng theo vòng “tinh_toan”, mà đợt này không khai [[round]] đó; thêm mục [[round]]",
        ),
        ("giai_trinh", "“ranked_round” phải là một trong"),
    ],
)
def test_a_round_that_is_not_there_cannot_be_ranked(tmp_path: Path, ranked: str, problem: str) -> None:
    folder = campaign_with(tmp_path, ALL, ranked)
    error = refusal(lambda: load_campaign(folder))
    lines = (folder / "campaign.toml").read_text(encoding="utf-8").splitlines()
    assert problem in error.problem and error.line and ranked in lines[error.line - 1]


@pytest.mark.parametrize(
    ("right", "wrong", "at", "problem"),
    [
        ('"huyen_cham"\ncloses', '"tham_dinh_1"\ncloses', 'round = "tham_dinh_1"', "khai hai lần"),
        ('"huyen_cham"\ncloses', '"thanh_tra"\ncloses', '"thanh_tra"', "“round” phải là một trong"),
        ("2022-01-20", "2022-01-04", "2022-01-04", "khóa ngày 04/01/2022, trước khi mở (05/01/2022)"),
        ("2022-02-01", "2022-01-04", "2022-01-04", "ghi 04/01/2022, trước vòng “tham_dinh_1” 05/01/2022"),
        ("2021-12-31", "2022-01-21", "2022-01-20", "ghi 20/01/2022, trước vòng “huyen_cham” 21/01/2022"),
        ("2022-02-01", "2022-02-01\nwrong = 1", "wrong = 1", "không có mục nào tên “wrong”"),
        ('"huyen_cham"]', '"tu_cham"]', "takes", "lấy điểm vòng “tu_cham”, mà đợt này không khai"),
        ('"huyen_cham"]', '"giai_trinh"]', "takes", "“takes” chỉ nhận các vòng"),
        ('"huyen_cham"]', '"chinh_thuc"]', "takes", "“takes” chỉ nhận các vòng"),
        ('"huyen_cham"]', '"tham_dinh_1"]', "takes", "nêu vòng “tham_dinh_1” hai lần"),
        ('["tham_dinh_2", "tham_dinh_1", "huyen_cham"]', "[]", "takes", "ít nhất một vòng"),
        ("opens = 2022-02-01", 'takes = ["tham_dinh_1"]', "takes = [\"tham_dinh_1\"]", "không có mục nào tên"),
        ("opens = 2022-02-01", 'opens = "01/02/2022"', "01/02/2022", "“opens” phải là ngày"),
    ],
)  # fmt: skip
def test_a_spoilt_round_is_refused_at_its_line(
    tmp_path: Path, right: str, wrong: str, at: str, problem: str
) -> None:
    assert ALL.count(right) == 1
    folder = campaign_with(tmp_path, ALL.replace(right, wrong))
    error = refusal(lambda: load_campaign(folder))
    lines = (folder / "campaign.toml").read_text(encoding="utf-8").splitlines()
    assert problem in error.problem
    assert error.line and at in lines[error.line - 1]


def test_final_points_without_saying_where_they_come_from_are_refused(tmp_path: Path) -> None:
    folder = campaign_with(tmp_path, '[[round]]\nround = "chinh_thuc"\n')
    assert "thiếu “takes”" in refusal(lambda: load_campaign(folder)).problem
