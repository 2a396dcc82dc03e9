"""Text typed for TCVN3 and VNI fonts, against encoder tables typed here a second time from the standards."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.cells.legacy_fonts import TCVN3, VNI, encoding_of_font, looks_legacy, to_unicode
from pipelines.intake.cells.syllables import is_syllable

ROOT = Path(__file__).parents[2]

# TCVN3 (TCVN 5712:1993, VN3) as a Windows-1252 machine shows it: huyền, hỏi, ngã, sắc, nặng.
TO_TCVN3 = {
    "à": "µ", "ả": "¶", "ã": "·", "á": "¸", "ạ": "¹",
    "ă": "¨", "ằ": "»", "ẳ": "¼", "ẵ": "½", "ắ": "¾", "ặ": "Æ",
    "â": "©", "ầ": "Ç", "ẩ": "È", "ẫ": "É", "ấ": "Ê", "ậ": "Ë",
    "đ": "®",
    "è": "Ì", "ẻ": "Î", "ẽ": "Ï", "é": "Ð", "ẹ": "Ñ",
    "ê": "ª", "ề": "Ò", "ể": "Ó", "ễ": "Ô", "ế": "Õ", "ệ": "Ö",
    "ì": "×", "ỉ": "Ø", "ĩ": "Ü", "í": "Ý", "ị": "Þ",
    "ò": "ß", "ỏ": "á", "õ": "â", "ó": "ã", "ọ": "ä",
    "ô": "«", "ồ": "å", "ổ": "æ", "ỗ": "ç", "ố": "è", "ộ": "é",
    "ơ": "¬", "ờ": "ê", "ở": "ë", "ỡ": "ì", "ớ": "í", "ợ": "î",
    "ù": "ï", "ủ": "ñ", "ũ": "ò", "ú": "ó", "ụ": "ô",
    "ư": "\u00ad", "ừ": "õ", "ử": "ö", "ữ": "÷", "ứ": "ø", "ự": "ù",
    "ỳ": "ú", "ỷ": "û", "ỹ": "ü", "ý": "ý", "ỵ": "þ",
    "Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§",
}  # fmt: skip

TO_VNI = {
    "á": "aù", "à": "aø", "ả": "aû", "ã": "aõ", "ạ": "aï",
    "ă": "aê", "ắ": "aé", "ằ": "aè", "ẳ": "aú", "ẵ": "aü", "ặ": "aë",
    "â": "aâ", "ấ": "aá", "ầ": "aà", "ẩ": "aå", "ẫ": "aã", "ậ": "aä",
    "đ": "ñ",
    "é": "eù", "è": "eø", "ẻ": "eû", "ẽ": "eõ", "ẹ": "eï",
    "ê": "eâ", "ế": "eá", "ề": "eà", "ể": "eå", "ễ": "eã", "ệ": "eä",
    "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò",
    "ó": "où", "ò": "oø", "ỏ": "oû", "õ": "oõ", "ọ": "oï",
    "ô": "oâ", "ố": "oá", "ồ": "oà", "ổ": "oå", "ỗ": "oã", "ộ": "oä",
    "ơ": "ô", "ớ": "ôù", "ờ": "ôø", "ở": "ôû", "ỡ": "ôõ", "ợ": "ôï",
    "ú": "uù", "ù": "uø", "ủ": "uû", "ũ": "uõ", "ụ": "uï",
    "ư": "ö", "ứ": "öù", "ừ": "öø", "ử": "öû", "ữ": "öõ", "ự": "öï",
    "ý": "yù", "ỳ": "yø", "ỷ": "yû", "ỹ": "yõ", "ỵ": "î",
}  # fmt: skip
TO_VNI |= {letter.upper(): code.upper() for letter, code in TO_VNI.items()}

PROPER = """
UBND xã Cổ Đạm và thị trấn Tiên Điền, huyện Nghi Xuân
Xã Ia O, xã Đắk Pék, phường Ea Kao, xã Krông Bông, xã A Lù, xã Y Tý, xã Púng Luông
hoà bình, thuỷ lợi, quý, giếng, gì, khoẻ, uỷ ban, khuỷu, ngoằn ngoèo, quốc, nghiêng
Ðơn vị tính: m², 37 °C, ±0,5, § 3, © Công ty, ISO® 9001, 5½, 10×20, µm, kW·h, N·m, x·y
café, Müller, naïve, São Paulo, piñata, señor, Citroën, El Niño, Øresund, Ångström, façade, Köln
xã, thị xã, là, và, có, cá, lê, bà, hà, cô, mô, tù, nó, tì, lý
Tên cơ quan “Sở” – chi cục… (1) [2] 31/QĐ-UBND
công\u00adtác
"""


def encode(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(character, character) for character in text)


letters = sorted(TO_VNI)
vietnamese_words = st.text(alphabet=[*letters, *"bcdghklmnpqrstvxBCDGHKLMNPQRSTVX 0123456789.,-/"])


def test_tcvn3_turns_74_letters_to_74() -> None:
    assert len(TCVN3) == len(set(TCVN3.values())) == 74
    assert sum(letter.islower() for letter in TCVN3.values()) == 67
    assert {code: letter for letter, code in TO_TCVN3.items()} == TCVN3


def test_every_vietnamese_letter_has_a_vni_code_in_both_cases() -> None:
    assert set(TO_VNI) == set(VNI.values())
    assert len(TO_VNI) == 2 * 67


@pytest.mark.parametrize("letter", sorted(TO_TCVN3))
def test_each_tcvn3_letter_comes_back(letter: str) -> None:
    assert to_unicode(TO_TCVN3[letter], "tcvn3") == letter
    assert to_unicode(f"Th{TO_TCVN3[letter]}ng", "tcvn3") == f"Th{letter}ng"


@pytest.mark.parametrize("letter", sorted(TO_VNI))
def test_each_vni_letter_comes_back(letter: str) -> None:
    assert to_unicode(f"Th{TO_VNI[letter]}ng", "vni") == f"Th{letter}ng"


@given(vietnamese_words)
def test_any_text_comes_back_from_the_capitals_font(text: str) -> None:
    assert to_unicode(encode(text.lower(), TO_TCVN3), "tcvn3-caps") == text.upper()


@given(vietnamese_words)
def test_any_text_comes_back_from_vni(text: str) -> None:
    assert to_unicode(encode(text, TO_VNI), "vni") == text


def test_sentences_are_read_as_they_were_shown() -> None:
    assert to_unicode("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert (
        to_unicode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    )
    assert to_unicode("UÛY BAN NHAÂN DAÂN", "vni") == "ỦY BAN NHÂN DÂN"
    assert to_unicode("®iÒu 15", "tcvn3-caps") == "ĐIỀU 15"


def test_text_that_is_unicode_already_is_left_alone_in_an_old_font() -> None:
    for text in ("Xã Cổ Đạm", unicodedata.normalize("NFD", "Xã Cổ Đạm")):
        assert to_unicode(text, "tcvn3") == to_unicode(text, "vni") == text


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"), (".VnArial", "tcvn3"), (".VnArialH", "tcvn3-caps"), (".VnTimeH", "tcvn3-caps"),
        (".VNTIME", "tcvn3"), ("VNI-Times", "vni"), ("vni-helve", "vni"), ("VNI Times", "vni"),
        ("Times New Roman", None), ("Vnibook", None), ("", None), ("Calibri", None),
    ],
)  # fmt: skip
def test_the_font_tells_the_encoding(font: str, encoding: str | None) -> None:
    assert encoding_of_font(font) == encoding


def test_old_text_of_unknown_font_is_suspected() -> None:
    for text in ("UBND xã Cổ Đạm", "Ủy ban nhân dân huyện", "Số lượng hồ sơ", "Không phát sinh"):
        assert looks_legacy(encode(text.lower(), TO_TCVN3)), text
        assert looks_legacy(encode(text, TO_VNI)), text


@pytest.mark.parametrize("line", PROPER.strip().splitlines())
def test_proper_text_is_never_suspected(line: str) -> None:
    pieces = [line, *line.split(), *line.split(", ")]
    decomposed = [unicodedata.normalize("NFD", piece) for piece in pieces]
    for text in (*pieces, *map(str.upper, pieces), *decomposed):
        assert not looks_legacy(text), text


def test_no_name_in_the_registers_of_units_is_suspected() -> None:
    paths = sorted((ROOT / "schemas" / "units").glob("*.csv"))
    if not paths:
        pytest.skip("the registers of units are not built")
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            suspected = [cell for row in csv.reader(file) for cell in row if looks_legacy(cell)]
        assert suspected == [], path.name


def words(line: str) -> list[str]:
    """The words of a line, each a case of its own."""
    return line.split()


@pytest.mark.parametrize(
    "word", words("nghiêng quốc giếng gì gìn quyết huỳnh khuỷu uỷ ủy hoà hòa Ý yêu thuở xoong ưu oái quý")
)
def test_a_vietnamese_word_is_a_syllable(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", words("aò xaõ gíam cap tàc Müller zô nhaân bâ strô ảả"))
def test_a_word_with_a_tone_or_a_rime_out_of_place_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
