"""A value of which a part is crossed out or raised is never read as one text; titles, headings and remarks may be."""

import datetime
import io
import time
from collections.abc import Sequence

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from pipelines.intake.files.answers import Answers
from pipelines.intake.files.file_reader import FileReader
from pipelines.intake.gate.report import CellStyle, SheetFlags
from pipelines.intake.gate.text_runs import Run, marks_of, note_marks, quote, runs_of_strings
from schemas.forms.layout import load_layouts
from tests.intake.bad_files import DATA, package
from tests.intake.small_campaign import OWED, small_criteria, small_roster

READER = FileReader(load_layouts("2021"), small_roster(), small_criteria(), OWED, "2021", Answers())
LOOKS: dict[str, dict[str, object]] = {
    "": {},
    "~": {"font_strikeout": True},
    "^": {"font_script": 1},
    "_": {"font_script": 2},
    "*": {"bold": True},
}
# Label | parts, each with its look before it: ~ crossed out, ^ raised, _ lowered, * bold | value and findings
MARKED = """
Tổng số hồ sơ phải giải quyết         | ~12|15 hồ sơ         | number_marked [gạch bỏ: 12]15 hồ sơ
Hồ sơ mới tiếp nhận                   | 12|^1| hồ sơ         | number_marked 12[chỉ số: 1] hồ sơ
Số hồ sơ đã giải quyết                | 25|~ 27              | number_marked 25 [gạch bỏ: 27]
Hồ sơ từ chối không giải quyết        | 25|_(1)              | number_marked 25[chỉ số: (1)]
Kinh phí được cấp                     | ~5|60.000.000 đồng   | number_marked [gạch bỏ: 5]60.000.000 đồng
Tỷ lệ hồ sơ giải quyết đúng hạn       | ~9|7 %               | number_marked [gạch bỏ: 9]7 %
Ban hành chính sách chất lượng        | ~Không |*Có          | number_marked [gạch bỏ: Không] Có
Số kế hoạch duy trì, cải tiến HTQLCL  | ~30|31/KH-UBND       | number_marked [gạch bỏ: 30]31/KH-UBND
Ngày kế hoạch duy trì, cải tiến HTQLCL | ~1|2/3/2021         | number_marked [gạch bỏ: 1]2/3/2021
Số TTHC bãi bỏ                        | ~12|~ thủ tục        | value_crossed_out
Số TTHC ban hành mới                  | *2|5                 | 25
Số lần đánh giá nội bộ                | 25|^ lần             | 25
Số điểm không phù hợp đã khắc phục    | 25|~ |*              | 25
"""
LINES = [tuple(part.strip() for part in line.split("|", 1)) for line in MARKED.strip().splitlines()]
FIRST = 6


def _parts(typed: str) -> list[tuple[str, str]]:
    return [(part[:1], part[1:]) if part[:1] in "~^_*" else ("", part) for part in typed.split("|")]


