"""One form given in several tables with titles and headings of their own: the communes in one, the townships below."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.intake.rows.fact_maker import Remark
from pipelines.intake.submissions.doubled_forms import speaks_of_another
from pipelines.intake.submissions.drafts import tell_drafts
from pipelines.intake.submissions.parts import Made, Part
from pipelines.intake.tables.locate import Table


def join_tables(parts: Sequence[Part], made: Sequence[Made]) -> list[int]:
    """For each table the number of the one whose submission it belongs to: its own, unless a table of the same form
    went before with the same columns, period and letter, and none of both speaks of a unit twice.

    Units that tables name together are not missing from one of them. Two versions of a form name the same units, and
    stay two; so do tables with a name that nobody knows, for it could be one of the others', and drafts are left aside.
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
            owners[number] = heads[0] if _belongs_to(group, made[number]) else number
    for head in {owner for number, owner in enumerate(owners) if owner != number}:
        _share_what_is_missing([made[number] for number, owner in enumerate(owners) if owner == head])
    return owners


def _alike(one: Part, other: Part) -> bool:
    """Whether two tables have rows of units under the same headings, as far as these say what is read."""
    first, second = one.zones.table, other.zones.table
    return (
        first.layout is second.layout
        and first.layout.rows == "unit"
        and first.readable
        and second.readable
        and _columns(first) == _columns(second)
    )


def _columns(table: Table) -> set[tuple[int, str]]:
    return {(id(hit.column), hit.code) for hit in table.columns.values()}


def _belongs_to(group: Sequence[Made], one: Made) -> bool:
    apart = all(
        one.facts.units.isdisjoint(other.facts.units) and _of_one_letter(one, other) for other in group
    )
    return apart and all(map(_is_clear, (*group, one)))


def _is_clear(one: Made) -> bool:
    return not (one.facts.all_blank or one.facts.of_unknown_unit or speaks_of_another(one))


def _of_one_letter(one: Made, other: Made) -> bool:
    return replace(one.submission, sheet="") == replace(other.submission, sheet="")


def _share_what_is_missing(group: Sequence[Made]) -> None:
    """Leaves of what no cell says (a unit or a criterion is missing) one finding for all tables."""
    there = frozenset[str]().union(*(one.facts.units for one in group))
    head, *others = group
    head.remarks = [one for one in head.remarks if not _is_missing(one) or one.unit not in there]
    said = {(one.finding.code, one.finding.detail) for one in head.remarks if not one.finding.cell}
    for part in others:
        part.remarks = [
            one
            for one in part.remarks
            if not _is_missing(one) and (one.finding.code, one.finding.detail) not in said
        ]


def _is_missing(remark: Remark) -> bool:
    return remark.finding.code == "unit_missing"
