"""Facts on their way to the warehouse: by column, as they are kept there."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from schemas.nothing import load_nothing


class Fact(NamedTuple):
    """One value of one unit. `kind` is "indicator", "criterion" or "total"; `value` is exact; `typed` is evidence."""

    unit: str | None
    item: str
    kind: str
    state: str
    value: Decimal | None
    text: str | None
    usable: bool
    row: int
    cell: str
    typed: str
    note: str


class Facts:
    """Facts by column, as the warehouse keeps them: a country's month has a quarter of a million, and a tuple for each
    takes longer than reading its cell. `columns` has the fields of `Fact` in their order."""

    def __init__(self) -> None:
        self.columns: tuple[list[Any], ...] = tuple([] for _ in Fact._fields)

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Fact]:
        return map(Fact._make, zip(*self.columns, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and self.columns == other.columns

    def add(self, fact: Sequence[object]) -> None:
        """One fact, its values in the order of `Fact`."""
        for column, value in zip(self.columns, fact, strict=True):
            column.append(value)

    def add_columns(self, columns: Sequence[Sequence[object]]) -> None:
        """Several facts, by column in the order of `Fact`."""
        for column, values in zip(self.columns, columns, strict=True):
            column += values

    @property
    def units(self) -> frozenset[str]:
        """The units that any of them is about."""
        return frozenset(filter(None, self.columns[0]))

    @property
    def items(self) -> frozenset[str]:
        """The indicators and criteria that any of them tells."""
        return frozenset(filter(None, self.columns[Fact._fields.index("item")]))

    @property
    def of_unknown_unit(self) -> bool:
        """Whether any of them stands in a row whose name was not recognised."""
        return None in self.columns[0]

    @property
    def all_blank(self) -> bool:
        """Whether every cell was left empty."""
        return set(self.columns[Fact._fields.index("state")]) <= {"blank"}

    def noted(self, states: Collection[str]) -> str:
        """A remark beside some value that says one of the kinds of nothing (`schemas.nothing`), as typed; or ""."""
        known = load_nothing()
        for note in self.columns[Fact._fields.index("note")]:
            said = known.get(note.lower().rstrip(". "))
            if said and said.state in states:
                return str(note)
        return ""

    def refuse(self) -> None:
        """None of them can be used."""
        usable = self.columns[Fact._fields.index("usable")]
        usable[:] = [False] * len(usable)
