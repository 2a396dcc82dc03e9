"""Senders after the districts were gone: a former district beside a commune, and offices that name their unit."""

import pytest

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from pipelines.intake.units.match import UnitMatcher
from pipelines.intake.units.unit_names import behind_office
from schemas.units.former import former_parents
from schemas.units.units import load_roster
from tests.intake.small_campaign import OWED, small_criteria, small_layouts
from tests.intake.test_forms_accounts import workbook

ROSTER = load_roster("2025-07-01", "51")
MATCHER = UnitMatcher(ROSTER)
READER = FileReader(small_layouts(), ROSTER, small_criteria(), OWED, "2021", Answers())

# As written | the unit, or nothing
FORMER = """
UBND xã Sơn Hà, huyện Sơn Hà, tỉnh Quảng Ngãi      | Xã Sơn Hà
UBND xã Bình Sơn - huyện Bình Sơn                  | Xã Bình Sơn
UBND xã Bình Sơn h. Bình Sơn                       | Xã Bình Sơn
UBND xã Bình Sơn (huyện Bình Sơn cũ)               | Xã Bình Sơn
UBND phường Nghĩa Lộ - TP Quảng Ngãi               | Phường Nghĩa Lộ
UBND xã Đăk Hà, huyện Đăk Hà, tỉnh Kon Tum         | Xã Đăk Hà
UBND xã Bình Sơn, huyện Hiệp Đức                   |
UBND xã Sơn Hà, huyện Bình Sơn                     |
UBND xã Sơn Hà, huyện Sơn Hà, tỉnh Quảng Nam       |
UBND xã Sơn Ha, huyện Sơn Hà                       |
UBND xã Bình Sơm, huyện Bình Sơn                   |
UBND phường Bình Sơn, huyện Bình Sơn               |
UBND xã Bình Sơn, xã Bình Minh                     |
UBND thị trấn Châu Ổ, huyện Bình Sơn               |
UBND huyện Bình Sơn                                |
"""


@pytest.mark.parametrize("line", FORMER.strip().splitlines())
def test_a_former_district_is_passed_over_only_beside_a_commune_that_lay_in_it(line: str) -> None:
    typed, name = (part.strip() for part in line.split("|"))
    match = MATCHER.match(typed)
    assert (ROSTER.units[match.code].name if match.code else "") == name
    assert match.former == bool(name)


def test_a_register_without_one_before_it_has_no_former_districts() -> None:
    assert former_parents("2025-06-30") == {} == former_parents("none")
    assert former_parents("2025-07-01")["21289"] == {("huyện", "son ha"), ("tỉnh", "quang ngai")}


def _read(*lines: str) -> tuple[str, list[tuple[str, str, str]]]:
    rows = [*([line] for line in lines), ["BIỂU SỐ LIỆU NĂM 2021"], ["Chỉ tiêu", "Số liệu"],
            ["Tổng số hồ sơ phải giải quyết", "5"]]  # fmt: skip
    reading = READER.read(workbook({"S": rows}), "a.xlsx", "0" * 64)
    [submission] = reading.submissions
    codes = ("sender_unknown", "sender_conflict", "sender_office", "unit_parent_former")
    found = [(one.code, one.found, one.detail) for _, _, one in reading.findings if one.code in codes]
    return ROSTER.units[submission.sender].name if submission.sender else "", found


def test_a_letterhead_with_its_former_district_is_noted() -> None:
    line = "UBND xã Sơn Hà, huyện Sơn Hà, tỉnh Quảng Ngãi"
    assert _read(line) == ("Xã Sơn Hà", [("unit_parent_former", line, "Xã Sơn Hà")])


@pytest.mark.parametrize(
    ("line", "unit"),
    [("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ BÌNH SƠN", "Xã Bình Sơn"),
     ("PHÒNG VĂN HÓA - XÃ HỘI PHƯỜNG NGHĨA LỘ", "Phường Nghĩa Lộ"),
     ("Phòng Văn hoá – Xã hội phường Nghĩa Lộ", "Phường Nghĩa Lộ"),
     ("Văn phòng HĐND và UBND xã Bình Sơn", "Xã Bình Sơn"),
     ("Phòng Kinh tế, Hạ tầng và Đô thị phường Nghĩa Lộ", "Phường Nghĩa Lộ")],
)  # fmt: skip
def test_an_office_that_names_its_unit_is_warned_about(line: str, unit: str) -> None:
    assert _read(line) == (unit, [("sender_office", line, unit)])
    assert _read("UBND TỈNH QUẢNG NGÃI", line) == (unit, [("sender_office", line, unit)])


@pytest.mark.parametrize(
    "line",
    [
        "HỘI ĐỒNG NHÂN DÂN - ỦY BAN NHÂN DÂN XÃ BÌNH SƠN",
        "HĐND - UBND XÃ BÌNH SƠN",
        "HĐND VÀ UBND XÃ BÌNH SƠN",
    ],
)
def test_council_and_committee_are_one_letterhead(line: str) -> None:
    assert _read(line) == ("Xã Bình Sơn", [])


@pytest.mark.parametrize(
    "line",
    ["TRUNG TÂM Y TẾ XÃ BÌNH SƠN", "PHÒNG KINH TẾ XÃ BÌNH SƠM", "PHÒNG KINH TẾ PHƯỜNG BÌNH SƠN",
     "PHÒNG KINH TẾ XÃ BÌNH SƠN VÀ XÃ BÌNH MINH", "VĂN PHÒNG UBND TỈNH QUẢNG NGÃI", "PHÒNG KINH TẾ", "XÃ TÂY TRẦ"],
)  # fmt: skip
def test_any_other_office_speaks_for_no_unit_and_its_line_is_quoted(line: str) -> None:
    unit, [(code, found, detail)] = _read(line)
    assert (unit, code, found) == ("", "sender_unknown", "")
    assert detail == f": ô A1 ghi “{line}”, không nhận ra đơn vị nào"


def test_the_office_of_another_unit_than_the_letterheads_is_a_conflict() -> None:
    unit, [(code, _, detail)] = _read("UBND XÃ TRÀ BỒNG", "PHÒNG KINH TẾ XÃ BÌNH SƠN")
    assert (unit, code, detail) == ("", "sender_conflict", "Xã Bình Sơn, Xã Trà Bồng")


def test_a_committee_without_a_name_is_quoted_before_the_title() -> None:
    _, [(_, _, detail)] = _read("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ỦY BAN NHÂN DÂN XÃ")
    assert detail == ": ô A2 ghi “ỦY BAN NHÂN DÂN XÃ”, không nhận ra đơn vị nào"


def test_only_the_declared_offices_are_taken_off_a_name() -> None:
    assert behind_office("Phòng Kinh tế xã Bình Sơn") == "xã bình sơn"
    assert behind_office("Phòng Nội vụ") == "" and behind_office("Phòng khám xã Bình Sơn") is None
    assert behind_office("Kính gửi: Phòng Kinh tế xã Bình Sơn") is None
