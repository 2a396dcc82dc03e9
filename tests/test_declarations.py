"""The declarations of the repository fit together: forms, figures, criteria, campaigns, words."""

from itertools import combinations
from pathlib import Path

import pytest

from pipelines.intake.tables.headings import HeadingIndex
from schemas.campaigns.campaign import load_campaign
from schemas.criteria.decision import FOLDER as DECISIONS
from schemas.criteria.decision import load_decision
from schemas.forms.furniture import load_furniture, role_of
from schemas.forms.layout import FOLDER as FORMS
from schemas.forms.layout import load_layout, load_layouts
from schemas.indicators import load_indicators
from schemas.spelling import fold
from schemas.units.units import load_roster

LAYOUTS = sorted(FORMS.glob("*/layout_*.toml"))
CAMPAIGNS = sorted(path.parent for path in (Path(__file__).parents[1] / "raw").glob("*/campaign.toml"))


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.parent.name)
def test_every_layout_loads(path: Path) -> None:
    assert load_layout(path).form == path.parent.name


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in DECISIONS.glob("*/*/decision.toml")), ids=lambda p: p.name
)
def test_every_decision_loads(folder: Path) -> None:
    assert load_decision(folder).annexes


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=lambda path: path.name)
def test_every_form_of_a_campaign_is_found_by_its_own_title_and_headings(folder: Path) -> None:
    campaign = load_campaign(folder)
    index = HeadingIndex(campaign.layouts)
    for form, layout in campaign.layouts.items():
        for title in layout.titles:
            assert index.titled(title) == form
        for column in layout.columns:
            for heading in column.headings:
                assert any(hit.form == form and hit.column is column for hit in index.hits(heading))


def test_a_required_column_is_called_by_a_name_that_people_know() -> None:
    for layout in load_layouts("2021").values():
        assert all(column.name != column.role for column in layout.columns if column.required)


def test_no_two_forms_share_a_title() -> None:
    layouts = load_layouts("2021")
    for one, other in combinations(layouts.values(), 2):
        assert not set(one.titles) & set(other.titles)


def test_every_indicator_is_asked_for_somewhere() -> None:
    asked: set[str] = set()
    for layout in load_layouts("2021").values():
        asked.update(layout.items, (column.item for column in layout.columns))
    assert set(load_indicators()) - asked == set()


def test_no_label_is_furniture() -> None:
    for layout in load_layouts("2021").values():
        if layout.rows == "indicator":
            assert {
                label for label in layout.labels if role_of(label) in ("total", "note", "signature")
            } == set()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Tổng cộng", "total"), ("CỘNG", "total"), ("Tổng điểm", "total"), ("Tổng số hồ sơ", ""),
        ("Cộng I", "total"), ("Cộng khối xã", "total"), ("Cộng Hòa", ""), ("Thị trấn", "group"),
        ("Khối các xã", "group"), ("Các phường, thị trấn", "group"), ("Xã Phú", ""),
        ("Ghi chú: số liệu ước", "note"), ("(*) Điểm do huyện chấm", "note"), ("* Nguồn: phần mềm", "note"),
        ("TM. ỦY BAN NHÂN DÂN", "signature"), ("KT. CHỦ TỊCH", "signature"), ("Người lập biểu", "signature"),
        ("Nghi Xuân, ngày 15 tháng 11 năm 2021", "signature"), ("Nơi nhận:", "signature"),
        ("UBND HUYỆN NGHI XUÂN", "masthead"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "masthead"),
        ("(Ký tên, đóng dấu)", "signature"), ("Đã ký", "signature"), ("Q. GIÁM ĐỐC", "signature"), ("Kỳ Đồng", ""),
        ("Độc lập - Tự do - Hạnh phúc", "masthead"), ("Hồ sơ mới tiếp nhận", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_stands_around_a_table_is_told_by_its_words(text: str, role: str) -> None:
    assert role_of(text) == role


@pytest.mark.parametrize("register", ["2025-06-30", "2025-07-01"])
def test_no_name_of_a_unit_is_furniture(register: str) -> None:
    for unit in load_roster(register).units.values():
        assert not role_of(unit.name)
        assert not role_of(unit.name[len(unit.kind) + 1 :])


def test_the_labels_before_a_sender_are_folded() -> None:
    assert all(label == fold(label) for label in load_furniture().sender_labels)
