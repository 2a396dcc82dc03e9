"""The faults that are planted in cells and tables, one function for each kind.

A kind has the code of the finding that must be reported (`schemas/findings.csv`) and the place where it can
stand: a form, or "book" for the whole workbook. Kinds marked `ends` keep the whole file from being read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from pipelines.demo import names
from pipelines.demo.forms import Letter, Office, indicators
from pipelines.demo.grid import Book, Cell, CellValue, Formula, Planted, Row, Table
from pipelines.demo.handwriting import Hand


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fault is planted: the workbook, its sender and report, and the campaign's other units."""

    book: Book
    office: Office
    letter: Letter
    hand: Hand
    random: Random
    neighbours: names.Neighbours
    communes: tuple[Office, ...]


Planter = Callable[[Spot, str], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault. `plant` returns False, and changes nothing, where the workbook has no place for
    it.
    """

    name: str
    code: str
    place: str
    plant: Planter
    ends: bool = False


def put_in(cell: Cell, code: str, kind: str, value: CellValue) -> None:
    """Types something else into a cell, whose true value is then spoilt."""
    cell.value = value
    cell.planted.append(Planted(code, kind))
    if cell.true:
        cell.true.spoilt_by = "cell"


def is_clean(row: Row) -> bool:
    """Whether nothing is planted or spoilt in a row."""
    return not any(cell.planted or (cell.true and cell.true.spoilt_by) for cell in row.cells)


def drop_sums(table: Table) -> None:
    """Takes the column sums and formulas out of Phụ lục IB, so that a change contradicts nothing else."""
    table.rows[:] = [row for row in table.rows if row.unit]
    for row in table.rows:
        last = row.cells[-1]
        last.value = last.value.result if isinstance(last.value, Formula) else last.value


def _values(spot: Spot, form: str, *types: str) -> list[Cell]:
    """The value cells of a form that are filled, still clean and of one of the types."""
    rows = [row for row in spot.book.table(form).rows if is_clean(row)]
    return [
        cell
        for row in rows
        for cell in row.cells
        if cell.true and cell.true.type in types and cell.true.kind != "total"
    ]


def _typed(code: str, types: tuple[str, ...], *choices: CellValue) -> Planter:
    """Plants one of `choices` in a filled value cell of the figures form."""

    def plant(spot: Spot, kind: str) -> bool:
        cells = _values(spot, "so_lieu", *types)
        if cells:
            put_in(spot.random.choice(cells), code, kind, spot.random.choice(choices))
        return bool(cells)

    return plant


def _state(code: str, state: str, *choices: str) -> Planter:
    """Plants a word that is itself the true state of the cell."""

    def plant(spot: Spot, kind: str) -> bool:
        cells = _values(spot, "so_lieu", "count")
        if not cells:
            return False
        cell = spot.random.choice(cells)
        cell.value = spot.random.choice(choices)
        cell.planted.append(Planted(code, kind))
        assert cell.true
        cell.true.value, cell.true.state = "", state
        return True

    return plant


def _became_date(spot: Spot, kind: str) -> bool:
    cells = _values(spot, "so_lieu", "count")
    if cells:
        day = dt.date(spot.letter.year, spot.random.randint(1, 9), spot.random.randint(1, 28))
        put_in(spot.random.choice(cells), "number_became_date", kind, day)
    return bool(cells)


def _indicator_unknown(spot: Spot, kind: str) -> bool:
    table = spot.book.table("so_lieu")
    label = spot.random.choice(
        ("Số bể bơi trên địa bàn", "Số trạm bơm đang vận hành", "Diện tích trồng lúa vụ mùa")
    )
    row = Row([Cell(len(table.rows) + 1), Cell(label), Cell(), Cell(spot.random.randint(2, 9)), Cell()])
    row.cells[1].planted.append(Planted("indicator_unknown", kind, or_at=[row.cells[3]]))
    row.cells[3].tolerated = kind
    table.rows.append(row)
    return True


def twice(form: str, code: str) -> Planter:
    """Repeats a filled row of a form below itself; both are to be named."""

    def plant(spot: Spot, kind: str) -> bool:
        table = spot.book.table(form)
        rows = [
            row
            for row in table.rows
            if is_clean(row) and row.item and row.cells[table.value_column].true and row.item != "7.2"
        ]
        if not rows:
            return False
        row = spot.random.choice(rows)
        again = deepcopy(row)
        for cell in again.cells:
            cell.true = None
        for one in (row, again):
            value = one.cells[table.value_column]
            value.tolerated = kind
            one.cells[table.key_column].planted.append(Planted(code, kind, or_at=[value]))
        true = row.cells[table.value_column].true
        assert true
        true.spoilt_by = "cell"
        table.rows.insert(table.rows.index(row) + 1, again)
        return True

    return plant


def _indicator_missing(spot: Spot, kind: str) -> bool:
    table = spot.book.table("so_lieu")
    row = spot.random.choice([row for row in table.rows if row.item and is_clean(row)])
    table.rows.remove(row)
    table.planted.append(Planted("indicator_missing", kind))
    return True


def _measure_differs(spot: Spot, kind: str) -> bool:
    rows = [row for row in spot.book.table("so_lieu").rows if is_clean(row) and row.cells[2].value]
    # A measure that no indicator has, where the value is a bare number and so does not name one itself.
    rows = [
        row for row in rows if isinstance(row.cells[3].value, int) and indicators()[row.item].type == "count"
    ]
    if rows:
        row = spot.random.choice(rows)
        row.cells[2].value = spot.random.choice(("trang", "km", "tấn"))
        row.cells[2].planted.append(Planted("unit_of_measure_differs", kind))
        row.cells[3].tolerated = kind
    return bool(rows)


def _heading_unknown(spot: Spot, kind: str) -> bool:
    table = spot.book.table("so_lieu")
    for index, header in enumerate(table.header):
        text = "Mức độ hoàn thành" if not index else "(6)" if header[0].value == "(1)" else None
        header.append(Cell(text, "head"))
    table.header[0][-1].planted.append(Planted("heading_unknown", kind))
    if len(table.header) > 1 and table.header[1][0].value is None:
        table.merges.append((0, 5, 1, 5))
    filled = spot.random.sample([row for row in table.rows if row.item], 4)
    for row in table.rows:
        row.cells.append(Cell("Tốt" if row in filled else None, tolerated=kind))
        row.span += row.span > 1
    table.width += 1
    return True


def _stray(spot: Spot, kind: str) -> bool:
    sheet = next(
        sheet for sheet in spot.book.sheets if any(table.form == "so_lieu" for table in sheet.tables)
    )
    table = sheet.tables[0]
    down = len(table.above) + len(table.header) + spot.random.randint(1, len(table.rows) - 1)
    cell = Cell(
        spot.random.choice(("xem lại với chị Lan", "bản này chưa chốt", "hỏi lại phòng Nội vụ")), "plain"
    )
    cell.planted.append(Planted("cell_not_understood", kind))
    sheet.strays.append((down, table.width + spot.random.randint(2, 4), cell))
    return True


def _hidden_row(spot: Spot, kind: str) -> bool:
    if spot.book.suffix not in (".xlsx", ".xlsm"):
        return False
    table = spot.book.table("so_lieu")
    spot.random.choice([row for row in table.rows if row.item]).hidden = True
    table.planted.append(Planted("hidden_rows", kind))
    return True


CELL_KINDS = (
    Kind(
        "chữ trong ô số",
        "number_unreadable",
        "so_lieu",
        _typed("number_unreadable", ("count",), "năm", "mười hai", "khoảng hai chục"),
    ),
    Kind(
        "tiền viết bằng chữ",
        "number_unreadable",
        "so_lieu",
        _typed("number_unreadable", ("money",), "năm mươi triệu"),
    ),
    Kind(
        "số hai cách hiểu",
        "number_ambiguous",
        "so_lieu",
        _typed("number_ambiguous", ("count",), "1,500", "2,300"),
    ),
    Kind(
        "số đếm có phần lẻ", "count_not_whole", "so_lieu", _typed("count_not_whole", ("count",), 12.5, "12,5")
    ),
    Kind("số đếm âm", "count_negative", "so_lieu", _typed("count_negative", ("count",), -3, "-3")),
    Kind(
        "tỷ lệ quá 100",
        "percent_out_of_range",
        "so_lieu",
        _typed("percent_out_of_range", ("percent",), 120, "120 %"),
    ),
    Kind("số thành ngày", "number_became_date", "so_lieu", _became_date),
    Kind(
        "ngày không có thật",
        "date_unreadable",
        "so_lieu",
        _typed("date_unreadable", ("date",), "31/02/2021", "32/8/2021"),
    ),
    Kind(
        "năm hai chữ số",
        "date_ambiguous",
        "so_lieu",
        _typed("date_ambiguous", ("date",), "05/3/21", "7/8/21"),
    ),
    Kind(
        "ngày thiếu",
        "date_partial",
        "so_lieu",
        _typed("date_partial", ("date",), "tháng 3/2021", "tháng 8 năm 2021"),
    ),
    Kind(
        "số ký hiệu sai",
        "symbol_unreadable",
        "so_lieu",
        _typed("symbol_unreadable", ("symbol",), "quyết định về ISO", "theo văn bản cũ"),
    ),
    Kind(
        "không phải có hay không",
        "choice_unreadable",
        "so_lieu",
        _typed("choice_unreadable", ("bool",), "đang làm", "sắp xong"),
    ),
    Kind("dấu x trong ô số", "value_marked", "so_lieu", _typed("value_marked", ("count",), "x", "X")),
    Kind("gạch ngang", "value_dash", "so_lieu", _state("value_dash", "dash", "-", "–")),
    Kind(
        "chưa có số liệu",
        "value_unknown",
        "so_lieu",
        _state("value_unknown", "unknown", "chưa có số liệu", "Chưa có số liệu"),
    ),
    Kind("ô #REF!", "error_cell", "so_lieu", _typed("error_cell", ("count",), Formula("=#REF!+1", "#REF!"))),
    Kind(
        "ô #DIV/0!", "error_cell", "so_lieu", _typed("error_cell", ("percent",), Formula("=1/0", "#DIV/0!"))
    ),
    Kind(
        "công thức chưa tính",
        "formula_without_value",
        "so_lieu",
        _typed("formula_without_value", ("count",), Formula("=2+3", None)),
    ),
    Kind("chỉ tiêu lạ", "indicator_unknown", "so_lieu", _indicator_unknown),
    Kind("chỉ tiêu hai lần", "indicator_twice", "so_lieu", twice("so_lieu", "indicator_twice")),
    Kind("thiếu chỉ tiêu", "indicator_missing", "so_lieu", _indicator_missing),
    Kind("đơn vị tính khác", "unit_of_measure_differs", "so_lieu", _measure_differs),
    Kind("cột lạ", "heading_unknown", "so_lieu", _heading_unknown),
    Kind("ô lạc ngoài biểu", "cell_not_understood", "so_lieu", _stray),
    Kind("hàng ẩn", "hidden_rows", "so_lieu", _hidden_row),
)
