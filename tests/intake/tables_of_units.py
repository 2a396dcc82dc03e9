"""A district's points as a sheet, for tests that change one line of it."""

from collections.abc import Sequence

from pipelines.intake.submissions.file_reading import FileReading
from tests.intake.small_campaign import small_reader
from tests.intake.test_forms_accounts import workbook

READER = small_reader()
Row = Sequence[object]
LETTERHEAD: Row = ["UBND HUYỆN NGHI XUÂN"]
TITLE: Row = ["PHỤ LỤC IB NĂM 2021"]
LETTER: Row = ["(Kèm theo Báo cáo số 31/BC-UBND ngày 15/11/2021)"]
TOP: tuple[Row, ...] = (LETTERHEAD, TITLE, LETTER)
HEADINGS: Row = ["TT", "Tên đơn vị", "Tiêu chí 7.2.1", "Tiêu chí 7.2.2", "Tiêu chí 7.2.3", "Tổng điểm"]
XUAN_AN: Row = ["1", "Thị trấn Xuân An", "0,5", "0,5", "1", "2"]
CO_DAM: Row = ["2", "Xã Cổ Đạm", "0,5", "0,25", "1", "1,75"]
XUAN_LIEN: Row = ["3", "Xã Xuân Liên", "0,25", "0,5", "1", "1,75"]
UNITS: tuple[Row, ...] = (XUAN_AN, CO_DAM, XUAN_LIEN)


def read(*rows: Row, **more: Sequence[Row]) -> FileReading:
    """The reading of a sheet with these rows, and of more sheets."""
    sheets = {"PL IB": [list(row) for row in rows]}
    sheets |= {name: [list(row) for row in of_sheet] for name, of_sheet in more.items()}
    return READER.read(workbook(sheets), "a.xlsx", "0" * 64)


def codes(reading: FileReading) -> list[str]:
    """The codes of its findings, in order."""
    return [finding.code for _, _, finding in reading.findings]


def totals(reading: FileReading) -> dict[str, str]:
    """The usable totals by unit."""
    facts = (fact for _, _, facts in reading.facts for fact in facts)
    return {str(fact.unit): fact.typed for fact in facts if fact.kind == "total" and fact.usable}
