"""Symbols of documents, the line that names the document a table came with, and the period a line states."""

import pytest

from pipelines.intake.cells.grammar import read_cell
from pipelines.intake.letters.periods import find_period
from pipelines.intake.letters.references import Reference, find_reference

SYMBOLS = """
31/QĐ-UBND                     | 31/QĐ-UBND
204/GM- UBND                   | 204/GM-UBND
31 / QĐ – UBND                 | 31/QĐ-UBND
1496/UBND-KT&HT                | 1496/UBND-KT&HT
1517/SKHCN-QLTĐC               | 1517/SKHCN-QLTĐC
số 31/QĐ-UBND                  | 31/QĐ-UBND
Số: 31 /QĐ-UBND                | 31/QĐ-UBND
Quyết định số 31/QĐ-UBND       | 31/QĐ-UBND
31/2022/QĐ-UBND                | 31/2022/QĐ-UBND
26/2014/TT-BKHCN               | 26/2014/TT-BKHCN
35/2018/QH14                   | 35/2018/QH14
12-NQ/TU                       | 12-NQ/TU
04a/KH-BCĐ                     | 04a/KH-BCĐ
4109/QĐ-UBND-BKHCN             | 4109/QĐ-UBND-BKHCN
/BC-UBND                       | /BC-UBND         | doc_number_missing
Số:      /BC-UBND              | /BC-UBND         | doc_number_missing
…/BC-UBND                      | /BC-UBND         | doc_number_missing
31                             |                  | symbol_unreadable
11/2021                        |                  | symbol_unreadable
05/3/2014                      |                  | symbol_unreadable
UBND                           |                  | symbol_unreadable
31/QĐ-UBND và 32/QĐ-UBND       |                  | symbol_unreadable
31/QĐ-UBND ngày 11/3/2022      |                  | symbol_unreadable
"""

