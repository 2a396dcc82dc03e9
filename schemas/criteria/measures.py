"""Whether a rule fits what it measures: indicators that exist, of a type that it can use, in its unit of measure."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, Decimal

from schemas.criteria.criterion import Criterion
from schemas.criteria.faults import Faults, written
from schemas.criteria.rule_kinds import KINDS, RULE_VI
from schemas.csv_table import CsvRow
from schemas.indicators import Indicator

PERCENT, DAY = "%", "ngày"
_APPLIES = frozenset({"count", "number", "money", "bool", "mark"})
_ONE_ONLY = frozenset({"yes_no", "late"})


def check_measures(
    row: CsvRow,
    band_rows: Mapping[int, CsvRow],
    criterion: Criterion,
    known: Mapping[str, Indicator],
    faults: Faults,
) -> None:
    """Notes what does not fit in a row of criteria.csv and (by line) in its rows of bands.csv."""
    before = len(faults)
    types = KINDS[criterion.rule].types
    for column, names, allowed in (
        ("indicators", criterion.indicators, types),
        ("denominator", criterion.denominator, types - {"percent"}),
        ("applies_if", criterion.applies_if, _APPLIES),
    ):
        for name in names:
            if name not in known:
                faults.row(row, column, f"không có chỉ tiêu “{name}” trong indicators.csv")
            elif known[name].type not in allowed:
                rule = RULE_VI[criterion.rule]
                faults.row(
                    row, column, f"“{name}” kiểu {known[name].type}, không dùng được cho cách tính “{rule}”"
                )
    if criterion.rule in _ONE_ONLY and len(criterion.indicators) > 1:
        faults.row(row, "indicators", f"cách tính “{RULE_VI[criterion.rule]}” chỉ dùng một chỉ tiêu")
    if len(faults) > before:
        return
    if any(known[name].type == "percent" for name in criterion.indicators) and (
        len(criterion.indicators) > 1 or criterion.denominator
    ):
        faults.row(row, "indicators", "tỷ lệ phần trăm không cộng hoặc chia với nhau được")
        return
    _check_unit(row, criterion, known, faults)
    _check_reachable(band_rows, criterion, known, faults)


def _units(names: Iterable[str], known: Mapping[str, Indicator]) -> set[str]:
    """The units of measure in which all of the indicators can be counted."""
    sets = [{known[name].unit_of_measure, *known[name].other_units} for name in names]
    return set.intersection(*sets) if sets else set()


def _check_unit(row: CsvRow, criterion: Criterion, known: Mapping[str, Indicator], faults: Faults) -> None:
    if criterion.rule in ("given", "sum", "yes_no", "levels"):
        return
    if criterion.rule == "late":
        allowed = {DAY}
    else:
        allowed = _units((*criterion.indicators, *criterion.denominator), known)
        if not allowed:
            column = "denominator" if _units(criterion.indicators, known) else "indicators"
            faults.row(
                row, column, "các chỉ tiêu không cùng đơn vị tính nên không cộng, không chia với nhau được"
            )
            return
        if criterion.rule == "steps" and criterion.denominator:
            allowed = {PERCENT}
    if criterion.unit not in allowed:
        faults.row(
            row,
            "unit",
            f"đơn vị tính “{criterion.unit}” không phải của chỉ tiêu; phải là {', '.join(sorted(allowed))}",
        )


def _check_reachable(
    rows: Mapping[int, CsvRow], criterion: Criterion, known: Mapping[str, Indicator], faults: Faults
) -> None:
    """A band in which no value can lie promises points that nobody can earn."""
    percent = criterion.unit == PERCENT
    whole = criterion.rule in ("late", "levels") or (
        not percent and all(known[name].type == "count" for name in criterion.indicators)
    )
    most = (
        Decimal(100)
        if percent
        else Decimal(len(criterion.indicators))
        if criterion.rule == "levels"
        else None
    )
    for band in criterion.bands:
        lowest = band.start.to_integral_value(ROUND_CEILING) if whole else band.start
        beyond = most is not None and lowest > most
        if beyond or (whole and band.below is not None and lowest >= band.below):
            why = (
                f"nhiều nhất chỉ có {written(most)} {criterion.unit}"
                if beyond
                else "trong khoảng không có số nguyên nào"
            )
            faults.row(rows[band.line], "from", f"mức này không bao giờ đạt: {why}")
