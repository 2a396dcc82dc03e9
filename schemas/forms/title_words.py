"""The words by which titles and sheets speak of rounds, drafts, senders, letters and periods (`title_words.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TypeVar

from schemas.toml_section import Section
from schemas.word_list import check_word, folded_list, one_word, word_list

FILE = Path(__file__).with_name("title_words.toml")


@dataclass(frozen=True, slots=True)
class RoundWords:
    """Words before the name of another round, without accents; from `above` on, with them: hồ sơ, số and sở are one
    without."""

    given_after: tuple[str, ...]
    given_by: tuple[str, ...]
    still_to_come: tuple[str, ...]
    between: tuple[str, ...]
    above: tuple[str, ...]
    gives: tuple[str, ...]
    within_words: tuple[str, ...]
    themselves: str
    awaiting: tuple[str, ...]
    unsure: tuple[str, ...]
    named_giver: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftWords:
    """Words of sheets and titles that hold no version which counts."""

    sheet_words: tuple[str, ...]
    sheet_names: tuple[str, ...]
    title_beginnings: tuple[str, ...]
    title_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SenderWords:
    """Words of lines that name who sent a table."""

    offices_below: tuple[str, ...]
    writing_for_committee: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Words of lines that name a letter. `abbreviations` maps one to its type; `report` is one of them."""

    attached: str
    issued: str
    types: tuple[str, ...]
    abbreviations: Mapping[str, str]
    report: str
    other_numbers: tuple[str, ...]
    issuers: tuple[str, ...]
    issuer_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """Words around the period that a line states."""

    reported: tuple[str, ...]
    other_uses: tuple[str, ...]
    compared: tuple[str, ...]
    clauses: tuple[str, ...]
    programmes: tuple[str, ...]
    numbered: tuple[str, ...]
    plans: tuple[str, ...]
    planned: tuple[str, ...]
    carried_out: tuple[str, ...]
    spans: tuple[str, ...]
    until_now: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Words before the names of units in a title."""

    several: tuple[str, ...]
    places: tuple[str, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitleWords:
    """All of them; `measure_labels` stand before a unit of measure."""

    rounds: RoundWords
    drafts: DraftWords
    senders: SenderWords
    letters: LetterWords
    periods: PeriodWords
    units: UnitWords
    measure_labels: tuple[str, ...]


Group = TypeVar("Group", DraftWords, SenderWords, PeriodWords, UnitWords)


@cache
def load_title_words(path: Path = FILE) -> TitleWords:
    """The words. Raises DeclarationError with the line of a list that cannot be used."""
    whole = Section.load(path)
    words = TitleWords(
        _rounds(whole.section("rounds")),
        _lists(whole.section("drafts"), DraftWords),
        _lists(whole.section("senders"), SenderWords),
        _letters(whole.section("letters")),
        _lists(whole.section("periods"), PeriodWords),
        _lists(whole.section("units"), UnitWords),
        _measure_labels(whole.section("measures")),
    )
    whole.close()
    return words


def _lists(section: Section, group: type[Group]) -> Group:
    """A group of lists; each field is called as its key."""
    words = group(**{one.name: word_list(section, one.name) for one in fields(group)})
    section.close()
    return words


def _rounds(section: Section) -> RoundWords:
    folded = ("given_after", "given_by", "still_to_come", "between")
    lists = [one.name for one in fields(RoundWords) if one.name != "themselves"]
    words = RoundWords(
        **{name: (folded_list if name in folded else word_list)(section, name) for name in lists},
        themselves=one_word(section, "themselves"),
    )
    section.close()
    return words


def _letters(section: Section) -> LetterWords:
    types = word_list(section, "types")
    words = LetterWords(
        one_word(section, "attached"),
        one_word(section, "issued"),
        types,
        _abbreviations(section.section("abbreviations"), types),
        one_word(section, "report"),
        word_list(section, "other_numbers"),
        word_list(section, "issuers"),
        word_list(section, "issuer_ends"),
    )
    if words.report not in words.abbreviations:
        section.refuse("report", f"“report”: “{words.report}” không có trong [letters.abbreviations]")
    section.close()
    return words


def _abbreviations(section: Section, types: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for short in section.names():
        check_word(section, short, short)
        found[short] = section.choice(short, types)
    if not found:
        section.refuse(None, "[letters.abbreviations] không được để trống")
    return found


def _measure_labels(section: Section) -> tuple[str, ...]:
    labels = word_list(section, "labels")
    section.close()
    return labels
