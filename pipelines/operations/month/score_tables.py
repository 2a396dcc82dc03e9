"""Points and results as tables of the warehouse."""

from collections.abc import Iterable, Sequence
from typing import Any

from pipelines.scoring.score import Results, UnitScore
from pipelines.store.warehouse import Warehouse
from schemas.tables.arrow import pa
from schemas.tables.columns import RESULTS, SCORES


def score_tables(campaign: str, month: str, results: Results) -> tuple[pa.Table, pa.Table]:
    """The tables SCORES and RESULTS of `schemas.tables.columns` for one month."""
    scores, totals = [SCORES.empty_table()], [RESULTS.empty_table()]
    for scoring, scored in results:
        head = {
            "campaign": campaign,
            "month": month,
            "decision": scoring.decision.id,
            "annex": scoring.criteria.annex,
            "round": scoring.ranked_round,
        }
        scores.append(_scores(head, scored))
        totals.append(_totals(head, scored))
    return pa.concat_tables(scores), pa.concat_tables(totals)


def standing_tables(warehouse: Warehouse, campaign: str, month: str) -> tuple[pa.Table, pa.Table]:
    """The same tables as they were recorded last, empty where they were not."""
    scores = warehouse.query_arrow("scores_standing", campaign=campaign, month=month)
    results = warehouse.query_arrow("results_standing", campaign=campaign, month=month)
    return _declared(scores, SCORES), _declared(results, RESULTS)


def _declared(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_arrays([table[name] for name in schema.names], schema=schema)


def _scores(head: dict[str, str], scored: Sequence[UnitScore]) -> pa.Table:
    parts = [part for one in scored for part in one.parts]
    facts = [part.fact for part in parts]
    return _table(SCORES, head, len(parts), {
        "unit": [one.unit for one in scored for _ in one.parts],
        "criterion": [part.criterion for part in parts],
        "state": [part.state for part in parts],
        "points": [part.points for part in parts],
        "submission_id": [fact and fact.submission_id for fact in facts],
        "sheet": [fact and fact.sheet for fact in facts],
        "cell": [fact and fact.cell for fact in facts],
        "typed": [fact and fact.typed for fact in facts],
        "reason": [part.reason or None for part in parts],
        "who": [part.who or None for part in parts],
    })  # fmt: skip


def _totals(head: dict[str, str], scored: Sequence[UnitScore]) -> pa.Table:
    return _table(RESULTS, head, len(scored), {
        "block": [one.block for one in scored],
        "unit": [one.unit for one in scored],
        "state": [one.state for one in scored],
        "total": [one.total for one in scored],
        "reason": [one.reason or None for one in scored],
        "rank": [one.rank for one in scored],
        "grade": [one.grade or None for one in scored],
    })  # fmt: skip


def _table(
    schema: pa.Schema, head: dict[str, str], count: int, columns: dict[str, Iterable[Any]]
) -> pa.Table:
    """`count` rows, the values of `head` in each of them."""
    arrays = [
        pa.repeat(head[field.name], count)
        if field.name in head
        else pa.array(columns[field.name], field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
