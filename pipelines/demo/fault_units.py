"""Faults of the tables that list units: a commune unknown, foreign, twice, missing, misnamed; and of their
headings.
"""

from __future__ import annotations

from copy import deepcopy

from pipelines.demo import names
from pipelines.demo.faults import Kind, Spot, drop_sums, is_clean
from pipelines.demo.forms import Office
from pipelines.demo.grid import Cell, Planted, Row, Table
from pipelines.demo.handwriting import name_unit


def _plain_table(spot: Spot) -> Table:
    table = spot.book.table("phu_luc_ib")
    drop_sums(table)
    return table


def _clean_rows(table: Table) -> list[Row]:
    return [row for row in table.rows if is_clean(row)]


def _extra_row(table: Table, name: str, code: str, kind: str) -> None:
    row = deepcopy(table.rows[-1])
    for cell in row.cells:
        cell.true = None
        cell.planted = []
        cell.tolerated = kind
    for cell, points in zip(row.cells[2:], (0.5, 0.5, 0.5, 1.5, 0.5, 0.5, 4.0), strict=True):
        cell.value = points
    row.cells[0].value = len(table.rows) + 1
    row.cells[1] = Cell(name, planted=[Planted(code, kind)])
    row.unit, row.item = "ngoài danh sách", ""
    table.rows.append(row)


def _unknown(spot: Spot, kind: str) -> bool:
    _extra_row(_plain_table(spot), f"UBND xã {spot.random.choice(names.INVENTED)}", "unit_unknown", kind)
    return True


def _foreign(spot: Spot, kind: str) -> bool:
    stranger = spot.neighbours.stranger(spot.random, spot.communes)
    if stranger:
        _extra_row(_plain_table(spot), stranger.named("plain"), "unit_foreign", kind)
    return bool(stranger)


def _twice(spot: Spot, kind: str) -> bool:
    table = _plain_table(spot)
    rows = _clean_rows(table)
    if not rows:
        return False
    row = spot.random.choice(rows)
    again = deepcopy(row)
    again.cells[0].value = len(table.rows) + 1
    for cell in again.cells:
        cell.true, cell.tolerated = None, kind
    row.spoil()
    for one in (row, again):
        one.cells[1].planted.append(Planted("unit_twice", kind))
    # The same unit, so that it is not taken for one more row of the table's own units.
    table.rows.append(again)
    return True


def _missing(spot: Spot, kind: str) -> bool:
    table = _plain_table(spot)
    rows = _clean_rows(table)
    if len(rows) < 2:
        return False
    table.rows.remove(spot.random.choice(rows))
    table.planted.append(Planted("unit_missing", kind))
    return True


def _both_rows(spot: Spot, unit: str) -> tuple[Cell, Cell] | None:
    """The name cells of one commune in Phụ lục IB and in IIB.2, where both rows are still clean."""
    pair = []
    for form in ("phu_luc_ib", "iib_2"):
        found = [row for row in _clean_rows(spot.book.table(form)) if row.unit == unit]
        if not found:
            return None
        pair.append(found[0].cells[1])
    return pair[0], pair[1]


def _pick(spot: Spot) -> tuple[Office, Cell, Cell] | None:
    """A commune whose name nothing else in the campaign resembles, with its two name cells."""
    for office in spot.random.sample(spot.communes, len(spot.communes)):
        pair = _both_rows(spot, office.code)
        if pair and spot.neighbours.unmistakable(office):
            return office, *pair
    return None


def _mistyped(spot: Spot, kind: str) -> bool:
    found = _pick(spot)
    if found:
        office, *cells = found
        typed = name_unit(office.kind, names.wrong_tone(spot.random, office.short_name), spot.hand.names)
        for cell in cells:
            cell.value = typed
            cell.planted.append(Planted("unit_matched_loosely", kind))
    return bool(found)


def _two_ways(spot: Spot, kind: str) -> bool:
    found = _pick(spot)
    if found:
        office, in_ib, in_iib = found
        in_iib.value = name_unit(
            office.kind, names.wrong_tone(spot.random, office.short_name), spot.hand.names
        )
        in_iib.planted.append(Planted("unit_spelled_two_ways", kind, or_at=[in_ib]))
        in_iib.planted.append(Planted("unit_matched_loosely", kind, follows=True))
        in_ib.tolerated = kind
    return bool(found)


def _kind_differs(spot: Spot, kind: str) -> bool:
    found = _pick(spot)
    if found:
        office, *cells = found
        typed = name_unit("phường" if office.kind == "xã" else "xã", office.short_name, spot.hand.names)
        for cell in cells:
            cell.value = typed
            cell.planted.append(Planted("unit_kind_differs", kind))
    return bool(found)


def _heading_max(spot: Spot, kind: str) -> bool:
    cell = spot.book.table("phu_luc_ib").header[1][4]
    if cell.planted:
        return False
    cell.value = "Tiêu chí 7.2.3 (0,75 điểm)"
    cell.planted.append(Planted("heading_max_differs", kind))
    return True


def _year(spot: Spot, kind: str) -> bool:
    rows = _clean_rows(spot.book.table("iib_2"))
    if not rows:
        return False
    row = spot.random.choice(rows)
    cell = row.cells[2]
    cell.value = spot.random.choice(("20199", "năm ngoái", "19"))
    cell.planted.append(Planted("year_unreadable", kind))
    assert cell.true
    cell.true.spoilt_by = "cell"
    row.spoil()
    return True


UNIT_KINDS = (
    Kind("đơn vị lạ", "unit_unknown", "phu_luc_ib", _unknown),
    Kind("đơn vị của huyện khác", "unit_foreign", "phu_luc_ib", _foreign),
    Kind("đơn vị hai lần", "unit_twice", "phu_luc_ib", _twice),
    Kind("thiếu đơn vị", "unit_missing", "phu_luc_ib", _missing),
    Kind("sai dấu tên đơn vị", "unit_matched_loosely", "phu_luc_ib", _mistyped),
    Kind("tên viết hai cách", "unit_spelled_two_ways", "phu_luc_ib", _two_ways),
    Kind("sai loại đơn vị", "unit_kind_differs", "phu_luc_ib", _kind_differs),
    Kind("tiêu đề sai điểm tối đa", "heading_max_differs", "phu_luc_ib", _heading_max),
    Kind("năm áp dụng sai", "year_unreadable", "phu_luc_ib", _year),
)
