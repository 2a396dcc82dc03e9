"""The kinds of rule by which a criterion earns points: a closed list, and what each kind must be told.

How a kind is computed stands in `pipelines/scoring/rules.py`; here is what a table must, may and must not say.
"""

from dataclasses import dataclass
from typing import Literal

Rule = Literal[
    "sum", "given", "yes_no", "steps", "share", "levels", "per_occurrence", "deduct", "bonus", "late"
]  # fmt: skip
WhenZero = Literal["full", "none", "not_applicable", "unknown"]

RULE_VI: dict[str, str] = {
    "sum": "tổng các tiêu chí con",
    "given": "người chấm cho điểm",
    "yes_no": "có hoặc không",
    "steps": "theo mức",
    "share": "theo tỷ lệ",
    "levels": "đủ, một phần, không",
    "per_occurrence": "theo số lần",
    "deduct": "điểm trừ",
    "bonus": "điểm thưởng",
    "late": "theo số ngày chậm",
}
WHEN_ZERO_VI: dict[str, str] = {
    "full": "cho điểm tối đa",
    "none": "cho 0 điểm",
    "not_applicable": "coi là không áp dụng",
    "unknown": "chưa chấm, chờ xem xét",
}

# Outside the sum of the parts: added to or taken from the total, up to the caps of the annex.
EXTRA: frozenset[str] = frozenset({"bonus", "deduct"})

PARAMETERS = (
    "indicators", "denominator", "when_zero", "unit", "each", "floor", "cap",
    "full_from_pct", "zero_below_pct", "deadline", "applies_if",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindOfRule:
    """Which parameters a kind needs, which it may have, whether it is told in bands, what its indicators may be.

    `types` are types of indicators (schemas/indicators.csv).
    """

    needs: frozenset[str]
    may: frozenset[str]
    banded: bool
    types: frozenset[str]


_QUANTITIES = frozenset({"count", "number", "money"})
_ANSWERS = frozenset({"bool", "mark"})


def _kind(needs: str, may: str, banded: bool, types: frozenset[str]) -> KindOfRule:
    return KindOfRule(frozenset(needs.split()), frozenset(may.split()) | {"applies_if"}, banded, types)


KINDS: dict[str, KindOfRule] = {
    "sum": KindOfRule(frozenset(), frozenset(), False, frozenset()),
    "given": _kind("", "", False, frozenset()),
    "yes_no": _kind("indicators", "", False, _ANSWERS),
    "steps": _kind("indicators unit", "denominator when_zero", True, _QUANTITIES | {"percent"}),
    "share": _kind(
        "indicators denominator when_zero unit", "full_from_pct zero_below_pct", False, _QUANTITIES
    ),
    "levels": _kind("indicators unit", "", True, _ANSWERS | {"symbol", "date", "text", "year"}),
    "per_occurrence": _kind("indicators unit each", "floor cap", False, _QUANTITIES),
    "deduct": _kind("indicators unit each", "", False, _QUANTITIES),
    "bonus": _kind("indicators unit each", "", False, _QUANTITIES),
    "late": _kind("indicators unit deadline", "", True, frozenset({"date"})),
}
