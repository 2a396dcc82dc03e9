"""A number that is crossed out in part, or bears a raised note, is never read as one long number."""

import io

import pytest
import xlsxwriter

from tests.intake.small_campaign import small_reader

READER = small_reader()


def read(*parts: tuple[str, dict[str, object]]) -> list[str]:
    """The usable value of a cell whose text has parts of their own look, and the findings there."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Số liệu")
        rows = [
            ["Đơn vị: UBND xã Cổ Đạm"],
            ["BIỂU SỐ LIỆU NĂM 2021"],
            ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"],
            ["1", "Tổng số hồ sơ phải giải quyết", "hồ sơ"],
        ]
        for row, cells in enumerate(rows):
            page.write_row(row, 0, cells)
        runs = [one for text, look in parts for one in (book.add_format(look), text)]
        page.write_rich_string(3, 3, *runs)
    reading = READER.read(out.getvalue(), "a.xlsx", "0" * 64)
    values = [str(fact.value) for _, _, facts in reading.facts for fact in facts if fact.usable]
    return values + [finding.code for _, _, finding in reading.findings if finding.cell == "D4"]


@pytest.mark.parametrize(
    "parts",
    [
        (("25", {"font_strikeout": True}), ("27", {})),
        (("25", {}), ("1", {"font_script": 1})),
        (("25", {}), (" 27", {"font_strikeout": True, "bold": True})),
    ],
)
def test_a_number_marked_in_part_is_asked_about(parts: tuple[tuple[str, dict[str, object]], ...]) -> None:
    assert read(*parts) == ["number_marked"]


def test_bold_digits_and_a_raised_letter_are_no_such_mark() -> None:
    assert read(("2", {"bold": True}), ("5", {})) == ["25"]
    assert read(("25", {}), (" hồ sơ", {"font_script": 1})) == ["25"]
