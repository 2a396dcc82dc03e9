"""`show` and `import`: the same data back, refusals at their cells, all of it or nothing."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.operations.criteria.show import show_decision
from pipelines.operations.criteria.take_in import Imported, import_workbook
from pipelines.operations.request import OperatorError
from schemas.criteria.decision import FILE, FOLDER, load_decision
from tests.criteria.random_tables import RandomTable
from tests.criteria.tables import write
from tests.criteria.workbook_trip import same_after_a_trip
from tests.workbook_dump import dump

SHIPPED = [path.parent for path in sorted(FOLDER.glob("*/*/" + FILE))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "thu-nghiem" / "12-qd-ubnd")


@pytest.fixture
def workbook(folder: Path, tmp_path: Path) -> Path:
    show_decision(folder, tmp_path / "bảng điểm.xlsx")
    return tmp_path / "bảng điểm.xlsx"


def edited(workbook: Path, sheet: str, cell: str, value: object) -> Path:
    book = load_workbook(workbook)
    book[sheet][cell] = value
    book.save(workbook)
    return workbook


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("source", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_table_comes_back_the_same(source: Path, tmp_path: Path) -> None:
    assert same_after_a_trip(source, tmp_path, lambda path: load_workbook(path).save(path)) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_random_table_comes_back_the_same(seed: int, tmp_path: Path) -> None:
    source = RandomTable(seed).write(tmp_path / "source" / f"d{seed}")
    assert same_after_a_trip(source, tmp_path, lambda path: load_workbook(path).save(path)) == []


def test_a_workbook_that_nobody_changed_changes_no_file(folder: Path, workbook: Path) -> None:
    before = content(folder)
    assert import_workbook(workbook, folder) == Imported(folder, (), ())
    assert content(folder) == before


def test_a_changed_border_is_taken_in_and_the_other_files_stay_as_they_are(
    folder: Path, workbook: Path
) -> None:
    before = content(folder)
    (folder / "ghi chú.txt").write_text("của phòng", encoding="utf-8")
    edited(workbook, "Mức điểm", "E12", "85")
    edited(workbook, "Mức điểm", "D13", 85)
    assert import_workbook(workbook, folder) == Imported(folder, ("bands.csv",), ())
    bands = load_decision(folder).annexes["I"].criteria["A7"].bands
    assert [str(band.start) for band in bands] == ["0", "85"]
    assert {name: data for name, data in content(folder).items() if name != "bands.csv"} == {
        name: data for name, data in before.items() if name != "bands.csv"
    } | {"ghi chú.txt": "của phòng".encode()}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_day_is_taken_in_as_an_office_writes_it(folder: Path, workbook: Path) -> None:
    edited(workbook, "Quyết định", "C9", "15/02/2027")
    assert import_workbook(workbook, folder).changed == ("decision.toml",)
    assert str(load_decision(folder).in_force_from) == "2027-02-15"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "where", "message"),
    [
        ("Mức điểm", "D12", "5", "trang “Mức điểm”, ô D12", "không thuộc mức nào (khoảng hở)"),
        ("Mức điểm", "F5", "nửa", "trang “Mức điểm”, ô F5", "“nửa” không phải là số"),
        ("Tiêu chí", "F5", "tỷ lệ", "trang “Tiêu chí”, ô F5", "không có cách tính “tỷ lệ”"),
        ("Tiêu chí", "E4", "3", "trang “Tiêu chí”, ô E3", "các phần cộng lại được 10, không phải 8"),
        ("Tiêu chí", "B5", 7.2, "trang “Tiêu chí”, ô B5", "Excel đã đổi nội dung ô thành “7,2”"),
        ("Tiêu chí", "Z5", "ghi thêm", "trang “Tiêu chí”, ô Z5", "nằm ngoài các cột của bảng"),
        ("Tiêu chí", "E2", "diem", "trang “Tiêu chí”, ô E2", "không có cột “diem”"),
        ("Quyết định", "C12", "nhỏ", "trang “Quyết định”, ô C12", "“grid”"),
        ("Quyết định", "A4", "so", "trang “Quyết định”, ô A4", "không có mục “so”"),
        ("Quyết định", "C9", "31/12/2026", "trang “Quyết định”, ô C9", "không theo thứ tự"),
        ("Quyết định", "C14", None, "trang “Quyết định”, ô C14", "thiếu “ties”"),
        ("Quyết định", "C4", None, "trang “Quyết định”, ô C4", "thiếu “number”"),
        ("Phụ lục", "F3", "9", "trang “Phụ lục”, ô F3", "khác điểm tối đa"),
        ("Ví dụ", "E3", "2", "trang “Ví dụ”, ô E3", "ví dụ ghi 2, quy tắc cho 1"),
        ("In 1 - I", "C7", "7", "trang “In 1 - I”, ô C7", "trang này chỉ để in"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_at_its_cell_and_nothing_is_written(
    folder: Path, workbook: Path, sheet: str, cell: str, value: object, where: str, message: str
) -> None:
    before = content(folder)
    result = import_workbook(edited(workbook, sheet, cell, value), folder)
    assert any(one.startswith(where) and message in one for one in result.refusals), result.refusals
    assert result.changed == () and content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_sheet_without_any_row_is_told_by_its_name(folder: Path, workbook: Path) -> None:
    book = load_workbook(workbook)
    book["Quyết định"].delete_rows(3, 100)
    book.save(workbook)
    before = content(folder)
    result = import_workbook(workbook, folder)
    assert result.refusals and all(one.startswith("trang “") for one in result.refusals)
    assert content(folder) == before


def test_a_sheet_that_does_not_belong_to_the_table_is_refused(folder: Path, workbook: Path) -> None:
    book = load_workbook(workbook)
    book.create_sheet("Nháp")["A1"] = "thử"
    book.save(workbook)
    assert import_workbook(workbook, folder).refusals == ("trang “Nháp”: không phải trang của bảng điểm",)


def test_a_workbook_without_its_sheets_is_no_table(folder: Path, workbook: Path) -> None:
    book = load_workbook(workbook)
    del book["Mức điểm"]
    book.save(workbook)
    with pytest.raises(OperatorError, match="thiếu trang Mức điểm"):
        import_workbook(workbook, folder)


def test_a_formula_without_a_result_is_refused(folder: Path, workbook: Path) -> None:
    edited(workbook, "Tiêu chí", "E4", "=1+1")
    with pytest.raises(OperatorError, match="trang “Tiêu chí”, ô E4"):
        import_workbook(workbook, folder)


def test_a_name_that_leads_out_of_the_declarations_is_refused(workbook: Path) -> None:
    edited(workbook, "Quyết định", "C3", "../../raw")
    with pytest.raises(OperatorError, match="phải có dạng"):
        import_workbook(workbook)


def test_a_folder_that_cannot_be_exchanged_stays_as_it_was(
    folder: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(folder)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name.startswith("~moi-"):
            raise PermissionError("open in Excel")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    edited(workbook, "Tiêu chí", "D5", "Tên khác")
    with pytest.raises(OperatorError, match="Chưa có gì thay đổi"):
        import_workbook(workbook, folder)
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_folder_that_a_killed_import_left_aside_is_put_back_with_all_that_is_in_it(
    folder: Path, workbook: Path
) -> None:
    (folder / "ghi chú.txt").write_text("của phòng", encoding="utf-8")
    before = content(folder)
    folder.rename(folder.with_name(f"~cu-{folder.name}"))
    assert import_workbook(workbook, folder) == Imported(folder, (), ())
    assert content(folder) == before and [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_table_is_taken_into_a_folder_that_is_not_there_yet(
    folder: Path, workbook: Path, tmp_path: Path
) -> None:
    new = tmp_path / "khac" / "13-qd-ubnd"
    result = import_workbook(workbook, new)
    assert result.changed == ("bands.csv", "criteria.csv", "decision.toml", "examples.csv")
    assert load_decision(new).annexes == load_decision(folder).annexes
    shutil.rmtree(new)


def made_from_the_model(tmp_path: Path, *more: tuple[str, str, object]) -> Imported:
    """The model's workbook as somebody makes it into a decision of her own, saved for another folder."""
    book, made = tmp_path / "mới.xlsx", tmp_path / "tinh-moi" / "77-qd-ubnd"
    show_decision(FOLDER / "mau" / "7-2-so-lieu", book)
    head = {"C3": "tinh-moi/77-qd-ubnd", "C4": "77/QĐ-UBND", "C5": "02/03/2026", "C6": "UBND tỉnh Mới"}
    for cell, value in (head | {"C8": None, "C9": "02/3/2026"}).items():
        edited(book, "Quyết định", cell, value)
    for sheet, cell, value in more:
        edited(book, sheet, cell, value)
    return import_workbook(book, made)


