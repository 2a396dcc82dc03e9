"""Which unit of the campaign's roster a typed name means. Never a guess: what fits two units is ambiguous.

The ladder: same words, whatever capitals, encoding and tone placement ("exact", "tone") → same letters without accents
("accent") → a small edit distance with a clear margin ("edit"). On the way down a unit may also fit less well
because its kind differs (a commune that became a ward) or because it lies outside the parent asked for. A unit is
taken only if no other fits as well in any one of these respects.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from pipelines.intake.cells.note_marks import without_mark
from pipelines.intake.units.former_names import lay_in, may_be_former
from pipelines.intake.units.listed_names import ListedNames
from pipelines.intake.units.unit_names import (
    LONGEST_NAME,
    Naming,
    folded_key,
    namings,
    numerals,
    same_words_key,
    typed_key,
    without_office,
)
from schemas.spelling import tidy
from schemas.units.units import KINDS, Roster, Unit

How = Literal["exact", "tone", "accent", "edit", "answer", "ambiguous", "unknown"]

MOST_CANDIDATES = 5
_CACHED = 65536
# Letters of the folded name -> how many of them may be wrong: in a shorter name one letter makes another name.
_ONE_WRONG_FROM, _TWO_WRONG_FROM = 6, 12
_SIMILAR = 0.7


@dataclass(frozen=True, slots=True)
class Match:
    """`code` is the unit, None where `how` is "ambiguous" or "unknown"; then `candidates` holds up to five codes.

    `kind_differs`: the name is the unit's, the kind as typed is not (Phường X for Xã X). `outside`: the unit, or every
    candidate, does not lie under the parent asked for. `former`: beside the unit's own name stands a district or
    province that the register no longer has.
    """

    code: str | None
    how: How
    candidates: tuple[str, ...] = ()
    kind_differs: bool = False
    outside: bool = False
    former: bool = False


class _Fit(NamedTuple):
    """How far a unit is from what was typed, in three respects that do not outweigh one another."""

    unaccented: bool
    kind_differs: bool
    outside: bool

    def beats(self, other: "_Fit") -> bool:
        return self != other and all(a <= b for a, b in zip(self, other, strict=True))


class UnitMatcher:
    """Matches names inside one roster; `answers` maps a name as typed (in any case) to the code that was decided.

    Raises ValueError for an answer whose code is not in the roster.
    """

    def __init__(self, roster: Roster, answers: Mapping[str, str] | None = None) -> None:
        self.roster = roster
        self._answers = {tidy(typed).lower(): code for typed, code in (answers or {}).items()}
        for typed, code in self._answers.items():
            if code not in roster.units:
                raise ValueError(
                    f"“{typed}” được trả lời là đơn vị mã {code}, mã này không có trong danh sách"
                )
        self._cache: dict[tuple[str, str | None, str | None], Match] = {}
        self._below: dict[str, frozenset[str]] = {}

    def match(self, typed: str, level: str | None = None, within: str | None = None) -> Match:
        """The unit that `typed` means.

        `level` is what the name must be where it states no kind of its own. `within` is the code of the unit under
        which it is expected: units there are preferred, a unit elsewhere is returned with `outside`. Raises
        KeyError for a `within` that is not in the roster.
        """
        key = (typed, level, within)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            found = self._cache[key] = self._match(typed, level, within)
        return found

    def _match(self, typed: str, level: str | None, within: str | None) -> Match:
        inside = None if within is None else self._under(within)
        if answered := self._answers.get(tidy(typed).lower()):
            return Match(answered, "answer", outside=inside is not None and answered not in inside)
        typed = without_mark(tidy(typed))
        text = without_office(typed)
        if (found := self._by_full_name(text)) and (inside is None or found.code in inside):
            return found
        if within is not None and inside is not None and len(typed) <= LONGEST_NAME:
            code = self._listed_names.below(within, inside, text)
            if code is not None:
                return Match(code, "exact")
        last: tuple[list[Naming], frozenset[str] | None] | None = None
        for names, parents in namings(typed):
            above = self._under_all(parents)
            if parents and not above and (found := self._in_former(names, parents, level, inside)):
                return found
            if found := self._by_name(names, level, inside, above):
                return found
            last = names, above
        return self._by_edit(*last, level, inside) if last else Match(None, "unknown")

    def _by_full_name(self, text: str) -> Match | None:
        """The unit whose kind, name and parent are written out, as in most letters: no other can fit as well."""
        code = self._listed_names.written_out(text)
        if code is None:
            return None
        as_listed = typed_key(text.partition(",")[0]) == typed_key(self.roster.units[code].name)
        return Match(code, "exact" if as_listed else "tone")

    @cached_property
    def offices(self) -> frozenset[str]:
        """The codes of the offices (sở, ban, ngành) in the roster; most campaigns have none."""
        return frozenset(unit.code for unit in self.roster.of_level("office"))

    # -- same words, same letters ------------------------------------------------------------------------------

    def _by_name(
        self,
        names: list[Naming],
        level: str | None,
        inside: frozenset[str] | None,
        above: frozenset[str] | None,
    ) -> Match | None:
        """None where no unit of the roster bears the name at all."""
        fits: dict[str, _Fit] = {}
        misfits: dict[str, bool] = {}
        for naming in names:
            words = same_words_key(naming.name)
            for code in self._same_letters.get(folded_key(naming.name), ()):
                unit = self.roster.units[code]
                may_be = _may_be(unit, naming, level)
                if not may_be or (above is not None and code not in above):
                    misfits[code] = may_be
                    continue
                fit = _Fit(
                    same_words_key(unit.bare_name) != words,
                    naming.kind is not None and naming.kind != unit.kind,
                    inside is not None and code not in inside,
                )
                if code not in fits or fit.beats(fits[code]):
                    fits[code] = fit
        best = [code for code, fit in fits.items() if not any(other.beats(fit) for other in fits.values())]
        if not best:
            likely = [code for code, may_be in misfits.items() if may_be]
            return Match(None, "unknown", self._listed(likely or misfits)) if misfits else None
        if len(best) > 1:
            return Match(
                None, "ambiguous", self._listed(best), outside=all(fits[code].outside for code in best)
            )
        code, fit = best[0], fits[best[0]]
        how: How = "accent" if fit.unaccented else "tone"
        if how == "tone" and any(typed_key(naming.name) == self._typed_key(code) for naming in names):
            how = "exact"
        return Match(code, how, (), fit.kind_differs, fit.outside)

    def _under_all(self, parents: list[list[Naming]]) -> frozenset[str] | None:
        """The codes under every parent that was named beside the unit; None if none was named.

        A parent that the roster does not know leaves nothing: the name then means a place elsewhere.
        """
        under: frozenset[str] | None = None
        for names in parents:
            codes = {
                code
                for naming in names
                for code in self._same_letters.get(folded_key(naming.name), ())
                if self.roster.units[code].level != "commune"
                and _may_be(self.roster.units[code], naming, None)
            }
            here = frozenset[str]().union(*(self._under(code) for code in codes))
            under = here if under is None else under & here
        return under

    def _in_former(
        self,
        names: list[Naming],
        parents: list[list[Naming]],
        level: str | None,
        inside: frozenset[str] | None,
    ) -> Match | None:
        """The unit that is named letter for letter, with its own kind, beside a district or province of before."""
        unknown = [may_be_former(parent) for parent in parents if not self._under_all([parent])]
        if not all(unknown):
            return None
        known = self._under_all([parent for parent in parents if self._under_all([parent])])
        found = self._by_name(names, level, inside, known)
        if found is None or found.code is None or found.how not in ("exact", "tone") or found.kind_differs:
            return None
        is_it = not found.outside and lay_in(self.roster.units[found.code], self.roster.register, unknown)
        return replace(found, former=True) if is_it else None

    def _under(self, code: str) -> frozenset[str]:
        """The unit itself and all below it."""
        if code not in self._below:
            below = (self._under(child.code) for child in self.roster.children(code))
            self._below[code] = frozenset((code,)).union(*below)
        return self._below[code]

    # -- nearly the same letters -------------------------------------------------------------------------------

    def _by_edit(
        self,
        names: list[Naming],
        above: frozenset[str] | None,
        level: str | None,
        inside: frozenset[str] | None,
    ) -> Match:
        # Only here: most campaigns never need the edit distance.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        naming = names[-1]
        typed = folded_key(naming.name)
        pool = {
            code: letters
            for code, letters in self._letters.items()
            if (inside is None or code in inside)
            and (above is None or code in above)
            and _may_be(self.roster.units[code], naming, level)
        }
        wrong = (len(typed) >= _ONE_WRONG_FROM) + (len(typed) >= _TWO_WRONG_FROM)
        # One step further than allowed: a runner-up there leaves no clear margin.
        near = [
            (code, int(distance))
            for _, distance, code in process.extract(
                typed, pool, scorer=OSA.distance, score_cutoff=wrong + 1, limit=MOST_CANDIDATES + 1
            )
            if numerals(pool[code]) == numerals(typed)
        ]
        if near and near[0][1] <= wrong:
            close = [code for code, distance in near if distance <= near[0][1] + 1]
            kind_differs = naming.kind is not None and self.roster.units[close[0]].kind != naming.kind
            if len(close) == 1 and not kind_differs:
                return Match(close[0], "edit")
            return Match(None, "ambiguous", tuple(close[:MOST_CANDIDATES]))
        similar = process.extract(
            typed, pool, scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR, limit=MOST_CANDIDATES
        )
        return Match(None, "unknown", tuple(code for _, _, code in similar))

    # -- the index ---------------------------------------------------------------------------------------------

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {unit.code: folded_key(unit.bare_name) for unit in self.roster.units.values()}

    @cached_property
    def _same_letters(self) -> dict[str, list[str]]:
        return _index((letters, code) for code, letters in self._letters.items())

    @cached_property
    def _listed_names(self) -> ListedNames:
        return ListedNames(self.roster, self._letters)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.roster.units)}

    def _typed_key(self, code: str) -> str:
        return typed_key(self.roster.units[code].bare_name)

    def _listed(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(codes, key=self._place.__getitem__)[:MOST_CANDIDATES])


def _may_be(unit: Unit, naming: Naming, level: str | None) -> bool:
    """Whether the kind as typed, or without one the level asked for, lets the name mean this unit.

    A kind of the same level may differ. A bare numeral means nothing: it may be the row's number.
    """
    if naming.kind is not None:
        # The last level, where a kind stands on two: a city below a province never means the province.
        return naming.kind == unit.kind or unit.level == KINDS[naming.kind][-1]
    return (level is None or unit.level == level) and not naming.name.isdecimal()


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for key, code in pairs:
        index.setdefault(key, []).append(code)
    return index
