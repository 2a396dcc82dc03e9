"""Campaigns: everything they refer to is loaded, and a fault is refused with file and line."""

import datetime
import shutil
from pathlib import Path

import pytest

from schemas.campaigns.campaign import load_campaign
from schemas.declaration import DeclarationError
from tests.schemas.spoilt import refusal, spoil

SOURCE = Path(__file__).parents[2] / "raw" / "ha-tinh-2021"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample campaign without its inbox."""
    copy = tmp_path / "dot-thu"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("inbox"))
    return copy


def test_the_sample_campaign_is_that_of_ha_tinh_in_2021() -> None:
    campaign = load_campaign(SOURCE)
    assert (campaign.id, campaign.period, campaign.default_month) == ("ha-tinh-2021", "2021", "2021-12")
    assert len(campaign.roster.of_level("district")) == 13 and len(campaign.roster.of_level("commune")) == 216
    communes, districts = campaign.scoring_of("commune"), campaign.scoring_of("district")
    assert communes and communes.ranked_round == "huyen_cham" and communes.block == "parent"
    assert districts and not districts.criteria.maxima_known
    assert campaign.scoring_of("province") is None
    due = campaign.owes("phu_luc_ib", "district")
    assert due and due.deadline is None and campaign.owes("phu_luc_ib", "commune") is None


def test_a_fault_in_the_words_that_files_are_read_by_stops_the_campaign_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = DeclarationError(Path("title_words.toml"), 18, "“measures” không được để trống")

    def refuse() -> None:
        raise fault

    monkeypatch.setattr("schemas.campaigns.campaign.load_title_words", refuse)
    assert refusal(lambda: load_campaign(folder)) is fault


def test_a_deadline_is_a_day(folder: Path) -> None:
    spoil(
        folder / "campaign.toml",
        'form = "iib_1"\nlevel = "district"',
        'form = "iib_1"\nlevel = "district"\ndeadline = 2021-11-20',
    )
    due = load_campaign(folder).owes("iib_1", "district")
    assert due and due.deadline == datetime.date(2021, 11, 20)


@pytest.mark.parametrize(
    ("right", "wrong", "below", "problem"),
    [
        ('period = "2021"', 'period = "năm 2021"', 0, "kỳ “năm 2021” phải có dạng 2021"),
        ('period = "2021"', 'period = "2021-13"', 0, "kỳ “2021-13” phải có dạng"),
        ('period = "2021"', "period = 2021", 0, "“period” phải là chữ trong ngoặc kép"),
        ('default_month = "2021-12"', 'default_month = "12/2021"', 0, "tháng “12/2021” phải có dạng 2021-12"),
        ('level = "commune"', 'level = "commune"\nwrong = 1', 1, "không có mục nào tên “wrong” ở đây"),
        ("[units]", "[units]\nwrong = 1", 1, "không có mục nào tên “wrong” ở đây"),
        ('annex = "III"', 'annex = "IV"', 0, "“annex” phải là một trong: III, cap-huyen"),
        ('annex = "III"', 'annex = "cap-huyen"', 0, "phụ lục “cap-huyen” chấm district, không phải commune"),
        ('ranked_round = "huyen_cham"', 'ranked_round = "tinh_cham"', 0, "“ranked_round” phải là một trong"),
        ('block = "parent"', 'block = "district"', 0, "“block” phải là một trong: parent, kind, level"),
        ('form = "iib_1"', 'form = "iib_9"', 0, "“form” phải là một trong"),
        (
            'form = "iib_1"',
            'deadline = "20/11/2021"\nform = "iib_1"',
            0,
            "“deadline” phải là ngày dạng 2021-11-15",
        ),
        ('form = "iib_1"', 'deadline = 2021-11-31\nform = "iib_1"', 0, "sai cú pháp TOML"),
        (
            'form = "iib_1"',
            'deadline = 2021-11-20T08:00:00\nform = "iib_1"',
            0,
            "phải là ngày, không kèm giờ",
        ),
        ('form = "iib_1"', "form = iib_1", 0, "sai cú pháp TOML"),
        ('lines = ["GIÁM ĐỐC"]', 'lines = "GIÁM ĐỐC"', 0, "“lines” phải là danh sách chữ"),
    ],
)
def test_a_spoilt_campaign_is_refused_at_its_line(
    folder: Path, right: str, wrong: str, below: int, problem: str
) -> None:
    text = (folder / "campaign.toml").read_text(encoding="utf-8")
    first = text.index(right)
    line = text[:first].count("\n") + 1 + below
    (folder / "campaign.toml").write_text(text[:first] + wrong + text[first + len(right) :], encoding="utf-8")
    error = refusal(lambda: load_campaign(folder))
    assert problem in error.problem
    assert (error.path, error.line) == (folder / "campaign.toml", line)


TWO_LEVELS = """title = "Đợt"
province = "51"
period = "2026"
default_month = "2026-11"

