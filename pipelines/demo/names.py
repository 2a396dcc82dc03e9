"""Unit names gone wrong: another tone mark, another kind, a neighbour's commune, a commune that does not
exist.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from pipelines.demo.forms import Office

TONES = "\u0300\u0301\u0303\u0309\u0323"
# Three syllables, so that no real name is near any of them.
INVENTED = ("Vạn Niên Thượng", "Kim Ngân Hải", "Bạch Mã Trung", "Hoàng Long Khê", "Thanh Vân Ngạn")


def bare(name: str) -> str:
    """A name in lower case without any mark: "Cổ Đạm" is "co dam"."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def distance(one: str, other: str) -> int:
    """The edit distance of two texts (Levenshtein)."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, opposite in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != opposite)))
        before = now
    return before[-1]


def wrong_tone(random: Random, name: str) -> str:
    """The name with another tone mark on its last syllable: "Cổ Đạm" becomes "Cổ Đàm"."""
    first, _, last = name.rpartition(" ")
    letters = unicodedata.normalize("NFD", last)
    marked = [index for index, letter in enumerate(letters) if letter in TONES]
    if marked:
        index = marked[-1]
        tone = random.choice([tone for tone in TONES if tone != letters[index]])
        letters = letters[:index] + tone + letters[index + 1 :]
    else:
        index = next(index for index, letter in enumerate(letters) if bare(letter) in "aeiouy")
        while index + 1 < len(letters) and unicodedata.combining(letters[index + 1]):
            index += 1
        letters = letters[: index + 1] + "\u0300" + letters[index + 1 :]
    return unicodedata.normalize("NFC", f"{first} {letters}".strip())


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the faults of names need of the campaign: its communes, and how often each bare name stands in
    it.
    """

    communes: Sequence[Office]
    bare_names: Counter[str]

    def unmistakable(self, office: Office) -> bool:
        """Whether no other unit of the campaign, of any level, has this name but for its marks."""
        return self.bare_names[bare(office.short_name)] == 1 and not office.short_name[-1].isdigit()

    def stranger(self, random: Random, own: Sequence[Office]) -> Office | None:
        """A commune of another unit whose name is far from all of `own`; None where there is none."""
        mine = {office.code for office in own}
        near = [bare(office.short_name) for office in own]
        for office in random.sample(self.communes, min(len(self.communes), 40)):
            name = bare(office.short_name)
            if (
                office.code not in mine
                and self.unmistakable(office)
                and all(distance(name, other) > 2 for other in near)
            ):
                return office
        return None
