"""Which lines over a district's points say that they are of another round, and which only speak of such points."""

import pytest

from tests.intake.small_campaign import small_reader
from tests.intake.test_forms_accounts import workbook

READER = small_reader()
SPOKEN_OF = [
    "Kết quả UBND huyện chấm điểm trên cơ sở điểm tự chấm của các xã",
    "(Huyện chấm điểm sau khi rà soát kết quả tự chấm của các xã)",
    "Kết quả thẩm định điểm tự chấm tiêu chí 7.2",
    "Ghi chú: các xã đã tự chấm và gửi hồ sơ",
    "(Kèm theo Báo cáo tự chấm điểm số 31/BC-UBND ngày 15/11/2021)",
    "UBND huyện chấm điểm, gửi Sở Khoa học và Công nghệ thẩm định",
    "Điểm UBND huyện chấm trình UBND tỉnh công bố",
    "Kết quả thẩm định của UBND huyện Nghi Xuân",
    "Hồ sơ chấm điểm các xã",
    "theo hướng dẫn của Sở Khoa học và Công nghệ chấm điểm tiêu chí 7.2",
    "Điểm UBND huyện chấm theo bộ tiêu chí của Sở Khoa học và Công nghệ chấm năm 2020",
    "Sở Khoa học và Công nghệ giao UBND huyện chấm điểm các xã",
    "Số điểm thẩm định của huyện",
]
OF_ANOTHER = [
    "Tổng hợp điểm tự chấm của các xã",
    "Tổng hợp điểm tự chấm\n(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)",
    "Điểm tự chấm (Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)",
    "Bảng điểm tự chấm để thẩm định",
    "Các xã tự chấm, chưa thẩm định điểm tự chấm",
    "Bảng điểm tự chấm và điểm huyện chấm",
    "Điểm Sở KHCN chấm",
    "Kết quả do Sở Khoa học và Công nghệ thẩm định",
    "Điểm Tổ thẩm định tỉnh chấm lại",
    "Điểm phúc tra do Sở Khoa học và Công nghệ chấm",
]
UNSURE = ["KẾT QUẢ THẨM ĐỊNH", "Điểm phúc tra tiêu chí 7.2", "Bảng điểm sau thẩm định, thẩm tra"]


def _codes(line: str, *headings: list[str], letterhead: str = "UBND HUYỆN NGHI XUÂN") -> set[str]:
    rows = [
        [letterhead],
        ["PHỤ LỤC IB NĂM 2021"],
        [line],
        *headings,
        ["1", "Xã Cổ Đạm", "0,5", "0,5", "1", "2"],
    ]
    reading = READER.read(workbook({"PL IB": rows}), "a.xlsx", "0" * 64)
    assert [one.form for one in reading.submissions] == ["phu_luc_ib"]
    return {finding.code for _, _, finding in reading.findings}


CRITERIA = ["Tiêu chí 7.2.1", "Tiêu chí 7.2.2", "Tiêu chí 7.2.3"]


@pytest.mark.parametrize("line", SPOKEN_OF)
def test_points_given_after_self_scores_are_the_districts(line: str) -> None:
    codes = _codes(line, ["TT", "Tên đơn vị", *CRITERIA, "Tổng điểm"])
    assert "round_differs" not in codes and "round_unsure" not in codes


@pytest.mark.parametrize("line", UNSURE)
def test_points_gone_over_by_nobody_who_is_named_are_asked_about(line: str) -> None:
    codes = _codes(line, ["TT", "Tên đơn vị", *CRITERIA, "Tổng điểm"])
    assert "round_unsure" in codes and "round_differs" not in codes
    assert "round_unsure" not in _codes(line, ["TT", "Tên đơn vị", "Điểm huyện chấm", "", "", "Tổng điểm"],
                                        ["", "", *CRITERIA])  # fmt: skip


@pytest.mark.parametrize("line", OF_ANOTHER)
def test_self_scores_under_a_districts_headings_are_told(line: str) -> None:
    assert "round_differs" in _codes(line, ["TT", "Tên đơn vị", *CRITERIA, "Tổng điểm"])


def test_the_heading_over_the_criteria_settles_a_title_that_names_both() -> None:
    over = ["TT", "Tên đơn vị", "Điểm huyện chấm", "", "", "Tổng điểm"]
    assert "round_differs" not in _codes("Bảng điểm tự chấm và điểm huyện chấm", over, ["", "", *CRITERIA])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Kết quả UBND tỉnh chấm điểm tiêu chí 7.2 các xã, phường", False),
        ("Điểm Sở Khoa học và Công nghệ chấm", False),
        ("Tổng hợp điểm tự chấm của các xã", True),
    ],
)
def test_what_a_province_gave_is_its_own_where_it_is_the_sender(line: str, told: bool) -> None:
    headings = ["TT", "Tên đơn vị", *CRITERIA, "Tổng điểm"]
    codes = _codes(line, headings, letterhead="UBND TỈNH HÀ TĨNH")
    assert ("round_differs" in codes) == told and "sender_unknown" not in codes
