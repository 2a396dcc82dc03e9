"""The real figures of Nghi Xuân, from the workbook as sent to the annex as printed."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.summary import RunSummary
from tests.acceptance.office import ROOT, SAMPLE_FILE, Office, office_with_sample, read_sheet

# As printed in the district's report: points of 7.2.1 to 7.2.6, the total; then the rank by either tie rule.
PRINTED = """
xã Xuân Lam          0,25  0,5   0,75  1,5  0,5  0,25  3,75   16  4
xã Xuân Hồng         0,5   0,5   0,75  1,5  0,5  0,5   4,25    4  2
thị trấn Xuân An     0,5   0,5   0,75  1,5  0,5  0,5   4,25    4  2
xã Xuân Giang        0,5   0,5   1,0   1,5  0,5  0,5   4,50    1  1
thị trấn Tiên Điền   0,5   0,5   0,5   1,5  0,5  0,5   4,0    12  3
xã Xuân Hải          0,5   0,5   0,75  1,5  0,5  0,5   4,25    4  2
xã Xuân Phổ          0,5   0,25  0,5   1,5  0,5  0,5   3,75   16  4
xã Đan Trường        0,5   0,5   0,5   1,5  0,5  0,5   4,0    12  3
xã Xuân Hội          0,5   0,5   0,75  1,5  0,5  0,5   4,25    4  2
xã Xuân Yên          0,5   0,5   0,75  1,5  0,5  0,5   4,25    4  2
xã Xuân Mỹ           0,5   0,5   1,0   1,5  0,5  0,25  4,25    4  2
xã Xuân Thành        0,5   0,5   1,0   1,5  0,5  0,5   4,50    1  1
xã Cổ Đạm            0,5   0,5   1,0   1,5  0,5  0,5   4,50    1  1
xã Xuân Liên         0,5   0,5   0,75  1,5  0,5  0,5   4,25    4  2
xã Cương Gián        0,5   0,25  0,75  1,5  0,5  0,5   4,0    12  3
xã Xuân Viên         0,5   0,25  0,75  1,5  0,5  0,5   4,0    12  3
xã Xuân Lĩnh         0,5   0,5   0,75  1,5  0,5  0,5   4,25    4  2
"""
ROWS = [
    (
        " ".join(words[:-9]),
        [Decimal(word.replace(",", ".")) for word in words[-9:-2]],
        int(words[-2]),
        int(words[-1]),
    )
    for words in map(str.split, PRINTED.strip().splitlines())
]
ANNEX = "Phụ lục IB/Phụ lục IB - Huyện Nghi Xuân.xlsx"
CONVENTION = "quy ước của Sở, chưa có trong quyết định"


def points(cells: tuple) -> list[Decimal]:
    return [Decimal(str(cell)) for cell in cells]


def block_of(office: Office, block: str) -> dict[str, tuple]:
    """The rows of one block of the province's ranking: unit → its cells."""
    rows = read_sheet(office.published() / "Xếp hạng toàn tỉnh.xlsx", "Toàn tỉnh")
    start = next(number for number, row in enumerate(rows) if row[0] == block)
    found = {}
    for row in rows[start + 1 :]:
        if not isinstance(row[0], int):
            break
        found[row[1]] = row
    return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, RunSummary]:
    office = Office(ROOT / "raw", tmp_path_factory.mktemp("kho"))
    return office, office.run(charts=True)


@pytest.fixture(scope="module")
def office(ran: tuple[Office, RunSummary]) -> Office:
    return ran[0]


def test_the_annex_has_17_rows_with_every_point_and_total_as_printed(office: Office) -> None:
    rows = [row for row in read_sheet(office.published() / ANNEX, "Phụ lục IB") if isinstance(row[0], int)]
    assert [(row[0], row[1], points(row[2:9])) for row in rows] == [
        (number, f"UBND {unit}", printed) for number, (unit, printed, _, _) in enumerate(ROWS, 1)
    ]


def test_the_annex_bears_the_titles_of_the_report_with_the_gaps_that_it_left(office: Office) -> None:
    rows = read_sheet(office.published() / ANNEX, "Phụ lục IB")
    assert rows[0][0] == "Phụ lục IB"
    assert "CHẤM ĐIỂM TIÊU CHÍ 7.2" in rows[1][0]
    assert rows[3][0] == "Theo Phụ lục III – Quyết định 3396/QĐ-UBND"
    assert (
        " ".join(rows[4][0].split())
        == "(Kèm theo Báo cáo số /BC-UBND ngày /11/2021 của UBND huyện Nghi Xuân)"
    )


def test_points_keep_the_decimals_of_the_grid_all_the_way_to_the_warehouse(office: Office) -> None:
    stored = office.ask(
        "SELECT typed, points FROM scores JOIN results USING (round, unit) "
        "WHERE round = 'huyen_cham' AND total IS NOT NULL"
    )
    assert len(stored) == 17 * 6
    assert all(Decimal(typed.replace(",", ".")) == value for typed, value in stored)


def test_equal_totals_share_a_rank_and_the_next_rank_is_left_out(office: Office) -> None:
    ranked = block_of(office, "Huyện Nghi Xuân")
    assert {unit.lower(): (points(row[2:9]), row[9]) for unit, row in ranked.items()} == {
        unit.lower(): (printed, competition) for unit, printed, competition, _ in ROWS
    }
    assert {row[9] for row in ranked.values()} == {1, 4, 12, 16}


