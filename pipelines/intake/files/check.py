"""Judges the points of all files read in one run, at once: maximum, grid, parts against the total.

Parsing comes first and is done; here nothing is coerced. What fails becomes a finding at its cell and a fact that
is not usable; one fault hides no other.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.intake.rows.subtotals import subtotals
from schemas.campaigns.campaign import Campaign
from schemas.criteria.rule_kinds import EXTRA
from schemas.decimal_comma import with_comma
from schemas.findings import REFUSING, load_catalogue
from schemas.tables.arrow import pa
from schemas.tables.columns import FINDINGS

if TYPE_CHECKING:
    import polars as pl

    from schemas.tables.frame import pandera

# Findings of this step are numbered after those of reading.
_FIRST_ORDINAL = 1_000_000
_MILLION = 1_000_000
_UNLIMITED = 10**15
_FAR = 10**15


def _failures(schema: "pandera.DataFrameSchema", frame: "pl.DataFrame") -> list[tuple[int, str]]:
    """(row of the facts, finding code) of every failed check. `frame` numbers the facts' rows in column "row"."""
    from pandera.errors import SchemaErrors

    from schemas.tables.frame import judge

    try:
        judge(schema, frame)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        assert cases["index"].null_count() == 0, f"a frame that is wrong as a whole: {cases}"
        rows = frame["row"].gather(cases["index"])
        return list(zip(rows.to_list(), cases["check"].to_list(), strict=True))
    return []


def _limits(campaign: Campaign) -> dict[tuple[str, str], tuple[int | None, int | None, str]]:
    """(level, criterion) → (maximum, grid, rule), points in millionths; an unknown maximum limits nothing.

    A total may reach the sum of the parts and the bonus on top of it.
    """
    limits: dict[tuple[str, str], tuple[int | None, int | None, str]] = {}
    for scoring in campaign.scorings:
        convention, whole = scoring.decision.convention, scoring.criteria
        grid = int(convention.grid * _MILLION)
        for code, criterion in whole.criteria.items():
            most = criterion.max_points
            if most is not None and code == whole.root:
                most += whole.bonus_cap or 0
            limit = _UNLIMITED if most is None else int(most * _MILLION)
            step = int(convention.total_step * _MILLION) if code == whole.root else grid
            limits[str(scoring.level), code] = (limit, step, criterion.rule)
    return limits


def check_points(tables: Mapping[str, pa.Table], campaign: Campaign) -> dict[str, pa.Table]:
    """The same tables, with findings added for points that cannot be, and the facts concerned not usable.

    Rows are those of `schemas.tables.columns`. Source of the limits: the decision that scores the unit's level.
    """
    import polars as pl

    from schemas.forms.points import points_schema, totals_schema
    from schemas.tables.frame import as_frame

    read = as_frame(tables["facts"].select(["submission_id", "unit", "item", "kind", "value", "usable"]))
    points = read.with_columns(row=pl.int_range(pl.len())).filter(
        pl.col("kind").is_in(["criterion", "total"]) & pl.col("usable") & pl.col("value").is_not_null()
    )
    if points.is_empty():
        return dict(tables)
    levels = {code: unit.level for code, unit in campaign.roster.units.items()}
    limits = _limits(campaign)
    pairs = [
        limits.get((levels.get(unit, ""), item), (None, None, "given"))
        for unit, item in zip(points["unit"], points["item"], strict=True)
    ]
    frame = points.select("row", "unit", "kind", "item", submission="submission_id").with_columns(
        # Six decimals are kept, so what a value is held as are millionths. A mistyped number of fifteen digits must not
        # overflow; beyond any maximum, how far makes no difference.
        points["value"].to_physical().clip(-_FAR, _FAR).cast(pl.Int64).alias("points"),
        pl.Series("maximum", [pair[0] for pair in pairs], pl.Int64),
        pl.Series("grid", [pair[1] for pair in pairs], pl.Int64),
        pl.Series("rule", [pair[2] for pair in pairs], pl.String),
    )
    judged = frame.filter(pl.col("grid").is_not_null()).with_columns(
        over_max=pl.col("points") - pl.col("maximum"), off_grid=pl.col("points") % pl.col("grid")
    )
    failed = _failures(points_schema(), judged)
    spoilt = {row for row, _ in failed}

    right = frame.filter(~pl.col("row").is_in(spoilt))
    sums = pl.concat(
        [found.select("row", "sum", "gap")
         for found in (_sums(right, campaign, levels), subtotals(right, campaign, levels))]
    )  # fmt: skip
    failed += _failures(totals_schema(), sums)
    maxima, grids, totals = (
        dict(zip(part["row"].to_list(), part[name].to_list(), strict=True))
        for part, name in ((judged, "maximum"), (judged, "grid"), (sums, "sum"))
    )
    limits_of = {"points_over_max": maxima, "points_off_grid": grids, "total_mismatch": totals}
    details = {(row, code): _written(limits_of[code][row]) for row, code in failed if code in limits_of}
    return _with_failures(tables, sorted(failed), details)


