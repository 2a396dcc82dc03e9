import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from nghi_xuan import CRITERIA, SIGNED, VALUES, layout, units
from openpyxl import load_workbook

from pipelines.reports.page import Marks
from pipelines.reports.ranking import (
    RankedBlock,
    RankedContent,
    RankedTable,
    WaitingBlocks,
    write_ranked,
)
from pipelines.reports.score_rows import CriterionColumn, UnitScores

TIES = "Đơn vị bằng điểm cùng hạng (1-1-3) – quy ước của Sở, chưa có trong quyết định."


def ranked() -> RankedContent:
    ordered = sorted(units(), key=lambda unit: -(unit.total or 0))
    block = tuple(u._replace(rank=1 + sum((v.total or 0) > (u.total or 0) for v in ordered)) for u in ordered)
    missing = (UnitScores("UBND xã Thạch Kim", (None,) * 6, None, "Chưa gửi báo cáo"),)
    districts = (UnitScores("UBND huyện Nghi Xuân", units()[0].points[:3], None, "Chưa biết điểm tối đa"),)
    return RankedContent(
        layout("xep_hang_toan_tinh"),
        VALUES,
        (
            RankedTable(
                "ranked", CRITERIA,
                (RankedBlock("I. Huyện Nghi Xuân", block), RankedBlock("II. Lộc Hà", missing)), (TIES,),
            ),
            RankedTable(
                "listed",
                tuple(CriterionColumn(f"7.2.{n}", None) for n in (1, 2, 3)),
                (RankedBlock("Cấp huyện", districts),),
                ("Không xếp hạng.",),
            ),
        ),
        SIGNED,
        Marks(draft=True),
    )  # fmt: skip


def test_the_ranked_annex_looks_as_approved(
    tmp_path: Path, looks_as_approved: Callable[[Path, str], None]
) -> None:
    write_ranked(tmp_path / "xh.xlsx", ranked())
    looks_as_approved(tmp_path / "xh.xlsx", "xep_hang_toan_tinh")


