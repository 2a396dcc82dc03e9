"""What an appraisal sheet is made from, and the columns it is drawn in."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.reports.page import UNMARKED, Marks
from schemas.forms.appraisal import AGREE, GIVEN, HIDDEN, NOT_APPLICABLE, WAIVED


@dataclass(frozen=True)
class Entered:
    """What stands in the cells to fill in; `points` a number, one of the words, or None for an empty cell."""

    points: Decimal | str | None = None
    reason: str = ""
    evidence_number: str = ""
    evidence_date: str = ""
    evidence_title: str = ""
    until: str = ""


@dataclass(frozen=True)
class AppraisalRow:
    """One criterion of one unit. `given` has, for each round of the sheet, a number, a word or None; `base` is the
    place in `given` of the points to compare with, or None. `grid` are the points that may be chosen, () for any.
    """

    unit: str
    name: str
    criterion: str
    label: str
    max_points: Decimal | None
    given: tuple[Decimal | str | None, ...]
    base: int | None
    stake: Decimal | None
    remarks: str
    shown: str
    grid: tuple[Decimal, ...]
    entered: Entered = Entered()


@dataclass(frozen=True)
class AppraisalSheet:
    """One block's sheet. `rounds` names the columns of given points with their headings; `heading` stands over the
    cells to fill in; `head` is what the hidden sheet says of campaign, round and block; `explains` asks units for
    explanations instead of appraisals.
    """

    label: str
    titles: tuple[str, ...]
    below: tuple[str, ...]
    heading: str
    rounds: Mapping[str, str]
    rows: tuple[AppraisalRow, ...]
    head: Mapping[str, str]
    notes: tuple[str, ...]
    places: int
    explains: bool = False
    marks: Marks = UNMARKED

    @property
    def words(self) -> tuple[str, ...]:
        """What may be chosen beside numbers, the first above them."""
        return () if self.explains else (AGREE, NOT_APPLICABLE, WAIVED)


@dataclass(frozen=True)
class Column:
    """One column that is seen: its name, its heading, its width in mm."""

    name: str
    heading: str
    width_mm: float


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet, those that are seen first; `at` has the place of each, hidden ones included."""

    seen: tuple[Column, ...]
    at: Mapping[str, int]

    @property
    def widths(self) -> list[float]:
        """Of the columns that are seen, in mm."""
        return [column.width_mm for column in self.seen]


def columns_of(content: AppraisalSheet) -> Columns:
    """The columns that a sheet needs: rounds as far as the campaign has them, remarks where there are any."""
    given = [Column(GIVEN + name, heading, 17) for name, heading in content.rounds.items()]
    remarks = [Column("remarks", "Ý kiến đã có", 62)] if any(row.remarks for row in content.rows) else []
    seen = (
        Column("name", "Đơn vị", 40),
        Column("code", "Mã", 17),
        Column("label", "Tiêu chí", 42),
        Column("max_points", "Điểm tối đa", 14),
        *given,
        Column("stake", "Chênh lệch", 15),
        *remarks,
        Column("points", "Điểm đề nghị" if content.explains else "Điểm", 27),
        Column("reason", "Nội dung giải trình" if content.explains else "Lý do", 56),
        Column("evidence_number", "Số văn bản", 25),
        Column("evidence_date", "Ngày văn bản", 22),
        Column("evidence_title", "Tên tài liệu kiểm chứng", 38),
        *([] if content.explains else [Column("until", "Miễn đến ngày", 22)]),
    )
    names = [*(column.name for column in seen), *HIDDEN]
    return Columns(seen, {name: place for place, name in enumerate(names)})
