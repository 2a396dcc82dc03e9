"""Where each figure came from (nguồn số liệu): one workbook per group of units."""

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from pipelines.operations.outputs import Outputs, safe_name
from pipelines.operations.score_contents import marks_of
from pipelines.operations.units_of_campaign import members
from pipelines.reports.provenance import ProvenanceContent, ProvenanceRow, write_provenance
from pipelines.reports.wording import date_text
from pipelines.steps import Counts
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.indicators import load_indicators

STATE_SHOWN = {
    "blank": "(trống)",
    "dash": "(gạch ngang)",
    "none": "(không có)",
    "not_arisen": "(không phát sinh)",
    "unknown": "(chưa có số liệu)",
    "mark": "(đánh dấu)",
    "unreadable": "(không đọc được)",
}


def write_sources(campaign: Campaign, warehouse: Warehouse, until: datetime.date, outputs: Outputs) -> Counts:
    """A workbook for every group of which something is in force; only those whose submissions changed are made again."""
    groups = {code: {unit.code for unit in units} | {code} for code, units in members(campaign).items()}
    group_of = {unit: code for code, units in groups.items() for unit in units}
    versions: dict[str, list[str]] = {}
    for row in warehouse.query("standings", campaign=campaign.id, month_end=until):
        if row[14] == "in_force" and row[3] in group_of:
            versions.setdefault(group_of[row[3]], []).append(f"{row[0]}\0{row[2]}")
    plan = {code: (_name(campaign, code), _fingerprint(campaign, until, outputs.code, ids)) for code, ids in versions.items()}
    stale = [code for code, (name, fingerprint) in plan.items() if not outputs.is_current(name, fingerprint)]
    rows = _rows(campaign, warehouse, until, {unit: code for code in stale for unit in groups[code]})
    below = (campaign.title, f"Tính đến hết ngày {date_text(until)}")
    for code, (name, fingerprint) in plan.items():
        title = f"Nguồn số liệu – {campaign.roster.full_name(code)}"
        content = ProvenanceContent(title, rows.get(code, ()), below, marks_of(campaign))

        def write(path: Path, content: ProvenanceContent = content) -> None:
            write_provenance(path, content)

        outputs.put(name, fingerprint, write)
    return {"groups": len(plan), "written": len(stale)}


def _name(campaign: Campaign, group: str) -> str:
    return safe_name(f"Nguồn số liệu/Nguồn số liệu - {campaign.roster.units[group].name}.xlsx")


def _fingerprint(campaign: Campaign, until: datetime.date, code: str, submissions: list[str]) -> str:
    """A group's rows follow from its submissions in force: making them anew to compare would cost as much as writing."""
    parts = [code, campaign.title, campaign.period, str(campaign.simulated), str(until), *sorted(submissions)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _rows(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date, group_of: Mapping[str, str]
) -> dict[str, list[ProvenanceRow]]:
    """The rows of each group's workbook, for the senders given."""
    found: dict[str, list[ProvenanceRow]] = {code: [] for code in group_of.values()}
    if not group_of:
        return found
    labels = {code: one.label for code, one in load_indicators().items()}
    criteria = {
        (scoring.level, criterion.code): criterion.label
        for scoring in campaign.scorings
        for criterion in scoring.criteria.criteria.values()
    }
    names = {code: campaign.roster.full_name(code) for code in campaign.roster.units}
    levels = {code: unit.level for code, unit in campaign.roster.units.items()}
    forms = {form: layout.name for form, layout in campaign.layouts.items()}
    wanted = pa.table({"unit": pa.array(list(group_of), pa.string())})
    for unit, item, kind, _, state, value, text, usable, form, sender, path, _, sheet, cell, typed, note in warehouse.query(
        "facts_with_source", {"wanted": wanted}, campaign=campaign.id, month_end=until
    ):
        label = labels.get(item, "") if kind == "indicator" else criteria.get((levels.get(unit, ""), item), "")
        shown = value if value is not None else text or STATE_SHOWN.get(state, "")
        remark = note if usable else f"Không dùng. {note or ''}".strip()
        found[group_of[sender]].append((names.get(unit, ""), forms[form], item, label, shown, path, sheet, cell, typed, remark))
    return found
