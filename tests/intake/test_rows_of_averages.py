"""Rows of averages under a table of units are none of its units, unless a unit is called so."""

from dataclasses import replace

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from schemas.units.units import Roster
from tests.intake.small_campaign import OWED, small_criteria, small_layouts, small_roster
from tests.intake.tables_of_units import HEADINGS, TOP, UNITS, Row, codes, read, totals
from tests.intake.test_forms_accounts import workbook

FIGURES = ["0,4", "0,4", "1", "1,8"]
ROWS: list[Row] = [
    ["", "Bình quân", *FIGURES], ["", "Trung bình", *FIGURES], ["Điểm trung bình", "", *FIGURES], ["", "TB", *FIGURES],
    ["", "Bình quân chung toàn huyện:", *FIGURES], ["", "Trung bình các xã, thị trấn", *FIGURES],
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_averages_under_the_units_accuse_nobody(row: Row) -> None:
    reading = read(*TOP, HEADINGS, *UNITS, ["", "Cộng", "1,25", "1,25", "3", "5,5"], row)
    assert codes(reading) == []
    assert len(totals(reading)) == 3
    assert [entry.area for _, entry in reading.entries if entry.role == "total"] == [
        "A8:F9" if row[0] else "B8:F9"
    ]


@pytest.mark.parametrize("row", [["4", "Bình quân", *FIGURES], ["", "Bình Quân Thượng", *FIGURES]])
def test_a_row_with_a_number_or_with_another_name_is_asked_about(row: Row) -> None:
    assert "unit_unknown" in codes(read(*TOP, HEADINGS, *UNITS, row))


def test_a_commune_called_trung_binh_keeps_its_points() -> None:
    units = small_roster().units
    renamed = {**units, "18394": replace(units["18394"], name="Xã Trung Bình")}
    roster = Roster("none", renamed.values())
    reader = FileReader(small_layouts(), roster, small_criteria(), OWED, "2021", Answers())
    rows = [list(row) for row in (*TOP, HEADINGS, *UNITS[:2], ["", "Trung Bình", *UNITS[2][2:]])]
    assert totals(reader.read(workbook({"PL IB": rows}), "a.xlsx", "0" * 64)).keys() == {
        "18355",
        "18391",
        "18394",
    }


def test_a_row_that_names_the_sender_over_its_units_is_a_heading() -> None:
    reading = read(*TOP, HEADINGS, ["I", "HUYỆN NGHI XUÂN"], *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


def test_a_row_of_the_sender_with_points_is_asked_about() -> None:
    assert "unit_is_sender" in codes(read(*TOP, HEADINGS, ["I", "Huyện Nghi Xuân", "0,5"], *UNITS))


def test_remarks_stand_beside_points() -> None:
    rows = [[*row, note] for row, note in zip((HEADINGS, *UNITS), ("Ghi chú", "", "đã sửa", ""), strict=True)]
    reading = read(*TOP, *rows)
    notes = {fact.note for _, _, facts in reading.facts for fact in facts if fact.unit == "18391"}
    assert codes(reading) == [] and notes == {"đã sửa"}
