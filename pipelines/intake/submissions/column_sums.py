"""Rows of sums and of averages, held against the rows above them: what differs there tells of a slip of the hand.

Nothing is said where it is not known what the sender added up (a row was refused, or could not be read), or where a
cell says something else than the sum: how many units there are, a rounded figure, a figure merged over several columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipelines.intake.address import a1
from pipelines.intake.cells.grammar import typed_text
from pipelines.intake.cells.judged_cells import judge
from pipelines.intake.cells.reading import CellType
from pipelines.intake.rows.fact_columns import Fact
from pipelines.intake.rows.fact_maker import Remark
from pipelines.intake.submissions.parts import Made, Part
from pipelines.intake.submissions.summed_rows import Place, lines_of, summed_rows
from pipelines.intake.tables.grid import Grid, plain
from schemas.decimal_comma import with_comma
from schemas.findings import Finding
from schemas.forms.furniture import names_group, says_average, says_part, says_sum
from schemas.indicators import Indicator
from schemas.spelling import tidy

_QUANTITIES = ("count", "number", "money")
_NOTHING = frozenset(("blank", "dash", "none", "not_arisen"))
# Decimals beyond these are noise of arithmetic.
_FINEST, _TWO = 3, 2

# A column of values: the kind and item of its facts (a table has one column of totals).
_Name = tuple[str, str]
_Facts = Mapping[tuple[Place, _Name], Fact]
# The one column of a unit's own points.
_POINTS: _Name = ("criterion", "")


class _Stated(NamedTuple):
    """A cell of a row of sums or averages: its column, whether that is counted and not added up, and its number."""

    at: int
    name: _Name
    counted: bool
    number: Decimal

    @property
    def places(self) -> int:
        """How many decimals are written."""
        return min(max(0, -int(self.number.as_tuple().exponent)), _FINEST)


class _Column(NamedTuple):
    """Some rows of a column: their sum, how many hold a value, how many there are."""

    total: Decimal
    filled: int
    rows: int


def tell_wrong_sums(parts: Sequence[Part], made: Sequence[Made], indicators: Mapping[str, Indicator]) -> None:
    """Adds a remark at each cell of a row of sums or averages that is not what its column comes to.

    `parts` and `made` are the tables of one submission: the last of them may sum up all.
    """
    zones = [part.zones for part in parts]
    if not any(one.totals or one.averages for one in zones) or any(one.unread for one in zones):
        return
    # Figures of several kinds, documents and people, are no sum; of points a group's stands beside that of all.
    rows = zones[0].table.layout.rows
    if rows == "indicator" or (rows == "criterion" and sum(len(one.totals) for one in zones) < _TWO):
        return
    lines = lines_of(zones)
    judged = [
        number
        for number, line in enumerate(lines)
        if line.kind in ("total", "average") and _is_judged(parts[line.table], line.row)
    ]
    if not judged:
        return
    facts = _facts_of_units(made) if rows == "unit" else _facts_of_criteria(made)
    for number in judged:
        line = lines[number]
        part, averages = parts[line.table], line.kind == "average"
        candidates = summed_rows(lines, number)
        stated = [one for one in _stated(part, line.row, indicators) if not (averages and one.counted)]
        known = [
            (one, columns)
            for one in stated
            if None not in (columns := [_column(one.name, rows, facts) for rows in candidates])
        ]
        for one, detail in _wrong(known, averages):
            found = tidy(typed_text(part.grid.rows[line.row][one.at]))
            code = "column_mean_differs" if averages else "column_sum_differs"
            finding = Finding(code, part.grid.name, a1(line.row, one.at), found, detail)
            made[line.table].remarks.append(Remark(made[line.table].submission.sender, finding))


def _facts_of_units(made: Sequence[Made]) -> _Facts:
    return {
        ((number, fact.row - 1), (fact.kind, "" if fact.kind == "total" else fact.item)): fact
        for number, one in enumerate(made)
        for fact in one.facts
    }


def _facts_of_criteria(made: Sequence[Made]) -> _Facts:
    """The points of single criteria, which are all of one column; what stands above its own parts adds nothing."""
    there = [
        (number, fact) for number, one in enumerate(made) for fact in one.facts if fact.kind == "criterion"
    ]
    above = {fact.item.rpartition(".")[0] for _, fact in there}
    return {((number, fact.row - 1), _POINTS): fact for number, fact in there if fact.item not in above}


def _is_judged(part: Part, row: int) -> bool:
    """Whether a row's own words say that it adds up or takes the mean: "Tổng điểm tối đa" does not. Of one unit's
    points the sum of all is held against the decision elsewhere."""
    table, cells = part.zones.table, part.grid.rows[row]
    places = [at for role in ("key", "label", "ordinal") if (at := table.column_of(role)) is not None]
    texts = [plain(cells[at]) for at in places]
    if table.layout.rows == "criterion" and not any(map(says_part, texts)):
        return False
    return any(says_sum(text) or says_average(text) or names_group(text) for text in texts)


def _stated(part: Part, row: int, indicators: Mapping[str, Indicator]) -> Iterator[_Stated]:
    """The cells of a row that hold a bare number, in columns that can be added up or counted."""
    grid = part.grid
    for at, hit in sorted(part.zones.table.columns.items()):
        column = hit.column
        cell_type: CellType = "points"
        if column.role == "criterion":
            name = ("criterion", hit.code)
        elif column.role == "total":
            name = ("total", "")
        elif column.role == "item":
            name, cell_type = ("indicator", column.item), indicators[column.item].type
        elif column.role == "value":
            name = _POINTS
        else:
            continue
        counted = cell_type in ("year", "mark")
        raw = grid.rows[row][at]
        if raw == "" or _is_special(grid, row, at) or not (counted or cell_type in ("points", *_QUANTITIES)):
            continue
        reading = judge(raw, "count" if counted else cell_type).reading
        of_another = counted and judge(raw, cell_type).reading.state == "value"
        if reading.number is not None and not (reading.finding or reading.unit_word or of_another):
            yield _Stated(at, name, counted, reading.number)


def _is_special(grid: Grid, row: int, at: int) -> bool:
    """Whether a cell shows something else than what it stores, holds an error, or is merged with others."""
    merged = (one for one in grid.merges if one.top <= row <= one.bottom and one.left <= at <= one.right)
    return (row, at) in grid.looks or (row, at) in grid.flagged or next(merged, None) is not None


def _column(name: _Name, rows: Sequence[Place], facts: _Facts) -> _Column | None:
    """Some rows of a column, or None where what they hold is not known."""
    there = [fact for place in rows if (fact := facts.get((place, name)))]
    if not all(fact.usable and (fact.state == "value" or fact.state in _NOTHING) for fact in there):
        return None
    held = [fact for fact in there if fact.state == "value"]
    return _Column(sum((fact.value or Decimal(0) for fact in held), Decimal(0)), len(held), len(there))


def _wrong(
    known: Sequence[tuple[_Stated, Sequence[_Column | None]]], averages: bool
) -> Iterator[tuple[_Stated, str]]:
    """What differs, with the words for it. The rows meant are those that most cells of the row agree with."""
    added = [one for one, _ in known if not one.counted]
    places = max((one.places for one in added), default=0)
    agreeing: list[list[bool]] = []
    for columns in zip(*(columns for _, columns in known), strict=True):
        pairs = [(one, column) for (one, _), column in zip(known, columns, strict=True) if column]
        # A row of sums that are all means is headed wrongly, and is none the less right.
        means = [_is_mean(one, column, one.places) for one, column in pairs]
        if averages or all(means):
            agreeing.append(means)
        else:
            slack = _slack(pairs, places)
            agreeing.append([_is_sum(one, column, slack) for one, column in pairs])
    if not agreeing:
        return
    best = max(agreeing, key=sum)
    at = agreeing.index(best)
    for (one, of_rows), agrees in zip(known, best, strict=True):
        column = of_rows[at]
        if not agrees and column:
            yield one, _told(one, column, averages)


def _slack(pairs: Sequence[tuple[_Stated, _Column]], places: int) -> Decimal:
    """By how much a number may miss its sum in a row that writes so many decimals.

    Sums may be whole by themselves: who writes them rounded has more than one column of points that needs it, and a
    point changed after the sums were made one alone, and with it the totals.
    """
    # The few points of one unit are not rounded to a whole number.
    places = max(places, 1) if any(one.name == _POINTS for one, _ in pairs) else places
    half = Decimal(5).scaleb(-places - 1)
    gaps = [
        abs(one.number - column.total) for one, column in pairs if one.name[0] != "total" and not one.counted
    ]
    by_themselves = places == 0 and gaps.count(Decimal(0)) > 1 >= sum(0 < gap <= half for gap in gaps)
    return Decimal(0) if by_themselves else half


def _is_sum(one: _Stated, column: _Column, slack: Decimal) -> bool:
    """Whether a number is the sum, give or take the slack, or the number of units, or the mean, which some write below
    the totals alone."""
    if one.counted:
        return one.number == column.filled
    of_units = one.name != _POINTS and one.number in (column.rows, column.filled)
    rounded = abs(one.number - column.total) <= slack
    return rounded or of_units or _is_mean(one, column, max(one.places, 1))


def _is_mean(one: _Stated, column: _Column, places: int) -> bool:
    """Whether a number is the mean of all units or of those filled in, rounded or cut off behind some decimals."""
    step = Decimal(1).scaleb(-places)
    return not (one.counted or one.name == _POINTS) and any(
        count and abs(one.number - column.total / count) < step for count in (column.filled, column.rows)
    )


def _told(one: _Stated, column: _Column, averages: bool) -> str:
    if one.counted:
        return f"cột có {column.filled} đơn vị, chênh lệch {_written(abs(one.number - column.filled))}"
    if not averages:
        gap = _written(abs(one.number - column.total))
        return f"{column.rows} dòng cộng lại được {_written(column.total)}, chênh lệch {gap}"
    mean = (column.total / (column.filled or 1)).quantize(Decimal(1).scaleb(-max(one.places, 2)))
    return f"trung bình của {column.filled} dòng là {_written(mean)}, chênh lệch {_written(abs(one.number - mean))}"


def _written(number: Decimal) -> str:
    return with_comma(
        number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    )
