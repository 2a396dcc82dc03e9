"""Why points are withheld, told with the cell and in the words of the finding about it.

A point of 0,5 is refused where its unit stands in two rows, or two forms differ: what stands in the cell tells nobody.
Asked only where something is withheld.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import replace
from operator import itemgetter

from pipelines.intake.address import parse_a1
from pipelines.scoring.apply import TreeScore
from pipelines.scoring.reported import PointFact
from pipelines.scoring.round_point import RoundPoint
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.findings import Finding, load_catalogue
from schemas.tables.arrow import pa

Key = tuple[str, str]
# Submission, sheet, cell.
Place = tuple[str, str, str]


def told_points(
    campaign: Campaign, warehouse: Warehouse, points: dict[Key, RoundPoint], facts: Iterable[PointFact]
) -> dict[Key, RoundPoint]:
    """Points of a round by (unit, criterion), each refused one with the finding that refuses it behind its reason.
    `facts` are all that they were taken from."""
    refused = {
        key: (point, point.source)
        for key, point in points.items()
        if point.state == "disputed" and isinstance(point.source, PointFact) and not point.source.usable
    }
    if not refused:
        return points
    sent = {fact.submission_id for _, fact in refused.values()}
    values = {_place(fact) for fact in facts if fact.submission_id in sent}
    refusals = _Refusals(campaign, warehouse, sent, values)
    found = dict(points)
    for key, (point, fact) in refused.items():
        if why := refusals.why(_place(fact)):
            found[key] = point._replace(reason=f"{point.reason}: {why}")
    return found


def told_trees(
    campaign: Campaign,
    scoring: Scoring,
    warehouse: Warehouse,
    until: datetime.date,
    trees: dict[str, TreeScore],
    refused: Collection[Key],
) -> dict[str, TreeScore]:
    """Computed scores by unit, each criterion that waits for a `refused` figure (unit, indicator) with that figure's
    cells behind its reason. What counts is what was received up to the day `until`."""
    if not refused:
        return trees
    cells = _cells(campaign, warehouse, until, refused)
    found = dict(trees)
    for unit in dict.fromkeys(unit for unit, _ in refused):
        criteria = dict(trees[unit].criteria)
        for code, one in criteria.items():
            asked = scoring.criteria.criteria[code].asked
            told = [cells[unit, item] for item in asked if (unit, item) in cells]
            if told and one.state == "not_known":
                criteria[code] = one._replace(reason=f"{one.reason} ({'; '.join(told)})")
        found[unit] = replace(trees[unit], criteria=criteria)
    return found


def _cells(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date, wanted: Collection[Key]
) -> dict[Key, str]:
    """By (unit, indicator) what stands where: "Biểu số liệu, Số liệu!D13 ghi “9”; …"."""
    units, items = zip(*sorted(wanted), strict=True)
    rows = warehouse.query(
        "cells_of_figures",
        {"wanted": pa.table({"unit": pa.array(units, pa.string()), "item": pa.array(items, pa.string())})},
        campaign=campaign.id,
        month_end=until,
    )
    roster = campaign.roster
    heard = [row for row in rows if row[2] in (row[0], roster.units[row[0]].parent)]
    refusals = _Refusals(campaign, warehouse, {row[4] for row in heard}, {row[4:7] for row in heard})
    told: dict[Key, list[str]] = {}
    refused: set[Key] = set()
    for unit, item, _, form, submission, sheet, cell, typed in heard:
        why = refusals.why((submission, sheet, cell))
        where = f"{campaign.layouts[form].name}, {sheet}!{cell} ghi “{typed}”"
        told.setdefault((unit, item), []).append(f"{where}: {why}" if why else where)
        if why:
            refused.add((unit, item))
    # Two cells with which nothing is wrong but that they differ.
    return {
        key: "; ".join(lines) + (": hai số khác nhau" if len(lines) > 1 and key not in refused else "")
        for key, lines in told.items()
    }


def _place(fact: PointFact) -> Place:
    return fact.submission_id, fact.sheet, fact.cell


class _Refusals:
    """What is wrong with the values of some submissions; `values` are the places of those that are asked about."""

    def __init__(
        self, campaign: Campaign, warehouse: Warehouse, submissions: Iterable[str], values: Collection[Place]
    ) -> None:
        named = sorted(submissions)
        sent = pa.table(
            {"at": pa.array(range(len(named)), pa.int32()), "submission_id": pa.array(named, pa.string())}
        )
        self._at: dict[Place, Finding] = {}
        self._of_rows: dict[tuple[str, str, int], list[tuple[int, Finding]]] = {}
        for at, *told in warehouse.query("refusals_in", {"sent": sent}, campaign=campaign.id):
            finding = Finding(told[2], told[0], told[1], told[3], told[4])
            place = named[at], finding.sheet, finding.cell
            self._at.setdefault(place, finding)
            if place not in values:
                row, column = parse_a1(finding.cell)
                self._of_rows.setdefault((named[at], finding.sheet, row), []).append((column, finding))

    def why(self, place: Place) -> str:
        """The finding at a place, else the first of its row that is about no other value; "" where there is none."""
        submission, sheet, cell = place
        finding = self._at.get(place)
        if finding is None:
            row, _ = parse_a1(cell)
            of_row = self._of_rows.get((submission, sheet, row), [])
            finding = min(of_row, key=itemgetter(0))[1] if of_row else None
        return load_catalogue()[finding.code].wording(finding) if finding else ""
