"""Points that are withheld say in which cell, and what is wrong there, wherever a person reads of them."""

from pathlib import Path

from tests.acceptance.office import SAMPLE_FILE, Office, change_workbook, office_with_sample, read_sheet

TWICE = "không dùng được: Đơn vị “UBND xã Xuân Lam” có hai lần trong biểu"


def test_a_point_refused_for_its_row_is_told_with_the_row_and_not_with_the_point_alone(
    tmp_path: Path,
) -> None:
    office = office_with_sample(tmp_path)
    changes: dict[tuple[str, str], object] = {("PL IB", "B10"): "UBND xã Xuân Lam"}
    changes |= {("PL IB", "C12"): "0,3", ("PL IB", "D14"): None}
    change_workbook(office.inbox / SAMPLE_FILE, office.inbox / SAMPLE_FILE, changes)
    office.run()
    told = points_of(office)
    assert told["Xã Xuân Lam", "7.2.2"].startswith(f"PL IB!D9: ghi “0,5”, {TWICE}")
    assert [told[unit, code] for unit, code in told if told[unit, code].startswith("PL IB!C12")] == [
        "PL IB!C12: ghi “0,3”, không dùng được: Điểm 0,3 không đúng thang điểm, phải là bội số của 0,25"
    ]
    assert "PL IB!D14: ô điểm để trống" in told.values()
    assert told["Xã Xuân Mỹ", "7.2.1"] == "PL IB!C19: 0,5"
    lacking = office.publish().lacking
    assert any(line.startswith("Xã Xuân Lam") and TWICE in line for line in lacking)


def points_of(office: Office) -> dict[tuple[str, str], str]:
    """By unit and criterion what the board says of where the points stand."""
    rows = read_sheet(office.published() / "Theo dõi.xlsx", "Điểm")
    return {(str(row[1]), str(row[3])): str(row[7]) for row in rows if row[1] and row[3]}
