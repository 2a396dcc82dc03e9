"""What a number format prints of a number, and whether that is the number which the cell stores."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.gate.number_format import show_number, show_text
from pipelines.intake.gate.shown_days import day_shown
from pipelines.intake.gate.shown_values import compare, effect_of

# Number format | stored | shown | what that says of the stored number
SHOWN = """
General                                  | 0.5      | 0,5             | same
0                                        | 4.25     | 4               | rounded
0.0                                      | 0.25     | 0,3             | rounded
0.00                                     | 0.25     | 0,25            | same
0.0#                                     | 0.5      | 0,5             | same
#,##0                                    | 1234567  | 1.234.567       | same
#,##0.00                                 | -1234.5  | -1.234,50       | same
#,##0,                                   | 25000    | 25              | other
#,##0,,                                  | 25000000 | 25              | other
0.0,                                     | 25400    | 25,4            | other
#,##0,,"tr"                              | 25000000 | 25tr            | same
0 "triệu đồng"                           | 25       | 25 triệu đồng   | words
#,##0" nghìn đồng"                       | 999999   | 999.999 nghìn đồng | words
#,##0" nghìn đồng"                       | 1000000  | 1.000.000 nghìn đồng | other
#,##0,,"tr"                              | 1000000  | 1tr             | same
0 "triệu đồng"                           | 25.4     | 25 triệu đồng   | other
"khoảng "0                               | 25       | khoảng 25       | words
0" hồ sơ"                                | 25       | 25 hồ sơ        | same
0" m2"                                   | 25       | 25 m2           | same
0"%"                                     | 97       | 97%             | same
#,##0\\ [$₫-42A]                         | 50000    | 50.000 ₫        | same
_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-     | 50000    | 50.000 ₫        | same
0"000"                                   | 25       | 25000           | other
#,##0".000"                              | 25       | 25.000          | other
#"."000                                  | 3208     | 3.208           | same
0","00                                   | 75       | 0,75            | other
000                                      | 7        | 007             | same
"("0")"                                  | 3        | (3)             | same
0000-0000                                | 12345678 | 1234-5678       | same
0.00E+00                                 | 25       | 2,50E+1         | same
# ?/?                                    | 1.25     | 1 1/4           | same
# ?/?                                    | 0.3      | 2/7             | rounded
# ??/100                                 | 0.37     | 37/100          | same
"x"                                      | 1        | x               | words
"Có";;"Không"                            | 0        | Không           | words
;;;                                      | 25       |                 | nothing
#                                        | 0.3      |                 | nothing
0;-0;;@                                  | 0        |                 | same
_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_) | 0        | -               | same
_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_) | -2500    | (2.500)         | same
[=0.5]"0,50";[$-42A]#,##0.00             | 0.5      | 0,50            | same
[=0.5]"0,50";[$-42A]#,##0.00             | 0.75     | 0,75            | same
[=0.5]"5";0.00                           | 0.5      | 5               | other
[>=1000000]#"."000"."000;[>=1000]#"."000;0 | 1234567  | 1.234.567       | same
"""


@pytest.mark.parametrize("line", SHOWN.strip().splitlines())
def test_what_a_format_prints_is_held_against_what_is_stored(line: str) -> None:
    code, stored, shown, says = (part.strip() for part in line.replace("\\\\", "\\").split("|"))
    value = Decimal(stored)
    printed = show_number(code, value)
    assert printed == shown
    assert compare(value, printed) == says
    if says not in ("same", "rounded"):
        assert effect_of(code) != "none"


@pytest.mark.parametrize(
    "code",
    ["General", "@", "0.00", "#,##0.00", "0.0#", "[$-42A]0.00", '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
     "dd/mm/yyyy", "d-mmm-yy", "yyyy-mm-dd", "h:mm", "[h]:mm", "[Red]General", 'General" đ"'],
)  # fmt: skip
def test_common_formats_need_no_look_at_any_cell(code: str) -> None:
    assert effect_of(code) == "none"


@pytest.mark.parametrize("code", ["0", "#,##0", "0.0", "0;[Red]-0", '0" hồ sơ"', "#,##0 ;(#,##0)", '0"."'])
def test_formats_without_decimals_need_a_look_at_fractions_only(code: str) -> None:
    assert effect_of(code) == "rounds"


def test_a_number_is_the_same_with_the_marks_of_another_language() -> None:
    assert compare(Decimal("1234.5"), "1,234.50", foreign=True) == "same"
    assert compare(Decimal(25), "25.000", foreign=True) == "same"
    assert compare(Decimal(25), "25.000") == "other"


def test_text_is_shown_as_it_is_unless_a_format_says_otherwise() -> None:
    assert [show_text(code, "a") for code in ("0", "@", "0;0;0;@", ";;;", '@" b"', '0;0;0;"c"')] == [
        "a", "a", "a", "", "a b", "c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "special"),
    [
        ("dd/mm/yyyy", ""), ("yyyy-mm-dd", ""), ("[$-409]mmmm d, yyyy;@", ""), ("d/m/yy h:mm", ""), ("h:mm:ss", ""),
        ("mm/dd/yyyy", "month_first"), ("[$-409]m/d/yy h:mm AM/PM;@", "month_first"), ("mm/yyyy", "no_day"),
        ("mmm-yy", "no_day"), ("yyyy", "no_month"), ("d-mmm", "no_year"), ('"ngày "d" tháng "m', "no_year"),
    ],
)  # fmt: skip
def test_what_a_format_of_days_leaves_out_is_told(code: str, special: str) -> None:
    assert day_shown(code) == special


@given(st.text('0#?.,;%E+-/@"x\\[]<=1$dm_* ', max_size=20), st.decimals(-(10**6), 10**6, places=3))
def test_any_format_of_any_number_is_answered(code: str, value: Decimal) -> None:
    shown = show_number(code, value)
    assert shown is None or compare(value, shown)
    assert effect_of(code) in ("none", "rounds", "tells")
