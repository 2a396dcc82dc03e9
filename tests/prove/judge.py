"""Sets a finished run of a simulated province against its truth.json; every difference is one line."""

import datetime
import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
from openpyxl import load_workbook

from pipelines.operations.board.findings import listed_findings
from pipelines.operations.request import month_end
from pipelines.store.board_rows import forms_owed
from pipelines.store.read_copy import current_copy
from pipelines.store.standings import standings
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
            *_written(
                campaign, reader, truth, until, warehouse / "published" / campaign.id / truth["months"][-1]
            ),
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
        (one.path, one.finding.code, one.finding.sheet, one.finding.cell, one.severity, one.finding.found)
        for one in listed_findings(campaign, reader, until, standings(reader, campaign.id, until))
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
            where = f"{fault['file']} {fault['sheet']}!{fault['cell']}"
            wrong.append(f"not found: {fault['code']} {where} ({fault['kind_of_fault']}); found {near[:6]}")
    for tolerated in truth["tolerated"]:
        allowed[tolerated["file"]].add((tolerated["sheet"], tolerated["cell"]))
    # What may be said of a file may be said of its copy under another name.
    alike: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, standing in truth["standings"].items():
        alike[standing["hash"]] |= allowed[name]
    for name, standing in truth["standings"].items():
        allowed[name] = alike[standing["hash"]]
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
    board = forms_owed(reader, truth["campaign"], until)
    # To the truth whoever sent nothing usable is missing; the board tells why.
    kinds = {"missing": "missing", "refused": "missing", "undecided": "missing", "late": "late"}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in board:
        found[kinds.get(one.state, ""), one.form].add(one.unit)
    # A file of which one form stands there twice arrived, to the truth; of that form nothing can be used.
    doubled = {fault["unit"] for fault in truth["faults"] if fault["code"] == "form_twice"}
    wrong = []
    for kind, excused in (("missing", doubled), ("late", set[str]())):
        for form, units in truth[kind].items():
            silent = sorted(set(units) - found[kind, form])
            accused = sorted(found[kind, form] - set(units) - excused)
            wrong += [f"{kind} {form}: {unit} is and was not found" for unit in silent]
            wrong += [f"{kind} {form}: {unit} is not and was found" for unit in accused]
    due = Counter(one.form for one in board)
    for form, units in truth["due"].items():
        if due[form] != len(units):
            wrong.append(f"due {form}: {due[form]} instead of {len(units)}")
    return wrong


def _totals(campaign: Campaign, reader: Warehouse, truth: dict, until: datetime.date) -> list[str]:
    """Sums over the units whose figure is unspoilt, from the facts in force, against the true sums."""
    wrong = []
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    left_out = {
        (unit, item)
        for level in truth["totals"].values()
        for item, one in level.items()
        for unit in one["without"]
    }
    for unit, item, value in _figures(campaign, reader, truth, until):
        if (unit, item) not in left_out:
            sums[campaign.roster.units[unit].level, item] += value
    for level, items in truth["totals"].items():
        for item, one in items.items():
            if load_indicators()[item].aggregation == "sum" and sums[level, item] != Decimal(one["sum"]):
                wrong.append(f"total {level} {item}: {sums[level, item]} instead of {one['sum']}")
    return wrong


def _written(
    campaign: Campaign, reader: Warehouse, truth: dict, until: datetime.date, published: Path
) -> list[str]:
    """The totals of the summary workbook, as a reader of it sees them, against the figures they are made of."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for _, item, value in _figures(campaign, reader, truth, until):
        sums[load_indicators()[item].label] += value
    book = load_workbook(published / "Biểu tổng hợp toàn tỉnh.xlsx", read_only=True)
    rows = list(book["Toàn tỉnh"].iter_rows(values_only=True))
    book.close()
    shown = {row[1]: Decimal(str(row[3])) for row in rows if row[5] == "Cộng" and row[3] is not None}
    summed = {one.label for one in load_indicators().values() if one.aggregation == "sum"}
    expected = {label: value for label, value in sums.items() if label in summed}
    return [
        f"summary {label}: {shown.get(label)} instead of {expected.get(label)}"
        for label in sorted(shown.keys() | expected.keys())
        if shown.get(label) != expected.get(label)
    ]


def _figures(
    campaign: Campaign, reader: Warehouse, truth: dict, until: datetime.date
) -> list[tuple[str, str, Decimal]]:
    """(unit, item, value) of every usable figure in force."""
    form = next(form for form, layout in campaign.layouts.items() if len(layout.items) > 50)
    rows = reader.query("figures_of_form", campaign=truth["campaign"], month_end=until, form=form)
    return [
        (unit, item, value) for _, unit, item, _, value, _, usable, _ in rows if usable and value is not None
    ]
