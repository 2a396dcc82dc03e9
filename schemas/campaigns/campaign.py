"""A campaign (đợt): province, period, who owes which form by when, which decision scores whom, who signs."""

import datetime
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

from schemas.annexes.annex import load_annexes
from schemas.campaigns.gaps import refuse_gaps
from schemas.campaigns.rounds import RANKABLE, REPORTED, CampaignRound, Round, read_rounds
from schemas.criteria.decision import FOLDER as CRITERIA_FOLDER
from schemas.criteria.decision import CriteriaSet, Decision, find_decision, load_decision
from schemas.forms.furniture import load_furniture
from schemas.forms.layout import Layout, load_layouts
from schemas.forms.title_words import load_title_words
from schemas.nothing import load_nothing
from schemas.period import SHAPES_VI, Period, read_month, read_period
from schemas.toml_section import Section
from schemas.units.levels import LEVEL_VI as LEVEL_VI
from schemas.units.levels import Level
from schemas.units.name_words import load_name_words
from schemas.units.units import NO_REGISTER, REGISTERS, Roster, UnknownProvince, load_roster
from schemas.value_words import load_value_words

BlockBy = Literal["parent", "kind", "level"]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Due:
    """A form owed by every unit of a level; `deadline` is None where it is not known, and then nobody is late."""

    form: str
    level: Level
    deadline: datetime.date | None


@dataclass(frozen=True, slots=True)
class Scoring:
    """Which criteria score a level, which round of points is ranked, and how units are put into blocks."""

    level: Level
    decision: Decision
    criteria: CriteriaSet
    ranked_round: Round
    block: BlockBy

    @property
    def criteria_id(self) -> str:
        """The table that scores: the decision's folder and the one above, and the annex."""
        return f"{self.decision.id}/{self.criteria.annex}"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a document: the lines above the name, and the name ("" prints an empty place)."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign, with everything it refers to loaded; its `id` is the name of its folder."""

    id: str
    folder: Path
    title: str
    province: str | None
    period: str
    default_month: str
    simulated: bool
    roster: Roster
    scorings: tuple[Scoring, ...]
    dues: tuple[Due, ...]
    signatures: dict[str, Signature]
    layouts: dict[str, Layout]
    rounds: dict[str, CampaignRound]

    @property
    def places_of_forms(self) -> dict[str, int]:
        """The forms that are owed with their places, from 0, in the order in which the campaign declares them."""
        return {form: place for place, form in enumerate(dict.fromkeys(due.form for due in self.dues))}

    def scoring_of(self, level: str) -> Scoring | None:
        """How a level is scored, or None."""
        return next((scoring for scoring in self.scorings if scoring.level == level), None)

    def owes(self, form: str, level: str) -> Due | None:
        """Whether units of a level owe a form."""
        return next((due for due in self.dues if due.form == form and due.level == level), None)


def _read_scoring(
    section: Section, folder: Path, rounds: dict[str, CampaignRound], period: Period
) -> Scoring:
    name = section.text("decision")
    decision_folder = find_decision(folder if name.startswith("./") else CRITERIA_FOLDER, name)
    if decision_folder is None:
        section.refuse("decision", f"không có quyết định “{name}”")
    decision = load_decision(decision_folder)
    # A period is scored after it has ended, also by a decision of its last months or of the months after it, so one
    # that came into force late is no fault. One that had ended before the period began says nothing about it.
    if decision.in_force_to and decision.in_force_to < period.first:
        section.refuse(
            "decision",
            f"quyết định “{name}” hết hiệu lực sau ngày {decision.in_force_to:%d/%m/%Y}, "
            f"trước khi kỳ này bắt đầu ({period.first:%d/%m/%Y})",
        )
    annex = section.choice("annex", list(decision.annexes))
    level: Level = section.choice("level", get_args(Level))
    if decision.annexes[annex].level != level:
        section.refuse("annex", f"phụ lục “{annex}” chấm {decision.annexes[annex].level}, không phải {level}")
    ranked_round: Round = section.choice("ranked_round", RANKABLE)
    if ranked_round not in (*REPORTED, *rounds):
        section.refuse(
            "ranked_round",
            f"xếp hạng theo vòng “{ranked_round}”, mà đợt này không khai [[round]] đó; "
            f'thêm mục [[round]] với round = "{ranked_round}"',
        )
    scoring = Scoring(
        level=level,
        decision=decision,
        criteria=decision.annexes[annex],
        ranked_round=ranked_round,
        block=section.choice("block", get_args(BlockBy), "level"),
    )
    section.close()
    return scoring