def marked() -> bytes:
    """The table above as a workbook; beside it a title, a heading, remarks and labels that are marked in part, figures
    in white, and days in other orders. Before it a sheet of long texts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        looks = {mark: book.add_format(look) for mark, look in LOOKS.items()}
        draft, page = book.add_worksheet("Nháp"), book.add_worksheet("Số liệu")

        def write(row: int, column: int, typed: str) -> None:
            runs = [one for mark, text in _parts(typed) if text for one in (looks[mark], text)]
            page.write_rich_string(row, column, *runs)

        for row in range(150):
            draft.write(
                row, 0, f"Việc số {row}: " + "rà soát, sửa đổi quy trình giải quyết; " * (1 + row % 4)
            )
        write(0, 0, "Đơn vị: |~UBND| xã Cổ Đạm")
        write(1, 0, "BIỂU SỐ LIỆU |*NĂM 2021|^*")
        page.write_row(2, 0, ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"])
        page.write_row(4, 0, ["TT", "Chỉ tiêu", "Đơn vị tính", "", "Ghi chú"])
        write(4, 3, "Số| liệu")
        row = FIRST - 1
        for label, rest in LINES:
            page.write(row, 1, label)
            write(row, 3, rest.rpartition("|")[0].rstrip())
            row += 1
        write(row, 1, "~Tổng số |TTHC thuộc thẩm quyền giải quyết")
        page.write(row, 3, 125)
        write(row + 1, 1, "Số |^TTHC| áp dụng quy trình ISO")
        page.write(row + 1, 3, 120)
        write(row + 1, 4, "Theo sổ |~2020|^1| 2021")
        page.write(row + 2, 1, "Phiếu khảo sát phát ra")
        page.write(row + 2, 3, 30, book.add_format({"font_color": "white"}))
        page.write(row + 3, 1, "Phiếu khảo sát thu về")
        page.write(row + 3, 3, 29, book.add_format({"font_color": "white", "bg_color": "navy"}))
        days = (
            ("Ngày đánh giá nội bộ gần nhất", "mm/dd/yyyy"),
            ("Ngày công văn khắc phục", "dd/mm/yyyy"),
            ("Ngày quyết định kiện toàn Ban chỉ đạo ISO", "mm/yyyy"),
        )
        for at, (label, code) in enumerate(days, row + 4):
            page.write(at, 1, label)
            page.write_datetime(at, 3, datetime.date(2021, 3, 4), book.add_format({"num_format": code}))
    return out.getvalue()


BELOW = FIRST + len(LINES)
FILES = {"a.xlsx": marked, **{name: (DATA / name).read_bytes for name in ("marks.xls", "marks.ods")}}


@pytest.fixture(scope="module", params=FILES)
def told(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """The value of each cell where it can be used, then its findings with their details."""
    reading = READER.read(FILES[request.param](), request.param, "0" * 64)
    found: dict[str, list[str]] = {}
    for _, _, facts in reading.facts:
        for fact in facts:
            value = f"{fact.value:f}" if fact.value is not None else fact.text or fact.state
            found[fact.cell] = [value] if fact.usable else []
    for _, _, finding in reading.findings:
        if finding.sheet == "Số liệu" and finding.cell:
            detail = f" {finding.detail}" if finding.code in ("number_marked", "name_crossed_out") else ""
            found.setdefault(finding.cell, []).append(finding.code + detail)
    return found


def test_a_value_marked_in_part_is_asked_about_and_quoted_in_every_format(
    told: dict[str, list[str]],
) -> None:
    expected = {f"D{row}": [rest.rpartition("|")[2].strip()] for row, (_, rest) in enumerate(LINES, FIRST)}
    assert {cell: told[cell] for cell in expected} == expected


def test_a_row_whose_name_is_crossed_out_in_part_is_asked_about(told: dict[str, list[str]]) -> None:
    assert told[f"D{BELOW}"] == []
    [asked] = told[f"B{BELOW}"]
    assert asked == "name_crossed_out [gạch bỏ: Tổng số] TTHC thuộc thẩm quyền giải quyết"


def test_titles_headings_and_remarks_may_be_marked(told: dict[str, list[str]]) -> None:
    assert told[f"D{BELOW + 1}"] == ["120"]
    assert not {"A1", "A2", "D5", f"B{BELOW + 1}", f"E{BELOW + 1}"} & told.keys()


def test_white_letters_and_the_order_of_a_day_are_told_in_every_format(told: dict[str, list[str]]) -> None:
    assert [told[f"D{BELOW + at}"] for at in range(2, 7)] == [
        ["value_not_shown"],
        ["29"],
        ["date_ambiguous"],
        ["2021-03-04"],
        ["2021-03", "date_partial"],
    ]


def _points(form: list[list[object]], struck: Sequence[str]) -> list[tuple[str, ...]]:
    """(cell, value where it can be used) of each fact, then (cell, finding, detail) of what is crossed out."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page, line = book.add_worksheet("S"), book.add_format({"font_strikeout": True})
        for row, cells in enumerate(form):
            for column, cell in enumerate(cells):
                look = line if xl_rowcol_to_cell(row, column) in struck else None
                if isinstance(cell, str) and "~" in cell:
                    page.write_rich_string(
                        row, column, *cell.partition("~")[:1], line, cell.partition("~")[2]
                    )
                else:
                    page.write(row, column, cell, look)
    reading = READER.read(out.getvalue(), "a.xlsx", "0" * 64)
    facts = [fact for _, _, facts in reading.facts for fact in facts]
    found = [one for _, _, one in reading.findings if one.code in ("name_crossed_out", "value_crossed_out")]
    return [(fact.cell, f"{fact.value:f}") for fact in facts if fact.usable and fact.value is not None] + [
        (one.cell, one.code, one.detail) for one in found
    ]


