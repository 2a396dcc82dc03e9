"""Reading what the gate let through: addresses never shift, and nothing is guessed about text."""

import datetime
import io
import itertools
import random
import string

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.address import a1, parse_a1
from pipelines.intake.files.fonts import legacy_fonts_of
from pipelines.intake.files.workbook import Workbook, read_workbook
from pipelines.intake.gate.inspection import inspect
from tests.intake.bad_files import DATA, ods, ordinary, package


def read(data: bytes, name: str = "a.xlsx") -> Workbook:
    return read_workbook(data, inspect(data, name))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_and_columns_before_the_first_value_are_kept() -> None:
    (sheet,) = read(package('<row r="3"><c r="C3"><v>5</v></c></row>')).sheets
    assert sheet.rows == [["", "", ""], ["", "", ""], ["", "", 5.0]]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"strict": True},
        {"part": "strange/name.xml"},
        {"part": "/xl/strange/name.xml"},
        {"sheet": "Biểu &amp; &#7871;"},
    ],
    ids=[
        "usual",
        "strict",
        "another part name",
        "absolute part name",
        "escaped sheet name",
    ],
)
def test_packages_of_every_spelling_are_read(how: dict[str, object]) -> None:
    rows = '<row r="2"><c r="B2"><v>5</v></c><c r="C2" t="inlineStr"><is><t>Tổng</t></is></c></row>'
    workbook = read(package(rows, **how))
    assert workbook.findings == []
    assert workbook.sheets[0].rows == [["", "", ""], ["", 5.0, "Tổng"]]


def test_shared_and_array_formulas_give_their_stored_results() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="0">C1*2</f><v>4</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>6</v></c>'
        '<c r="C1"><f t="array" ref="C1">SUM(D1:D2)</f><v>7</v></c></row>'
    )
    assert read(package(rows)).sheets[0].rows == [[4.0, 6.0, 7.0]]


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_are_dates_whichever_year_the_workbook_counts_from(
    from_1904: bool,
) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": from_1904})
    book.add_worksheet().write_datetime(
        0,
        0,
        datetime.datetime(2021, 3, 4),
        book.add_format({"num_format": "dd/mm/yyyy"}),
    )
    book.close()
    assert read(out.getvalue()).sheets[0].rows == [[datetime.date(2021, 3, 4)]]


def test_chart_sheets_are_skipped_and_a_hidden_sheet_is_read_and_reported() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Số liệu").write(0, 0, 1)
    chart_sheet = book.add_chartsheet("Biểu đồ")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Số liệu'!$A$1:$A$2"})
    chart_sheet.set_chart(chart)
    for name, content in (("Nháp", "cũ"), ("Trống", None)):
        sheet = book.add_worksheet(name)
        sheet.hide()
        if content:
            sheet.write(0, 0, content)
    book.close()
    workbook = read(out.getvalue())
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [
        ("Số liệu", False),
        ("Nháp", True),
        ("Trống", True),
    ]
    assert [(finding.code, finding.sheet) for finding in workbook.findings] == [("hidden_sheet", "Nháp")]


def test_a_percentage_comes_as_it_is_shown_and_a_decorated_number_as_it_is_stored() -> None:
    book = openpyxl.Workbook()
    for row, (value, shown) in enumerate(
        [(0.979, "0.0%"), (1, "0%"), (0.9992, "0.00%"), (97.9, '0.0"%"'), (5, "0")], 1
    ):
        book.active.cell(row, 1, value).number_format = shown
    assert [row[0] for row in read(saved(book)).sheets[0].rows] == [
        "97,9%",
        "100%",
        "99,92%",
        97.9,
        5.0,
    ]


def test_the_old_font_of_each_text_cell_is_named_and_its_text_left_as_typed() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    old, capitals = (
        book.add_format({"font_name": ".VnTime"}),
        book.add_format({"font_name": ".VnTimeH"}),
    )
    sheet.write("B2", "Tæng sè", old)
    sheet.write("C2", 5, old)
    sheet.write("D2", "Tổng số")
    sheet.write("E2", "TOÅNG", book.add_format({"font_name": "VNI-Times"}))
    sheet.write_rich_string(
        "B3",
        old,
        "sè ",
        book.add_format({"font_name": ".VnTime", "bold": True}),
        "liÖu",
    )
    sheet.write_rich_string("C3", old, "sè ", book.add_format({"font_name": "Arial"}), "liệu")
    sheet.write_rich_string("D3", old, "sè ", capitals, "liÖu")
    book.close()
    result = read(out.getvalue()).sheets[0]
    assert result.fonts == {(1, 1): ".VnTime", (1, 4): "VNI-Times", (2, 1): ".VnTime"}
    assert result.rows[1][1] == "Tæng sè"


def test_fonts_told_by_the_cells_formats_are_those_that_openpyxl_tells() -> None:
    chance = random.Random(7)
    names = (".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman", "Arial")
    for _ in range(20):
        out = io.BytesIO()
        usual = {"font_name": chance.choice(names)}
        with xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": usual}) as book:
            fonts = [book.add_format({"font_name": name, "bold": chance.random() < 0.3}) for name in names]
            for name in ("Trang 1", "Trang 2"):
                sheet = book.add_worksheet(name)
                for row, column in itertools.product(range(6), range(4)):
                    value = chance.choice(("Tæng", "chữ", 5, 0.25, True))
                    sheet.write(row, column, value, chance.choice((None, *fonts)))
        data = out.getvalue()
        sheets = read(data).sheets
        told = legacy_fonts_of(data, {sheet.name: (6, 4) for sheet in sheets})
        assert {sheet.name: sheet.fonts for sheet in sheets} == told
        assert any(told.values())


