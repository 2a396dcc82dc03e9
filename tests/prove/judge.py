"""Sets a finished run of a simulated province against its truth.json; every difference is one line."""

import datetime
import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.operations.board_contents import listed_findings
from pipelines.operations.request import month_end
from pipelines.store.read_copy import current_copy
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.indicators import load_indicators

FACTS = """
    SELECT i.path, fa.sheet, fa.cell, fa.unit, fa.item, fa.kind, fa.state, fa.value, fa.text, fa.usable
    FROM facts fa JOIN submissions s USING (campaign, submission_id) JOIN inbox i USING (campaign, file_hash)
"""
FINDINGS = """
    SELECT i.path, fi.code, fi.sheet, fi.cell, fi.severity, fi.found
    FROM findings fi JOIN inbox i USING (campaign, file_hash)
"""


def differences(demo: Path, warehouse: Path) -> list[str]:
    """What the run got wrong about the province in `demo` (raw/, truth.json): [] when it got everything right."""
    truth = json.loads((demo / "truth.json").read_text(encoding="utf-8"))
    campaign = load_campaign(demo / "raw" / truth["campaign"])
    until = month_end(truth["months"][-1])
    # The tables as they are, asked without the program's own queries; closed before the program opens the copy.
    with duckdb.connect(str(current_copy(warehouse / "read")), read_only=True) as connection:
        facts = connection.execute(FACTS).fetchall()
        findings = connection.execute(FINDINGS).fetchall()
    with Warehouse.open_reader(warehouse) as reader:
        return [
            *_values(facts, truth),
            *_faults(campaign, reader, findings, truth, until),
            *_arrivals(reader, truth, until),
            *_totals(campaign, reader, truth, until),
        ]


def _values(rows: list[tuple], truth: dict) -> list[str]:
    facts = {row[:3]: row[3:] for row in rows}
    wrong = []
    for value in truth["values"]:
        if value["spoilt"]:
            continue
        where = (value["file"], value["sheet"], value["cell"])
        unit, item, kind, state, number, text, usable = facts.get(where, (None,) * 7)
        shown = text if number is None else number
        expected = value["value"]
        same = (unit, item, kind, state) == (value["unit"], value["item"], value["kind"], value["state"])
        if same and value["state"] == "value":
            told = "có" if value["type"] == "mark" and text == "x" else text
            same = usable and (Decimal(expected) == number if number is not None else expected == told)
        if not same:
            found = (unit, item, kind, state, shown, usable)
            wrong.append(
                f"value {where}: true {[value[k] for k in ('unit', 'item', 'kind', 'state', 'value')]}, stored {found}"
            )
    return wrong


def _faults(
    campaign: Campaign, reader: Warehouse, stored: list[tuple], truth: dict, until: datetime.date
) -> list[str]:
    wrong = []
    listed = [
        (one.path, one.code, one.finding.sheet, one.finding.cell, one.severity, one.finding.found)
        for one in listed_findings(campaign, reader, until)
    ]
    findings = {*stored, *listed}
    places = {(path, code, sheet, cell) for path, code, sheet, cell, _, _ in findings}
    codes = {(path, code) for path, code, *_ in findings}
    allowed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for fault in truth["faults"]:
        options = [fault, *fault["or"]]
        for option in options:
            allowed[fault["file"]].add((option["sheet"], option["cell"]))
        whole_file = not fault["cell"] and (fault["file"], fault["code"]) in codes
        exact = any(
            (fault["file"], fault["code"], option["sheet"], option["cell"]) in places for option in options
        )
        if not (exact or whole_file):
            near = sorted((code, sheet, cell) for path, code, sheet, cell in places if path == fault["file"])
            wrong.append(
                f"not found: {fault['code']} {fault['file']} {fault['sheet']}!{fault['cell']} ({fault['kind_of_fault']}); found {near[:6]}"
            )
    for tolerated in truth["tolerated"]:
        allowed[tolerated["file"]].add((tolerated["sheet"], tolerated["cell"]))
    for path, code, sheet, cell, severity, found in sorted(findings):
        if severity == "notes":
            continue
        here = allowed[path]
        if not {(sheet, cell), (sheet, "*"), ("", ""), ("*", "*")} & here:
            wrong.append(f"accused: {code} {path} {sheet}!{cell} “{found[:60]}”")
    for harmless in truth["harmless"]:
        if (harmless["file"], harmless["code"]) not in codes:
            wrong.append(f"not noted: {harmless}")
    return wrong


def _arrivals(reader: Warehouse, truth: dict, until: datetime.date) -> list[str]:
    board = reader.query("arrivals_board", campaign=truth["campaign"], month_end=until)
    wrong = []
    # To the truth a unit that sent nothing usable is missing; the board tells the two apart.
    for name, states in (("missing", {"missing", "refused"}), ("late", {"late"})):
        found: dict[str, set[str]] = defaultdict(set)
        for row in board:
            if row[3] in states:
                found[row[1]].add(row[0])
        for form, units in truth[name].items():
            if found[form] != set(units):
                wrong.append(
                    f"{name} {form}: true but not found {sorted(set(units) - found[form])}, found but not true {sorted(found[form] - set(units))}"
                )
    due = Counter(row[1] for row in board)
    for form, units in truth["due"].items():
        if due[form] != len(units):
            wrong.append(f"due {form}: {due[form]} instead of {len(units)}")
    return wrong


def _totals(campaign: Campaign, reader: Warehouse, truth: dict, until: datetime.date) -> list[str]:
    """Sums over the units whose figure is unspoilt, from the facts in force, against the true sums."""
    wrong = []
    form = next(form for form, layout in campaign.layouts.items() if len(layout.items) > 50)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    left_out = {
        (unit, item)
        for level in truth["totals"].values()
        for item, one in level.items()
        for unit in one["without"]
    }
    for _, unit, item, _, value, _, usable, _ in reader.query(
        "figures_of_form", campaign=truth["campaign"], month_end=until, form=form
    ):
        if usable and value is not None and (unit, item) not in left_out:
            sums[campaign.roster.units[unit].level, item] += value
    for level, items in truth["totals"].items():
        for item, one in items.items():
            if load_indicators()[item].aggregation == "sum" and sums[level, item] != Decimal(one["sum"]):
                wrong.append(f"total {level} {item}: {sums[level, item]} instead of {one['sum']}")
    return wrong
