"""The gate: every way in which a received file is bad gives one finding, and an honest file passes."""

import re
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.files.workbook import read_workbook
from pipelines.intake.gate import inspection as gate
from pipelines.intake.gate.inspection import inspect
from schemas.findings import load_catalogue
from tests.intake.bad_files import (
    DATA,
    flipped,
    lying_bomb,
    ods,
    ordinary,
    package,
    package_parts,
    with_lying_part,
    xls_with_password,
    zipped,
)

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_BARE = "<row/>" * 999_999 + "<row>" + "<c><v>1</v></c>" * 9 + "</row>"
DOCX = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


def codes(data: bytes, name: str = "biểu.xlsx") -> list[str]:
    return [finding.code for finding in inspect(data, name).findings]


def dtd(part: str) -> bytes:
    parts = package_parts(ONE, extra={"xl/sharedStrings.xml": "<sst/>"})
    return zipped({**parts, part: f'<!DOCTYPE lolz [<!ENTITY lol "lol">]>{parts[part]!s}'})


REFUSED = {
    "empty": (b"", "a.xlsx", "file_empty"),
    "no cell holds anything": (package('<row r="1"><c r="A1" s="1"/></row>'), "a.xlsx", "file_empty"),
    "docx renamed": (DOCX, "a.xlsx", "file_type_unknown"),
    "pdf renamed": (b"%PDF-1.7\n", "a.xlsx", "file_type_unknown"),
    "archive renamed": (zipped({"a.txt": "a"}), "a.xlsx", "file_type_unknown"),
    "xlsb": (zipped({"xl/workbook.bin": b"\1"}), "a.xlsb", "file_binary_workbook"),
    "HTML saved as xls": (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "file_type_unknown"),
    "XML saved as xls": (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "a.xls", "file_type_unknown"),
    "text saved as xls": (b"TT\tTen\n1\tA\n", "a.xls", "file_type_unknown"),
    "password on xlsx": ((DATA / "locked.xlsx").read_bytes(), "a.xlsx", "file_encrypted"),
    "password on xls": (xls_with_password(), "a.xls", "file_encrypted"),
    "password on ods": (ods("", "<manifest:encryption-data/>"), "a.ods", "file_encrypted"),
    "truncated": (ordinary()[:5000], "a.xlsx", "file_damaged"),
    "truncated xls": ((DATA / "figures.xls").read_bytes()[:3000], "a.xls", "file_damaged"),
    "trailing bytes": (ordinary() + b"x", "a.xlsx", "file_damaged"),
    "two parts that differ in case": (
        zipped({**package_parts(ONE), "xl/Workbook.xml": "<workbook/>"}),
        "a.xlsx",
        "file_damaged",
    ),
    "a sheet without its part": (
        zipped({k: v for k, v in package_parts(ONE).items() if "sheet1" not in k}),
        "a.xlsx",
        "file_damaged",
    ),
    "no workbook part": (
        zipped({"[Content_Types].xml": "spreadsheetml", "book/main.xml": "<workbook/>"}),
        "a.xlsx",
        "file_unreadable",
    ),
    "DTD in a sheet": (dtd("xl/worksheets/sheet1.xml"), "a.xlsx", "file_unreadable"),
    "DTD in the strings": (dtd("xl/sharedStrings.xml"), "a.xlsx", "file_unreadable"),
    "UTF-16 part": (
        zipped({**package_parts(ONE), "xl/styles.xml": "<styleSheet/>".encode("utf-16")}),
        "a.xlsx",
        "file_unreadable",
    ),
    "CDATA": (package('<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>'), "a.xlsx", "file_unreadable"),
    "far cell": (package(FAR), "a.xlsx", "sheet_too_wide"),
    "far cell without addresses": (package(FAR_BARE), "a.xlsx", "sheet_too_wide"),
    "column beyond the last": (package(ONE.replace("A1", "ZZZZ1")), "a.xlsx", "sheet_too_wide"),
    "far cell whose row lies": (
        package('<row r="1"><c r="ZZ900000"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        "a.xlsx",
        "sheet_too_wide",
    ),
    "one formula repeated over millions of cells of an ods": (
        ods(
            '<table:table-row table:number-rows-repeated="5000">'
            '<table:table-cell table:number-columns-repeated="900" table:formula="of:=1"/></table:table-row>'
        ),
        "a.ods",
        "file_too_large",
    ),
    "far repeat in ods": (
        ods(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value="1" '
            'office:value-type="float" table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "a.ods",
        "sheet_too_wide",
    ),
    "bomb with honest sizes": (package(ONE, extra={"xl/a": bytes(50_000_000)}), "a.xlsx", "file_too_large"),
    "bomb with lying sizes": (lying_bomb(), "a.xlsx", "file_damaged"),
    "long string in many cells": (
        package(
            '<row r="1">' + '<c t="s"><v>0</v></c>' * 10_000 + "</row>",
            extra={"xl/sharedStrings.xml": f"<sst><si><t>{'ab' * 60_000}</t></si></sst>"},
        ),
        "a.xlsx",
        "file_too_large",
    ),
    "csv with NUL": (b"a,b\n1,\0\n", "a.csv", "csv_unreadable"),
    "csv in an unknown code page": ("Tæng sè;5\n".encode("latin-1"), "a.csv", "csv_unreadable"),
    "csv with bare decimal commas": (b"TT,Ten,Diem\n1,A,0,5\n2,B,1\n3,C,1\n", "a.csv", "csv_unreadable"),
    "csv of bare decimal commas": (b"TT,Ten,A,B\n1,X,0,5,1,0\n2,Y,0,5,0,5\n", "a.csv", "csv_unreadable"),
    "csv with a fraction under the next heading": (b"T,A,B,C\n1,X,250\n2,Y,97,9\n", "a.csv", "csv_unreadable"),
    "csv with an open quote": (b'TT;Ten\n1;"A\n', "a.csv", "csv_unreadable"),
    "csv of blanks": (b";;\n;;\n", "a.csv", "file_empty"),
    "workbook renamed csv": ((DATA / "locked.xlsx").read_bytes(), "a.csv", "file_encrypted"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_each_bad_file_gives_one_finding_that_rejects_it(case: str) -> None:
    data, name, code = REFUSED[case]
    report = inspect(data, name)
    assert [finding.code for finding in report.findings] == [code]
    assert report.refused and not report.readable
    assert report.kind == "not_read"


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_with_a_file_is_said_in_words_of_an_office(case: str) -> None:
    data, name, code = REFUSED[case]
    (finding,) = inspect(data, name).findings
    kind = load_catalogue()[code]
    said = kind.wording(finding)
    assert not re.search(
        r"xl/|content\.|\.xml|zip|CRC|CDATA|DTD|UTF|OLE|mục lục|mã kiểm tra|cấu trúc|\d\.\d", said
    )
    assert re.search("gửi lại|Gửi lại", kind.advice)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\0user", "~$bieu.xlsx", "not_read_lock"),
        (b"anything", "inbox/huyen A/.~lock.bieu.ods#", "not_read_lock"),
        (b"%PDF-1.4", "cong van.pdf", "not_read_letter"),
        (DOCX, "cong van.docx", "not_read_letter"),
        (DOCX[:40], "cong van.docx", "not_read_letter"),
        (zipped({"a/bieu.xlsx": b"x"}), "bieu.zip", "not_read_archive"),
        (b"Rar!\x1a\x07\x01\0", "bieu.rar", "not_read_archive"),
        (b"7z\xbc\xaf\x27\x1c", "bieu", "not_read_archive"),
        (b"\xff\xd8\xff\xe0", "anh.jpg", "not_read_other"),
        (b"ghi chu", "doc.txt", "not_read_other"),
    ],
    # Bytes of an archive hold the second at which it was packed.
    ids=lambda given: given if isinstance(given, str) else "data",
)
def test_what_is_no_workbook_is_noted_without_rejecting_anything(data: bytes, name: str, code: str) -> None:
    report = inspect(data, name)
    assert [finding.code for finding in report.findings] == [code]
    assert not report.refused and not report.readable


def test_the_kind_is_told_by_the_content_not_by_the_extension() -> None:
    assert inspect(ordinary(1, 3), "bieu.xls").kind == "xlsx"
    assert inspect((DATA / "figures.xls").read_bytes(), "bieu.xlsx").kind == "xls"
    assert inspect((DATA / "figures.ods").read_bytes(), "bieu").kind == "ods"


def test_a_far_cell_is_named_and_refused_before_any_parser_sees_it() -> None:
    data = package(FAR)
    started = time.process_time()
    (finding,) = inspect(data, "a.xlsx").findings
    assert (finding.sheet, finding.cell, finding.detail) == (
        "A",
        "XFD1048576",
        "đến ô XFD1048576",
    )
    assert time.process_time() - started < 1


def test_a_far_cell_in_which_nothing_stands_refuses_no_file() -> None:
    nothing = FAR.replace('XFD1048576"><v>1</v>', 'XFD1048576"><v></v>')
    report = inspect(package(nothing), "a.xlsx")
    flags = report.sheets["A"]
    assert (report.findings, flags.last_row, flags.last_col) == ([], 0, 0)


def test_an_archive_password_is_told_as_a_password() -> None:
    data = bytearray(zipped({"xl/workbook.xml": "<workbook/>"}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    assert codes(bytes(data)) == ["file_encrypted"]


def test_a_part_that_does_not_end_where_it_declares_is_damaged() -> None:
    assert codes(with_lying_part(b"\x03\x00", 10)) == ["file_damaged"]
    assert codes(with_lying_part(b"", 0)) == ["file_damaged"]


@pytest.mark.parametrize(
    "field", [8, 14, 18, 22, 26, 30], ids=["method", "crc", "packed", "size", "name_length", "name"]
)
def test_a_part_whose_own_header_contradicts_the_directory_is_damaged(field: int) -> None:
    assert codes(flipped(ordinary(1, 1), field, 0)) == ["file_damaged"]


def test_an_address_in_another_spelling_is_left_to_the_parser() -> None:
    data = package('<row r="2"><c r="$B$2"><v>1</v></c></row>')
    assert [finding.code for finding in read_workbook(data, inspect(data, "a.xlsx")).findings] == [
        "file_unreadable"
    ]


def test_an_ordinary_form_has_no_findings_and_its_extent_is_that_of_its_values() -> None:
    report = inspect(ordinary(), "a.xlsx")
    assert report.findings == [] and report.readable and not report.fonts_in_texts
    assert [(s.last_row, s.last_col) for s in report.sheets.values()] == [
        (63, 4),
        (63, 4),
    ]


ERRORS = (
    '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><v>1</v></c></row>'
    '<row r="2" hidden="1"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><f>A1</f></c>'
    '<c r="C2"><f>A1</f><v></v></c><c r="D2"><f>A1</f><v/></c><c r="E2" t="str"><f>A1</f><v></v></c>'
    '<c r="F2"><f>A1</f><v>5</v></c><c r="G2"><f t="shared" si="0"/><v>5</v></c>'
    '<c r="H2"><f t="shared" si="0"/></c></row>'
)


@pytest.mark.parametrize(
    "rows",
    [
        ERRORS,
        ERRORS.replace('"', "'"),
        ERRORS.replace(' r="1"', "").replace(' r="2"', ""),
        f"<!-- {ONE} -->{ERRORS}",
    ],
    ids=["usual", "single quotes", "no row numbers", "comment"],
)
def test_errors_and_formulas_without_result_are_found_with_their_addresses(
    rows: str,
) -> None:
    report = inspect(package(rows), "a.xlsx")
    assert [(f.code, f.cell, f.found) for f in report.findings] == [
        ("hidden_rows", "", ""),
        ("error_cell", "A1", "#REF!"),
        ("error_cell", "A2", "#DIV/0!"),
        ("formula_without_value", "B2", ""),
        ("formula_without_value", "C2", ""),
        ("formula_without_value", "D2", ""),
        ("formula_without_value", "H2", ""),
    ]
    assert not report.refused
    assert report.sheets["A"].formulas == 8


def test_formulas_without_result_are_found_on_a_sheet_that_has_no_error() -> None:
    rows = '<row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="A2"><f>B1</f></c></row>'
    assert inspect(package(rows), "a.xlsx").sheets["A"].uncalculated == ["A2"]


def test_of_formulas_alone_and_shared_ones_none_goes_without_its_result() -> None:
    shared = '<c r="B1"><f t="shared" si="0"/><v>1</v></c>'
    rows = f'<row r="1"><c r="A1"><f>C1</f></c>{shared}</row>'
    flags = inspect(package(rows), "a.xlsx").sheets["A"]
    assert (flags.formulas, flags.uncalculated) == (2, ["A1"])


def test_a_namespace_prefix_and_missing_addresses_hide_nothing() -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row/><row><c><f>A1</f></c></row>'
    rows = rows.replace("<", "<x:").replace("<x:/", "</x:")
    flags = inspect(package(rows, prefix="x"), "a.xlsx").sheets["A"]
    assert (flags.error_cells, flags.uncalculated, flags.last_row, flags.last_col) == (
        ["B1"],
        ["A3"],
        2,
        1,
    )


def test_hidden_rows_count_only_where_they_hold_something() -> None:
    rows = (
        ONE
        + '<row r="2" hidden="1"><c r="A2" s="1"/></row><row r="3" hidden="1"/><row r="4" hidden="0">'
        + ONE[13:]
    )
    assert codes(package(rows)) == []


def test_macros_and_links_are_noted_and_the_workbook_still_passes() -> None:
    data = package(
        ONE,
        extra={
            "xl/vbaProject.bin": b"x",
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        },
    )
    report = inspect(data, "a.xlsm")
    assert report.kind == "xlsm" and report.readable
    assert [finding.code for finding in report.findings] == [
        "macros_present",
        "external_links",
    ]


@pytest.mark.parametrize("name", ["comments.xlsx", "comments.xls", "comments.ods"])
def test_comments_on_cells_are_noted_since_nobody_reads_them(name: str) -> None:
    report = inspect((DATA / name).read_bytes(), name)
    assert report.readable and [finding.code for finding in report.findings] == ["comments_present"]


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("font", [".VnTime", ".vnarialH", "VNI-Times"])
def test_a_text_whose_format_has_an_old_font_is_noticed_and_a_number_is_not(font: str, prefix: str) -> None:
    styles = (
        f'<{prefix}styleSheet><{prefix}fonts count="2" k:knownFonts="1"><{prefix}font/>'
        f'<{prefix}font><{prefix}sz val="13"/><{prefix}name val="{font}"/></{prefix}font></{prefix}fonts>'
        f'<{prefix}cellStyleXfs><{prefix}xf fontId="1"/></{prefix}cellStyleXfs>'
        f'<{prefix}cellXfs><{prefix}xf fontId="0"/><{prefix}xf fontId="1"/></{prefix}cellXfs></{prefix}styleSheet>'
    )
    texts = ("inlineStr", "<is><t>a</t></is>"), ("str", "<f>1</f><v>a</v>"), ("n", "<v>1</v>")
    rows = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{column}{row}" s="{style}" t="{kind}">{value}</c>'
            for column, style in (("A", 1), ("B", 0))
        )
        + "</row>"
        for row, (kind, value) in enumerate(texts, 1)
    )
    report = inspect(package(rows, extra={"xl/styles.xml": styles}), "a.xlsx")
    assert [flags.fonts for flags in report.sheets.values()] == [{(0, 0): font, (1, 0): font}]
    assert not report.fonts_in_texts


def test_parts_with_absolute_or_climbing_names_are_read_in_memory_only(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    report = inspect(
        package(ONE, extra={"../../evil.xml": "<a/>", "/etc/evil.xml": "<a/>"}),
        "a.xlsx",
    )
    assert report.findings == []
    assert list(tmp_path.parent.rglob("evil.xml")) == []


def test_a_million_bare_rows_are_no_reason_to_refuse() -> None:
    assert codes(package(ONE + "<row/>" * 1_000_000)) == []


@pytest.mark.parametrize(
    "piece", ['<c r="', "<c r='A1'>", '<row hidden="1">', "<!--", '<c r="A1"><v>1</v></c><f ']
)
def test_a_sheet_of_unclosed_tags_takes_no_longer_than_its_length(piece: str) -> None:
    started = time.process_time()
    inspect(package(piece * 100_000), "a.xlsx")
    assert time.process_time() - started < 10  # minutes, if the searches started over at each tag


def test_the_old_binary_format_tells_errors_hidden_rows_fonts_and_percentages() -> None:
    report = inspect((DATA / "figures.xls").read_bytes(), "a.xls")
    flags = report.sheets["Số liệu"]
    assert [(f.code, f.cell, f.found) for f in report.findings] == [
        ("hidden_rows", "", ""),
        ("error_cell", "C4", "#DIV/0!"),
    ]
    assert flags.fonts == {(5, 1): ".VnTime"} and not report.fonts_in_texts
    assert flags.percents == {(2, 3)} and (
        flags.last_row,
        flags.last_col,
        flags.formulas,
    ) == (7, 3, 2)


def test_opendocument_tells_errors_and_formulas_without_result() -> None:
    report = inspect((DATA / "figures.ods").read_bytes(), "a.ods")
    assert [(f.code, f.cell) for f in report.findings] == [
        ("hidden_rows", ""),
        ("error_cell", "C4"),
    ]
    row = '<table:table-row><table:table-cell/><table:table-cell table:formula="of:=1"/></table:table-row>'
    assert inspect(ods(row), "a.ods").sheets["A"].uncalculated == ["B1"]


def test_every_single_flipped_bit_is_refused_or_changes_nothing() -> None:
    data = package(
        '<row r="1"><c r="A1"><v>3208</v></c><c r="B1" t="inlineStr"><is><t>Cổ Đạm</t></is></c></row>'
    )
    original = read_workbook(data, inspect(data, "a.xlsx")).sheets
    for position in range(len(data)):
        changed = flipped(data, position, position * 5 % 8)
        report = inspect(changed, "a.xlsx")
        if report.readable:
            workbook = read_workbook(changed, report)
            assert workbook.sheets == original or workbook.findings, position
        else:
            assert len(report.findings) == 1, position


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a", "a.docx", "~$a"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_report(data: bytes, name: str) -> None:
    for head in (b"", b"PK\3\4", b"PK\5\6", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        assert inspect(head + data, name).kind in ("csv", "not_read")


@given(
    st.integers(0, 6655),
    st.integers(0, 7),
    st.sampled_from(["figures.xls", "figures.ods"]),
)
@settings(max_examples=300, deadline=None)
def test_any_damage_to_the_other_formats_gives_a_report_and_a_reading(
    position: int, bit: int, file: str
) -> None:
    data = flipped((DATA / file).read_bytes(), position, bit)
    report = inspect(data, file)
    if report.readable:
        read_workbook(data, report)


# Where | what is written over it: each made the parser take all memory of the machine, or more.
ENDLESS = {
    "a chain of sectors that leads back into itself": (552, b"\x0a"),
    "a sheet that says it has billions of rows": (3662, b"\xff\xff\xff\xff"),
    "billions of texts announced": (3332, b"\xff\xff\xff\x7f"),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_what_an_xls_only_says_of_its_size_is_not_believed(what: str) -> None:
    place, written = ENDLESS[what]
    whole = (DATA / "figures.xls").read_bytes()
    data = whole[:place] + written + whole[place + len(written) :]
    assert codes(whole, "a.xls") != codes(data, "a.xls") == ["file_damaged"]


def test_a_wrong_guess_of_ours_becomes_a_finding_and_a_line_in_the_log(monkeypatch, caplog) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(gate, "_inspect_zip", lambda *_: struct.unpack("<H", b""))
    assert codes(ordinary(1, 1)) == ["file_unreadable"]
    assert "the gate failed on" in caplog.text
