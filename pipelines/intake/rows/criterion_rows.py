"""Tables with a row for each criterion: the sender's own points."""

import datetime
import re

from pipelines.intake.cells.judged_cells import judge
from pipelines.intake.rows.fact_maker import FactMaker
from pipelines.intake.tables.criterion_code import criterion_code
from pipelines.intake.tables.grid import plain
from schemas.criteria.decision import CriteriaSet
from schemas.decimal_comma import with_comma
from schemas.forms.furniture import says_part, says_summary
from schemas.spelling import tidy

_DIGITS = re.compile(r"\d+")


def read_criterion_rows(maker: FactMaker) -> None:
    """Makes the facts of every row; a row of the root criterion, or a row of totals, is the total."""
    key, value, maximum = (maker.table.column_of(role) for role in ("key", "value", "max_points"))
    assert key is not None and value is not None
    sender = maker.terms.matcher.roster.units[maker.sender] if maker.sender else None
    criteria = maker.terms.criteria.get(sender.level) if sender else None
    rows: dict[str, list[int]] = {}
    larger = False
    for row in maker.zones.data:
        code = criterion_code(tidy(plain(maker.grid.rows[row][key])))
        if code is None or (criteria is not None and code not in criteria.criteria):
            _remark_unknown(maker, criteria, row, key)
            maker.fact(maker.sender, code or "", "criterion", "points", row, value, False)
            larger = larger or code is not None
        else:
            rows.setdefault(code, []).append(row)
    root = criteria.root if criteria else ""
    totals = rows.get(root, [])
    # Beside criteria of a larger whole the last row is the total of that.
    if not (totals and larger):
        totals = [*totals, *_wholes(maker, key, root)]
    for code, places in rows.items():
        for row in places:
            if criteria is not None and maximum is not None:
                _hold_maximum(maker, criteria, code, row, maximum)
            if code == root:
                continue
            if len(places) > 1:
                maker.doubled(maker.sender, "criterion_twice", code, row, key, places)
            if criteria is not None and criteria.criteria[code].rule == "sum":
                # The row above its parts: what is written there adds nothing, and nothing need be.
                maker.fact(maker.sender, code, "criterion", "points", row, value, len(places) == 1)
                continue
            usable = len(places) == 1 and not maker.name_is_crossed_out(maker.sender, row, key)
            maker.points(maker.sender, code, "criterion", row, value, usable)
    _read_totals(maker, root, totals, key, value)
    if criteria is not None:
        maker.missing_criteria(criteria, set(rows))


def _remark_unknown(maker: FactMaker, criteria: CriteriaSet | None, row: int, key: int) -> None:
    """A finding at a cell that names no criterion: a code that Excel has made a day or a number of is told as such,
    and the code that is likely meant is named."""
    raw, found = maker.grid.rows[row][key], maker.label(row, key)
    if isinstance(raw, datetime.date):
        year = raw.year % 100
        codes = {f"{raw.day}.{raw.month}.{year}", f"{raw.month}.{raw.day}.{year}"}
        maker.remark(maker.sender, "criterion_became_date", row, key, found, _likely(codes, criteria))
    elif isinstance(raw, float):
        maker.remark(maker.sender, "criterion_became_number", row, key, found)
    else:
        # "7,2,1" or "7-2-1".
        codes = {".".join(_DIGITS.findall(found))}
        maker.remark(maker.sender, "criterion_unknown", row, key, found, _likely(codes, criteria))


def _likely(codes: set[str], criteria: CriteriaSet | None) -> str:
    meant = sorted(codes & criteria.criteria.keys()) if criteria else []
    return f"; mã gốc có thể là {' hoặc '.join(meant)}" if meant else ""


def _read_totals(maker: FactMaker, root: str, rows: list[int], key: int, value: int) -> None:
    """The total, which may stand both beside the root criterion and in a last row; of two that differ, neither, and
    what is told again is one figure."""
    cells = maker.grid.rows
    filled = [row for row in rows if cells[row][value] != ""] or rows[:1]
    stated = {
        number for row in filled if (number := judge(cells[row][value], "points").reading.number) is not None
    }
    told = False
    for row in filled:
        is_number = judge(cells[row][value], "points").reading.number is not None
        if is_number and told and len(stated) == 1:
            continue
        told = told or is_number
        maker.points(maker.sender, root, "total", row, value, len(stated) <= 1)
        if len(stated) > 1:
            maker.doubled(maker.sender, "criterion_twice", root, row, key, filled)


def _wholes(maker: FactMaker, key: int, root: str) -> list[int]:
    """The rows of totals that name the whole of the points, and not a group, the maxima, another year or a share."""
    if not maker.zones.totals:
        return []
    places = [key, *(at for role in ("label", "ordinal") if (at := maker.table.column_of(role)) is not None)]
    wholes = []
    for row in maker.zones.totals:
        texts = [plain(maker.grid.rows[row][at]) for at in places]
        of_part = any(says_part(text) or says_summary(text) for text in texts if text)
        if not of_part or root in map(criterion_code, texts):
            wholes.append(row)
    return wholes


def _hold_maximum(maker: FactMaker, criteria: CriteriaSet, code: str, row: int, column: int) -> None:
    known = criteria.criteria[code].max_points
    reading = judge(maker.grid.rows[row][column], "points").reading
    if known is not None and reading.number is not None and reading.number != known:
        maker.remark(
            maker.sender, "heading_max_differs", row, column, maker.label(row, column), with_comma(known)
        )
