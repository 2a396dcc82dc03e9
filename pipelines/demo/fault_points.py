"""Faults of points: over the maximum, off the grid, negative, missing; totals that differ; criteria that do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from pipelines.demo.faults import Kind, Planter, Spot, drop_sums, is_clean, put_in, twice
from pipelines.demo.figures import plain
from pipelines.demo.form_tables import sum_rows
from pipelines.demo.grid import Cell, CellValue, Planted, Row


def _set_points(cell: Cell, points: Decimal) -> None:
    assert cell.true
    cell.value, cell.true.value = float(points), plain(points)


def _points_row(spot: Spot, form: str) -> tuple[dict[str, Cell], Cell, list[Row]] | None:
    """The clean points of one unit in a form: its cells by criterion, its total, the rows they stand in."""
    table = spot.book.table(form)
    if form == "tu_cham":
        rows = table.rows
        if not all(is_clean(row) for row in rows):
            return None
    else:
        drop_sums(table)
        clean = [row for row in table.rows if is_clean(row)]
        if not clean:
            return None
        rows = [spot.random.choice(clean)]
    cells = {cell.true.item: cell for row in rows for cell in row.cells if cell.true}
    return cells, cells.pop("7.2"), rows


def _points(form: str, code: str, wrong: dict[str, str]) -> Planter:
    """Plants points in the criteria that `wrong` names; the total follows what is written."""

    def plant(spot: Spot, kind: str) -> bool:
        found = _points_row(spot, form)
        if not found:
            return False
        cells, total, rows = found
        if code == "points_over_max":
            # A lower point elsewhere keeps the total within its own maximum.
            _set_points(cells["7.2.5"], Decimal("0.5"))
        for criterion, points in wrong.items():
            _set_points(cells[criterion], Decimal(points))
            cells[criterion].planted.append(Planted(code, kind))
        trues = [cell.true for cell in cells.values() if cell.true]
        _set_points(total, sum((Decimal(true.value) for true in trues), Decimal(0)))
        for criterion in wrong:
            true = cells[criterion].true
            assert true
            true.spoilt_by = "cell"
        if form == "phu_luc_ib":
            rows[0].spoil()
        return True

    return plant


def _points_typed(form: str, code: str, value: CellValue) -> Planter:
    """Plants something that is no number in one cell of points; the total stays right."""

    def plant(spot: Spot, kind: str) -> bool:
        found = _points_row(spot, form)
        if found:
            cells, total, rows = found
            put_in(spot.random.choice(list(cells.values())), code, kind, value)
            total.tolerated = kind
            if form == "phu_luc_ib":
                rows[0].spoil()
        return bool(found)

    return plant


def _total(form: str, code: str) -> Planter:
    def plant(spot: Spot, kind: str) -> bool:
        found = _points_row(spot, form)
        if found:
            _, total, rows = found
            assert total.true
            wrong = Decimal(total.true.value) - Decimal("0.25")
            put_in(total, code, kind, float(wrong) if code == "total_mismatch" else None)
            if form == "phu_luc_ib":
                rows[0].spoil()
        return bool(found)

    return plant


def _points_missing(form: str) -> Planter:
    def plant(spot: Spot, kind: str) -> bool:
        found = _points_row(spot, form)
        if found:
            cells, total, rows = found
            empty = spot.random.choice(list(cells.values()))
            assert total.true and empty.true
            _set_points(total, Decimal(total.true.value) - Decimal(empty.true.value))
            put_in(empty, "points_missing", kind, None)
            total.tolerated = kind
            if form == "phu_luc_ib":
                rows[0].spoil()
        return bool(found)

    return plant


def _criterion_unknown(spot: Spot, kind: str) -> bool:
    table = spot.book.table("tu_cham")
    if not all(is_clean(row) for row in table.rows):
        return False
    row = Row([Cell(len(table.rows)), Cell("7.2.9"), Cell("Nội dung khác"), Cell(), Cell(0.25), Cell()])
    row.cells[1].planted.append(Planted("criterion_unknown", kind, or_at=[row.cells[4]]))
    row.cells[4].tolerated = table.rows[-1].cells[4].tolerated = kind
    table.rows.insert(len(table.rows) - 1, row)
    return True


def _criterion_missing(spot: Spot, kind: str) -> bool:
    found = _points_row(spot, "tu_cham")
    if not found:
        return False
    cells, total, _ = found
    item = spot.random.choice(list(cells))
    gone = cells[item].true
    assert total.true and gone
    _set_points(total, Decimal(total.true.value) - Decimal(gone.value))
    total.tolerated = kind
    table = spot.book.table("tu_cham")
    table.rows.remove(table.row_of(item))
    table.planted.append(Planted("criterion_missing", kind))
    return True


def _criterion_twice(spot: Spot, kind: str) -> bool:
    table = spot.book.table("tu_cham")
    if not all(is_clean(row) for row in table.rows) or not twice("tu_cham", "criterion_twice")(spot, kind):
        return False
    table.rows[-1].cells[4].tolerated = kind
    return True


def _sum_of_column(spot: Spot, kind: str) -> bool:
    """Writes a row of sums in which one is wrong."""
    table = spot.book.table("phu_luc_ib")
    rows = [row for row in table.rows if row.unit]
    if not all(is_clean(row) for row in rows):
        return False
    columns = zip(*([cell.true for cell in row.cells if cell.true] for row in rows), strict=True)
    sums = [sum((Decimal(true.value) for true in column), Decimal(0)) for column in columns]
    table.rows[:] = [*rows, *sum_rows(spot.random, sums, len(rows))]
    at = spot.random.randrange(len(sums))
    # As many points as units could be taken for their number, and the mean of few for what was meant.
    gaps = [
        gap
        for gap in ("0.75", "-0.75", "1.25", "9")
        if sums[at] + Decimal(gap) != len(rows) and abs(sums[at] + Decimal(gap) - sums[at] / len(rows)) > 1
    ]
    cell = table.rows[len(rows)].cells[table.value_column + at]
    cell.value = float(sums[at] + Decimal(spot.random.choice(gaps)))
    cell.planted.append(Planted("column_sum_differs", kind))
    return True


POINTS_KINDS = (
    Kind(
        "tự chấm quá tối đa",
        "points_over_max",
        "tu_cham",
        _points("tu_cham", "points_over_max", {"7.2.1": "0.75"}),
    ),
    Kind(
        "tự chấm lệch thang",
        "points_off_grid",
        "tu_cham",
        _points("tu_cham", "points_off_grid", {"7.2.1": "0.3", "7.2.2": "0.45"}),
    ),
    Kind(
        "tự chấm âm", "points_negative", "tu_cham", _points("tu_cham", "points_negative", {"7.2.6": "-0.25"})
    ),
    Kind(
        "tự chấm bằng chữ",
        "number_unreadable",
        "tu_cham",
        _points_typed("tu_cham", "number_unreadable", "nửa điểm"),
    ),
    Kind("tự chấm sai tổng", "total_mismatch", "tu_cham", _total("tu_cham", "total_mismatch")),
    Kind("tự chấm thiếu tổng", "total_missing", "tu_cham", _total("tu_cham", "total_missing")),
    Kind("tự chấm thiếu điểm", "points_missing", "tu_cham", _points_missing("tu_cham")),
    Kind("tiêu chí lạ", "criterion_unknown", "tu_cham", _criterion_unknown),
    Kind("tiêu chí hai lần", "criterion_twice", "tu_cham", _criterion_twice),
    Kind("thiếu tiêu chí", "criterion_missing", "tu_cham", _criterion_missing),
    Kind(
        "điểm quá tối đa",
        "points_over_max",
        "phu_luc_ib",
        _points("phu_luc_ib", "points_over_max", {"7.2.1": "0.75"}),
    ),
    Kind(
        "điểm lệch thang",
        "points_off_grid",
        "phu_luc_ib",
        _points("phu_luc_ib", "points_off_grid", {"7.2.1": "0.3", "7.2.2": "0.45"}),
    ),
    Kind(
        "điểm âm",
        "points_negative",
        "phu_luc_ib",
        _points("phu_luc_ib", "points_negative", {"7.2.6": "-0.25"}),
    ),
    Kind(
        "điểm bằng chữ",
        "number_unreadable",
        "phu_luc_ib",
        _points_typed("phu_luc_ib", "number_unreadable", "năm"),
    ),
    Kind(
        "điểm thành ngày",
        "number_became_date",
        "phu_luc_ib",
        _points_typed("phu_luc_ib", "number_became_date", dt.date(2021, 5, 1)),
    ),
    Kind("sai tổng điểm", "total_mismatch", "phu_luc_ib", _total("phu_luc_ib", "total_mismatch")),
    Kind("thiếu tổng điểm", "total_missing", "phu_luc_ib", _total("phu_luc_ib", "total_missing")),
    Kind("thiếu điểm", "points_missing", "phu_luc_ib", _points_missing("phu_luc_ib")),
    Kind("sai dòng tổng", "column_sum_differs", "phu_luc_ib", _sum_of_column, alone=True),
)
