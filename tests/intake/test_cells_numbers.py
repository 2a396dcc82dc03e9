"""Numbers as people type them: one reading where the text has one, both named where it has two."""

import datetime
import math
import string
import time
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.cells.grammar import CellType, Raw, read_cell, typed_text
from schemas.findings import load_catalogue

KINDS: list[CellType] = [
    "text", "count", "number", "points", "percent", "money", "date", "year", "bool", "symbol", "mark",
]  # fmt: skip

READ = """
count    | 04                      | 4
count    | 0                       | 0
count    | 000                     | 0
count    | 3.208                   | 3208
count    | 16462                   | 16462
count    | 16 462                  | 16462
count    | 50.000.000              | 50000000
count    | 1,234,567               | 1234567
count    | 12 345 678              | 12345678
count    | +5                      | 5
count    | 17,0                    | 17
count    | 17.00                   | 17
count    | 1.234,0                 | 1234
count    | 02 người                | 2           | người
count    | 02người                 | 2           | người
count    | 3.208 phiếu             | 3208        | phiếu
count    | 4237 (hồ sơ)            | 4237        | hồ sơ
count    | 5 (năm)                 | 5
count    | 05 (năm) người          | 5           | người
count    | 24 (hai mươi tư)        | 24
count    | 07 (bẩy)                | 7
count    | 10 (mười)               | 10
count    | 11 (mười một)           | 11
count    | 21 (hai mươi mốt)       | 21
count    | 17 (mười bảy đơn vị)    | 17          | đơn vị
count    | 02 cán bộ, công chức    | 2           | cán bộ, công chức
count    | 5 hồ sơ chưa trả        | 5           | hồ sơ chưa trả
count    | 5 m2                    | 5           | m2
count    | 02 lần/năm              | 2           | lần/năm
count    | 12 quy ước              | 12          | quy ước
count    | 12 cơ quan/đơn vị       | 12          | cơ quan/đơn vị
count    | 12 hồ sơ trong ngày     | 12          | hồ sơ trong ngày
points   | 0,5                     | 0.5
points   | 0.5                     | 0.5
points   | 4,50                    | 4.50
points   | 1,0                     | 1.0
points   | ,5                      | 0.5
points   | .5                      | 0.5
points   | 0.500                   | 0.5
points   | 0,500                   | 0.5
points   | 1,500                   | 1.5
points   | 0,5 điểm                | 0.5         | điểm
points   | 0,5đ                    | 0.5         | đ
points   | 0                       | 0
number   | 1.234,5                 | 1234.5
number   | 1,234.5                 | 1234.5
number   | 1.234.567               | 1234567
number   | 1234.567                | 1234.567
number   | -3,5                    | -3.5
number   | −3,5                    | -3.5
percent  | 97,9 %                  | 97.9        | %
percent  | 97.9%                   | 97.9        | %
percent  | 97,925                  | 97.925
percent  | 0,5 %                   | 0.5         | %
percent  | 100                     | 100
percent  | 0                       | 0
percent  | 98 phần trăm            | 98          | %
money    | 50.000.000 đồng         | 50000000    | đồng
money    | 50.000.000đ             | 50000000    | đồng
money    | 50.000.000 VNĐ          | 50000000    | đồng
money    | 50.000                  | 50000
money    | 50 triệu                | 50000000    | đồng
money    | 50 triệu đồng           | 50000000    | đồng
money    | 1,5 tỷ                  | 1500000000  | đồng
money    | 1.5 tỉ                  | 1500000000  | đồng
money    | 50.000 nghìn đồng       | 50000000    | đồng
money    | 50 tr.đ                 | 50000000    | đồng
money    | 50tr                    | 50000000    | đồng
"""

