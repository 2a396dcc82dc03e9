"""The parser reads the very bytes that the gate has inspected, and nothing else."""

import io
import zipfile

import pytest

from pipelines.intake.files.workbook import read_workbook
from pipelines.intake.gate.inspection import inspect
from pipelines.intake.gate.zip_parts import LARGE_PART
from tests.intake.bad_files import DATA, ordinary, package, package_parts, zipped

ROW = '<row r="2"><c r="B2"><v>5</v></c><c r="C2" t="inlineStr"><is><t>Tổng</t></is></c></row>'


def contents(data: bytes) -> dict[str, bytes]:
    """What another zip reader finds, every CRC checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    "data",
    [ordinary(), package(ROW), package(ROW, part="strange/name.xml"), package(ROW, strict=True)],
    ids=["ordinary", "package", "another part name", "strict"],
)
def test_every_part_that_says_something_is_handed_on_as_it_was(data: bytes) -> None:
    inspected = inspect(data, "a.xlsx").inspected
    told = {name: content for name, content in contents(data).items() if name.endswith((".xml", ".rels"))}
    assert contents(inspected) == told
    with zipfile.ZipFile(io.BytesIO(inspected)) as archive:
        assert {part.compress_type for part in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("data", [ordinary(), package(ROW)])
def test_the_parser_finds_in_it_what_it_finds_in_the_file(data: bytes) -> None:
    report = inspect(data, "a.xlsx")
    from_inspected = read_workbook(data, report)
    assert from_inspected == read_workbook(b"", report)
    report.inspected = b""
    assert from_inspected == read_workbook(data, report)


def test_macros_and_pictures_are_not_handed_on() -> None:
    parts = {**package_parts(ROW), "xl/vbaProject.bin": b"Sub", "xl/media/image1.png": b"PNG"}
    report = inspect(zipped(parts), "a.xlsm")
    assert report.kind == "xlsm"
    assert contents(report.inspected).keys() == package_parts(ROW).keys()


@pytest.mark.parametrize(
    "error", ["#SPILL!", "#CALC!", "#PYTHON!", "#GETTING_DATA", "Err:502", "#BÁO LỖI", "#N/A", ""]
)
@pytest.mark.parametrize("how", ["usual", "prefix", "large"])
def test_an_error_that_the_parser_does_not_know_costs_its_cell_only(error: str, how: str) -> None:
    errors = f'<row r="1"><c r="A1" s="0" t="e"><f>B2</f><v>{error}</v></c><c r="B1"><v>3</v></c></row>'
    rows = errors + ROW
    if how == "prefix":
        rows = rows.replace("<", "<x:").replace("<x:/", "</x:")
    parts = package_parts(rows, prefix="x" if how == "prefix" else "")
    more = {"docProps/long.xml": " " * LARGE_PART} if how == "large" else {}
    report = inspect(data := zipped({**parts, **more}), "a.xlsx")
    if error.startswith(("#", "Err")) or how == "prefix":
        assert [(one.code, one.cell, one.found) for one in report.findings] == [("error_cell", "A1", error)]
    book = read_workbook(data, report)
    assert not book.findings
    assert book.sheets[0].rows == [["", 3.0, ""], ["", 5.0, "Tổng"]]


@pytest.mark.parametrize(
    "more", [{"docProps/long.xml": " " * LARGE_PART}, {"docProps/é.xml": "<a/>"}], ids=["large", "not ASCII"]
)
def test_a_large_workbook_and_one_with_odd_names_are_read_as_they_came(more: dict[str, str]) -> None:
    data = zipped({**package_parts(ROW), **more})
    report = inspect(data, "a.xlsx")
    assert report.inspected == b""
    assert read_workbook(data, report).sheets[0].rows == [["", "", ""], ["", 5.0, "Tổng"]]


@pytest.mark.parametrize("name", ["figures.xls", "figures.ods"])
def test_other_formats_are_read_as_they_came(name: str) -> None:
    assert inspect((DATA / name).read_bytes(), name).inspected == b""
