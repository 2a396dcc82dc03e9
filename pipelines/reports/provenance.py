"""Where each figure came from (nguồn số liệu): unit, form, item, value, and the file, sheet and cell it
stood in.
"""

from dataclasses import dataclass
from pathlib import Path

from pipelines.reports.listing import ListColumn, Listing, write_listings
from pipelines.reports.page import UNMARKED, Marks

_COLUMNS = {
    "unit": ListColumn("Đơn vị", 44),
    "form": ListColumn("Biểu", 25),
    "item": ListColumn("Mã", 16, "center"),
    "label": ListColumn("Chỉ tiêu, tiêu chí", 62),
    # No number format, since a document's number here needs a second line sooner than it may be cut off.
    "value": ListColumn("Giá trị", 30, "right"),
    "path": ListColumn("Tệp", 56),
    "sheet": ListColumn("Trang tính", 24),
    "cell": ListColumn("Ô", 12, "center"),
    "typed": ListColumn("Nguyên văn", 28),
    "note": ListColumn("Ghi chú", 24),
}


@dataclass(frozen=True)
class ProvenanceContent:
    """The figures of one block; `title` and `below` (lines under it) say which block and period.

    `rows` is an Arrow stream, which costs next to nothing to send to another process: text columns unit, form, item,
    label, path, sheet, cell, typed and note, a decimal `value`, and a `text` that is shown where there is no value.
    Columns of whole numbers among these hold places (from 0) in the list that bears their name in `names`, an Arrow
    stream of one row.
    """

    title: str
    rows: bytes
    names: bytes
    below: tuple[str, ...] = ()
    marks: Marks = UNMARKED


def write_provenance(path: Path, content: ProvenanceContent) -> None:
    """Write one sheet with a row for each figure. Raises OutputBusy when `path` is open in Excel."""
    from pipelines.reports.provenance_rows import coded_rows

    listing = Listing(
        "Nguồn số liệu",
        content.title,
        tuple(_COLUMNS.values()),
        coded_rows(content.rows, content.names, tuple(_COLUMNS)),
        content.below,
        "Chưa có số liệu.",
        frozen_columns=1,
    )
    write_listings(path, content.title, [listing], content.marks)
