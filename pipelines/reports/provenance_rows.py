"""Figures with their sources, from Arrow columns to the columns of a sheet."""

from collections.abc import Sequence

from pipelines.reports.coded_rows import CodedColumn, CodedRows
from schemas.tables.arrow import pa
from schemas.tables.arrow_functions import pc

_NO_FIGURES = pa.array([], pa.string())
_DAY, _MONTH = r"^(\d{4})-(\d\d)-(\d\d)$", r"^(\d{4})-(\d\d)$"


def coded_rows(rows: bytes, names: bytes, columns: Sequence[str]) -> CodedRows:
    """Rows and names of `ProvenanceContent`, as columns of a sheet; where there is no `value`, `text` stands."""
    table, lists = (pa.ipc.open_stream(one).read_all() for one in (rows, names))
    coded = []
    for name in columns:
        if name == "value":
            coded.append(_number_or_text(_distinct(table["value"]), _distinct(table["text"])))
            continue
        found = _distinct(table[name])
        texts = found.dictionary
        if pa.types.is_integer(texts.type):
            texts = lists[name].chunk(0).values.take(texts)
        coded.append(CodedColumn(texts, _NO_FIGURES, found.indices))
    return CodedRows(tuple(coded))


def _distinct(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return column.combine_chunks().dictionary_encode()


def _number_or_text(number: pa.DictionaryArray, text: pa.DictionaryArray) -> CodedColumn:
    """One column of two: the number, and where there is none, the text; a day as people write it. Zeros that only fill
    up the decimals go.
    """
    texts = pc.replace_substring_regex(text.dictionary, _DAY, r"\3/\2/\1")
    texts = pc.replace_substring_regex(texts, _MONTH, r"\2/\1")
    figures = pc.utf8_rtrim(pc.utf8_rtrim(number.dictionary.cast(pa.string()), "0"), ".")
    after_texts = pc.add(number.indices, pa.scalar(len(text.dictionary), pa.int32()))
    return CodedColumn(texts, figures, pc.coalesce(after_texts, text.indices))
