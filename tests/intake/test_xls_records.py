"""What Excel writes into files of the old format and LibreOffice, which made those of the tests, does not."""

import re
import struct

import pytest

from pipelines.intake.files.workbook import read_workbook
from pipelines.intake.gate.inspection import inspect
from tests.intake.bad_files import DATA

LOOKS = (DATA / "looks.xls").read_bytes()
_NUMBER = struct.pack("<HH", 0x27E, 10)
_NOTHING_SAID = struct.pack("<HHH", 0x5F, 2, 0)


def side_by_side(data: bytes, in_one_record: bool) -> bytes:
    """The file with every two numbers moved to the columns K and L, in the look of the first: each in a record, or
    both in one (MULRK)."""

    def moved(found: re.Match[bytes]) -> bytes:
        row, style, first, second = found[1], found[2], found[3], found[4]
        left, right = struct.pack("<H", 10), struct.pack("<H", 11)
        if not in_one_record:
            return b"".join(_NUMBER + row + at + style + one for at, one in ((left, first), (right, second)))
        record = row + left + style + first + style + second + right
        return struct.pack("<HH", 0xBD, len(record)) + record + _NOTHING_SAID

    changed, pairs = re.subn(
        _NUMBER + b"(..)..(..)(....)" + _NUMBER + b"......(....)", moved, data, flags=re.DOTALL
    )
    assert pairs >= 5 and len(changed) == len(data)
    return changed


def test_numbers_side_by_side_in_one_record_look_and_count_as_those_in_two() -> None:
    two, one = side_by_side(LOOKS, in_one_record=False), side_by_side(LOOKS, in_one_record=True)
    apart, together = inspect(two, "a.xls"), inspect(one, "a.xls")
    assert together == apart and not together.refused
    assert {flags.last_col for flags in together.sheets.values()} == {11}
    assert any(flags.styles for flags in together.sheets.values())
    assert any(flags.rounding for flags in together.sheets.values())
    assert read_workbook(one, together) == read_workbook(two, apart)


def renamed(data: bytes, old: str, new: str) -> bytes:
    """The file with one of its streams under another name."""
    at = data.index((old + "\0").encode("utf-16-le"))
    name = (new + "\0").encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name))
    return data[:at] + entry + data[at + len(entry) :]


def test_macros_of_the_old_format_are_noted_and_nothing_is_lost() -> None:
    plain = inspect(LOOKS, "a.xls")
    report = inspect(renamed(LOOKS, "\x05DocumentSummaryInformation", "_VBA_PROJECT_CUR"), "a.xls")
    assert [one.code for one in report.findings] == ["macros_present", *(one.code for one in plain.findings)]
    assert report.sheets == plain.sheets


@pytest.mark.parametrize(
    ("stream", "code", "detail"),
    [
        ("Book", None, ""),
        ("WordDocument", "file_type_unknown", "thực chất là tệp Word"),
        ("PowerPoint Document", "file_type_unknown", "thực chất là tệp Office kiểu cũ"),
        ("EncryptedPackage", "file_encrypted", ""),
    ],
)
def test_a_file_of_old_office_is_told_by_what_it_holds(stream: str, code: str | None, detail: str) -> None:
    report = inspect(renamed(LOOKS, "Workbook", stream), "a.xls")
    found = [one for one in report.findings if one.code.startswith("file")]
    assert [(one.code, one.detail) for one in found] == ([(code, detail)] if code else [])
