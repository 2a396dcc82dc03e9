"""A reader remembers labels, headings and cells it has met; what it met before must not change what it says."""

import itertools
import random
from typing import Any

import pytest

from pipelines.intake.cells.reading import Raw
from pipelines.intake.files.file_reader import FileReader, FileReading
from pipelines.intake.rows import unit_cells
from pipelines.intake.rows.fact_maker import FactMaker
from pipelines.intake.tables.grid import Grid
from pipelines.intake.tables.locate import Table
from pipelines.intake.tables.zones import Zones
from tests.intake.small_campaign import small_reader
from tests.intake.test_forms_accounts import Sheet, workbook
from tests.intake.test_forms_moved import TABLES

USED_READER = small_reader()
ODD_CELLS = (
    "",
    " ",
    "1",
    "(2)",
    "I",
    "Tổng cộng",
    "Ghi chú",
    "Tiêu chí",
    "7.2.1",
    "Mục 7.2.2 khác",
    "Chỉ tiêu",
    "x",
    "Đơn vị tính",
    "Cơ quan/đơn vị",
    True,
    1.0,
)


def read_by(reader: FileReader, content: bytes) -> FileReading:
    """One workbook read by a reader."""
    return reader.read(content, "a.xlsx", "0" * 64)


@pytest.mark.parametrize("form", TABLES)
def test_a_reader_that_has_read_other_files_says_what_a_new_one_says(form: str) -> None:
    title, table = TABLES[form]
    chance = random.Random(form)
    for _ in range(100):
        rows = [*title, *(list(row) for row in table)]
        for _ in range(chance.randrange(5)):
            row = chance.choice(rows[len(title) :])
            row[chance.randrange(len(row))] = chance.choice((*ODD_CELLS, *chance.choice(table)))
        if chance.random() < 0.3:
            rows.insert(chance.randrange(len(rows)), chance.choice(rows))
        if chance.random() < 0.3:
            other = chance.choice(list(TABLES.values()))
            rows += [[], *other[0], *(list(row) for row in other[1])]
        if chance.random() < 0.5:
            rows = [[float(cell) if str(cell).isdecimal() else cell for cell in row] for row in rows]
        content = workbook({"Trang": rows})
        assert read_by(USED_READER, content) == read_by(small_reader(), content)


