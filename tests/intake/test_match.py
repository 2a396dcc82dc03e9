import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.units.match import Match, UnitMatcher
from schemas.units.units import Roster, Unit, load_roster

HA_TINH = Path(__file__).parents[2] / "raw" / "ha-tinh-2021" / "units.csv"
NGHI_XUAN, THACH_HA = "442", "445"


@cache
def matcher(register: str, province: str | None) -> UnitMatcher:
    return UnitMatcher(load_roster(register, province, HA_TINH if province == "42" else None))


def ha_tinh() -> UnitMatcher:
    return matcher("2025-06-30", "42")


def shown(found: Match, roster: Roster) -> str:
    notes = ("kind differs", found.kind_differs), ("outside", found.outside)
    units = [roster.full_name(code) for code in ((found.code,) if found.code else found.candidates)]
    return " | ".join([found.how, *units, *(note for note, holds in notes if holds)])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("UBND xã Xuân Lam", "exact | Xã Xuân Lam, huyện Nghi Xuân"),
        ("UBND TT Xuân An", "exact | Thị trấn Xuân An, huyện Nghi Xuân"),
        ("T.T Xuân An", "exact | Thị trấn Xuân An, huyện Nghi Xuân"),
        ("TT. Xuân An", "exact | Thị trấn Xuân An, huyện Nghi Xuân"),
        ("Thị trấn Xuân An", "exact | Thị trấn Xuân An, huyện Nghi Xuân"),
        ("Uỷ ban nhân dân thị trấn Tiên Điền", "exact | Thị trấn Tiên Điền, huyện Nghi Xuân"),
        ("xã Xuân Lam, huyện Nghi Xuân", "exact | Xã Xuân Lam, huyện Nghi Xuân"),
        ("UBND xã Xuân Lam huyện Nghi Xuân", "exact | Xã Xuân Lam, huyện Nghi Xuân"),
        ("Xuân Lam (Nghi Xuân)", "exact | Xã Xuân Lam, huyện Nghi Xuân"),
        ("P. Trần Phú - TP. Hà Tĩnh, tỉnh Hà Tĩnh", "exact | Phường Trần Phú, thành phố Hà Tĩnh"),
        ("1. UBND xã Xuân Lam:", "exact | Xã Xuân Lam, huyện Nghi Xuân"),
        ("HĐND-UBND xã Xuân Lam", "exact | Xã Xuân Lam, huyện Nghi Xuân"),
        ("XÃ XUÂN LAM", "exact | Xã Xuân Lam, huyện Nghi Xuân"),
        ("xã Ðan\u00a0Trường", "exact | Xã Đan Trường, huyện Nghi Xuân"),
        (unicodedata.normalize("NFD", "Xã Cổ Đạm"), "exact | Xã Cổ Đạm, huyện Nghi Xuân"),
        ("UBND huyện Nghi Xuân", "exact | Huyện Nghi Xuân"),
        ("TP Hà Tĩnh", "exact | Thành phố Hà Tĩnh"),
        ("T. Hà Tĩnh", "exact | Tỉnh Hà Tĩnh"),
        ("TX. Kỳ Anh", "exact | Thị xã Kỳ Anh"),
        ("huyện Kỳ Anh", "exact | Huyện Kỳ Anh"),
        ("Kỳ Anh", "ambiguous | Huyện Kỳ Anh | Thị xã Kỳ Anh"),
        ("xã Hoà Hải", "tone | Xã Hòa Hải, huyện Hương Khê"),
        ("UBND xã Cổ Đàm", "accent | Xã Cổ Đạm, huyện Nghi Xuân"),
        ("uy ban nhan dan xa xuan lam", "accent | Xã Xuân Lam, huyện Nghi Xuân"),
        ("Phường Xuân Lam", "exact | Xã Xuân Lam, huyện Nghi Xuân | kind differs"),
        ("huyện Xuân Lam", "unknown | Xã Xuân Lam, huyện Nghi Xuân"),
        ("xã Xuân Lam, huyện Đức Thọ", "unknown | Xã Xuân Lam, huyện Nghi Xuân"),
        ("xã Xuân Lam, huyện Nghi Lộc", "unknown | Xã Xuân Lam, huyện Nghi Xuân"),
        ("Văn phòng UBND huyện Nghi Xuân", "unknown"),
        ("5", "unknown"),
        ("x", "unknown"),
        ("UBND", "unknown"),
        ("", "unknown"),
        ("xã Xuân Lam" + ", huyện Nghi Xuân" * 20, "unknown"),
    ],
)
def test_names_as_people_write_them(typed: str, expected: str) -> None:
    assert shown(ha_tinh().match(typed), ha_tinh().roster) == expected


