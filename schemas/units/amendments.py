"""What a campaign changes in a dated register, so that its roster is that of its own date.

A CSV with the columns `action,code,name,parent,reason`, one line per unit:
- `add`: a unit that the register does not have; name and parent's code (empty for a province) are needed;
- `change`: another name or another parent; what is left empty stays;
- `remove`: a unit that did not exist on the campaign's date.
Every line says why. Level and kind follow from the code's digits and from the name; a code of capital letters ("SNV")
is that of an office (sở, ban, ngành), which only a campaign names. The lines are taken together:
their order does not matter.
"""

from collections.abc import Mapping
from pathlib import Path

from schemas.csv_table import CsvRow, read_csv_table
from schemas.declaration import DeclarationError
from schemas.spelling import tidy
from schemas.units.levels import Level
from schemas.units.units import Unit, unit_of

_ABOVE: dict[Level, tuple[Level | None, ...]] = {
    "province": (None,),
    "district": ("province",),
    "commune": ("district", "province"),
    "office": ("province", "district"),
}


def amend(units: Mapping[str, Unit], path: Path) -> dict[str, Unit]:
    """The units by code after the amendments of `path`. Raises DeclarationError with the line that is wrong."""
    amended = dict(units)
    lines: dict[str, CsvRow] = {}
    for row in read_csv_table(path, ("action", "code", "name", "parent", "reason")):
        code = row["code"]
        if code in lines:
            raise row.refuse(f"mã {code} đã có ở dòng {lines[code].line}")
        if not row["reason"]:
            raise row.refuse(f"phải ghi lý do (cột reason) cho đơn vị mã {code}")
        lines[code] = row
        _apply(row, units.get(code), amended)
    for unit in amended.values():
        if unit.code in lines or unit.parent in lines:
            _check_place(unit, amended, lines.get(unit.code) or lines[unit.parent or ""])
    if not amended:
        raise DeclarationError(path, None, "không còn đơn vị nào trong danh sách")
    return amended


def _apply(row: CsvRow, now: Unit | None, amended: dict[str, Unit]) -> None:
    code, action = row["code"], row["action"].lower()
    if action == "add":
        if now:
            raise row.refuse(f"mã {code} đã có trong danh mục ({now.name}); muốn sửa thì ghi change")
        amended[code] = _unit(row, row["name"], row["parent"] or None)
    elif action not in ("change", "remove"):
        raise row.refuse(f"action “{row['action']}” phải là add, change hoặc remove")
    elif not now:
        raise row.refuse(f"danh mục không có đơn vị mã {code}; mã phải đủ chữ số, kể cả số 0 ở đầu")
    elif action == "remove":
        del amended[code]
    else:
        changed = _unit(row, row["name"] or now.name, row["parent"] or now.parent)
        if changed == now:
            raise row.refuse(f"dòng này không thay đổi gì ở {now.name}")
        amended[code] = changed


def _unit(row: CsvRow, name: str, parent: str | None) -> Unit:
    try:
        return unit_of(row["code"], tidy(name), parent)
    except ValueError as error:
        raise row.refuse(str(error)) from None


def _check_place(unit: Unit, amended: Mapping[str, Unit], row: CsvRow) -> None:
    """Refuses a unit whose parent is missing, removed, or not of a level above it."""
    above = amended.get(unit.parent) if unit.parent else None
    if unit.parent and not above:
        raise row.refuse(
            f"{unit.name} (mã {unit.code}) thuộc đơn vị mã {unit.parent}, mã này không có trong danh sách"
        )
    if (above.level if above else None) not in _ABOVE[unit.level]:
        raise row.refuse(f"{unit.name} (mã {unit.code}) phải thuộc một đơn vị cấp trên của nó")