def test_a_unit_and_a_criterion_crossed_out_beside_their_points_are_asked_about() -> None:
    units: list[list[object]] = [
        ["PHỤ LỤC IB NĂM 2021"],
        ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021 của UBND huyện Nghi Xuân)"],
        ["TT", "Tên đơn vị", "Tiêu chí 7.2.1"],
        ["1", "Xã ~Cổ Đạm", 0.5],
        ["2", "Xã Xuân Liên", 0.25],
        ["3", "Thị trấn Xuân An", 0.25],
    ]
    assert _points(units, ["A6", "B6", "C6"]) == [
        ("C5", "0.25"),
        ("B4", "name_crossed_out", "Xã [gạch bỏ: Cổ Đạm]"),
        ("C6", "value_crossed_out", ""),
    ]
    criteria: list[list[object]] = [
        ["UBND XÃ CỔ ĐẠM"],
        ["BẢNG TỰ CHẤM ĐIỂM NĂM 2021"],
        ["TT", "Tiêu chí", "Điểm tự chấm"],
        ["1", "7.2.1", 0.5],
        ["2", "7.2.2", 0.5],
    ]
    assert _points(criteria, ["B5"]) == [("C4", "0.5"), ("B5", "name_crossed_out", "[gạch bỏ: 7.2.2]")]


def _cell(content: str) -> list[str]:
    """The findings at a cell whose text stands in the sheet itself."""
    labels = ["Đơn vị: UBND xã Cổ Đạm", "BIỂU SỐ LIỆU NĂM 2021"]
    rows = [
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for row, text in enumerate(labels, 1)
    ]
    for row, cells in ((3, ["TT", "Chỉ tiêu", "Số liệu"]), (4, ["1", "Tổng số hồ sơ phải giải quyết"])):
        written = "".join(
            f'<c r="{"ABC"[at]}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
            for at, text in enumerate(cells)
        )
        last = f'<c r="C{row}" t="inlineStr"><is>{content}</is></c>' if row == 4 else ""
        rows.append(f'<row r="{row}">{written}{last}</row>')
    reading = READER.read(package("".join(rows)), "a.xlsx", "0" * 64)
    assert [fact.usable for _, _, facts in reading.facts for fact in facts] == [
        not any(finding.cell == "C4" for _, _, finding in reading.findings)
    ]
    return [finding.code for _, _, finding in reading.findings if finding.cell == "C4"]


def test_a_text_in_its_cell_is_looked_at_as_well() -> None:
    assert _cell("<r><rPr><strike/></rPr><t>12</t></r><r><t>15</t></r>") == ["number_marked"]
    assert _cell('<r><rPr><strike val="0"/></rPr><t>12</t></r><r><t>15</t></r>') == []


def test_a_plain_text_with_the_same_letters_is_not_accused() -> None:
    strings = (
        b"<sst><si/><si><t>97 %</t></si><si><r><rPr><strike/></rPr><t>9</t></r><r><t>7 %</t></r></si></sst>"
    )
    assert list(runs_of_strings(strings)) == [b"2"]


