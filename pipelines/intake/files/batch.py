"""Reads some files into the tables of the warehouse."""

import logging
from collections.abc import Iterable, Mapping, Sequence

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from pipelines.intake.files.to_read import Mark, ToRead
from pipelines.intake.rows.fact_columns import Fact, Facts
from pipelines.intake.submissions.file_reading import FileReading
from schemas.campaigns.campaign import Campaign
from schemas.findings import Finding, load_catalogue
from schemas.tables.arrow import pa
from schemas.tables.columns import FACTS, FILE_TABLES

_TEXT_LIMIT = 2000
# What the warehouse calls the fields of a fact.
_FACT_COLUMNS = tuple("row_no" if name == "row" else name for name in Fact._fields)


def make_reader(campaign: Campaign, answers: Answers) -> FileReader:
    """A reader under one campaign's declarations."""
    criteria = {str(scoring.level): scoring.criteria for scoring in campaign.scorings}
    owes = frozenset((due.form, str(due.level)) for due in campaign.dues)
    return FileReader(campaign.layouts, campaign.roster, criteria, owes, campaign.period, answers)


class _Columns:
    """Rows on their way to Arrow, table by table; facts by column."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in FILE_TABLES}
        self.facts: dict[str, list[object]] = {field.name: [] for field in FACTS}

    def add_facts(self, campaign: str, submission: str, sheet: str, period: str, facts: Facts) -> None:
        """The facts of one submission."""
        same = {"campaign": campaign, "submission_id": submission, "sheet": sheet, "period": period}
        for name, value in same.items():
            self.facts[name] += [value] * len(facts)
        for name, values in zip(_FACT_COLUMNS, facts.columns, strict=True):
            self.facts[name] += values

    def tables(self) -> dict[str, pa.Table]:
        made = {}
        for name, schema in FILE_TABLES.items():
            columns: Iterable[Sequence[object]] = list(zip(*self.rows[name], strict=True)) or [()] * len(
                schema
            )
            if schema is FACTS:
                columns = self.facts.values()
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            made[name] = pa.Table.from_arrays(arrays, schema=schema)
        return made


def _add(
    columns: _Columns, file: ToRead, mark: Mark, reading: FileReading, severity: Mapping[str, str]
) -> None:
    campaign, file_hash = mark.campaign, file.file_hash
    ids = [f"{file_hash[:16]}-{one.form}-{number}" for number, one in enumerate(reading.submissions)]
    rows = columns.rows
    rows["files"].append(
        (campaign, file_hash, file.path, file.size, reading.kind, reading.outcome, mark.first_seen,
         mark.declarations_hash)
    )  # fmt: skip
    for submission, one in zip(ids, reading.submissions, strict=True):
        rows["submissions"].append(
            (campaign, submission, file_hash, one.form, one.outcome, one.layout, one.sheet, one.sender, one.period,
             one.doc_symbol, one.doc_date)
        )  # fmt: skip
    for number, sheet, facts in reading.facts:
        columns.add_facts(campaign, ids[number], sheet, reading.submissions[number].period, facts)
    for ordinal, (which, unit, finding) in enumerate(reading.findings):
        rows["findings"].append(
            (campaign, file_hash, ordinal, finding.code, severity[finding.code], finding.sheet, finding.cell,
             finding.found[:_TEXT_LIMIT], finding.detail[:_TEXT_LIMIT], None if which is None else ids[which], unit)
        )  # fmt: skip
    for which, entry in reading.entries:
        owner = ids[which] if which is not None and which < len(ids) else None
        rows["cells"].append((campaign, file_hash, entry.sheet, entry.role, entry.area, entry.cells, owner))


def read_batch(reader: FileReader, files: Sequence[ToRead], mark: Mark) -> dict[str, pa.Table]:
    """The warehouse tables (`schemas.tables.columns.FILE_TABLES`) of some files, in the order given."""
    columns = _Columns()
    severity = {code: kind.severity for code, kind in load_catalogue().items()}
    for file in files:
        try:
            with open(file.location, "rb", buffering=0) as opened:
                data = opened.read()
        except OSError as error:
            logging.getLogger(__name__).warning("%s cannot be opened: %s", file.path, error)
            reading = FileReading("not_read", "refused")
            detail = "không mở được tệp trên máy này; tệp có thể đang mở trong chương trình khác"
            reading.findings.append((None, None, Finding("file_unreadable", detail=detail)))
        else:
            reading = reader.read(data, file.path.rsplit("/", 1)[-1], file.file_hash)
        _add(columns, file, mark, reading, severity)
    return columns.tables()


def refused_batch(file: ToRead, mark: Mark) -> dict[str, pa.Table]:
    """The tables of a file that cannot be read without the program coming down."""
    columns = _Columns()
    reading = FileReading("not_read", "refused")
    reading.findings.append(
        (None, None, Finding("file_unreadable", detail="tệp làm chương trình đọc dừng giữa chừng"))
    )
    severity = {code: kind.severity for code, kind in load_catalogue().items()}
    _add(columns, file, mark, reading, severity)
    return columns.tables()
