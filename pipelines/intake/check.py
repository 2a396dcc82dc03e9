"""Judges the points of all files read in one run, at once: maximum, grid, parts against the total.

Parsing comes first and is done; here nothing is coerced. What fails becomes a finding at its cell and a fact that
is not usable; one fault hides no other.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from schemas.campaigns.campaign import Campaign
from schemas.findings import load_catalogue
from schemas.tables.columns import FINDINGS

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pandera

# Findings of this step are numbered after those of reading.
_FIRST_ORDINAL = 1_000_000
_MILLION = 1_000_000
_UNLIMITED = 10**15
_FAR = 10**15


def _failures(schema: "pandera.DataFrameSchema", frame: "pd.DataFrame") -> list[tuple[int, str]]:
    """(row of the facts, finding code) of every failed check, in the order of the rows."""
    import pandera.errors

    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        assert cases["index"].notna().all(), f"a frame that is wrong as a whole: {cases}"
        found = zip(cases["index"].astype(int), cases["check"].astype(str), strict=True)
        return sorted(found)
    return []


def _limits(campaign: Campaign) -> dict[tuple[str, str], tuple[int, int]]:
    """(level, criterion) → (maximum, grid) in millionths; a maximum that the decision does not give limits nothing."""
    limits: dict[tuple[str, str], tuple[int, int]] = {}
    for scoring in campaign.scorings:
        grid = int(scoring.decision.grid * _MILLION)
        for criterion in scoring.criteria.criteria.values():
            known = criterion.max_points
            limits[str(scoring.level), criterion.code] = (
                _UNLIMITED if known is None else int(known * _MILLION),
                grid,
            )
    return limits


def check_points(tables: Mapping[str, pa.Table], campaign: Campaign) -> dict[str, pa.Table]:
    """The same tables, with findings added for points that cannot be, and the facts concerned not usable.

    Rows are those of `schemas.tables.columns`. Source of the limits: the decision that scores the unit's level.
    """
    facts = tables["facts"]
    units = campaign.roster.units
    levels = {code: unit.level for code, unit in units.items()}
    rows = pc.indices_nonzero(
        pc.and_(
            pc.and_(pc.is_in(facts["kind"], pa.array(["criterion", "total"])), facts["usable"]),
            pc.is_valid(facts["value"]),
        )
    )
    if not len(rows):
        return dict(tables)
    import pandas as pd

    from schemas.forms.points import points_schema, totals_schema

    points = facts.take(rows)
    # A mistyped number of fifteen digits must not overflow; beyond any maximum, how far beyond makes no difference.
    scaled = [max(-_FAR, min(_FAR, int(value.scaleb(6)))) for value in points["value"].to_pylist()]
    frame = pd.DataFrame(
        {
            "points": pd.array(scaled, dtype="int64"),
            "submission": points["submission_id"].to_pylist(),
            "unit": points["unit"].to_pylist(),
            "item": points["item"].to_pylist(),
            "kind": points["kind"].to_pylist(),
        },
        index=rows.to_numpy(),
    )
    limits = _limits(campaign)
    pairs = [
        limits.get((levels.get(unit, ""), item))
        for unit, item in zip(frame["unit"], frame["item"], strict=True)
    ]
    known = frame[[pair is not None for pair in pairs]]
    found_limits = [pair for pair in pairs if pair is not None]
    maxima = pd.Series([pair[0] for pair in found_limits], index=known.index, dtype="int64")
    grids = pd.Series([pair[1] for pair in found_limits], index=known.index, dtype="int64")
    judged = known.assign(over_max=known["points"] - maxima, off_grid=known["points"] % grids)
    failed = _failures(points_schema(), judged[["points", "over_max", "off_grid"]].astype("int64"))
    spoilt = {row for row, _ in failed}

    sums = _sums(frame[~frame.index.isin(spoilt)], campaign, levels)
    failed += _failures(totals_schema(), sums[["gap"]]) if len(sums) else []
    right = {
        "points_over_max": maxima.to_dict(),
        "points_off_grid": grids.to_dict(),
        "total_mismatch": sums["sum"].to_dict(),
    }
    details = {(row, code): _written(right[code][row]) for row, code in failed if code in right}
    return _with_failures(tables, sorted(failed), details)


def _sums(frame: "pd.DataFrame", campaign: Campaign, levels: Mapping[str, str]) -> "pd.DataFrame":
    """Totals whose parts are all there: index = row of the total, `points` the total, `gap` total less parts."""
    parts = (
        frame[frame["kind"] == "criterion"]
        .groupby(["submission", "unit"], sort=False)["points"]
        .agg(["sum", "count"])
    )
    totals = frame[frame["kind"] == "total"]
    joined = totals.join(parts, on=["submission", "unit"], how="inner")
    expected = {str(scoring.level): len(scoring.criteria.parts) for scoring in campaign.scorings}
    due = joined["unit"].map(lambda unit: expected.get(levels.get(unit, ""), 0)).astype("int64")
    complete = joined[joined["count"] == due]
    return complete.assign(gap=(complete["points"] - complete["sum"]).astype("int64"))


def _written(millionths: int) -> str:
    number = (Decimal(millionths) / _MILLION).normalize()
    return f"{number:f}".replace(".", ",")


def _with_failures(
    tables: Mapping[str, pa.Table], failed: list[tuple[int, str]], details: Mapping[tuple[int, str], str]
) -> dict[str, pa.Table]:
    if not failed:
        return dict(tables)
    facts, catalogue = tables["facts"], load_catalogue()
    hashes = dict(
        zip(
            tables["submissions"]["submission_id"].to_pylist(),
            tables["submissions"]["file_hash"].to_pylist(),
            strict=True,
        )
    )
    rejected = [row for row, code in failed if catalogue[code].severity in ("rejects_row", "rejects_file")]
    usable = facts["usable"].to_pylist()
    for row in rejected:
        usable[row] = False
    at = facts.take(pa.array([row for row, _ in failed])).to_pylist()
    added = pa.Table.from_pylist(
        [
            {
                "campaign": fact["campaign"],
                "file_hash": hashes[fact["submission_id"]],
                "ordinal": _FIRST_ORDINAL + number,
                "code": code,
                "severity": catalogue[code].severity,
                "sheet": fact["sheet"],
                "cell": fact["cell"],
                "found": fact["typed"] or "",
                "detail": details.get((row, code), ""),
                "submission_id": fact["submission_id"],
                "unit": fact["unit"],
            }
            for number, ((row, code), fact) in enumerate(zip(failed, at, strict=True))
        ],
        schema=FINDINGS,
    )
    column = facts.schema.get_field_index("usable")
    return {
        **tables,
        "facts": facts.set_column(column, facts.schema.field("usable"), pa.array(usable, pa.bool_())),
        "findings": pa.concat_tables([tables["findings"], added]),
    }
