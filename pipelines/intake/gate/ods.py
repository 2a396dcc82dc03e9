"""An .ods package: one pass of expat over content.xml, since its repeats make addresses by counting."""

import re
from pyexpat import ExpatError, ParserCreate

from pipelines.intake.address import a1
from pipelines.intake.gate.ods_styles import OdsStyles
from pipelines.intake.gate.report import (
    NOT_WHOLE,
    Area,
    CellStyle,
    GateReport,
    Refused,
    SheetFlags,
    refuse_wide_sheet,
)
from pipelines.intake.gate.text_runs import Marks, Run, marks_of, note_marks
from pipelines.intake.gate.xlsx import refuse_tricks, sheet_findings
from pipelines.intake.gate.zip_parts import Entry, inflate
from schemas.findings import Finding

_COLUMNS, _STYLE = "table:number-columns-repeated", "table:default-cell-style-name"
_MOST_NOTED = 1_000_000
_ERROR = re.compile(r"#(?:N/A|[A-Z/0]+[!?])|Err:\d+")


class _ContentReader:
    """Follows content.xml; cells get their address from the repeat counts, an empty one is only skipped."""

    def __init__(self, styles: OdsStyles) -> None:
        self.styles = styles
        self.sheets: dict[str, SheetFlags] = {}
        self.errors: dict[str, dict[str, str]] = {}
        self.sheet = ""
        self.flags = SheetFlags()
        self.row = self.column = 0
        self.row_repeat = 1
        self.row_hidden = self.row_filled = False
        self.cell: dict[str, str] | None = None
        self.text: list[str] = []
        self.is_shown = False
        self.notes = self.noted = 0
        self.merges: list[Area] = []
        self.row_style = ""
        self.column_styles: list[tuple[int, int, str]] = []
        self.runs: list[Run] = []
        self.look_of_text: list[tuple[bool | None, bool]] = [(None, False)]
        self.has_other_ground = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.sheet, self.flags, self.row = (
                attributes.get("table:name", ""),
                SheetFlags(),
                0,
            )
            self.sheets[self.sheet] = self.flags
            self.errors[self.sheet] = {}
            self.column, self.merges, self.column_styles = 0, [], []
            self.flags.merges, self.has_other_ground = self.merges, False
        elif tag == "table:table-column":
            first, self.column = self.column, self.column + int(attributes.get(_COLUMNS, "1"))
            if attributes.get("table:visibility", "visible") != "visible":
                self.flags.hidden_columns.append((first, self.column - 1))
            if self.styles.look(style := attributes.get(_STYLE, "")):
                self.column_styles.append((first, self.column - 1, style))
        elif tag == "table:table-row":
            self.column, self.row_repeat = (
                0,
                int(attributes.get("table:number-rows-repeated", "1")),
            )
            self.row_hidden = attributes.get("table:visibility", "visible") != "visible"
            self.row_filled, self.row_style = False, attributes.get(_STYLE, "")
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.cell, self.text, self.is_shown, self.runs = attributes, [], False, []
        elif tag in ("text:p", "text:span"):
            self.is_shown = self.is_shown or (self.cell is not None and not self.notes)
            if self.styles.marks_texts:
                struck, raised = self.styles.run(attributes.get("text:style-name", ""))
                above = self.look_of_text[-1]
                self.look_of_text.append((above[0] if struck is None else struck, raised or above[1]))
        elif tag == "office:annotation":
            self.notes += 1
        elif tag == "calcext:conditional-format":
            self.has_other_ground = True
        else:
            self.styles.start(tag, attributes)

    def characters(self, text: str) -> None:
        if self.cell is not None and not self.notes:
            self.text.append(text)
            if self.styles.marks_texts:
                self.runs.append(Run(text, *self.look_of_text[-1]))

    def end(self, tag: str) -> None:
        if tag == "office:annotation":
            self.notes -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._note_cell(self.cell, "".join(self.text).strip())
            self.cell = None
        elif tag == "table:table-row":
            self.flags.hidden_rows |= self.row_hidden and self.row_filled
            self.row += self.row_repeat
        elif tag in ("text:p", "text:span") and len(self.look_of_text) > 1:
            self.look_of_text.pop()
        elif tag == "table:table" and self.has_other_ground:
            styles = self.flags.styles
            self.flags.styles = {place: style._replace(white=False) for place, style in styles.items()}
        elif tag == "style:style":
            self.styles.end(tag)

    def _marks(self, look: CellStyle | None) -> Marks | None:
        """What the parts of the cell's text say, if any looks otherwise than the cell."""
        if not self.runs or not (look or any(run.struck or run.raised for run in self.runs)):
            return None
        return marks_of(self.runs, bool(look and look.crossed_out))

    def _style_of(self, cell: dict[str, str], column: int) -> str:
        """The name of a cell's style: its own, or its row's, or its column's, if those are special."""
        own = cell.get("table:style-name") or self.row_style
        if own or not self.column_styles:
            return own
        return next((style for first, last, style in self.column_styles if first <= column <= last), "")

    def _note_cell(self, cell: dict[str, str], text: str) -> None:
        repeat = int(cell.get(_COLUMNS, "1"))
        first, self.column = self.column, self.column + repeat
        formula, kind = "table:formula" in cell, cell.get("office:value-type")
        if not (formula or text or (kind is not None and kind != "string")):
            return
        self.row_filled = True
        last_row, last_col = self.row + self.row_repeat - 1, self.column - 1
        refuse_wide_sheet(self.sheet, last_row, last_col)
        flags = self.flags
        flags.last_row, flags.last_col = (
            max(flags.last_row, last_row),
            max(flags.last_col, last_col),
        )
        refuse_wide_sheet(self.sheet, flags.last_row, flags.last_col)
        is_error = cell.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(text))
        uncalculated = formula and kind is None and not text
        wide, high = (int(cell.get(f"table:number-{what}-spanned", "1")) for what in ("columns", "rows"))
        if wide > 1 or high > 1:
            self.merges.append(Area(self.row, first, self.row + high - 1, first + wide - 1))
        # Without a paragraph the file does not say what is shown.
        number = kind in ("float", "currency") and self.is_shown and text != cell.get("office:value")
        number = number or (kind == "date" and self.is_shown)
        look = self.styles.look(self._style_of(cell, first))
        marks = self._marks(look)
        if not (formula or is_error or kind == "percentage" or number or look or marks):
            return
        places = (last_row - self.row + 1) * (last_col - first + 1)
        flags.formulas += formula * places
        if not (is_error or uncalculated or kind == "percentage" or number or look or marks):
            return
        self.noted += places
        if self.noted > _MOST_NOTED:
            # A few bytes can repeat one cell five million times, each to be told of.
            raise Refused("file_too_large", "một ô lặp lại hơn một triệu lần")
        for row in range(self.row, last_row + 1):
            for column in range(first, last_col + 1):
                if is_error:
                    self.errors[self.sheet][a1(row, column)] = text
                elif uncalculated:
                    flags.uncalculated.append(a1(row, column))
                elif kind == "percentage":
                    flags.percents.add((row, column))
                elif number:
                    flags.shown[row, column] = text
                if look:
                    flags.styles[row, column] = look
                if marks:
                    note_marks(flags, (row, column), marks)


