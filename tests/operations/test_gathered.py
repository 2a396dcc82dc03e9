"""One cause is one line: many findings of one kind at cells that lie together are told as one, with all their cells."""

import pytest

from pipelines.operations.gathered import gather
from schemas.findings import Finding, load_catalogue
from tests.intake.tables_of_units import CO_DAM, HEADINGS, TOP, XUAN_AN, XUAN_LIEN, read
from tests.intake.test_forms_accounts import Sheet

# Cells of one kind of finding | what is told: the first cell, and in brackets how many and which
TOLD = """
C5                         | C5
C5 C9                      | C5; C9
C5 C6 C7                   | C5 (3 ô: C5:C7)
C5 C7 C9                   | C5 (3 ô: C5, C7, C9)
C5 D5 E5                   | C5 (3 ô: C5:E5)
C5 D5 C6 D6 C9 D9          | C5 (6 ô: C5:D6, C9:D9)
C5 D5 E5 F5 C6             | C5; D5 (3 ô: D5:F5); C6
C5 C6 C7 E5 E6 E7          | C5 (3 ô: C5:C7); E5 (3 ô: E5:E7)
C1 C3 C5 C7 C9 C11 C13 C15 C17 | C1 (9 ô: C1, C3, C5, C7, C9, C11, C13, …, C17)
"""


@pytest.mark.parametrize("line", TOLD.strip().splitlines())
def test_findings_at_cells_that_lie_together_become_one(line: str) -> None:
    cells, expected = (part.strip() for part in line.split("|"))
    findings = [(0, "18391", Finding("value_dash", "A", cell, "-")) for cell in cells.split()]
    told = [f"{finding.cell}{finding.detail}" for _, _, finding in gather(findings)]
    assert told == expected.split("; ")


def test_what_is_said_of_each_alone_stays_alone() -> None:
    apart = [
        *((0, None, Finding("number_unreadable", "A", f"C{row}", "năm")) for row in range(5, 9)),
        *((number, None, Finding("value_dash", "A", f"C{number}", "-")) for number in range(5, 9)),
        *((0, None, Finding("value_dash", sheet, "C5", "-")) for sheet in "BCDE"),
    ]
    assert gather(apart) == apart


def test_the_one_line_stands_where_the_first_stood_and_keeps_the_unit_only_if_all_are_its_own() -> None:
    before, after = (None, None, Finding("hidden_rows", "A")), (None, None, Finding("form_not_due", "A"))
    for units, kept in ((["18391"] * 3, "18391"), (["18391", "18394", "18391"], None)):
        dashes = [
            (0, unit, Finding("value_dash", "A", f"C{row}", "-")) for row, unit in enumerate(units, start=5)
        ]
        told = gather([before, *dashes[:2], after, *dashes[2:]])
        assert [finding.code for _, _, finding in told] == ["hidden_rows", "value_dash", "form_not_due"]
        assert told[1][1] == kept


def test_what_is_not_there_is_listed_in_one_line() -> None:
    missing = [(0, None, Finding("unit_missing", "A", "", "", f"Xã {number}")) for number in range(1, 15)]
    assert gather(missing[:2]) == missing[:2]
    (told,) = gather(missing)
    names = "; ".join(f"Xã {number}" for number in range(1, 13))
    assert load_catalogue()["unit_missing"].wording(told[2]) == f"Biểu thiếu đơn vị: {names} và 2 mục khác"


def test_the_same_words_on_several_sheets_are_one_line_that_names_the_others() -> None:
    letter = "(kèm theo Báo cáo số /BC-UBND)"
    on = [
        (0, None, Finding("doc_number_missing", sheet, cell, words))
        for sheet, cell, words in (
            ("IB", "A4", letter),
            ("IIB", "A3", letter.replace(" ", "  ")),
            ("SL", "A4", "/BC"),
        )
    ]
    told = [load_catalogue()["doc_number_missing"].wording(one) for _, _, one in gather(on)]
    assert told == [
        f"Văn bản kèm theo chưa có số (có thể còn là dự thảo): “{letter}” (cũng ở trang IIB, ô A3)",
        "Văn bản kèm theo chưa có số (có thể còn là dự thảo): “/BC”",
    ]
    assert gather(on[1:]) == on[1:], "other words, another letter"


def test_what_is_found_twice_in_one_place_is_told_once() -> None:
    period = (0, None, Finding("period_differs", "A", "A5", "năm 2020", "năm 2021"))
    assert gather([period, period]) == [period]


def test_refused_values_stand_together_only_where_the_same_stands_in_them() -> None:
    def refused(*texts: str) -> list[str]:
        cells = [
            (0, None, Finding("points_over_max", "A", f"C{row}", text, "0,5"))
            for row, text in enumerate(texts, start=5)
        ]
        return [f"{one.cell} {one.found}, {one.detail}" for _, _, one in gather(cells)]

    assert refused("5", "5", "5") == ["C5 5, 0,5 (3 ô: C5:C7)"]
    assert refused("5", "1,5", "5") == ["C5 5, 0,5", "C6 1,5, 0,5", "C7 5, 0,5"]


def test_other_maxima_are_other_causes() -> None:
    points = [
        (0, None, Finding("points_over_max", "A", f"C{row}", "5", most))
        for row, most in enumerate(("0,5", "1", "1,5"), start=5)
    ]
    assert gather(points) == points


def helper(*texts: object) -> Sheet:
    """A table of points with a column beside it that has no heading."""
    rows = zip((XUAN_AN, CO_DAM, XUAN_LIEN), texts, strict=True)
    return [*map(list, TOP), list(HEADINGS), *([*row, text] for row, text in rows)]


def beside(rows: Sheet) -> tuple[list[Finding], list[Finding]]:
    """The findings about cells that nobody understood, as they are read and as they are told."""
    read_as = [one for one in read(*rows).findings if one[2].code == "cell_not_understood"]
    return [one for _, _, one in read_as], [one for _, _, one in gather(read_as)]


def test_a_column_beside_the_table_without_a_heading_is_kept_by_cell_and_told_in_one_line() -> None:
    kept, (told,) = beside(helper("đạt", 1.5, "đạt"))
    assert [one.cell for one in kept] == ["G5", "G6", "G7"]
    wording = load_catalogue()["cell_not_understood"].wording(told)
    assert (told.cell, told.found) == ("G5", "đạt") and wording.endswith(": “đạt” (3 ô: G5:G7)")


def test_two_remarks_beside_a_table_are_two_lines() -> None:
    kept, told = beside(helper("đạt", "", "xem lại"))
    assert [one.cell for one in told] == ["G5", "G7"] and told == kept
