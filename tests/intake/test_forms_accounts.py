"""Whatever is done to a valid workbook, it is read to the end and every cell of it is accounted for."""

import datetime
import io
from collections import Counter

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.intake.address import parse_a1
from pipelines.intake.files.file_reader import FileReading
from pipelines.intake.tables.accounts import ROLES
from pipelines.intake.tables.grid import plain
from tests.intake.small_campaign import small_reader

READER = small_reader()
Sheet = list[list[object]]

VALID: dict[str, Sheet] = {
    "PL IB": [
        ["PHỤ LỤC IB NĂM 2021"],
        ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)"],
        ["TT", "Tên đơn vị", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2 (0,5 điểm)", "Mục 7.2.3 (1 điểm)", "Tổng điểm"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1.0, "UBND thị trấn Xuân An", "0,5", "0,25", "1,0", "1,75"],
        [2.0, "UBND xã Cổ Đạm", 0.5, 0.5, 0.75, 1.75],
        [3.0, "UBND xã Xuân Liên", "0,5", "0,5", "1", "2,0"],
        ["", "Cộng", "1,5", "1,25", "2,75", "5,5"],
        [],
        ["", "IIB.2. Kết quả chuyển đổi, xây dựng mới hệ thống quản lý chất lượng"],
        ["TT", "Tên cơ quan/đơn vị", "Năm chuyển đổi/xây dựng mới theo ISO 9001:2015", "Chưa áp dụng"],
        [1.0, "UBND thị trấn Xuân An", 2019.0, ""],
        [2.0, "UBND xã Cổ Đạm", "", "x"],
        [],
        ["Ghi chú: số liệu đến ngày 31/10"],
        ["", "", "TM. ỦY BAN NHÂN DÂN"],
        ["", "", "Nguyễn Văn A"],
    ],
    "Số liệu": [
        ["Đơn vị: UBND huyện Nghi Xuân"],
        ["BIỂU SỐ LIỆU"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"],
        ["I", "Hồ sơ"],
        ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ", "1.250", ""],
        ["2", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "97,9", "làm tròn"],
        ["3", "Ban hành chính sách chất lượng", "", "Có"],
    ],
}  # fmt: skip

WORDS = sorted(
    {cell for rows in VALID.values() for row in rows for cell in row if isinstance(cell, str) and cell}
)
values = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["", " ", "x", "-", "Không", "Tiêu chí 7.2.9", "Mục 7.2", "Đơn vị: UBND xã Cổ Đạm", "KT. CHỦ TỊCH"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
    st.floats(-1e16, 1e16, allow_nan=False),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)),
    st.booleans(),
)
places = st.tuples(st.integers(0, 20), st.integers(0, 8))
mutations = st.lists(
    st.one_of(
        st.tuples(st.just("set"), places, values),
        st.tuples(st.just("insert_row"), st.integers(0, 20), st.lists(values, max_size=6)),
        st.tuples(st.just("insert_column"), st.integers(0, 6), values),
        st.tuples(st.just("delete_row"), st.integers(0, 20), st.none()),
        st.tuples(st.just("delete_column"), st.integers(0, 6), st.none()),
        st.tuples(st.just("swap"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("repeat"), st.integers(0, 20), st.integers(0, 20)),
    ),
    max_size=6,
)


def mutate(rows: Sheet, kind: str, where: object, what: object) -> None:
    """Does one thing to a sheet; a place outside it is left alone."""
    if kind == "insert_row":
        rows.insert(where, list(what))  # type: ignore[call-overload]
    elif kind == "insert_column":
        for row in rows:
            row.insert(where, what)  # type: ignore[arg-type]
    elif kind == "delete_column":
        for row in rows:
            del row[where : where + 1]  # type: ignore[operator, misc]
    elif kind == "set":
        row_number, column = where  # type: ignore[misc]
        if row_number < len(rows):
            row = rows[row_number]
            row += [""] * (column + 1 - len(row))
            row[column] = what
    elif where < len(rows):  # type: ignore[operator]
        if kind == "delete_row":
            del rows[where]  # type: ignore[arg-type]
        elif what < len(rows) and kind == "swap":  # type: ignore[operator]
            rows[where], rows[what] = rows[what], rows[where]  # type: ignore[index]
        elif kind == "repeat":
            rows.insert(what, list(rows[where]))  # type: ignore[call-overload, index]


def workbook(sheets: dict[str, Sheet]) -> bytes:
    """The cells as an .xlsx; an empty text writes no cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, bool):
                        page.write_boolean(row, column, cell)
                    elif isinstance(cell, float):
                        page.write_number(row, column, cell)
                    elif isinstance(cell, datetime.date):
                        page.write_datetime(row, column, cell, day)
                    elif cell:
                        page.write_string(row, column, cell)
    return out.getvalue()


# Why a column is not read.
OF_HEADINGS = ("heading_unknown", "heading_twice", "criterion_became_date", "tables_side_by_side")


def check_accounts(sheets: dict[str, Sheet], reading: FileReading) -> None:
    """Counts, addresses, and a finding for whatever was not understood."""
    roles: Counter[tuple[str, str]] = Counter()
    for _, entry in reading.entries:
        assert entry.role in ROLES
        roles[entry.sheet, entry.role] += entry.cells
    findings = Counter((finding.sheet, finding.code) for _, _, finding in reading.findings)
    for name, rows in sheets.items():
        filled = sum(cell != "" for row in rows for cell in row)
        assert sum(count for (sheet, _), count in roles.items() if sheet == name) == filled
        if roles[name, "outside"] and not findings[name, "sheet_not_understood"]:
            assert roles[name, "outside"] == findings[name, "cell_not_understood"]
        if roles[name, "unread"]:
            assert any(findings[name, code] for code in OF_HEADINGS)
    facts = [(sheet, fact.cell) for _, sheet, facts in reading.facts for fact in facts]
    assert len(facts) == len(set(facts))
    cells = facts + [(finding.sheet, finding.cell) for _, _, finding in reading.findings if finding.cell]
    for sheet, cell in cells:
        row, column = parse_a1(cell)
        assert row < len(sheets[sheet]) and column < max(map(len, sheets[sheet]))


def test_the_valid_workbook_is_read_without_a_word_about_its_cells() -> None:
    reading = READER.read(workbook(VALID), "a.xlsx", "0" * 64)
    assert reading.outcome == "read"
    assert {finding.code for _, _, finding in reading.findings} == {
        "unit_missing", "indicator_missing", "form_not_due",
    }  # fmt: skip
    check_accounts(VALID, reading)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=mutations, second=mutations)
def test_every_cell_of_a_mutated_workbook_is_accounted_for(first: list, second: list) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in VALID.items()}
    for rows, done in zip(sheets.values(), (first, second), strict=True):
        for kind, where, what in done:
            mutate(rows, kind, where, what)
    check_accounts(sheets, READER.read(workbook(sheets), "a.xlsx", "0" * 64))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(values, max_size=7), min_size=1, max_size=12))
def test_every_cell_of_any_sheet_is_accounted_for(rows: Sheet) -> None:
    sheets = {"Trang": [list(row) for row in rows]}
    check_accounts(sheets, READER.read(workbook(sheets), "a.xlsx", "0" * 64))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" a ", "a"),
        (7.0, "7"),
        (7.5, "7.5"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (True, "True"),
        (10, "10"),
    ],
)
def test_any_value_has_a_plain_text(raw: object, text: str) -> None:
    assert plain(raw) == text  # type: ignore[arg-type]
