"""A district's workbook with its communes' own reports on other sheets is several reports; what merely names two units
is asked about."""

from collections.abc import Sequence

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from pipelines.intake.submissions.file_reading import FileReading
from tests.intake.small_campaign import OWED, small_criteria, small_layouts, small_reader, small_roster
from tests.intake.tables_of_units import HEADINGS, READER, TITLE, TOP, UNITS, Row, codes, totals
from tests.intake.test_forms_accounts import workbook

CO_DAM, XUAN_AN, NGHI_XUAN = "18391", "18355", "442"
IB: tuple[Row, ...] = (*TOP, HEADINGS, *UNITS)
SCORES: tuple[Row, ...] = (
    ["TT", "Tiêu chí", "Điểm tự chấm"],
    ["1", "7.2.1", "0,5"], ["2", "7.2.2", "0,25"], ["3", "7.2.3", "1"], ["", "Tổng điểm", "1,75"],
)  # fmt: skip
FIGURES: tuple[Row, ...] = (
    ["BIỂU SỐ LIỆU NĂM 2021"],
    ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"],
    ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "1.250"],
)


def own(*head: str, title: str = "PHIẾU TỰ CHẤM ĐIỂM NĂM 2021", scores: Sequence[Row] = SCORES) -> list[Row]:
    """A self-score under some lines."""
    return [*([line] for line in head), [title], *scores]


OTHER = own("UBND XÃ XUÂN LIÊN")
OF_OTHER = ("tu_cham", "18394", "read")


def read(answers: Answers | None = None, **sheets: Sequence[Row]) -> FileReading:
    reader = small_reader(answers) if answers else READER
    cells = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    return reader.read(workbook(cells), "a.xlsx", "0" * 64)


def sent(reading: FileReading) -> list[tuple[str, str | None, str]]:
    """Form, sender and outcome of each submission."""
    return [(one.form, one.sender, one.outcome) for one in reading.submissions]


def used(reading: FileReading) -> set[tuple[str, str | None]]:
    """Submission's form and unit of every usable fact."""
    forms = [one.form for one in reading.submissions]
    return {(forms[at], fact.unit) for at, _, facts in reading.facts for fact in facts if fact.usable}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["Đơn vị: UBND xã Cổ Đạm"], ["Đơn vị: UBND thị trấn Xuân An, huyện Nghi Xuân"]),
        (["UBND HUYỆN NGHI XUÂN", "UBND XÃ CỔ ĐẠM"], ["UBND HUYỆN NGHI XUÂN", "UBND THỊ TRẤN XUÂN AN"]),
        (["ỦY BAN NHÂN DÂN", "XÃ CỔ ĐẠM"], ["UBND thị trấn Xuân An"]),
    ],
)
def test_each_sheet_is_the_report_of_the_unit_at_its_head(first: list[str], second: list[str]) -> None:
    reading = read(one=own(*first), ib=IB, two=own(*second))
    assert sent(reading) == [
        ("tu_cham", CO_DAM, "read"),
        ("phu_luc_ib", NGHI_XUAN, "read"),
        ("tu_cham", XUAN_AN, "read"),
    ]
    assert used(reading) == {
        ("tu_cham", CO_DAM), ("tu_cham", XUAN_AN),
        ("phu_luc_ib", CO_DAM), ("phu_luc_ib", XUAN_AN), ("phu_luc_ib", "18394"),
    }  # fmt: skip
    assert codes(reading) == ["sent_by_unit_above", "sent_by_unit_above"]


def test_the_letter_of_the_district_is_the_letter_of_all_unless_a_sheet_has_its_own() -> None:
    letter = "(Kèm theo Báo cáo số 7/BC-UBND ngày 10/11/2021)"
    reading = read(ib=IB, one=own("Đơn vị: UBND xã Cổ Đạm", letter), two=own("Đơn vị: UBND thị trấn Xuân An"))
    assert [one.doc_symbol for one in reading.submissions] == ["31/BC-UBND", "7/BC-UBND", "31/BC-UBND"]


def test_the_district_lends_its_communes_no_letter_and_no_period() -> None:
    year = own(
        "Đơn vị: UBND xã Cổ Đạm", "(Kèm theo Báo cáo số 7/BC-UBND ngày 10/11/2021)", "Kỳ báo cáo: năm 2020"
    )
    reading = read(ib=[IB[0], ["PHỤ LỤC IB"], *IB[3:]], one=year, other=OTHER)
    assert sent(reading) == [("phu_luc_ib", NGHI_XUAN, "read"), ("tu_cham", CO_DAM, "refused"), OF_OTHER]
    assert reading.submissions[0].doc_symbol == ""


