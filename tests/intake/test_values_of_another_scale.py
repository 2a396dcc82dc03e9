"""Values beside another unit of measure: millions are never taken for đồng, nor thousands for dossiers."""

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from schemas.forms.layout import load_layouts
from tests.intake.small_campaign import OWED, small_criteria, small_roster
from tests.intake.test_forms_accounts import workbook

READER = FileReader(load_layouts("2021"), small_roster(), small_criteria(), OWED, "2021", Answers())
# Unit of measure | as typed | value, or the finding at its cell
MONEY = """
đồng       | 50000000    | 50000000
           | 50.000.000  | 50000000
-          | 50000000    | 50000000
VNĐ        | 50000000    | 50000000
Đồng (VNĐ) | 50000000    | 50000000
(đồng)     | 50000000    | 50000000
đồng/năm   | 50000000    | 50000000
VND        | 50000000    | 50000000
đ          | 50000000    | 50000000
đồng VN    | 50000000    | 50000000
Việt Nam đồng | 50000000 | 50000000
(triệu đồng) | 50        | number_ambiguous
triệu đồng | 50          | number_ambiguous
Tr.đ       | 50          | number_ambiguous
1.000 đồng | 50.000      | number_ambiguous
triệu đồng | 50 triệu    | 50000000
đồng       | 999.999 triệu đồng | 999999000000
đồng       | 50.000.000 triệu đồng | number_ambiguous
đồng       | 50.000.000 nghìn | 50000000000
đồng       | 1.000 tỷ    | number_ambiguous
triệu đồng | 0           | 0
triệu đồng | Không       | none
"""
ANOTHER = frozenset(("(triệu đồng)", "triệu đồng", "Tr.đ", "1.000 đồng"))

# Unit of measure | as typed | value, or the finding at its cell
COUNTS = """
hồ sơ            | 12      | 12
Hồ sơ            | 12      | 12
nghìn hồ sơ      | 12      | number_ambiguous
(Nghìn hồ sơ)    | 12      | number_ambiguous
1.000 hồ sơ      | 12      | number_ambiguous
100 hồ sơ        | 12      | number_ambiguous
chục hồ sơ       | 12      | number_ambiguous
nghìn            | 12      | number_ambiguous
nghìn hồ sơ      | 0       | 0
01 hồ sơ         | 12      | 12
hồ sơ (trăm năm) | 12      | 12
"""


@pytest.mark.parametrize("line", COUNTS.strip().splitlines())
def test_a_count_beside_a_unit_of_thousands_is_asked_about(line: str) -> None:
    measure, typed, expected = (part.strip() for part in line.split("|"))
    rows = [
        ["Đơn vị: UBND xã Cổ Đạm"],
        ["BIỂU SỐ LIỆU NĂM 2021"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"],
        ["1", "Tổng số hồ sơ phải giải quyết", measure, typed],
    ]
    reading = READER.read(workbook({"Số liệu": rows}), "a.xlsx", "0" * 64)
    (fact,) = [fact for _, _, facts in reading.facts for fact in facts]
    found = [(one.code, one.detail) for _, _, one in reading.findings if one.cell == "D4"]
    if expected == "number_ambiguous":
        assert not fact.usable and found == [(expected, f"{typed} hồ sơ hay {typed} {measure}")]
    else:
        assert fact.usable and f"{fact.value:f}" == expected and not found


@pytest.mark.parametrize("line", MONEY.strip().splitlines())
def test_money_is_read_in_its_own_unit_or_asked_about(line: str) -> None:
    measure, typed, expected = (part.strip() for part in line.split("|"))
    rows = [
        ["Đơn vị: UBND xã Cổ Đạm"],
        ["BIỂU SỐ LIỆU NĂM 2021"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"],
        ["1", "Kinh phí được cấp", measure, typed],
    ]
    reading = READER.read(workbook({"Số liệu": rows}), "a.xlsx", "0" * 64)
    (fact,) = [fact for _, _, facts in reading.facts for fact in facts]
    findings = [finding.code for _, _, finding in reading.findings if finding.cell == "D4"]
    beside = [finding.code for _, _, finding in reading.findings if finding.cell == "C4"]
    assert beside == (["unit_of_measure_differs"] if measure in ANOTHER else [])
    if fact.usable:
        assert (f"{fact.value:f}" if fact.state == "value" else fact.state) == expected
        assert not findings
    else:
        assert findings == [expected]


@pytest.mark.parametrize("measure", ["", "đồng"])
@pytest.mark.parametrize(
    ("above", "scale"),
    [
        (["(Đơn vị tính: triệu đồng)"], "triệu đồng"),
        (["", "Đơn vị tính:", "Triệu đồng"], "Triệu đồng"),
        (["ĐVT: tr.đ"], "tr.đ"),
        (["(Đơn vị tính: đồng)"], ""),
        (["(Đơn vị tính: hồ sơ)"], ""),
    ],
)
def test_a_scale_of_money_in_the_title_holds_for_all_money_below(
    above: list[str], scale: str, measure: str
) -> None:
    rows = [
        ["Đơn vị: UBND xã Cổ Đạm"],
        ["BIỂU SỐ LIỆU NĂM 2021"],
        above,
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"],
        ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "1.250"],
        ["2", "Kinh phí được cấp", measure, "50"],
    ]
    reading = READER.read(workbook({"Số liệu": rows}), "a.xlsx", "0" * 64)
    facts = {fact.cell: fact.usable for _, _, facts in reading.facts for fact in facts}
    assert facts == {"D5": True, "D6": not scale}
    found = [finding.detail for _, _, finding in reading.findings if finding.code == "number_ambiguous"]
    assert found == ([f"50 đồng hay 50 {scale}"] if scale else [])


def test_a_scale_of_money_above_a_table_is_not_passed_over() -> None:
    rows = [
        ["UBND XÃ CỔ ĐẠM"],
        ["BIỂU SỐ LIỆU NĂM 2021"],
        ["Đơn vị: triệu đồng"],
        ["TT", "Chỉ tiêu", "Số liệu"],
        ["1", "Kinh phí được cấp", "50"],
    ]
    reading = READER.read(workbook({"Số liệu": rows}), "a.xlsx", "0" * 64)
    assert not [fact for _, _, facts in reading.facts for fact in facts if fact.usable]
