"""The administrative units of one campaign on its own date: a dated register, cut to a province, amended.

Registers are the files `units_<date>.csv` beside this module, codes with the statistics office's digits: 2 for a
province, 3 for a district, 5 for a commune (Quyết định 19/2025/QĐ-TTg for 1 July 2025). A code alone names no
unit: many codes of the older register stand for another place in the newer one.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from schemas.declaration import DeclarationError
from schemas.units.levels import Level

LEVEL_OF_DIGITS: dict[int, Level] = {2: "province", 3: "district", 5: "commune"}
# Every kind with the levels it can stand on.
KINDS: dict[str, tuple[Level, ...]] = {
    "thành phố": ("province", "district"),
    "thị trấn": ("commune",),
    "đặc khu": ("commune",),
    "thị xã": ("district",),
    "phường": ("commune",),
    "huyện": ("district",),
    "tỉnh": ("province",),
    "quận": ("district",),
    "xã": ("commune",),
}
# What stands for the kind of an office (sở, ban, ngành), which no name begins with.
OFFICE_KIND = "cơ quan"
_OFFICE_CODE = re.compile(r"[A-Z][A-Z0-9-]{1,19}", re.ASCII)
NO_REGISTER = "none"
REGISTERS = Path(__file__).parent
COLUMNS = ["code", "name", "level", "kind", "parent"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `name` in full ("Xã Xuân Lam"), `kind` in lower case ("xã"), `parent` its parent's code. An office
    ("Sở Nội vụ") is known by a code of letters, which a campaign gives it: no register has it."""

    code: str
    name: str
    level: Level
    kind: str
    parent: str | None

    @property
    def short_name(self) -> str:
        """The name without its kind, "Xuân Lam"; a bare number keeps it, "Phường 1"."""
        return self.name if self.bare_name.isdecimal() else self.bare_name

    @property
    def bare_name(self) -> str:
        """The name without its kind, a number too: "Xuân Lam", "1"; an office's in full."""
        return self.name if self.level == "office" else self.name[len(self.kind) + 1 :]


def unit_of(code: str, name: str, parent: str | None) -> Unit:
    """The unit that its code and its name in full tell. Raises ValueError where they do not agree on what it is."""
    kind = next((kind for kind in KINDS if name.lower().startswith(f"{kind} ")), None)
    if _OFFICE_CODE.fullmatch(code):
        if not name or kind:
            raise ValueError(f"mã {code} bằng chữ là của một cơ quan, như “Sở Nội vụ”; ở đây là “{name}”")
        return Unit(code, name, "office", OFFICE_KIND, parent)
    level = LEVEL_OF_DIGITS.get(len(code)) if code.isascii() and code.isdecimal() else None
    if not level:
        raise ValueError(
            f"mã “{code}” phải có 2 chữ số (tỉnh), 3 (huyện) hoặc 5 (xã), kể cả số 0 ở đầu; "
            f"mã của cơ quan thì bằng chữ in hoa, như SNV"
        )
    if not kind or level not in KINDS[kind]:
        raise ValueError(f"tên “{name}” phải bắt đầu bằng loại đơn vị hợp với mã {code}, như “Xã Xuân Lam”")
    return Unit(code, name, level, kind, parent)


