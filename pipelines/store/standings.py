"""Every version of every form in a campaign, and how it stands: the rows of `warehouse/queries/standings.sql`."""

import datetime
from typing import NamedTuple

from pipelines.store.warehouse import Warehouse


class Standing(NamedTuple):
    """One submission. Its letter is named by the form itself (`doc_…`) and by the book (`registered_…`); a day in a
    letter may be partial and is text. `standing` is told in `warehouse/marts/01_standing.sql`."""

    submission_id: str
    file_hash: str
    path: str
    sender: str | None
    form: str
    layout: str | None
    sheet: str | None
    period: str | None
    doc_symbol: str | None
    doc_date: str | None
    received_on: datetime.date | None
    registered_number: str | None
    registered_doc_date: str | None
    first_seen: datetime.date
    standing: str


def standings(warehouse: Warehouse, campaign: str, until: datetime.date) -> list[Standing]:
    """How every submission of a campaign stands at the end of the day `until`, by sender, form and day."""
    return list(map(Standing._make, warehouse.query("standings", campaign=campaign, month_end=until)))
