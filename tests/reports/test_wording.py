import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reports.numbers import LIMIT, NumberFormats
from pipelines.reports.wording import decimal_text, fill, report_values, safe_text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("3.75", 2, "3,75"),
        ("4", 2, "4,00"),
        ("1.50", None, "1,5"),
        ("100", None, "100"),
        ("1234567.5", 1, "1.234.567,5"),
    ],
)
def test_a_number_is_written_with_a_decimal_comma_and_dots_for_thousands(
    value: str, places: int | None, text: str
) -> None:
    assert decimal_text(Decimal(value), places) == text


def test_a_part_in_brackets_is_left_out_when_its_value_is_unknown() -> None:
    template = "Tiêu chí {code}[ ({max_points} điểm)]"
    assert fill(template, {"code": "7.2.1", "max_points": "0,5"}) == "Tiêu chí 7.2.1 (0,5 điểm)"
    assert fill(template, {"code": "7.2.1"}) == "Tiêu chí 7.2.1"
    assert fill("A[ {code} {max_points}]", {"code": "7.2.1"}) == "A"


def test_a_value_that_looks_like_a_template_is_left_as_it_is() -> None:
    assert fill("của {issuer}", {"issuer": "[x] {year}"}) == "của [x] {year}"


@pytest.mark.parametrize(
    ("number", "day", "month", "expected"),
    [
        ("512/BC-UBND", datetime.date(2021, 11, 5), None, ("512/BC-UBND", "05/11/2021")),
        ("", None, (2021, 11), ("      /BC-UBND", "      /11/2021")),
        ("", None, None, ("      /BC-UBND", "      /      /      ")),
    ],
)
def test_what_a_report_lacks_is_a_blank_to_be_filled_by_hand(
    number: str, day: datetime.date | None, month: tuple[int, int] | None, expected: tuple[str, str]
) -> None:
    values = report_values(number, "BC-UBND", day, month)
    assert (values["report_number"], values["report_day"]) == expected


@given(st.text())
def test_safe_text_holds_no_character_that_xml_forbids_and_is_stable(text: str) -> None:
    safe = safe_text(text)
    assert all(
        c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") for c in safe
    )
    assert safe_text(safe) == safe


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    assert len(safe_text("a" * 40_000)) == 32_767 and safe_text("a" * 40_000).endswith("…")


def test_the_literal_of_a_number_format_holds_for_that_value_only() -> None:
    assert NumberFormats().decimal(Decimal("3.75"), 2) == '[=3.75]"3,75";[$-42A]#,##0.00'


def test_more_values_than_excel_holds_formats_for_fall_back_to_one_format() -> None:
    formats = NumberFormats()
    codes = {formats.decimal(Decimal(n) / 100, 2) for n in range(1, 5000)}
    assert len(codes) == LIMIT + 1
