"""Where each figure came from (nguồn số liệu): unit, form, item, value, and the file, sheet and cell it
stood in.
"""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reports.bulk_sheet import CodedColumn, CodedRows
from pipelines.reports.listing import ListColumn, Listing, write_listings
from pipelines.reports.page import UNMARKED, Marks

_COLUMNS = {
    "unit": ListColumn("Đơn vị", 42),
    "form": ListColumn("Biểu", 20),
    "item": ListColumn("Mã", 30),
    "label": ListColumn("Chỉ tiêu", 62),
    "value": ListColumn("Giá trị", 20, "right", "General"),
    "path": ListColumn("Tệp", 56),
    "sheet": ListColumn("Trang tính", 24),
    "cell": ListColumn("Ô", 12, "center"),
    "typed": ListColumn("Nguyên văn", 24),
    "note": ListColumn("Ghi chú", 24),
}
_NO_FIGURES = pa.array([], pa.string())


@dataclass(frozen=True)
class ProvenanceContent:
    """The figures of one block; `title` and `below` (lines under it) say which block and period.

    `rows` is an Arrow stream, which costs next to nothing to send to another process: text columns unit, form, item,
    label, path, sheet, cell, typed and note, a decimal `value`, and a `text` that is shown where there is no value.
    """

    title: str
    rows: bytes
    below: tuple[str, ...] = ()
    marks: Marks = UNMARKED


def write_provenance(path: Path, content: ProvenanceContent) -> None:
    """Write one sheet with a row for each figure. Raises OutputBusy when `path` is open in Excel."""
    listing = Listing(
        "Nguồn số liệu",
        content.title,
        tuple(_COLUMNS.values()),
        _coded_rows(pa.ipc.open_stream(content.rows).read_all()),
        content.below,
        "Chưa có số liệu.",
        frozen_columns=1,
    )
    write_listings(path, content.title, [listing], content.marks)


def _coded_rows(table: pa.Table) -> CodedRows:
    columns = []
    for name in _COLUMNS:
        if name == "value":
            columns.append(_number_or_text(_coded(table["value"]), _coded(table["text"])))
        else:
            texts = _coded(table[name])
            columns.append(CodedColumn(texts.dictionary, _NO_FIGURES, texts.indices))
    return CodedRows(tuple(columns))


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    one = column.combine_chunks()
    return one if pa.types.is_dictionary(one.type) else one.dictionary_encode()


def _number_or_text(number: pa.DictionaryArray, text: pa.DictionaryArray) -> CodedColumn:
    """One column of two: the number, and where there is none, the text. Zeros that only fill up the decimals go."""
    figures = pc.utf8_rtrim(pc.utf8_rtrim(number.dictionary.cast(pa.string()), "0"), ".")
    after_texts = pc.add(number.indices, pa.scalar(len(text.dictionary), pa.int32()))
    return CodedColumn(text.dictionary, figures, pc.coalesce(after_texts, text.indices))
