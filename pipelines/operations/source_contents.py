"""Where each figure came from (nguồn số liệu): one workbook per group of units.

These are the longest workbooks: their rows go from the warehouse to the writer as Arrow columns, never as Python rows.
"""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipelines.operations.outputs import Outputs, safe_name
from pipelines.operations.score_contents import marks_of
from pipelines.operations.units_of_campaign import members
from pipelines.reports.bulk_sheet import CodedRows
from pipelines.reports.page import Marks
from pipelines.reports.provenance import ProvenanceContent, write_provenance
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


# A country's rows at once would fill a quarter of a gigabyte, and other processes would wait for the last of them.
_GROUPS_AT_ONCE = 4


class SourceRows(NamedTuple):
    """One workbook: what stands over its rows, and the rows as an Arrow stream."""

    title: str
    below: tuple[str, ...]
    marks: Marks
    rows: bytes


def put_sources(
    campaign: Campaign,
    warehouse: Warehouse,
    until: datetime.date,
    standings: Sequence[tuple[Any, ...]],
    outputs: Outputs,
) -> Counts:
    """A workbook for every group of which something is in force; only those whose submissions changed are made anew."""
    groups = {code: {unit.code for unit in units} | {code} for code, units in members(campaign).items()}
    group_of = {unit: code for code, units in groups.items() for unit in units}
    versions: dict[str, list[str]] = {}
    for row in standings:
        if row[14] == "in_force" and row[3] in group_of:
            versions.setdefault(group_of[row[3]], []).append(f"{row[0]}\0{row[2]}")
    stale: dict[str, tuple[str, str]] = {}
    for code, ids in versions.items():
        name, fingerprint = _name(campaign, code), _fingerprint(campaign, until, outputs.code, ids)
        if outputs.is_current(name, fingerprint):
            outputs.keep(name)
        else:
            stale[code] = name, fingerprint
    below = (campaign.title, f"Tính đến hết ngày {date_text(until)}")
    codes = list(stale)
    for start in range(0, len(codes), _GROUPS_AT_ONCE):
        some = frozenset(codes[start : start + _GROUPS_AT_ONCE])
        rows = _rows(campaign, warehouse, until, {unit: at for unit, at in group_of.items() if at in some})
        for code, stream in _by_group(rows):
            title = f"Nguồn số liệu – {campaign.roster.full_name(code)}"
            source = SourceRows(title, below, marks_of(campaign), stream)
            outputs.put(*stale[code], source, write_source_rows)
    return {"groups": len(versions), "written": len(stale)}


def write_source_rows(path: Path, source: SourceRows) -> None:
    """Write one workbook. Raises OutputBusy when `path` is open in Excel."""
    table = pa.ipc.open_stream(source.rows).read_all()
    columns = []
    for name in table.column_names:
        coded = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
        distinct = coded.dictionary.to_pylist()
        columns.append((_figures(distinct) if name == "value" else distinct, coded.indices.to_pylist()))
    write_provenance(
        path, ProvenanceContent(source.title, CodedRows(tuple(columns)), source.below, source.marks)
    )


def _figures(tagged: list[str]) -> list[Decimal | str]:
    """Numbers and words, told apart by the first character as the query marks them."""
    return [Decimal(value[1:]) if value[0] == "#" else value[1:] for value in tagged]


def _name(campaign: Campaign, group: str) -> str:
    return safe_name(f"Nguồn số liệu/Nguồn số liệu - {campaign.roster.units[group].name}.xlsx")


def _fingerprint(campaign: Campaign, until: datetime.date, code: str, submissions: list[str]) -> str:
    """A group's rows follow from its submissions in force: making them to compare would cost as much as writing."""
    parts = [code, campaign.title, campaign.period, str(campaign.simulated), str(until), *sorted(submissions)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _text_table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}
    )


def _rows(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date, group_of: dict[str, str]
) -> pa.Table:
    """The rows of the workbooks, ordered by group (column grp), for the senders given."""
    units = campaign.roster.units
    criteria = [
        (str(scoring.level), criterion.code, criterion.label)
        for scoring in campaign.scorings
        for criterion in scoring.criteria.criteria.values()
    ]
    tables = {
        "wanted": _text_table(("unit", "grp"), list(group_of.items())),
        "units": _text_table(
            ("code", "level", "name"),
            [(code, one.level, campaign.roster.full_name(code)) for code, one in units.items()],
        ),
        "labels": _text_table(
            ("level", "code", "label"),
            [("", one.code, one.label) for one in load_indicators().values()] + criteria,
        ),
        "forms": _text_table(
            ("form", "name"), [(form, layout.name) for form, layout in campaign.layouts.items()]
        ),
        "states": _text_table(("state", "shown"), list(STATE_SHOWN.items())),
    }
    return warehouse.query_arrow("facts_with_source", tables, campaign=campaign.id, month_end=until)


def _by_group(rows: pa.Table) -> Iterator[tuple[str, bytes]]:
    """Each group's rows, without the column that names the group, as an Arrow stream."""
    start, shown = 0, rows.drop_columns(["grp"])
    for group, own in groupby(rows["grp"].to_pylist()):
        part = shown.slice(start, sum(1 for _ in own))
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, part.schema) as stream:
            stream.write_table(part)
        start += len(part)
        yield group, sink.getvalue().to_pybytes()
