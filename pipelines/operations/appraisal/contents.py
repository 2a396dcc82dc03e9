"""What an appraisal sheet says, put together from what stands before the round."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.operations.appraisal.judge import agreement
from pipelines.operations.appraisal.points import AGREED, Known, word_of_point
from pipelines.operations.units_of_campaign import block_name
from pipelines.reports.appraisal_columns import AppraisalRow, AppraisalSheet, Entered
from pipelines.reports.page import Marks
from pipelines.reports.wording import date_text, decimal_text, partial_date_text
from pipelines.scoring.point_range import points_on_grid
from pipelines.store.ledger import Ledger
from schemas.campaigns.campaign import Campaign, Scoring
from schemas.campaigns.rounds import EXPLANATION, FIRST_APPRAISAL, ROUND_VI
from schemas.forms.appraisal import AGREE, HEAD_KEYS, NOT_APPLICABLE, WAIVED, pack_shown

# Points outside the sum; those of a deduction are written without a sign.
_EXTRA = {"deduct": " (số điểm trừ)", "bonus": " (số điểm thưởng)"}
_WORD_OF_KIND = {"not_applicable": NOT_APPLICABLE, "waiver": WAIVED}


@dataclass(frozen=True, slots=True)
class Issue:
    """The sheets of one round of one level that are written on a day: what is the same for every block."""

    campaign: Campaign
    scoring: Scoring
    round: str
    ledger: Ledger
    on: datetime.date

    def sheet(self, block: str, rows: Sequence[Known]) -> AppraisalSheet:
        """One block's sheet; `rows`, one at least, in their order."""
        scoring, name = self.scoring, self.round
        rounds = [one for one in rows[0].given if any(row.shown.get(one) for row in rows)]
        explains = name == EXPLANATION
        heading = "Giải trình của đơn vị" if explains else capital(ROUND_VI[name])
        return AppraisalSheet(
            label=block_name(self.campaign, scoring, block),
            titles=(f"Phiếu {ROUND_VI[name]}", self.campaign.title),
            below=(f"(Theo {scoring.criteria.name}, {scoring.decision.title})", _guide(explains)),
            heading=f"{heading} (ghi vào đây)",
            rounds={one: capital(ROUND_VI[one]) for one in rounds},
            rows=tuple(_row(scoring, one, rounds, name) for one in rows),
            head=self._head(block),
            notes=self._notes(),
            places=scoring.decision.convention.decimals,
            explains=explains,
            marks=Marks(simulated=self.campaign.simulated),
        )

    def _head(self, block: str) -> dict[str, str]:
        head = f"{self.ledger.head.number}:{self.ledger.head.hash}"
        about = self.campaign.id, self.round, self.scoring.level, self.scoring.criteria_id, block
        return dict(zip(HEAD_KEYS, (*about, self.on.isoformat(), head), strict=True))

    def _notes(self) -> tuple[str, ...]:
        late = self.round not in (FIRST_APPRAISAL, EXPLANATION)
        grid = decimal_text(self.scoring.decision.convention.grid)
        return (
            *(["Chỉ gồm tiêu chí có giải trình, hoặc lần 1 chưa có điểm."] if late else []),
            "Chênh lệch là số điểm còn phải bàn: khoảng cách giữa các vòng, hoặc cả điểm tối đa nếu chưa vòng nào có "
            "điểm. Điểm in đậm là điểm để so sánh; “…” là chưa có điểm dùng được; KAD là không áp dụng.",
            f"Thang điểm: bội số của {grid}.",
            f"Xuất ngày {date_text(self.on)}; sổ điểm {self.ledger.head.short}.",
        )


def _row(scoring: Scoring, known: Known, rounds: Sequence[str], name: str) -> AppraisalRow:
    criterion = known.criterion
    given = tuple(
        point.points if point.points is not None else word_of_point(point) or None
        for point in (known.given[one] for one in rounds)
    )
    return AppraisalRow(
        unit=known.unit.code,
        name=known.name,
        criterion=criterion.code,
        label=criterion.label + _EXTRA.get(criterion.rule, ""),
        max_points=criterion.max_points,
        given=given,
        base=rounds.index(known.base) if known.base else None,
        stake=known.stake,
        remarks=_remarks(known, name),
        shown=pack_shown(known.shown),
        grid=tuple(points_on_grid(criterion, scoring.decision)),
        entered=_entered(known),
    )


def _remarks(known: Known, name: str) -> str:
    """The reasons that were given with the points before, and the unit's explanation."""
    lines = [
        f"{capital(ROUND_VI[one])}: {point.reason}"
        for one, point in known.given.items()
        if point.reason and not point.reason.startswith(AGREED)
    ]
    if known.explanation is not None and name != FIRST_APPRAISAL:
        entry = known.explanation.entry
        proposed = "" if entry.points is None else f" đề nghị {decimal_text(entry.points)} điểm"
        papers = " ".join(
            part for part in (entry.evidence.number, entry.evidence.date, entry.evidence.title) if part
        )
        lines.append(f"Giải trình{proposed}: {entry.reason}{f' ({papers})' if papers else ''}")
    return "\n".join(lines)


def _entered(known: Known) -> Entered:
    """What the round's standing entry says, in the cells where it was entered."""
    if known.own is None:
        return Entered()
    entry = known.own.entry
    reason = "" if known.base and entry.reason == agreement(known) else entry.reason
    return Entered(
        entry.points if entry.points is not None else _WORD_OF_KIND.get(entry.kind),
        reason,
        entry.evidence.number,
        partial_date_text(entry.evidence.date),
        entry.evidence.title,
        date_text(entry.until) if entry.until else "",
    )


def _guide(explains: bool) -> str:
    if explains:
        return "(Chỉ gồm tiêu chí được thẩm định thấp hơn điểm đã có. Ghi vào các ô trắng, ngày dạng ngày/tháng/năm.)"
    return (
        f"(Ghi vào các ô trắng; chọn điểm trong danh sách. “{AGREE}” là giữ điểm in đậm; khác điểm in đậm thì ghi lý "
        "do. Ô trống là chưa thẩm định.)"
    )


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def origin_of(head: Mapping[str, str]) -> str:
    """A short name of one exported sheet, the same for its copies: told by all that its hidden sheet says."""
    said = "\n".join(head.get(key, "") for key in HEAD_KEYS)
    return f"phiếu {hashlib.sha256(said.encode()).hexdigest()[:8]}"