PERIODS = """
Kỳ báo cáo: năm 2021                                          | 2021
Kỳ báo cáo: 2021                                              | 2021
Kỳ: 6 tháng đầu năm 2023                                      | 2023-H1
Kỳ báo cáo: Quý III năm 2023 (từ 01/7)                        | 2023-Q3
Kỳ báo cáo 6 tháng cuối năm 2023                              | 2023-H2
Kỳ báo cáo: tháng 10/2023                                     | 2023-10
BÁO CÁO SỐ LIỆU ÁP DỤNG HTQLCL NĂM 2021                       | 2021
Kết quả chấm điểm (năm 2021)                                  | 2021
Báo cáo 6 tháng đầu năm 2023                                  | 2023-H1
Báo cáo quý III/2023                                          | 2023-Q3
Báo cáo quý IV năm 2023                                       | 2023-Q4
Số liệu tháng 10 năm 2023                                     | 2023-10
Phụ lục IIB.2 năm 2020                                        | 2020
Biểu số 01 năm 2020                                           | 2020
Số liệu áp dụng TCVN ISO 9001:2015 năm 2020                   | 2020
Kết quả chấm điểm tiêu chí 7.2 năm 2020                       | 2020
Năm báo cáo: 2020                                             | 2020
Năm: 2020                                                     | 2020
Kỳ báo cáo: 06 tháng đầu năm 2023                             | 2023-H1
Báo cáo 06 tháng cuối năm 2023                                | 2023-H2
Biểu theo Quyết định số 3396/QĐ-UBND năm 2020                 |
Biểu theo Nghị định số 30/2020/NĐ-CP năm 2020                 |
Báo cáo 16 tháng đầu năm 2023                                 |
Biểu ngày 15/11 năm 2021                                      |
Báo cáo năm 2021 của huyện                                    |
Báo cáo 9 tháng năm 2023                                      | 2023-9M
Báo cáo 9 tháng đầu năm 2023                                  | 2023-9M
Nghi Xuân, ngày 8 tháng 11 năm 2021                           |
Nghi Xuân, tháng 11 năm 2021                                  |
ngày     tháng 11 năm 2021                                    |
(kèm theo Báo cáo số /BC-UBND ngày /11/2021)                  |
Giai đoạn 2021 - 2025                                         |
Mục tiêu đến năm 2025                                         |
Kế hoạch công tác năm 2022                                    |
So với cùng kỳ năm 2020                                       |
Kỳ báo cáo: 2021 - 2025                                       |
Kỳ báo cáo: năm 2021 đến năm 2023                             |
Số liệu cùng kỳ: 2020                                         |
Số lượng năm                                                  |
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(SYMBOLS), ids="|".join)
def test_a_symbol_is_read_without_stray_spaces(row: list[str]) -> None:
    typed, symbol, finding = (*row, "")[:3]
    reading = read_cell(typed, "symbol")
    assert (reading.text or "", reading.finding) == (symbol, finding)


def test_a_number_or_a_date_cell_is_no_symbol() -> None:
    assert read_cell(31.0, "symbol").finding == "symbol_unreadable"
    assert read_cell(True, "symbol").finding == "symbol_unreadable"


@pytest.mark.parametrize("row", rows(PERIODS), ids="|".join)
def test_a_period_is_found_only_where_the_line_says_so(row: list[str]) -> None:
    line, period = row
    assert find_period(line) == (period or None)


def test_the_same_period_last_year_is_not_the_reporting_period() -> None:
    assert find_period("Số hồ sơ so với cùng kỳ 2020") is None


REFERENCES = [
    (
        "(kèm theo Báo cáo số       /BC-UBND ngày    /11/2021 của UBND huyện)",
        Reference("Báo cáo", "/BC-UBND", False, "2021-11", False, "UBND huyện"),
    ),
    (
        "(Kèm theo Công văn số 12/UBND-VX ngày 05 tháng 3 năm 2021 của UBND xã A)",
        Reference("Công văn", "12/UBND-VX", True, "2021-03-05", True, "UBND xã A"),
    ),
    (
        "Kèm theo BC số: 247/BC- UBND, ngày 5/11/2025 của Ủy ban nhân dân phường B.",
        Reference("Báo cáo", "247/BC-UBND", True, "2025-11-05", True, "Ủy ban nhân dân phường B"),
    ),
    (
        "(Kèm theo Báo cáo số …/BC-UBND ngày … tháng … năm 2021 của UBND xã A)",
        Reference("Báo cáo", "/BC-UBND", False, "2021", False, "UBND xã A"),
    ),
    (
        "(Kèm theo Báo cáo số       ngày    tháng    năm      của UBND xã A)",
        Reference("Báo cáo", "", False, "", False, "UBND xã A"),
    ),
    ("(kèm theo Báo cáo của UBND xã A)", Reference("Báo cáo", "", False, "", False, "UBND xã A")),
    (
        "kèm theo Báo cáo số 135 ngày 22/11/2023",
        Reference("Báo cáo", "135", True, "2023-11-22", True, ""),
    ),
    (
        "Phụ lục III ban hành kèm theo Quyết định 3396/QĐ-UBND ngày 11/10/2021 của UBND tỉnh tại các xã",
        Reference("Quyết định", "3396/QĐ-UBND", True, "2021-10-11", True, "UBND tỉnh", True),
    ),
    (
        "(Kèm theo Báo cáo kết quả áp dụng ISO năm 2021 số 31/BC-UBND ngày 15/11/2021 của UBND huyện A)",
        Reference("Báo cáo", "31/BC-UBND", True, "2021-11-15", True, "UBND huyện A"),
    ),
    (
        "(Kèm theo Báo cáo của UBND huyện A số 31/BC-UBND ngày 15/11/2021)",
        Reference("Báo cáo", "31/BC-UBND", True, "2021-11-15", True, "UBND huyện A"),
    ),
    (
        "(Kèm theo Công văn số 5/UBND-NV ngày 1/11/2021 của UBND huyện A về việc trả lời Công văn số 99/SKHCN)",
        Reference("Công văn", "5/UBND-NV", True, "2021-11-01", True, "UBND huyện A"),
    ),
    (
        "(Kèm theo Báo cáo thực hiện Quyết định số 3396/QĐ-UBND của UBND tỉnh số 31/BC-UBND ngày 15/11/2021)",
        Reference("Báo cáo", "31/BC-UBND", True, "2021-11-15", True, "UBND tỉnh"),
    ),
    (
        "(Kèm theo Báo cáo thực hiện Quyết định số 3396/QĐ-UBND ngày 11/10/2021 của UBND tỉnh)",
        Reference("Báo cáo", "", False, "", False, ""),
    ),
    ("(Kèm theo Báo cáo lập theo Mẫu số 01)", Reference("Báo cáo", "", False, "", False, "")),
    ("(Kèm theo hồ sơ minh chứng, mỗi tiêu chí số 1 bản)", None),
    ("(kèm theo Báo cáo này có số liệu 12)", Reference("Báo cáo", "", False, "", False, "")),
    ("KÈM BC số 135 ngày 22/11/2023", Reference("Báo cáo", "135", True, "2023-11-22", True, "")),
    ("(theo phụ lục IB kèm theo)", None),
    ("Hồ sơ kèm theo quy định của pháp luật", None),
    ("UBND xã Xuân Lam", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "reference"), REFERENCES, ids=[line for line, _ in REFERENCES])
def test_the_letter_a_table_came_with_is_found_in_its_title(line: str, reference: Reference | None) -> None:
    assert find_reference(line) == reference


def test_the_letter_comes_before_the_decision_that_issued_the_form() -> None:
    line = (
        "(Ban hành kèm theo Quyết định số 3396/QĐ-UBND ngày 11/10/2021 của UBND tỉnh; "
        "kèm theo Báo cáo số 40/BC-UBND ngày 08/11/2021 của UBND huyện)"
    )
    reference = find_reference(line)
    assert reference is not None
    assert (reference.symbol, reference.is_issuance, reference.issuer) == ("40/BC-UBND", False, "UBND huyện")
