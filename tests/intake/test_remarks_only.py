"""A form in which only remarks are filled in: an answer, or an empty template?"""

import pytest

from pipelines.intake.submissions.file_reading import FileReading
from tests.intake.small_campaign import small_reader
from tests.intake.test_forms_accounts import workbook

READER = small_reader()


def _with_remark(remark: str) -> FileReading:
    rows = [
        ["Đơn vị: UBND xã Cổ Đạm"],
        ["BIỂU SỐ LIỆU NĂM 2021"],
        ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"],
        ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "", remark],
        ["2", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "", ""],
    ]
    return READER.read(workbook({"S": rows}), "a.xlsx", "0" * 64)


@pytest.mark.parametrize("remark", ["Không phát sinh", "không có.", "Chưa có số liệu"])
def test_an_answer_in_the_remarks_is_a_report_without_figures_and_told(remark: str) -> None:
    reading = _with_remark(remark)
    assert [one.outcome for one in reading.submissions] == ["read"]
    [told] = [finding for _, _, finding in reading.findings if finding.code == "form_remarks_only"]
    assert (told.found, told.detail) == (remark, "Biểu số liệu")
    assert [(fact.state, fact.value) for _, _, facts in reading.facts for fact in facts] == [
        ("blank", None)
    ] * 2


@pytest.mark.parametrize("remark", ["", "x", "-", "Ghi theo phần mềm một cửa"])
def test_what_may_be_printed_in_a_template_is_no_answer(remark: str) -> None:
    reading = _with_remark(remark)
    assert [one.outcome for one in reading.submissions] == ["refused"]
    assert "form_not_filled" in [finding.code for _, _, finding in reading.findings]


def test_of_an_empty_form_the_column_is_told_in_which_the_figures_may_stand() -> None:
    rows = [
        ["Đơn vị: UBND xã Cổ Đạm"],
        ["BIỂU SỐ LIỆU NĂM 2021"],
        ["TT", "Chỉ tiêu", "Số liệu", "Kết quả làm được"],
        ["1", "Tổng số hồ sơ phải giải quyết", "", "1.250"],
    ]
    reading = READER.read(workbook({"S": rows}), "a.xlsx", "0" * 64)
    codes = [finding.code for _, _, finding in reading.findings]
    assert "form_not_filled" in codes and "heading_unknown" in codes
