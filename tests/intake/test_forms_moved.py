"""Where a table stands and how its numbers are typed does not change what it says."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.files.file_reader import FileReading
from tests.intake.small_campaign import small_reader
from tests.intake.test_forms_accounts import Sheet, workbook

READER = small_reader()

# Title lines, headings, and data in which every number is typed with a decimal comma.
TABLES: dict[str, tuple[Sheet, Sheet]] = {
    "phu_luc_ib": (
        [["PHỤ LỤC IB NĂM 2021"], ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)"]],
        [
            ["TT", "Tên đơn vị", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2 (0,5 điểm)", "Mục 7.2.3 (1 điểm)", "Tổng điểm"],
            ["1", "UBND thị trấn Xuân An", "0,5", "0,25", "1,0", "1,75"],
            ["2", "UBND xã Cổ Đàm", "0,5", "", "0,75", "1,25"],
            ["3", "UBND xã Phú Quý", "0,5", "0,5", "chưa rõ", "2,0"],
        ],
    ),
    "iib_2": (
        [["PHỤ LỤC IIB.2 NĂM 2021"], ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)"]],
        [
            ["TT", "Tên đơn vị", "Năm áp dụng ISO 9001:2008", "Năm chuyển đổi sang ISO 9001:2015", "Chưa áp dụng"],
            ["1", "UBND thị trấn Xuân An", "2013", "2019", ""],
            ["2", "UBND xã Vượng Lộc", "2013", "20", ""],
            ["3", "UBND xã Cổ Đạm", "", "", "x"],
        ],
    ),
    "so_lieu": (
        [["Đơn vị: UBND xã Cổ Đạm"], ["BIỂU SỐ LIỆU NĂM 2021"], ["(Kèm theo Báo cáo số 15/BC-UBND ngày 05/11/2021)"]],
        [
            ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"],
            ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "1250", ""],
            ["2", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "97,9", "làm tròn"],
            ["3", "Ban hành chính sách chất lượng", "", "Có", ""],
            ["4", "Số máy tính", "máy", "12", ""],
        ],
    ),
    "tu_cham": (
        [["UBND XÃ CỔ ĐẠM"], ["BẢNG TỰ CHẤM ĐIỂM NĂM 2021"], ["(Kèm theo Báo cáo số 15/BC-UBND ngày 05/11/2021)"]],
        [
            ["TT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Tài liệu kiểm chứng"],
            ["1", "7.2.1", "0,5", "0,5", "Kế hoạch"],
            ["2", "7.2.2", "0,75", "0,25", ""],
            ["3", "7.2.8", "1", "0,75", ""],
        ],
    ),
}  # fmt: skip


def read(rows: Sheet) -> FileReading:
    """The rows as a workbook of one sheet, read."""
    return READER.read(workbook({"Trang": rows}), "a.xlsx", "0" * 64)


def said(reading: FileReading) -> tuple[Counter[object], Counter[object], list[str]]:
    """What a reading says, without addresses and without the text as typed."""
    facts = Counter(
        (fact.unit, fact.item, fact.kind, fact.state, fact.value, fact.text, fact.usable)
        for _, _, facts in reading.facts
        for fact in facts
    )
    findings = Counter((unit, finding.code) for _, unit, finding in reading.findings)
    return facts, findings, [one.form for one in reading.submissions]


def as_number(cell: object) -> object:
    """A typed number as a number cell."""
    try:
        return float(str(cell).replace(",", "."))
    except ValueError:
        return cell


@pytest.mark.parametrize("form", TABLES)
def test_the_tables_say_something(form: str) -> None:
    title, table = TABLES[form]
    facts, findings, forms = said(read(title + table))
    assert forms == [form] and sum(facts.values()) >= 3 and findings


@pytest.mark.parametrize("form", TABLES)
@settings(max_examples=12, deadline=None)
@given(above=st.integers(0, 4), between=st.integers(0, 3), left=st.integers(0, 4))
def test_blank_rows_and_columns_change_nothing(form: str, above: int, between: int, left: int) -> None:
    title, table = TABLES[form]
    rows = [[]] * above + title + [[]] * between + table
    assert said(read([[""] * left + row for row in rows])) == said(read(title + table))


@pytest.mark.parametrize("form", TABLES)
def test_notes_and_a_signature_below_change_nothing(form: str) -> None:
    title, table = TABLES[form]
    below = [
        [],
        ["", "Ghi chú: số liệu đến hết tháng 10"],
        [],
        ["", "", "TM. ỦY BAN NHÂN DÂN"],
        ["", "", "Nguyễn Văn A"],
    ]
    assert said(read(title + table + below)) == said(read(title + table))


@pytest.mark.parametrize("form", TABLES)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_and_columns_changes_nothing(form: str, seed: int) -> None:
    title, table = TABLES[form]
    order = random.Random(seed)
    columns = list(range(len(table[0])))
    order.shuffle(columns)
    data = [list(row) for row in table[1:]]
    order.shuffle(data)
    moved = [[row[at] for at in columns] for row in [table[0], *data]]
    assert said(read(title + moved)) == said(read(title + table))


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize(
    "typed", [lambda cell: str(cell).replace(",", "."), as_number], ids=["point", "number"]
)
def test_the_way_a_number_is_typed_changes_nothing(form: str, typed: object) -> None:
    title, table = TABLES[form]
    retyped = [[row[0], row[1], *map(typed, row[2:])] for row in table[1:]]  # type: ignore[arg-type, call-overload]
    assert said(read([*title, table[0], *retyped])) == said(read(title + table))
