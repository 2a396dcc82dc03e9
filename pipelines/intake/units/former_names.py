"""A district or province that is no more, still written beside the name of a commune: "xã A, huyện B" after 1 July
2025."""

from collections.abc import Sequence

from pipelines.intake.units.unit_names import Naming, folded_key, former_name
from schemas.units.units import KINDS, Unit


def may_be_former(parent: Sequence[Naming]) -> list[Naming]:
    """The readings by which a parent that the roster does not know may be a district or a province of before."""
    return [naming for naming in parent if naming.kind and KINDS[naming.kind] != ("commune",)]


def lay_in(unit: Unit, register: str, parents: Sequence[Sequence[Naming]]) -> bool:
    """Whether a unit of a register lies in each of some districts and provinces of the register before it: a namesake
    elsewhere does not. Read at once for the whole country, and only where somebody still writes one."""
    # Only here: most campaigns never need the older register.
    from schemas.units.former import former_parents

    above = {(kind, name.replace(" ", "")) for kind, name in former_parents(register).get(unit.code, ())}
    return all(
        any((naming.kind, folded_key(former_name(naming.name))) in above for naming in readings)
        for readings in parents
    )
