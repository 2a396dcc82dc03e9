"""Why points are withheld, told with the cell and in the words of the finding about it.

A point of 0,5 is refused where its unit stands in two rows, or two forms differ: what stands in the cell tells nobody.
Asked only where something is withheld.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from pipelines.scoring.apply import TreeScore
from pipelines.scoring.reported import PointFact
from pipelines.scoring.round_point import RoundPoint
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.findings import Finding, load_catalogue
from schemas.tables.arrow import pa

Key = tuple[str, str]


def told_points(
    campaign: Campaign, warehouse: Warehouse, points: Mapping[Key, RoundPoint]
) -> dict[Key, RoundPoint]:
    """Points of a round by (unit, criterion), each refused one with the finding that refuses it behind its reason."""
    refused = {
        key: (point, point.source)
        for key, point in points.items()
        if point.state == "disputed" and isinstance(point.source, PointFact) and not point.source.usable
    }
    if not refused:
        return dict(points)
    whys = _whys(campaign, warehouse, {fact.submission_id for _, fact in refused.values()})
    found = dict(points)
    for key, (point, fact) in refused.items():
        if why := whys.get((fact.submission_id, fact.sheet, fact.cell)):
            found[key] = point._replace(reason=f"{point.reason}: {why}")
    return found


def told_trees(
    campaign: Campaign,
    scoring: Scoring,
    warehouse: Warehouse,
    until: datetime.date,
    trees: Mapping[str, TreeScore],
    refused: Collection[Key],
) -> dict[str, TreeScore]:
    """Computed scores by unit, each criterion that waits for a `refused` figure (unit, indicator) with that figure's
    cells behind its reason. What counts is what was received up to the day `until`."""
    if not refused:
        return dict(trees)
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
    whys = _whys(campaign, warehouse, {row[4] for row in heard})
    told: dict[Key, list[str]] = {}
    refused: set[Key] = set()
    for unit, item, _, form, submission, sheet, cell, typed in heard:
        why = whys.get((submission, sheet, cell), "")
        where = f"{campaign.layouts[form].name}, {sheet}!{cell} ghi “{typed}”"
        told.setdefault((unit, item), []).append(f"{where}: {why}" if why else where)
        if why:
            refused.add((unit, item))
    # Two cells with which nothing is wrong but that they differ.
    return {
        key: "; ".join(lines) + (": hai số khác nhau" if len(lines) > 1 and key not in refused else "")
        for key, lines in told.items()
    }


def _whys(
    campaign: Campaign, warehouse: Warehouse, submissions: Iterable[str]
) -> dict[tuple[str, str, str], str]:
    """By (submission, sheet, cell) why a value there is not used."""
    named, catalogue = sorted(submissions), load_catalogue()
    sent = pa.table(
        {"at": pa.array(range(len(named)), pa.int32()), "submission_id": pa.array(named, pa.string())}
    )
    return {
        (named[at], sheet, cell): catalogue[code].wording(Finding(code, sheet, cell, found, detail))
        for at, sheet, cell, code, found, detail in warehouse.query(
            "why_not_used", {"sent": sent}, campaign=campaign.id
        )
    }
