"""Names that stand alone where a letterhead stands, without the word for their committee: "XÃ A" below "UBND HUYỆN B",
or as the first line of a sheet; "SỞ C" without its province."""

import re
from collections.abc import Collection, Iterator, Sequence

from pipelines.intake.cells.word_patterns import any_of
from pipelines.intake.senders.title_zone import Heading, Line
from pipelines.intake.units.match import Match, UnitMatcher
from schemas.spelling import tidy
from schemas.units.units import KINDS

_KIND = re.compile(rf"(?:{any_of(KINDS)}) (?=\w)")
# A name has up to five words; more of them are a title, "Xã hội hóa công tác …".
_MOST_WORDS = 7


def names_below(
    headings: Sequence[tuple[str, Heading]], known: Collection[str], matcher: UnitMatcher
) -> list[tuple[int, str, Line, Match]]:
    """The one unit that every letterhead of a file has in its second line, alone, below one of the `known` units."""
    found: list[tuple[int, str, Line, Match]] = []
    for number, (sheet, heading) in enumerate(headings):
        own = [(line, match) for line in heading.below_mastheads if (match := _name(line.typed, matcher))]
        if heading.mastheads and not own:
            return []
        found += [(number, sheet, line, match) for line, match in own]
    codes = {match.code for *_, match in found}
    if len(codes) != 1:
        return []
    [code] = codes
    above = {unit.code for unit in matcher.roster.ancestors(code or "")}
    return [] if above.isdisjoint(known) else found


def unit_alone(headings: Sequence[tuple[str, Heading]], matcher: UnitMatcher) -> str | None:
    """The one unit whose name is a title line by itself, of a file that nowhere says its sender otherwise; None where
    another such line has a name that is not known, or names a province, for which its offices write."""
    if has_unknown_name(headings, matcher):
        return None
    matches = (_name(line, matcher) for line in _lines(headings))
    codes = {match.code for match in matches if match and match.code}
    deepest = [code for code in codes if not any(_is_under(other, code, matcher) for other in codes)]
    if len(deepest) != 1 or matcher.roster.units[deepest[0]].level == "province":
        return None
    return deepest[0]


def has_unknown_name(headings: Sequence[tuple[str, Heading]], matcher: UnitMatcher) -> bool:
    """Whether a title line looks like the name of a unit, and is none that is known."""
    return any(
        _KIND.match(line.lower()) and line.count(" ") < _MOST_WORDS and _name(line, matcher) is None
        for line in _lines(headings)
    )


def _lines(headings: Sequence[tuple[str, Heading]]) -> Iterator[str]:
    for _, heading in headings:
        for _, _, text in heading.titles:
            yield from (tidy(line) for line in text.splitlines())


def _name(line: str, matcher: UnitMatcher) -> Match | None:
    """The match of a line that is a unit's kind and name, or an office's, letter for letter, and nothing else."""
    kind = _KIND.match(line.lower())
    if not (kind or matcher.offices) or line.count(" ") >= _MOST_WORDS:
        return None
    match = matcher.match(line)
    exact = match.code is not None and match.how in ("exact", "tone") and not match.kind_differs
    return match if exact and (kind or match.code in matcher.offices) else None


def _is_under(code: str, above: str, matcher: UnitMatcher) -> bool:
    return any(unit.code == above for unit in matcher.roster.ancestors(code))