[units]
register = "2025-07-01"

[[scoring]]
level = "commune"
decision = "mau/7-2-so-lieu"
annex = "xa"
ranked_round = "tinh_toan"
block = "kind"

[[round]]
round = "tinh_toan"

[[due]]
form = "so_lieu"
level = "commune"
"""


def two_levels(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = TWO_LEVELS
    for right, wrong in changes:
        assert text.count(right) >= 1, right
        text = text.replace(right, wrong, 1)
    (tmp_path / "campaign.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_province_of_two_levels_is_a_campaign(tmp_path: Path) -> None:
    campaign = load_campaign(two_levels(tmp_path))
    assert len(campaign.roster.of_level("commune")) == 96 and not campaign.roster.of_level("district")


ROUND = 'ranked_round = "tinh_toan"'
DUE = '[[due]]\nform = "so_lieu"\nlevel = "commune"\n'
FINAL = '\n[[round]]\nround = "chinh_thuc"\ntakes = ["{}"]\n\n[[due]]'


@pytest.mark.parametrize(
    ("changes", "line", "problem"),
    [
        (((DUE, ""),), None, "chưa khai ai phải nộp biểu nào; thêm ít nhất một mục [[due]]"),
        (((DUE, DUE.replace("commune", "district")),), 21, "không có cấp huyện nào"),
        (((DUE, DUE.replace("commune", "office")),), 21, "không có cơ quan nào; thêm cơ quan vào units.csv"),
        (((ROUND, 'ranked_round = "huyen_cham"'),), 13, "(cấp tỉnh) phải nộp biểu có điểm hay số liệu"),
        (((ROUND, 'ranked_round = "tu_cham"'),), 13, "(tự chấm), mà không đơn vị nào (cấp xã, cấp tỉnh)"),
        (((DUE, DUE.replace("so_lieu", "tu_cham")),), 13, "cho một biểu như vậy (Phụ lục IIB.1 (iib_1), Biểu số liệu"),
        (
            ((ROUND, 'ranked_round = "huyen_cham"'), (DUE, DUE.replace("so_lieu", "phu_luc_ib"))),
            13,
            "như vậy (Phụ lục IB (phu_luc_ib))",
        ),
        (((ROUND, 'ranked_round = "chinh_thuc"'), ("\n[[due]]", FINAL.format("tinh_toan")),
          ("so_lieu\"\nlevel", "tu_cham\"\nlevel")), 13, "(iib_1), Biểu số liệu (so_lieu))"),
        ((('province = "51"', 'province = "42a"'),), 2, "không có tỉnh, thành phố nào mang mã 42a"),
        ((('province = "51"', 'province = "49"'),), 2, "; có: 01 Hà Nội, 04 Cao Bằng"),
        ((('period = "2026"', 'period = "1999"'),), 3, "chưa có mẫu biểu nào dùng cho kỳ “1999”"),
    ],
)  # fmt: skip
def test_a_campaign_that_would_score_or_ask_nobody_is_refused_at_its_line(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], line: int | None, problem: str
) -> None:
    error = refusal(lambda: load_campaign(two_levels(tmp_path, *changes)))
    assert problem in error.problem
    assert (error.path, error.line) == (tmp_path / "campaign.toml", line)


@pytest.mark.parametrize("name", ["tham_dinh_1", "chinh_thuc"])
def test_points_that_people_give_need_no_form(tmp_path: Path, name: str) -> None:
    rounds = '\n[[round]]\nround = "tham_dinh_1"\n' + FINAL.format("tham_dinh_1")
    changes = (ROUND, f'ranked_round = "{name}"'), ("\n[[due]]", rounds), ("so_lieu", "tu_cham")
    assert load_campaign(two_levels(tmp_path, *changes)).scorings[0].ranked_round == name


@pytest.mark.parametrize("name", ["ha-tinh/9999", "../../raw", "./decision", "C:/x"])
def test_a_decision_that_is_not_there_is_refused(folder: Path, name: str) -> None:
    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("ha-tinh/3396-qd-ubnd-2021", name, 1), encoding="utf-8")
    error = refusal(lambda: load_campaign(folder))
    assert error.problem == f"không có quyết định “{name}”" and error.line


def test_a_campaign_may_bring_its_own_decision(folder: Path) -> None:
    shutil.copytree(SOURCE.parents[1] / "schemas/criteria/ha-tinh/3396-qd-ubnd-2021", folder / "own")
    path = folder / "campaign.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("ha-tinh/3396-qd-ubnd-2021", "./own"), encoding="utf-8"
    )
    assert load_campaign(folder).scorings[0].decision.number == "3396/QĐ-UBND"


@pytest.mark.parametrize(
    ("period", "first"),
    [
        ("2021", None),
        ("2022", None),  # the decision ended in the middle of the period
        ("2022-H1", None),
        ("2021-H1", None),  # scored afterwards, by a decision that came later
        ("2022-H2", "01/07/2022"),
        ("2022-Q3", "01/07/2022"),
        ("2022-07", "01/07/2022"),
        ("2023", "01/01/2023"),
    ],
)
def test_a_decision_that_ended_before_the_period_began_scores_nobody(
    folder: Path, period: str, first: str | None
) -> None:
    own = folder / "own"
    shutil.copytree(SOURCE.parents[1] / "schemas/criteria/ha-tinh/3396-qd-ubnd-2021", own)
    start = "in_force_from = 2021-10-11"
    spoil(own / "decision.toml", start, f"{start}\nin_force_to = 2022-06-30")
    path = folder / "campaign.toml"
    spoil(path, 'period = "2021"', f'period = "{period}"')
    commune = 'decision = "ha-tinh/3396-qd-ubnd-2021"\nannex = "III"'
    line = spoil(path, commune, 'decision = "./own"\nannex = "III"')
    if first is None:
        assert load_campaign(folder).period == period
    else:
        error = refusal(lambda: load_campaign(folder))
        assert (error.path, error.line) == (path, line)
        told = "quyết định “./own” hết hiệu lực sau ngày 30/06/2022, trước khi kỳ này bắt đầu"
        assert error.problem == f"{told} ({first})"


def test_a_form_owed_twice_is_refused(folder: Path) -> None:
    path = folder / "campaign.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('form = "iib_2"', 'form = "iib_1"'), encoding="utf-8"
    )
    assert "biểu “iib_1” của cấp “district” khai hai lần" in refusal(lambda: load_campaign(folder)).problem


def test_a_level_scored_twice_is_refused(folder: Path) -> None:
    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    second = text[text.index("[[scoring]]") : text.index("[[scoring]]", text.index("[[scoring]]") + 1)]
    path.write_text(text.replace("[[scoring]]", second + "[[scoring]]", 1), encoding="utf-8")
    assert "cách chấm điểm cấp “commune” khai hai lần" in refusal(lambda: load_campaign(folder)).problem


@pytest.mark.parametrize("damage", ["units.csv", "campaign.toml"])
def test_a_missing_file_is_named(folder: Path, damage: str) -> None:
    (folder / damage).unlink()
    assert refusal(lambda: load_campaign(folder)).path.name == damage


def test_an_unknown_register_is_refused(folder: Path) -> None:
    spoil(folder / "campaign.toml", 'register = "2025-06-30"', 'register = "2024-01-01"')
    assert "không có danh mục đơn vị “2024-01-01”" in refusal(lambda: load_campaign(folder)).problem
