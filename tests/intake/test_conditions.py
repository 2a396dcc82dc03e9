"""A conditional format that may hide values, or show others, is told once; one that only colours is none."""

import pytest
import xlsxwriter

from tests.intake.test_cell_looks import READER, figures, points

WHITE = {"font_color": "#FFFFFF"}
# Where | format of the condition | what is told of C4:F6
TOLD = [
    ("C4:F6", WHITE, "C4 C4:F6 (chữ trắng)"),
    ("C4:F6", WHITE | {"bg_color": "#FFFFFF"}, "C4 C4:F6 (chữ trắng)"),
    ("C4:F6", {"num_format": ";;;"}, "C4 C4:F6 (không cho hiện)"),
    ("C4:F6", {"num_format": "#,##0,"}, "C4 C4:F6 (hiện số theo kiểu khác)"),
    ("C4:F6", {"font_strikeout": True}, "C4 C4:F6 (chữ gạch ngang)"),
    ("D5", WHITE, "D5 D5 (chữ trắng)"),
    ("B5:H40", WHITE, "C5 B5:H40 (chữ trắng)"),
    ("C4:F6", {"bg_color": "#FFC7CE", "font_color": "#9C0006"}, ""),
    ("C4:F6", WHITE | {"bg_color": "#FF0000"}, ""),
    ("C4:F6", {"num_format": "0.00"}, ""),
    ("C4:F6", {"bold": True}, ""),
    ("B4:B6", WHITE, ""),
    ("H4:H6", WHITE, ""),
]  # fmt: skip


def found(data: bytes) -> str:
    reading = READER.read(data, "a.xlsx", "0" * 64)
    assert all(fact.usable for _, _, facts in reading.facts for fact in facts)
    return "; ".join(
        f"{one.cell} {one.detail}" for _, _, one in reading.findings if one.code == "condition_hides"
    )


@pytest.mark.parametrize(("area", "look", "told"), TOLD)
def test_values_under_a_condition_that_may_hide_them_are_read_and_told(
    area: str, look: dict, told: str
) -> None:
    def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet) -> None:
        rule = {"type": "cell", "criteria": "<", "value": 0.25, "format": book.add_format(look)}
        page.conditional_format(area, rule)

    assert found(points(draw)) == told


def test_icons_in_the_place_of_the_figure_are_told() -> None:
    for only, told in ((True, "D4 D4 (chỉ hiện biểu tượng)"), (False, "")):
        rule = {"type": "icon_set", "icon_style": "3_traffic_lights", "icons_only": only}

        def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet, rule: dict = rule) -> None:
            page.write("D4", 25)
            page.conditional_format("D4", rule)

        assert found(figures("count", draw)) == told


def test_several_ranges_of_one_kind_are_one_line() -> None:
    def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet) -> None:
        white, hidden = book.add_format(WHITE), book.add_format({"num_format": ";;;"})
        blank = {"type": "formula", "criteria": "=TRUE"}
        page.conditional_format("E4:E5", blank | {"format": hidden})
        page.conditional_format("C5", blank | {"format": white, "multi_range": "C5 D4:D6 H9"})

    assert found(points(draw)) == "E4 E4:E5 (không cho hiện); D4 C5, D4:D6 (chữ trắng)"
