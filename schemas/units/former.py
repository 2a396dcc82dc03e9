"""Units above that a register no longer has: the former districts and provinces in which its communes lie."""

import csv
from collections.abc import Mapping
from functools import cache

from schemas.spelling import fold
from schemas.units.units import REGISTERS, Unit, read_register


@cache
def former_parents(register: str) -> Mapping[str, frozenset[tuple[str, str]]]:
    """By code of a commune of `register` the districts and provinces, each as (kind, name without accents), that stood
    above the communes it was made of; empty where there is no register before it. Source: `successions.csv`."""
    dates = sorted(file.stem.removeprefix("units_") for file in REGISTERS.glob("units_*.csv"))
    if register not in dates[1:]:
        return {}
    older = read_register(dates[dates.index(register) - 1], None)
    found: dict[str, set[tuple[str, str]]] = {}
    with (REGISTERS / "successions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unit = older.get(row["old_code"])
            above = unit.parent if unit and unit.level == "commune" else None
            while above:
                found.setdefault(row["new_code"], set()).add(_named(older[above]))
                above = older[above].parent
    return {code: frozenset(parents) for code, parents in found.items()}


@cache
def _named(unit: Unit) -> tuple[str, str]:
    return unit.kind, fold(unit.name[len(unit.kind) + 1 :])
