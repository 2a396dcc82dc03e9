"""Where each figure came from (nguồn số liệu): one workbook per group of units.

These are the longest workbooks: their rows go from the warehouse to the writer as Arrow columns, never as Python rows.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipelines.operations.contents.points import marks_of
from pipelines.operations.outputs import Outputs, safe_name
from pipelines.operations.units_of_campaign import members
from pipelines.reports.provenance import ProvenanceContent, write_provenance
from pipelines.reports.wording import date_text
from pipelines.steps import Counts
from pipelines.store.standings import Standing
from pipelines.store.warehouse import Warehouse
from schemas.campaigns.campaign import Campaign
from schemas.findings import Finding, load_catalogue
from schemas.indicators import load_indicators
from schemas.tables.arrow import pa

STATE_SHOWN = {
    "blank": "(trống)",
    "dash": "(gạch ngang)",
    "none": "(không có)",
    "not_arisen": "(không phát sinh)",
    "unknown": "(chưa có số liệu)",
    "mark": "(đánh dấu)",
    "unreadable": "(không đọc được)",
}


class Version(NamedTuple):
    """A submission in force and the group into whose workbook it goes, in the order of workbooks and their rows."""

    group: str
    sender: str
    form: str
    submission: str
    path: str


def put_sources(
    campaign: Campaign,
    warehouse: Warehouse,
    until: datetime.date,
    standings: Sequence[Standing],
    outputs: Outputs,
) -> Counts:
    """A workbook for every group of which something is in force; only those whose submissions changed are made anew."""
    groups = {code: {unit.code for unit in units} | {code} for code, units in members(campaign).items()}
    group_of = {unit: code for code, units in groups.items() for unit in units}
    versions: dict[str, list[Version]] = {}
    for one in standings:
        if one.standing == "in_force" and one.sender in group_of:
            group = group_of[one.sender]
            version = Version(group, one.sender, one.form, one.submission_id, one.path)
            versions.setdefault(group, []).append(version)
    stale: dict[str, tuple[str, str]] = {}
    for code, own in versions.items():
        name, fingerprint = source_name(campaign, code), _fingerprint(campaign, until, outputs.code, own)
        if outputs.is_current(name, fingerprint):
            outputs.keep(name)
        else:
            stale[code] = name, fingerprint
    below = (campaign.title, f"Tính đến hết ngày {date_text(until)}")
    wanted = [version for code in stale for version in versions[code]]
    for code, rows, names in _streams(campaign, warehouse, wanted):
        title = f"Nguồn số liệu – {campaign.roster.full_name(code)}"
        content = ProvenanceContent(title, rows, names, below, marks_of(campaign))
        outputs.put(*stale[code], content, write_provenance)
    return {"groups": len(versions), "written": len(stale)}


def source_name(campaign: Campaign, group: str) -> str:
    """The file of a group's sources, below the folder of the publication."""
    return safe_name(f"Nguồn số liệu/Nguồn số liệu - {campaign.roster.name_among_all(group)}.xlsx")


def _fingerprint(campaign: Campaign, until: datetime.date, code: str, versions: Sequence[Version]) -> str:
    """A group's rows follow from its submissions in force: making them to compare would cost as much as writing."""
    own = sorted(f"{one.submission}\0{one.path}" for one in versions)
    parts = [code, campaign.title, campaign.period, str(campaign.simulated), str(until), *own]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _streams(
    campaign: Campaign, warehouse: Warehouse, versions: Sequence[Version]
) -> Iterator[tuple[str, bytes, bytes]]:
    """Each group that `versions` come from, with its rows and the names in them as `ProvenanceContent` has them.

    What many rows share comes from the warehouse as a place in a list, and is named where the workbook is written: a
    country's rows are sorted in a fifth of the time so, and take up less than half the room.
    """
    if not versions:
        return
    sent = sorted(one for one in versions if one.form in campaign.layouts)
    units, labels = campaign.roster.units, _labels(campaign)
    groups, senders = _places(one.group for one in sent), _places(one.sender for one in sent)
    tables = {
        "sent": pa.table(
            {
                "at": pa.array(range(len(sent)), pa.int32()),
                "submission_id": pa.array([one.submission for one in sent], pa.string()),
                "grp": pa.array([groups[one.group] for one in sent], pa.int32()),
                "sender": pa.array([senders[one.sender] for one in sent], pa.int32()),
            }
        ),
        "units": _text_table(("code", "level"), [(code, one.level) for code, one in units.items()]),
        "labels": _text_table(("level", "code"), list(labels)),
        "states": _text_table(("state", "shown"), list(STATE_SHOWN.items())),
    }
    tables["reasons"] = _reasons(warehouse, campaign, tables["sent"])
    lists = {
        "unit": [campaign.roster.name_among_all(code) for code in units],
        "form": [campaign.layouts[one.form].name for one in sent],
        "label": list(labels.values()),
        "path": [one.path for one in sent],
    }
    names = _stream(pa.table({name: pa.array([own], pa.list_(pa.string())) for name, own in lists.items()}))
    rows = warehouse.query_arrow("facts_with_source", tables, campaign=campaign.id)
    group_at, rows = rows["grp"].combine_chunks(), rows.drop_columns(["grp"])
    codes, start = list(groups), 0
    for at, count in Counter(group_at.to_pylist()).items():  # the rows of a group stand together
        yield codes[at], _stream(rows.slice(start, count)), names
        start += count


def _reasons(warehouse: Warehouse, campaign: Campaign, sent: pa.Table) -> pa.Table:
    """Why values are not used, in the words of the finding: reasons(at, sheet, cell, reason)."""
    catalogue = load_catalogue()
    rows = [
        (at, sheet, cell, catalogue[code].wording(Finding(code, sheet, cell, found, detail)))
        for at, sheet, cell, code, found, detail in warehouse.query(
            "why_not_used", {"sent": sent}, campaign=campaign.id
        )
    ]
    places, *words = list(zip(*rows, strict=True)) or [()] * 4
    texts = {
        name: pa.array(own, pa.string()) for name, own in zip(("sheet", "cell", "reason"), words, strict=True)
    }
    return pa.table({"at": pa.array(places, pa.int32()), **texts})


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def _labels(campaign: Campaign) -> dict[tuple[str, str], str]:
    """What items are called, by (level, code); the level of an indicator, which has one name on all, is ""."""
    called = {("", one.code): one.label for one in load_indicators().values()}
    for scoring in campaign.scorings:
        for criterion in scoring.criteria.criteria.values():
            called[str(scoring.level), criterion.code] = criterion.label
    return called


def _places(values: Iterable[str]) -> dict[str, int]:
    return {value: at for at, value in enumerate(dict.fromkeys(values))}


def _text_table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> pa.Table:
    """Rows of text, with the place of each in the column `at`."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    texts = {name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}
    return pa.table({"at": pa.array(range(len(rows)), pa.int32()), **texts})