TITLES: Sheet = [
    ["PHỤ LỤC IB NĂM 2021"],
    ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)"],
]
HEADINGS: Sheet = [
    ["TT", "Tên đơn vị", "Điểm chấm cho các tiêu chí", "", "Tổng điểm", ""],
    ["TT", "Tên đơn vị", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2", "Tổng điểm", ""],
]
SECOND_ROWS: Sheet = [
    ["", "", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2 (0,5 điểm)", "", ""],
    ["", "", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2 (0,5 điểm)", "", "Ghi thêm"],
    ["", "", "Tiêu chí 7.2.1", "Tiêu chí 7.2.3 (0,5 điểm)", "", ""],
    ["", "", "Tiêu chí 7.2.1", "", "", ""],
    ["", "UBND xã Cổ Đạm", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2 (0,5 điểm)", "", ""],
    ["", "", "Năm chuyển đổi sang ISO 9001:2015", "", "", ""],
    ["2", "UBND xã Cổ Đạm", "0,5", "0,5", "1,0", ""],
]


@pytest.mark.parametrize("headings", HEADINGS)
def test_headings_met_over_one_second_row_are_read_anew_over_another(headings: list[object]) -> None:
    last: list[object] = ["1", "UBND thị trấn Xuân An", "0,5", "0,25", "0,75", "đã rà soát"]
    for met, below in itertools.product(SECOND_ROWS, SECOND_ROWS):
        used = small_reader()
        read_by(used, workbook({"Trang": [*TITLES, headings, met, last]}))
        content = workbook({"Trang": [*TITLES, headings, below, last]})
        assert read_by(used, content) == read_by(small_reader(), content)


def test_a_tick_a_one_and_a_numeral_are_not_taken_for_each_other() -> None:
    layout = USED_READER.index.layouts["so_lieu"]
    cells: list[Raw] = [True, 1.0, 1, "1", False, 0.0]
    grid = Grid("Trang", [[raw] for raw in cells], frozenset(), {})
    maker = FactMaker(grid, Zones(Table(layout, 0, 0, {})), USED_READER.terms, None)
    for row in range(len(cells)):
        maker.fact(None, "", "indicator", "count", row, 0, True)
    assert [(fact.state, fact.typed) for fact in maker.facts] == [
        ("unreadable", "TRUE"), ("value", "1"), ("value", "1"), ("value", "1"), ("unreadable", "FALSE"), ("value", "0"),
    ]  # fmt: skip


def at_once_or_not(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, contents: list[bytes]) -> int:
    """How often `owner.name` lets something be read at once; what is read must be the same where it never does."""
    lets, count = getattr(owner, name), 0

    def counted(*given: Any) -> bool:
        nonlocal count
        yes = bool(lets(*given))
        count += yes
        return yes

    monkeypatch.setattr(owner, name, counted)
    together = [read_by(USED_READER, content) for content in contents]
    monkeypatch.setattr(owner, name, lambda *_: False)
    assert together == [read_by(USED_READER, content) for content in contents]
    return count


def test_a_table_read_at_once_says_what_it_says_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    title, table = TABLES["so_lieu"][0], TABLES["so_lieu"][1][:-1]  # the last row names no indicator
    chance, contents = random.Random(5), []
    for _ in range(60):
        rows = [*title, *(list(row) for row in table)]
        if chance.random() < 0.6:
            row = chance.choice(rows[len(title) :])
            row[chance.randrange(len(row))] = chance.choice(ODD_CELLS)
        contents.append(workbook({"Trang": rows}))
    assert 10 < at_once_or_not(monkeypatch, FactMaker, "facts_of_column", contents) < 60


@pytest.mark.parametrize("form", ["phu_luc_ib", "iib_2"])
def test_rows_of_units_read_at_once_say_what_they_say_cell_by_cell(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, table = TABLES[form]
    chance, contents = random.Random(form), []
    names = ["UBND xã Xuân Liên", "xã Cổ Đạm", "UBND thị trấn Xuân An", "UBND xã Ở Đâu", "xã Vượng Lộc", ""]
    for _ in range(60):
        rows = [[*cells, "Ghi chú" if number == 0 else chance.choice(["", "đã rà soát"])]
                for number, cells in enumerate([table[0], *chance.choices(table[1:3], k=5)])]  # fmt: skip
        rows[0] = [chance.choice([cell, cell.replace("7.2.1", "7.2.9")]) for cell in map(str, rows[0])]
        for number, row in enumerate(rows[1:]):
            row[:2] = [str(number + 1), chance.choice(names)]
            if chance.random() < 0.3:
                row[chance.randrange(2, len(row))] = chance.choice(ODD_CELLS)
        contents.append(workbook({"Trang": [*title, *rows]}))
    assert 60 < at_once_or_not(monkeypatch, unit_cells, "_is_plain", contents) < 280


def test_errors_and_old_fonts_are_told_of_rows_of_units_too() -> None:
    grid = Grid("Trang", [["", "không"], ["", ""], ["", ""]], frozenset({(1, 1)}), {(0, 1): "kh«ng"})
    maker = FactMaker(
        grid, Zones(Table(USED_READER.index.layouts["iib_2"], 0, 0, {})), USED_READER.terms, None
    )
    columns = [unit_cells.ValueColumn(1, "", "indicator", "year", True)]
    unit_cells.read_unit_cells(maker, columns, [unit_cells.UnitRow(row, None, True) for row in range(3)])
    assert [(fact.state, fact.typed) for fact in maker.facts] == [
        ("none", "kh«ng"),
        ("unreadable", ""),
        ("blank", ""),
    ]
