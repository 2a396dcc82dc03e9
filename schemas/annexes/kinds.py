"""What each kind of annex is made of: its tables, the columns that the drawing code fills there, its notes.

How a column is headed and how wide it is stands in `annex.toml`; which columns a table can have at all follows from
what is drawn, so that a declaration that could not be drawn is refused when it is loaded.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Columns(NamedTuple):
    """The columns of a table by role: `needed`, once each and in this order; `free`, once at most, beside them.

    `of_form` says whether the table is filled with the figures of one form, which the declaration names.
    """

    needed: tuple[str, ...]
    free: tuple[str, ...] = ()
    of_form: bool = False


class Kind(NamedTuple):
    """The tables of an annex by key, and the keys of its notes: what is printed beside a rule that is in no decision
    (`convention`), what stands for no figure (`no_data`)."""

    tables: Mapping[str, Columns]
    notes: tuple[str, ...]


# "points", "figure" and "task" give a column for each criterion, block and task.
_POINTS = ("number", "unit", "points", "total")
_INDICATOR = ("number", "label", "measure")
# Where a unit has no points, its reason is written across these columns.
_BESIDE_EACH_OTHER = ("points", "total")

# One office's points for its units, the ranking of all units, the summary of all figures, the years of conversion.
KINDS: Mapping[str, Kind] = {
    "office_points": Kind({"scores": Columns(_POINTS, ("remark",))}, ("convention",)),
    "ranking": Kind(
        {"ranked": Columns(_POINTS, ("rank", "remark")), "listed": Columns(_POINTS, ("remark",))},
        ("convention",),
    ),
    "summary": Kind(
        {
            "province": Columns((*_INDICATOR, "province"), ("counted", "how"), of_form=True),
            "blocks": Columns((*_INDICATOR, "figure"), ("province", "counted", "how")),
            "counts": Columns((*_INDICATOR, "figure"), ("province", "how")),
        },
        ("no_data",),
    ),
    "conversion": Kind(
        {
            "tasks": Columns(("number", "unit", "task"), of_form=True),
            # A column for remarks is left empty, for writing by hand.
            "years": Columns(
                ("number", "unit"), ("year_old", "year_new", "not_applied", "remark"), of_form=True
            ),
        },
        ("no_data",),
    ),
}


def column_fault(columns: Columns, roles: Sequence[str]) -> str:
    """What is wrong with the columns of a table, given by role from left to right, in Vietnamese; "" for nothing.

    Each of `roles` is one that the table can have.
    """
    for role in roles:
        if roles.count(role) > 1:
            return f"cột “{role}” khai hai lần"
    if missing := [role for role in columns.needed if role not in roles]:
        return f"thiếu cột {', '.join(missing)}"
    if [role for role in roles if role in columns.needed] != list(columns.needed):
        return f"các cột {', '.join(columns.needed)} phải đứng theo thứ tự này"
    first, then = _BESIDE_EACH_OTHER
    if first in columns.needed and roles[roles.index(first) + 1] != then:
        return f"cột {then} phải đứng ngay sau cột {first}"
    return ""
