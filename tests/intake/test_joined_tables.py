"""One form in several tables: read as one where no unit stands in two of them."""

from tests.intake.tables_of_units import (
    CO_DAM,
    HEADINGS,
    LETTER,
    LETTERHEAD,
    TITLE,
    TOP,
    UNITS,
    XUAN_AN,
    XUAN_LIEN,
    Row,
    codes,
    read,
    totals,
)

TOWNSHIPS: tuple[Row, ...] = (["II. THỊ TRẤN"], HEADINGS, XUAN_AN)
ALL = {"18355": "2", "18391": "1,75", "18394": "1,75"}


def test_communes_and_townships_under_headings_of_their_own_are_one_report() -> None:
    reading = read(*TOP, ["I. CÁC XÃ"], HEADINGS, CO_DAM, XUAN_LIEN, [], TITLE, *TOWNSHIPS)
    assert [(one.form, one.outcome) for one in reading.submissions] == [("phu_luc_ib", "read")]
    assert totals(reading) == ALL
    assert codes(reading) == []
    assert {number for number, _, _ in reading.facts} == {0}
    assert {number for number, _ in reading.entries} == {0}


def test_they_may_stand_on_two_sheets_before_another_form() -> None:
    conversion = (
        ["PHỤ LỤC IIB.2 NĂM 2021"],
        ["TT", "Tên cơ quan/đơn vị", "Năm chuyển đổi/xây dựng mới theo ISO 9001:2015"],
        *(["1", name, "2019"] for name in ("Thị trấn Xuân An", "Xã Cổ Đạm", "Xã Xuân Liên")),
    )
    reading = read(*TOP, HEADINGS, CO_DAM, XUAN_LIEN, thi_tran=(*TOP, *TOWNSHIPS), iib_2=conversion)
    assert [(one.form, one.outcome) for one in reading.submissions] == [
        ("phu_luc_ib", "read"),
        ("iib_2", "read"),
    ]
    assert totals(reading) == ALL
    assert [(number, sheet) for number, sheet, _ in reading.facts] == [
        (0, "PL IB"),
        (0, "thi_tran"),
        (1, "iib_2"),
    ]
    assert {(number, entry.sheet) for number, entry in reading.entries} == {
        (0, "PL IB"), (0, "thi_tran"), (1, "iib_2"),
    }  # fmt: skip


def test_a_unit_that_none_of_them_names_is_missing_once() -> None:
    reading = read(*TOP, ["I. CÁC XÃ"], HEADINGS, CO_DAM, [], TITLE, *TOWNSHIPS)
    missing = [finding.detail for _, _, finding in reading.findings if finding.code == "unit_missing"]
    assert missing == ["Xã Xuân Liên, huyện Nghi Xuân"]


def test_a_unit_in_both_makes_them_two_versions_and_neither_counts() -> None:
    reading = read(*TOP, HEADINGS, CO_DAM, XUAN_LIEN, [], TITLE, *TOWNSHIPS, ["2", *CO_DAM[1:]])
    assert [one.outcome for one in reading.submissions] == ["refused", "refused"]
    assert totals(reading) == {} and codes(reading).count("form_twice") == 2


def test_a_third_table_that_repeats_one_makes_all_doubtful() -> None:
    reading = read(*TOP, HEADINGS, CO_DAM, XUAN_LIEN, [], TITLE, *TOWNSHIPS, [], TITLE, HEADINGS, *UNITS)
    assert totals(reading) == {} and codes(reading).count("form_twice") == 3


def test_a_name_that_nobody_knows_could_be_a_unit_of_the_other_table() -> None:
    unknown = ["1", "Xã Nào Đó", "0,5", "0,5", "1", "2"]
    reading = read(*TOP, HEADINGS, CO_DAM, XUAN_LIEN, [], TITLE, HEADINGS, XUAN_AN, unknown)
    assert totals(reading) == {} and codes(reading).count("form_twice") == 2


def test_tables_with_other_columns_or_of_another_letter_stay_two() -> None:
    fewer: tuple[Row, ...] = ([*HEADINGS[:4], "Tổng điểm"], [*XUAN_AN[:4], "1"])
    other = ["(Kèm theo Báo cáo số 35/BC-UBND ngày 20/12/2021)"]
    for second in ((TITLE, *fewer), (LETTERHEAD, TITLE, other, HEADINGS, XUAN_AN)):
        reading = read(*TOP, HEADINGS, CO_DAM, XUAN_LIEN, [], *second)
        assert totals(reading) == {} and codes(reading).count("form_twice") == 2


def test_points_of_another_round_are_never_joined() -> None:
    own = ["ĐIỂM TỰ CHẤM CỦA THỊ TRẤN"]
    reading = read(*TOP, HEADINGS, CO_DAM, XUAN_LIEN, [], TITLE, own, LETTER, HEADINGS, XUAN_AN)
    assert "round_differs" in codes(reading)
    assert "18355" not in totals(reading)
