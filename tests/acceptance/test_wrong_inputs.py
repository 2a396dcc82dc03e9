"""Whatever is sent, the sender gets one clear message in Vietnamese, and the good file beside it is read and scored.

Each case is checked twice: loose (`bangdiem check`) and in the inbox of a campaign beside the file of Nghi Xuân.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tests.acceptance.office import ROOT, SAMPLE, SAMPLE_FILE, Command, Office, office_with_sample
from tests.intake.bad_files import DATA, flipped, lying_bomb, ods, ordinary, package, zipped

GOOD = ROOT / "raw" / SAMPLE / "inbox" / SAMPLE_FILE
SCORED = "SELECT count(*) FROM results WHERE round = 'huyen_cham' AND state = 'scored'"
PL_IB = ["TT", "Tên đơn vị", *(f"Tiêu chí 7.2.{n}" for n in range(1, 7)), "Tổng điểm chấm cho tiêu chí 7.2"]


def annex(district: str, rows: list[list[object]], formula: str = "") -> bytes:
    """A Phụ lục IB of a district; `formula` stands in C8 as a formula that nobody calculated."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("PL IB")
    sheet.write(0, 0, "Phụ lục IB")
    sheet.write(1, 0, "Kết quả UBND cấp huyện chấm điểm tiêu chí 7.2 các xã, phường thị trấn năm 2021")
    sheet.write(2, 0, f"(kèm theo Báo cáo số 12/BC-UBND ngày 15/11/2021 của UBND {district})")
    sheet.write_row(6, 0, PL_IB)
    for number, row in enumerate(rows):
        sheet.write_row(7 + number, 0, [number + 1, *row])
    if formula:
        sheet.write_formula(7, 2, formula, None, "")
    book.close()
    return out.getvalue()


CAN_LOC = [
    [f"UBND xã {name}", 0.5, 0.5, 1, 1.5, 0.5, 0.5, 4.5]
    for name in ("Vượng Lộc", "Thiên Lộc", "Khánh Vĩnh Yên")
]


SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with a piece of its sheet's XML replaced."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: source.read(name) for name in source.namelist()}
    assert old in parts[SHEET]
    return zipped({**parts, SHEET: parts[SHEET].replace(old, new)})


def uncalculated() -> bytes:
    """The annex as a program without a calculator writes it: a formula, and no value."""
    return with_sheet(annex("huyện Can Lộc", CAN_LOC, "=SUM(0.25,0.25)"), b"<v></v>", b"")


def with_a_million_formatted_rows() -> bytes:
    """The annex, and below it rows down to the last one of the sheet, formatted and empty."""
    rows = b"".join(
        b'<row r="%d" s="1"><c r="B%d" s="1"/></row>' % (row, row) for row in range(11, 1_048_577)
    )
    return with_sheet(annex("huyện Can Lộc", CAN_LOC), b"</sheetData>", rows + b"</sheetData>")


def docx() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})


