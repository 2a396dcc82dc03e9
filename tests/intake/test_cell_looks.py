"""Where a person sees something else in a cell than what it stores, the sender is asked, or the text that is shown is
read; what merely looks usual is not asked about."""

import datetime
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from schemas.forms.layout import load_layouts
from tests.intake.bad_files import DATA
from tests.intake.small_campaign import OWED, small_criteria, small_roster

READER = FileReader(load_layouts("2021"), small_roster(), small_criteria(), OWED, "2021", Answers())
LABELS = {
    "count": "Tổng số hồ sơ phải giải quyết",
    "percent": "Tỷ lệ hồ sơ giải quyết đúng hạn",
    "money": "Kinh phí được cấp",
    "date": "Ngày kế hoạch duy trì, cải tiến HTQLCL",
    "bool": "Ban hành chính sách chất lượng",
}
Draw = Callable[[xlsxwriter.Workbook, xlsxwriter.workbook.Worksheet], object]


def figures(kind: str, draw: Draw) -> bytes:
    """A table of one figure, whose cell D4 is for `draw` to fill."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Trang")
        page.write("A1", "Đơn vị: UBND xã Cổ Đạm")
        page.write("A2", "BIỂU SỐ LIỆU NĂM 2021")
        page.write_row("A3", ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"])
        page.write_row("A4", ["1", LABELS[kind]])
        draw(book, page)
    return out.getvalue()


def points(draw: Draw) -> bytes:
    """A table of points, from C4 to F6, each 0.5."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Trang")
        page.merge_range("A1:F1", "PHỤ LỤC IB NĂM 2021")
        page.write("A2", "(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)")
        page.write_row(
            "A3", ["TT", "Tên đơn vị", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2", "Tiêu chí 7.2.3", "Tổng điểm"]
        )
        for row, name in enumerate(("thị trấn Xuân An", "xã Cổ Đạm", "xã Xuân Liên"), 3):
            page.write_row(row, 0, [row - 2, f"UBND {name}", 0.5, 0.5, 0.5, 1.5])
        draw(book, page)
    return out.getvalue()


def told(data: bytes, cell: str, name: str = "a.xlsx") -> list[str]:
    """The value of a cell where it can be used, and the findings there."""
    reading = READER.read(data, name, "0" * 64)
    facts = [fact for _, _, facts in reading.facts for fact in facts if fact.cell == cell and fact.usable]
    values = [f"{fact.value:f}" if fact.value is not None else fact.text or fact.state for fact in facts]
    return values + [finding.code for _, _, finding in reading.findings if finding.cell == cell]


def written(value: object, **look: object) -> Draw:
    """A drawing that writes one value with a look into D4."""

    def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet) -> None:
        (page.write_datetime if isinstance(value, datetime.date) else page.write)(
            "D4", value, book.add_format(look)
        )

    return draw


# Kind of figure | stored | number format | value and findings
FORMATS = """
count   | 25000    | #,##0,           | number_shown_otherwise
money   | 25000000 | #,##0,,          | number_shown_otherwise
money   | 25000000 | #,##0,,"tr"      | 25000000
money   | 25       | 0 "triệu đồng"   | 25000000
money   | 25000000 | #,##0" triệu đồng" | number_shown_otherwise
money   | 25000000 | #,##0" nghìn đồng" | number_shown_otherwise
money   | 50000    | #,##0" nghìn đồng" | 50000000
money   | 25       | #,##0\\ "₫"       | 25
money   | 25       | #,##0".000"      | number_shown_otherwise
count   | 25       | 0 "nghìn"        | number_ambiguous
count   | 25       | 0" hồ sơ"        | 25
count   | 25       | ;;;              | value_not_shown
count   | 1        | "x"              | value_marked
count   | 0        | 0;-0;            | 0
count   | 0        | _(* #,##0_);_(* (#,##0);_(* "-"_);_(@_) | 0
count   | 1250     | #,##0            | 1250
percent | 97.96    | 0                | 97.96
percent | 97.9     | 0.0"%"           | 97.9
bool    | 1        | "Có";;"Không"    | có
"""


