"""Whether a campaign's ledger came with the folder, copied from an earlier campaign: its points are not this one's."""

import json
from datetime import date
from pathlib import Path

from pipelines.store.ledger import LEDGER, NO_HASH, Ledger
from schemas.declaration import DeclarationError
from schemas.period import read_period
from schemas.toml_section import Section


def copied_from(campaign: Path, ledger: Ledger) -> str | None:
    """The campaign of an earlier period, beside this one, whose ledger begins with the same entry; None: there is none.

    No two campaigns can make the same first entry, which names its file, cell and day.
    """
    first = ledger.links[0].hash if ledger.links else NO_HASH
    begun = _period_begins(campaign)
    if first == NO_HASH or begun is None:
        return None
    for other in sorted(campaign.parent.glob(f"*/{LEDGER}")):
        if other.parent.name == campaign.name or _first_hash(other) != first:
            continue
        earlier = _period_begins(other.parent)
        if earlier is not None and earlier < begun:
            return other.parent.name
    return None


def _first_hash(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as lines:
            return str(json.loads(lines.readline())["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        # What is wrong with another campaign's ledger is told where that campaign is run.
        return ""


def _period_begins(campaign: Path) -> date | None:
    try:
        period = read_period(Section.load(campaign / "campaign.toml").text("period"))
    except (OSError, DeclarationError):
        return None
    return period.first if period else None
