"""Days and years of figures that lie where the report cannot speak of them: asked about, and left as reported."""

from collections.abc import Mapping
from decimal import Decimal

from pipelines.intake.rows.fact_columns import Fact, Facts
from pipelines.intake.rows.fact_maker import Remark
from schemas.day_bounds import DayBounds
from schemas.findings import Finding
from schemas.forms.layout import Layout
from schemas.indicators import Indicator
from schemas.period import Period, period_text, read_period
from schemas.spelling import tidy

_ITEM, _STATE, _VALUE, _TEXT = (Fact._fields.index(name) for name in ("item", "state", "value", "text"))
_REMEMBERED = 20_000


class FigureDays:
    """Asks about days and years under one campaign's period, a code such as "2021"; every one is judged once."""

    def __init__(self, period: str, indicators: Mapping[str, Indicator], bounds: DayBounds) -> None:
        self.period = period
        self._indicators, self._bounds = indicators, bounds
        self._days = read_period(period)
        self._dated = frozenset(code for code, one in indicators.items() if one.type in ("date", "year"))
        self._of_form: dict[str, bool] = {}
        self._known: dict[tuple[str, object], tuple[str, str] | None] = {}

    def remarks(self, layout: Layout, sheet: str, facts: Facts) -> list[Remark]:
        """A finding at the cell of each day or year that cannot be, and of each that lies outside the period although
        what it tells happened in it."""
        asked = self._of_form.get(layout.form)
        if asked is None:
            items = {*layout.items, *(column.item for column in layout.columns)}
            asked = self._of_form[layout.form] = not self._dated.isdisjoint(items)
        if not asked:
            return []
        dated, columns = self._dated, facts.columns
        states, values, texts = columns[_STATE], columns[_VALUE], columns[_TEXT]
        found = []
        for at in [at for at, item in enumerate(columns[_ITEM]) if item in dated]:
            if states[at] == "value" and (
                judged := self._judged(columns[_ITEM][at], texts[at] or values[at])
            ):
                fact = Fact._make([column[at] for column in columns])
                finding = Finding(judged[0], sheet, fact.cell, tidy(fact.typed), judged[1])
                found.append(Remark(fact.unit, finding))
        return found

    def may_be_signed(self, day: str) -> bool:
        """Whether a report of the period may bear a day, ISO and perhaps shortened: not before the period begins, nor
        long after its end."""
        return self._days is None or _touches(
            day, Period(self._days.first, self._bounds.possible(self._days).last)
        )

    def _judged(self, item: str, day: str | Decimal) -> tuple[str, str] | None:
        """A finding's code and detail; None where there is nothing to ask."""
        if (item, day) not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[item, day] = self._judge(self._indicators[item], str(day))
        return self._known[item, day]

    def _judge(self, indicator: Indicator, day: str) -> tuple[str, str] | None:
        if self._days is None:
            return None
        possible = self._bounds.possible(self._days)
        if not _touches(day, possible):
            return "date_unlikely", f"{possible.first:%d/%m/%Y}–{possible.last:%d/%m/%Y}"
        if indicator.nature == "stock" or _touches(day, self._bounds.of_year(indicator.code, self._days)):
            return None
        return "date_outside_period", period_text(self.period)


def _touches(day: str, days: Period) -> bool:
    """Whether a day, month or year, ISO, lies at least in part between two days."""
    first, last = days.first.isoformat(), days.last.isoformat()
    return first[: len(day)] <= day <= last[: len(day)]
