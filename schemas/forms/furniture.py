"""What stands around a table without being part of it: totals, notes, signatures, mastheads (`furniture.toml`)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from schemas.spelling import fold
from schemas.toml_section import Section
from schemas.word_list import pattern_union

FILE = Path(__file__).with_name("furniture.toml")


@dataclass(frozen=True)
class Furniture:
    """Patterns on folded text (`schemas.spelling.fold`); `sum_rows` are those of `total_rows` that add a column up."""

    total_rows: re.Pattern[str]
    sum_rows: re.Pattern[str]
    carried_sums: re.Pattern[str]
    part_totals: re.Pattern[str]
    summary_rows: re.Pattern[str]
    group_rows: re.Pattern[str]
    named_groups: re.Pattern[str]
    average_rows: re.Pattern[str]
    maximum_rows: re.Pattern[str]
    notes: re.Pattern[str]
    signatures: re.Pattern[str]
    mastheads: re.Pattern[str]
    continued: re.Pattern[str]
    sender_labels: frozenset[str]


def _either(one: re.Pattern[str], other: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(f"{one.pattern}|{other.pattern}")


def _labels(section: Section, key: str) -> frozenset[str]:
    labels = [fold(label) for label in section.texts(key)]
    if not labels or not all(labels):
        section.refuse(key, f"“{key}” phải có chữ")
    if len(set(labels)) < len(labels):
        section.refuse(key, f"“{key}” có mục ghi hai lần")
    return frozenset(labels)


@cache
def load_furniture(path: Path = FILE) -> Furniture:
    """The patterns. Raises DeclarationError with the line of one that cannot be compiled."""
    section = Section.load(path)
    named = pattern_union(section, "named_groups")
    sums, carried = pattern_union(section, "sum_rows"), pattern_union(section, "carried_sums")
    furniture = Furniture(
        total_rows=_either(_either(sums, pattern_union(section, "other_totals")), carried),
        carried_sums=carried,
        sum_rows=sums,
        part_totals=_either(pattern_union(section, "part_totals"), carried),
        summary_rows=pattern_union(section, "summary_rows"),
        group_rows=_either(pattern_union(section, "group_rows"), named),
        named_groups=named,
        average_rows=pattern_union(section, "average_rows"),
        maximum_rows=pattern_union(section, "maximum_rows"),
        notes=pattern_union(section, "notes"),
        signatures=pattern_union(section, "signatures"),
        mastheads=pattern_union(section, "mastheads"),
        continued=pattern_union(section, "continued"),
        sender_labels=_labels(section, "sender_labels"),
    )
    section.close()
    return furniture


@lru_cache(maxsize=8192)
def role_of(text: str) -> str:
    """ "total", "group", "note", "signature", "masthead" or "" for the text of a cell as typed."""
    furniture, folded = load_furniture(), fold(text)
    if furniture.total_rows.search(folded):
        return "total"
    starred = text.lstrip("( ").startswith("*")
    if not starred and furniture.group_rows.search(folded):
        return "group"
    if starred or furniture.notes.search(folded):
        return "note"
    if furniture.signatures.search(folded):
        return "signature"
    return "masthead" if furniture.mastheads.search(folded) else ""


def says_sum(text: str) -> bool:
    """Whether a text heads a row that adds columns up, and not one of maxima or of another year's points."""
    return load_furniture().sum_rows.search(fold(text)) is not None


@lru_cache(maxsize=8192)
def names_group(text: str) -> bool:
    """Whether a text is the name of a group, "Cụm 1", and of no unit."""
    return load_furniture().named_groups.search(fold(text)) is not None


def says_average(text: str) -> bool:
    """Whether a text heads a row of averages, unless a unit is called so."""
    return load_furniture().average_rows.search(fold(text)) is not None


@lru_cache(maxsize=8192)
def says_part(text: str) -> bool:
    """Whether a row's total, in a table of one unit's points, is that of a group or another whole than the points'."""
    return load_furniture().part_totals.search(fold(text)) is not None


def says_carried(text: str) -> bool:
    """Whether a row adds up a page, or carries its sum over to the next."""
    return load_furniture().carried_sums.search(fold(text)) is not None


@lru_cache(maxsize=8192)
def says_summary(text: str) -> bool:
    """Whether a row of a table of units or of points tells something about the others: the highest points, a share."""
    return load_furniture().summary_rows.search(fold(text)) is not None


@lru_cache(maxsize=8192)
def says_maximum(text: str) -> bool:
    """Whether a text heads a row that holds the maxima of the columns."""
    return load_furniture().maximum_rows.search(fold(text)) is not None


def says_continued(text: str) -> bool:
    """Whether a line is one over headings that are printed again."""
    return load_furniture().continued.search(fold(text)) is not None


def sender_labels() -> frozenset[str]:
    """Folded labels that stand before a sender's name."""
    return load_furniture().sender_labels
