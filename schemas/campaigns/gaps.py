"""What a campaign leaves open that would make a run empty without a word: nothing owed, nobody to owe it, no points."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from schemas.campaigns.bringing import forms_bringing
from schemas.campaigns.rounds import FINAL_ROUND, GIVEN_FROM_ABOVE, ON_SHEETS, ROUND_VI, CampaignRound
from schemas.forms.layout import Layout
from schemas.toml_section import Section
from schemas.units.levels import LEVEL_VI

if TYPE_CHECKING:
    from schemas.campaigns.campaign import Due, Scoring

# Who may report for a level, besides itself.
_ABOVE: dict[str, tuple[str, ...]] = {
    "province": (),
    "district": ("province",),
    "commune": ("district", "province"),
    "office": ("district", "province"),
}


def refuse_gaps(
    section: Section,
    levels: Collection[str],
    scorings: "Sequence[tuple[Section, Scoring]]",
    dues: "Sequence[tuple[Section, Due]]",
    layouts: Mapping[str, Layout],
    rounds: Mapping[str, CampaignRound],
) -> None:
    """Raises DeclarationError, with the line, where nothing is owed, where a level has no unit in the roster (`levels`
    are those that have), and where no form that is owed brings the points that are ranked."""
    if not dues:
        section.refuse("due", "đợt này chưa khai ai phải nộp biểu nào; thêm ít nhất một mục [[due]]")
    asked = [*((own, one.level) for own, one in scorings), *((own, one.level) for own, one in dues)]
    for own, level in asked:
        if level not in levels:
            added = "; thêm cơ quan vào units.csv" if level == "office" else ""
            own.refuse("level", f"danh sách đơn vị của đợt không có {LEVEL_VI[level]} nào{added}")
    for own, scoring in scorings:
        _refuse_unbrought(own, scoring, levels, [due for _, due in dues], layouts, rounds)


def _refuse_unbrought(
    section: Section,
    scoring: "Scoring",
    levels: Collection[str],
    dues: "Sequence[Due]",
    layouts: Mapping[str, Layout],
    rounds: Mapping[str, CampaignRound],
) -> None:
    ranked = scoring.ranked_round
    names = rounds[ranked].takes if ranked == FINAL_ROUND else (ranked,)
    if any(name in ON_SHEETS for name in names):
        return
    brought = forms_bringing(ranked, scoring.criteria, layouts, rounds)
    own = () if set(names) <= set(GIVEN_FROM_ABOVE) else (scoring.level,)
    senders = (*own, *_ABOVE[scoring.level])
    if not any(due.form in brought and due.level in senders for due in dues):
        forms = ", ".join(f"{layouts[code].name} ({code})" for code in sorted(brought))
        needed = f"thêm mục [[due]] cho một biểu như vậy ({forms})" if forms else "không mẫu biểu nào như vậy"
        who = ", ".join(LEVEL_VI[level] for level in senders if level in levels)
        section.refuse(
            "ranked_round",
            f"xếp hạng theo vòng “{ranked}” ({ROUND_VI[ranked]}), mà không đơn vị nào ({who}) phải nộp biểu có điểm "
            f"hay số liệu của vòng đó; {needed}, hoặc chọn vòng khác",
        )
