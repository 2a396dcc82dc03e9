"""Rows of points as they are printed in an annex: one unit a row, what is not known said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter.format import Format

from pipelines.reports.measure import row_height
from pipelines.reports.page import Book, Sheet, write_across
from pipelines.reports.table import Heading
from pipelines.reports.wording import decimal_text, safe_text

UNKNOWN = "…"
POINT_PLACES = 2


@dataclass(frozen=True)
class CriterionColumn:
    """A criterion of the decision; `max_points` None when the decision's maximum is not known.

    `above` is the heading over it, where it is a part of a criterion below the annex's own ("" takes the annex's).
    `extra` heads a bonus or a deduction, which stand outside the sum.
    """

    code: str
    max_points: Decimal | None
    above: str = ""
    extra: str = ""


class UnitScores(NamedTuple):
    """One unit's points in the order of the criteria; None where a point is not settled, then `reason`
    says why; words (KAD) where there are none by right.

    `rank` is None for a unit that is listed and not ranked.
    """

    unit: str
    points: tuple[Decimal | str | None, ...]
    total: Decimal | None
    reason: str = ""
    rank: Decimal | None = None


class ScoreRows:
    """Writes rows of points into one sheet; `headings` are its drawn columns, `size` its type in points."""

    def __init__(
        self,
        book: Book,
        sheet: Sheet,
        headings: Sequence[Heading],
        widths: Sequence[float],
        size: int,
    ) -> None:
        self.book, self.sheet, self.size = book, sheet, size
        roles = [heading.role for heading in headings]
        self.number, self.unit, self.total = (roles.index(role) for role in ("number", "unit", "total"))
        self.first = roles.index("points") if "points" in roles else self.total
        self.rank = roles.index("rank") if "rank" in roles else None
        self.remark = roles.index("remark") if "remark" in roles else None
        self.widths = widths
        self.middle = book.style(size, border=1, align="center", num_format="0")
        self.left = book.style(size, border=1, align="left", text_wrap=True)
        self.words = book.style(size, border=1, align="center", italic=True, text_wrap=True)
        self.least = size * 1.22 + 4
        self._points: dict[Decimal, Format] = {}
        self._totals: dict[Decimal, Format] = {}

    def write(self, row: int, number: int, scores: UnitScores, mark: str = "") -> None:
        """One unit at `row`. `mark` such as " (1)" points to a note when the table has no column for
        remarks.
        """
        sheet, unit = self.sheet, safe_text(scores.unit) + mark
        sheet.write_number(row, self.number, number, self.middle)
        sheet.write_string(row, self.unit, unit, self.left)
        height = row_height(unit, self.widths[self.unit], self.size, least=self.least)
        nothing = scores.total is None and not any(point is not None for point in scores.points)
        if nothing:
            write_across(
                sheet,
                row,
                self.first,
                self.total,
                scores.reason or "Chưa có điểm",
                self.words,
            )
            room = sum(self.widths[self.first : self.total + 1])
            height = max(height, row_height(scores.reason, room, self.size))
        else:
            for column, point in enumerate(scores.points, self.first):
                self._number(row, column, point, self._points, bold=False)
            self._number(row, self.total, scores.total, self._totals, bold=True)
        if self.rank is not None:
            if scores.rank is None:
                sheet.write_string(row, self.rank, "–", self.middle)
            else:
                self._rank(row, self.rank, scores.rank)
        if self.remark is not None:
            remark = "" if nothing else safe_text(scores.reason)
            sheet.write_string(row, self.remark, remark, self.left)
            height = max(height, row_height(remark, self.widths[self.remark], self.size))
        sheet.set_row(row, height)

    def write_names(self, row: int, number: int, block: str, units: Sequence[str]) -> None:
        """One row that names the units of a block without points, over all columns right of the block's name."""
        last, names = len(self.widths) - 1, "; ".join(units)
        self.sheet.write_number(row, self.number, number, self.middle)
        self.sheet.write_string(row, self.unit, safe_text(block), self.left)
        write_across(self.sheet, row, self.unit + 1, last, names, self.left)
        room = sum(self.widths[self.unit + 1 :])
        height = max(row_height(names, room, self.size), row_height(block, self.widths[self.unit], self.size))
        self.sheet.set_row(row, height)

    def _rank(self, row: int, column: int, rank: Decimal) -> None:
        """A shared rank may be 2,5."""
        style = self.middle
        if rank % 1:
            style = self.book.number_style(self.size, rank, 1, border=1, align="center")
        self.sheet.write_number(row, column, rank, style)

    def _number(
        self,
        row: int,
        column: int,
        value: Decimal | str | None,
        formats: dict[Decimal, Format],
        bold: bool,
    ) -> None:
        if value is None or isinstance(value, str):
            self.sheet.write_string(row, column, value or UNKNOWN, self.middle)
            return
        style = formats.get(value)
        if style is None:
            style = self.book.number_style(
                self.size,
                value,
                POINT_PLACES,
                border=1,
                align="center",
                **({"bold": True} if bold else {}),
            )
            formats[value] = style
        self.sheet.write_number(row, column, value, style)


def criterion_values(criteria: Sequence[CriterionColumn]) -> list[dict[str, str] | Heading]:
    """What heads each criterion: the placeholders code and max_points (unless it is unknown), with the heading
    above where there is one of its own; a bonus or deduction has its own heading.
    """
    return [
        _extra_heading(c)
        if c.extra
        else {"code": c.code, "above": c.above}
        | ({} if c.max_points is None else {"max_points": decimal_text(c.max_points)})
        for c in criteria
    ]


def _extra_heading(extra: CriterionColumn) -> Heading:
    above, most = f"{extra.extra}\n{extra.code}", decimal_text(extra.max_points or Decimal(0))
    return Heading("points", f"{above}\n(nhiều nhất {most})", "", 0, f"{above}\n({most})")


def maximum_values(criteria: Sequence[CriterionColumn]) -> dict[str, str]:
    """The placeholder max_total: the sum of the maxima, or nothing when one of them is unknown."""
    parts = [c.max_points for c in criteria if not c.extra]
    maxima = [most for most in parts if most is not None]
    if not maxima or len(maxima) < len(parts):
        return {}
    return {"max_total": decimal_text(sum(maxima, Decimal(0)))}
