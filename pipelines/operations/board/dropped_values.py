"""Figures that an earlier version of a form reported and the version in force leaves empty.

The later version takes the place of the whole earlier one. Who corrects three cells often sends only these three: the
other figures would leave the province's sums without a word.
"""

from collections.abc import Sequence

from pipelines.operations.few_of_many import few_of_many
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.findings import Finding
from schemas.indicators import load_indicators
from schemas.tables.arrow import pa

DROPPED = "values_dropped"


def dropped_values(
    campaign: Campaign, warehouse: Warehouse, standings: Sequence[Standing]
) -> list[tuple[Standing, Finding]]:
    """One finding for each form in force that leaves figures empty which an earlier version had, the first by name.

    `standings` are those of the campaign, by sender, form and day of receipt.
    """
    corrected = _versions(standings)
    if not corrected:
        return []
    wanted = pa.table(
        {
            "submission_id": [one for one, _, _ in corrected],
            "now_id": [now for _, now, _ in corrected],
            "age": pa.array([age for _, _, age in corrected], pa.int32()),
        }
    )
    by_submission: dict[str, list[str]] = {}
    indicators, units = load_indicators(), campaign.roster.units
    versions = {one.submission_id: one for one in standings}
    rows = warehouse.query("values_dropped", {"version": wanted}, campaign=campaign.id)
    for submission, unit, item, typed in rows:
        whose = "" if unit in (None, versions[submission].sender) else f"{units[unit].name}, "
        label = indicators[item].label if item in indicators else item
        by_submission.setdefault(submission, []).append(f"{whose}{label} ({typed})")
    found = []
    for submission, said in by_submission.items():
        version = versions[submission]
        detail = few_of_many(said, "số liệu")
        found.append((version, Finding(DROPPED, version.sheet or "", "", str(len(said)), detail)))
    return found


def _versions(standings: Sequence[Standing]) -> list[tuple[str, str, int]]:
    """(submission, the one in force, its age) of every form that has been corrected; the one in force has age 0."""
    now = {(one.sender, one.form): one.submission_id for one in standings if one.standing == "in_force"}
    found: list[tuple[str, str, int]] = []
    ages: dict[str, int] = {}
    for one in reversed(standings):
        in_force = now.get((one.sender, one.form))
        if one.standing == "superseded" and in_force is not None:
            ages[in_force] = ages.get(in_force, 0) + 1
            found.append((one.submission_id, in_force, ages[in_force]))
    return [*found, *((submission, submission, 0) for submission in ages)]
