"""What the board is made from, as the warehouse answers: forms owed, findings, files, counts, by name."""

import datetime
from typing import NamedTuple

from pipelines.store.warehouse import Warehouse
from schemas.findings import Severity


class Owed(NamedTuple):
    """A form that a unit owes; `state` is told in `warehouse/marts/03_board.sql`. What follows `days_late` is of the
    version in force: its letter as the form (`doc_…`) and as the book (`registered_…`) names it."""

    unit: str
    form: str
    due_on: datetime.date | None
    state: str
    version_count: int
    first_received_on: datetime.date | None
    days_late: int | None
    received_on: datetime.date | None
    path: str | None
    doc_symbol: str | None
    doc_date: str | None
    registered_number: str | None
    registered_doc_date: str | None


class ListedFinding(NamedTuple):
    """A finding in a file of the month; `sender` and `standing` where it is about one form in it."""

    unit: str | None
    sender: str | None
    path: str
    code: str
    severity: Severity
    sheet: str
    cell: str
    found: str
    detail: str
    standing: str | None


class ReceivedFile(NamedTuple):
    """A file in the inbox, received up to the month's end or on a day that nobody noted."""

    path: str
    file_hash: str
    outcome: str
    received_on: datetime.date | None


class EndCount(NamedTuple):
    """One form in the table at the end of a run; `received` is everything but the missing."""

    form: str
    due: int
    received: int
    late: int
    unregistered: int
    missing: int
    with_errors: int


def forms_owed(warehouse: Warehouse, campaign: str, until: datetime.date) -> list[Owed]:
    """Every (unit, form) that is owed and how it stands at the end of the day `until`."""
    return list(map(Owed._make, warehouse.query("arrivals_board", campaign=campaign, month_end=until)))


def findings_listed(warehouse: Warehouse, campaign: str, until: datetime.date) -> list[ListedFinding]:
    """The findings of every file in the inbox that was not received after the day `until`, by path."""
    return list(
        map(ListedFinding._make, warehouse.query("findings_listed", campaign=campaign, month_end=until))
    )


def files_received(warehouse: Warehouse, campaign: str, until: datetime.date) -> list[ReceivedFile]:
    """The files of the month, by path; several paths may hold one content."""
    return list(
        map(ReceivedFile._make, warehouse.query("files_received", campaign=campaign, month_end=until))
    )


def end_counts(warehouse: Warehouse, campaign: str, until: datetime.date) -> list[EndCount]:
    """A row for each form owed."""
    return list(map(EndCount._make, warehouse.query("end_counts", campaign=campaign, month_end=until)))
