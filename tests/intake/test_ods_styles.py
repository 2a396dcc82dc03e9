"""What the styles of an .ods say of its cells: their own, those that they come from, and those of rows and columns."""

import pytest

from pipelines.intake.gate.inspection import inspect
from pipelines.intake.gate.report import NOT_WHOLE, CellStyle
from tests.intake.bad_files import ods

STRUCK = '<style:text-properties style:text-line-through-type="single"/>'
PLAIN = '<style:text-properties style:text-line-through-style="none" style:text-line-through-type="none"/>'
WHITE = '<style:text-properties fo:color="#FFFFFF"/>'
NAVY = '<style:table-cell-properties fo:background-color="#000080"/>'
PAPER = '<style:table-cell-properties fo:background-color="transparent"/>'


def style(name: str, says: str, parent: str = "Default", family: str = "table-cell") -> str:
    named = f'style:name="{name}" style:family="{family}" style:parent-style-name="{parent}"'
    return f"<style:style {named}>{says}</style:style>"


def cell(text: str = "12", name: str = "") -> str:
    named = f' table:style-name="{name}"' if name else ""
    return f'<table:table-cell{named} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def look(table: str, styles: str = "", named: str = "") -> CellStyle:
    """What A1 looks like."""
    report = inspect(ods(table, styles=styles, named=named), "a.ods")
    assert report.readable
    return report.sheets["A"].styles.get((0, 0), CellStyle())


def row(cells: str, default: str = "") -> str:
    named = f' table:default-cell-style-name="{default}"' if default else ""
    return f"<table:table-row{named}>{cells}</table:table-row>"


@pytest.mark.parametrize(
    ("table", "is_struck"),
    [
        (row(cell(name="S")), True),
        (row(cell(name="child")), True),
        (row(cell(name="named")), True),
        (row(cell(name="undone")), False),
        (row(cell(), default="S"), True),
        ('<table:table-column table:default-cell-style-name="S"/>' + row(cell()), True),
        ('<table:table-column table:default-cell-style-name="S"/>' + row(cell(name="undone")), False),
        ("<table:table-column/>" + row(cell()), False),
    ],
)
def test_a_cell_is_crossed_out_by_its_own_style_or_what_that_comes_from(table: str, is_struck: bool) -> None:
    styles = style("S", STRUCK) + style("child", "", "Gone") + style("undone", PLAIN, "S")
    assert look(table, styles, style("Gone", STRUCK) + style("named", STRUCK)).crossed_out == is_struck


def test_properties_of_no_style_are_nobodys() -> None:
    styles = style("S", PLAIN) + f"<style:default-style>{STRUCK}</style:default-style>"
    assert not look(row(cell(name="S")), styles).crossed_out


CONDITION = "<calcext:conditional-formats><calcext:conditional-format/></calcext:conditional-formats>"


@pytest.mark.parametrize(
    ("says", "after", "is_white"),
    [
        (WHITE, "", True),
        (WHITE + PAPER, "", True),
        (WHITE + NAVY, "", False),
        (WHITE + '<style:map style:condition="x"/>', "", False),
        (WHITE, CONDITION, False),
        ('<style:text-properties fo:color="#FFFFFF" style:use-window-font-color="true"/>', "", False),
    ],
)
def test_white_is_not_seen_unless_the_ground_is_of_another_colour(
    says: str, after: str, is_white: bool
) -> None:
    assert look(row(cell(name="W")) + after, style("W", says)).white == is_white


def test_a_part_that_is_not_crossed_out_stands_in_a_cell_that_is() -> None:
    styles = style("S", STRUCK) + style("T", PLAIN, "", "text")
    text = '12<text:span text:style-name="T"> 15</text:span>'
    flags = inspect(ods(row(cell(text, "S")), styles=styles), "a.ods").sheets["A"]
    assert flags.marked == {(0, 0): ("[gạch bỏ: 12] 15", True, "")}
    assert not flags.styles[0, 0].crossed_out


def test_a_part_within_a_part_keeps_its_look() -> None:
    styles = style("T", STRUCK, "", "text") + style("B", "", "", "text")
    inner = '<text:span text:style-name="B">2</text:span>'
    text = f'<text:span text:style-name="T">1{inner}</text:span> 15'
    flags = inspect(ods(row(cell(text)), styles=styles), "a.ods").sheets["A"]
    assert flags.marked == {(0, 0): ("[gạch bỏ: 12] 15", True, "")}


def test_styles_that_cannot_be_read_refuse_the_file() -> None:
    report = inspect(ods(row(cell()), named="<open>"), "a.ods")
    assert [(one.code, one.detail) for one in report.findings] == [("file_damaged", NOT_WHOLE)]
