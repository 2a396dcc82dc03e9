"""Which headings, as offices write them, name which column of which form, and which name none."""

from collections.abc import Sequence

import pytest

from pipelines.intake.submissions.file_reading import FileReading
from pipelines.intake.tables.headings import HeadingIndex
from schemas.forms.layout import load_layouts
from tests.intake.tables_of_units import (
    HEADINGS,
    LETTER,
    LETTERHEAD,
    READER,
    TITLE,
    TOP,
    UNITS,
    codes,
    read,
    totals,
)
from tests.intake.test_forms_accounts import workbook

INDEX = HeadingIndex(load_layouts("2021"), period="2021")
FORMS = sorted(INDEX.layouts)


def rows_of(text: str) -> list[list[str]]:
    """A text table as lists of cells."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def values(*rows: Sequence[object]) -> tuple[FileReading, list[str]]:
    """The reading of a sheet with these rows, and its facts as "cell item value"."""
    reading = READER.read(workbook({"S": [list(row) for row in rows]}), "a.xlsx", "0" * 64)
    facts = [fact for _, _, facts in reading.facts for fact in facts]
    return reading, [f"{fact.cell} {fact.item} {fact.typed}" for fact in facts if fact.usable]


# Heading | code | maximum; without a code it names no criterion
CRITERIA = """
Tiêu chí 7.2.1 (0,5 điểm)                                        | 7.2.1 | 0.5
TC 7.2.1                                                         | 7.2.1 |
TC7.2.1 (0,5đ)                                                   | 7.2.1 | 0.5
7.2.3                                                            | 7.2.3 |
7.2.1.                                                           | 7.2.1 |
7.2.1 (0,5)                                                      | 7.2.1 |
7.2.3 (1)                                                        | 7.2.3 |
7.2.1 (0,5 điểm)                                                 | 7.2.1 | 0.5
Điểm 7.2.1                                                       | 7.2.1 |
Điểm tiêu chí 7.2.1 (tối đa 0,5đ)                                | 7.2.1 | 0.5
Tiêu chí 7.2.1 (Điểm tối đa: 0,5)                                | 7.2.1 | 0.5
Tiêu chí 7.2.3/1 điểm                                            | 7.2.3 | 1
Tiêu chí 7.2.1. Ban hành kế hoạch theo ISO 9001:2015 (0,5 điểm)  | 7.2.1 | 0.5
Điểm thưởng 7.2.T nhiều nhất 0,5 điểm                            | 7.2.T |
Tiêu chí 7.2.1.2 (0,25 điểm)                                     | 7.2.1.2 | 0.25
7.2                                                              |       |
0.5                                                              |       |
15.11.2021                                                       |       |
1.234.567                                                        |       |
Tiêu chí 7.2.1 tự chấm                                           |       |
Tiêu chí 7.2.1 tự chấm (0,5 điểm)                                |       |
Điểm tự chấm 7.2.1                                               |       |
Tiêu chí 7.2.1 năm 2020 (0,5 điểm)                               |       |
Lý do trừ điểm tiêu chí 7.2.1                                    |       |
Minh chứng tiêu chí 7.2.1                                        |       |
"""


@pytest.mark.parametrize("line", CRITERIA.strip().splitlines())
def test_a_criterions_heading_is_its_code_with_or_without_words(line: str) -> None:
    heading, code, most = (part.strip() for part in line.split("|"))
    found = [
        (hit.code, str(hit.max_points or "")) for hit in INDEX.hits(heading) if hit.column.role == "criterion"
    ]
    assert found == ([(code, most)] if code else [])


# Heading | role in Phụ lục IB, none where it is not known there
OF_UNITS = """
Tên đơn vị hành chính          | key
Đơn vị xã, thị trấn            | key
Xã, phường, thị trấn           | key
XÃ/THỊ TRẤN                    | key
Xã / phường / thị trấn         | key
UBND các xã, thị trấn          | key
UBND cấp xã                    | key
Tên xã                         | key
Địa phương                     | key
Cơ quan, đơn vị                | key
Tên đơn vị được chấm điểm      | key
Xã                             |
Thị trấn                       |
Xã Cổ Đạm                      |
UBND xã Cổ Đạm                 |
Các xã                         |
Đơn vị tính                    |
Đơn vị chấm điểm               |
Cộng điểm                      | total
Tổng số điểm                   | total
Cộng                           | total
TỔNG ĐIỂM (5 điểm)             | total
Tổng điểm tiêu chí 7.2 (tối đa 5 điểm) | total
Tổng điểm năm 2021             | total
Tổng điểm đạt được             | total
Tổng điểm năm 2020             |
Tổng điểm tự chấm              | aside
Tổng số hồ sơ                  |
Xếp loại                       | aside
Lý do trừ điểm                 | evidence
"""


@pytest.mark.parametrize("line", OF_UNITS.strip().splitlines())
def test_a_heading_of_a_table_of_units(line: str) -> None:
    heading, role = (part.strip() for part in line.split("|"))
    assert [hit.column.role for hit in INDEX.hits(heading) if hit.form == "phu_luc_ib"] == (
        [role] if role else []
    )


# Heading | the indicator whose years stand below it
YEARS = """
Năm áp dụng TCVN ISO 9001:2008                                            | iso2008_start_year
Năm xây dựng, áp dụng HTQLCL theo ISO 9001-2008                           | iso2008_start_year
Năm chuyển đổi, xây dựng mới theo tiêu chuẩn TCVN ISO 9001:2015           | iso2015_conversion_year
Năm chuyển đổi HTQLCL theo ISO 9001:2015                                  | iso2015_conversion_year
Năm chuyển đổi sang TCVN ISO 9001:2015                                    | iso2015_conversion_year
Năm công bố ISO 9001:2015                                                 |
Năm áp dụng ISO                                                           |
Chưa áp dụng ISO 9001:2015                                                | iso2015_not_applied
Chưa chuyển đổi ISO 9001:2015                                             |
"""


@pytest.mark.parametrize("line", YEARS.strip().splitlines())
def test_a_heading_over_years(line: str) -> None:
    heading, item = (part.strip() for part in line.split("|"))
    assert [hit.column.item for hit in INDEX.hits(heading) if hit.form == "iib_2"] == ([item] if item else [])


# Heading | role in the self-score
OF_SELF_SCORES = """
Điểm xã tự chấm                      | value
Tự đánh giá                          | value
Điểm tự đánh giá của đơn vị          | value
Kết quả tự chấm                      | value
Điểm UBND xã tự chấm                 | value
Điểm huyện chấm                      | aside
Điểm thẩm định                       | aside
Điểm chuẩn                           | max_points
Mã số tiêu chí                       | key
Điểm trừ                             |
Tổng điểm                            |
"""


@pytest.mark.parametrize("line", OF_SELF_SCORES.strip().splitlines())
def test_a_heading_of_a_self_score(line: str) -> None:
    heading, role = (part.strip() for part in line.split("|"))
    found = [hit.column.role for hit in INDEX.hits(heading) if hit.form == "tu_cham" and not hit.common]
    assert found == ([role] if role else [])


# -- no heading is ambiguous -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_heading_names_one_column_of_a_form(form: str) -> None:
    layout = INDEX.layouts[form]
    for column in layout.columns:
        for heading in (*column.headings, *column.under_title):
            for other in layout.columns:
                assert other is column or not (other.pattern and other.pattern.match(heading)), heading


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_whole_with_headings_that_another_has_too(form: str) -> None:
    needed = [column for column in INDEX.layouts[form].columns if column.required]
    for other in set(FORMS) - {form}:
        its_own = [
            column for column in needed
            if any(all(hit.form != other or hit.common for hit in INDEX.hits(heading)) for heading in column.headings)
        ]  # fmt: skip
        assert its_own or any(column.pattern for column in needed), (form, other)


# -- headings that are common to many tables ---------------------------------------------------------------------------

FIGURES = rows_of("""
TT | Nội dung | ĐVT | Kết quả
1 | Tổng số hồ sơ phải giải quyết | hồ sơ | 1250
""")
TASKS = rows_of("""
TT | Nội dung | ĐVT | Kết quả
1 | Ban hành văn bản chỉ đạo | Văn bản | 3
""")
COMMUNE, OF_FIGURES, OF_TASKS = ["UBND XÃ CỔ ĐẠM"], ["BIỂU SỐ LIỆU NĂM 2021"], ["PHỤ LỤC IIB.1 NĂM 2021"]


def test_the_title_says_which_form_common_headings_belong_to() -> None:
    assert values(COMMUNE, OF_FIGURES, LETTER, *FIGURES)[1] == ["D5 dossiers_total 1250"]
    assert values(LETTERHEAD, OF_TASKS, LETTER, *TASKS)[1] == ["D5 steering_documents_count 3"]


def test_without_a_title_common_headings_are_of_no_form() -> None:
    reading, found = values(COMMUNE, ["BÁO CÁO NĂM 2021"], LETTER, *FIGURES)
    assert found == [] and "form_not_found" in codes(reading)


def test_a_title_above_another_table_is_not_that_of_the_next_one() -> None:
    reading, found = values(COMMUNE, OF_FIGURES, LETTER, *FIGURES, [], ["Kết quả khác"], *TASKS)
    assert [one.form for one in reading.submissions] == ["so_lieu"]
    assert "D5 dossiers_total 1250" in found


def test_a_title_goes_before_headings_that_another_form_calls_its_own() -> None:
    headings = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"]
    assert values(LETTERHEAD, OF_TASKS, LETTER, headings, TASKS[1])[0].submissions[0].form == "iib_1"
    assert values(COMMUNE, OF_FIGURES, LETTER, headings, FIGURES[1])[0].submissions[0].form == "so_lieu"


def test_a_form_whose_title_stands_further_up_is_not_another_that_is_mentioned() -> None:
    headings, mentioned = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"], ["(Cùng với Phụ lục IIB.1)"]
    rows = (COMMUNE, OF_FIGURES, mentioned, LETTER, headings, FIGURES[1])
    assert values(*rows)[0].submissions[0].form == "so_lieu"
    # Nor does it decide of the next file.
    assert values(LETTERHEAD, OF_TASKS, LETTER, headings, TASKS[1])[0].submissions[0].form == "iib_1"
    assert values(*rows)[0].submissions[0].form == "so_lieu"


def test_a_word_of_a_heading_in_the_signature_begins_no_table() -> None:
    signed = [["", "Đơn vị", "", "", "", "Người lập biểu"], ["", "", "", "", "", "Nguyễn Văn A"]]
    reading = read(*TOP, HEADINGS, *UNITS, [], *signed)
    assert codes(reading) == [] and len(totals(reading)) == 3


def test_a_group_right_below_the_headings_is_none_of_them() -> None:
    reading = read(*TOP, HEADINGS, ["Khối xã, thị trấn"], *UNITS)
    assert [entry.area for _, entry in reading.entries if entry.role == "group"] == ["A5"]


def test_of_a_common_heading_and_the_forms_own_the_latter_is_read() -> None:
    headings = ["TT", "Chỉ tiêu", "Kết quả", "Số liệu"]
    reading, found = values(
        COMMUNE, OF_FIGURES, LETTER, headings, ["1", "Tổng số hồ sơ phải giải quyết", "7", "1250"]
    )
    assert found == ["D5 dossiers_total 1250"]
    assert [one.cell for _, _, one in reading.findings if one.code == "heading_unknown"] == ["C4"]


def test_group_rows_that_read_like_a_heading_stay_rows_of_the_table() -> None:
    xuan_an, *communes = UNITS
    groups = read(*TOP, HEADINGS, ["", "Phường, thị trấn"], xuan_an, ["", "Các xã, thị trấn"], *communes)
    assert codes(groups) == [] and len(totals(groups)) == 3
    # Above headings that are printed again it is one as well.
    again = read(*TOP, HEADINGS, xuan_an, ["", "Xã, phường, thị trấn"], HEADINGS, *communes)
    assert "heading_missing" not in codes(again)


# -- rows of headings, and rows below them -----------------------------------------------------------------------------


def test_a_row_of_maxima_under_the_headings_is_no_unit() -> None:
    headings = ["TT", "Đơn vị", "7.2.1", "7.2.2", "7.2.3", "Tổng điểm"]
    right = read(*TOP, headings, ["", "Điểm tối đa", "0,5", "0,5", "1", "2"], *UNITS)
    assert codes(right) == [] and len(totals(right)) == 3
    wrong = read(*TOP, headings, ["", "Điểm tối đa", "0,5", "0,75", "1", "2"], *UNITS)
    assert [(one.code, one.cell, one.found) for _, _, one in wrong.findings] == [
        ("heading_max_differs", "D5", "0,75")
    ]


def test_headings_may_stand_on_three_rows() -> None:
    headings = rows_of("""
        TT | Đơn vị | Kết quả chấm điểm | | |
           |        | Tiêu chí thành phần | | | Tổng điểm
           |        | 7.2.1 | 7.2.2 | 7.2.3 |
    """)
    reading = read(*TOP, *headings, *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


def test_maxima_below_codes_are_part_of_the_headings() -> None:
    headings = rows_of("""
        TT | Tên xã | Tiêu chí | | | Tổng điểm
           |        | 7.2.1 | 7.2.2 | 7.2.3 |
           |        | (0,5 điểm) | (0,5 điểm) | (1 điểm) | (2 điểm)
    """)
    reading = read(*TOP, *headings, *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


def test_the_districts_points_are_read_beside_the_communes_own() -> None:
    headings = rows_of("""
        TT | Đơn vị | Tiêu chí 7.2.1 | | Tiêu chí 7.2.2 | | Tiêu chí 7.2.3 | | Tổng điểm |
           | | Xã tự chấm | Huyện chấm | Xã tự chấm | Huyện chấm | Xã tự chấm | Huyện chấm | Xã tự chấm | Huyện chấm
    """)
    reading, found = values(
        *TOP, *headings, ["1", "Xã Cổ Đạm", "0,5", "0,25", "0,5", "0", "1", "0,75", "2", "1"]
    )
    assert found == ["D6 7.2.1 0,25", "F6 7.2.2 0", "H6 7.2.3 0,75", "J6 7.2 1"]
    [aside] = [one for _, _, one in reading.findings if one.code == "heading_aside"]
    assert (aside.cell, aside.detail[:18]) == ("C5", "“Xã tự chấm” (C5),")


def test_the_districts_points_are_read_beside_all_of_the_communes() -> None:
    headings = rows_of("""
        TT | Đơn vị | Điểm xã tự chấm | | Điểm huyện chấm | |
           |        | 7.2.1 | 7.2.2 | 7.2.1 | 7.2.2 | Tổng điểm
    """)
    reading, found = values(*TOP, *headings, ["1", "Xã Cổ Đạm", "0,5", "0,5", "0,25", "0,25", "0,5"])
    assert found[:2] == ["E6 7.2.1 0,25", "F6 7.2.2 0,25"] and "heading_twice" not in codes(reading)


# Two headings below each criterion | the column whose points are read, or why none is
BELOW = """
Điểm          | Lý do        | C
Lý do         | Điểm         | D
Ghi chú       | Mức đạt      | D
Điểm tự chấm  | Điểm chấm    | D
Huyện chấm    | Chênh lệch   | C
Điểm lần 1    | Điểm lần 2   | heading_divided
Điểm tự chấm  | Minh chứng   | round_differs
"""


@pytest.mark.parametrize("line", BELOW.strip().splitlines())
def test_of_what_stands_below_a_criterion_the_points_are_read(line: str) -> None:
    left, right, expected = (part.strip() for part in line.split("|"))
    headings = [["TT", "Đơn vị", "Tiêu chí 7.2.1 (0,5 điểm)", ""], ["", "", left, right]]
    reading, found = values(*TOP, *headings, ["1", "Xã Cổ Đạm", "0,25", "0,5"])
    if expected in ("C", "D"):
        assert [fact.split()[0] for fact in found] == [f"{expected}6"]
    else:
        assert found == [] and expected in codes(reading)


def test_what_a_criterion_is_about_and_its_maximum_may_stand_below_it() -> None:
    headings = [
        ["TT", "Đơn vị", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2", "Tiêu chí 7.2.3", "Tổng điểm"],
        ["", "", "Ban hành kế hoạch", "Báo cáo đúng hạn", "Áp dụng thực tế", ""],
        ["", "", "(0,5 điểm)", "(0,5 điểm)", "(1 điểm)", "(2 điểm)"],
    ]
    reading = read(*TOP, *headings, *UNITS)
    assert codes(reading) == [] and len(totals(reading)) == 3


def test_an_unknown_heading_on_the_lower_row_alone_divides_nothing() -> None:
    headings = rows_of("""
        TT | Đơn vị | Điểm các tiêu chí | | | Tổng điểm |
           |        | 7.2.1 | 7.2.2 | 7.2.3 |  | Ý kiến của xã
    """)
    reading = read(*TOP, *headings, *([*unit, "đồng ý"] for unit in UNITS))
    assert codes(reading) == ["heading_unknown"] and len(totals(reading)) == 3


def test_a_total_of_figures_is_read_before_its_parts() -> None:
    below = [["TT", "Chỉ tiêu", "ĐVT", "Số liệu", ""], ["", "", "", "Trong đó qua mạng", "Tổng số"]]
    figures = ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "7", "1250"]
    assert values(COMMUNE, OF_FIGURES, LETTER, *below, figures)[1] == ["E6 dossiers_total 1250"]


def test_a_heading_and_the_one_below_it_name_a_column_together() -> None:
    headings = [["TT", "Tiêu chí", "Điểm", "", ""], ["", "", "Tối đa", "Tự chấm", "Huyện chấm"]]
    rows = (
        ["UBND XÃ CỔ ĐẠM"],
        ["PHIẾU TỰ CHẤM ĐIỂM NĂM 2021"],
        LETTER,
        *headings,
        ["1", "7.2.1", "0,75", "0,25", "0,5"],
    )
    reading, found = values(*rows)
    assert found == ["D6 7.2.1 0,25"]
    assert {("heading_max_differs", "C6"), ("heading_aside", "E5")} <= {
        (one.code, one.cell) for _, _, one in reading.findings
    }


def test_self_scores_below_every_criterion_are_not_the_districts() -> None:
    headings = [[*HEADINGS], ["", "", "Xã tự chấm", "Xã tự chấm", "Xã tự chấm", ""]]
    reading = read(*TOP, *headings, *UNITS)
    assert "round_differs" in codes(reading) and totals(reading) == {}


def test_of_columns_that_cannot_be_told_apart_none_is_read() -> None:
    headings = [["TT", "Đơn vị", "7.2.1", "", "7.2.2"], ["", "", "Lần 1", "Lần 2", ""]]
    reading, found = values(*TOP, *headings, ["1", "Xã Cổ Đạm", "0,5", "0,25", "0,5"])
    assert found == ["E6 7.2.2 0,5"]
    [divided] = [one for _, _, one in reading.findings if one.code == "heading_divided"]
    assert (divided.cell, divided.found, divided.detail) == ("C4", "7.2.1", "“Lần 1”, “Lần 2”")


@pytest.mark.parametrize("years", [("Năm 2020", "Năm 2021"), ("2020", "2021"), (2020.0, 2021.0)])
def test_figures_of_the_year_before_are_not_this_years(years: tuple[str | float, str | float]) -> None:
    figures = ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "7", "1250"]
    below = [["TT", "Chỉ tiêu", "ĐVT", "Số liệu", ""], ["", "", "", *years]]
    assert values(COMMUNE, OF_FIGURES, LETTER, *below, figures)[1] == ["E6 dossiers_total 1250"]


def test_a_column_named_by_its_year_is_the_campaigns() -> None:
    figures = ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "7", "1250"]
    reading, found = values(
        COMMUNE, OF_FIGURES, LETTER, ["TT", "Chỉ tiêu", "ĐVT", "Năm 2020", "Năm 2021"], figures
    )
    assert found == ["E5 dossiers_total 1250"]
    assert [one.found for _, _, one in reading.findings if one.code == "heading_aside"] == ["Năm 2020"]
    alone, nothing = values(COMMUNE, OF_FIGURES, LETTER, ["TT", "Chỉ tiêu", "ĐVT", "Năm 2020"], figures[:4])
    assert nothing == [] and "heading_missing" in codes(alone)


def test_codes_may_stand_before_the_rows_or_beside_their_names() -> None:
    title, point = ["PHIẾU TỰ CHẤM ĐIỂM NĂM 2021"], ["7.2.1", "Chỉ đạo điều hành", "0,5", "0,25"]
    before = values(COMMUNE, title, LETTER, ["TT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"], point)[1]
    assert before == ["D5 7.2.1 0,25"]
    both = ["TT", "Mã tiêu chí", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"]
    assert values(COMMUNE, title, LETTER, both, ["1", *point])[1] == ["E5 7.2.1 0,25"]


def test_a_file_before_does_not_change_what_a_row_of_headings_means() -> None:
    plain = (*TOP, ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"], TASKS[1])
    tasks = (LETTERHEAD, OF_TASKS, LETTER, ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"], TASKS[1])
    assert values(*plain)[0].submissions[0].form == "so_lieu"
    assert values(*tasks)[0].submissions[0].form == "iib_1"
    parts = [[*HEADINGS], ["", "", "Xã tự chấm", "Xã tự chấm", "Xã tự chấm", ""]]
    assert codes(read(*TOP, HEADINGS, *UNITS)) == []
    assert "round_differs" in codes(read(*TOP, *parts, *UNITS))
    assert codes(read(LETTERHEAD, TITLE, LETTER, HEADINGS, *UNITS)) == []