def _read_due(section: Section, layouts: dict[str, Layout]) -> Due:
    due = Due(
        form=section.choice("form", list(layouts)),
        level=section.choice("level", get_args(Level)),
        deadline=section.date("deadline"),
    )
    section.close()
    return due


def _read_roster(section: Section, folder: Path, province: str | None) -> Roster:
    units = section.section("units")
    registers = sorted(path.stem.removeprefix("units_") for path in REGISTERS.glob("units_*.csv"))
    register, amendments = units.text("register"), units.text("amendments", "")
    if register not in (*registers, NO_REGISTER):
        units.refuse("register", f"không có danh mục đơn vị “{register}”; có: {', '.join(registers)}")
    units.close()
    try:
        return load_roster(register, province, folder / amendments if amendments else None)
    except UnknownProvince as error:
        section.refuse("province", error.problem)


def _read_signatures(section: Section) -> dict[str, Signature]:
    signatures: dict[str, Signature] = {}
    documents = sorted(annex.code for annex in load_annexes().values())
    for part in section.sections("signature"):
        # A name that no annex bears would leave the annex signed by somebody else, without a word.
        signatures[part.choice("document", documents)] = Signature(part.texts("lines"), part.text("name", ""))
        part.close()
    return signatures


def load_campaign(folder: Path) -> Campaign:
    """The campaign of one folder under raw/. Raises DeclarationError with file and line of the first fault."""
    section = Section.load(folder / "campaign.toml")
    period = section.text("period")
    named = read_period(period)
    if named is None:
        section.refuse("period", f"kỳ “{period}” phải có dạng {SHAPES_VI}")
    month = section.text("default_month")
    if read_month(month) is None:
        section.refuse("default_month", f"tháng “{month}” phải có dạng 2021-12")
    layouts = load_layouts(period)
    if not layouts:
        section.refuse("period", f"chưa có mẫu biểu nào dùng cho kỳ “{period}”; xem schemas/forms/")
    # Words that files will be read by: a fault in them must stop the command here, not a process that reads.
    for load in (load_furniture, load_title_words, load_name_words, load_value_words, load_nothing):
        load()
    province = section.text("province", "") or None
    roster = _read_roster(section, folder, province)
    rounds = read_rounds(section.sections("round"))
    scored = [(part, _read_scoring(part, folder, rounds, named)) for part in section.sections("scoring")]
    if twice := _twice(scoring.level for _, scoring in scored):
        section.refuse("scoring", f"cách chấm điểm cấp “{twice}” khai hai lần")
    owed = [(part, _read_due(part, layouts)) for part in section.sections("due")]
    if again := _twice((due.form, due.level) for _, due in owed):
        section.refuse("due", f"biểu “{again[0]}” của cấp “{again[1]}” khai hai lần")
    refuse_gaps(section, {unit.level for unit in roster.units.values()}, scored, owed, layouts, rounds)
    campaign = Campaign(
        id=folder.name,
        folder=folder,
        title=section.text("title"),
        province=province,
        period=period,
        default_month=month,
        simulated=section.flag("simulated", False),
        roster=roster,
        scorings=tuple(scoring for _, scoring in scored),
        dues=tuple(due for _, due in owed),
        signatures=_read_signatures(section),
        layouts=layouts,
        rounds=rounds,
    )
    section.close()
    return campaign


def _twice(keys: Iterable[Key]) -> Key | None:
    """The first key that comes again, or None."""
    seen: set[Key] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None
