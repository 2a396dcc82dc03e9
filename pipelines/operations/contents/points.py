"""What the annexes of points and their charts say, put together from scores."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipelines.operations.units_of_campaign import block_name, committee, place_name, unit_name
from pipelines.reports.annex import AnnexContent
from pipelines.reports.page import Marks, Signature
from pipelines.reports.ranking import RankedBlock, RankedContent, RankedTable, WaitingBlocks
from pipelines.reports.score_rows import CriterionColumn, UnitScores
from pipelines.reports.wording import decimal_text, report_values
from pipelines.scoring.rank import TIES_VI
from pipelines.scoring.score import STATE_VI, PartState, Results, UnitScore
from pipelines.scoring.sentences import (
    NOT_APPLICABLE_VI,
    ROUND_TOTAL_VI,
    ROUNDING_VI,
    TIE_BREAKERS_VI,
)
from pipelines.store.ledger import Head
from schemas.annexes.annex import Annex
from schemas.campaigns.campaign import LEVEL_VI, Campaign, Scoring
from schemas.campaigns.rounds import FINAL_ROUND, GIVEN_FROM_ABOVE, ROUND_VI
from schemas.period import period_text

MISSING_VI = {
    "listed_unranked": "đơn vị chưa có điểm được liệt kê, không xếp hạng",
    "scores_zero": "đơn vị chưa gửi báo cáo được 0 điểm và vẫn xếp hạng",
}
BLOCK_VI = {"parent": "theo đơn vị cấp trên", "kind": "theo loại đơn vị", "level": "chung một khối"}
NO_POINTS_VI: dict[PartState, str] = {"not_applicable": "KAD", "waived": "Miễn"}
EXTRA_VI = {"bonus": "Điểm thưởng", "deduct": "Điểm trừ"}


class Letter(NamedTuple):
    """The letter an annex came with: number as "512/BC-UBND" or "/BC-UBND" for a draft, date ISO, possibly partial."""

    symbol: str
    date: str


def letter_values(letter: Letter) -> dict[str, str]:
    """The placeholders of a letter; what it lacks stays blank on paper."""
    number, _, kind = letter.symbol.partition("/")
    parts = letter.date.split("-")
    day = datetime.date.fromisoformat(letter.date) if len(parts) == 3 else None
    month = (int(parts[0]), int(parts[1])) if len(parts) == 2 else None
    return report_values(letter.symbol if number else "", kind, day, month)


def notes_on(annex: Annex, scoring: Scoring, ranked: bool) -> tuple[str, ...]:
    """The rules in force, each with its source: the decision, or the department's convention."""
    decision, convention = scoring.decision, scoring.decision.convention

    def line(key: str, text: str) -> str:
        own = key in convention.marks
        return f"{text} ({annex.notes['convention']})." if own else f"{text} (theo {decision.title})."

    notes = [line("grid", f"Thang điểm: bội số của {decimal_text(convention.grid)} điểm")]
    parts = scoring.criteria.criteria.values()
    if any(one.rule not in ("sum", "given") for one in parts):
        notes.append(line("rounding", f"Làm tròn điểm tính theo quy tắc: {ROUNDING_VI[convention.rounding]}"))
        notes.append(
            line(
                "not_applicable", f"Có tiêu chí không áp dụng: {NOT_APPLICABLE_VI[convention.not_applicable]}"
            )
        )
    if convention.round_total:
        when = ROUND_TOTAL_VI[convention.round_total].format(places=convention.decimals)
        notes.append(line("round_total", f"Tổng điểm: {when}, {ROUNDING_VI[convention.rounding]}"))
    if ranked:
        breakers = scoring.criteria.tie_breakers
        beside = f"{TIE_BREAKERS_VI}: {', '.join(breakers)}" if breakers else ""
        notes = [
            *([line("tie_breakers", beside)] if beside else []),
            line("ties", f"Xếp hạng: {TIES_VI[convention.ties]}"),
            line("blocks", f"Khối xếp hạng: {BLOCK_VI[scoring.block]}"),
            line("missing_report", f"Chưa gửi báo cáo: {MISSING_VI[convention.missing_report]}"),
            *notes,
        ]
    return tuple(notes)


