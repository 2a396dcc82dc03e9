"""An .xlsx or .xlsm package: which sheets it has, and what each of its parts tells."""

import posixpath
import re
from dataclasses import replace
from functools import lru_cache
from zlib import crc32

from pipelines.intake.gate.errors import has_unknown, with_known_errors
from pipelines.intake.gate.report import FOREIGN, NOT_WHOLE, GateReport, Refused, SheetFlags
from pipelines.intake.gate.text_runs import runs_of_strings
from pipelines.intake.gate.xlsx_sheet import scan_sheet
from pipelines.intake.gate.xlsx_styles import read_styles
from pipelines.intake.gate.xml_tags import attributes
from pipelines.intake.gate.zip_parts import LARGE_PART, Entry, inflate, store
from schemas.findings import Finding

# Every cell that shows a shared string gets its own copy, so one long string in many cells is a bomb that
# no ratio betrays.
MAX_TEXT = 1024 * 1024 * 1024
_LONG_STRINGS = 100_000

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.IGNORECASE)
_LEGACY_FONT = re.compile(rb"[\"'](?:\.vn|vni[- ])", re.IGNORECASE)


def inspect_xlsx(data: bytes, entries: dict[str, Entry]) -> GateReport:
    """Flags of every worksheet. Raises Refused for what no parser may see."""
    parts: dict[str, bytes | bytearray] = {}
    for name, entry in entries.items():
        content = inflate(data, entry)
        if name.endswith((".xml", ".rels")):
            refuse_tricks(content)
            parts[name] = content
    if "xl/workbook.xml" not in parts:
        raise Refused("file_unreadable", FOREIGN)

    macros = any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in entries)
    report = GateReport("xlsm" if macros else "xlsx")
    if macros:
        report.findings.append(Finding("macros_present"))
    if any(name.startswith("xl/externallinks/") for name in entries):
        report.findings.append(Finding("external_links"))
    if any(name.startswith(("xl/comments", "xl/threadedcomments/")) for name in entries):
        report.findings.append(Finding("comments_present"))
    styles = read_styles(bytes(parts.get("xl/styles.xml", b"")))
    strings = parts.get("xl/sharedstrings.xml", b"")
    if b"!" in strings and b"![CDATA[" in strings:
        raise Refused("file_unreadable", FOREIGN)
    marks = b"strike" in strings or b"vertAlign" in strings
    marks = marks or any(look.crossed_out for look in styles.looks.values())
    texts = runs_of_strings(strings) if marks else {}
    fonts_in_texts = b"rFont" in strings
    is_old = bool(styles.old_fonts or (fonts_in_texts and _LEGACY_FONT.search(strings)))

    cells = 0
    changed: dict[str, bytes] = {}
    book, relations = (
        parts["xl/workbook.xml"],
        parts.get("xl/_rels/workbook.xml.rels", b""),
    )
    for sheet, part in _sheet_parts(bytes(book), bytes(relations)):
        xml = parts.get(part)
        if xml is None:
            raise Refused("file_damaged", NOT_WHOLE)
        flags, errors = scan_sheet(xml, sheet, styles, texts)
        fonts_in_texts = fonts_in_texts or (is_old and b"rFont" in xml)
        report.sheets[sheet] = flags
        report.findings += sheet_findings(sheet, flags, errors)
        if errors and has_unknown(errors.values()):
            changed[part] = with_known_errors(xml)
        cells += xml.count(b'"s"') if len(strings) > _LONG_STRINGS else 0
    report.fonts_in_texts = is_old and fonts_in_texts
    if cells and cells * max(map(len, strings.split(b"</si>"))) > MAX_TEXT:
        raise Refused("file_too_large", f"một đoạn chữ rất dài lặp lại ở {cells} ô")
    if all(flags.last_row < 0 for flags in report.sheets.values()):
        raise Refused("file_empty")
    report.inspected = _for_the_parser(entries, parts, changed)
    return report


def _for_the_parser(
    entries: dict[str, Entry], parts: dict[str, bytes | bytearray], changed: dict[str, bytes]
) -> bytes:
    """The parts that were inspected, for a parser that would inflate them once more, and might see other parts in the
    file than the gate has seen.

    Large workbooks are read as they came: standing in memory twice, uncompressed, they would take too much of it. So
    are those with names beyond ASCII, which zip readers decode each in its own way. The parser would read neither where
    a part had to be `changed` for it.
    """
    needed = [(entries[name], content) for name, content in parts.items() if name not in changed]
    for name, content in changed.items():
        needed.append((replace(entries[name], size=len(content), crc=crc32(content)), content))
    small = changed or sum(entry.size for entry, _ in needed) <= LARGE_PART
    return store(needed) if small and all(entry.name.isascii() for entry, _ in needed) else b""


def sheet_findings(sheet: str, flags: SheetFlags, errors: dict[str, str]) -> list[Finding]:
    """The findings of one sheet of any format; `errors` holds the error text by A1 address."""
    found = [Finding("hidden_rows", sheet)] if flags.hidden_rows else []
    found += [Finding("error_cell", sheet, cell, text) for cell, text in errors.items()]
    found += [Finding("formula_without_value", sheet, cell) for cell in flags.uncalculated]
    return found


def refuse_tricks(content: bytes | bytearray) -> None:
    """Raise Refused for XML that searching bytes cannot judge: entities, or another encoding than UTF-8."""
    if b"!" in content and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        raise Refused("file_unreadable", FOREIGN)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<") or _ENCODING.match(content, 0, 200):
        raise Refused("file_unreadable", FOREIGN)


@lru_cache(maxsize=64)
def _sheet_parts(book: bytes, relations: bytes) -> list[tuple[str, str]]:
    """(sheet name, lower-case part name) of each worksheet; chart and dialogue sheets have no cells.

    Remembered, since workbooks made from one template agree here byte for byte.
    """
    targets: dict[str, str] = {}
    for tag in _RELATION.findall(relations):
        relation = attributes(tag)
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith(("/", "xl/")) else "xl/" + target
            targets[relation.get("Id", "")] = posixpath.normpath(path).lower()
    found: list[tuple[str, str]] = []
    for tag in _SHEET.findall(book):
        sheet = attributes(tag)
        key = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        if key in targets:
            found.append((sheet.get("name", ""), targets[key]))
    return found
