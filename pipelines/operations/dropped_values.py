"""Figures that an earlier version of a form reported and the version in force leaves empty.

The later version takes the place of the whole earlier one. Who corrects three cells often sends only these three: the
other figures would leave the province's sums without a word.
"""

import datetime
from collections.abc import Sequence

from pipelines.operations.listed import Listed
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.findings import Finding, load_catalogue
from schemas.indicators import load_indicators

CODE = "values_dropped"
_MOST_SHOWN = 5


def dropped_values(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date, standings: Sequence[Standing]
) -> list[Listed]:
    """One finding for each form in force that leaves figures empty which an earlier version had, the first by name."""
    if not any(one.standing == "superseded" for one in standings):
        return []
    by_submission: dict[str, list[str]] = {}
    indicators, units = load_indicators(), campaign.roster.units
    versions = {one.submission_id: one for one in standings}
    for submission, unit, item, typed in warehouse.query(
        "values_dropped", campaign=campaign.id, month_end=until
    ):
        whose = "" if unit in (None, versions[submission].sender) else f"{units[unit].name}, "
        label = indicators[item].label if item in indicators else item
        by_submission.setdefault(submission, []).append(f"{whose}{label} ({typed})")
    severity = load_catalogue()[CODE].severity
    found = []
    for submission, said in by_submission.items():
        version = versions[submission]
        more = len(said) - _MOST_SHOWN
        detail = "; ".join(said[:_MOST_SHOWN]) + (f" và {more} số liệu nữa" if more > 0 else "")
        finding = Finding(CODE, version.sheet or "", "", str(len(said)), detail)
        found.append(Listed(version.sender, version.path, CODE, severity, finding))
    return found
