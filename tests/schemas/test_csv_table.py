from decimal import Decimal
from pathlib import Path

import pytest

from schemas.csv_table import parse_decimal_text, read_csv_table
from schemas.declaration import DeclarationError


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "bảng.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_excel_or_an_editor_saved_is_read_alike(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    text = line_end.join(separator.join(row) for row in (["code", "name"], ["1", "Đạt"], ["2", "Không"], []))
    rows = read_csv_table(saved(tmp_path, text, encoding), ["code", "name"])
    assert [(dict(row), row.line) for row in rows] == [
        ({"code": "1", "name": "Đạt"}, 2),
        ({"code": "2", "name": "Không"}, 3),
    ]


def test_utf_16_with_the_high_byte_first_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xfe\xff" + "name\nĐạt\n".encode("utf-16-be"))
    assert read_csv_table(path, ["name"])[0]["name"] == "Đạt"


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_excels_line_that_names_the_separator_is_obeyed_and_counted(tmp_path: Path, first: str) -> None:
    (row,) = read_csv_table(saved(tmp_path, f"{first}\r\na;b\r\n1,5;2\r\n"), ["a", "b"])
    assert (row["a"], row.line) == ("1,5", 3)


def test_a_decimal_comma_in_a_semicolon_file_is_no_separator(tmp_path: Path) -> None:
    (row,) = read_csv_table(saved(tmp_path, "code;max_points\n7.2.1;0,5\n"), ["code", "max_points"])
    assert row.decimal("max_points") == Decimal("0.5")


def test_quotes_hold_separators_quotes_and_line_breaks_and_lines_are_still_counted(tmp_path: Path) -> None:
    text = 'a,b\n"x, ""y""\nz",1\n\n,\nlast,2\n'
    rows = read_csv_table(saved(tmp_path, text), ["a", "b"])
    assert [(row["a"], row.line) for row in rows] == [('x, "y"\nz', 2), ("last", 6)]


def test_columns_stand_in_any_order_and_case_and_empty_ones_beyond_the_table_are_ignored(
    tmp_path: Path,
) -> None:
    (row,) = read_csv_table(saved(tmp_path, " B , a ,,\n2,1,,,\n"), ["a", "b"], ["note"])
    assert row == {"a": "1", "b": "2", "note": ""}


def test_a_row_may_end_where_only_optional_columns_are_left(tmp_path: Path) -> None:
    rows = read_csv_table(saved(tmp_path, "a,b,note\n1,2\n"), ["a", "b"], ["note"])
    assert rows[0] == {"a": "1", "b": "2", "note": ""}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a,c\n1,2\n", 1, "thiếu cột: b; cột không dùng đến: c"),
        ("\n\na\n1\n", 3, "thiếu cột: b"),
        ("a,b,a\n1,2,3\n", 1, "cột lặp lại: a"),
        ("a,,b\n1,2,3\n", 1, "không tên"),
        ("a,b\n1,2\n1,0,5\n", 3, "có 3 ô nhưng tiêu đề chỉ có 2 cột"),
        ("a,b\n1,2\n\n1\n", 4, "chỉ có 1 ô"),
        ('a,b\n1,2\n"x,3\n4,5\n', 3, "ngoặc kép"),
        ('a,b\n"x"y,3\n', 2, "ngoặc kép"),
        ("", 1, "tệp trống"),
        ("\n \n", 1, "tệp trống"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        read_csv_table(saved(tmp_path, text), ["a", "b"])
    assert (refused.value.line, says in refused.value.problem) == (line, True), refused.value


@pytest.mark.parametrize("encoding", ["cp1258", "utf-16-le"])
def test_another_encoding_is_refused_and_the_way_out_is_named(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(DeclarationError, match="CSV UTF-8"):
        read_csv_table(saved(tmp_path, "a,b\n1,â\n", encoding), ["a", "b"])


def test_utf_16_without_its_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="không phải là văn bản"):
        read_csv_table(saved(tmp_path, "a,b\n1,2\n", "utf-16-le"), ["a", "b"])


def test_a_missing_file_is_a_broken_declaration(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="không tìm thấy"):
        read_csv_table(tmp_path / "none.csv", ["a"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,25", "0.25"),
        ("0.25", "0.25"),
        ("4,50", "4.50"),
        (" 1 ", "1"),
        ("-0,5", "-0.5"),
        ("0,125", "0.125"),
    ],
)
def test_a_number_takes_a_decimal_comma_or_point(text: str, number: str) -> None:
    assert str(parse_decimal_text(text)) == number


@pytest.mark.parametrize("text", ["", "-", "một", "1,2,3", "1 000", "1.000.000", "٣", "1e3", "0,", "NaN"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="không phải là số"):
        parse_decimal_text(text)


@pytest.mark.parametrize("text", ["1.000", "1,000", "12,500", "-1.000"])
def test_one_or_a_thousand_is_asked_back(text: str) -> None:
    with pytest.raises(ValueError, match="hai cách"):
        parse_decimal_text(text)


def test_a_refused_number_names_its_line_and_column(tmp_path: Path) -> None:
    (row,) = read_csv_table(saved(tmp_path, "a;b\n1;hai\n"), ["a", "b"])
    with pytest.raises(DeclarationError, match="dòng 2: cột “b”: “hai” không phải là số"):
        row.decimal("b")
