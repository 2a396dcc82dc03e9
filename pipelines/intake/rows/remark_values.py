"""What stands in the column for remarks and should not: a value whose own cell is left blank, or a value's scale.

"Theo sổ theo dõi 2025" is a remark; "12 hồ sơ" beside a blank cell is the value, and "triệu đồng" beside 50 says that
these are no 50 đồng.
"""

import re
from functools import lru_cache

from pipelines.intake.cells.grammar import CellType, read_cell
from pipelines.intake.cells.numbers import counts_in, read_currency
from pipelines.intake.cells.word_patterns import any_of
from schemas.forms.title_words import load_title_words
from schemas.spelling import fold

_NUMBERS = frozenset(("count", "number", "money", "percent", "points", "year"))
# What "không phát sinh" answers as a number does.
_QUANTITIES = frozenset(("count", "number", "money"))
_ANSWERED_IN_WORDS = frozenset(("date", "bool", "symbol"))
_LABEL = re.compile(rf"(?:(?:{any_of(load_title_words().measure_labels)})\s*:?\s+)?(.*)", re.DOTALL)


@lru_cache(maxsize=4096)
def holds_value(remark: str, cell_type: CellType, units: tuple[str, ...]) -> bool:
    """Whether a remark is, as a whole, a value of this kind, bare or in one of the units of measure."""
    if cell_type not in _NUMBERS and cell_type not in _ANSWERED_IN_WORDS:
        return False
    reading = read_cell(remark, cell_type)
    if reading.finding:
        return False
    if reading.state in ("none", "not_arisen"):
        return cell_type in _QUANTITIES
    named = reading.unit_word
    return reading.state == "value" and (not (named and units) or fold(named) in set(map(fold, units)))


@lru_cache(maxsize=4096)
def scale_in(remark: str, cell_type: CellType, units: tuple[str, ...]) -> str:
    """ "triệu đồng" of "(ĐVT: triệu đồng)", "nghìn hồ sơ" of itself: the scale that a remark consists of; or ""."""
    if cell_type not in _QUANTITIES:
        return ""
    stated = _LABEL.fullmatch(remark.strip(" ().,;").lower())
    word = stated[1].strip() if stated else ""
    if cell_type == "money":
        return word if (read_currency(word) or 1) != 1 else ""
    counted = "" if word[:1].isdigit() else counts_in(word)
    return word if counted and (counted == word or fold(counted) in set(map(fold, units))) else ""