def test_each_block_has_its_own_ranks_and_the_unranked_have_none(
    tmp_path: Path,
) -> None:
    write_ranked(tmp_path / "xh.xlsx", ranked())
    sheet = load_workbook(tmp_path / "xh.xlsx").worksheets[0]
    ranks = [row[9] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert ranks == [1] * 3 + [4] * 8 + [12] * 4 + [16] * 2 + ["–"]


def test_the_rule_for_ties_stands_under_the_table(tmp_path: Path) -> None:
    write_ranked(tmp_path / "xh.xlsx", ranked())
    sheet = load_workbook(tmp_path / "xh.xlsx").worksheets[0]
    first = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert first.index(TIES) > max(n for n, value in enumerate(first) if isinstance(value, int))


def headings(path: Path) -> list[object]:
    """The cells of the second row of headings, of the first sheet."""
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return list(rows[next(at for at, row in enumerate(rows) if row[0] == "TT") + 1])


def test_criteria_are_headed_in_short_where_so_many_stand_side_by_side_that_words_would_break(
    tmp_path: Path,
) -> None:
    table = ranked().tables[0]
    write_ranked(tmp_path / "few.xlsx", ranked())
    assert headings(tmp_path / "few.xlsx")[2] == "Tiêu chí\n7.2.1\n(0,5 điểm)"
    many = tuple(CriterionColumn(f"7.2.{n}.1", Decimal("0.5")) for n in range(1, 12))
    rows = (UnitScores("Xã A", (Decimal("0.5"),) * 11, Decimal("5.5"), rank=Decimal(1)),)
    wide = replace(table, criteria=many, blocks=(RankedBlock("Khối xã", rows),))
    write_ranked(tmp_path / "many.xlsx", replace(ranked(), tables=(wide,)))
    assert headings(tmp_path / "many.xlsx")[2:13] == [f"7.2.{n}.1\n(0,5)" for n in range(1, 12)]


def test_the_sheet_of_the_unranked_does_not_call_itself_a_ranking(tmp_path: Path) -> None:
    write_ranked(tmp_path / "xh.xlsx", ranked())
    titles = [sheet["A2"].value for sheet in load_workbook(tmp_path / "xh.xlsx").worksheets]
    assert ["XẾP HẠNG" in str(title) for title in titles] == [True, False]


def test_a_table_of_few_rows_is_printed_on_one_page_and_never_leaves_its_headings_alone(
    tmp_path: Path,
) -> None:
    table = ranked().tables[0]
    few = replace(table, blocks=(RankedBlock("Khối cơ quan", units()[:1]),), notes=(TIES,) * 8)
    write_ranked(tmp_path / "few.xlsx", replace(ranked(), tables=(few,)))
    sheet = load_workbook(tmp_path / "few.xlsx").worksheets[0]
    assert (sheet.page_setup.fitToHeight or 1, len(sheet.row_breaks.brk)) == (1, 0)
    # Too much for one page in a type that can be read: the notes go on behind the rows.
    write_ranked(tmp_path / "long.xlsx", replace(ranked(), tables=(replace(few, notes=(TIES,) * 20),)))
    sheet = load_workbook(tmp_path / "long.xlsx").worksheets[0]
    first = sheet.row_breaks.brk[0].id
    assert sheet.page_setup.fitToHeight == 0
    assert [sheet.cell(row, 1).value for row in range(first - 1, first + 1)] == [TIES, TIES]


def test_each_of_two_ranked_levels_has_a_sheet_of_its_own(tmp_path: Path) -> None:
    table = ranked().tables[0]
    two = replace(table, level="cấp xã"), replace(table, level="cơ quan")
    write_ranked(tmp_path / "xh.xlsx", replace(ranked(), tables=two))
    names = load_workbook(tmp_path / "xh.xlsx").sheetnames
    assert names == ["Toàn tỉnh – cấp xã", "Toàn tỉnh – cơ quan"]


def test_a_long_name_of_a_sheet_is_cut_and_the_level_is_kept(tmp_path: Path) -> None:
    declared = layout("xep_hang_toan_tinh")
    tables = tuple(replace(table, sheet="Xếp hạng các đơn vị trên toàn tỉnh") for table in declared.tables)
    two = tuple(replace(ranked().tables[0], level=level) for level in ("cấp xã", "cấp huyện"))
    write_ranked(tmp_path / "xh.xlsx", replace(ranked(), layout=replace(declared, tables=tables), tables=two))
    names = load_workbook(tmp_path / "xh.xlsx").sheetnames
    assert [name.rsplit(" – ")[1] for name in names] == ["cấp xã", "cấp huyện"]
    assert all(len(name) == 31 for name in names)


def test_units_of_a_block_without_points_are_all_named_in_one_row(tmp_path: Path) -> None:
    waiting = WaitingBlocks("Chưa có điểm huyện chấm", (("Huyện Lộc Hà", ("Xã Tân Lộc", "Xã Hồng Lộc")),))
    table = replace(ranked().tables[0], waiting=(waiting,))
    write_ranked(tmp_path / "xh.xlsx", replace(ranked(), tables=(table,)))
    rows = list(load_workbook(tmp_path / "xh.xlsx").worksheets[0].iter_rows(values_only=True))
    title = next(n for n, row in enumerate(rows) if row[0] == "Chưa có điểm huyện chấm")
    assert rows[title + 1][:3] == (1, "Huyện Lộc Hà\n(2 đơn vị)", "Xã Tân Lộc; Xã Hồng Lộc")


def test_a_block_name_never_stands_at_the_foot_of_a_page(tmp_path: Path) -> None:
    blocks = tuple(RankedBlock(f"Khối {b}", tuple(units()[: b % 7 + 1])) for b in range(60))
    write_ranked(tmp_path / "xh.xlsx", replace(ranked(), tables=(RankedTable("ranked", CRITERIA, blocks),)))
    sheet = load_workbook(tmp_path / "xh.xlsx").worksheets[0]
    last_on_page = [str(sheet.cell(page_break.id, 1).value) for page_break in sheet.row_breaks.brk]
    assert len(last_on_page) > 15 and not any(text.startswith("Khối") for text in last_on_page)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_short_last_block_goes_to_the_signature_without_leaving_its_name_behind(
    tmp_path: Path, rows: int
) -> None:
    notes = tuple(f"Ghi chú {number}" for number in range(7))
    table = RankedTable("ranked", CRITERIA, (RankedBlock("Khối cơ quan", tuple(units()[:rows])),), notes)
    write_ranked(tmp_path / "xh.xlsx", replace(ranked(), tables=(table,)))
    sheet = load_workbook(tmp_path / "xh.xlsx").worksheets[0]
    last_on_page = [sheet.cell(page_break.id, 1).value for page_break in sheet.row_breaks.brk]
    # The first of several rows stays on page one; one row alone is printed on one page with the signature.
    assert last_on_page == ([1] if rows > 1 else [])


def test_the_whole_country_is_written_at_once(tmp_path: Path) -> None:
    blocks = tuple(
        RankedBlock(f"Khối {b}", tuple(units()[i % 17]._replace(rank=i + 1) for i in range(98)))
        for b in range(34)
    )
    content = replace(ranked(), tables=(RankedTable("ranked", CRITERIA, blocks),))
    start = time.process_time()
    write_ranked(tmp_path / "xh.xlsx", content)
    # Measured 0.22 s; the bound only catches a cost per cell that has become many times greater.
    assert time.process_time() - start < 3
    assert load_workbook(tmp_path / "xh.xlsx", read_only=True).worksheets[0].max_row > 3332
