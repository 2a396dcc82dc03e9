"""Faults of the figures form: values, indicators, headings, and what stands beside the table."""

from __future__ import annotations

import datetime as dt

from pipelines.demo.faults import Kind, Planter, Spot, is_clean, put_in, twice
from pipelines.demo.forms import indicators
from pipelines.demo.grid import Cell, CellValue, Formula, Planted, Row


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