class Roster:
    """The units of one campaign. `units` maps code to Unit in register order: every unit before its children.

    Every method that takes a code raises KeyError for a code that is not in the roster.
    """

    def __init__(self, register: str, units: Iterable[Unit]) -> None:
        self.register = register
        unordered = {unit.code: unit for unit in units}
        self.units: dict[str, Unit] = {}
        self._children: dict[str, list[Unit]] = {code: [] for code in unordered}
        roots: list[Unit] = []
        for unit in sorted(unordered.values(), key=lambda unit: unit.code):
            (self._children[unit.parent] if unit.parent else roots).append(unit)
        waiting = roots[::-1]
        while waiting:
            unit = waiting.pop()
            self.units[unit.code] = unit
            waiting += reversed(self._children[unit.code])
        self._provinces = sum(unit.level == "province" for unit in roots)
        self._among_all: dict[str, str] = {}

    def of_level(self, level: str) -> list[Unit]:
        """The units of a level ("province", "district", "commune", "office") in register order."""
        return [unit for unit in self.units.values() if unit.level == level]

    def children(self, code: str) -> list[Unit]:
        """The units directly below, by code."""
        return list(self._children[code])

    def parent(self, code: str) -> Unit | None:
        """The unit directly above; None for a province."""
        above = self.units[code].parent
        return self.units[above] if above else None

    def ancestors(self, code: str) -> list[Unit]:
        """The units above, the nearest first."""
        above: list[Unit] = []
        unit = self.parent(code)
        while unit:
            above.append(unit)
            unit = self.parent(unit.code)
        return above

    def short_name(self, code: str) -> str:
        """`Unit.short_name` of a code."""
        return self.units[code].short_name

    def name_among_siblings(self, code: str) -> str:
        """The name under which a unit stands beside the others of its parent: with the code where two are alike."""
        return self._among_siblings[code]

    def name_among_all(self, code: str) -> str:
        """The name under which a unit stands beside all others of its level, as the name of a file or in a list.

        Districts of ten provinces are called "Huyện Châu Thành": such names come with what stands above them, and
        with the code where that is alike, too.
        """
        known = self._among_all.get(code)
        if known is None:
            unit = self.units[code]
            if self._namesakes[unit.level, unit.name.casefold()] == 1:
                known = unit.name
            else:
                full = self.full_name(code)
                known = full if self._among_siblings[code] == unit.name else f"{full} ({code})"
            self._among_all[code] = known
        return known

    # Lists of a whole country ask for the name of each unit many times. Windows tells no capitals apart in the name of
    # a file.
    @cached_property
    def _among_siblings(self) -> dict[str, str]:
        keys = {code: (unit.parent, unit.name.casefold()) for code, unit in self.units.items()}
        alike = Counter(keys.values())
        return {
            code: self.units[code].name if alike[key] == 1 else f"{self.units[code].name} ({code})"
            for code, key in keys.items()
        }

    @cached_property
    def _namesakes(self) -> Counter[tuple[str, str]]:
        return Counter((unit.level, unit.name.casefold()) for unit in self.units.values())

    def full_name(self, code: str) -> str:
        """The name with what stands above it, "Xã Xuân Lam, huyện Nghi Xuân".

        The province is left out where the roster has one only.
        """
        names = [self.units[code].name]
        for unit in self.ancestors(code):
            if unit.level != "province" or self._provinces > 1:
                names.append(unit.name[0].lower() + unit.name[1:])
        return ", ".join(names)


class UnknownProvince(DeclarationError):
    """A campaign asks for a province that neither the register nor its amendments have."""

    def __init__(self, register: str, province: str) -> None:
        self.register, self.province = register, province
        known = "" if register == NO_REGISTER else f"; có: {_listed_provinces(register)}"
        problem = f"không có tỉnh, thành phố nào mang mã {province} trong danh mục {register}{known}"
        super().__init__(REGISTERS / f"units_{register}.csv", None, problem)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.register, self.province)


def _listed_provinces(register: str) -> str:
    provinces = [unit for unit in read_register(register, None).values() if unit.level == "province"]
    return ", ".join(f"{unit.code} {unit.short_name}" for unit in provinces)


def load_roster(register: str, province: str | None = None, amendments: Path | None = None) -> Roster:
    """The units of `register` ("2025-06-30", "2025-07-01", or "none" to start from nothing).

    `province` (a code) keeps that province only, None the whole country. `amendments` is a campaign's CSV, see
    `schemas.units.amendments`. Raises DeclarationError for an unknown register or province and for an amendment that
    cannot be applied.
    """
    units = {} if register == NO_REGISTER else read_register(register, province)
    if amendments is not None:
        # Only here: the reader of edited tables is not needed where nothing is amended.
        from schemas.units.amendments import amend

        units = amend(units, amendments)
    if province is not None and province not in units:
        raise UnknownProvince(register, province)
    return Roster(register, units.values())


def read_register(register: str, province: str | None) -> dict[str, Unit]:
    """The units of a register by code, or those of one province. Raises DeclarationError for an unknown register."""
    path = REGISTERS / f"units_{register}.csv"
    if not path.is_file():
        known = sorted(file.stem.removeprefix("units_") for file in REGISTERS.glob("units_*.csv"))
        raise DeclarationError(path, None, f"không có danh mục đơn vị “{register}”; có: {', '.join(known)}")
    units: dict[str, Unit] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != COLUMNS:
            raise DeclarationError(path, 1, f"tiêu đề phải là {','.join(COLUMNS)}")
        for row in rows:
            if len(row) != len(COLUMNS):
                raise DeclarationError(path, rows.line_num, f"phải có {len(COLUMNS)} ô")
            code, name, level, kind, parent = row
            # A parent stands above its children, so one pass keeps a province with all that is below it.
            if province is None or code == province or parent in units:
                units[code] = Unit(code, name, cast(Level, level), kind, parent or None)
    return units
