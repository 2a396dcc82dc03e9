"""Names written as the roster writes them, found at once: letters and tables are mostly written so.

Only names are kept for which the ladder of `match` is certain to find the same unit at its first step; all others it
must weigh itself.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property

from pipelines.intake.units.unit_names import Naming, folded_key, readings
from schemas.spelling import tone_placed
from schemas.units.units import Roster


class ListedNames:
    """Looks names up in one roster; `letters` maps a unit's code to the folded key of its name without its kind."""

    def __init__(self, roster: Roster, letters: Mapping[str, str]) -> None:
        self._units, self._letters = roster.units, letters
        self._below: dict[str, dict[str, str]] = {}

    def written_out(self, text: str) -> str | None:
        """The code of the unit whose kind, name and parent are written out, "xã a, huyện b", tones on any vowel."""
        return self._with_parents.get(tone_placed(text)) if ", " in text else None

    def below(self, within: str, inside: Collection[str], text: str) -> str | None:
        """The code of the unit that is written as the roster writes it, "xã a", where it lies under another.

        `inside` has the codes of all units there, which are the same for the same `within`.
        """
        if within not in self._below:
            self._below[within] = self._names_of(inside)
        return self._below[within].get(text)

    def _names_of(self, inside: Collection[str]) -> dict[str, str]:
        """Not where another unit there has the same letters, or where the text can be taken apart in another way."""
        bearers = Counter(self._letters[code] for code in inside)
        names: dict[str, str] = {}
        for code in inside:
            unit, letters = self._units[code], self._letters[code]
            name = unit.bare_name.lower()
            text = f"{unit.kind} {name}"
            alone = bearers[letters] == 1 and folded_key(unit.kind) + letters not in bearers
            if alone and readings(text) == [Naming(None, text), Naming(unit.kind, name)]:
                names[text] = code
        return names

    @cached_property
    def _with_parents(self) -> dict[str, str]:
        """Not where two units would fit, were their parents' accents left out."""
        units = self._units
        codes: dict[tuple[str, str], list[str]] = {}
        for unit in units.values():
            if unit.parent:
                parent = self._letters[unit.parent]
                codes.setdefault((tone_placed(unit.name), parent), []).append(unit.code)
        return {
            f"{name}, {tone_placed(units[units[found[0]].parent or ''].name)}": found[0]
            for (name, _), found in codes.items()
            if len(found) == 1
        }
