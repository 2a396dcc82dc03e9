from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from pipelines.reports.provenance import ProvenanceContent, write_provenance

TEXTS = ("unit", "form", "item", "label", "text", "path", "sheet", "cell", "typed", "note")


def stream(values: list[Decimal | None], texts: list[str | None]) -> bytes:
    """Rows that differ in value and text only; the units are places in a list, as the widest columns are."""
    columns = {name: pa.array([name] * len(values), pa.string()) for name in TEXTS}
    columns["unit"] = pa.array([1] * len(values), pa.int32())
    columns["text"] = pa.array(texts, pa.string())
    columns["value"] = pa.array(values, pa.decimal128(24, 6))
    return written(pa.table(columns))


def written(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as target:
        target.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


NAMES = written(pa.table({"unit": [["another", "unit"]]}))


def shown(path: Path, values: list[Decimal | None], texts: list[str | None]) -> list[tuple[object, ...]]:
    write_provenance(path, ProvenanceContent("Nguồn số liệu", stream(values, texts), NAMES))
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "Đơn vị")
    return rows[head + 1 :]


def test_a_number_stands_before_the_text_and_a_text_where_there_is_none(tmp_path: Path) -> None:
    rows = shown(tmp_path / "x.xlsx", [Decimal(3), None, None], ["x", "có", None])
    assert [row[4] for row in rows] == [3, "có", None]
    assert rows[0] == ("unit", "form", "item", "label", 3, "path", "sheet", "cell", "typed", "note")


def test_a_number_keeps_off_the_text_behind_it(tmp_path: Path) -> None:
    write_provenance(
        tmp_path / "x.xlsx", ProvenanceContent("Nguồn số liệu", stream([Decimal(3)], ["x"]), NAMES)
    )
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert [(cell.alignment.horizontal, cell.alignment.indent) for cell in list(sheet.rows)[-1][4:6]] == [
        ("right", 1),
        ("left", 0),
    ]


@pytest.mark.parametrize("value", ["0", "100", "-0.5", "0.000001", "1000000", "123456789.25"])
def test_a_number_keeps_its_digits(tmp_path: Path, value: str) -> None:
    [row] = shown(tmp_path / "x.xlsx", [Decimal(value)], [None])
    assert Decimal(str(row[4])) == Decimal(value)


def test_no_figures_are_said_to_be_none(tmp_path: Path) -> None:
    assert [row[0] for row in shown(tmp_path / "x.xlsx", [], [])] == ["Chưa có số liệu."]
