"""A CSV that a person saved: its encoding and its separator, or a reason why neither is certain."""

import csv
import io
import itertools
import re
import unicodedata
from collections import Counter

from pipelines.intake.gate.report import Refused, refuse_wide_sheet

_LETTERS = frozenset(
    unicodedata.normalize("NFC", base + mark)
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | {"đ", "Đ"}
_DECIMAL = re.compile(r"\d+(?:\.\d{1,2}|,\d+)")
_FRACTION = re.compile(r"\d{1,2}")
# Fewer marks than this do not tell Windows-1258 from any other code page of one byte a letter.
_ENOUGH_MARKS = 3


def read_rows(data: bytes) -> list[list[str]]:
    """The rows as typed, all text. Raises Refused csv_unreadable where a guess would be needed."""
    text = _decode(data)
    separator = ""
    if text[:4].lower() == "sep=":  # the hint that Excel itself writes and reads
        first, _, text = text.partition("\n")
        separator = first[4:5]
        rows = [[], *_split(text, separator or ",")]
    else:
        rows = _split(text, _separator(text))
    if not any(value.strip() for row in rows for value in row):
        raise Refused("file_empty")
    last_row, last_col = len(rows) - 1, max(map(len, rows)) - 1
    refuse_wide_sheet("", last_row, last_col)
    return rows


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data:
        raise Refused("csv_unreadable", "có ký tự không phải chữ")
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _decode_windows_1258(data)
    if any(character < " " and character not in "\t\r\n" for character in text) or "\ufffd" in text:
        raise Refused("csv_unreadable", "có ký tự không phải chữ")
    return text


def _decode_windows_1258(data: bytes) -> str:
    """Windows-1258 writes most marks after their letter; only a text whose every mark fits is believed."""
    try:
        typed = data.decode("cp1258")
    except UnicodeDecodeError:
        raise Refused("csv_unreadable", "không rõ kiểu mã chữ (không phải Unicode)") from None
    text = unicodedata.normalize("NFC", typed)
    marks = sum(character in "\u0300\u0301\u0303\u0309\u0323" for character in typed)
    foreign = (
        c for c in text if not c.isascii() and (c.isalpha() or unicodedata.combining(c)) and c not in _LETTERS
    )
    if marks < _ENOUGH_MARKS or any(foreign):
        raise Refused("csv_unreadable", "không rõ kiểu mã chữ (không phải Unicode)")
    return text


def _separator(text: str) -> str:
    """The one of semicolon, tab and comma that cuts the text into even rows.

    A comma may also be a decimal comma, so it counts only where the other two do not cut.
    """
    broken: Refused | None = None
    for separator in ("\t", ";"):
        try:
            cut = _split(text, separator)
        except Refused as refusal:  # a quoted cell that ends before a comma: so these do not cut
            broken = refusal
            continue
        widths = Counter(len(row) for row in cut if row)
        if sum(count for width, count in widths.items() if width > 1) * 2 > sum(widths.values()):
            return separator
    rows = _split(text, ",")
    widths = Counter(len(row) for row in rows if row)
    usual = max(
        (width for width in widths if width > 1),
        key=lambda width: (widths[width], width),
        default=1,
    )
    if broken and usual == 1:
        raise broken
    for number, row in enumerate(rows, start=1):
        if len(row) > usual:
            raise Refused("csv_unreadable", f"dòng {number} có nhiều cột hơn các dòng khác")
    if number := _decimal_comma(rows):
        raise Refused("csv_unreadable", f"dòng {number}: không rõ dấu phẩy ngăn cột hay là dấu thập phân")
    return ","


def _decimal_comma(rows: list[list[str]]) -> int:
    """The number of a row in which an unquoted "0,5" may have become two columns, or 0.

    Such a row is wider than the headings or than another row of figures. Whoever quotes a decimal comma or writes a
    decimal point anywhere means every bare comma as a separator.
    """
    if any(_DECIMAL.fullmatch(field.strip()) for row in rows for field in row):
        return 0
    with_figures = [(number, row) for number, row in enumerate(rows, start=1) if any(map(str.isdecimal, row))]
    figures = {number for number, _ in with_figures}
    headings = [len(row) for number, row in enumerate(rows, start=1) if number not in figures]
    narrowest = min([max(headings, default=0) or len(rows[0]), *(len(row) for _, row in with_figures)])
    for number, row in with_figures:
        pairs = itertools.pairwise(row)
        if len(row) > narrowest and any(a.isdecimal() and _FRACTION.fullmatch(b) for a, b in pairs):
            return number
    return 0


def _split(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise Refused(
            "csv_unreadable", "không tách được các cột, có thể do dấu ngoặc kép đặt sai"
        ) from problem
