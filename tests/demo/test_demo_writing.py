"""How simulated senders write: old fonts, tone marks, names, figures that balance."""

import datetime as dt
import unicodedata
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.demo.figures import share, true_figures, true_points
from pipelines.demo.forms import figure_items, indicators
from pipelines.demo.grid import address
from pipelines.demo.handwriting import long_date, name_unit, numeric_date, spell, thousands
from pipelines.demo.legacy_fonts import TCVN3, VNI, can_encode, encode
from pipelines.demo.names import bare, distance, wrong_tone


def test_tcvn3_gives_74_letters_74_different_characters() -> None:
    assert len(TCVN3) == len(set(TCVN3.values())) == 74


def test_vni_gives_every_letter_of_both_cases_a_sign_of_its_own() -> None:
    assert len(VNI) == len(set(VNI.values())) == 134


@pytest.mark.parametrize(
    ("text", "legacy", "typed"),
    [
        ("Cổ Đạm", "tcvn3", "Cæ §¹m"),
        ("người", "tcvn3", "ng\xadêi"),
        ("Cổ Đạm", "vni", "Coå Ñaïm"),
        ("Ủy ban", "vni", "UÛy ban"),
        ("người", "vni", "ngöôøi"),
    ],
)
def test_words_in_old_fonts_stand_as_offices_typed_them(text: str, legacy: str, typed: str) -> None:
    assert encode(text, legacy) == typed


def test_tcvn3_has_no_toned_capitals() -> None:
    assert not can_encode("Ủy ban", "tcvn3")
    assert can_encode("Ủy ban", "vni")


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hòa", "hoà"),
        ("Thủy", "Thuỷ"),
        ("quý", "quý"),
        ("số hóa", "số hoá"),
        ("hoàn", "hoàn"),
        ("Ủy ban", "Uỷ ban"),
    ],
)
def test_old_tone_placement_moves_the_mark_in_open_syllables_only(new: str, old: str) -> None:
    assert spell(new, "old_tones") == old


def test_other_spellings_change_letters_and_not_the_text() -> None:
    assert spell("Đức", "eth") == "Ðức"
    assert unicodedata.normalize("NFC", spell("Cổ Đạm", "nfd")) == "Cổ Đạm" != spell("Cổ Đạm", "nfd")


@pytest.mark.parametrize(
    ("kind", "name", "names", "typed"),
    [
        ("xã", "Xuân Lam", "plain", "UBND xã Xuân Lam"),
        ("thị trấn", "Xuân An", "short", "UBND TT Xuân An"),
        ("thị trấn", "Xuân An", "dotted", "UBND TT. Xuân An"),
        ("xã", "Xuân Lam", "upper", "UBND XÃ XUÂN LAM"),
        ("phường", "Phường 1", "plain", "UBND phường 1"),
    ],
)
def test_units_are_named_as_offices_name_them(kind: str, name: str, names: str, typed: str) -> None:
    assert name_unit(kind, name, names) == typed


def test_dates_take_their_leading_zeros_from_the_decree() -> None:
    assert long_date(dt.date(2021, 3, 5)) == "05 tháng 3 năm 2021"
    assert numeric_date(dt.date(2021, 2, 12)) == "12/02/2021"
    assert thousands(50_000_000) == "50.000.000"


@given(st.integers(), st.sampled_from(["Cổ Đạm", "Xuân Lam", "Kỳ Thịnh", "Thạch Hà", "An Phú"]))
def test_a_wrong_tone_gives_another_name_with_the_same_letters(seed: int, name: str) -> None:
    typed = wrong_tone(Random(seed), name)
    assert typed != name
    assert bare(typed) == bare(name)


def test_edit_distance_counts_letters() -> None:
    assert [distance("ky tan", other) for other in ("ky tan", "ky tien", "ky")] == [0, 2, 4]


def test_addresses_are_those_of_a_spreadsheet() -> None:
    assert [address(0, 0), address(9, 25), address(0, 26), address(1048575, 16383)] == [
        "A1",
        "Z10",
        "AA1",
        "XFD1048576",
    ]


@given(st.integers(min_value=0), st.dates(dt.date(2021, 1, 5), dt.date(2021, 12, 31)))
def test_true_figures_balance_and_cite_nothing_later_than_the_report(seed: int, day: dt.date) -> None:
    figures = true_figures(Random(seed), day)
    count = {code: int(value) for code, value in figures.items() if indicators()[code].type == "count"}
    assert count["dossiers_total"] == count["dossiers_carried_over"] + count["dossiers_new"]
    assert count["dossiers_resolved"] == count["dossiers_resolved_on_time"] + count["dossiers_resolved_late"]
    ended = count["dossiers_resolved"] + count["dossiers_refused"]
    waiting = count["dossiers_in_progress_within_deadline"] + count["dossiers_in_progress_overdue"]
    assert count["dossiers_total"] == ended + waiting
    assert count["nonconformities_total"] == count["nonconformities_closed"] + count["nonconformities_open"]
    slips = [
        count[f"satisfaction_{name}"]
        for name in ("slips_issued", "slips_returned", "slips_valid", "very_good")
    ]
    assert slips == sorted(slips, reverse=True)
    assert min(count.values()) >= 0
    dates = [value for code, value in figures.items() if indicators()[code].type == "date"]
    assert max(dates) < day.isoformat()
    assert set(figures) <= set(figure_items())


@given(st.integers(), st.booleans())
def test_true_points_lie_on_the_grid_of_a_quarter_within_five(seed: int, district: bool) -> None:
    points = true_points(Random(seed), district).values()
    assert all(one % Decimal("0.25") == 0 for one in points)
    assert sum(points) <= 5


def test_shares_are_rounded_half_up() -> None:
    assert [share(1, 8, 1), share(1, 1, 2), share(0, 0, 1), share(2, 3, 2)] == ["12.5", "100", "0", "66.67"]
