"""What the summary of figures and the workbook of conversions say, put together from the facts in force."""

import datetime
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from pipelines.operations.score_contents import signature_of
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
    indicators = load_indicators()
    shares = [indicators[item] for item in layout.items if indicators[item].aggregation == "share"]
    tables = {
        "members": pa.table({"unit": list(due), "block": list(due.values())}),
        "shares": pa.table(
            {
                "item": pa.array([one.code for one in shares], pa.string()),
                "numerator": pa.array([one.numerator for one in shares], pa.string()),
                "denominator": pa.array([one.denominator for one in shares], pa.string()),
            }
        ),
    }
    values: dict[tuple[str, str], tuple[int, Decimal, int]] = {}
    key: dict[str, str | datetime.date] = {"campaign": campaign.id, "month_end": until, "form": form}
    for item, block, counted, total, yes in warehouse.query(
        "figures_by_block", {"members": tables["members"]}, **key
    ):
        values[item, block] = (counted, total, yes)
    parts: dict[tuple[str, str], tuple[int, Decimal, Decimal]] = {}
    for item, block, counted, numerator, denominator in warehouse.query("shares_by_block", tables, **key):
        parts[item, block] = (counted, numerator, denominator)
    groups = list(dict.fromkeys(due.values()))
    due_counts = {group: sum(1 for own in due.values() if own == group) for group in groups}
    rows = []
    for number, item in enumerate(layout.items, start=1):
        indicator = indicators[item]
        if indicator.aggregation == "share":
            found = [parts.get((item, group), (0, Decimal(0), Decimal(0))) for group in groups]
            figures = [_share(one, due_counts[group]) for one, group in zip(found, groups, strict=True)]
            whole = (
                sum(one[0] for one in found),
                sum((one[1] for one in found), Decimal(0)),
                sum((one[2] for one in found), Decimal(0)),
            )
            province = _share(whole, len(due))
        else:
            own = [values.get((item, group), (0, Decimal(0), 0)) for group in groups]
            figures = [
                _figure(indicator, one, due_counts[group]) for one, group in zip(own, groups, strict=True)
            ]
            total = (
                sum(one[0] for one in own),
                sum((one[1] for one in own), Decimal(0)),
                sum(one[2] for one in own),
            )
            province = _figure(indicator, total, len(due))
        places = 2 if indicator.type in ("percent", "number") else 0
        measure = indicator.unit_of_measure or ("đơn vị" if indicator.aggregation == "count_yes" else "")
        rows.append(
            SummaryRow(
                str(number),
                indicator.label,
                measure,
                places,
                province,
                tuple(figures),
                _how(indicator, indicators),
                indicator.aggregation != "none",
            )
        )
    names = tuple(campaign.roster.name_among_all(group) for group in groups)
    return SummaryContent(
        annex,
        _values(campaign),
        names,
        tuple(rows),
        signature=signature_of(campaign, annex),
        marks=marks,
    )


def _share(parts: tuple[int, Decimal, Decimal], due: int) -> Figure:
    counted, numerator, denominator = parts
    if not denominator:
        return Figure(None, counted, due)
    return Figure((numerator * _HUNDRED / denominator).quantize(_CENT, ROUND_HALF_UP), counted, due)


def _figure(indicator: Indicator, found: tuple[int, Decimal, int], due: int) -> Figure:
    counted, total, yes = found
    if not counted or indicator.aggregation == "none":
        return Figure(None, counted, due)
    return Figure(Decimal(yes) if indicator.aggregation == "count_yes" else total, counted, due)


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
