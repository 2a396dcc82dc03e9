"""What the provinces of the country are called, in every register: to know one in a line of words."""

import re
from collections.abc import Collection
from functools import cache

from schemas.spelling import fold
from schemas.units.former import former_parents
from schemas.units.units import REGISTERS, Roster


@cache
def province_names() -> frozenset[str]:
    """The names without their kinds and accents, "ha tinh", of today's provinces and of those before."""
    found = set()
    for path in REGISTERS.glob("units_*.csv"):
        for line in path.read_text(encoding="utf-8").splitlines():
            # Thousands of lines, of which a hundred matter.
            if ",province," in line:
                _, name, _, kind, _ = line.split(",")
                found.add(fold(name[len(kind) + 1 :]))
    return frozenset(found)


def provinces_in(words: str) -> frozenset[str]:
    """The provinces that a line of words names; accents do not matter."""
    text = fold(words)
    return frozenset(name for name in province_names() if re.search(rf"\b{re.escape(name)}\b", text))


def is_called(roster: Roster, province: str, called: Collection[str]) -> bool:
    """Whether any of the names is that of the province, or of one that went into it."""
    if fold(roster.short_name(province)) in called:
        return True
    former = former_parents(roster.register)
    return any(name in called for unit in roster.of_level("commune") for _, name in former.get(unit.code, ()))
