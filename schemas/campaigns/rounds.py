"""The rounds (vòng chấm) of a campaign: whose points they are, when they may change, which of them are final."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from schemas.toml_section import Section

Round = Literal[
    "tu_cham", "huyen_cham", "tinh_toan", "tham_dinh_1", "giai_trinh", "tham_dinh_2", "chinh_thuc"
]
ROUND_VI: dict[str, str] = {
    "tu_cham": "tự chấm",
    "huyen_cham": "huyện chấm",
    "tinh_toan": "tính từ số liệu",
    "tham_dinh_1": "thẩm định lần 1",
    "giai_trinh": "giải trình",
    "tham_dinh_2": "thẩm định lần 2",
    "chinh_thuc": "chính thức",
}
FINAL_ROUND: Round = "chinh_thuc"
# Points that a form brings; such a round exists because somebody sends the form, declared or not.
REPORTED: tuple[Round, ...] = ("tu_cham", "huyen_cham")
# Of these the unit's own word does not count: a self-score on the wrong form is no appraisal by the one above.
GIVEN_FROM_ABOVE: tuple[Round, ...] = ("huyen_cham",)
# Points that rules make of reported figures.
COMPUTED: Round = "tinh_toan"
# The rounds that go out to people on a sheet and come back on it.
FIRST_APPRAISAL: Round = "tham_dinh_1"
EXPLANATION: Round = "giai_trinh"
SECOND_APPRAISAL: Round = "tham_dinh_2"
ON_SHEETS: tuple[Round, ...] = (FIRST_APPRAISAL, EXPLANATION, SECOND_APPRAISAL)
# An explanation argues about points and gives none.
RANKABLE: tuple[Round, ...] = tuple(one for one in get_args(Round) if one != EXPLANATION)


@dataclass(frozen=True, slots=True)
class CampaignRound:
    """One round of a campaign: open from `opens` to the end of `closes`, None where that side is not bounded.

    `takes` is for the final round only: its points are those of the first of these rounds that has any.
    """

    round: Round
    opens: datetime.date | None = None
    closes: datetime.date | None = None
    takes: tuple[Round, ...] = ()

    def is_open(self, day: datetime.date) -> bool:
        """Whether points of the round may change on a day."""
        return not self.refusal(day)

    def refusal(self, day: datetime.date) -> str:
        """Why the round takes no change on a day, in Vietnamese; "" where it does."""
        name = ROUND_VI[self.round]
        if self.closes and day > self.closes:
            return f"vòng {name} đã khóa: chỉ mở đến hết ngày {self.closes:%d/%m/%Y}"
        if self.opens and day < self.opens:
            return f"vòng {name} chưa mở: mở từ ngày {self.opens:%d/%m/%Y}"
        return ""


def read_rounds(sections: Iterator[Section]) -> dict[str, CampaignRound]:
    """The rounds by name, in the order in which they follow each other, whatever the file's order.

    Raises DeclarationError, with the line: a round declared twice, days in the wrong order (within a round, or a
    later round before an earlier one), final points taken from a round that is not declared.
    """
    found = {one.round: (one, section) for one, section in map(_read_round, _once(sections))}
    in_order = [found[name] for name in get_args(Round) if name in found]
    for one, section in in_order:
        for name in one.takes:
            if name not in found:
                section.refuse("takes", f"“takes” lấy điểm vòng “{name}”, mà đợt này không khai vòng đó")
    # What is computed follows the figures, at any time: it is no step between two others.
    steps = [(one, section) for one, section in in_order if one.round != COMPUTED]
    for key in ("opens", "closes"):
        before: tuple[str, datetime.date] | None = None
        for one, section in steps:
            day = getattr(one, key)
            if before and day and day < before[1]:
                section.refuse(
                    key,
                    f"vòng “{one.round}” ghi {day:%d/%m/%Y}, trước vòng “{before[0]}” {before[1]:%d/%m/%Y}",
                )
            before = (one.round, day) if day else before
    return {one.round: one for one, _ in in_order}


def _once(sections: Iterator[Section]) -> Iterator[Section]:
    seen: set[str] = set()
    for section in sections:
        name = section.choice("round", get_args(Round))
        if name in seen:
            section.refuse("round", f"vòng “{name}” khai hai lần")
        seen.add(name)
        yield section


def _read_round(section: Section) -> tuple[CampaignRound, Section]:
    name: Round = section.choice("round", get_args(Round))
    opens, closes = section.date("opens"), section.date("closes")
    if opens and closes and closes < opens:
        section.refuse(
            "closes", f"vòng “{name}” khóa ngày {closes:%d/%m/%Y}, trước khi mở ({opens:%d/%m/%Y})"
        )
    takes = _read_takes(section) if name == FINAL_ROUND else ()
    section.close()
    return CampaignRound(name, opens, closes, takes), section


def _read_takes(section: Section) -> tuple[Round, ...]:
    allowed: dict[str, Round] = {name: name for name in RANKABLE if name != FINAL_ROUND}
    takes: list[Round] = []
    for name in section.texts("takes"):
        if name not in allowed:
            section.refuse("takes", f"“takes” chỉ nhận các vòng: {', '.join(allowed)}; ở đây có “{name}”")
        if name in takes:
            section.refuse("takes", f"“takes” nêu vòng “{name}” hai lần")
        takes.append(allowed[name])
    if not takes:
        section.refuse("takes", "“takes” phải nêu ít nhất một vòng để lấy điểm chính thức")
    return tuple(takes)
