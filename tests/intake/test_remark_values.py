"""A value in the column for remarks, beside a blank cell, is asked about; so is a scale. Remarks are not."""

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from schemas.forms.layout import load_layouts
from tests.intake.small_campaign import OWED, small_criteria, small_roster
from tests.intake.test_forms_accounts import workbook

READER = FileReader(load_layouts("2021"), small_roster(), small_criteria(), OWED, "2021", Answers())
LABELS = {
    "count": "Tổng số hồ sơ phải giải quyết",
    "percent": "Tỷ lệ hồ sơ giải quyết đúng hạn",
    "money": "Kinh phí được cấp",
    "date": "Ngày kế hoạch duy trì, cải tiến HTQLCL",
    "bool": "Ban hành chính sách chất lượng",
    "symbol": "Số kế hoạch duy trì, cải tiến HTQLCL",
}


def read(rows: list[list[object]]) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    """The usable values of a table of (label, unit of measure, value, remark), and (code, cell, found, detail) of the
    findings at its cells."""
    head = [["Đơn vị: UBND xã Cổ Đạm"], ["BIỂU SỐ LIỆU NĂM 2021"]]
    names = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"]
    body = [[str(number), *row] for number, row in enumerate(rows, 1)]
    reading = READER.read(workbook({"S": [*head, names, *body]}), "a.xlsx", "0" * 64)  # type: ignore[dict-item]
    facts = [fact for _, _, facts in reading.facts for fact in facts if fact.usable]
    values = [fact.state if fact.value is None else f"{fact.value:f}" for fact in facts]
    return values, [
        (one.code, one.cell, one.found, one.detail) for _, _, one in reading.findings if one.cell[1:] == "5"
    ]


def beside(kind: str, remark: object, value: object = "") -> list[tuple[str, str, str, str]]:
    """The findings in the row of one figure; another row is filled in."""
    unit = {"count": "hồ sơ", "percent": "%", "money": "đồng"}.get(kind, "")
    return read([["Số TTHC bãi bỏ", "thủ tục", "3", ""], [LABELS[kind], unit, value, remark]])[1]


MISPLACED = """
count   | 12 hồ sơ
count   | 125
count   | 1.250 Hồ sơ
count   | Không phát sinh
count   | Không
percent | 97,5 %
money   | 50.000.000 đồng
money   | 50 triệu đồng
date    | 15/03/2021
date    | ngày 15 tháng 3 năm 2021
bool    | Có
bool    | Không.
symbol  | 31/KH-UBND
"""


@pytest.mark.parametrize("line", MISPLACED.strip().splitlines())
def test_a_value_in_the_remarks_beside_a_blank_cell_is_asked_about_at_the_remark(line: str) -> None:
    kind, remark = (part.strip() for part in line.split("|"))
    assert beside(kind, remark) == [("value_in_remark", "E5", remark, "D5")]
    assert beside(kind, remark, "chưa có số liệu") == [("value_unknown", "D5", "chưa có số liệu", "")]


REMARKS = """
count   | theo QĐ số 12/QĐ-UBND ngày 3/4/2021
count   | Theo sổ theo dõi 2021
count   | Năm 2021
count   | 31/KH-UBND
count   | 15/03/2021
count   | 12 người
count   | 12 hồ sơ chuyển sang năm sau
count   | Có
count   | x
count   | -
count   | chưa có số liệu
percent | đạt 100% kế hoạch
money   | Nguồn chi thường xuyên 50 triệu đồng
date    | Tháng 3
date    | 31/KH-UBND
date    | Không có
bool    | Có 3 văn bản
symbol  | ngày 15/03/2021
symbol  | Không có
"""


@pytest.mark.parametrize("line", REMARKS.strip().splitlines())
def test_a_remark_is_no_value(line: str) -> None:
    kind, remark = (part.strip() for part in line.split("|"))
    assert beside(kind, remark) == []


def test_a_number_beside_a_value_is_a_remark() -> None:
    assert beside("count", "12 hồ sơ", "15") == []
    assert beside("money", "50000000", "60000000") == []


@pytest.mark.parametrize(
    ("kind", "value", "remark", "scale"),
    [
        ("money", "50", "triệu đồng", "triệu đồng"),
        ("money", "50", "(ĐVT: Triệu đồng)", "triệu đồng"),
        ("money", "50", "Đơn vị tính: nghìn đồng", "nghìn đồng"),
        ("count", "12", "nghìn hồ sơ", "nghìn hồ sơ"),
        ("count", "12", "nghìn", "nghìn"),
    ],
)
def test_a_scale_in_the_remark_puts_the_value_in_doubt(
    kind: str, value: object, remark: str, scale: str
) -> None:
    unit = {"money": "đồng", "count": "hồ sơ"}[kind]
    asked = ("number_ambiguous", "D5", str(value), f"{value} {unit} hay {value} {scale}")
    assert beside(kind, remark, value) == [asked]


@pytest.mark.parametrize("remark", ["đồng", "Hỗ trợ 50 triệu đồng", "100 hồ sơ", "triệu tập 3 lần"])
def test_words_about_other_things_put_no_count_in_doubt(remark: str) -> None:
    assert beside("count", remark, "12") == []


def test_a_form_with_its_values_in_the_remarks_is_not_filled_in_and_says_where_they_are() -> None:
    rows: list[list[object]] = [["Số TTHC bãi bỏ", "thủ tục", "", "3"], [LABELS["count"], "hồ sơ", "", "12"]]
    values, found = read(rows)
    assert values == [] and found == [("value_in_remark", "E5", "12", "D5")]
    rows = [["Số TTHC bãi bỏ", "thủ tục", "", "không phát sinh"], [LABELS["count"], "hồ sơ", "", "Không"]]
    assert read(rows) == (["blank", "blank"], [])
