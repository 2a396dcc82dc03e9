"""Reads the CSV files that people edit: whatever Excel or an editor saved, or one clear refusal.

Accepted: comma, semicolon or tab; Excel's first line `sep=;`; UTF-8 with or without BOM, UTF-16 with BOM; quoted
fields, also over several lines; columns in any order and any case; empty lines; empty cells beyond the table.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from schemas.declaration import DeclarationError

_SEPARATORS = ",;\t"
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEP_LINE = re.compile(r'\A"?sep=(.)"?[,;\t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+)(?:[.,](\d+))?", re.ASCII)


class CsvRow(dict[str, str]):
    """One row: column name -> text without outer spaces ("" where nothing stands), and where it was read.

    `line` is the line of the file on which the row begins (1 is the first line of the file).
    """

    __slots__ = ("line", "path")

    def __init__(self, values: Mapping[str, str], path: Path, line: int) -> None:
        super().__init__(values)
        self.path, self.line = path, line

    def refuse(self, problem: str) -> DeclarationError:
        """The error to raise about this row; `problem` is Vietnamese."""
        return DeclarationError(self.path, self.line, problem)

    def decimal(self, column: str) -> Decimal:
        """The number in a column. Raises DeclarationError where there is none or it can be read in two ways."""
        try:
            return parse_decimal_text(self[column])
        except ValueError as error:
            raise self.refuse(f"cột “{column}”: {error}") from None


def parse_decimal_text(text: str) -> Decimal:
    """A number that a person typed in a declaration, with decimal comma or point: "0,25", "0.25", "-1", "4,50".

    Raises ValueError (Vietnamese text) for anything else, and for "1.000" or "1,000": one, or a thousand?
    """
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        raise ValueError(f"“{text}” không phải là số")
    whole, part = found.groups()
    if part and len(part) == 3 and len(whole) <= 3 and whole.strip("0"):
        raise ValueError(f"“{text}” có thể hiểu hai cách; hãy ghi {whole}{part} hoặc {whole},{part}0")
    return Decimal(text.strip().replace(",", "."))


def read_csv_table(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> list[CsvRow]:
    """All rows of a CSV file whose columns are `required`, and any of `optional` ("" where the file has none).

    A row may end early only where optional columns are left. Raises DeclarationError for a file that is missing or not
    in a known encoding, for missing, unknown or doubled columns, for a row longer or shorter than the header and
    for broken quotes.
    """
    text = _decode(path)
    first_line = 1
    separators = _SEPARATORS
    if sep_line := _SEP_LINE.match(text):
        separators, text, first_line = sep_line[1], text[sep_line.end() :], 2
    separator = max(separators, key=lambda s: _known_columns(text, s, {*required, *optional}))
    records = _records(path, text, separator, first_line)
    header_line, header = next(records, (None, []))
    columns = _check_header(path, header_line, header, required, optional)
    width = len(columns)
    blank = dict.fromkeys((*required, *optional), "")
    must_reach = 1 + max((i for i, column in enumerate(columns) if column in required), default=-1)
    rows: list[CsvRow] = []
    for line, fields in records:
        if len(fields) > width and any(fields[width:]):
            problem = (
                f"có {len(fields)} ô nhưng tiêu đề chỉ có {width} cột; "
                f"nội dung có chứa dấu phân cách “{separator}” thì phải đặt trong dấu ngoặc kép"
            )
            raise DeclarationError(path, line, problem)
        if len(fields) < must_reach:
            raise DeclarationError(path, line, f"chỉ có {len(fields)} ô, tiêu đề có {width} cột")
        row = CsvRow(blank, path, line)
        row.update(zip(columns, fields, strict=False))
        rows.append(row)
    return rows


def _decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DeclarationError(path, None, "không tìm thấy tệp") from None
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    save_again = "hãy lưu lại dạng “CSV UTF-8”"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DeclarationError(path, line, f"tệp không ở mã UTF-8; {save_again}") from None
    if "\0" in text:
        raise DeclarationError(path, 1, f"tệp không phải là văn bản CSV; {save_again}")
    return text


def _known_columns(text: str, separator: str, known: set[str]) -> tuple[int, int]:
    """How many known column names, then how many columns, the first filled line holds under this separator."""
    for fields in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if names := [name for field in fields if (name := field.strip().lower())]:
            return len(known.intersection(names)), len(names)
    return 0, 0


def _records(path: Path, text: str, separator: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, stripped fields) of every record that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = first_line
    try:
        for record in reader:
            fields = [field.strip() for field in record]
            if any(fields):
                yield begins, fields
            begins = first_line + reader.line_num
    except csv.Error:
        raise DeclarationError(path, begins, "dấu ngoặc kép mở ra mà không đóng lại đúng chỗ") from None


def _check_header(
    path: Path, line: int | None, header: list[str], required: Sequence[str], optional: Sequence[str]
) -> list[str]:
    if line is None:
        raise DeclarationError(path, 1, f"tệp trống; cần có các cột {', '.join(required)}")
    columns = [name.lower() for name in header]
    while not columns[-1]:
        columns.pop()
    problems = (
        ("thiếu cột", [name for name in required if name not in columns]),
        ("cột lặp lại", [name for name, times in Counter(columns).items() if times > 1]),
        (
            "cột không dùng đến",
            [name or "(không tên)" for name in columns if name not in {*required, *optional}],
        ),
    )
    found = "; ".join(f"{what}: {', '.join(names)}" for what, names in problems if names)
    if found:
        raise DeclarationError(path, line, found)
    return columns
