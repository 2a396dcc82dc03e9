"""What lies in the inbox, what the book of arrivals says and who owes what, as tables of the warehouse."""

from collections.abc import Mapping, Sequence

from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import InboxFile
from schemas.campaigns.campaign import Campaign
from schemas.tables.arrow import pa
from schemas.tables.columns import ARRIVALS, DUE, INBOX, table_of


def stock_tables(
    campaign: Campaign, files: Sequence[InboxFile], arrivals: Mapping[str, Arrival]
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The tables INBOX, ARRIVALS and DUE of `schemas.tables.columns`. `arrivals` by the hash of the file."""
    lying = [(campaign.id, file.file_hash, file.path) for file in files]
    entered = [
        (campaign.id, file_hash, one.received_on, one.number or None, one.doc_date or None)
        for file_hash, first in arrivals.items()
        for one in first.lines
    ]
    due = [
        (campaign.id, unit.code, one.form, one.deadline)
        for one in campaign.dues
        for unit in campaign.roster.of_level(one.level)
    ]
    return table_of(lying, INBOX), table_of(entered, ARRIVALS), table_of(due, DUE)
