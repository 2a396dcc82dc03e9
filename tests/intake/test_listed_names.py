"""A name that is found at once means what the ladder, asked step by step, would say."""

import unicodedata
from collections.abc import Callable, Collection, Iterator

import pytest

from pipelines.intake.units.listed_names import ListedNames
from pipelines.intake.units.match import Match, UnitMatcher
from schemas.units.units import KINDS, Roster, Unit, load_roster

SHAPES: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f"12. UBND {text}.",
    lambda text: f"Ủy ban nhân dân {text[0].lower()}{text[1:]}",
    lambda text: text.replace("òa", "oà").replace("ủy", "uỷ"),
    lambda text: text.replace("Xã", "Phường").replace("Huyện", "Thị xã"),
    lambda text: text.partition(" ")[2],
    lambda text: f"UBND {'.' * 150}{text}",
)


class _NothingListed(ListedNames):
    def written_out(self, text: str) -> None:
        return None

    def below(self, within: str, inside: Collection[str], text: str) -> None:
        return None


class Ladder(UnitMatcher):
    """Finds nothing at once."""

    def __init__(self, roster: Roster) -> None:
        super().__init__(roster)
        self._listed_names = _NothingListed(roster, {})


def asked_of(roster: Roster, every: int) -> Iterator[tuple[str, None, str]]:
    """Every unit within each unit above it, and some shape of some names within these and within a neighbour."""
    neighbours = [unit.code for unit in roster.units.values() if unit.level != "commune"]
    for number, unit in enumerate(roster.units.values()):
        for above in (unit, *roster.ancestors(unit.code)):
            yield f"UBND {unit.name}", None, above.code
            if number % every == 0:
                yield SHAPES[number // every % len(SHAPES)](unit.name), None, above.code
        if number % every == 0:
            yield unit.name, None, neighbours[number % len(neighbours)]


@pytest.mark.parametrize(("register", "every"), [("2025-06-30", 20), ("2025-07-01", 4)])
def test_a_name_as_the_roster_writes_it_means_what_the_whole_ladder_says(register: str, every: int) -> None:
    roster = load_roster(register)
    quick, ladder = UnitMatcher(roster), Ladder(roster)
    asked = list(asked_of(roster, every))
    found = [quick.match(*one) for one in asked]
    assert [one for one, match in zip(asked, found, strict=True) if match != ladder.match(*one)] == []
    assert any(one.outside for one in found) and any(one.how == "ambiguous" for one in found)


def test_nearly_every_name_of_the_country_is_found_at_once() -> None:
    roster = load_roster("2025-07-01")
    matcher = UnitMatcher(roster)
    at_once = [
        unit.code
        for province in roster.of_level("province")
        for unit in roster.children(province.code)
        if matcher._listed_names.below(province.code, matcher._under(province.code), unit.name.lower())
    ]
    assert len(at_once) > 0.95 * len(roster.of_level("commune"))


NAMES = (
    "Xã Tân Hòa", "Phường Tân Hoà", "Xã Tân Hoá", "Xã Hòa", "Phường Hòa", "Xã Phường Hòa", "Xã Đảo Mây", "Xã Mây",
    "Phường 1", "Phường 01", "Xã Xa Dung", "Xã Dung", "Đặc khu Đảo Én", "Xã M'Drắk", "Xã MDrăk", "Xã Ba - Tư",
    "Phường Ba-Tư", "Xã “Năm”", "Xã Ủy Ban", "Xã Sáu, tỉnh Một",
)  # fmt: skip


@pytest.mark.parametrize("only", [None, *range(len(NAMES))])
def test_names_that_could_be_taken_for_one_another_are_left_to_the_ladder(only: int | None) -> None:
    units = [
        Unit("01", "Tỉnh Một", "province", "tỉnh", None),
        Unit("02", "Tỉnh Hai", "province", "tỉnh", None),
    ]
    for number, name in enumerate(NAMES):
        kind = next(kind for kind in KINDS if name.lower().startswith(f"{kind} "))
        province = "01" if only is None or number == only else "02"
        units.append(Unit(f"{number:05}", name, "commune", kind, province))
    roster = Roster("none", units)
    quick, ladder = UnitMatcher(roster), Ladder(roster)
    for name in NAMES:
        for shape in SHAPES:
            for within in (None, "01", "02"):
                typed = shape(name)
                assert quick.match(typed, within=within) == ladder.match(typed, within=within)


def test_an_answer_goes_before_the_roster() -> None:
    roster = load_roster("2025-07-01")
    province = roster.of_level("province")[0]
    first, second = roster.children(province.code)[:2]
    answered = UnitMatcher(roster, {first.name: second.code})
    assert answered.match(first.name, within=province.code) == Match(second.code, "answer")
