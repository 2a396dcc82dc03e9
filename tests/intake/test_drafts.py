"""A table that calls itself a plan, a draft or a pattern is not read as one with the table that is meant."""

import pytest

from tests.intake.tables_of_units import (
    CO_DAM,
    HEADINGS,
    READER,
    TOP,
    XUAN_AN,
    XUAN_LIEN,
    Row,
    codes,
    read,
    totals,
)
from tests.intake.test_forms_accounts import workbook

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


def test_beside_a_draft_with_the_same_units_the_other_version_is_used() -> None:
    older: Row = ["1", "Xã Cổ Đạm", "0,25", "0,25", "1", "1,5"]
    reading = read(*MEANT, Nháp=(*TOP, HEADINGS, older, XUAN_LIEN))
    assert totals(reading) == {"18391": "1,75", "18394": "1,75"}
    assert [one.outcome for one in reading.submissions] == ["read", "refused"]
    assert [one.found for _, _, one in reading.findings if one.code == "draft_beside_final"] == ["Nháp"]


def test_of_two_versions_that_are_or_are_not_called_drafts_none_is_chosen() -> None:
    for sheets in ({"second": MEANT}, {"Nháp": MEANT, "third": MEANT}):
        reading = read(*MEANT, **sheets)
        assert totals(reading) == {} and codes(reading).count("form_twice") == len(sheets) + 1
    both = READER.read(workbook({"Nháp": [*MEANT], "IB (cũ)": [*MEANT]}), "a.xlsx", "0" * 64)
    assert totals(both) == {} and codes(both).count("form_twice") == 2


def test_drafts_of_self_scores_and_figures_are_left_aside_too() -> None:
    top: list[Row] = [["UBND XÃ CỔ ĐẠM"], ["BẢNG TỰ CHẤM ĐIỂM NĂM 2021"],
                      ["(Kèm theo Báo cáo số 1/BC-UBND ngày 05/11/2021)"],
                      ["TT", "Tiêu chí", "Điểm tự chấm"], ["2", "7.2.2", "0,25"], ["3", "7.2.3", "1"]]  # fmt: skip
    sheets = {"Nháp": [*top, ["1", "7.2.1", "0,25"]], "Tự chấm": [*top, ["1", "7.2.1", "0,5"]]}
    reading = READER.read(workbook(sheets), "a.xlsx", "0" * 64)
    used = [fact for _, _, facts in reading.facts for fact in facts if fact.usable]
    assert [str(one.value) for one in used if one.item == "7.2.1"] == ["0.5"]
