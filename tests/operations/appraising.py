"""An appraisal sheet as a person works on it: cells found by what can be seen, filled in, saved."""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

# The heading of each column that is filled in, as printed.
HEADINGS = {
    "points": ("Điểm", "Điểm đề nghị"),
    "reason": ("Lý do", "Nội dung giải trình"),
    "number": ("Số văn bản",),
    "date": ("Ngày văn bản",),
    "title": ("Tên tài liệu kiểm chứng",),
    "until": ("Miễn đến ngày",),
}
ROUNDS = """
[[round]]
round = "tham_dinh_1"
opens = 2022-01-05
closes = 2022-01-20

[[round]]
round = "giai_trinh"
opens = 2022-01-21
closes = 2022-01-31

[[round]]
round = "tham_dinh_2"
opens = 2022-02-01
closes = 2022-02-10
"""


def with_appraisals(campaign: Path) -> None:
    """Gives a copy of the sample campaign two appraisals and an explanation between them."""
    file = campaign / "campaign.toml"
    text = file.read_text(encoding="utf-8")
    assert 'takes = ["huyen_cham"]' in text
    text = text.replace('takes = ["huyen_cham"]', 'takes = ["tham_dinh_2", "tham_dinh_1"]')
    file.write_text(text + ROUNDS, encoding="utf-8")


class Desk:
    """One sheet open on the analyst's desk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Workbook = load_workbook(path)
        self.sheet: Worksheet = self.book["Phiếu"]
        head = next(row for row in self.sheet.iter_rows() if row[0].value == "Đơn vị")
        self.first = head[0].row + 1
        self.columns = {str(cell.value): cell.column for cell in head if cell.value}

    @property
    def rows(self) -> dict[tuple[str, str], int]:
        """The row of each (unit, criterion) as they stand on the sheet."""
        found = {}
        for row in range(self.first, self.sheet.max_row + 1):
            name, code = self.sheet.cell(row, 1).value, self.sheet.cell(row, 2).value
            if name and code:
                found[str(name), str(code)] = row
        return found

    def shown(self, unit: str, code: str, heading: str) -> object:
        """What a column shows of one row."""
        return self.sheet.cell(self.rows[unit, code], self.columns[heading]).value

    def address(self, unit: str, code: str, what: str) -> str:
        """The address of a cell to fill in."""
        return str(self.sheet.cell(self.rows[unit, code], self._column(what)).coordinate)

    def fill(self, unit: str, code: str, **values: object) -> "Desk":
        """Types values into the cells of one row."""
        for what, value in values.items():
            self.sheet.cell(self.rows[unit, code], self._column(what)).value = value
        return self

    def fill_all(self, values: Mapping[str, object]) -> "Desk":
        """Types the same into every row."""
        for unit, code in self.rows:
            self.fill(unit, code, **values)
        return self

    def save(self, path: Path | None = None) -> Path:
        """Saves the workbook, in its place unless told."""
        self.book.save(path or self.path)
        return path or self.path

    def _column(self, what: str) -> int:
        return next(self.columns[heading] for heading in HEADINGS[what] if heading in self.columns)


def saved_by_libreoffice(path: Path, folder: Path, kind: str = "xlsx") -> Path:
    """The workbook opened and saved by another program, in `folder`."""
    # A profile of its own: another LibreOffice on the machine must not be asked to do the work.
    profile = Path(tempfile.gettempdir()) / "bangdiem-libreoffice"
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(folder), str(path)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
    )
    return folder / f"{path.stem}.{kind}"
