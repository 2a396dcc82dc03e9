"""Ranks inside a block. Ties are the normal case; the decision says how they are counted."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

TIES_VI: dict[str, str] = {
    "competition": "các đơn vị bằng điểm xếp cùng hạng; hạng kế tiếp bỏ qua số đơn vị cùng hạng (ví dụ 1, 1, 3)",
    "dense": "các đơn vị bằng điểm xếp cùng hạng; hạng kế tiếp liền sau (ví dụ 1, 1, 2)",
}


def rank(totals: Mapping[str, Decimal], ties: Literal["competition", "dense"]) -> dict[str, int]:
    """Rank by unit, 1 for the highest total. Equal totals share a rank; the order of the units plays no part.

    "competition" counts the units ahead plus one (1-1-3); "dense" counts the distinct totals ahead plus one (1-1-2).
    """
    ranks: dict[Decimal, int] = {}
    ahead: Sequence[Decimal] = sorted(totals.values(), reverse=True)
    for position, total in enumerate(ahead, start=1):
        if total not in ranks:
            ranks[total] = position if ties == "competition" else len(ranks) + 1
    return {unit: ranks[total] for unit, total in totals.items()}
