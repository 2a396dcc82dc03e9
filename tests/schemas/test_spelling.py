import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.spelling import fold, tidy, tone_placed

VIETNAMESE = st.text(
    st.sampled_from(
        "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵÐ 7.,"
    )
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Xã Xuân Lam", "Xã Xuân Lam"),
        (unicodedata.normalize("NFD", "Xã Cổ Đạm"), "Xã Cổ Đạm"),
        ("Ðan Trường, huyện ðô", "Đan Trường, huyện đô"),
        ("Xuân\u00a0Lam", "Xuân Lam"),
        ("Xuân\u2009Lam\u200b", "Xuân Lam"),
        ("Tên\nđơn\t vị\r\n", "Tên đơn vị"),
        ("nhiệm\u00ad vụ", "nhiệm vụ"),
        ("\ufeffTT", "TT"),
        ("204/GM\u2011UBND", "204/GM-UBND"),
        ("  hai  chỗ  ", "hai chỗ"),
        (" \u200b ", ""),
        ("", ""),
    ],
)
def test_tidy_leaves_one_encoding_and_single_plain_spaces(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("HOÀ BÌNH", "hòa bình"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("hòan", "hoàn"),
        ("hùynh", "huỳnh"),
        ("ngòai", "ngoài"),
        ("qúy", "quý"),
        ("qủa", "quả"),
        ("gìa", "già"),
    ],
)
def test_old_and_new_tone_placement_become_one(one: str, other: str) -> None:
    assert tone_placed(one) == other == tone_placed(other)


@pytest.mark.parametrize(
    "word", ["quý", "giỏi", "gì", "gìn", "già", "quả", "quỳnh", "hoàng", "khuỷu", "xoài", "mía"]
)
def test_a_word_with_its_tone_in_place_stays(word: str) -> None:
    assert tone_placed(word) == word


def test_the_name_of_a_tone_is_not_lost_with_its_place() -> None:
    assert len({tone_placed(word) for word in ("hoa", "hoà", "hoá", "hoả", "hoã", "hoạ")}) == 6


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tiêu chí 7.2.1 (0,5 điểm)", "tieu chi 7.2.1 0 5 diem"),
        ("1. Số TTHC đạt/tổng số", "1 so tthc dat/tong so"),
        ("Tỷ lệ %", "ty le %"),
        ("TT. Xuân An", "tt xuan an"),
        ("TÊN ĐƠN VỊ:", "ten don vi"),
        ("Năm_áp-dụng", "nam ap dung"),
        ("I.2 … v.v.", "i 2 v v"),
        ("1..2. 3_.4 _5.6_", "1 2 3 4 5.6"),
        ("Ωmega\u2003½", "ωmega ½"),
        ("Zürich", "zurich"),
    ],
)
def test_fold_keeps_letters_digits_percent_slash_and_the_dots_of_codes(text: str, key: str) -> None:
    assert fold(text) == key


@given(VIETNAMESE)
def test_every_form_is_stable_and_blind_to_the_encoding(text: str) -> None:
    for form in (tidy, tone_placed, fold):
        assert form(form(text)) == form(text) == form(unicodedata.normalize("NFD", text))


@given(st.text())
def test_each_form_is_coarser_than_the_one_before(text: str) -> None:
    assert tone_placed(tidy(text)) == tone_placed(text)
    assert fold(tone_placed(text)) == fold(text)