def test_two_names_that_differ_by_a_tone_are_told_apart_and_never_guessed_without_it() -> None:
    hai_phong = matcher("2025-07-01", "31")
    names = {
        typed: shown(hai_phong.match(typed), hai_phong.roster) for typed in ("Cẩm Giang", "xã Cẩm Giàng")
    }
    assert names == {"Cẩm Giang": "exact | Xã Cẩm Giang", "xã Cẩm Giàng": "exact | Xã Cẩm Giàng"}
    for typed in ("cam giang", "Xã Cẩm Giáng"):
        assert shown(hai_phong.match(typed), hai_phong.roster) == "ambiguous | Xã Cẩm Giang | Xã Cẩm Giàng"


def test_an_exact_name_of_another_kind_and_an_unaccented_one_of_the_right_kind_are_both_offered() -> None:
    units = [
        Unit("01", "Tỉnh Một", "province", "tỉnh", None),
        Unit("00001", "Xã Cẩm Giang", "commune", "xã", "01"),
        Unit("00002", "Phường Cẩm Giàng", "commune", "phường", "01"),
    ]
    found = UnitMatcher(Roster("none", units)).match("phường Cẩm Giang")
    assert found == Match(None, "ambiguous", ("00001", "00002"))


def test_without_a_kind_the_level_decides_and_a_name_of_another_level_is_only_offered() -> None:
    country = matcher("2025-06-30", None)
    huong_khe = ha_tinh().match("Hương Khê")
    assert shown(huong_khe, ha_tinh().roster).startswith("ambiguous | Huyện Hương Khê | Thị trấn Hương Khê")
    assert ha_tinh().match("Hương Khê", "district").code == ha_tinh().match("huyện Hương Khê").code
    assert ha_tinh().match("Hương Khê", "commune").code == ha_tinh().match("TT Hương Khê").code
    assert shown(ha_tinh().match("Nghi Xuân", "commune"), ha_tinh().roster) == "unknown | Huyện Nghi Xuân"
    assert country.match("tỉnh Hà Tĩnh", "commune").code == "42"


def test_a_city_that_ended_is_not_taken_for_its_province() -> None:
    assert matcher("2025-07-01", "44").match("thành phố Quảng Trị").code is None


def test_a_unit_of_another_district_is_found_and_said_to_be_outside() -> None:
    found = ha_tinh().match("xã Thạch Hải", within=NGHI_XUAN)
    assert shown(found, ha_tinh().roster) == "exact | Xã Thạch Hải, huyện Thạch Hà | outside"
    assert not ha_tinh().match("xã Thạch Hải", within=THACH_HA).outside
    assert not ha_tinh().match("huyện Nghi Xuân", within=NGHI_XUAN).outside


def test_the_unit_inside_is_preferred_to_its_namesake_outside() -> None:
    country = matcher("2025-06-30", None)
    assert country.match("xã Xuân Lam").how == "ambiguous"
    assert country.match("xa xuan lam", within=NGHI_XUAN).code == "18400"


def test_a_misspelt_name_inside_and_an_exact_one_outside_are_both_offered() -> None:
    units = [
        Unit("01", "Tỉnh Một", "province", "tỉnh", None),
        Unit("001", "Huyện Hai", "district", "huyện", "01"),
        Unit("00001", "Xã Cổ Đạm", "commune", "xã", "001"),
        Unit("002", "Huyện Ba", "district", "huyện", "01"),
        Unit("00002", "Xã Cổ Đàm", "commune", "xã", "002"),
    ]
    small = UnitMatcher(Roster("none", units))
    assert small.match("xã Cổ Đàm", within="001") == Match(None, "ambiguous", ("00001", "00002"))
    assert small.match("xã Cổ Đàm").code == "00002"


