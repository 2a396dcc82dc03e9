"""The findings that the board shows, each with its file, its unit and its severity."""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipelines.operations.board.dropped_values import dropped_values
from pipelines.operations.gathered import gather
from pipelines.store.board_rows import findings_listed
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.findings import SEVERITIES, Finding, Severity, load_catalogue

STANDING_CODES = {
    "two_undated": "two_undated_versions",
    "beside_registered": "not_registered_beside_registered",
}
# A version that another one replaced needs no mending.
_NOT_SHOWN = ("superseded", "gone", "later")


class Listed(NamedTuple):
    """A finding with all that is needed to show it: whose file (None: of nobody), its path, how bad."""

    unit: str | None
    path: str
    severity: Severity
    finding: Finding


def listed_findings(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date, standings: Sequence[Standing]
) -> list[Listed]:
    """The findings of every file that counts or wants mending, and those that follow from the book.

    `standings` are those of the campaign. A finding about a whole file is shown with the file's sender, unless no
    version in the file counts any more.
    """
    told = []
    senders = _senders(campaign, standings)
    counting = {one.path for one in standings if one.standing not in _NOT_SHOWN}
    for one in findings_listed(warehouse, campaign.id, until):
        replaced = (
            one.standing in _NOT_SHOWN if one.standing else one.path in senders and one.path not in counting
        )
        if not replaced:
            finding = Finding(one.code, one.sheet, one.cell, one.found, one.detail)
            whose = one.path, one.sender or senders.get(one.path), one.severity
            told.append((whose, one.unit or whose[1], finding))
    found = [
        Listed(unit or sender, path, severity, finding)
        for (path, sender, severity), unit, finding in gather(told)
    ]
    found += _from_standings(campaign, standings, senders)
    catalogue = load_catalogue()
    for version, finding in dropped_values(campaign, warehouse, standings):
        found.append(Listed(version.sender, version.path, catalogue[finding.code].severity, finding))
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}
    return sorted(found, key=lambda one: (one.path, rank[one.severity]))


def _senders(campaign: Campaign, standings: Sequence[Standing]) -> dict[str, str | None]:
    """Who sent each file, by path: of several whose reports lie in it, the one above the others."""
    senders: dict[str, str | None] = {}
    for one in standings:
        other = senders.setdefault(one.path, one.sender)
        if other is None or (
            one.sender != other and any(unit.code == one.sender for unit in campaign.roster.ancestors(other))
        ):
            senders[one.path] = one.sender
    return senders


def _from_standings(
    campaign: Campaign, standings: Sequence[Standing], senders: Mapping[str, str | None]
) -> list[Listed]:
    """Versions without an order, and files that nobody entered in the book; `senders` are those of the files."""
    catalogue = load_catalogue()
    together: dict[tuple[str | None, str], list[str]] = {}
    for one in standings:
        if one.standing == "two_undated":
            together.setdefault((one.sender, one.form), []).append(one.path)
    found = []
    unregistered: dict[str, None] = {}
    for one in standings:
        if one.standing in STANDING_CODES:
            code = STANDING_CODES[one.standing]
            detail = "; ".join(together.get((one.sender, one.form), ()))
            finding = Finding(code, one.sheet or "", "", campaign.layouts[one.form].name, detail)
            found.append(Listed(one.sender, one.path, catalogue[code].severity, finding))
        if one.received_on is None and one.standing not in ("gone", "later"):
            unregistered[one.path] = None
    note = catalogue["not_registered"].severity
    return found + [Listed(senders[path], path, note, Finding("not_registered")) for path in unregistered]
