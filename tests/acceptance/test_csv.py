"""A form saved as CSV is the same form, whichever list separator and encoding the sender's Windows is set to."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.acceptance.office import ROOT, SAMPLE, SAMPLE_FILE, Command

SHEET = load_workbook(ROOT / "raw" / SAMPLE / "inbox" / SAMPLE_FILE)["PL IB"]
ROWS = [["" if value is None else str(value) for value in row] for row in SHEET.iter_rows(values_only=True)]


def saved(separator: str, encoding: str, ending: str = "\r\n", before: str = "") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=ending).writerows(ROWS)
    return (before + text.getvalue()).encode(encoding)


@pytest.mark.parametrize(
    "content",
    [
        saved(";", "utf-8-sig"),
        saved(";", "utf-8", "\n"),
        # The title holds commas, so it is quoted, and the points are too.
        saved(",", "utf-8-sig"),
        saved("\t", "utf-16"),
        saved(";", "utf-8", before="sep=;\r\n"),
    ],
    ids=["semicolons", "semicolons from a Mac", "commas", "Unicode text", "separator named"],
)
def test_it_is_read_whole(bangdiem: Command, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "phụ lục.csv"
    path.write_bytes(content)
    code, shown, _ = bangdiem("check", path, "--campaign", SAMPLE, "--raw", ROOT / "raw")
    assert code == 0, shown
    assert "Phụ lục IB – Huyện Nghi Xuân" in shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (saved(";", "utf-16-le"), "có ký tự không phải chữ"),
        (b"TT;T\xeen \xf0\xf5n v\xff\r\n1;a\r\n", "không rõ kiểu mã chữ"),
        (
            'TT;Tên đơn vị;"Tiêu chí 7.2.1\n1;a;2\n'.encode(),
            "không tách được các cột, có thể do dấu ngoặc kép",
        ),
    ],
    ids=["UTF-16 without its mark", "another code page", "a quote never closed"],
)
def test_what_would_need_a_guess_is_refused_with_the_reason(
    bangdiem: Command, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "phụ lục.csv"
    path.write_bytes(content)
    code, shown, _ = bangdiem("check", path, "--campaign", SAMPLE, "--raw", ROOT / "raw")
    assert code == 4
    assert f"Không đọc được tệp .csv: {said}" in shown