@pytest.mark.parametrize("typed", ["P.1", "P.01", "P1", "F.1", "phường 01", "PHƯỜNG 1"])
def test_numbered_wards_are_found_in_their_district(typed: str) -> None:
    city = matcher("2025-06-30", "79")
    district = city.match("Q.3").code
    assert district and city.match("Quận 3").code == district
    found = city.match(typed, within=district)
    assert shown(found, city.roster) == "exact | Phường 1, quận 3"
    assert city.match(f"{typed}, Q3").code == found.code
    assert city.match(typed).how == "ambiguous"


def test_a_bare_number_may_be_the_number_of_the_row() -> None:
    city = matcher("2025-06-30", "79")
    district = city.match("Quận 3").code
    assert city.match("1", "commune", district).code is None


def test_what_is_offered_is_of_the_kind_that_was_asked_for() -> None:
    city = matcher("2025-06-30", "79")
    offered = city.match("Phường 1, quận Không Có").candidates
    assert {city.roster.units[code].name for code in offered} == {"Phường 1"}


def test_a_number_is_never_a_slip_of_the_pen_for_another() -> None:
    units = [
        Unit("01", "Tỉnh Một", "province", "tỉnh", None),
        Unit("00001", "Phường Móng Cái 1", "commune", "phường", "01"),
    ]
    small = UnitMatcher(Roster("none", units))
    assert small.match("phường Móng Cáy 1") == Match("00001", "edit")
    assert small.match("phường Móng Cái 7").how == "unknown"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("xã M’Drắk", "Xã M'Drắk"),
        ("xã MDrak", "Xã M'Drắk"),
        ("Xa Dung", "Xã Xa Dung"),
        ("đặc khu đảo Lý Sơn", "Đặc khu Lý Sơn"),
        ("Đặc khu Côn Đảo", "Đặc khu Côn Đảo"),
        ("Phường Xuân Hương-Đà Lạt", "Phường Xuân Hương - Đà Lạt"),
    ],
)
def test_names_with_marks_and_words_of_their_own(typed: str, name: str) -> None:
    country = matcher("2025-07-01", None)
    code = country.match(typed).code
    assert code and country.roster.units[code].name == name


def test_a_hyphen_without_its_spaces_is_still_the_same_words() -> None:
    assert matcher("2025-07-01", None).match("Phường Xuân Hương-Đà Lạt").how == "tone"


def test_an_answer_wins_over_every_rung_and_must_be_in_the_roster() -> None:
    roster = ha_tinh().roster
    decided = UnitMatcher(roster, {"XÃ  Xuân Lam": "18391", "cái xã gần biển": "18394"})
    assert decided.match("xã Xuân\u00a0Lam") == Match("18391", "answer")
    assert decided.match("Cái xã gần biển", within=THACH_HA) == Match("18394", "answer", outside=True)
    with pytest.raises(ValueError, match="99999"):
        UnitMatcher(roster, {"xã A": "99999"})


@pytest.mark.parametrize("typed", ["Xã Cương Giánn", "xã Cươg Gián", "UBND xã Cưogn Gián"])
def test_a_slip_of_the_pen_is_forgiven_where_no_other_name_is_near(typed: str) -> None:
    found = ha_tinh().match(typed, within=NGHI_XUAN)
    assert shown(found, ha_tinh().roster) == "edit | Xã Cương Gián, huyện Nghi Xuân"
    assert ha_tinh().match(typed, within=THACH_HA).code is None


def test_a_slip_of_the_pen_with_another_kind_is_only_offered() -> None:
    found = ha_tinh().match("thị trấn Cương Giánn", within=NGHI_XUAN)
    assert shown(found, ha_tinh().roster) == "ambiguous | Xã Cương Gián, huyện Nghi Xuân"


