"""A campaign that names offices in its units.csv knows their reports; without them all is as before."""

from pathlib import Path

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from schemas.forms.layout import load_layouts
from schemas.units.units import load_roster
from tests.intake.test_forms_accounts import Sheet, workbook

OFFICES = """action,code,name,parent,reason
add,SNV,Sở Nội vụ,51,x
add,SKHCN,Sở Khoa học và Công nghệ,51,x
add,VP,Văn phòng UBND tỉnh,51,x
"""
OWED = frozenset({("so_lieu", "commune"), ("so_lieu", "office")})
PROVINCE = "UBND TỈNH QUẢNG NGÃI"


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> tuple[FileReader, FileReader]:
    """With offices, and without."""
    path: Path = tmp_path_factory.mktemp("units") / "units.csv"
    path.write_text(OFFICES, encoding="utf-8")
    layouts = load_layouts("2026")
    with_offices, without = (load_roster("2025-07-01", "51", one) for one in (path, None))
    return (
        FileReader(layouts, with_offices, {}, OWED, "2026", Answers()),
        FileReader(layouts, without, {}, OWED, "2026", Answers()),
    )


def sender(reader: FileReader, *above: str, letter: str = "") -> tuple[str | None, set[str]]:
    """(name of the sender, codes of findings about it) of Biểu số liệu under these lines."""
    rows: Sheet = [
        *[[line] for line in above],
        ["BIỂU SỐ LIỆU NĂM 2026"],
        [f"(Kèm theo Báo cáo số 31/BC ngày 15/11/2026{letter})"],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"],
        ["1", "Hồ sơ mới tiếp nhận", "hồ sơ", "10", ""],
        ["2", "Tổng số hồ sơ tiếp nhận", "hồ sơ", "10", ""],
    ]
    reading = reader.read(workbook({"SL": rows}), "a.xlsx", "0" * 64)
    found = {finding.code for _, _, finding in reading.findings if finding.code.startswith("sender")}
    [code] = {one.sender for one in reading.submissions}
    return (code and reader.terms.matcher.roster.units[code].name if code else None), found


@pytest.mark.parametrize(
    ("above", "letter", "name", "codes"),
    [
        ((PROVINCE, "SỞ NỘI VỤ"), "", "Sở Nội vụ", ""),
        ((f"{PROVINCE}\nSỞ NỘI VỤ",), "", "Sở Nội vụ", ""),
        (("Đơn vị: Sở Khoa học và Công nghệ",), "", "Sở Khoa học và Công nghệ", ""),
        (("Đơn vị: Sở Nội vụ tỉnh Quảng Ngãi",), "", "Sở Nội vụ", ""),
        (("Đơn vị: Văn phòng UBND tỉnh",), "", "Văn phòng UBND tỉnh", ""),
        ((PROVINCE,), " của Sở Nội vụ", "Sở Nội vụ", ""),
        ((PROVINCE, "SO NOI VU"), "", "Tỉnh Quảng Ngãi", ""),  # no office is written so
        ((PROVINCE, "SỞ Y TẾ"), "", None, "sender_unknown"),
        (("ỦY BAN NHÂN DÂN", "XÃ BÌNH SƠN", "PHÒNG KINH TẾ"), "", "Xã Bình Sơn", ""),
        (("ỦY BAN NHÂN DÂN XÃ BÌNH SƠN", "PHÒNG KINH TẾ"), "", "Xã Bình Sơn", "sender_office"),
        ((PROVINCE, "SỞ NỘI VỤ", "Đơn vị: UBND xã Bình Sơn"), "", "Xã Bình Sơn", ""),
    ],
)
def test_an_office_is_known_by_its_letterhead_and_by_its_name(
    readers: tuple[FileReader, FileReader], above: tuple[str, ...], letter: str, name: str | None, codes: str
) -> None:
    assert sender(readers[0], *above, letter=letter) == (name, {codes} - {""})


def test_where_no_office_reports_one_below_the_provinces_letterhead_writes_for_it(
    readers: tuple[FileReader, FileReader],
) -> None:
    assert sender(readers[1], PROVINCE, "SỞ NỘI VỤ") == ("Tỉnh Quảng Ngãi", {"sender_office"})
