"""Marks of notes and numbers of columns beside words: the words are known as without them, and no number changes."""

import pytest

from pipelines.intake.cells.note_marks import without_column_mark, without_mark
from pipelines.intake.letters.periods import find_bare_year, find_period
from pipelines.intake.tables.line_labels import find_label
from tests.intake.small_campaign import small_reader
from tests.intake.tables_of_units import HEADINGS, TOP, codes, read

LABELS = {"tong so ho so phai giai quyet": "dossiers_total", "kinh phi duoc cap": "budget_allocated"}


@pytest.mark.parametrize("mark", ["*", " (*)", "(1)", " [2]", "¹", "¹²", " **", "(12)"])
def test_words_are_known_with_a_mark_behind_them(mark: str) -> None:
    assert without_mark(f"Xã Cổ Đạm{mark}") == "Xã Cổ Đạm"
    assert find_period(f"KẾT QUẢ CHẤM ĐIỂM NĂM 2021{mark}") == "2021"
    assert find_bare_year(f"KẾT QUẢ CHẤM ĐIỂM 2021{mark}") == "2021"
    assert find_label(f"Tổng số hồ sơ phải giải quyết{mark}", LABELS) == "dossiers_total"
    assert small_reader().matcher.match(f"Xã Cổ Đạm{mark}").how == "exact"


@pytest.mark.parametrize(
    "text", ["12*", "0,5(1)", "(1)", "*", "Xã Cổ Đạm (cũ)", "Tiêu chí (0,5)", "Năm (2021)", "", "Khu 5"]
)
def test_numbers_and_other_brackets_stay(text: str) -> None:
    assert without_mark(text) == text


def test_a_heading_may_be_numbered_with_a_letter() -> None:
    assert without_column_mark("Chỉ tiêu (A)") == "Chỉ tiêu"
    assert without_column_mark("Số liệu (B)") == "Số liệu"
    assert without_mark("Khối (A)") == "Khối (A)"


@pytest.mark.parametrize(
    "label",
    ["1. {}", "2.1 {}", "a) {}", "IV. {}", "- {}", "1) {}:", "{} (hồ sơ)", "3. {} (hồ sơ) *", "{} (%)"],
)
def test_a_line_is_known_with_its_number_and_its_unit_of_measure(label: str) -> None:
    assert find_label(label.format("Tổng số hồ sơ phải giải quyết"), LABELS) == "dossiers_total"


@pytest.mark.parametrize(
    "label",
    [
        "Kinh phí được cấp (triệu đồng)",
        "Tổng số hồ sơ phải giải quyết (nghìn hồ sơ)",
        "Tổng số hồ sơ phải giải quyết năm 2020",
    ],
)
def test_another_scale_and_other_words_make_another_line(label: str) -> None:
    assert find_label(label, LABELS) == ""


def test_headings_with_the_numbers_of_their_columns_are_known() -> None:
    numbered = [f"{heading} ({number})" for number, heading in enumerate(HEADINGS, 1)]
    numbered[2:5] = HEADINGS[2:5]
    rows = (["1", "Xã Cổ Đạm (*)", "0,5", "0,25", "1", "1,75"], ["2", "Thị trấn Xuân An (1)", "0,5", "0,5", "1", "2"],
            ["3", "Xã Xuân Liên", "0,5", "0,5", "1", "2"])  # fmt: skip
    assert codes(read(*TOP, numbered, *rows)) == []
