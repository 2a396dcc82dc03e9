"""Which version of a report speaks for its sender: a plain slow judge beside the SQL."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines.store.board_rows import forms_owed
from pipelines.store.standings import Standing, standings
from pipelines.store.warehouse import Warehouse
from tests.store.small_warehouse import CAMPAIGN, a_file, a_submission, batch, stock

MONTH_END = date(2021, 11, 30)


class Version(NamedTuple):
    sender: str | None
    form: str
    present: bool = True
    outcome: str = "read"
    received_on: date | None = None
    registered_date: str | None = None
    printed_date: str | None = None

    @property
    def doc_date(self) -> str | None:
        return self.registered_date or self.printed_date


def later(a: str | None, b: str | None) -> bool:
    """Whether document date a is surely after b; a partial date counts only as far as it is written."""
    if not a or not b:
        return False
    for x, y in zip(a.split("-"), b.split("-"), strict=False):
        if int(x) != int(y):
            return int(x) > int(y)
    return False


def judge(versions: list[Version]) -> list[str]:
    """The rule in plain words, one version after the other."""
    standings = []
    for one in versions:
        if not one.present:
            standings.append("gone")
        elif one.received_on and one.received_on > MONTH_END:
            standings.append("later")
        elif one.outcome == "refused":
            standings.append("refused")
        elif one.sender is None:
            standings.append("no_sender")
        else:
            rivals = [
                v
                for v in versions
                if v is not one
                and (v.sender, v.form, v.present, v.outcome) == (one.sender, one.form, True, "read")
                and not (v.received_on and v.received_on > MONTH_END)
            ]
            dated = [v for v in rivals if v.received_on]
            if one.received_on is None:
                standings.append("beside_registered" if dated else "two_undated" if rivals else "in_force")
                continue
            same_day = [v for v in dated if v.received_on == one.received_on]
            if any(v.received_on > one.received_on for v in dated) or any(
                later(v.doc_date, one.doc_date) for v in same_day
            ):
                standings.append("superseded")
            elif all(later(one.doc_date, v.doc_date) for v in same_day):
                standings.append("in_force")
            else:
                standings.append("two_undated")
    return standings


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder: Path = tmp_path_factory.mktemp("standing")
    with Warehouse.open_writer(folder) as opened:
        yield opened


def ask_sql(warehouse: Warehouse, versions: list[Version]) -> list[str]:
    names = [f"v{i}" for i in range(9)]
    # Every earlier example is replaced: files without submissions say nothing.
    warehouse.replace_files(
        batch(
            [a_file(name) for name in names],
            [
                a_submission(name, v.sender, v.form, outcome=v.outcome, doc_date=v.printed_date)
                for name, v in zip(names, versions, strict=False)
            ],
        )
    )
    present = [name for name, v in zip(names, versions, strict=False) if v.present]
    registered = {
        name: (v.received_on, v.registered_date)
        for name, v in zip(names, versions, strict=False)
        if v.received_on
    }
    warehouse.replace_stock(CAMPAIGN, **stock(present, registered))
    rows = warehouse.query_arrow("standings", campaign=CAMPAIGN, month_end=MONTH_END).to_pylist()
    found = {row["submission_id"]: row["standing"] for row in rows}
    return [found[f"{name}-{v.form}"] for name, v in zip(names, versions, strict=False)]


DAY_1, DAY_2, NEXT_MONTH = date(2021, 11, 5), date(2021, 11, 30), date(2021, 12, 1)


def sent(received_on: date | None = None, doc: str | None = None, **more: object) -> Version:
    return Version("A", "so-lieu", received_on=received_on, registered_date=doc, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("versions", "standings"),
    [
        ([sent(DAY_1), sent(DAY_2)], "superseded in_force"),
        ([sent()], "in_force"),
        ([sent(), sent()], "two_undated two_undated"),
        ([sent(DAY_1), sent()], "in_force beside_registered"),
        ([sent(DAY_1), sent(DAY_1)], "two_undated two_undated"),
        ([sent(DAY_1, "2021-11-03"), sent(DAY_1, "2021-11-04")], "superseded in_force"),
        (
            [sent(DAY_1, "2021-11"), sent(DAY_1, "2021-11-04")],
            "two_undated two_undated",
        ),
        ([sent(DAY_1, "2021-10"), sent(DAY_1, "2021-11-04")], "superseded in_force"),
        ([sent(DAY_1, "2021-11-03"), sent(DAY_1)], "two_undated two_undated"),
        ([sent(DAY_1), sent(NEXT_MONTH)], "in_force later"),
        ([sent(DAY_1), sent(DAY_2, outcome="refused")], "in_force refused"),
        ([sent(DAY_1), sent(DAY_2, present=False)], "in_force gone"),
        ([sent(), sent(NEXT_MONTH)], "in_force later"),
        (
            [Version(None, "so-lieu", received_on=DAY_2), sent(DAY_1)],
            "no_sender in_force",
        ),
        (
            [sent(DAY_1), Version("A", "tu-cham", received_on=DAY_2)],
            "in_force in_force",
        ),
    ],
)
def test_one_version_speaks_for_its_sender(
    warehouse: Warehouse, versions: list[Version], standings: str
) -> None:
    assert judge(versions) == standings.split()
    assert ask_sql(warehouse, versions) == standings.split()


DOC_DATES = st.sampled_from([None, "2021", "2021-10", "2021-11", "2021-11-03", "2021-11-04", "2020-12-31"])
VERSIONS = st.builds(
    Version,
    sender=st.sampled_from(["A", "A", "A", "B", None]),
    form=st.sampled_from(["so-lieu", "so-lieu", "tu-cham"]),
    present=st.sampled_from([True, True, True, False]),
    outcome=st.sampled_from(["read", "read", "read", "refused"]),
    received_on=st.sampled_from([None, DAY_1, DAY_2, DAY_2, NEXT_MONTH]),
    registered_date=DOC_DATES,
    printed_date=DOC_DATES,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(VERSIONS, max_size=9))
@example([])
def test_the_sql_agrees_with_the_plain_judge(warehouse: Warehouse, versions: list[Version]) -> None:
    # A date in arrivals.csv exists only on a line with a day of receipt.
    versions = [v if v.received_on else v._replace(registered_date=None) for v in versions]
    assert ask_sql(warehouse, versions) == judge(versions)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(VERSIONS, max_size=7))
def test_never_two_versions_in_force_for_one_sender_and_form(
    warehouse: Warehouse, versions: list[Version]
) -> None:
    standings = ask_sql(warehouse, versions)
    speaking = [(v.sender, v.form) for v, s in zip(versions, standings, strict=True) if s == "in_force"]
    assert len(speaking) == len(set(speaking))


def test_a_unit_that_returns_to_its_first_file_is_judged_by_it_from_that_day_and_not_late(
    warehouse: Warehouse,
) -> None:
    first, other, back = date(2021, 11, 5), date(2021, 11, 10), date(2021, 11, 20)
    warehouse.replace_files(
        batch([a_file("v0"), a_file("v1")], [a_submission("v0", "A"), a_submission("v1", "A")])
    )
    tables = stock(
        ["v0", "v1"], {"v0": (first, None), "v1": (other, None)}, [("A", "so-lieu", date(2021, 11, 6))]
    )
    returned = stock([], {"v0": (back, "2021-11-19")})["arrivals"]
    tables["arrivals"] = pa.concat_tables([tables["arrivals"], returned])
    warehouse.replace_stock(CAMPAIGN, **tables)

    def in_force(day: date) -> list[tuple[str, date | None, str | None]]:
        found = standings(warehouse, CAMPAIGN, day)
        return [
            (one.submission_id[:2], one.received_on, one.registered_doc_date)
            for one in found
            if one.standing == "in_force"
        ]

    assert in_force(first) == [("v0", first, None)]
    assert in_force(other) == [("v1", other, None)]
    assert in_force(MONTH_END) == [("v0", back, "2021-11-19")]
    [owed] = forms_owed(warehouse, CAMPAIGN, MONTH_END)
    assert (owed.state, owed.first_received_on, owed.received_on) == ("on_time", first, back)
    assert (owed.version_count, owed.registered_doc_date) == (2, "2021-11-19")


def test_settled_once_a_month_end_is_answered_as_before_and_so_are_other_days(tmp_path: Path) -> None:
    versions = [sent(DAY_1), sent(DAY_2), sent(NEXT_MONTH), sent()]
    with Warehouse.open_writer(tmp_path) as warehouse:
        at_month_end = ask_sql(warehouse, versions)
        on_day_1, elsewhere = (
            warehouse.query("standings", campaign=CAMPAIGN, month_end=DAY_1),
            warehouse.query("standings", campaign="khác", month_end=MONTH_END),
        )
        warehouse.settle(CAMPAIGN, MONTH_END)
        rows = warehouse.query_arrow("standings", campaign=CAMPAIGN, month_end=MONTH_END).to_pylist()
        found = {row["submission_id"]: row["standing"] for row in rows}
        assert [found[f"v{i}-so-lieu"] for i in range(4)] == at_month_end
        assert warehouse.query("standings", campaign=CAMPAIGN, month_end=DAY_1) == on_day_1 != []
        assert warehouse.query("standings", campaign="khác", month_end=MONTH_END) == elsewhere == []
        # Worked out once: what is stored afterwards is not seen until it is settled again.
        warehouse.replace_stock(CAMPAIGN, **stock([], {}))
        assert {one.standing for one in standings(warehouse, CAMPAIGN, MONTH_END)} != {"gone"}
        warehouse.settle(CAMPAIGN, MONTH_END)
        assert {one.standing for one in standings(warehouse, CAMPAIGN, MONTH_END)} == {"gone"}


def test_a_standing_has_the_columns_of_its_question(tmp_path: Path) -> None:
    with Warehouse.open_writer(tmp_path) as warehouse:
        table = warehouse.query_arrow("standings", campaign=CAMPAIGN, month_end=MONTH_END)
    assert table.column_names == list(Standing._fields)