def _words_in(scores: Iterable[UnitScore]) -> tuple[str, ...]:
    """What the words that stand for points mean, where they stand."""
    states = {part.state for score in scores for part in score.parts}
    told = [f"{words}: {STATE_VI[state]}" for state, words in NO_POINTS_VI.items() if state in states]
    return (f"{'; '.join(told)}.",) if told else ()


def _columns(scoring: Scoring) -> tuple[CriterionColumn, ...]:
    """The parts under the criterion they belong to, then bonuses and deductions."""
    whole = scoring.criteria
    columns, flat = [], all(part.parent == whole.root for part in whole.parts)
    for part in whole.parts:
        parent = whole.criteria[part.parent]
        most = "" if parent.max_points is None else f" ({decimal_text(parent.max_points)} điểm)"
        above = f"{parent.code}. {parent.label}{most}"
        if part.parent == whole.root:
            above = "" if flat else f"Thuộc trực tiếp tiêu chí {whole.root}{most.replace('(', '(tất cả: ')}"
        columns.append(CriterionColumn(part.code, part.max_points, above))
    return (
        *columns,
        *(CriterionColumn(one.code, one.max_points, "", EXTRA_VI[one.rule]) for one in whole.extras),
    )


def notice_of(scoring: Scoring) -> str:
    """What a model must say of itself in the title."""
    notice = scoring.decision.notice
    return f"({notice[:1].upper()}{notice[1:]})" if notice else ""


def _values(campaign: Campaign, scoring: Scoring) -> dict[str, str]:
    return {
        "year": campaign.period[:4],
        "period": period_text(campaign.period),
        "province": place_name(campaign),
        "criterion": scoring.criteria.root,
        "criterion_title": scoring.criteria.label,
        # A model is no decision, and its annex's name says what it is.
        "basis": scoring.criteria.name
        if scoring.decision.notice
        else f"{scoring.criteria.name} – Quyết định {scoring.decision.number}",
    }


def _printed(name: str, score: UnitScore) -> UnitScores:
    reason = score.reason or ("" if score.state == "scored" else STATE_VI[score.state])
    if score.grade:
        reason = f"xếp loại {score.grade}{f'; {reason}' if reason else ''}"
    points = tuple(NO_POINTS_VI.get(part.state, part.points) for part in score.parts)
    return UnitScores(name, points, score.total, reason[:1].upper() + reason[1:], score.rank)


def signature_of(campaign: Campaign, annex: Annex) -> Signature:
    """Who signs an annex: as the campaign declares, else as the annex does, with an empty place for the name."""
    declared = campaign.signatures.get(annex.code)
    return Signature(declared.lines, declared.name) if declared else Signature(annex.signature)


def marks_of(campaign: Campaign) -> Marks:
    """What must stand on every page of the campaign."""
    return Marks(simulated=campaign.simulated)


def annex_marks(campaign: Campaign, head: Head, final: bool = False) -> Marks:
    """What must stand on every page of an annex: DỰ THẢO unless final, and the ledger's head where there is one."""
    return Marks(not final, campaign.simulated, head.short if head.number else "")


def office_annex(
    campaign: Campaign, annex: Annex, scoring: Scoring, office: str, letter: Letter, order: Sequence[str],
    scores: Mapping[str, UnitScore], marks: Marks,
) -> AnnexContent:  # fmt: skip
    """The annex of one office: `order` is how it listed its units; those it left out follow."""
    own = [unit.code for unit in campaign.roster.children(office) if unit.code in scores]
    listed = [code for code in dict.fromkeys(order) if code in own]
    rows = [*listed, *(code for code in own if code not in listed)]
    return AnnexContent(
        layout=annex,
        values=_values(campaign, scoring) | letter_values(letter) | {"issuer": committee(campaign, office)},
        criteria=_columns(scoring),
        rows=tuple(_printed(committee(campaign, code), scores[code]) for code in rows),
        signature=signature_of(campaign, annex),
        notes=_decided_elsewhere(campaign, scoring)
        + notes_on(annex, scoring, ranked=False)
        + _words_in(scores[code] for code in rows),
        marks=marks,
        notice=notice_of(scoring),
    )