REFUSED = """
count    | 3,208                   | number_ambiguous
count    | 17,000                  | number_ambiguous
count    | 1234,000                | number_ambiguous
count    | 1.23                    | number_ambiguous
count    | 1.5                     | number_ambiguous
count    | 1-2                     | number_ambiguous
count    | 1 – 2                   | number_ambiguous
count    | 5 đến 7                 | number_ambiguous
count    | - 3                     | number_ambiguous
count    | 10 (năm)                | number_ambiguous
count    | 5 (sáu)                 | number_ambiguous
count    | 5 (trong đó 2 mới)      | number_ambiguous
count    | 5 nghìn                 | number_ambiguous
count    | 5 chục                  | number_ambiguous
count    | 97 %                    | number_ambiguous
count    | 0,5                     | count_not_whole
count    | 0.500                   | count_not_whole
count    | 1.234,5                 | count_not_whole
count    | -3                      | count_negative
count    | –3                      | count_negative
count    | 17/17                   | number_unreadable
count    | 05/3/2014               | number_unreadable
count    | 1.23.456                | number_unreadable
count    | 1.234.56                | number_unreadable
count    | 1,234.567,8             | number_unreadable
count    | 1 23                    | number_unreadable
count    | 01.000                  | number_unreadable
count    | 0912 345 678            | number_unreadable
count    | 1234567890123456        | number_unreadable
count    | 0000000000000001        | number_unreadable
count    | 1O                      | number_unreadable
count    | 1OO                     | number_unreadable
count    | 2 l                     | number_unreadable
count    | 1e5                     | number_unreadable
count    | 5 chưa xong             | number_unreadable
money    | 999.999.999 tỷ          | number_ambiguous
count    | 5 hơn                   | number_unreadable
count    | 12 trở lên              | number_unreadable
count    | 12 hồ sơ trở lên        | number_unreadable
count    | 12 bình quân            | number_unreadable
count    | 12 (bình quân)          | number_unreadable
count    | 12 (ước)                | number_unreadable
count    | 12 hồ sơ/tháng          | number_ambiguous
count    | 12 hồ sơ mỗi tháng      | number_ambiguous
count    | 3 cuộc một quý          | number_ambiguous
count    | khoảng 50               | number_unreadable
count    | > 50                    | number_unreadable
count    | năm                     | number_unreadable
count    | Không áp dụng           | number_unreadable
count    | (3)                     | number_unreadable
count    | 5²                      | number_unreadable
count    | ٣                       | number_unreadable
count    | #REF!                   | error_cell
points   | 1.000                   | number_ambiguous
points   | 97.925                  | number_ambiguous
points   | 5 %                     | number_ambiguous
points   | 03 văn bản              | number_ambiguous
points   | 1 lớp                   | number_ambiguous
points   | -0,5                    | points_negative
points   | 4,5/5                   | number_unreadable
points   | 0,123456789012345       | number_unreadable
points   | 0, 5                    | number_unreadable
percent  | 97.925                  | number_ambiguous
percent  | 0,979                   | number_ambiguous
percent  | 1                       | number_ambiguous
percent  | 100,1                   | percent_out_of_range
percent  | -1                      | percent_out_of_range
number   | 1 234.567               | number_unreadable
money    | 50,000                  | number_ambiguous
money    | 1,500 triệu             | number_ambiguous
money    | 50 USD                  | number_ambiguous
money    | 0,5 đồng                | count_not_whole
money    | -50.000                 | count_negative
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(READ), ids=" ".join)
def test_a_clear_number_is_read(row: tuple[str, ...]) -> None:
    kind, typed, number, unit = (*row, "")[:4]
    reading = read_cell(typed, kind)  # type: ignore[arg-type]
    assert (reading.state, reading.number, reading.finding) == ("value", Decimal(number), "")
    assert reading.unit_word == unit


@pytest.mark.parametrize("row", rows(REFUSED), ids=" ".join)
def test_a_doubtful_number_is_refused_by_name(row: tuple[str, ...]) -> None:
    kind, typed, finding = row
    reading = read_cell(typed, kind)  # type: ignore[arg-type]
    assert (reading.state, reading.number, reading.finding) == ("unreadable", None, finding)


def test_a_no_break_space_groups_digits_like_a_space() -> None:
    assert read_cell("16\xa0462", "count").number == 16462


def test_two_numbers_on_two_lines_are_not_one_grouped_number() -> None:
    for typed in ("16\n462", "16 \r\n 462", "16\t462"):
        assert read_cell(typed, "count").finding == "number_ambiguous"


def test_an_ambiguous_count_names_both_numbers() -> None:
    assert read_cell("3,208", "count").detail == "3208 hay số thập phân 3,208"


def test_a_fraction_of_three_digits_in_a_numeric_cell_is_asked_about_as_thousands() -> None:
    reading = read_cell(3.208, "count")
    assert (reading.finding, reading.detail) == ("count_not_whole", " (có thể là 3208?)")
    assert read_cell(3.25, "count").detail == ""


def test_a_percent_cell_of_excel_cannot_be_told_from_a_small_percent() -> None:
    reading = read_cell(0.979, "percent")
    assert (reading.finding, reading.detail) == ("number_ambiguous", "0,979 % hay 97,9 %")
    assert read_cell(1.0, "percent").detail == "1 % hay 100 %"
    assert read_cell(0.0, "percent").number == 0
    assert read_cell(97.9, "percent").number == Decimal("97.9")


def test_a_float_is_read_as_the_number_a_person_sees() -> None:
    assert read_cell(17.0, "count").number == 17
    assert str(read_cell(17.0, "count").number) == "17"
    assert read_cell(0.1 + 0.2, "points").number == Decimal("0.3")
    assert str(read_cell(100.0, "points").number) == "100"
    assert str(read_cell(-0.0, "count").number) == "0"


def test_a_number_that_excel_turned_into_a_date_is_said_to_be_one() -> None:
    day = datetime.datetime(2021, 5, 1)
    for kind in ("count", "number", "points", "percent", "money", "year"):
        for raw in (day, day.date(), datetime.time(1, 30), datetime.timedelta(hours=30)):
            assert read_cell(raw, kind).finding == "number_became_date"


@pytest.mark.parametrize("typed", ["Có", "Rồi", "Đã có", "có rồi"])
def test_people_say_yes_in_more_words_than_one(typed: str) -> None:
    assert read_cell(typed, "bool").text == "có"


@pytest.mark.parametrize("typed", ["Chưa", "Chưa có", "Sắp có", "Có một phần", "rồi sẽ có"])
def test_what_is_neither_yes_nor_no_is_asked_about(typed: str) -> None:
    assert read_cell(typed, "bool").finding == "choice_unreadable"


def test_true_is_no_number_though_python_counts_it_as_one() -> None:
    assert read_cell(1, "count").number == 1
    assert read_cell(True, "count").finding == "number_unreadable"
    assert read_cell(1.0, "count").number == 1
    assert read_cell(1.0, "bool").finding == "choice_unreadable"
    assert read_cell(True, "bool").text == "có"


def test_a_decomposed_or_spaced_text_reads_like_its_tidy_form() -> None:
    typed = unicodedata.normalize("NFD", "  02   người ")
    assert read_cell(typed, "count") == read_cell("02 người", "count")


def test_a_page_of_text_in_a_value_cell_is_refused_at_once() -> None:
    started = time.process_time()
    for typed in ("." * 50_000 + "x", "5 (" * 20_000, "ngày" + " ." * 50_000, "1." * 50_000):
        for kind in KINDS:
            assert read_cell(typed, kind).state in ("unreadable", "value")
    assert time.process_time() - started < 2


def test_a_number_is_quoted_with_the_comma_that_the_sheet_shows_and_a_text_as_it_was_typed() -> None:
    assert [typed_text(raw) for raw in (17.0, 0.5, 0.1 + 0.2, 1e14, 1.5e20, 12, True, None, " 4,50 ", "0.5")] == [
        "17", "0,5", "0,3", "100000000000000", "1,5e+20", "12", "TRUE", "", " 4,50 ", "0.5",
    ]  # fmt: skip
    assert typed_text(datetime.datetime(2021, 11, 8)) == "08/11/2021"
    assert typed_text(datetime.datetime(2021, 11, 8, 7, 5)) == "08/11/2021 07:05:00"
    assert typed_text(datetime.date(2021, 3, 5)) == "05/03/2021"


def dotted(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


@given(st.integers(0, 10**12))
def test_every_honest_way_to_write_a_count_reads_as_it(number: int) -> None:
    ways: list[Raw] = [
        number, float(number), str(number), dotted(number, "."), dotted(number, " "), dotted(number, "\xa0"),
        f"0{number}", f"{number},0", f"{number} người", f"{dotted(number, '.')} hồ sơ", f" {number} ",
        f"+{number}", f"{number} (hồ sơ)",
    ]  # fmt: skip
    assert {read_cell(way, "count").number for way in ways} == {Decimal(number)}
    assert {read_cell(way, "money").number for way in (f"{dotted(number, '.')} đồng", f"{number}đ")} == {
        number
    }


@given(st.integers(0, 40))
def test_every_way_to_write_quarter_points_reads_as_them(quarters: int) -> None:
    points = Decimal(quarters) / 4
    plain = f"{points:f}"
    ways: list[Raw] = [
        float(points), plain, plain.replace(".", ","), f"{points:.2f}", f"{points:.2f}".replace(".", ","),
        f"{points:.3f}".replace(".", ","), f"{plain.replace('.', ',')} điểm", f"{plain}đ", f" {plain} ",
    ]  # fmt: skip
    if plain.startswith("0."):
        ways += [plain[1:], plain[1:].replace(".", ",")]
    assert {read_cell(way, "points").number for way in ways} == {points}


anything = (
    st.text()
    | st.text(alphabet=string.digits + " .,/-%()đngưoi\n\xa0", max_size=12)
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.none()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | st.binary()
    | st.lists(st.integers())
    | st.decimals()
    | st.complex_numbers()
)


@settings(max_examples=400)
@given(anything, st.sampled_from(KINDS))
def test_no_cell_raises_and_no_refused_cell_carries_a_value(raw: Raw, kind: CellType) -> None:
    reading = read_cell(raw, kind)
    assert reading == read_cell(raw, kind)
    if reading.finding:
        severity = load_catalogue()[reading.finding].severity
        if severity == "rejects_row":
            assert reading.number is None
            assert reading.text is None or reading.state == "mark"
    if reading.state == "unreadable":
        assert reading.finding
    if reading.number is not None:
        assert reading.number.is_finite()
    if reading.state == "value" and not reading.finding:
        assert (reading.number is None) != (reading.text is None)


@given(st.floats())
def test_a_float_read_as_a_number_is_that_float(raw: float) -> None:
    number = read_cell(raw, "number").number
    if number is None:
        assert not math.isfinite(raw) or abs(raw) >= 1e15
    else:
        assert math.isclose(number, raw, rel_tol=1e-14)


@pytest.mark.parametrize(("text", "number"), [("0,5.", "0.5"), ("0.5.", "0.5"), ("'0,5", "0.5"), ("’3", "3")])
def test_a_full_stop_behind_a_decimal_and_an_apostrophe_before_it_take_nothing_from_it(
    text: str, number: str
) -> None:
    assert read_cell(text, "points").number == Decimal(number)


@pytest.mark.parametrize("text", ["0.", "5.", "0,", "5 ."])
def test_a_mark_behind_bare_digits_may_lack_a_fraction(text: str) -> None:
    assert read_cell(text, "points").finding == "number_unreadable"


@pytest.mark.parametrize("text", ["0,25+0,25", "0,5/0,5", "3.5/5", "=0,25+0,25", "0,25+0,25=0,5", "1/2"])
def test_a_calculation_is_told_as_one(text: str) -> None:
    reading = read_cell(text, "points")
    assert (reading.finding, reading.detail) == ("number_unreadable", " (là phép tính hoặc phân số)")


@pytest.mark.parametrize("text", ["12O", "l20", "O,5", "1.2OO"])
def test_a_letter_in_the_place_of_a_digit_is_told(text: str) -> None:
    assert "chữ O" in read_cell(text, "number").detail
