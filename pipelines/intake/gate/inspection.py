"""The gate: what a received file is and whether a parser may see it, told from its bytes alone.

Nothing is run, followed or written. Any bytes give a report; a fault of the file is a finding in it.
"""

import logging
import re

from pipelines.intake.gate.csv_text import read_rows
from pipelines.intake.gate.ods import inspect_ods
from pipelines.intake.gate.report import FOREIGN, GateReport, Kind, Refused, SheetFlags
from pipelines.intake.gate.xlsx import inspect_xlsx
from pipelines.intake.gate.zip_parts import inflate, read_entries
from schemas.findings import Finding

__all__ = ["GateReport", "Kind", "SheetFlags", "inspect"]

# A workbook of a commune is 15 kB and one with scanned pages pasted in a few MB.
MAX_FILE = 64 * 1024 * 1024

_SHEETS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".ods", ".xlsb", ".et"))
_LETTERS = frozenset((".pdf", ".docx", ".doc", ".docm", ".rtf", ".odt"))
_ARCHIVES = frozenset((".zip", ".rar", ".7z", ".gz"))
_CSV = frozenset((".csv", ".tsv"))
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\3\4"
_EMPTY_ZIP = b"PK\5\6"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "not_read_letter", "PDF"),
    (b"{\\rtf", "not_read_letter", "RTF"),
    (b"Rar!\x1a\x07", "not_read_archive", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "not_read_archive", "7z"),
    (b"\x1f\x8b", "not_read_archive", "gzip"),
    (b"\x89PNG", "not_read_other", "ảnh PNG"),
    (b"\xff\xd8\xff", "not_read_other", "ảnh JPEG"),
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|head|body|meta|style)",
    re.IGNORECASE,
)


def inspect(data: bytes, name: str) -> GateReport:
    """The report on one received file; never raises. `name` is the file's name, used only where the content
    does not decide: a lock file, a CSV, and whether the sender meant a workbook."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, extension = name.rpartition(".")
    try:
        return _inspect(data, name, dot + extension.lower() if stem else "")
    except Refused as refusal:
        return GateReport("not_read", [refusal.finding])
    except Exception:
        # One file must never stop the others; the log keeps what a message to the sender cannot say.
        logging.getLogger(__name__).exception("the gate failed on %s", name)
        return GateReport("not_read", [Finding("file_unreadable", detail=FOREIGN)])


def _inspect(data: bytes, name: str, suffix: str) -> GateReport:
    if name.startswith(("~$", ".~lock.")):
        return GateReport("not_read", [Finding("not_read_lock")])
    if not data:
        raise Refused("file_empty")
    if len(data) > MAX_FILE:
        raise Refused(
            "file_too_large", f"{len(data) // 1_000_000} MB, chỉ nhận đến {MAX_FILE // 1_000_000} MB"
        )
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _inspect_zip(data, suffix)
    if data.startswith(_OLE):
        return _inspect_ole(data, suffix)
    for signature, code, what in _SIGNATURES:
        if data.startswith(signature):
            return _not_a_workbook(code, what, suffix)
    if _MARKUP.match(data, 0, 200):
        return _not_a_workbook("not_read_other", "trang web (HTML, XML)", suffix)
    if suffix in _CSV:
        read_rows(data)
        return GateReport("csv")
    if suffix in _LETTERS:
        return _not_a_workbook("not_read_letter", suffix, suffix)
    if suffix in _ARCHIVES:
        return _not_a_workbook("not_read_archive", suffix, suffix)
    return _not_a_workbook("not_read_other", suffix or "không có đuôi", suffix)


def _not_a_workbook(code: str, what: str, suffix: str) -> GateReport:
    """Only noted, unless the name promises a workbook: then the sender must hear that it is none."""
    if suffix in _SHEETS or suffix in _CSV:
        raise Refused(
            "file_type_unknown",
            f"thực chất là tệp {what}" if what != suffix else "không nhận ra loại tệp",
        )
    return GateReport("not_read", [Finding(code, detail=what)])


def _inspect_zip(data: bytes, suffix: str) -> GateReport:
    try:
        entries = read_entries(data)
    except Refused:
        if suffix in _ARCHIVES:
            return _not_a_workbook("not_read_archive", "ZIP", suffix)
        if suffix in _LETTERS:
            return _not_a_workbook("not_read_letter", suffix, suffix)
        raise
    if "xl/workbook.xml" in entries:
        return inspect_xlsx(data, entries)
    if "xl/workbook.bin" in entries:
        raise Refused("file_binary_workbook")
    if "word/document.xml" in entries:
        return _not_a_workbook("not_read_letter", "Word", suffix)
    if "ppt/presentation.xml" in entries:
        return _not_a_workbook("not_read_other", "PowerPoint", suffix)
    mimetype = inflate(data, entries["mimetype"]) if "mimetype" in entries else b""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return inspect_ods(data, entries)
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return _not_a_workbook("not_read_letter", "OpenDocument", suffix)
    content_types = entries.get("[content_types].xml")
    if content_types is not None and b"spreadsheetml" in inflate(data, content_types):
        raise Refused("file_unreadable", FOREIGN)
    return _not_a_workbook("not_read_archive", "ZIP", suffix)


def _inspect_ole(data: bytes, suffix: str) -> GateReport:
    # Imported here because few files are of this old kind.
    from pipelines.intake.gate.ole import open_container
    from pipelines.intake.gate.xls import inspect_xls

    try:
        container = open_container(data)
    except Refused:
        if suffix in _LETTERS:
            return _not_a_workbook("not_read_letter", suffix, suffix)
        raise
    with container:
        if container.exists("EncryptedPackage"):
            raise Refused("file_encrypted")
        for stream in ("Workbook", "Book"):
            if container.exists(stream):
                return inspect_xls(container, stream)
        if container.exists("WordDocument"):
            return _not_a_workbook("not_read_letter", "Word", suffix)
    return _not_a_workbook("not_read_other", "Office kiểu cũ", suffix)