def test_the_tie_rule_is_printed_and_told_to_be_the_departments_own(office: Office) -> None:
    rows = read_sheet(office.published() / "Xếp hạng toàn tỉnh.xlsx", "Toàn tỉnh")
    [note] = [row[0] for row in rows if isinstance(row[0], str) and row[0].startswith("Xếp hạng:")]
    assert CONVENTION in note


def test_another_tie_rule_is_a_change_of_data_alone(tmp_path: Path) -> None:
    office = office_with_sample(tmp_path)
    decision = office.folder / "quyet-dinh"
    shutil.copytree(ROOT / "schemas/criteria/ha-tinh/3396-qd-ubnd-2021", decision)
    declared = decision / "decision.toml"
    text = declared.read_text(encoding="utf-8").replace('ties = "competition"', 'ties = "dense"')
    declared.write_text(text, encoding="utf-8")
    campaign = office.folder / "campaign.toml"
    text = campaign.read_text(encoding="utf-8").replace('"ha-tinh/3396-qd-ubnd-2021"', '"./quyet-dinh"')
    campaign.write_text(text, encoding="utf-8")
    office.run()
    ranked = block_of(office, "Huyện Nghi Xuân")
    assert {unit.lower(): (points(row[2:9]), row[9]) for unit, row in ranked.items()} == {
        unit.lower(): (printed, dense) for unit, printed, _, dense in ROWS
    }
    assert {row[9] for row in ranked.values()} == {1, 2, 3, 4}


def test_the_unit_spelled_two_ways_is_reported_at_its_cell(office: Office) -> None:
    rows = read_sheet(office.published() / "Theo dõi.xlsx", "Phát hiện")
    [row] = [row for row in rows if row[9] == "unit_spelled_two_ways"]
    assert row[2:5] == (SAMPLE_FILE, "PL IIB", "B31")
    assert "Cổ Đàm" in row[6]
    assert "“UBND xã Cổ Đạm” (ô B21, trang “PL IB”)" in row[6]


def test_the_missing_number_and_day_of_the_report_are_reported_where_they_miss(office: Office) -> None:
    for code in ("doc_number_missing", "doc_day_missing"):
        places = set(office.ask(f"SELECT sheet, cell FROM findings WHERE code = '{code}'"))
        assert places == {("PL IB", "A4"), ("PL IIB", "A3"), ("Tự chấm", "A3"), ("Số liệu", "A4")}
        # One letter is asked about once.
        [row] = [
            row for row in read_sheet(office.published() / "Theo dõi.xlsx", "Phát hiện") if row[9] == code
        ]
        assert row[2:5] == (SAMPLE_FILE, "PL IB", "A4")
        assert row[6].endswith("(cũng ở trang PL IIB, ô A3; trang Tự chấm, ô A3; trang Số liệu, ô A4)")


def test_nothing_else_is_held_against_the_district(office: Office) -> None:
    assert {code for _, code, _, _ in office.findings()} == {
        "unit_spelled_two_ways",
        "unit_matched_loosely",
        "doc_number_missing",
        "doc_day_missing",
        "not_registered",
    }


def test_twelve_districts_have_not_sent_and_nobody_is_late(ran: tuple[Office, RunSummary]) -> None:
    office, summary = ran
    states = office.states()
    silent = {unit for unit, _ in states} - {
        unit for (unit, _), state in states.items() if state != "chưa nộp"
    }
    assert len(silent) == 12
    assert "Huyện Nghi Xuân" not in silent
    assert {row.missing_count for row in summary.rows} == {12}
    assert summary.total.late_count == 0


def test_the_file_without_a_line_in_the_book_is_not_entered_and_not_late(office: Office) -> None:
    states = {form: state for (unit, form), state in office.states().items() if unit == "Huyện Nghi Xuân"}
    assert len(states) == 5
    assert set(states.values()) == {"đã có tệp, chưa vào sổ"}


def test_districts_are_listed_and_not_ranked_because_their_maxima_are_unknown(office: Office) -> None:
    rows = read_sheet(office.published() / "Xếp hạng toàn tỉnh.xlsx", "Không xếp hạng")
    [row] = [row for row in rows if row[1] == "Huyện Nghi Xuân"]
    assert points(row[2:10]) == [
        Decimal(p) for p in ("0.5", "0.5", "0.5", "0.75", "1.25", "1", "0.25", "4.75")
    ]
    [unknown] = [row[0] for row in rows if str(row[0]).startswith("Chưa biết")]
    assert unknown.startswith("Chưa biết: Điểm tối đa"), "what is not known of communes belongs elsewhere"


def test_charts_are_drawn_beside_the_workbooks(office: Office) -> None:
    drawn = {path.name for path in (office.published() / "Biểu đồ").iterdir()}
    assert {"Phân bố tổng điểm cấp xã.png", "Điểm từng tiêu chí cấp xã.png", "Tiến độ nộp.png"} <= drawn


def test_every_cell_of_the_workbook_is_accounted_for(office: Office) -> None:
    from openpyxl import load_workbook

    book = load_workbook(office.inbox / SAMPLE_FILE)
    filled = {
        sheet.title: sum(cell.value is not None for row in sheet.iter_rows() for cell in row)
        for sheet in book
    }
    stored = dict(office.ask("SELECT sheet, sum(cell_count)::INT FROM cells GROUP BY sheet"))
    assert stored == filled
    assert office.ask("SELECT * FROM cells WHERE role = 'outside'") == []