@pytest.mark.parametrize(
    "more",
    [
        (),
        (("Tiêu chí", "D5", "Kiện toàn Ban chỉ đạo và tổ giúp việc"),),
        (("Tiêu chí", "R5", "Quyết định kiện toàn năm 2026"),),
    ],
    ids=["only the head", "a label", "evidence"],
)
def test_a_new_decision_is_made_from_an_old_one_whose_printed_sheets_stay_as_they_were(
    tmp_path: Path, more: tuple[tuple[str, str, object], ...]
) -> None:
    result = made_from_the_model(tmp_path, *more)
    assert result.refusals == () and load_decision(result.folder).number == "77/QĐ-UBND"


def test_what_was_written_on_a_printed_sheet_of_a_new_decision_is_refused_with_a_way_out(
    tmp_path: Path,
) -> None:
    (refusal,) = made_from_the_model(tmp_path, ("In 1 - xa", "C9", "7")).refusals
    assert refusal.startswith("trang “In 1 - xa”, ô C9: trang này chỉ để in")
    assert refusal.endswith("xóa trang “In 1 - xa” rồi nhập lại")


@pytest.mark.parametrize("source", SHIPPED, ids=lambda path: path.name)
def test_the_printed_table_stands_on_office_paper_and_says_what_it_is(source: Path, tmp_path: Path) -> None:
    show_decision(source, tmp_path / "x.xlsx")
    printed = dump(tmp_path / "x.xlsx")
    assert "Times New Roman" in printed and "paper: 9 landscape fit" in printed
    decision = load_decision(source)
    if decision.notice:
        sheets = printed.split("=== ")[1 : 1 + len(decision.annexes)]
        assert all(decision.notice in sheet for sheet in sheets)
