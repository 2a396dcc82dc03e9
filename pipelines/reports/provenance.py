"""Where each figure came from (nguồn số liệu): unit, form, item, value, and the file, sheet and cell it
stood in.
"""

from dataclasses import dataclass
from pathlib import Path

from pipelines.reports.bulk_sheet import CodedRows
from pipelines.reports.listing import ListColumn, Listing, write_listings
from pipelines.reports.page import UNMARKED, Marks

_COLUMNS = (
    ListColumn("Đơn vị", 42),
    ListColumn("Biểu", 20),
    ListColumn("Mã", 30),
    ListColumn("Chỉ tiêu", 62),
    ListColumn("Giá trị", 20, "right", "General"),
    ListColumn("Tệp", 56),
    ListColumn("Trang tính", 24),
    ListColumn("Ô", 12, "center"),
    ListColumn("Nguyên văn", 24),
    ListColumn("Ghi chú", 24),
)


@dataclass(frozen=True)
class ProvenanceContent:
    """The figures of one block; `title` and `below` (lines under it) say which block and period.

    `rows` holds ten columns: unit, form, item, label, value, file, sheet, cell, as typed, note.
    """

    title: str
    rows: CodedRows
    below: tuple[str, ...] = ()
    marks: Marks = UNMARKED


def write_provenance(path: Path, content: ProvenanceContent) -> None:
    """Write one sheet with a row for each figure. Raises OutputBusy when `path` is open in Excel."""
    listing = Listing(
        "Nguồn số liệu",
        content.title,
        _COLUMNS,
        content.rows,
        content.below,
        "Chưa có số liệu.",
        frozen_columns=1,
    )
    write_listings(path, content.title, [listing], content.marks)
