"""An appraisal sheet read back: rows known by their codes, cells by the grammar, faults at their addresses."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.intake.appraisal_sheets.sheet import ReadAppraisal, SheetRow, read_appraisal
from pipelines.reports.appraisal_columns import Entered
from pipelines.reports.appraisal_sheet import write_appraisal
from pipelines.reports.wording import date_text, safe_text
from schemas.forms.appraisal import AGREE, NOT_APPLICABLE, WAIVED
from schemas.spelling import sentence, tidy
from tests.reports.appraisal_sample import GRID, HALF, HONG, LAM, ONE, QUARTER, ROWS, row, sheet

Edit = Callable[[Worksheet], object]
WRITTEN = write_appraisal(sheet(row(LAM, "7.2.1", ONE, HALF), row(HONG, "7.2.1", HALF, NOT_APPLICABLE)))
FIRST = 9
POINTS, REASON, NUMBER, DAY, TITLE, UNTIL = "HIJKLM"


def edited(*edits: Edit, data: bytes = WRITTEN) -> bytes:
    book = load_workbook(BytesIO(data))
    for edit in edits:
        edit(book["Phiếu"])
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def typed(**cells: object) -> Edit:
    def edit(table: Worksheet) -> None:
        for cell, value in cells.items():
            table[cell] = value

    return edit


def read(*edits: Edit) -> ReadAppraisal:
    return read_appraisal(edited(*edits), "phiếu.xlsx")


def first(*edits: Edit) -> SheetRow:
    return read(*edits).rows[0]


def codes(done: ReadAppraisal) -> list[tuple[str, str]]:
    return [(one.code, one.cell) for one in done.findings]


def test_a_sheet_that_nobody_filled_in_says_what_it_was_made_for_and_nothing_more() -> None:
    done = read_appraisal(WRITTEN, "phiếu.xlsx")
    assert (done.head["campaign"], done.head["round"]) == ("thu-nghiem", "tham_dinh_1")
    assert [(one.unit, one.criterion, one.name, one.code) for one in done.rows] == [
        (*LAM[:1], "7.2.1", LAM[1], "7.2.1"),
        (*HONG[:1], "7.2.1", HONG[1], "7.2.1"),
    ]
    assert not any(one.entered for one in done.rows)
    assert done.findings == []


def test_what_the_grey_cells_show_is_what_the_row_was_made_from() -> None:
    for one in read_appraisal(write_appraisal(sheet()), "phiếu.xlsx").rows:
        assert {name: token for name, token in one.given.items() if token} == one.shown


def test_all_that_was_entered_comes_back_as_it_was() -> None:
    done = read_appraisal(write_appraisal(sheet()), "phiếu.xlsx")
    entered = ROWS[3].entered
    [one] = [one for one in done.rows if one.entered]
    assert (one.points, one.reason, one.evidence_number, one.evidence_date, one.evidence_title) == (
        entered.points, entered.reason, entered.evidence_number, "2021-11-05", entered.evidence_title,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "points", "word"),
    [
        (0.75, Decimal("0.75"), ""),
        (1, ONE, ""),
        (0, Decimal(0), ""),
        ("0,75", Decimal("0.75"), ""),
        (" 0,25 ", QUARTER, ""),
        ("0.5", HALF, ""),
        (-0.5, -HALF, ""),
        ("KAD", None, NOT_APPLICABLE),
        ("không áp dụng", None, NOT_APPLICABLE),
        ("Miễn", None, WAIVED),
        ("đồng ý", None, AGREE),
        ("ĐỒNG Ý", None, AGREE),
        ("  ", None, ""),
    ],
)
def test_points_are_read_by_the_cell_grammar(cell: object, points: Decimal | None, word: str) -> None:
    done = read(typed(**{f"{POINTS}{FIRST}": cell}))
    assert (done.rows[0].points, done.rows[0].word, done.findings) == (points, word, [])
    assert done.rows[0].readable


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("khá", "appraisal_not_points"),
        ("1.500", "number_ambiguous"),
        ("-", "appraisal_not_points"),
        ("không", "appraisal_not_points"),
        ("x", "value_marked"),
        ("chưa có", "appraisal_not_points"),
        (datetime.date(2022, 5, 12), "number_became_date"),
        ("0,5 - 1", "number_ambiguous"),
        ("50 %", "number_ambiguous"),
        ("0,5%", "number_ambiguous"),
        ("1 văn bản", "number_ambiguous"),
        ("０，５", "appraisal_not_points"),
        ("nan", "appraisal_not_points"),
    ],
)
def test_what_is_no_number_of_points_is_told_at_its_cell(cell: object, code: str) -> None:
    done = read(typed(**{f"{POINTS}{FIRST}": cell}))
    assert codes(done) == [(code, f"{POINTS}{FIRST}")]
    assert not done.rows[0].readable and not done.rows[0].entered


@pytest.mark.parametrize(
    ("cell", "until"),
    [
        ("31/12/2022", datetime.date(2022, 12, 31)),
        (datetime.datetime(2022, 12, 31), datetime.date(2022, 12, 31)),
        ("tháng 12 năm 2022", None),
        (None, None),
    ],
)
def test_a_waiver_ends_on_a_whole_day(cell: object, until: datetime.date | None) -> None:
    assert first(typed(**{f"{UNTIL}{FIRST}": cell})).until == until


def test_a_day_with_the_month_first_is_asked_back() -> None:
    done = read(typed(**{f"{DAY}{FIRST}": "12/31/2021"}))
    assert codes(done) == [("date_ambiguous", f"{DAY}{FIRST}")]


def test_a_document_number_that_excel_made_a_day_of_is_asked_back() -> None:
    done = read(typed(**{f"{NUMBER}{FIRST}": datetime.date(2022, 12, 5)}))
    assert codes(done) == [("number_became_date", f"{NUMBER}{FIRST}")]


def test_one_bad_cell_hides_neither_another_nor_the_other_rows() -> None:
    done = read(typed(**{f"{POINTS}{FIRST}": "khá", f"{DAY}{FIRST}": "hôm qua", f"{POINTS}{FIRST + 1}": 0.5}))
    assert codes(done) == [("appraisal_not_points", f"{POINTS}{FIRST}"), ("date_unreadable", f"{DAY}{FIRST}")]
    assert [(one.readable, one.points) for one in done.rows] == [(False, None), (True, HALF)]


def test_a_formula_without_a_result_is_told_once_at_its_cell() -> None:
    done = read(typed(**{f"{REASON}{FIRST}": "=1+1"}))
    assert codes(done) == [("formula_without_value", f"{REASON}{FIRST}")]
    assert not done.rows[0].readable


def words(text: str) -> Edit:
    """The reason of the first row, as another program stores it: openpyxl would refuse some signs."""

    def edit(table: Worksheet) -> None:
        cell = table[f"{REASON}{FIRST}"]
        cell.value = "x"
        cell._value = text

    return edit


def test_points_that_are_crossed_out_are_not_taken_in() -> None:
    def strike(table: Worksheet) -> None:
        table[f"{POINTS}{FIRST}"].font = Font(strike=True)

    done = read(typed(**{f"{POINTS}{FIRST}": 0.5}), strike)
    assert codes(done) == [("value_crossed_out", f"{POINTS}{FIRST}")]
    assert not done.rows[0].readable


def _in_parts(first: str, look: InlineFont, second: str) -> CellRichText:
    return CellRichText(TextBlock(look, first), TextBlock(InlineFont(), second))


def test_points_and_reasons_that_are_crossed_out_in_part_are_not_taken_in() -> None:
    struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
    points, reason = f"{POINTS}{FIRST}", f"{REASON}{FIRST}"
    for cell, text, detail in (
        (points, _in_parts("0,25", struck, " 0,5"), "[gạch bỏ: 0,25] 0,5"),
        (points, _in_parts("1", raised, " 0,5"), "[chỉ số: 1] 0,5"),
        (reason, _in_parts("Thiếu sổ", struck, " Đủ sổ"), "[gạch bỏ: Thiếu sổ] Đủ sổ"),
        (reason, _in_parts("1", raised, " Thiếu sổ"), ""),
    ):
        found = [one for one in read(typed(**{cell: text})).findings if one.code == "number_marked"]
        assert [(one.cell, one.detail) for one in found] == ([(cell, detail)] if detail else [])


def test_words_keep_their_lines_and_lose_what_cannot_be_seen() -> None:
    assert first(words("Thiếu _x0007_sổ,\u202e kế_x000B_hoạch\u200b")).reason == "Thiếu sổ, kế\nhoạch"


def test_words_too_long_for_the_next_sheet_are_refused_at_their_cell() -> None:
    done = read(typed(**{f"{POINTS}{FIRST}": 0.5}), words("Đ" * 8001))
    assert codes(done) == [("text_too_long", f"{REASON}{FIRST}")] and not done.rows[0].readable
    assert first(words("Đ" * 8000)).readable


def test_what_was_entered_in_a_copy_of_the_sheet_is_told() -> None:
    def copy(table: Worksheet) -> None:
        other = table.parent.copy_worksheet(table)
        other.title = "Phiếu (2)"
        other[f"{POINTS}{FIRST}"] = 0.5

    [finding] = read(copy).findings
    assert (finding.code, finding.sheet) == ("appraisal_sheet_not_read", "Phiếu (2)")


def test_points_under_the_table_are_told_once() -> None:
    done = read(typed(**{f"{POINTS}{FIRST + 9}": 0.5, f"{POINTS}{FIRST + 10}": "Đồng ý"}))
    assert codes(done) == [("appraisal_row_unknown", f"{POINTS}{FIRST + 9}")]
    assert done.findings[0].detail.startswith("2 ô dưới bảng")


def swapped(table: Worksheet) -> None:
    for one, other in zip(table[FIRST], table[FIRST + 1], strict=True):
        one.value, other.value = other.value, one.value


def test_rows_sorted_otherwise_are_the_same_rows() -> None:
    fill = typed(**{f"{POINTS}{FIRST}": 0.5})
    [before], [after] = (
        [(one.unit, one.points, one.shown) for one in read(*edits).rows if one.entered]
        for edits in ((fill,), (fill, swapped))
    )
    assert before == after


def test_a_deleted_row_is_gone_and_the_others_stay() -> None:
    done = read(typed(**{f"{POINTS}{FIRST + 1}": 0.5}), lambda table: table.delete_rows(FIRST))
    assert [(one.unit, one.points, one.cells["points"]) for one in done.rows] == [
        (HONG[0], HALF, f"{POINTS}{FIRST}")
    ]
    assert done.findings == []


def test_a_hidden_or_filtered_row_is_read_like_any_other() -> None:
    def hide(table: Worksheet) -> None:
        table.row_dimensions[FIRST].hidden = True

    assert first(typed(**{f"{POINTS}{FIRST}": 0.5}), hide).points == HALF


def test_a_column_put_in_shifts_nothing_and_what_stands_in_it_is_told() -> None:
    done = read(
        typed(**{f"{POINTS}{FIRST}": 0.5}),
        lambda table: table.insert_cols(2),
        typed(**{f"B{FIRST}": "hỏi lại huyện"}),
    )
    assert (done.rows[0].code, done.rows[0].points) == ("7.2.1", HALF)
    assert codes(done) == [("cell_not_understood", f"B{FIRST}")]


def test_a_row_written_by_hand_has_no_code_and_is_told() -> None:
    done = read(
        lambda table: table.insert_rows(FIRST + 1),
        typed(**{f"A{FIRST + 1}": "Xã Mới", f"{POINTS}{FIRST + 1}": 1}),
    )
    assert codes(done) == [("appraisal_row_unknown", f"{POINTS}{FIRST + 1}")]
    assert len(done.rows) == 2


def test_what_stands_under_the_table_is_no_row() -> None:
    assert read(typed(**{f"{POINTS}{FIRST + 6}": "Đã họp ngày 07/01"})).findings == []


def test_a_row_that_was_copied_is_there_twice() -> None:
    def copy(table: Worksheet) -> None:
        table.insert_rows(FIRST + 1)
        for cell in list(table[FIRST]):
            table.cell(FIRST + 1, cell.column).value = cell.value

    assert [one.unit for one in read(copy).rows] == [LAM[0], LAM[0], HONG[0]]


@pytest.mark.parametrize(
    ("spoil", "detail"),
    [
        (lambda table: table.parent.remove(table.parent["bangdiem"]), "bangdiem"),
        (lambda table: table.delete_cols(16), "shown"),
        (lambda table: table.delete_cols(8), "points"),
        (lambda table: table.delete_rows(6), "thiếu cột"),
        (lambda table: table.parent["bangdiem"].delete_rows(1), "campaign"),
        (lambda table: setattr(table, "title", "Trang 1"), "Phiếu"),
    ],
)
def test_what_has_lost_its_codes_is_no_appraisal_sheet(spoil: Edit, detail: str) -> None:
    done = read(spoil)
    assert [one.code for one in done.findings] == ["appraisal_not_a_sheet"]
    assert detail in done.findings[0].detail
    assert done.rows == [] and done.refused


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "phiếu.xlsx"),
        (b"%PDF-1.7", "phiếu.pdf"),
        (WRITTEN[:2000], "phiếu.xlsx"),
        (b"a;b\n1;2\n", "a.csv"),
    ],
)
def test_another_file_is_refused_and_never_a_crash(data: bytes, name: str) -> None:
    done = read_appraisal(data, name)
    assert done.refused and done.rows == []


def test_a_flipped_byte_is_refused_by_the_gate(tmp_path: Path) -> None:
    spoilt = bytearray(WRITTEN)
    spoilt[len(spoilt) // 3] ^= 1
    assert read_appraisal(bytes(spoilt), "phiếu.xlsx").refused


entries = st.builds(
    Entered,
    points=st.none() | st.sampled_from([*GRID, NOT_APPLICABLE, WAIVED, AGREE]),
    reason=st.text(max_size=60),
    evidence_number=st.text(st.characters(categories=["Lu", "Nd", "Pd"]), max_size=20),
    evidence_date=st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)).map(date_text),
)


@settings(max_examples=60, deadline=None)
@given(entered=st.lists(entries, min_size=1, max_size=6))
def test_whatever_stands_in_a_sheet_is_read_as_it_was_written(entered: list[Entered]) -> None:
    rows = [
        row((str(number), f"Xã {number}"), "7.2.1", ONE, HALF, entered=one)
        for number, one in enumerate(entered)
    ]
    done = read_appraisal(write_appraisal(sheet(*rows)), "phiếu.xlsx")
    assert done.findings == []
    for one, two in zip(entered, done.rows, strict=True):
        assert (two.points if two.points is not None else two.word or None) == one.points
        assert two.reason == sentence(safe_text(one.reason))
        assert two.evidence_number == tidy(one.evidence_number)
        assert date_text(datetime.date.fromisoformat(two.evidence_date)) == one.evidence_date
