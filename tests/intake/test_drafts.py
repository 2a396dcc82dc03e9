"""A table that calls itself a plan, a draft or a pattern is not read as one with the table that is meant."""

import pytest

from tests.intake.tables_of_units import (
    CO_DAM,
    HEADINGS,
    TOP,
    XUAN_AN,
    XUAN_LIEN,
    Row,
    codes,
    read,
    totals,
)

MEANT: tuple[Row, ...] = (*TOP, HEADINGS, CO_DAM, XUAN_LIEN)
REST: tuple[Row, ...] = (*TOP, HEADINGS, XUAN_AN)
KEPT, ALL = {"18391", "18394"}, {"18391", "18394", "18355"}


@pytest.mark.parametrize(
    "name", ["Nháp", "BẢN NHÁP", "PL IB (cũ)", "Cũ", "Mẫu", "Mẫu (2)", "Ban nhap", "Mau"]
)
def test_a_sheet_that_is_called_a_draft_is_left_aside_wherever_it_stands(name: str) -> None:
    reading = read(*MEANT, **{name: REST})
    assert totals(reading).keys() == KEPT
    assert sorted(codes(reading)) == ["draft_set_aside", "unit_missing"]
    assert [one.outcome for one in reading.submissions] == ["read", "refused"]
    assert {one.found for _, _, one in reading.findings if one.code == "draft_set_aside"} == {name}


@pytest.mark.parametrize(
    "name", ["Thị trấn", "Mẫu số 2", "Nhập liệu", "PL IB (2)", "Cụ thể", "Mẫu IB", "Lưu Vĩnh Sơn"]
)
def test_other_names_of_sheets_say_nothing(name: str) -> None:
    reading = read(*MEANT, **{name: REST})
    assert totals(reading).keys() == ALL and codes(reading) == []


@pytest.mark.parametrize(
    "line", ["KẾ HOẠCH CHẤM ĐIỂM NĂM 2021", "2. Dự kiến năm 2021", "Chỉ tiêu phấn đấu", "(Bản nháp)"]
)
def test_a_title_that_speaks_of_a_plan_is_asked_about_at_its_cell(line: str) -> None:
    reading = read(*MEANT, second=(*TOP[:2], [line], *REST[2:]))
    assert totals(reading).keys() == KEPT
    assert [one.cell for _, _, one in reading.findings if one.code == "draft_set_aside"] == ["A3"]


def test_planned_points_are_no_points_of_the_district_even_alone() -> None:
    planned: Row = ["KẾ HOẠCH ĐIỂM PHẤN ĐẤU"]
    reading = read(*MEANT, second=(*TOP, planned, HEADINGS, XUAN_AN))
    assert totals(reading).keys() == KEPT and "round_differs" in codes(reading)
    alone = read(*TOP, planned, HEADINGS, XUAN_AN, CO_DAM, XUAN_LIEN)
    assert totals(alone) == {} and "round_differs" in codes(alone)


@pytest.mark.parametrize(
    "line", ["Kết quả thực hiện kế hoạch năm 2021", "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/3/2021)"]
)
def test_a_result_of_a_plan_is_none(line: str) -> None:
    reading = read(*TOP, [line], *MEANT[3:], second=(*TOP, [line], *REST[3:]))
    assert totals(reading).keys() == ALL


def test_where_all_are_called_so_and_where_there_is_no_other_nobody_is_asked() -> None:
    assert codes(read(*TOP, ["Mục tiêu chất lượng"], HEADINGS, XUAN_AN, CO_DAM, XUAN_LIEN)) == []
    reading = read(*TOP[:2], ["Dự kiến"], *MEANT[2:], Mẫu=REST)
    assert totals(reading).keys() == ALL and "draft_set_aside" not in codes(reading)


def test_a_draft_with_the_same_units_is_a_second_version() -> None:
    reading = read(*MEANT, Nháp=MEANT)
    assert totals(reading) == {} and codes(reading).count("form_twice") == 2
