"""A decision's folder as sheets that people edit in Excel: which sheets, which columns, and the rows of texts.

Every cell is text, as in the files: Excel would make a date of the code 7.2, and of 0,5 what its own settings say.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from schemas.criteria import bands, criterion, examples
from schemas.criteria.decision import Decision
from schemas.csv_table import CsvRow
from schemas.decimal_comma import with_comma

Row = dict[str, str]
LIST_MARK = ";"


@dataclass(frozen=True, slots=True)
class DataSheet:
    """One sheet: its name, the file that it becomes, and its columns with heading and width in mm."""

    name: str
    file: str
    columns: dict[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class HeadKey:
    """One key of decision.toml outside its lists: its section ("" at the top), its label, and what stands there."""

    section: str
    key: str
    label: str
    kind: str  # text, date, whole, list or number; a number is kept as text

    @property
    def name(self) -> str:
        """How the sheet names it: "convention.grid"."""
        return f"{self.section}.{self.key}" if self.section else self.key


ID = "id"
HEAD = (
    HeadKey("", "number", "Số quyết định", "text"),
    HeadKey("", "date", "Ngày ban hành", "date"),
    HeadKey("", "issuer", "Cơ quan ban hành", "text"),
    HeadKey("", "subject", "Trích yếu", "text"),
    HeadKey("", "notice", "Ghi chú in ở tên và mọi phụ lục", "text"),
    HeadKey("", "in_force_from", "Có hiệu lực từ ngày", "date"),
    HeadKey("", "in_force_to", "Hết hiệu lực sau ngày", "date"),
    HeadKey("", "supersedes", "Thay thế các quyết định số", "list"),
    HeadKey("convention", "grid", "Thang điểm", "number"),
    HeadKey("convention", "rounding", "Làm tròn (half_up, half_even, down)", "text"),
    HeadKey("convention", "ties", "Bằng điểm (competition, dense, average)", "text"),
    HeadKey("convention", "missing_report", "Chưa gửi báo cáo (listed_unranked, scores_zero)", "text"),
    HeadKey("convention", "not_applicable", "Không áp dụng (rescale, full, zero)", "text"),
    HeadKey("convention", "total_floor", "Tổng điểm không thấp hơn", "number"),
    HeadKey("convention", "decimals", "Số chữ số thập phân", "whole"),
    HeadKey("convention", "round_total", "Làm tròn tổng điểm (before_ranking, after_ranking)", "text"),
    HeadKey("convention", "marks", "Là quy ước, chưa có trong quyết định", "list"),
)
HEAD_SHEET = DataSheet(
    "Quyết định", "decision.toml", {"key": ("Khóa", 45), "label": ("Mục", 75), "value": ("Giá trị", 130)}
)
ANNEX_SHEET = DataSheet(
    "Phụ lục",
    "decision.toml",
    {
        "code": ("Mã", 20), "name": ("Tên phụ lục", 60), "level": ("Cấp", 25), "criterion": ("Tiêu chí gốc", 22),
        "label": ("Lĩnh vực", 70), "total": ("Tổng điểm", 18), "bonus_cap": ("Trần thưởng", 18),
        "deduction_cap": ("Trần trừ", 18), "tie_breakers": ("Xét thêm khi bằng điểm", 35),
    },
)  # fmt: skip
GRADE_SHEET = DataSheet(
    "Xếp loại", "decision.toml", {"annex": ("Phụ lục", 40), "name": ("Tên loại", 80), "from": ("Từ điểm", 40)}
)
UNKNOWN_SHEET = DataSheet(
    "Điều chưa biết",
    "decision.toml",
    {"what": ("Điều chưa biết", 80), "why": ("Vì sao", 125), "annex": ("Phụ lục (trống: mọi phụ lục)", 45)},
)
CRITERIA_SHEET = DataSheet(
    "Tiêu chí",
    criterion.FILE,
    {
        "annex": ("Phụ lục", 14), "code": ("Mã", 16), "parent": ("Thuộc tiêu chí", 16), "label": ("Tên tiêu chí", 60),
        "max_points": ("Điểm tối đa", 14), "rule": ("Cách tính", 24), "indicators": ("Chỉ tiêu (tử số)", 45),
        "denominator": ("Chỉ tiêu mẫu số", 35), "when_zero": ("Khi mẫu số bằng 0", 24), "unit": ("Đơn vị tính", 16),
        "each": ("Điểm mỗi lần", 14), "floor": ("Điểm thấp nhất", 14), "cap": ("Điểm cao nhất", 14),
        "full_from_pct": ("Từ % được điểm tối đa", 18), "zero_below_pct": ("Dưới % được 0 điểm", 18),
        "deadline": ("Hạn", 14), "applies_if": ("Chỉ áp dụng khi khác 0", 35), "evidence": ("Tài liệu kiểm chứng", 40),
        "verified_by": ("Cơ quan thẩm định", 35), "reference": ("Căn cứ", 35),
    },
)  # fmt: skip
BAND_SHEET = DataSheet(
    "Mức điểm",
    bands.FILE,
    {
        "annex": ("Phụ lục", 25), "code": ("Mã tiêu chí", 25), "level": ("Tên mức", 40), "from": ("Từ", 20),
        "below": ("Đến dưới", 20), "points": ("Điểm", 20), "lost_points": ("Điểm bị mất", 25),
        "lost_pct": ("% điểm bị mất", 25),
    },
)  # fmt: skip
EXAMPLE_SHEET = DataSheet(
    "Ví dụ",
    examples.FILE,
    {
        "annex": ("Phụ lục", 20), "code": ("Mã tiêu chí", 22), "year": ("Năm", 15), "facts": ("Số liệu", 120),
        "points": ("Điểm phải được", 25), "note": ("Ghi chú", 55),
    },
)  # fmt: skip
SHEETS = (HEAD_SHEET, ANNEX_SHEET, GRADE_SHEET, UNKNOWN_SHEET, CRITERIA_SHEET, BAND_SHEET, EXAMPLE_SHEET)


def rows_of(folder: Path, decision: Decision) -> dict[str, list[Row]]:
    """By name of sheet the rows of a decision that has been loaded from `folder` without a fault."""
    annexes = decision.annexes.values()
    rows = {sheet.name: list[Row]() for sheet in SHEETS}
    rows[HEAD_SHEET.name] = [
        {"key": ID, "label": "Thư mục (cơ quan/quyết định)", "value": decision.id},
        *({"key": one.name, "label": one.label, "value": _head_text(decision, one)} for one in HEAD),
    ]
    rows[ANNEX_SHEET.name] = [
        {
            "code": one.annex, "name": one.name, "level": one.level, "criterion": one.root, "label": one.label,
            "total": _text(one.total), "bonus_cap": _text(one.bonus_cap), "deduction_cap": _text(one.deduction_cap),
            "tie_breakers": _text(one.tie_breakers),
        }
        for one in annexes
    ]  # fmt: skip
    rows[GRADE_SHEET.name] = [
        {"annex": one.annex, "name": grade.name, "from": _text(grade.start)}
        for one in annexes
        for grade in one.grades
    ]
    rows[UNKNOWN_SHEET.name] = [
        {"what": one.what, "why": one.why, "annex": one.annex} for one in decision.unknowns
    ]
    for sheet, read in (
        (CRITERIA_SHEET, criterion.read_rows),
        (BAND_SHEET, bands.read_rows),
        (EXAMPLE_SHEET, examples.read_rows),
    ):
        rows[sheet.name] = [_row(row, sheet) for row in read(folder / sheet.file)]
    return rows


def _row(row: CsvRow, sheet: DataSheet) -> Row:
    return {column: row.get(column, "") for column in sheet.columns}


def _head_text(decision: Decision, one: HeadKey) -> str:
    return _text(getattr(decision.convention if one.section else decision, one.key))


def _text(value: object) -> str:
    """A value as an office types it: 11/10/2021, 0,25, a; b."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f"{LIST_MARK} ".join(value)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return with_comma(value) if isinstance(value, Decimal) else str(value)