def test_two_near_names_leave_no_clear_margin() -> None:
    found = ha_tinh().match("Xã Xuân Liêm", within=NGHI_XUAN)
    assert found.how == "ambiguous" and found.candidates[0] == "18394"


CHANGES: list[Callable[[str], str]] = [str, str.upper, lambda text: unicodedata.normalize("NFD", text)]
KIND_SHAPES = {
    "xã": ["Xã", "xã", "XÃ", "X."],
    "phường": ["Phường", "P.", "p"],
    "thị trấn": ["Thị trấn", "TT", "TT."],
}
KIND_SHAPES |= {
    "huyện": ["Huyện", "H."],
    "quận": ["Quận", "Q."],
    "thị xã": ["Thị xã", "TX", "TX."],
    "tỉnh": ["Tỉnh"],
}
KIND_SHAPES |= {"thành phố": ["Thành phố", "TP", "TP.", "tp"], "đặc khu": ["Đặc khu", "ĐK"]}


@pytest.mark.parametrize("register", ["2025-06-30", "2025-07-01"])
def test_every_unit_of_the_country_is_found_exactly_by_its_full_name(register: str) -> None:
    country = matcher(register, None)
    missed = [
        (name, found)
        for code in country.roster.units
        for name in [country.roster.full_name(code)]
        for found in [country.match(name)]
        if found != Match(code, "exact")
    ]
    assert missed == []


@given(st.data())
def test_every_written_shape_of_a_name_with_its_parent_is_the_unit_exactly(data: st.DataObject) -> None:
    country = matcher("2025-06-30", None)
    unit = data.draw(st.sampled_from(list(country.roster.units.values())))
    office = data.draw(st.sampled_from(["", "UBND ", "Ủy ban nhân dân ", "UỶ BAN NHÂN DÂN ", "U.B.N.D. "]))
    kind = data.draw(st.sampled_from(KIND_SHAPES[unit.kind]))
    typed = f"{office}{kind} {unit.name[len(unit.kind) + 1 :]}"
    above = [parent.name for parent in country.roster.ancestors(unit.code)]
    typed = ", ".join([typed, *above])
    change = data.draw(st.sampled_from(CHANGES))
    assert country.match(change(typed)) == Match(unit.code, "exact")


@given(st.data())
def test_an_exact_match_bears_the_very_name_that_was_typed(data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(list(matcher("2025-06-30", None).roster.units.values())))
    found = matcher("2025-07-01", None).match(unit.name)
    if found.how == "exact":
        assert found.code
        successor = matcher("2025-07-01", None).roster.units[found.code]
        bare = [u.name[len(u.kind) + 1 :].lower() for u in (unit, successor)]
        assert bare[0] == bare[1] and unit.level == successor.level


@pytest.mark.parametrize("register", ["2025-06-30", "2025-07-01"])
def test_a_name_written_out_means_what_the_whole_ladder_says(
    register: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = load_roster(register)
    shapes: tuple[Callable[[str], str], ...] = (
        str.lower,
        str.upper,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"2. HĐND-UBND {text}.",
        lambda text: text.replace("òa", "oà").replace("ủy", "uỷ"),
    )
    typed = [
        shapes[at % len(shapes)](f"{unit.name}, {roster.units[unit.parent].name}")
        for at, unit in enumerate(roster.units.values())
        if unit.parent
    ][::3]
    upper = [None, *(unit.code for unit in roster.units.values() if unit.level != "commune")]
    asked = [(text, None, upper[at % len(upper)]) for at, text in enumerate(typed)]
    asked += [(text, None, None) for text in typed]
    quick = UnitMatcher(roster)
    found = [quick.match(*one) for one in asked]
    monkeypatch.setattr(UnitMatcher, "_by_full_name", lambda *_: None)
    ladder = UnitMatcher(roster)
    assert found == [ladder.match(*one) for one in asked]
    assert any(one.outside for one in found) and any(one.how == "exact" for one in found)