def test_a_part_cut_in_pieces_is_quoted_once() -> None:
    assert quote([("1", True, False), ("2", True, False), (" 15", False, False)]) == "[gạch bỏ: 12] 15"


@pytest.mark.parametrize(
    ("runs", "is_marked"),
    [
        ([("1.250 k", False), ("m", False), ("2", True)], False),
        ([("12 m", False), ("3", True)], False),
        ([("50.000.000", False), ("đ", True)], False),
        ([("31/QĐ-UBND", False), ("1", True)], True),
        ([("10", False), ("6", True)], True),
    ],
)
def test_a_raised_figure_is_asked_about_unless_it_belongs_to_a_unit(
    runs: list[tuple[str, bool]], is_marked: bool
) -> None:
    marks = marks_of([Run(text, None, raised) for text, raised in runs], False)
    assert bool(marks.quoted) == is_marked


def test_the_parts_of_a_text_decide_what_is_crossed_out_and_not_their_cell() -> None:
    flags = SheetFlags(styles={(0, 0): CellStyle(crossed_out=True), (1, 0): CellStyle(crossed_out=True)})
    note_marks(flags, (0, 0), marks_of([Run("12", False, False)], True))
    note_marks(flags, (1, 0), marks_of([Run("12", None, False), Run(" 15", False, False)], True))
    assert [flags.styles[row, 0].crossed_out for row in (0, 1)] == [False, False]
    assert flags.marked == {(1, 0): ("[gạch bỏ: 12] 15", True, "")}


@pytest.mark.parametrize(
    ("text", "mark", "words"),
    [
        ("BIỂU SỐ LIỆU NĂM 2021", "1", "BIỂU SỐ LIỆU NĂM 2021"),
        ("2. Hồ sơ mới tiếp nhận", "(2)", "2. Hồ sơ mới tiếp nhận"),
        ("12", "1", ""),
        ("15 hồ sơ", "1", ""),
        ("đ", "2", ""),
        ("Diện tích 5 km", "2", ""),
        ("Năm 2021", "1234", ""),
    ],
)
def test_a_raised_mark_behind_words_is_a_note_s(text: str, mark: str, words: str) -> None:
    assert marks_of([Run(text, None, False), Run(mark, None, True)], False).words == words
    assert marks_of([Run(text, True, False), Run(mark, None, True)], False).words == ""


def test_titles_and_labels_are_read_without_the_raised_marks_of_notes() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page, raised = book.add_worksheet("Số liệu"), book.add_format({"font_script": 1})

        def write(row: int, column: int, text: str) -> None:
            page.write_rich_string(row, column, text, raised, "1")

        page.write(0, 0, "UBND XÃ CỔ ĐẠM")
        write(1, 0, "BIỂU SỐ LIỆU NĂM 2020")
        page.write(2, 0, "(Kèm theo Báo cáo số 15/BC-UBND ngày 05/11/2021)")
        page.write_row(3, 0, ["TT", "", "Đơn vị tính", "Số liệu"])
        write(3, 1, "Chỉ tiêu")
        write(4, 1, "Tổng số hồ sơ phải giải quyết")
        page.write(4, 3, 25)
    reading = READER.read(out.getvalue(), "a.xlsx", "0" * 64)
    [(_, _, facts)] = reading.facts
    assert [(fact.item, fact.value) for fact in facts] == [("dossiers_total", 25)]
    assert reading.submissions[0].period == "2020"


@pytest.mark.parametrize(
    "piece", [b"<si>", b"<si><r><rPr><strike/></rPr>", b"<r>", b"<si><r><t>1</t></r></si>"]
)
def test_texts_are_searched_in_a_time_that_grows_with_their_length(piece: bytes) -> None:
    began = time.process_time()
    runs_of_strings(b"<sst><si>" + piece * 40_000)
    assert time.process_time() - began < 3