def damaged() -> bytes:
    """One bit of the sheet's own packed bytes turned over."""
    data = ordinary()
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/worksheets/sheet1.xml")
    return flipped(data, info.header_offset + 30 + len(info.filename) + info.compress_size // 2, 3)


def far_apart() -> bytes:
    return package(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


# file name, its bytes, the finding, what the message says, where it points
WHOLE_FILES: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("rỗng.xlsx", lambda: b"", "file_empty", "Tệp rỗng"),
    ("công văn.xlsx", docx, "file_type_unknown", "không phải bảng tính đọc được (thực chất là tệp Word)"),
    ("khóa.xlsx", (DATA / "locked.xlsx").read_bytes, "file_encrypted", "Tệp có đặt mật khẩu"),
    ("cụt.xlsx", lambda: ordinary()[:-700], "file_damaged", "Tệp hỏng"),
    ("lật bit.xlsx", damaged, "file_damaged", "Tệp hỏng"),
    ("trải rộng.xlsx", far_apart, "sheet_too_wide", "Trang tính trải quá rộng"),
    ("bom nói dối.xlsx", lying_bomb, "file_damaged", "không còn nguyên vẹn"),
    (
        "bom.xlsx",
        lambda: package("<row>" + " " * 400_000_000 + "</row>"),
        "file_too_large",
        "Tệp quá lớn (mở ra chiếm",
    ),
    ("danh bạ.xlsx", ordinary, "form_not_found", "Không tìm thấy biểu nào của đợt"),
    ("trống.ods", lambda: ods(""), "file_empty", "Tệp rỗng"),
]
NAMES = [name for name, *_ in WHOLE_FILES]


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tep")
    for name, build, *_ in WHOLE_FILES:
        (folder / name).write_bytes(build())
    return folder


@pytest.fixture(scope="module")
def office(bad: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """All of them in one inbox, beside the file of Nghi Xuân."""
    office = office_with_sample(tmp_path_factory.mktemp("van-phong"))
    for name in NAMES:
        office.send(name, bad / name)
    office.run()
    return office


@pytest.mark.parametrize(
    ("name", "code", "message"), [(name, code, said) for name, _, code, said in WHOLE_FILES], ids=NAMES
)
def test_check_says_what_is_wrong_with_the_whole_file(
    bangdiem: Command, bad: Path, name: str, code: str, message: str
) -> None:
    result, shown, complaints = bangdiem("check", bad / name, "--campaign", SAMPLE, "--raw", ROOT / "raw")
    assert result == 4
    assert message in shown
    assert complaints == ""


@pytest.mark.parametrize(("name", "code"), [(name, code) for name, _, code, _ in WHOLE_FILES], ids=NAMES)
def test_a_run_lists_it_once_and_goes_on(office: Office, name: str, code: str) -> None:
    found = [one for path, one, _, _ in office.findings() if path == name]
    assert [one for one in found if one != "not_registered"] == [code]


def test_the_good_file_beside_all_of_them_is_read_and_scored(office: Office) -> None:
    totals = office.ask(
        "SELECT count(*), sum(total) FROM results WHERE round = 'huyen_cham' AND state = 'scored'"
    )
    assert [(count, str(total)) for count, total in totals] == [(17, "71.0000")]


def test_every_refused_file_is_listed_as_not_read_with_its_reason(office: Office) -> None:
    book = load_workbook(office.published() / "Theo dõi.xlsx", read_only=True)
    rows = list(book["Tệp không đọc"].iter_rows(min_row=6, values_only=True))
    book.close()
    assert {row[0] for row in rows} == set(NAMES)
    assert all(row[3] and row[4] for row in rows)


def test_formulas_never_calculated_are_reported_cell_by_cell_and_the_rest_is_read(
    bangdiem: Command, tmp_path: Path
) -> None:
    office = office_with_sample(tmp_path)
    path = office.send("can loc.xlsx", uncalculated())
    _, shown, _ = bangdiem("check", path, "--campaign", SAMPLE, "--raw", office.raw)
    assert "Ô có công thức nhưng chưa có kết quả tính" in shown
    office.run()
    assert ("can loc.xlsx", "formula_without_value", "PL IB", "C8") in office.findings()
    stored = office.ask(
        "SELECT cell, state FROM facts JOIN submissions USING (submission_id) WHERE sender = '443' AND NOT usable"
    )
    assert stored == [("C8", "unreadable")]


def test_a_commune_of_another_district_is_refused_at_its_row_and_the_rest_is_scored(
    bangdiem: Command, tmp_path: Path
) -> None:
    office = office_with_sample(tmp_path)
    foreign = [*CAN_LOC, ["UBND xã Cổ Đạm", 0.5, 0.5, 1, 1.5, 0.5, 0.5, 4.5]]
    path = office.send("can loc.xlsx", annex("huyện Can Lộc", foreign))
    _, shown, _ = bangdiem("check", path, "--campaign", SAMPLE, "--raw", office.raw)
    assert "“UBND xã Cổ Đạm” không thuộc đơn vị gửi (Huyện Can Lộc" in shown
    office.run()
    assert ("can loc.xlsx", "unit_foreign", "PL IB", "B11") in office.findings()
    assert office.ask(SCORED) == [(20,)]
    # Cổ Đạm keeps the points of its own district.
    [(path, total)] = office.ask(
        "SELECT path, total FROM results JOIN scores USING (round, unit) JOIN submissions USING (submission_id) "
        "JOIN inbox USING (file_hash) WHERE unit = '18391' AND criterion = '7.2.1'"
    )
    assert (path, str(total)) == (SAMPLE_FILE, "4.5000")


def test_of_two_files_from_one_unit_without_a_day_neither_is_chosen(tmp_path: Path) -> None:
    office = office_with_sample(tmp_path)
    other = [[*row[:-2], 0.25, 4.25] for row in CAN_LOC]
    office.send("can loc 1.xlsx", annex("huyện Can Lộc", CAN_LOC))
    office.send("can loc 2.xlsx", annex("huyện Can Lộc", other))
    office.run()
    found = office.findings()
    assert {path for path, code, _, _ in found if code == "two_undated_versions"} == {
        "can loc 1.xlsx",
        "can loc 2.xlsx",
    }
    assert office.states()["Huyện Can Lộc", "Phụ lục IB"] == "nhiều bản, chưa rõ bản nào"
    assert office.ask("SELECT count(*) FROM results WHERE round = 'huyen_cham' AND state = 'scored'") == [
        (17,)
    ]


@pytest.mark.parametrize(
    ("written", "said"), [('"31/11/2021"', "ở đây là “31/11/2021”"), ("2021-11-31", "sai cú pháp TOML")]
)
def test_a_campaign_file_with_a_wrong_date_is_refused_with_file_and_line(
    bangdiem: Command, tmp_path: Path, written: str, said: str
) -> None:
    office = office_with_sample(tmp_path)
    declared = office.folder / "campaign.toml"
    text = declared.read_text(encoding="utf-8").replace(
        'form = "iib_1"', f'form = "iib_1"\ndeadline = {written}'
    )
    declared.write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("deadline =")].count("\n")
    for command in (
        ["run", SAMPLE, "--direct", "--warehouse", office.warehouse],
        ["check", office.inbox / SAMPLE_FILE],
    ):
        code, shown, complaints = bangdiem(*command, "--raw", office.raw)
        assert code == 2
        assert f"campaign.toml, dòng {line}" in complaints and said in complaints
        assert "Traceback" not in complaints + shown
    assert not office.published().exists()


def test_a_form_with_a_million_formatted_empty_rows_is_simply_read(bangdiem: Command, tmp_path: Path) -> None:
    path = tmp_path / "can loc.xlsx"
    path.write_bytes(with_a_million_formatted_rows())
    code, shown, _ = bangdiem("check", path, "--campaign", SAMPLE, "--raw", ROOT / "raw")
    assert "Phụ lục IB – Huyện Can Lộc" in shown
    # The district has more communes than the three of this form: a warning, no error.
    assert code == 0, shown