def test_a_self_score_of_the_district_stays_its_own() -> None:
    mine = own("UBND HUYỆN NGHI XUÂN", scores=[SCORES[0], *SCORES[1:3]])
    reading = read(ib=IB, mine=mine, one=own("UBND XÃ CỔ ĐẠM"), other=OTHER)
    assert sent(reading) == [
        ("phu_luc_ib", NGHI_XUAN, "read"),
        ("tu_cham", NGHI_XUAN, "read"),
        ("tu_cham", CO_DAM, "read"),
        OF_OTHER,
    ]
    assert totals(reading) == {"18355": "2", "18391": "1,75", "18394": "1,75"}


def test_a_table_below_another_on_its_sheet_is_of_the_same_unit() -> None:
    reading = read(ib=IB, other=OTHER, one=[*own("Đơn vị: UBND xã Cổ Đạm"), [], *FIGURES])
    assert sent(reading)[2:] == [("tu_cham", CO_DAM, "read"), ("so_lieu", CO_DAM, "read")]


def test_sheets_without_a_name_are_the_districts_where_only_it_owes_their_form_or_lists_its_communes() -> (
    None
):
    letter = ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện)"]
    tasks = [["PHỤ LỤC IIB.1 NĂM 2021"], letter, ["TT", "Nhiệm vụ", "Đơn vị tính", "Số lượng"]]
    tasks.append(["1", "Ban hành văn bản chỉ đạo", "Văn bản", "2"])
    nameless = [TITLE, letter, HEADINGS, *UNITS]
    communes = {"one": own("UBND XÃ CỔ ĐẠM"), "other": OTHER}
    reading = read(ib=nameless, tasks=tasks, mine=own("UBND HUYỆN NGHI XUÂN"), **communes)
    assert [(sender, outcome) for _, sender, outcome in sent(reading)] == [
        (NGHI_XUAN, "read"), (NGHI_XUAN, "read"), (NGHI_XUAN, "read"), (CO_DAM, "read"), OF_OTHER[1:],
    ]  # fmt: skip
    assert "sender_inferred" not in codes(reading)
    unnamed = read(ib=nameless, tasks=tasks, **communes)
    assert [sender for _, sender, _ in sent(unnamed)] == [NGHI_XUAN, NGHI_XUAN, CO_DAM, "18394"]
    assert codes(unnamed).count("sender_inferred") == 1


def test_a_sheet_that_names_nobody_is_asked_about_alone() -> None:
    reading = read(ib=IB, one=own("UBND XÃ CỔ ĐẠM"), other=OTHER, nobody=own())
    assert sent(reading) == [
        ("phu_luc_ib", NGHI_XUAN, "read"),
        ("tu_cham", CO_DAM, "read"),
        OF_OTHER,
        ("tu_cham", None, "refused"),
    ]
    asked = [(one.code, one.sheet) for _, _, one in reading.findings if one.code == "sender_unknown"]
    assert asked == [("sender_unknown", "nobody")]


def test_two_self_scores_of_one_commune_are_two_versions_of_it_alone() -> None:
    reading = read(
        ib=IB, one=own("UBND XÃ CỔ ĐẠM"), two=own("UBND XÃ CỔ ĐẠM"), three=own("UBND THỊ TRẤN XUÂN AN")
    )
    assert [outcome for _, _, outcome in sent(reading)] == ["read", "refused", "refused", "read"]
    assert codes(reading).count("form_twice") == 2


REFUSED: list[dict[str, Sequence[Row]]] = [
    # Without a form that only the district owes: a commune's file with a neighbour's or its district's head.
    {"one": own("Đơn vị: UBND xã Cổ Đạm"), "two": [["Đơn vị: UBND xã Xuân Liên"], *FIGURES]},
    # Another district's commune; a commune that nobody knows; a commune that gives the district's points.
    {"ib": IB, "one": own("Đơn vị: UBND xã Cổ Đạm"), "two": own("Đơn vị: UBND xã Vượng Lộc"), "other": OTHER},
    {"ib": [["Đơn vị: UBND huyện Nghi Xuân"], *IB], "one": own("Đơn vị: UBND xã Nào Đó")},
    {"ib": IB, "one": own("Đơn vị: UBND xã Cổ Đạm"), "two": own("Đơn vị: UBND xã Nào Đó"), "other": OTHER},
    {"ib": IB, "one": own("Đơn vị: UBND xã Cổ Đạm"), "two": [["Đơn vị: xã Xuân Liên"], TITLE, *IB[3:]], "other": OTHER},
]  # fmt: skip


