import csv
import pickle
from collections import Counter
from pathlib import Path

import pytest

from schemas.declaration import DeclarationError
from schemas.units.units import REGISTERS, Roster, Unit, load_roster

HA_TINH = Path(__file__).parents[2] / "raw" / "ha-tinh-2021" / "units.csv"


def counts(roster: Roster) -> dict[str, int]:
    return dict(Counter(unit.level for unit in roster.units.values()))


def test_the_register_of_30_june_2025_has_three_levels() -> None:
    assert counts(load_roster("2025-06-30")) == {"province": 63, "district": 696, "commune": 10_035}


def test_the_register_of_1_july_2025_has_no_districts() -> None:
    roster = load_roster("2025-07-01")
    assert counts(roster) == {"province": 34, "commune": 3_321}
    kinds = Counter(unit.kind for unit in roster.of_level("commune"))
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}


def test_one_code_names_another_place_in_the_other_register() -> None:
    before, after = (load_roster(register, "42") for register in ("2025-06-30", "2025-07-01"))
    assert (before.full_name("18394"), after.full_name("18394")) == (
        "Xã Xuân Liên, huyện Nghi Xuân",
        "Xã Cổ Đạm",
    )


def test_ha_tinh_in_2021_had_13_districts_and_216_communes() -> None:
    roster = load_roster("2025-06-30", "42", HA_TINH)
    assert counts(roster) == {"province": 1, "district": 13, "commune": 216}
    by_district = {unit.name: len(roster.children(unit.code)) for unit in roster.of_level("district")}
    assert by_district["Huyện Nghi Xuân"] == 17
    assert by_district["Huyện Lộc Hà"] == 12
    for code, name in {
        "436": "Thành phố Hà Tĩnh",
        "18070": "Phường Trần Phú, thành phố Hà Tĩnh",
        "18094": "Phường Thạch Linh, thành phố Hà Tĩnh",
        "18400": "Xã Xuân Lam, huyện Nghi Xuân",
        "18568": "Thị trấn Lộc Hà, huyện Lộc Hà",
        "18775": "Xã Kỳ Đồng, huyện Kỳ Anh",
        "18781": "Xã Kỳ Ninh, thị xã Kỳ Anh",
    }.items():
        assert roster.full_name(code) == name


def test_every_parent_stands_before_its_children_in_the_order_of_codes() -> None:
    roster = load_roster("2025-06-30", "42", HA_TINH)
    assert list(roster.units)[:4] == ["42", "436", "18070", "18073"]
    order = {code: place for place, code in enumerate(roster.units)}
    assert all(order[unit.parent] < order[unit.code] for unit in roster.units.values() if unit.parent)
    codes = [unit.code for unit in roster.children("442")]
    assert codes == sorted(codes)


def test_a_roster_walks_up_and_names_what_it_meets() -> None:
    country = load_roster("2025-06-30")
    assert [unit.name for unit in country.ancestors("18400")] == ["Huyện Nghi Xuân", "Tỉnh Hà Tĩnh"]
    assert country.full_name("18400") == "Xã Xuân Lam, huyện Nghi Xuân, tỉnh Hà Tĩnh"
    assert country.parent("42") is None
    assert country.short_name("18400") == "Xuân Lam"
    numbered = next(unit for unit in country.units.values() if unit.name == "Phường 1")
    assert numbered.short_name == "Phường 1"


def test_every_full_name_is_unique_in_both_registers() -> None:
    for register in ("2025-06-30", "2025-07-01"):
        roster = load_roster(register)
        assert len({roster.full_name(code) for code in roster.units}) == len(roster.units)


def test_a_roster_travels_to_another_process() -> None:
    roster = load_roster("2025-07-01", "42")
    assert pickle.loads(pickle.dumps(roster)).units == roster.units


