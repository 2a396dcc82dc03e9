"""What the summary of figures and the workbook of conversions say, put together from the facts in force."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pipelines.operations.contents.points import signature_of
from pipelines.operations.units_of_campaign import group_of, members, place_name
from pipelines.reports.conversion import ConversionContent, Task, TaskRow, YearBlock, YearRow
from pipelines.reports.page import Marks
from pipelines.reports.summary import Figure, SummaryContent, SummaryRow
from pipelines.store.warehouse import Warehouse
from schemas.annexes.annex import Annex
from schemas.campaigns.campaign import Campaign
from schemas.indicators import Indicator, load_indicators
from schemas.period import period_text
from schemas.tables.arrow import pa

HOW_VI = {
    "sum": "Cộng",
    "count_yes": "Đếm đơn vị trả lời Có",
    "none": "Không cộng được",
}
_HUNDRED, _CENT = Decimal(100), Decimal("0.01")


def _values(campaign: Campaign) -> dict[str, str]:
    place = place_name(campaign)
    issuer = f"Sở Khoa học và Công nghệ {place}"
    return {
        "year": campaign.period[:4],
        "period": period_text(campaign.period),
        "province": place,
        "issuer": issuer,
    }


def _due(campaign: Campaign, form: str) -> dict[str, str]:
    """Unit → its group, for the units that owe a form."""
    levels = {due.level for due in campaign.dues if due.form == form}
    return {
        unit.code: group
        for group, units in members(campaign).items()
        for unit in units
        if unit.level in levels
    }


def _how(indicator: Indicator, indicators: Mapping[str, Indicator]) -> str:
    if indicator.aggregation == "share":
        return f"{indicators[indicator.numerator].label} / {indicators[indicator.denominator].label}"
    return HOW_VI[indicator.aggregation]


def summary(
    campaign: Campaign, annex: Annex, warehouse: Warehouse, until: datetime.date, marks: Marks
) -> SummaryContent | None:
    """Every figure of the annex's form for the province and by group; None when nobody owes the form.

    Totals are exact sums; shares are made of summed parts of the units that report both, in percent to two decimals.
    """
    form = annex.table("province").form
    layout, due = campaign.layouts.get(form), _due(campaign, form)
    if layout is None or not due:
        return None
    indicators, groups = load_indicators(), Counter(due.values())
    sums = _sums(campaign, warehouse, until, form, due, [indicators[item] for item in layout.items])
    rows = []
    for number, item in enumerate(layout.items, start=1):
        indicator = indicators[item]
        own = [sums.get((item, group), _NOTHING) for group in groups]
        counted, totals, beside = zip(*own, strict=True)
        whole = _Sums(sum(counted), sum(totals, Decimal(0)), sum(beside))
        rows.append(
            SummaryRow(
                str(number),
                indicator.label,
                indicator.unit_of_measure or ("đơn vị" if indicator.aggregation == "count_yes" else ""),
                2 if indicator.type in ("percent", "number") else 0,
                _figure(indicator, whole, len(due)),
                tuple(_figure(indicator, one, groups[group]) for one, group in zip(own, groups, strict=True)),
                _how(indicator, indicators),
                indicator.aggregation != "none",
            )
        )
    return SummaryContent(
        annex,
        _values(campaign),
        tuple(map(campaign.roster.name_among_all, groups)),
        tuple(rows),
        signature=signature_of(campaign, annex),
        marks=marks,
    )


class _Sums(NamedTuple):
    """How many units of a group an indicator is known of, the sum of their values (of a share, of its numerators), and
    how many of them say yes (of a share, the sum of its denominators)."""

    counted: int
    total: Decimal
    beside: Decimal | int


_NOTHING = _Sums(0, Decimal(0), 0)


def _sums(
    campaign: Campaign,
    warehouse: Warehouse,
    until: datetime.date,
    form: str,
    due: Mapping[str, str],
    asked: Iterable[Indicator],
) -> dict[tuple[str, str], _Sums]:
    """By indicator and group. What units reported as a share is no sum of anything."""
    shares = {one.code: one for one in asked if one.aggregation == "share"}
    members = pa.table({"unit": list(due), "block": list(due.values())})
    parts = {
        "item": list(shares),
        "numerator": [one.numerator for one in shares.values()],
        "denominator": [one.denominator for one in shares.values()],
    }
    tables = {
        "members": members,
        "shares": pa.table({name: pa.array(codes, pa.string()) for name, codes in parts.items()}),
    }
    key: dict[str, str | datetime.date] = {"campaign": campaign.id, "month_end": until, "form": form}
    plain = warehouse.query("figures_by_block", {"members": members}, **key)
    return {(item, group): _Sums(*found) for item, group, *found in plain if item not in shares} | {
        (item, group): _Sums(*found)
        for item, group, *found in warehouse.query("shares_by_block", tables, **key)
    }


def _figure(indicator: Indicator, sums: _Sums, due: int) -> Figure:
    value: Decimal | None = None
    if indicator.aggregation == "share":
        if sums.beside:
            value = (sums.total * _HUNDRED / sums.beside).quantize(_CENT, ROUND_HALF_UP)
    elif sums.counted and indicator.aggregation != "none":
        value = Decimal(sums.beside) if indicator.aggregation == "count_yes" else sums.total
    return Figure(value, sums.counted, due)


def conversion(
    campaign: Campaign, annex: Annex, warehouse: Warehouse, until: datetime.date, marks: Marks
) -> ConversionContent | None:
    """Tasks by sending unit and years by unit; None when nobody owes either form."""
    tasks_form, years_form = annex.table("tasks").form, annex.table("years").form
    tasks_layout, years_layout = campaign.layouts.get(tasks_form), campaign.layouts.get(years_form)
    if (
        tasks_layout is None
        or years_layout is None
        or not (_due(campaign, tasks_form) or _due(campaign, years_form))
    ):
        return None
    indicators = load_indicators()
    items = tasks_layout.items
    counts: dict[str, dict[str, Decimal | str | None]] = {}
    key: dict[str, str | datetime.date] = {"campaign": campaign.id, "month_end": until}
    for sender, _, item, state, value, text, usable, _ in warehouse.query(
        "figures_of_form", form=tasks_form, **key
    ):
        known = value if value is not None else text or None
        if state in ("none", "not_arisen"):
            known = Decimal(0)
        counts.setdefault(sender, {})[item] = known if usable else None
    task_rows, totals = [], dict[str, Decimal]()
    for unit in _due(campaign, tasks_form):
        own = counts.get(unit)
        name = campaign.roster.name_among_all(unit)
        if own is None:
            task_rows.append(TaskRow(name, (), "Chưa có báo cáo dùng được"))
            continue
        task_rows.append(TaskRow(name, tuple(own.get(item) for item in items)))
        for item in items:
            value = own.get(item)
            if isinstance(value, Decimal):
                totals[item] = totals.get(item, Decimal(0)) + value
    # What nobody counted has no total: 0 would say that somebody counted nothing.
    sums = tuple(totals.get(item) if indicators[item].aggregation == "sum" else "" for item in items)
    return ConversionContent(
        annex,
        _values(campaign),
        tuple(Task(indicators[item].label, "", indicators[item].unit_of_measure) for item in items),
        tuple(task_rows),
        TaskRow("Toàn tỉnh" if campaign.province else "Cả nước", sums),
        _years(campaign, warehouse, until, years_form),
        signature_of(campaign, annex),
        marks,
    )


def _years(
    campaign: Campaign, warehouse: Warehouse, until: datetime.date, form: str
) -> tuple[YearBlock, ...]:
    items = [column.item for column in campaign.layouts[form].columns if column.role == "item"]
    blocks: dict[str, dict[str, dict[str, str]]] = {}
    for _, unit, item, _, value, text, usable, _ in warehouse.query(
        "figures_of_form", campaign=campaign.id, month_end=until, form=form
    ):
        if unit is None or not usable:
            continue
        shown = f"{value:.0f}" if value is not None else text or ""
        blocks.setdefault(group_of(campaign, unit), {}).setdefault(unit, {})[item] = shown
    return tuple(
        YearBlock(
            campaign.roster.name_among_all(group),
            tuple(
                YearRow(campaign.roster.name_among_siblings(unit), *(found.get(item, "") for item in items))
                for unit, found in units.items()
            ),
        )
        for group, units in blocks.items()
    )
