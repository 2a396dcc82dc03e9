"""The checks of what goes into the warehouse: our own faults, which crash."""

from decimal import Decimal

import pandera.errors
import pytest

from schemas.tables import columns
from schemas.tables.facts import check_facts, check_findings
from schemas.tables.scores import check_scores
from tests.store.small_warehouse import CAMPAIGN, a_fact, a_finding, table

SOUND = a_fact("s1", "U1", "D7", "3.5")
BLANK = a_fact("s1", "U1", "D8", None)
DATE = a_fact("s1", "U1", "D9", None, state="value", text="2021-11-03", usable=True)


def test_sound_facts_pass_and_an_empty_table_too() -> None:
    check_facts(table(columns.FACTS, [SOUND, BLANK, DATE]))
    check_facts(columns.FACTS.empty_table())
    check_findings(columns.FINDINGS.empty_table())


@pytest.mark.parametrize(
    "fault",
    [
        {"cell": "D8"},
        {"kind": "chỉ tiêu"},
        {"state": "none"},
        {"value": None},
        {"state": "zero", "value": None},
        {"unit": None},
        {"cell": "7D"},
        {"row_no": 0},
        {"state": "unreadable", "value": None},
    ],
)
def test_each_unsound_fact_is_caught(fault: dict[str, object]) -> None:
    with pytest.raises(pandera.errors.SchemaErrors):
        check_facts(table(columns.FACTS, [SOUND | fault, BLANK]))


@pytest.mark.parametrize("fault", [{"severity": "fatal"}, {"code": "Lỗi"}, {"ordinal": 0}, {"ordinal": -1}])
def test_each_unsound_finding_is_caught(fault: dict[str, object]) -> None:
    rows = [
        a_finding("a", "file_empty", "warns"),
        a_finding("a", "file_empty", "warns", ordinal=1) | fault,
    ]
    with pytest.raises(pandera.errors.SchemaErrors):
        check_findings(table(columns.FINDINGS, rows))


KEY = {
    "campaign": CAMPAIGN,
    "month": "2021-11",
    "decision": "q",
    "annex": "III",
    "round": "r",
    "unit": "U1",
}
SCORE = KEY | {"criterion": "7.2.1", "state": "value", "points": Decimal("0.5")}
RESULT = KEY | {"block": "xã", "state": "scored", "total": Decimal("4.5"), "rank": 1}
MISSING = KEY | {"unit": "U2", "block": "xã", "state": "missing"}


@pytest.mark.parametrize(
    ("score", "result"),
    [
        ({"month": "11/2021"}, {}),
        ({}, {"unit": "U2"}),
        ({}, {"total": None}),
        ({}, {"state": "tốt"}),
        ({}, {"rank": 0}),
        ({}, {"state": "missing", "total": None}),
    ],
)
def test_each_unsound_score_is_caught(score: dict[str, object], result: dict[str, object]) -> None:
    check_scores(table(columns.SCORES, [SCORE]), table(columns.RESULTS, [RESULT, MISSING]))
    with pytest.raises(pandera.errors.SchemaErrors):
        check_scores(
            table(columns.SCORES, [SCORE | score]),
            table(columns.RESULTS, [RESULT | result, MISSING]),
        )
