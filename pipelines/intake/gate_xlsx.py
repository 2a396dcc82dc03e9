"""An .xlsx or .xlsm package: which sheets it has, and what each of its parts tells."""

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from pipelines.intake.gate_report import GateReport, Refused, SheetFlags
from pipelines.intake.gate_sheet import NO_FONTS, scan_sheet
from pipelines.intake.gate_zip import LARGE_PART, Entry, inflate, store
from pipelines.intake.legacy_fonts import encoding_of_font
from schemas.findings import Finding

# Every cell that shows a shared string gets its own copy, so one long string in many cells is a bomb that
# no ratio betrays.
MAX_TEXT = 1024 * 1024 * 1024
_LONG_STRINGS = 100_000

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]{1,64})\s{0,8}=\s{0,8}(?:\"([^\"]*)\"|'([^']*)')")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.IGNORECASE)
_LEGACY_FONT = re.compile(rb"[\"'](?:\.vn|vni[- ])", re.IGNORECASE)
_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_CELL_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)>")
_FONT = re.compile(rb"<(?:\w+:)?font(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_FONT_NAME = re.compile(rb"<(?:\w+:)?name\s([^<>]*)>")
_NOT_SCALING = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def inspect_xlsx(data: bytes, entries: dict[str, Entry]) -> GateReport:
    """Flags of every worksheet. Raises Refused for what no parser may see."""
    parts: dict[str, bytes | bytearray] = {}
    for name, entry in entries.items():
        content = inflate(data, entry)
        if name.endswith((".xml", ".rels")):
            refuse_tricks(entry.name, content)
            parts[name] = content
    if "xl/workbook.xml" not in parts:
        raise Refused("file_unreadable", "tệp bảng tính có cấu trúc lạ")

    macros = any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in entries)
    report = GateReport("xlsm" if macros else "xlsx")
    if macros:
        report.findings.append(Finding("macros_present"))
    if any(name.startswith("xl/externallinks/") for name in entries):
        report.findings.append(Finding("external_links"))
    styles = parts.get("xl/styles.xml", b"")
    strings = parts.get("xl/sharedstrings.xml", b"")
    if b"!" in strings and b"![CDATA[" in strings:
        raise Refused("file_unreadable", "chữ ghi bằng CDATA")
    if b"strike" in strings or b"vertAlign" in strings:
        report.strings = bytes(strings)
    percents = _percent_styles(bytes(styles))
    old_fonts = _old_fonts(bytes(styles)) if _LEGACY_FONT.search(styles) else NO_FONTS
    fonts_in_texts = b"rFont" in strings
    is_old = bool(old_fonts or (fonts_in_texts and _LEGACY_FONT.search(strings)))

    cells = 0
    book, relations = (
        parts["xl/workbook.xml"],
        parts.get("xl/_rels/workbook.xml.rels", b""),
    )
    for sheet, part in _sheet_parts(bytes(book), bytes(relations)):
        xml = parts.get(part)
        if xml is None:
            raise Refused("file_damaged", f"thiếu phần {part}")
        flags, errors = scan_sheet(xml, sheet, percents, old_fonts)
        fonts_in_texts = fonts_in_texts or (is_old and b"rFont" in xml)
        report.sheets[sheet] = flags
        report.findings += sheet_findings(sheet, flags, errors)
        cells += xml.count(b'"s"') if len(strings) > _LONG_STRINGS else 0
    report.fonts_in_texts = is_old and fonts_in_texts
    if cells and cells * max(map(len, strings.split(b"</si>"))) > MAX_TEXT:
        raise Refused("file_too_large", f"chữ lặp lại trong {cells} ô")
    if all(flags.last_row < 0 for flags in report.sheets.values()):
        raise Refused("file_empty")
    report.inspected = _for_the_parser(entries, parts)
    return report


def _for_the_parser(entries: dict[str, Entry], parts: dict[str, bytes | bytearray]) -> bytes:
    """The parts that were inspected, for a parser that would inflate them once more, and might see other parts in the
    file than the gate has seen.

    Large workbooks are read as they came: standing in memory twice, uncompressed, they would take too much of it. So
    are those with names beyond ASCII, which zip readers decode each in its own way.
    """
    needed = [(entries[name], content) for name, content in parts.items()]
    small = sum(entry.size for entry, _ in needed) <= LARGE_PART
    return store(needed) if small and all(entry.name.isascii() for entry, _ in needed) else b""


def sheet_findings(sheet: str, flags: SheetFlags, errors: dict[str, str]) -> list[Finding]:
    """The findings of one sheet of any format; `errors` holds the error text by A1 address."""
    found = [Finding("hidden_rows", sheet)] if flags.hidden_rows else []
    found += [Finding("error_cell", sheet, cell, text) for cell, text in errors.items()]
    found += [Finding("formula_without_value", sheet, cell) for cell in flags.uncalculated]
    return found


def refuse_tricks(name: str, content: bytes | bytearray) -> None:
    """Raise Refused for XML that searching bytes cannot judge: entities, or another encoding than UTF-8."""
    if b"!" in content and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        raise Refused("file_unreadable", f"phần {name} có khai báo DTD")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<") or _ENCODING.match(content, 0, 200):
        raise Refused("file_unreadable", f"phần {name} không ghi bằng UTF-8")


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


def attributes(tag: bytes | bytearray) -> dict[str, str]:
    """The attributes of an XML tag, references resolved; the last of two equal ones wins."""
    pairs = {}
    for name, double, single in _ATTRIBUTE.findall(tag):
        value = (double or single).decode("utf-8", "replace")
        pairs[name.decode()] = _REFERENCE.sub(_resolve, value) if "&" in value else value
    return pairs


def _resolve(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED.get(match[3], match[0])
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number <= 0x10FFFF else match[0]


def percent_format(code: str) -> bool:
    """Whether a number format shows the hundredfold; a quoted or escaped percent sign only decorates."""
    return "%" in _NOT_SCALING.sub("", code)


@lru_cache(maxsize=64)
def _percent_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles that show a hundredfold with a percent sign."""
    formats = {"9", "10"}
    for tag in _NUMBER_FORMAT.findall(styles):
        declared = attributes(tag)
        if percent_format(declared.get("formatCode", "")):
            formats.add(declared.get("numFmtId", ""))
    return frozenset(number for number, style in _cell_styles(styles) if style.get("numFmtId") in formats)


@lru_cache(maxsize=64)
def _old_fonts(styles: bytes) -> dict[bytes, str]:
    """The numbers of the cell styles whose font is of before Unicode, with its name."""
    declared = _between(styles, b"fonts")
    tags = [_FONT_NAME.search(content) for content in _FONT.findall(declared)]
    names = [attributes(tag[1]).get("val", "") if tag else "" for tag in tags]
    old = {str(at): name for at, name in enumerate(names) if encoding_of_font(name) is not None}
    return {
        number: old[font]
        for number, style in _cell_styles(styles)
        if (font := style.get("fontId", "0")) in old
    }


def _cell_styles(styles: bytes) -> Iterator[tuple[bytes, dict[str, str]]]:
    """Number and attributes of each cell style; the named styles beside them have numbers of their own."""
    for number, tag in enumerate(_CELL_STYLE.findall(_between(styles, b"cellXfs"))):
        yield str(number).encode(), attributes(tag)


def _between(styles: bytes, tag: bytes) -> bytes:
    """What stands between a tag, with or without a prefix, and its end."""
    opened = re.search(rb"<(?:\w+:)?" + tag + rb"[\s>]", styles)
    return styles[opened.end() :].partition(tag + b">")[0] if opened else b""
