"""Builds a simulated province: a campaign with an inbox of workbooks, and `truth.json`, which says what is true.

Files in `truth.json` are paths below inbox/, cells are addresses such as "D7". Its keys:
- `campaign`, `months`, `deadline`, `simulated`;
- `values`: {file, sheet, cell, form, unit, item, kind, type, value, state, spoilt, spoilt_by, in_force}. `value` is
  canonical: a plain decimal, an ISO date, "có" or "không", a symbol. `state` is "value", "none" or "not_arisen"
  ("Không", "không phát sinh": count as 0), "dash" or "unknown". `spoilt_by` is "" or what keeps the value from being
  relied on: its "cell", its "row", its "file". The sheet of a .csv is "csv";
- `faults`: {file, sheet, cell, code, kind_of_fault, unit, follows, or, note}. Cell "" is the sheet as a whole (any
  cell of it will do), sheet "" the file. `or` lists other places that are as good;
- `tolerated`: {file, sheet, cell, why}, cells beside a fault that may be named with it; cell "*" is the whole sheet;
- `unplaced`: faults that a workbook had no place for (none is lost silently);
- `harmless`: files that hold no form, with the finding that notes them;
- `standings`: file to {standing, unit, received_on, forms, hash, below}; `below` has by unit the forms of units whose
  reports lie in the file of the one above;
- `due`, `received`, `missing`, `late`: form to unit codes; `rejected`: units of which a file came that is unusable;
- `totals`: level to item to {sum, units, without}: the figures form in force, over the units whose value is unspoilt;
  `without` names the units that sent the form and whose value is spoilt, blank or unknown.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from pipelines.demo.campaign_files import write_arrivals, write_campaign, write_harmless
from pipelines.demo.figures import plain
from pipelines.demo.forms import figure_items, indicators
from pipelines.demo.grid import Planted
from pipelines.demo.names import Neighbours
from pipelines.demo.plan import BESIDE_REGISTERED, FOLDERS, Calendar, Sending, calendar, plan_campaign
from pipelines.demo.roster import Cast, choose_units
from pipelines.demo.sending import Job, Sent, fault_entry, send
from pipelines.demo.together import hand_in_together

Progress = Callable[[int, int], None]
# Below this, starting a second process costs more than it saves.
TWO_PROCESSES_FROM = 150
CHUNK = 40
USABLE = ("in_force", "not_registered")


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was built: where, how many files, how many planted faults of how many kinds."""

    campaign: str
    folder: Path
    truth: Path
    files: int
    faults: int
    kinds: int


