"""One form given in several tables with titles and headings of their own: the communes in one, the townships below; or
one section's figures in each."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.intake.submissions.doubled_forms import speaks_of_another
from pipelines.intake.submissions.drafts import says_draft, tell_drafts
from pipelines.intake.submissions.parts import Made, Part
from pipelines.intake.tables.locate import Table
from schemas.indicators import load_indicators


def join_tables(parts: Sequence[Part], made: Sequence[Made]) -> list[int]:
    """For each table the number of the one whose submission it belongs to: its own, unless a table of the same form
    went before with the same columns, period and letter, and none of both speaks of a unit twice, or of an indicator or
    a criterion.

    What tables name together is not missing from one of them. Two versions of a form name the same, and stay two; so
    do tables with a unit that nobody knows, for it could be one of the others', and drafts are left aside.
    """
    owners = list(range(len(parts)))
    forms = [one.submission.form for one in made]
    if len(set(forms)) == len(forms):
        return owners
    tell_drafts(parts, made)
    for number, part in enumerate(parts):
        heads = [head for head in range(number) if owners[head] == head and _alike(parts[head], part)]
        # A table that two others could take in is a version of one of them.
        if len(heads) == 1:
            group = [made[at] for at in range(number) if owners[at] == heads[0]]
            by_unit = part.zones.table.layout.rows == "unit"
            owners[number] = heads[0] if _belongs_to(group, made[number], by_unit) else number
    for head in {owner for number, owner in enumerate(owners) if owner != number}:
        _share_what_is_missing([made[number] for number, owner in enumerate(owners) if owner == head])
    return owners


def _alike(one: Part, other: Part) -> bool:
    """Whether two tables have the same headings, as far as these say what is read, and are no draft beside another."""
    first, second = one.zones.table, other.zones.table
    return (
        first.layout is second.layout
        and (first.layout.rows == "unit" or not (says_draft(one) or says_draft(other)))
        and first.readable
        and second.readable
        and _columns(first) == _columns(second)
    )


def _columns(table: Table) -> set[tuple[int, str]]:
    return {(id(hit.column), hit.code) for hit in table.columns.values()}


def _belongs_to(group: Sequence[Made], one: Made, by_unit: bool) -> bool:
    apart = all(
        _named(one, by_unit).isdisjoint(_named(other, by_unit)) and _of_one_letter(one, other)
        for other in group
    )
    return apart and all(_is_clear(each) for each in (*group, one))


def _named(one: Made, by_unit: bool) -> frozenset[str]:
    """The units that a table is about, or the indicators or criteria."""
    return one.facts.units if by_unit else one.facts.items


def _is_clear(one: Made) -> bool:
    return not (one.facts.all_blank or one.facts.of_unknown_unit or speaks_of_another(one))


def _of_one_letter(one: Made, other: Made) -> bool:
    return replace(one.submission, sheet="") == replace(other.submission, sheet="")


def _share_what_is_missing(group: Sequence[Made]) -> None:
    """Leaves of what no cell says (a unit, an indicator or a criterion is missing) one finding for all tables."""
    units = frozenset[str]().union(*(one.facts.units for one in group))
    items = frozenset[str]().union(*(one.facts.items for one in group))
    labels = {indicator.label for code in items if (indicator := load_indicators().get(code))}
    there = {"indicator_missing": labels, "criterion_missing": items}
    head, *others = group
    for one in group:
        one.remarks = [
            remark
            for remark in one.remarks
            if not (remark.finding.code == "unit_missing" and remark.unit in units)
            and remark.finding.detail not in there.get(remark.finding.code, ())
        ]
    said = {(one.finding.code, one.finding.detail) for one in head.remarks if not one.finding.cell}
    for part in others:
        part.remarks = [one for one in part.remarks if (one.finding.code, one.finding.detail) not in said]
