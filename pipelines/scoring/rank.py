"""Ranks inside a block. Ties are the normal case; the decision says how they are counted."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from schemas.criteria.convention import Ties

TIES_VI: dict[Ties, str] = {
    "competition": "các đơn vị bằng điểm xếp cùng hạng; hạng kế tiếp bỏ qua số đơn vị cùng hạng (ví dụ 1, 1, 3)",
    "dense": "các đơn vị bằng điểm xếp cùng hạng; hạng kế tiếp liền sau (ví dụ 1, 1, 2)",
    "average": "các đơn vị bằng điểm cùng nhận hạng trung bình của các vị trí chung (ví dụ 1; 2,5; 2,5; 4)",
}


def rank(keys: Mapping[str, Any], ties: Ties) -> dict[str, Decimal]:
    """Rank by unit, 1 for the highest key. Equal keys share a rank; the order of the units plays no part.

    A key is the total, or the total followed by the points of the tie-breakers. "competition" counts the units
    ahead plus one (1-1-3); "dense" counts the distinct keys ahead plus one (1-1-2); "average" gives the mean of the
    places that the tied units take together (1 – 2,5 – 2,5 – 4).
    """
    ranks: dict[Any, Decimal] = {}
    ahead = 0
    for key, tied in groupby(sorted(keys.values(), reverse=True)):
        count = sum(1 for _ in tied)
        ranks[key] = place(ahead, count, len(ranks), ties)
        ahead += count
    return {unit: ranks[key] for unit, key in keys.items()}


def place(ahead: int, tied: int, distinct_ahead: int, ties: Ties) -> Decimal:
    """The rank of `tied` units with one key, behind `ahead` units that have `distinct_ahead` different keys."""
    if ties == "dense":
        return Decimal(distinct_ahead + 1)
    if ties == "average":
        return ahead + Decimal(tied + 1) / 2
    return Decimal(ahead + 1)
