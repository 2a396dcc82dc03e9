"""Tables with a row for each indicator: the value column belongs to the sender."""

import re
from collections.abc import Container

from pipelines.intake.address import a1
from pipelines.intake.cells.grammar import says_ditto, typed_text
from pipelines.intake.cells.judged_cells import judge
from pipelines.intake.cells.numbers import counts_in, read_currency
from pipelines.intake.cells.word_patterns import any_of
from pipelines.intake.rows.fact_maker import FactMaker, Remark, measured_in
from pipelines.intake.rows.remark_values import scale_in
from schemas.findings import Finding
from schemas.forms.title_words import load_title_words
from schemas.indicators import Indicator
from schemas.spelling import tidy

_PARTS_OF_A_UNIT = re.compile(r"[()/]")
_MEASURED = re.compile(rf"(?:{any_of(load_title_words().measure_labels)})\s*:\s*([^()]+)", re.IGNORECASE)


def read_indicator_rows(maker: FactMaker) -> None:
    """Makes the facts of every row: of a whole table at once where nothing about it needs saying."""
    key, value, measure = (maker.table.column_of(role) for role in ("key", "value", "unit_of_measure"))
    assert key is not None and value is not None
    cells, data = maker.grid.rows, maker.zones.data
    labels = [cells[row][key] for row in data]
    measures = None if measure is None else [cells[row][measure] for row in data]
    items = maker.terms.items_of(maker.layout, labels, measures)
    above = _scale_above(maker)
    if above or not (items and maker.facts_of_column(items, value)):
        read_each_indicator(maker, key, value, measure, above)
        return
    if len(items) < len(maker.layout.items):
        _remark_missing(maker, items)


def read_each_indicator(maker: FactMaker, key: int, value: int, measure: int | None, above: str = "") -> None:
    """The same, row by row, with every finding there is; `above` is a scale of money that the table's title states."""
    terms, sender, cells = maker.terms, maker.sender, maker.grid.rows
    asked_for = terms.asked_for(maker.layout)
    measures = {} if measure is None else _measures(maker, measure)
    rows: dict[str, list[int]] = {}
    for row in maker.zones.data:
        label = cells[row][key]
        if label.__class__ is not str:
            label = typed_text(label)
        item = asked_for[label]
        if item:
            rows.setdefault(item, []).append(row)
        else:
            finding = Finding("indicator_unknown", maker.grid.name, a1(row, key), tidy(typed_text(label)))
            maker.remarks.append(Remark(sender, finding))
            maker.fact(sender, "", "indicator", "text", row, value, False)
    for item, places in rows.items():
        indicator = terms.indicators[item]
        units = terms.units_of_measure[item]
        for row in places:
            if len(places) > 1:
                maker.doubled(sender, "indicator_twice", maker.label(row, key), row, key, places)
            own = measures.get(row, "")
            scale = _other_scale(indicator, units, own, maker.notes((row,))[0], above)
            usable = len(places) == 1 and not _in_another_scale(maker, indicator, row, value, scale)
            usable = not maker.name_is_crossed_out(sender, row, key) and usable
            reading = maker.fact(sender, item, "indicator", indicator.type, row, value, usable)
            if not units:
                continue
            # The unit of measure as the form prints it stands in nearly every row: one look-up settles it.
            if measure is not None and cells[row][measure] not in units:
                _hold_against(maker, indicator, row, measure, own)
            if reading.unit_word:
                _hold_against(maker, indicator, row, value, reading.unit_word)
    _remark_missing(maker, rows)


def _measures(maker: FactMaker, column: int) -> dict[int, str]:
    """The units of measure of all rows; of one that repeats those above ("nt"), theirs."""
    found, above = {}, ""
    for row in maker.zones.data:
        text = maker.label(row, column)
        found[row] = above = above if says_ditto(text) else text
    return found


def _remark_missing(maker: FactMaker, present: Container[str]) -> None:
    """A finding for each indicator of the form that has no row."""
    for item in maker.layout.items:
        if item not in present:
            maker.remark_on_sheet(maker.sender, "indicator_missing", maker.terms.indicators[item].label)


def _scale_above(maker: FactMaker) -> str:
    """ "triệu đồng" where the title says "(Đơn vị tính: triệu đồng)"; "" where it names đồng, or none."""
    rows: dict[int, list[str]] = {}
    for row, _, text in maker.zones.titles:
        rows.setdefault(row, []).append(text)
    for texts in rows.values():
        for stated in _MEASURED.finditer(tidy(" ".join(texts))):
            word = stated[1].strip(" .,;")
            if (read_currency(word) or 1) != 1:
                return word
    return ""


def _is_dong(word: str) -> bool:
    """Whether a unit of money is đồng or none is written: "Đồng (VNĐ)", "(đồng)" and "đồng/năm" are đồng, too."""
    parts = [part.strip() for part in _PARTS_OF_A_UNIT.split(word) if part.strip()]
    return not any(map(str.isalnum, word)) or (bool(parts) and read_currency(parts[0]) == 1)


def _other_scale(indicator: Indicator, units: tuple[str, ...], own: str, remark: str, above: str) -> str:
    """ "triệu đồng" or "nghìn hồ sơ" where a row's unit of measure, its remark or the title says so; or ""."""
    of_remark = scale_in(remark, indicator.type, units) if remark else ""
    if indicator.type == "money":
        return next((word for word in (own, of_remark, above) if not _is_dong(word)), "")
    if indicator.type in ("count", "number"):
        return own if counts_in(own.strip(" ()")) else of_remark
    return ""


def _in_another_scale(maker: FactMaker, indicator: Indicator, row: int, value: int, word: str) -> bool:
    """Whether "50" is measured in "triệu đồng" and would be taken for 50 đồng; with the finding that asks."""
    if not word:
        return False
    reading = judge(maker.grid.rows[row][value], indicator.type).reading
    # "50 triệu" says itself what it is, and nothing is nothing in any unit.
    if not reading.number or reading.unit_word:
        return False
    typed = maker.label(row, value)
    detail = f"{typed} {indicator.unit_of_measure} hay {typed} {word}"
    maker.remark(maker.sender, "number_ambiguous", row, value, typed, detail)
    return True


def _hold_against(maker: FactMaker, indicator: Indicator, row: int, column: int, word: str) -> None:
    """A finding where a word names another unit of measure than the indicator's."""
    if indicator.type == "money" and _is_dong(word):
        return
    if word and not measured_in(maker.terms.units_of_measure[indicator.code], word):
        maker.remark(maker.sender, "unit_of_measure_differs", row, column, word, indicator.unit_of_measure)