def test_successions_lead_from_every_old_unit_to_a_new_one_and_one_is_the_default() -> None:
    before, after = load_roster("2025-06-30").units, load_roster("2025-07-01").units
    with (REGISTERS / "successions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["old_code"] in before and row["new_code"] in after for row in rows)
    defaults = Counter(row["old_code"] for row in rows if row["is_default"] == "1")
    assert set(defaults.values()) == {1}
    assert {code for code, unit in before.items() if unit.level != "district"} <= set(defaults)
    lai_cach = next(unit.code for unit in before.values() if unit.name == "Thị trấn Lai Cách")
    heirs = {after[row["new_code"]].name for row in rows if row["old_code"] == lai_cach}
    assert heirs == {"Phường Việt Hòa", "Phường Tứ Minh"}


# -- amendments ----------------------------------------------------------------------------------------------


def amended(folder: Path, *lines: str, register: str = "none", province: str | None = "42") -> Roster:
    path = folder / "units.csv"
    path.write_text("\n".join(("action;code;name;parent;reason", *lines)), encoding="utf-8-sig")
    return load_roster(register, province, path)


def test_a_roster_can_be_made_from_nothing_in_any_order_of_lines(tmp_path: Path) -> None:
    roster = amended(
        tmp_path,
        "add;18400;Xã Xuân Lam;442;danh sách của Sở",
        "add;442;Huyện Nghi Xuân;42;danh sách của Sở",
        "add;42;Tỉnh Hà Tĩnh;;danh sách của Sở",
    )
    assert [unit.name for unit in roster.units.values()] == ["Tỉnh Hà Tĩnh", "Huyện Nghi Xuân", "Xã Xuân Lam"]
    assert [unit.kind for unit in roster.units.values()] == ["tỉnh", "huyện", "xã"]


def test_a_change_keeps_what_it_leaves_empty(tmp_path: Path) -> None:
    roster = amended(
        tmp_path, "CHANGE;18394;Phường Cổ Đạm;;thành phường", register="2025-07-01", province=None
    )
    assert (roster.units["18394"].name, roster.units["18394"].kind) == ("Phường Cổ Đạm", "phường")
    assert roster.units["18394"].parent == "42"


def test_an_office_of_the_province_is_known_by_letters_and_keeps_its_whole_name(tmp_path: Path) -> None:
    roster = amended(
        tmp_path, "add;42;Tỉnh Hà Tĩnh;;x", "add;SNV;Sở Nội vụ;42;x", "add;442;Huyện Nghi Xuân;42;x"
    )
    [office] = roster.of_level("office")
    assert (office.code, office.name, office.short_name, office.kind) == (
        "SNV", "Sở Nội vụ", "Sở Nội vụ", "cơ quan",
    )  # fmt: skip
    assert [unit.code for unit in roster.children("42")] == ["442", "SNV"]


PROVINCE = "add;42;Tỉnh Hà Tĩnh;;x"


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (("add;42;Tỉnh Hà Tĩnh;;",), 2, "lý do"),
        ((PROVINCE, PROVINCE), 3, "đã có ở dòng 2"),
        (("xoá;42;;;x",), 2, "phải là add, change hoặc remove"),
        ((PROVINCE, "remove;436;;;x"), 3, "không có đơn vị mã 436"),
        ((PROVINCE, "add;9;Huyện A;42;x"), 3, "chữ số"),
        ((PROVINCE, "add;436;Xã A;42;x"), 3, "loại đơn vị"),
        ((PROVINCE, "add;snv;Sở Nội vụ;42;x"), 3, "mã của cơ quan thì bằng chữ in hoa"),
        ((PROVINCE, "add;SNV;Xã A;42;x"), 3, "là của một cơ quan"),
        ((PROVINCE, "add;SNV;Sở Nội vụ;;x"), 3, "cấp trên"),
        ((PROVINCE, "add;SNV;Sở Nội vụ;42;"), 3, "lý do"),
        ((PROVINCE, "add;436;Nghi Xuân;42;x"), 3, "loại đơn vị"),
        ((PROVINCE, "add;436;Huyện A;43;x"), 3, "không có trong danh sách"),
        ((PROVINCE, "add;436;Huyện A;;x"), 3, "cấp trên"),
        ((PROVINCE, "add;436;Huyện A;42;x", "add;437;Huyện B;436;x"), 4, "cấp trên"),
        (("add;43;Tỉnh A;;x",), None, "mã 42"),
        ((), None, "không còn đơn vị nào"),
    ],
)
def test_an_amendment_that_cannot_be_applied_is_refused_with_its_line(
    tmp_path: Path, lines: tuple[str, ...], line: int | None, says: str
) -> None:
    with pytest.raises(DeclarationError) as refused:
        amended(tmp_path, *lines)
    assert (refused.value.line, says in refused.value.problem) == (line, True), refused.value


@pytest.mark.parametrize(
    ("amendment", "says"),
    [
        ("add;18400;Xã Xuân Lam;442;x", "đã có trong danh mục"),
        ("change;18400;Xã Xuân Lam;;x", "không thay đổi gì"),
        ("remove;442;;;x", "mã 442, mã này không có"),
    ],
)
def test_an_amendment_must_fit_the_register_it_amends(tmp_path: Path, amendment: str, says: str) -> None:
    with pytest.raises(DeclarationError, match=f"dòng 2: .*{says}"):
        amended(tmp_path, amendment, register="2025-06-30")


def test_an_unknown_register_or_province_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="2025-06-30, 2025-07-01"):
        load_roster("2025-07-02")
    with pytest.raises(DeclarationError, match="mã 99"):
        load_roster("2025-07-01", "99")


def test_a_name_that_others_have_too_comes_with_what_stands_above_it_and_the_code_where_that_is_alike() -> (
    None
):
    roster = Roster(
        "none",
        [
            Unit("01", "Tỉnh A", "province", "tỉnh", None),
            Unit("02", "Tỉnh B", "province", "tỉnh", None),
            Unit("001", "Huyện Châu Thành", "district", "huyện", "01"),
            Unit("002", "Huyện Châu Thành", "district", "huyện", "02"),
            Unit("00001", "Xã Ia Ly", "commune", "xã", "001"),
            Unit("00002", "Xã Ia ly", "commune", "xã", "001"),
            Unit("00003", "Xã Chư Á", "commune", "xã", "001"),
            Unit("00004", "Xã Chư Á", "commune", "xã", "002"),
        ],
    )
    assert [
        (code, roster.name_among_siblings(code), roster.name_among_all(code)) for code in roster.units
    ] == [
        ("01", "Tỉnh A", "Tỉnh A"),
        ("001", "Huyện Châu Thành", "Huyện Châu Thành, tỉnh A"),
        ("00001", "Xã Ia Ly (00001)", "Xã Ia Ly, huyện Châu Thành, tỉnh A (00001)"),
        ("00002", "Xã Ia ly (00002)", "Xã Ia ly, huyện Châu Thành, tỉnh A (00002)"),
        ("00003", "Xã Chư Á", "Xã Chư Á, huyện Châu Thành, tỉnh A"),
        ("02", "Tỉnh B", "Tỉnh B"),
        ("002", "Huyện Châu Thành", "Huyện Châu Thành, tỉnh B"),
        ("00004", "Xã Chư Á", "Xã Chư Á, huyện Châu Thành, tỉnh B"),
    ]
