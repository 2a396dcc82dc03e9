"""Forms of which a file holds more than one table."""

from collections import Counter

from pipelines.intake.fact_maker import Remark
from pipelines.intake.parts import Made, Part
from schemas.findings import Finding

# What says that a table is not meant at all.
_OF_ANOTHER = frozenset(("period_differs", "round_differs", "sender_conflict"))


def tell_doubled_forms(parts: list[Part], made: list[Made], sender: str | None) -> None:
    """Says of a form that stands in the file more than once that none is used; but a table that nobody filled in,
    or that speaks of another year or another unit, does not make the one that is meant doubtful."""
    empty = [part.zones.table.readable and one.facts.all_blank for part, one in zip(parts, made, strict=True)]
    elsewhere = [any(remark.finding.code in _OF_ANOTHER for remark in one.remarks) for one in made]
    rivals: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for one, *aside in zip(made, empty, elsewhere, strict=True):
        (others if any(aside) else rivals)[one.submission.form] += 1
    for part, one, left_empty, of_another in zip(parts, made, empty, elsewhere, strict=True):
        form, sheet, name = one.submission.form, part.grid.name, part.zones.table.layout.name
        if left_empty:
            # Neither beside a filled one nor in a later file: what nobody filled in is no version of anything.
            code = "form_left_empty" if rivals[form] else "form_not_filled"
            one.remarks = [Remark(sender, Finding(code, sheet, "", "", name))]
        elif not of_another and (rivals[form] or others[form]) > 1:
            one.remarks.append(Remark(sender, Finding("form_twice", sheet, "", "", name)))
