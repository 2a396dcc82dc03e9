"""Each rule as a Vietnamese sentence made from the data, for an official to compare with the decision."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipelines.scoring.wording import listed, lower_first, number
from schemas.criteria.bands import Band
from schemas.criteria.criteria_set import CriteriaSet
from schemas.criteria.criterion import Criterion
from schemas.criteria.decision import CONVENTION_VI, Decision
from schemas.criteria.rule_kinds import EXTRA, WHEN_ZERO_VI
from schemas.indicators import Indicator

ROUNDING_VI = {
    "half_up": "đúng nửa mức thì làm tròn lên",
    "half_even": "đúng nửa mức thì làm tròn về mức chẵn",
    "down": "bỏ phần lẻ",
}
ROUND_TOTAL_VI = {
    "before_ranking": "làm tròn đến {places} chữ số thập phân trước khi xếp hạng",
    "after_ranking": "xếp hạng theo tổng điểm chưa làm tròn, rồi mới làm tròn đến {places} chữ số thập phân",
}
TIE_BREAKERS_VI = "Bằng tổng điểm thì xét lần lượt điểm cao hơn ở các tiêu chí"
NOT_APPLICABLE_VI = {
    "rescale": "quy đổi điểm đạt được theo tỷ lệ lên tổng điểm",
    "full": "tính đủ điểm tối đa của tiêu chí đó",
    "zero": "tính 0 điểm cho tiêu chí đó",
}


def rule_sentence(criterion: Criterion, whole: CriteriaSet, indicators: Mapping[str, Indicator]) -> str:
    """How one criterion earns its points; every number of its rule and of its bands stands in it."""
    most = "điểm tối đa chưa biết" if criterion.max_points is None else f"{number(criterion.max_points)} điểm"
    body = _body(criterion, whole, indicators, most)
    if criterion.applies_if:
        body += f" Không áp dụng khi {_named(criterion.applies_if, indicators)} bằng 0."
    return body


def _body(criterion: Criterion, whole: CriteriaSet, indicators: Mapping[str, Indicator], most: str) -> str:
    unit, counted = criterion.unit, _named(criterion.indicators, indicators)
    each = number(abs(criterion.each))
    match criterion.rule:
        case "sum":
            parts = [one.code for one in whole.criteria.values() if one.parent == criterion.code]
            inside = [code for code in parts if whole.criteria[code].rule not in EXTRA]
            return f"Tổng điểm các tiêu chí {listed(inside)} ({most})."
        case "given":
            return (
                f"Người chấm cho điểm, tối đa {most}."
                if criterion.max_points
                else f"Người chấm cho điểm; {most}."
            )
        case "yes_no":
            return f"{_upper(counted)}: có được {most}, không được 0 điểm."
        case "steps":
            return f"{_upper(_measured(criterion, indicators))}: {_bands(criterion)}.{_zero(criterion, indicators)}"
        case "share":
            text = f"{_upper(_measured(criterion, indicators))}, nhân với {most}"
            text += f"; từ {number(criterion.full_from_pct)} % trở lên được {most}"
            if criterion.zero_below_pct:
                text += f", dưới {number(criterion.zero_below_pct)} % được 0 điểm"
            return f"{text}.{_zero(criterion, indicators)}"
        case "levels":
            things = listed(lower_first(indicators[name].label) for name in criterion.indicators)
            return f"Có bao nhiêu trong {len(criterion.indicators)} {unit} ({things}): {_bands(criterion)}."
        case "per_occurrence":
            start = f"từ {most}, mỗi {unit} trừ" if criterion.each < 0 else f"mỗi {unit} được"
            ends = f"thấp nhất {number(criterion.floor)} điểm, cao nhất {most}"
            return f"{_upper(counted)}: {start} {each} điểm; {ends}."
        case "deduct":
            return f"Điểm trừ: {lower_first(counted)}, mỗi {unit} trừ {each} điểm, trừ nhiều nhất {most}."
        case "bonus":
            return (
                f"Điểm thưởng: {lower_first(counted)}, mỗi {unit} cộng {each} điểm, cộng nhiều nhất {most}."
            )
        case "late":
            return f"{_upper(counted)}, hạn {criterion.deadline}: đúng hạn được {most}; {_lost(criterion)}."


def annex_sentences(whole: CriteriaSet, decision: Decision, indicators: Mapping[str, Indicator]) -> list[str]:
    """One annex: a line for each criterion ("7.2.1. … – …"), then how the total is made and what is convention."""
    lines = [
        f"{one.code}. {one.label}. {rule_sentence(one, whole, indicators)} Căn cứ: {one.reference}."
        for one in whole.criteria.values()
    ]
    return [*lines, *total_sentences(whole, decision)]


def total_sentences(whole: CriteriaSet, decision: Decision) -> Iterable[str]:
    """How the total is made, what is rounded, the grades, and what of all this is convention."""
    convention = decision.convention
    if whole.total is None:
        yield "Tổng điểm: chưa biết."
    else:
        text = f"Tổng điểm: {number(whole.total)} điểm"
        if whole.bonus_cap is not None:
            text += f"; điểm thưởng nhiều nhất {number(whole.bonus_cap)} điểm"
        if whole.deduction_cap is not None:
            text += f"; điểm trừ nhiều nhất {number(whole.deduction_cap)} điểm"
        if convention.total_floor is not None:
            text += f"; không thấp hơn {number(convention.total_floor)} điểm"
        yield f"{text}."
    if any(one.rule not in ("sum", "given") for one in whole.criteria.values()):
        rounding = ROUNDING_VI[convention.rounding]
        yield f"Điểm tính theo quy tắc làm tròn theo thang {number(convention.grid)} điểm, {rounding}."
        yield f"Khi có tiêu chí không áp dụng: {NOT_APPLICABLE_VI[convention.not_applicable]}."
    else:
        yield f"Thang điểm: bội số của {number(convention.grid)} điểm."
    if convention.round_total:
        when = ROUND_TOTAL_VI[convention.round_total].format(places=convention.decimals)
        yield f"Tổng điểm: {when}, {ROUNDING_VI[convention.rounding]}."
    if whole.tie_breakers:
        yield f"{TIE_BREAKERS_VI}: {', '.join(whole.tie_breakers)}."
    if whole.grades:
        yield f"Xếp loại: {'; '.join(f'{one.name} từ {number(one.start)} điểm' for one in whole.grades)}."
    if convention.marks:
        yield f"Quy ước, chưa có trong quyết định: {', '.join(CONVENTION_VI[mark] for mark in convention.marks)}."


def _named(names: Iterable[str], indicators: Mapping[str, Indicator]) -> str:
    return " cộng ".join(lower_first(indicators[name].label) for name in names)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _measured(criterion: Criterion, indicators: Mapping[str, Indicator]) -> str:
    counted = _named(criterion.indicators, indicators)
    if not criterion.denominator:
        return counted
    return f"tỷ lệ {counted} trên {_named(criterion.denominator, indicators)}"


def _zero(criterion: Criterion, indicators: Mapping[str, Indicator]) -> str:
    if not criterion.denominator:
        return ""
    return f" Khi {_named(criterion.denominator, indicators)} bằng 0: {WHEN_ZERO_VI[criterion.when_zero]}."


def _bands(criterion: Criterion) -> str:
    return "; ".join(
        f"{_interval(band, criterion.unit)} được {number(band.points)} điểm" for band in criterion.bands
    )


def _interval(band: Band, unit: str) -> str:
    if band.below is None:
        text = f"từ {number(band.start)} {unit} trở lên"
    else:
        text = f"từ {number(band.start)} đến dưới {number(band.below)} {unit}"
    return f"{text} (mức “{band.level}”)" if band.level else text


def _lost(criterion: Criterion) -> str:
    told = []
    for band in criterion.bands:
        points, share = band.lost_points, band.lost_pct
        lost = f"{number(points)} điểm" if points is not None else f"{number(share or Decimal(0))} % số điểm"
        told.append(f"chậm {_interval(band, criterion.unit)} mất {lost}")
    return "; ".join(told)