def build_demo(
    communes: int, months: int, seed: int, out: Path, faults: bool = True, progress: Progress | None = None
) -> DemoSummary:
    """Writes `out/raw/mo-phong-<communes>-<seed>/` and `out/truth.json`; the same arguments give the same
    bytes.

    Up to 216 communes: Hà Tĩnh in 2021; more: the whole country in 2025, its provinces scoring their
    communes. Without `faults` every unit sends one right workbook in time, in the same variety of shapes.
    `progress` gets (done, all). An earlier campaign of the same name under `out` is replaced. Raises
    ValueError for a number that cannot be met, DeclarationError for a broken register, OSError where
    nothing can be written.
    """
    cast = choose_units(communes)
    when = calendar(cast.year, months)
    campaign = f"mo-phong-{communes}-{seed}"
    folder = out / "raw" / campaign
    inbox = folder / "inbox"
    shutil.rmtree(folder, ignore_errors=True)
    inbox.mkdir(parents=True)
    write_campaign(folder, cast, when)
    sendings = plan_campaign(cast, when, seed, faults)
    if faults:
        sendings = hand_in_together(Random(f"{seed}-together"), sendings)
    sent = _send_all([sending.job for sending in sendings], inbox, cast.neighbours(), progress)
    harmless: list[dict[str, str]] = []
    copies: dict[str, str] = {}
    if faults:
        random = Random(f"{seed}-harmless")
        harmless = write_harmless(inbox, random, FOLDERS, max(1, communes // 100))
        copies = _copy_twice(inbox, random, sendings)
    hashes = [(sending, one.hash) for sending, one in zip(sendings, sent, strict=True)]
    write_arrivals(folder, hashes, semicolons=seed % 2 == 0)
    truth = _tell(cast, when, campaign, sendings, sent)
    truth["harmless"] = harmless
    for copy, original in copies.items():
        truth["standings"][copy] = truth["standings"][original] | {"standing": "copy", "of": original}
    target = out / "truth.json"
    with target.open("w", encoding="utf-8", newline="\n") as file:
        _dump(truth, file.write)
    kinds = {fault["kind_of_fault"] for fault in truth["faults"]}
    files = len(sendings) + len(harmless) + len(copies)
    return DemoSummary(campaign, folder, target, files, len(truth["faults"]), len(kinds))


_neighbours: Neighbours


def _start(neighbours: Neighbours) -> None:
    global _neighbours
    _neighbours = neighbours


def _send_one(order: tuple[Job, Path]) -> Sent:
    return send(*order, _neighbours)


def _send_all(jobs: list[Job], inbox: Path, neighbours: Neighbours, progress: Progress | None) -> list[Sent]:
    orders = [(job, inbox) for job in jobs]
    sent: list[Sent] = []

    def take(one: Sent) -> None:
        sent.append(one)
        if progress:
            progress(len(sent), len(jobs))

    if len(jobs) < TWO_PROCESSES_FROM:
        for job in jobs:
            take(send(job, inbox, neighbours))
    else:
        with get_context("spawn").Pool(2, _start, (neighbours,)) as pool:
            for one in pool.imap(_send_one, orders, CHUNK):
                take(one)
    return sent


def _copy_twice(inbox: Path, random: Random, sendings: list[Sending]) -> dict[str, str]:
    """Copies one right file under another name: the same file twice must change nothing."""
    right = [
        one.job
        for one in sendings
        if one.standing == "in_force" and not one.job.kinds and one.job.version == 1
    ]
    if not right:
        return {}
    job = random.choice(right)
    name = f"Mới nhận/Bản sao {Path(job.file).name}"
    (inbox / name).parent.mkdir(exist_ok=True)
    shutil.copyfile(inbox / job.file, inbox / name)
    return {name: job.file}


def _tell(
    cast: Cast, when: Calendar, campaign: str, sendings: list[Sending], sent: list[Sent]
) -> dict[str, Any]:
    """The truth of the campaign, all but the files that hold no form."""
    truth: dict[str, Any] = {
        "campaign": campaign,
        "simulated": "SỐ LIỆU MÔ PHỎNG",
        "months": [f"{year}-{month:02d}" for year, month in when.months],
        "deadline": when.deadline.isoformat(),
        "values": [],
        "faults": [],
        "tolerated": [],
        "unplaced": [],
        "standings": {},
    }
    for sending, one in zip(sendings, sent, strict=True):
        job = sending.job
        unusable = sending.standing in ("two_undated", "not_registered_beside_registered", "rejected")
        for value in one.values:
            if unusable:
                value["spoilt"], value["spoilt_by"] = True, "file"
            value["in_force"] = sending.standing in USABLE
        truth["values"] += one.values
        truth["faults"] += one.faults
        truth["tolerated"] += one.tolerated
        truth["unplaced"] += [{"file": job.file, "kind_of_fault": name} for name in one.unplaced]
        if sending.plan_fault:
            beside = sending.plan_fault == BESIDE_REGISTERED
            code = "not_registered_beside_registered" if beside else "two_undated_versions"
            truth["faults"].append(fault_entry(job, Planted(code, sending.plan_fault)))
        truth["standings"][job.file] = {
            "standing": sending.standing,
            "unit": job.office.code,
            "received_on": sending.received.isoformat() if sending.received else "",
            "forms": list(one.forms[job.office.code]),
            "hash": one.hash,
            "below": {unit: list(forms) for unit, forms in one.forms.items() if unit != job.office.code},
        }
    truth |= _who_sent(cast, when, sendings, sent)
    truth["totals"] = _totals(cast, sendings, sent)
    return truth


def _who_sent(cast: Cast, when: Calendar, sendings: list[Sending], sent: list[Sent]) -> dict[str, Any]:
    parents = [office.code for office in cast.scored_by]
    own = [office.code for office in ([] if cast.national else [*cast.scored_by]) + cast.communes]
    due = {"phu_luc_ib": parents, "iib_1": parents, "iib_2": parents, "tu_cham": own, "so_lieu": own}
    received: dict[str, set[str]] = {form: set() for form in due}
    late: dict[str, set[str]] = {form: set() for form in due}
    rejected: set[str] = set()
    for sending, one in zip(sendings, sent, strict=True):
        code = sending.job.office.code
        if sending.standing in ("rejected", "two_undated"):
            rejected.add(code)
        if sending.standing in USABLE:
            for unit, form in ((unit, form) for unit, forms in one.forms.items() for form in forms):
                if unit in due[form]:
                    received[form].add(unit)
                    if sending.received and sending.received > when.deadline:
                        late[form].add(unit)
    return {
        "due": due,
        "received": {form: sorted(codes) for form, codes in received.items()},
        "missing": {
            form: [code for code in codes if code not in received[form]] for form, codes in due.items()
        },
        "late": {form: sorted(codes) for form, codes in late.items()},
        "rejected": sorted(rejected),
    }


def _totals(cast: Cast, sendings: list[Sending], sent: list[Sent]) -> dict[str, dict[str, dict[str, Any]]]:
    """Sums of the figures form over the units whose value is unspoilt, by level and item."""
    summed = [code for code in figure_items() if indicators()[code].type in ("count", "money")]
    totals: dict[str, dict[str, dict[str, Any]]] = {}
    for sending, one in zip(sendings, sent, strict=True):
        usable = {
            (value["unit"], value["item"]): Decimal(value["value"])
            for value in one.values
            if value["form"] == "so_lieu"
            and value["item"] in summed
            and not value["spoilt"]
            and value["value"]
        }
        for office in (sending.job.office, *(job.office for job in sending.job.below)):
            if sending.standing not in USABLE or "so_lieu" not in one.forms[office.code]:
                continue
            level = totals.setdefault(office.level, {})
            for item in summed:
                total = level.setdefault(item, {"sum": Decimal(0), "units": 0, "without": []})
                if (office.code, item) in usable:
                    total["sum"] += usable[office.code, item]
                    total["units"] += 1
                else:
                    total["without"].append(office.code)
    for level in totals.values():
        for total in level.values():
            total["sum"] = plain(total["sum"])
    return totals


def _dump(truth: dict[str, Any], write: Callable[[str], object]) -> None:
    """JSON with one entry of a list on a line: a set for the whole country has 200,000 values."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    write("{\n")
    for index, (key, part) in enumerate(truth.items()):
        write(",\n" if index else "")
        if isinstance(part, list) and part:
            write(f"{encode(key)}:[\n")
            write(",\n".join(map(encode, part)))
            write("\n]")
        else:
            write(f"{encode(key)}:{encode(part)}")
    write("\n}\n")