@pytest.mark.parametrize("file", ["figures.xls", "figures.ods"])
def test_the_other_formats_give_the_same_cells_at_the_same_addresses(file: str) -> None:
    workbook = read((DATA / file).read_bytes(), file)
    figures, draft = workbook.sheets
    assert figures.rows[2:6] == [
        ["", "Chỉ tiêu", 5, "97,9%"],
        ["", "", "", ""],
        ["", "", 10.0, ""],
        ["", "Sè phiÕu", datetime.date(2021, 3, 4), ""],
    ]
    assert draft.hidden and draft.rows == [["nháp"]]


def test_repeated_and_covered_cells_of_opendocument_keep_the_addresses() -> None:
    five = (
        '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
    )
    rows = (
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string">'
        f"<text:p>a</text:p></table:table-cell><table:covered-table-cell/>{five}</table:table-row>"
    )
    (sheet,) = read(ods(rows), "a.ods").sheets
    assert sheet.rows == [["", "", ""], ["", "", ""], ["a", "", 5.0]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_of_each_usual_encoding_and_separator_is_read_as_typed(encoding: str, separator: str) -> None:
    text = separator.join(("TT", "Tên đơn vị", '"0,5"')) + "\r\n" + separator.join(("1", "Cổ Đạm")) + "\r\n"
    (sheet,) = read(text.encode(encoding), "a.csv").sheets
    assert sheet.rows == [["TT", "Tên đơn vị", "0,5"], ["1", "Cổ Đạm", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "TT,A,B\n1,1,1\n2,0,1\n",  # every row as wide as the headings
        "TT,A,B\n1,1,1\n2,0.5\n",  # whoever writes a decimal point separates by commas
        'TT,A,B\n1,1,1\n2,"0,5"\n',
        "TT,A,B\n1,A,120\n2,B\n",
    ],
)
def test_commas_between_whole_numbers_separate_them_where_nothing_says_otherwise(text: str) -> None:
    (sheet,) = read(text.encode(), "a.csv").sheets
    assert [len(row) for row in sheet.rows] == [3, 3, 3]


def test_a_semicolon_file_may_hold_bare_decimal_commas_and_a_title_above() -> None:
    (sheet,) = read("Biểu số liệu, kỳ 2021\nTT;Điểm\n1;0,5\n2;0,75\n".encode(), "a.csv").sheets
    assert sheet.rows == [
        ["Biểu số liệu, kỳ 2021", ""],
        ["TT", "Điểm"],
        ["1", "0,5"],
        ["2", "0,75"],
    ]


def test_the_separator_line_of_excel_is_obeyed_and_keeps_its_row() -> None:
    assert read(b"sep=;\r\na;b,c\r\n", "a.csv").sheets[0].rows == [
        ["", ""],
        ["a", "b,c"],
    ]


def test_windows_1258_is_read_when_every_mark_fits_its_letter() -> None:
    typed = "Tên;Tô\u0309ng số\nThi\u0323 trâ\u0301n;2\nXa\u0303;3\nQuyê\u0301t đi\u0323nh;4\n".encode(
        "cp1258", "ignore"
    )
    assert read(typed, "a.csv").sheets[0].rows[1] == ["Thị trấn", "2"]


def test_a_form_with_a_hundred_thousand_formatted_empty_rows_below_is_simply_read() -> None:
    empty = b"".join(
        b'<row r="%d" ht="15"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="1"/></row>' % (n, n, n, n)
        for n in range(3, 100_003)
    )
    data = package('<row r="2"><c r="B2"><v>5</v></c></row>' + empty.decode())
    assert read(data).sheets[0].rows == [["", ""], ["", 5.0]]


def test_what_the_parser_refuses_is_one_finding() -> None:
    broken = package('<row r="1"><c r="A1" t="s"><v>5</v></c></row>')
    assert [finding.code for finding in read(broken).findings] == ["file_unreadable"]
    assert [finding.code for finding in read(package('<row r="1"><c r="A1"><v></v></c></row>')).findings] == [
        "file_empty"
    ]


def test_a_panic_of_the_parser_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    def panic(_: object) -> None:
        raise Panic

    monkeypatch.setattr(
        "pipelines.intake.files.workbook.CalamineWorkbook",
        type("Broken", (), {"from_filelike": staticmethod(panic)}),
    )
    assert [finding.code for finding in read(ordinary(1, 1)).findings] == ["file_unreadable"]


def test_a_file_that_the_gate_refused_is_never_opened() -> None:
    data = ordinary()[:-1]
    with pytest.raises(ValueError, match="did not let"):
        read_workbook(data, inspect(data, "a.xlsx"))


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_an_address_and_its_inverse_agree(row: int, column: int) -> None:
    assert parse_a1(a1(row, column)) == (row, column)


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ((0, 0), "A1"),
        ((6, 25), "Z7"),
        ((0, 26), "AA1"),
        ((1_048_575, 16_383), "XFD1048576"),
    ],
)
def test_addresses_are_those_of_the_spreadsheet(place: tuple[int, int], address: str) -> None:
    assert a1(*place) == address


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "É1", "ABCD1", "A1:B2"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a cell address"):
        parse_a1(text)


def test_columns_follow_the_alphabet() -> None:
    assert [a1(0, column)[:-1] for column in range(26)] == list(string.ascii_uppercase)