@pytest.mark.parametrize("line", FORMATS.strip().splitlines())
def test_a_number_is_read_as_it_is_shown_or_asked_about(line: str) -> None:
    kind, stored, code, expected = (part.strip() for part in line.replace("\\\\", "\\").split("|"))
    assert told(figures(kind, written(float(stored), num_format=code)), "D4") == expected.split()


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ({"font_strikeout": True}, ["value_crossed_out"]),
        ({"font_color": "white"}, ["value_not_shown"]),
        ({"font_color": "white", "bg_color": "white"}, ["value_not_shown"]),
        ({"font_color": "white", "bg_color": "navy"}, ["25"]),
        ({"font_color": "white", "pattern": 3, "fg_color": "navy"}, ["25"]),
        ({"font_color": "white", "pattern": 16}, ["25"]),
        ({"bold": True, "italic": True, "font_color": "red", "bg_color": "yellow"}, ["25"]),
        ({"locked": False, "hidden": True, "quote_prefix": True}, ["25"]),
    ],
)
@pytest.mark.parametrize("value", [25, "25"])
def test_what_is_crossed_out_or_white_on_white_is_asked_about(
    value: object, look: dict[str, object], expected: list[str]
) -> None:
    assert told(figures("count", written(value, **look)), "D4") == expected


def test_white_letters_are_not_asked_about_where_a_condition_may_colour_the_ground() -> None:
    def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet) -> None:
        written(25, font_color="white")(book, page)
        page.conditional_format("D4", {"type": "no_blanks", "format": book.add_format({"bg_color": "navy"})})

    assert told(figures("count", draw), "D4") == ["25"]


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("dd/mm/yyyy", 12, ["2021-05-12"]),
        ("mm/dd/yyyy", 12, ["date_ambiguous"]),
        ("mm/dd/yyyy", 25, ["2021-05-25"]),
        ("mm/dd/yyyy", 5, ["2021-05-05"]),
        ("mm/yyyy", 1, ["2021-05", "date_partial"]),
        ("d-mmm", 12, ["date_ambiguous"]),
    ],
)
def test_a_day_is_read_as_far_as_it_is_shown(code: str, day: int, expected: list[str]) -> None:
    draw = written(datetime.date(2021, 5, day), num_format=code)
    assert told(figures("date", draw), "D4") == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("0.0", ["0.25", "points_shown_rounded"]), ("0.00", ["0.25"]), ("General", ["0.25"])],
)
def test_points_that_are_shown_rounded_are_used_and_said(code: str, expected: list[str]) -> None:
    data = points(lambda book, page: page.write("E5", 0.25, book.add_format({"num_format": code})))
    assert told(data, "E5") == expected


@pytest.mark.parametrize("number", [14, 22, 27, 36, 50, 58])
def test_a_day_in_a_format_that_each_pc_shows_in_its_own_way_is_the_day_that_is_stored(number: int) -> None:
    draw = written(datetime.date(2021, 5, 12), num_format=number)
    assert told(figures("date", draw), "D4") == ["2021-05-12"]
    assert told(figures("count", written(datetime.date(2021, 5, 12), num_format=number)), "D4") == [
        "number_became_date"
    ]


def test_points_typed_as_text_are_shown_whole_in_any_format() -> None:
    data = points(lambda book, page: page.write_string("E5", "0,25", book.add_format({"num_format": "0"})))
    assert told(data, "E5") == ["0.25"]


def test_the_long_formats_of_points_on_annexes_are_no_question() -> None:
    code = '[=0.25]"0,25";[$-42A]#,##0.00'
    data = points(lambda book, page: page.write("E5", 0.25, book.add_format({"num_format": code})))
    assert told(data, "E5") == ["0.25"]


