"""What Excel writes into an .xls and LibreOffice, which made the files of these tests, does not."""

import re
import struct

from pipelines.intake.files.workbook import read_workbook
from pipelines.intake.gate.inspection import inspect
from tests.intake.bad_files import DATA

LOOKS = (DATA / "looks.xls").read_bytes()
_NUMBER = rb"\x7e\x02\x0a\x00(....)(......)"
_NOTHING_SAID = struct.pack("<HHH", 0x5F, 2, 0)


def side_by_side(data: bytes, in_one_record: bool) -> bytes:
    """The file with every second of two numbers moved beside the first: each in a record, or both in one (MULRK)."""

    def moved(found: re.Match[bytes]) -> bytes:
        row, column = struct.unpack("<HH", found[1])
        if not in_one_record:
            beside = struct.pack("<HH", row, column + 1)
            return found[0][:18] + beside + found[4]
        record = found[1] + found[2] + found[4] + struct.pack("<H", column + 1)
        return struct.pack("<HH", 0xBD, len(record)) + record + _NOTHING_SAID

    changed, pairs = re.subn(_NUMBER + _NUMBER, moved, data, flags=re.DOTALL)
    assert pairs >= 5 and len(changed) == len(data)
    return changed


def test_numbers_side_by_side_in_one_record_look_and_count_as_those_in_two() -> None:
    two, one = side_by_side(LOOKS, in_one_record=False), side_by_side(LOOKS, in_one_record=True)
    apart, together = inspect(two, "a.xls"), inspect(one, "a.xls")
    assert together == apart and not together.refused
    assert any(flags.styles for flags in together.sheets.values())
    assert any(flags.rounding for flags in together.sheets.values())
    assert read_workbook(one, together) == read_workbook(two, apart)


def test_macros_of_the_old_format_are_noted_and_nothing_is_lost() -> None:
    # A stream of the container, renamed as Excel calls the project of its macros.
    old, new = ("\x05DocumentSummaryInformation".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le"))
    at = LOOKS.index(old)
    entry = new.ljust(64, b"\0") + struct.pack("<H", len(new) + 2)
    report = inspect(LOOKS[:at] + entry + LOOKS[at + len(entry) :], "a.xls")
    assert [one.code for one in report.findings if one.code == "macros_present"] == ["macros_present"]
    assert report.sheets == inspect(LOOKS, "a.xls").sheets