def _decided_elsewhere(campaign: Campaign, scoring: Scoring) -> tuple[str, ...]:
    """An office's official annex bears its name: it says so where others than the office may have settled points."""
    if scoring.ranked_round != FINAL_ROUND:
        return ()
    takes = campaign.rounds[FINAL_ROUND].takes
    if set(takes) <= set(GIVEN_FROM_ABOVE):
        return ()
    order = ", ".join(ROUND_VI[name] for name in takes)
    return (
        f"Điểm trong bảng là điểm chính thức, lấy theo thứ tự: {order}; có thể khác điểm đơn vị đã chấm.",
    )


def _blocks(
    campaign: Campaign, scoring: Scoring, scores: Sequence[UnitScore]
) -> tuple[tuple[RankedBlock, ...], tuple[WaitingBlocks, ...]]:
    """The blocks in which somebody has points, ranked ones first; and the others, by why they have none."""
    blocks: dict[str, list[UnitScore]] = {}
    for score in scores:
        blocks.setdefault(score.block, []).append(score)
    ranked: list[RankedBlock] = []
    waiting: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for block, own in blocks.items():
        name = block_name(campaign, scoring, block)
        in_order = sorted(own, key=lambda score: (score.rank is None, score.rank or 0))
        rows = tuple(_printed(unit_name(campaign.roster, scoring, score.unit), score) for score in in_order)
        reasons = {row.reason for row in rows}
        if len(reasons) == 1 and all(
            row.total is None and not any(p is not None for p in row.points) for row in rows
        ):
            waiting.setdefault(reasons.pop(), []).append((name, tuple(row.unit for row in rows)))
        else:
            ranked.append(RankedBlock(name, rows))
    return tuple(ranked), tuple(
        WaitingBlocks(_waiting_title(reason, found), tuple(found)) for reason, found in waiting.items()
    )


def _waiting_title(reason: str, blocks: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    count = sum(len(units) for _, units in blocks)
    return f"{reason or 'Chưa có điểm'}: {count} đơn vị của {len(blocks)} khối, liệt kê và không xếp hạng"


def ranking(
    campaign: Campaign,
    annex: Annex,
    results: Results,
    marks: Marks,
) -> RankedContent:
    """The province's annex: a sheet of ranked units per scoring whose maxima are known, the others listed."""
    tables = []
    first = results[0][0]
    kinds = [scoring.criteria.maxima_known for scoring, _ in results]
    for (scoring, scores), known in zip(results, kinds, strict=True):
        blocks, waiting = _blocks(campaign, scoring, scores)
        unknowns = (
            tuple(
                f"Chưa biết: {one.what}. {one.why}"
                for one in scoring.decision.unknowns_of(scoring.criteria.annex)
            )
            if not known
            else ()
        )
        tables.append(
            RankedTable(
                "ranked" if known else "listed",
                _columns(scoring),
                blocks,
                notes_on(annex, scoring, ranked=known) + _words_in(scores) + unknowns,
                _values(campaign, scoring),
                waiting,
                notice_of(scoring),
                LEVEL_VI[scoring.level] if kinds.count(known) > 1 else "",
            )
        )
        first = scoring if known else first
    return RankedContent(
        layout=annex,
        values=_values(campaign, first) | {"issuer": f"Sở Khoa học và Công nghệ {place_name(campaign)}"},
        tables=tuple(tables),
        signature=signature_of(campaign, annex),
        marks=marks,
    )


def totals_by_block(
    campaign: Campaign, scoring: Scoring, scores: Sequence[UnitScore]
) -> list[tuple[str, tuple[Decimal, ...], int]]:
    """(block's name, totals, units without one) of the blocks in which anybody has a total."""
    found = []
    for block, name in dict.fromkeys(
        (score.block, block_name(campaign, scoring, score.block)) for score in scores
    ):
        own = [score for score in scores if score.block == block]
        totals = tuple(score.total for score in own if score.total is not None)
        if totals:
            found.append((name, totals, len(own) - len(totals)))
    return found