def test_a_name_that_is_crossed_out_over_points_that_are_not_is_asked_about() -> None:
    def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet) -> None:
        crossed = book.add_format({"font_strikeout": True})
        page.write("B5", "UBND xã Cổ Đạm", crossed)
        # Where the whole row is crossed out, each value is asked about.
        page.write_row("A6", [3, "UBND xã Xuân Liên", 0.5, 0.5, 0.5, 1.5], crossed)

    data = points(draw)
    assert [told(data, cell) for cell in ("B5", "F5", "B6")] == [["name_crossed_out"], [], []]
    named = [unit for _, unit, one in READER.read(data, "a.xlsx", "0" * 64).findings if one.cell == "B5"]
    assert named == ["18391"]


def test_an_indicator_that_is_crossed_out_is_asked_about_where_it_has_a_figure() -> None:
    def draw(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet) -> None:
        page.write("B4", LABELS["count"], book.add_format({"font_strikeout": True}))
        page.write_row("A5", ["2", LABELS["percent"], "%", 97.9])

    assert told(figures("count", draw), "B4") == []
    assert told(figures("count", lambda book, page: (draw(book, page), page.write("D4", 25))), "B4") == [
        "name_crossed_out"
    ]


def merged(area: str) -> Draw:
    """A drawing that merges cells and leaves what stood in them, as copying a format does."""
    return lambda book, page: page.merge.append(_corners(area))


def _corners(area: str) -> list[int]:
    return [*xlsxwriter.utility.xl_cell_to_rowcol(area[:2]), *xlsxwriter.utility.xl_cell_to_rowcol(area[3:])]


def test_points_merged_over_several_units_or_criteria_are_asked_about_with_those_below() -> None:
    down, across = points(merged("E4:E5")), points(merged("D6:E6"))
    assert [told(down, cell) for cell in ("E4", "E5", "E6")] == [
        ["value_merged"],
        ["value_not_shown"],
        ["0.5"],
    ]
    assert [told(across, cell) for cell in ("D6", "E6", "F6")] == [
        ["value_merged"],
        ["value_not_shown"],
        ["1.5"],
    ]


def test_a_merged_cell_that_holds_one_value_is_no_question() -> None:
    assert told(points(merged("F4:G4")), "F4") == ["1.5"]
    assert told(points(merged("A4:B4")), "C4") == ["0.5"]
    words = points(lambda book, page: page.merge_range("C5:F5", "Chưa có số liệu"))
    assert told(words, "C5") == ["unknown", "value_unknown"]


@pytest.mark.parametrize("how", [{"hidden": True}, {"level": 1, "hidden": True}])
def test_values_in_a_hidden_column_are_read_and_said(how: dict[str, object]) -> None:
    data = points(lambda book, page: page.set_column("E:E", None, None, how))
    assert told(data, "E5") == ["0.5"]
    reading = READER.read(data, "a.xlsx", "0" * 64)
    assert [(one.sheet, one.detail) for _, _, one in reading.findings if one.code == "hidden_columns"] == [
        ("Trang", "cột E")
    ]


def test_hidden_columns_without_values_are_no_matter() -> None:
    for columns in ("A:A", "H:XFD"):
        data = points(lambda book, page, at=columns: page.set_column(at, None, None, {"hidden": True}))  # type: ignore[misc]
        codes = [one.code for _, _, one in READER.read(data, "a.xlsx", "0" * 64).findings]
        assert "hidden_columns" not in codes


@pytest.mark.parametrize("file", ["looks.xls", "looks.ods"])
def test_the_other_formats_tell_the_same(file: str) -> None:
    data = (DATA / file).read_bytes()
    assert {
        cell: told(data, cell, file) for cell in ("D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D15")
    } == {
        "D4": ["value_crossed_out"],
        "D5": ["value_crossed_out"],
        "D6": ["number_shown_otherwise"],
        "D7": ["value_not_shown"],
        "D8": ["25000000"],
        "D9": ["1250"],
        "D10": ["0"],
        "D11": ["value_merged"],
        "D15": ["97.96"],
    }
    reading = READER.read(data, file, "0" * 64)
    assert [one.detail for _, _, one in reading.findings if one.code == "hidden_columns"] == ["cột D"]