def _walk(xml: bytes | bytearray, reader: _ContentReader | OdsStyles) -> None:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    if isinstance(reader, _ContentReader):
        parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(bytes(xml), True)
    except (ExpatError, ValueError) as problem:
        raise Refused("file_damaged", NOT_WHOLE) from problem


def inspect_ods(data: bytes, entries: dict[str, Entry]) -> GateReport:
    """Flags of every table of an OpenDocument spreadsheet. Raises Refused for what no parser may see."""
    parts = {name: inflate(data, entry) for name, entry in entries.items()}
    if b"encryption-data" in parts.get("meta-inf/manifest.xml", b"") or "encrypted-package" in parts:
        raise Refused("file_encrypted")
    if "content.xml" not in parts:
        raise Refused("file_damaged", NOT_WHOLE)
    for name, content in parts.items():
        if name.endswith(".xml"):
            refuse_tricks(content)
    styles = OdsStyles()
    _walk(parts.get("styles.xml", b"<none/>"), styles)
    reader = _ContentReader(styles)
    _walk(parts["content.xml"], reader)
    report = GateReport("ods", sheets=reader.sheets)
    if any(name.startswith("basic/") and name.endswith(".xml") for name in entries):
        report.findings.append(Finding("macros_present"))
    if b"table:table-source" in parts["content.xml"] or b"'file:" in parts["content.xml"]:
        report.findings.append(Finding("external_links"))
    if b"<office:annotation" in parts["content.xml"]:
        report.findings.append(Finding("comments_present"))
    for sheet, flags in reader.sheets.items():
        flags.error_cells = list(reader.errors[sheet])
        report.findings += sheet_findings(sheet, flags, reader.errors[sheet])
    if all(flags.last_row < 0 for flags in report.sheets.values()):
        raise Refused("file_empty")
    return report