@pytest.mark.parametrize("sheets", REFUSED)
def test_what_is_no_workbook_of_a_district_is_refused_as_a_whole(sheets: dict[str, Sequence[Row]]) -> None:
    reading = read(**sheets)
    assert {outcome for _, _, outcome in sent(reading)} == {"refused"} and used(reading) == set()
    assert {"sender_conflict", "sender_unknown"} & set(codes(reading))


def test_a_form_that_communes_owe_too_makes_no_workbook_of_a_district() -> None:
    owed = OWED | {("phu_luc_ib", "commune")}
    reader = FileReader(small_layouts(), small_roster(), small_criteria(), owed, "2021", Answers())
    sheets = {"ib": IB, "one": own("UBND XÃ CỔ ĐẠM"), "other": OTHER}
    cells = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    reading = reader.read(workbook(cells), "a.xlsx", "0" * 64)
    assert {sender for _, sender, _ in sent(reading)} == {None}


def test_beside_the_report_of_one_commune_it_is_not_known_who_has_sent_a_districts_points() -> None:
    reading = read(ib=IB, one=own("UBND XÃ CỔ ĐẠM"))
    assert used(reading) == {("tu_cham", CO_DAM)} and "sender_conflict" in codes(reading)
    named = own("(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)", title="PHIẾU TỰ CHẤM ĐIỂM CỦA XÃ CỔ ĐẠM")
    reading = read(ib=IB, one=named)
    assert {form for form, _ in used(reading)} == {"phu_luc_ib"} and "sender_conflict" in codes(reading)


def test_sheets_that_name_their_communes_in_the_title_alone_are_these_communes() -> None:
    titles = [f"PHIẾU TỰ CHẤM ĐIỂM CỦA {name}" for name in ("UBND XÃ CỔ ĐẠM", "XÃ XUÂN LIÊN NĂM 2021")]
    reading = read(ib=IB, one=own(title=titles[0]), two=own(title=titles[1]))
    assert sent(reading)[1:] == [("tu_cham", CO_DAM, "read"), OF_OTHER]
    signed = own("Xã Cổ Đạm, ngày 05 tháng 11 năm 2021")
    assert sent(read(ib=IB, one=signed, two=own(title=titles[1]), three=own("UBND TT XUÂN AN")))[1][1:] == (
        None,
        "refused",
    )


def test_a_form_that_its_commune_does_not_owe_is_refused_alone() -> None:
    tasks = [["Đơn vị: UBND xã Cổ Đạm"], ["PHỤ LỤC IIB.1 NĂM 2021"], ["TT", "Nhiệm vụ", "Số lượng"]]
    reading = read(ib=IB, tasks=[*tasks, ["1", "Ban hành văn bản chỉ đạo", "2"]], other=OTHER)
    assert [outcome for _, _, outcome in sent(reading)] == ["read", "refused", "read"]
    asked = [(one.sheet, one.detail) for _, _, one in reading.findings if one.code == "unit_below_not_due"]
    assert asked == [("tasks", "Xã Cổ Đạm, huyện Nghi Xuân, đơn vị không phải nộp Phụ lục IIB.1")]
    assert "iib_1" not in {form for form, _ in used(reading)}


def test_the_districts_letterhead_on_a_communes_sheet_makes_it_no_report_of_the_district() -> None:
    reading = read(one=own("Đơn vị: UBND xã Cổ Đạm"), two=own("UBND HUYỆN NGHI XUÂN"))
    assert ("tu_cham", NGHI_XUAN) not in used(reading)


def test_a_letterhead_of_the_district_over_a_title_that_names_a_commune_is_asked_about() -> None:
    title = "PHIẾU TỰ CHẤM ĐIỂM NĂM 2021 CỦA XÃ CỔ ĐẠM"
    two = own("UBND THỊ TRẤN XUÂN AN")
    reading = read(ib=IB, one=own("UBND HUYỆN NGHI XUÂN", title=title), two=two, other=OTHER)
    assert [outcome for _, _, outcome in sent(reading)] == ["read", "refused", "read", "read"]
    assert "sender_conflict" in codes(reading) and ("tu_cham", NGHI_XUAN) not in used(reading)


def test_what_the_analyst_says_of_a_file_holds_for_what_its_sheets_do_not_say() -> None:
    sheets = {"ib": IB, "one": own("UBND XÃ CỔ ĐẠM"), "nobody": own(scores=SCORES[:3])}
    district = read(Answers(senders={"0" * 64: NGHI_XUAN}), **sheets)
    assert [sender for _, sender, _ in sent(district)] == [NGHI_XUAN, CO_DAM, NGHI_XUAN]
    other = read(Answers(senders={"0" * 64: XUAN_AN}), **sheets)
    assert {sender for _, sender, _ in sent(other)} == {XUAN_AN}
