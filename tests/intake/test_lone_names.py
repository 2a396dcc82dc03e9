"""A unit's name that stands alone in a letterhead's place, or in a form's title, says the sender where it is plain."""

import pytest

from pipelines.intake.senders.title_zone import named_sender
from tests.intake.small_campaign import small_reader
from tests.intake.test_forms_accounts import Sheet, workbook
from tests.intake.test_offices import readers, sender

READER = small_reader()
FIGURES, POINTS = "BIỂU SỐ LIỆU", "BẢNG TỰ CHẤM ĐIỂM"
__all__ = ["readers"]


def sheet(*above: str) -> Sheet:
    """Figures, or points where a title line speaks of these, under some lines."""
    rows = [[line] for line in above] + [["(Kèm theo Báo cáo số 15/BC-UBND ngày 05/11/2021)"]]
    if any(POINTS in line for line in above):
        rows += [["TT", "Tiêu chí", "Điểm tự chấm"], ["1", "7.2.1", "0,5"], ["2", "7.2.2", "0,25"]]
    else:
        rows += [["TT", "Chỉ tiêu", "Số liệu"], ["1", "Tổng số hồ sơ phải giải quyết", "25"]]
    return rows


def whose(*sheets: Sheet) -> tuple[set[str | None], set[str]]:
    """The senders of what can be used, and the codes of findings about senders."""
    book = workbook({f"S{number}": rows for number, rows in enumerate(sheets)})
    reading = READER.read(book, "a.xlsx", "0" * 64)
    names = READER.matcher.roster.units
    used = {one.sender and names[one.sender].name for one in reading.submissions if one.outcome == "read"}
    found = {one.code for _, _, one in reading.findings if one.code.startswith(("sender", "sent_"))}
    return used, found


@pytest.mark.parametrize(
    ("above", "found"),
    [
        (["XÃ CỔ ĐẠM", f"{FIGURES} NĂM 2021"], set()),
        (["HUYỆN NGHI XUÂN", "XÃ CỔ ĐẠM", f"{FIGURES} NĂM 2021"], set()),
        (["UBND HUYỆN NGHI XUÂN", "XÃ CỔ ĐẠM", f"{FIGURES} NĂM 2021"], set()),
        (["UBND HUYỆN NGHI XUÂN", "XÃ CỔ ĐẠM", f"{POINTS} NĂM 2021"], set()),
        (["UBND HUYỆN NGHI XUÂN\nXÃ CỔ ĐẠM", f"{POINTS} NĂM 2021"], set()),
        ([f"{FIGURES} XÃ CỔ ĐẠM NĂM 2021"], set()),
        ([f"{POINTS} CỦA UBND XÃ CỔ ĐẠM, HUYỆN NGHI XUÂN NĂM 2021"], set()),
        ([f"{POINTS} NĂM 2021", "Đơn vị tự chấm: UBND xã Cổ Đạm"], set()),
        (["UBND HUYỆN NGHI XUÂN", f"{FIGURES} CỦA XÃ CỔ ĐẠM NĂM 2021"], {"sent_by_unit_above"}),
    ],
)
def test_a_commune_that_only_its_name_or_title_tells_is_the_sender(above: list[str], found: set[str]) -> None:
    assert whose(sheet(*above)) == ({"Xã Cổ Đạm"}, found)


@pytest.mark.parametrize(
    "above",
    [
        ["XÃ CỔ ĐAM", f"{FIGURES} NĂM 2021"],
        ["HUYỆN NGHI XUÂN", "XÃ NÀO ĐÓ", f"{FIGURES} NĂM 2021"],
        ["XÃ CỔ ĐẠM", "XÃ XUÂN LIÊN", f"{FIGURES} NĂM 2021"],
        ["TỈNH HÀ TĨNH", f"{FIGURES} NĂM 2021"],
        [f"{FIGURES} XÃ CỔ ĐẠM VÀ XÃ XUÂN LIÊN NĂM 2021"],
        ["Cổ Đạm", f"{FIGURES} NĂM 2021"],
        # The district owes these points, too: whose they are is asked.
        ["UBND HUYỆN NGHI XUÂN", f"{POINTS} CỦA XÃ CỔ ĐẠM NĂM 2021"],
        ["UBND HUYỆN CAN LỘC", "XÃ CỔ ĐẠM", f"{POINTS} NĂM 2021"],
    ],
)
def test_where_it_is_not_plain_the_sender_is_asked_for(above: list[str]) -> None:
    used, found = whose(sheet(*above))
    assert not used and found & {"sender_unknown", "sender_conflict"}


def test_of_two_sheets_each_must_name_the_same_commune() -> None:
    own, other = sheet("XÃ CỔ ĐẠM", FIGURES), sheet("XÃ XUÂN LIÊN", POINTS)
    assert whose(own, sheet("XÃ CỔ ĐẠM", POINTS)) == ({"Xã Cổ Đạm"}, set())
    assert whose(own, other) == (set(), {"sender_unknown"})
    district = sheet("UBND HUYỆN NGHI XUÂN", POINTS)
    used, found = whose(district, sheet("UBND HUYỆN NGHI XUÂN", "XÃ CỔ ĐẠM", FIGURES))
    assert used == {"Huyện Nghi Xuân"} and "sender_conflict" in found


def test_an_office_is_known_without_its_provinces_line(readers: tuple) -> None:  # type: ignore[type-arg]
    assert sender(readers[0], "SỞ NỘI VỤ") == ("Sở Nội vụ", set())
    assert sender(readers[0], "SỞ Y TẾ") == (None, {"sender_unknown"})
    assert sender(readers[1], "SỞ NỘI VỤ") == (None, {"sender_unknown"})


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("UBND XÃ CỔ ĐẠM             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "2021"),
        ("UBND XÃ      CỔ ĐẠM", "2021"),
        ("Đơn vị báo cáo: Xã Cổ Đạm. Kỳ báo cáo: năm 2020", "2020"),
        ("Tên đơn vị: UBND xã Cổ Đạm          Năm: 2020", "2020"),
        ("Đơn vị: xã Cổ Đạm, huyện Nghi Xuân, năm 2020", "2020"),
        ("Đơn vị: xã Cổ Đạm - 6 tháng đầu năm 2021", "2021-H1"),
        ("BAN CHỈ ĐẠO ISO XÃ CỔ ĐẠM", "2021"),
    ],
)
def test_what_stands_beside_the_name_in_its_cell_is_read_and_no_part_of_it(line: str, period: str) -> None:
    reading = READER.read(workbook({"S": sheet(line, FIGURES)}), "a.xlsx", "0" * 64)
    [submission] = reading.submissions
    assert (submission.sender, submission.period) == ("18391", period)


@pytest.mark.parametrize(
    "name", ["Thị trấn Năm Căn", "UBND xã Kỳ Anh", "xã Quý Lộc", "huyện Kỳ Anh, tỉnh Hà Tĩnh"]
)
def test_names_with_the_words_of_a_period_stay_whole(name: str) -> None:
    assert named_sender(f"Đơn vị: {name}") == name
    assert named_sender(f"Đơn vị: {name}, quý IV/2021") == name
