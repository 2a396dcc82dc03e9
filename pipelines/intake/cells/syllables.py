"""Whether a word is a possible Vietnamese syllable: onset, rime, and a tone where it can stand."""

import re
import unicodedata

_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_ONSET = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdđghklmnprstvx])?")
_SPELT = """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en
eng eo ep et ê êch êm ên êng ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe
oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uân uâng
uât uây uê uêch uênh uy uych uynh uyt uya uyên uyêt uyu uơ uôc uôi uôm uôn uông uôt uyp uyn ư ưc
ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu"""
_RIMES = frozenset(_SPELT.split())
_GLIDES = frozenset("iouy")


def is_syllable(word: str) -> bool:
    """Whether a single word, in any letter case, NFC or NFD, could be written in Vietnamese."""
    tones: list[tuple[str, int]] = []
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            tones.append((_TONES[character], len(letters) - 1))
        elif unicodedata.combining(character) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + character)
        else:
            letters.append(character)
    if len(tones) > 1:
        return False
    plain = "".join(letters)
    onset = _ONSET.match(plain)
    longest = onset.end() if onset else 0
    # "gi" and "qu" may be an onset, or "g" with the rime "i…": "giêng".
    return any(_rime_fits(plain, start, tones) for start in {0, longest, min(longest, 1)})


def _rime_fits(plain: str, start: int, tones: list[tuple[str, int]]) -> bool:
    rime = plain[start:]
    if rime not in _RIMES or (start and not _ONSET.fullmatch(plain[:start])):
        return False
    if not tones:
        return rime[-1] not in "cpt" and not rime.endswith("ch")
    tone, place = tones[0]
    if place < start:
        return False
    if (rime[-1] in "cpt" or rime.endswith("ch")) and tone not in ("sắc", "nặng"):
        return False
    # A closing glide never bears the tone: "ào", not "aò"; "uy" may carry it on either letter.
    on_closing_glide = place == len(plain) - 1 and len(rime) > 1 and rime[-1] in _GLIDES and rime != "uy"
    return not on_closing_glide
