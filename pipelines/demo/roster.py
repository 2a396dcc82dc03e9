"""Who sends in the simulated province: real units, either Hà Tĩnh in 2021 or the whole country since 1 July
2025.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from pipelines.demo.forms import SCHEMAS, Office
from pipelines.demo.names import Neighbours, bare
from schemas.units.units import Roster, Unit, load_roster

HA_TINH = "42"
HA_TINH_COMMUNES = 216
HA_TINH_AMENDMENTS = SCHEMAS.parent / "raw" / "ha-tinh-2021" / "units.csv"
NOT_SIMULATED = "Không có trong bộ số liệu mô phỏng này"


@dataclass(frozen=True, slots=True)
class Cast:
    """The units of one simulated campaign.

    `scored_by`: each unit that scores (a district, or a province in the whole country) with its communes.
    `amendments`: the campaign's units.csv, "" where the register stands as it is.
    """

    register: str
    province: str
    year: int
    scored_by: dict[Office, tuple[Office, ...]]
    amendments: str

    @property
    def communes(self) -> list[Office]:
        """All communes in register order."""
        return [commune for communes in self.scored_by.values() for commune in communes]

    @property
    def national(self) -> bool:
        """Whether provinces score their communes, without districts between them."""
        return not self.province

    def neighbours(self) -> Neighbours:
        """What the faults of names need to know."""
        units = [*self.scored_by, *self.communes]
        return Neighbours(tuple(self.communes), Counter(bare(unit.short_name) for unit in units))


def choose_units(communes: int) -> Cast:
    """The first `communes` communes, with the units that score them.

    Up to 216: Hà Tĩnh with its districts of 2021; more: the whole country, province by province. Raises
    ValueError where the register has no so many, and DeclarationError where a register or Hà Tĩnh's
    amendments cannot be read.
    """
    if communes < 1:
        raise ValueError("Số đơn vị cấp xã phải từ 1 trở lên")
    if communes <= HA_TINH_COMMUNES:
        register, province, year = "2025-06-30", HA_TINH, 2021
        roster = load_roster(register, HA_TINH, HA_TINH_AMENDMENTS)
        amended = list(csv.reader(HA_TINH_AMENDMENTS.read_text(encoding="utf-8-sig").splitlines()))
    else:
        register, province, year = "2025-07-01", "", 2025
        roster = load_roster(register)
        amended = [["action", "code", "name", "parent", "reason"]]
    chosen = roster.of_level("commune")[:communes]
    if len(chosen) < communes:
        raise ValueError(f"Danh mục chỉ có {len(chosen)} đơn vị cấp xã")
    scored_by: dict[Office, list[Office]] = {}
    for commune in chosen:
        parent = roster.parent(commune.code)
        assert parent
        scored_by.setdefault(_office(roster, parent), []).append(_office(roster, commune))
    kept = {commune.code for commune in chosen} | {parent.code for parent in scored_by} | {province}
    removed = [code for code in roster.units if code not in kept]
    return Cast(
        register,
        province,
        year,
        {parent: tuple(offices) for parent, offices in scored_by.items()},
        _amendments(amended, removed) if removed or province else "",
    )


def _office(roster: Roster, unit: Unit) -> Office:
    above = roster.parent(unit.code)
    named = above.name[0].lower() + above.name[1:] if above else ""
    return Office(unit.code, unit.kind, unit.short_name, unit.level, named)


def _amendments(lines: list[list[str]], removed: list[str]) -> str:
    """units.csv as given, with the units taken out that the simulation leaves aside."""
    gone = set(removed)
    added = {line[1] for line in lines[1:] if line[0] == "add"}
    kept = [line for line in lines if line[1] not in gone]
    kept += [["remove", code, "", "", NOT_SIMULATED] for code in removed if code not in added]
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerows(kept)
    return target.getvalue()
