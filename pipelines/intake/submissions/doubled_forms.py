"""Forms of which a file holds more than one table, or one that nobody filled in."""

from collections import Counter
from collections.abc import Collection, Sequence

from pipelines.intake.rows.fact_maker import Remark
from pipelines.intake.submissions.drafts import says_draft
from pipelines.intake.submissions.parts import Made, Part
from schemas.findings import Finding

# A form and its sender; the cell and the words by which a table calls itself a draft.
_Form = tuple[str, str | None]
_Words = tuple[str, str]

# What says that a table is not meant at all.
_OF_ANOTHER = frozenset(("period_differs", "round_differs", "sender_conflict", "draft_set_aside"))
# A column that was not read may be the one that was filled in.
_KEPT = frozenset(("heading_unknown", "heading_twice", "value_in_remark"))
# What a person writes beside an empty cell, and no template: a mark or a dash may be printed there.
_ANSWERS = ("none", "not_arisen", "unknown")


def tell_doubled_forms(parts: Sequence[Part], made: Sequence[Made], owners: Sequence[int]) -> None:
    """Says of a form that a sender has more than once in the file that none is used; but a table that nobody filled in,
    or that speaks of another year or another unit, or calls itself a draft, does not make the one that is meant
    doubtful. Tables with one owner (`joined_tables`) are one."""
    empty = [_is_empty(part, one) for part, one in zip(parts, made, strict=True)]
    elsewhere = [speaks_of_another(one) for one in made]
    rivals: Counter[_Form] = Counter()
    others: Counter[_Form] = Counter()
    for number, (one, *aside) in enumerate(zip(made, empty, elsewhere, strict=True)):
        if owners[number] == number:
            (others if any(aside) else rivals)[one.submission.form, one.submission.sender] += 1
    drafts: dict[_Form, dict[int, _Words]] = {}
    if any(count > 1 for count in rivals.values()):
        meant = [owners[number] for number in range(len(parts)) if not (empty[number] or elsewhere[number])]
        drafts = _drafts(parts, made, {number for number in meant if rivals[_form_of(made[number])] > 1})
    for number, (part, one, left_empty, of_another) in enumerate(
        zip(parts, made, empty, elsewhere, strict=True)
    ):
        sheet, name, sender = part.grid.name, part.zones.table.layout.name, one.submission.sender
        form = _form_of(one)
        if left_empty:
            # Neither beside a filled one nor in a later file: what nobody filled in is no version of anything.
            code = "form_left_empty" if rivals[form] else "form_not_filled"
            kept = [remark for remark in one.remarks if remark.finding.code in _KEPT]
            one.remarks = [Remark(sender, Finding(code, sheet, "", "", name)), *kept]
        elif form in drafts and not of_another:
            if found := drafts[form].get(owners[number]):
                one.remarks.append(Remark(sender, Finding("draft_beside_final", sheet, *found, name)))
        elif not of_another and (rivals[form] or others[form]) > 1:
            one.remarks.append(Remark(sender, Finding("form_twice", sheet, "", "", name)))


def _form_of(one: Made) -> _Form:
    return one.submission.form, one.submission.sender


def _drafts(
    parts: Sequence[Part], made: Sequence[Made], rivals: Collection[int]
) -> dict[_Form, dict[int, _Words]]:
    """Of each form with several versions of which all but one call themselves a draft: these, and where they say so."""
    versions: dict[_Form, dict[int, _Words | None]] = {}
    for number in rivals:
        versions.setdefault(_form_of(made[number]), {})[number] = says_draft(parts[number])
    return {
        form: {number: words for number, words in said.items() if words}
        for form, said in versions.items()
        if list(said.values()).count(None) == 1
    }


def speaks_of_another(one: Made) -> bool:
    """Whether a table is of another year, another round or another unit, or a draft."""
    return any(remark.finding.code in _OF_ANOTHER for remark in one.remarks)


def _is_empty(part: Part, one: Made) -> bool:
    """Whether nobody filled in a table. "Không phát sinh" beside its cells is an answer, which is told."""
    if not (part.zones.table.readable and one.facts.all_blank):
        return False
    if said := one.facts.noted(_ANSWERS):
        name = part.zones.table.layout.name
        finding = Finding("form_remarks_only", part.grid.name, "", said, name)
        # Said once for all of them.
        one.remarks = [remark for remark in one.remarks if remark.finding.code != "value_in_remark"]
        one.remarks.append(Remark(one.submission.sender, finding))
    return not said