def _sums(frame: "pl.DataFrame", campaign: Campaign, levels: Mapping[str, str]) -> "pl.DataFrame":
    """Totals whose parts are all there: `row` of the total, `points` the total, `sum`, `gap` total less parts."""
    import polars as pl

    parts = (
        _earned(frame.filter(pl.col("kind") == "criterion"), campaign, levels)
        .group_by("submission", "unit")
        .agg(pl.col("points").sum().alias("sum"), pl.col("count").sum())
    )
    joined = frame.filter(pl.col("kind") == "total").join(parts, on=["submission", "unit"], nulls_equal=True)
    expected = {
        str(scoring.level): len(scoring.criteria.parts) + len(scoring.criteria.extras)
        for scoring in campaign.scorings
    }
    due = pl.Series(
        "due", [expected.get(levels.get(unit, ""), 0) for unit in joined["unit"].to_list()], pl.Int64
    )
    floors = {
        str(scoring.level): int(scoring.decision.convention.total_floor * _MILLION)
        for scoring in campaign.scorings
        if scoring.decision.convention.total_floor is not None
    }
    floor = [floors.get(levels.get(unit, "")) for unit in joined["unit"].to_list()]
    joined = joined.with_columns(sum=pl.max_horizontal("sum", pl.Series(floor, dtype=pl.Int64)))
    joined = _printed(joined, campaign, levels)
    complete = joined.filter(joined["count"] == due)
    return complete.with_columns(gap=pl.col("points") - pl.col("sum"))


def _earned(frame: "pl.DataFrame", campaign: Campaign, levels: Mapping[str, str]) -> "pl.DataFrame":
    """What adds up to a total: `points` and how many criteria they stand for (`count`).

    The row above its parts adds nothing of its own; bonuses and deductions count within their caps, the latter less.
    """
    import polars as pl

    sided = frame.filter(pl.col("rule") != "sum").with_columns(count=pl.lit(1, pl.Int64))
    sided = sided.select("submission", "unit", "rule", "points", "count")
    extra = sided["rule"].is_in(list(EXTRA))
    if not extra.any():
        return sided
    caps = {
        (str(scoring.level), rule): int((cap or 0) * _MILLION)
        for scoring in campaign.scorings
        for rule, cap in (("bonus", scoring.criteria.bonus_cap), ("deduct", scoring.criteria.deduction_cap))
    }
    sums = sided.filter(extra).group_by("submission", "unit", "rule").agg(pl.col("points", "count").sum())
    bounded = [
        min(points, caps[levels[unit], rule]) * (1 if rule == "bonus" else -1)
        for unit, rule, points in sums.select("unit", "rule", "points").iter_rows()
    ]
    return pl.concat([sided.filter(~extra), sums.with_columns(pl.Series("points", bounded, pl.Int64))])


def _printed(joined: "pl.DataFrame", campaign: Campaign, levels: Mapping[str, str]) -> "pl.DataFrame":
    """With each `sum` as the decision has a total printed: who rounds as it says has added up rightly."""
    import polars as pl

    conventions = {
        str(scoring.level): scoring.decision.convention
        for scoring in campaign.scorings
        if scoring.decision.convention.round_total
    }
    if not conventions:
        return joined
    printed = [
        total
        if total is None or (convention := conventions.get(levels.get(unit, ""))) is None
        else int(convention.printed_total(Decimal(total) / _MILLION) * _MILLION)
        for unit, total in joined.select("unit", "sum").iter_rows()
    ]
    return joined.with_columns(pl.Series("sum", printed, pl.Int64))


def _written(millionths: int) -> str:
    return with_comma((Decimal(millionths) / _MILLION).normalize())


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
    rejected = [row for row, code in failed if catalogue[code].severity in REFUSING]
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
