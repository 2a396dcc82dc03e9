"""Judges what came back on a sheet against what stands: each good row becomes an entry, each bad one findings."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipelines.intake.appraisal_sheets.sheet import SheetRow
from pipelines.operations.appraisal.points import AGREED, OWN, Key, Known
from pipelines.reports.wording import date_text, decimal_text, partial_date_text
from pipelines.scoring.point_range import is_given, most_points
from pipelines.store.ledger import Entry, Evidence, Kind, Link
from schemas.campaigns.campaign import Scoring
from schemas.campaigns.rounds import EXPLANATION, ROUND_VI
from schemas.findings import Finding
from schemas.forms.appraisal import AGREE, GIVEN, NOT_APPLICABLE, TABLE_SHEET, WAIVED, token_of
from schemas.spelling import fold, says_something

ANYBODY = ""
_KINDS: dict[str, Kind] = {NOT_APPLICABLE: "not_applicable", WAIVED: "waiver"}


@dataclass(frozen=True, slots=True)
class Act:
    """Who hands a sheet in, on which day, for which round; `file_hash` and `origin` name the sheet in the ledger.

    `who` is ANYBODY where it is only asked whether something could be handed in. `written` is the day of the typing,
    where that is later.
    """

    scoring: Scoring
    round: str
    who: str
    on: datetime.date
    file_hash: str
    origin: str
    written: datetime.date | None = None


@dataclass(slots=True)
class Judged:
    """Of one file: entries to append, how many rows say what stands already, and which were refused."""

    entries: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Key] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def judge_rows(
    rows: Sequence[SheetRow], known: Mapping[Key, Known], act: Act, elsewhere: Mapping[Key, str]
) -> Judged:
    """Every row of one sheet. `elsewhere` has what other files handed in at the same time say, by (unit, criterion)."""
    judged = Judged()
    places: dict[Key, list[str]] = {}
    for row in rows:
        places.setdefault((row.unit, row.criterion), []).append(row.cells["code"])
    for row in rows:
        key = row.unit, row.criterion
        others = [cell for cell in places[key] if cell != row.cells["code"]]
        one = _Row(row, known.get(key), act)
        entry = one.judge(f"cũng ở ô {', '.join(others)}" if others else "", elsewhere.get(key, ""))
        judged.findings += one.findings
        if one.refused or not row.readable:
            judged.refused.append(key)
        elif entry is None or says_the_same(one.known, entry):
            judged.unchanged += one.known is not None and one.known.own is not None
        else:
            judged.entries.append(entry)
    return judged


def says_the_same(known: Known | None, entry: Entry) -> bool:
    """Whether the round's standing entry says this already, on whatever sheet it came.

    One under a day to come, from a PC whose clock was ahead, would count on that day only.
    """
    if known is None or known.own is None:
        return False
    own = known.own.entry
    return own.on <= (entry.written or entry.on) and _bare(own).says_the_same(_bare(entry))


def agreement(known: Known) -> str:
    """The reason of one who gives the points that were given before."""
    return f"{AGREED} {ROUND_VI[known.base] if known.base else ''}"


def standing_text(link: Link) -> str:
    """What an entry gives, in a message: "0,5 điểm của Nguyễn Văn A ngày 05/01/2022"."""
    entry = link.entry
    what = "miễn" if entry.kind == "waiver" else "không áp dụng"
    if entry.points is not None:
        what = f"{decimal_text(entry.points)} điểm"
    return f"{what} của {entry.who} ngày {date_text(entry.on)}"


def _bare(entry: Entry) -> Entry:
    evidence = replace(entry.evidence, file_hash="", sheet="", cell="")
    return replace(entry, evidence=evidence)


class _Row:
    """One row on trial; every fault of it is told, not the first alone."""

    def __init__(self, row: SheetRow, known: Known | None, act: Act) -> None:
        self.row, self.known, self.act = row, known, act
        self.findings: list[Finding] = []
        self.refused = False
        self.explains = act.round == EXPLANATION
        self.typed = row.typed

    def refuse(self, code: str, column: str, found: str = "", detail: str = "") -> None:
        """A finding that keeps the row out."""
        self.refused = True
        self.findings.append(Finding(code, TABLE_SHEET, self.row.cells.get(column, ""), found, detail))

    def judge(self, twice: str, elsewhere: str) -> Entry | None:
        """The row as an entry; None where nothing is entered in it or it is refused."""
        row, known = self.row, self.known
        if known is None:
            self.refuse(
                "appraisal_row_unknown", "code", row.name, f"không có “{row.name}”, tiêu chí “{row.code}”"
            )
            return None
        if not row.readable or not self._entered(known):
            return None
        if not self._is_whole(known):
            return None
        if twice:
            self.refuse("appraisal_row_twice", "code", row.name, twice)
        entry = self._explanation(known) if self.explains else self._appraisal(known)
        self._check_evidence_date()
        if not says_the_same(known, entry):
            if elsewhere:
                self.refuse("appraisal_row_twice", "code", row.name, elsewhere)
            self._check_freshness(known)
        return None if self.refused else entry

    def _entered(self, known: Known) -> bool:
        row = self.row
        beside = next((text for text in (row.reason, row.evidence_number, row.evidence_title) if text), "")
        if row.entered or (self.explains and row.reason):
            return True
        if beside or row.evidence_date:
            if self.explains:
                self.refuse(
                    "explanation_missing",
                    "reason",
                    beside or partial_date_text(row.evidence_date),
                    "Có tài liệu",
                )
            else:
                self.refuse(
                    "appraisal_points_missing", "points", beside or partial_date_text(row.evidence_date)
                )
        elif known.own is not None:
            cell = row.cells["points"]
            detail = standing_text(known.own)
            self.findings.append(Finding("appraisal_points_kept", TABLE_SHEET, cell, "", detail))
        return False

    def _is_whole(self, known: Known) -> bool:
        """Whether what can be seen of the row still belongs to the codes beside it."""
        row = self.row
        wrong = [
            (column, found, right)
            for column, found, right in (
                ("name", row.name, known.name),
                ("code", row.code, known.criterion.code),
                *(
                    (GIVEN + name, _said(token), _said(row.shown.get(name)))
                    for name, token in row.given.items()
                ),
            )
            if found != right
        ]
        for column, found, right in wrong[:1]:
            self.refuse("appraisal_row_changed", column, found, f"“{right}”")
        return not wrong

    def _check_freshness(self, known: Known) -> None:
        shown, now = self.row.shown, known.shown
        changes = [
            f"{ROUND_VI[name]} trên phiếu {_said(shown.get(name))}, nay {_said(now.get(name))}"
            for name in ROUND_VI
            if name != EXPLANATION and shown.get(name) != now.get(name)
        ]
        if shown.get(EXPLANATION) != now.get(EXPLANATION):
            changes.append("đã có giải trình mới")
        own = known.own
        if own is not None and shown.get(OWN) != now.get(OWN):
            entry = own.entry
            # Whoever goes on working on the same sheet changes her own points, not somebody else's.
            if entry.evidence.sheet != self.act.origin or self.act.who not in (entry.who, ANYBODY):
                changes.append(f"sổ điểm nay có {standing_text(own)}")
        if changes:
            self.refuse("appraisal_stale", "points", self.typed, "; ".join(changes))

    def _appraisal(self, known: Known) -> Entry:
        row, base = self.row, known.base_point
        word = row.word or token_of(row.points)
        points, until, reason = row.points, row.until, row.reason
        if row.word == AGREE:
            if not known.base:
                self.refuse("appraisal_nothing_to_agree", "points", self.typed)
            points, word = base.points, token_of(base.points, known.shown.get(known.base, ""))
            if until is None and isinstance(base.source, Link):
                until = base.source.entry.until
        if points is not None:
            self._check_points(known, points)
            until = None
        same = bool(known.base) and word == known.shown[known.base]
        if same:
            reason = reason or agreement(known)
        elif row.word != AGREE and (not says_something(reason) or fold(reason) == fold(agreement(known))):
            self.refuse("appraisal_reason_missing", "reason", self.typed, self._compared(known))
        if word == WAIVED and until is None:
            self.refuse("waiver_until_missing", "until", self.typed)
        elif until is not None and until < self.act.on:
            self.refuse("waiver_until_past", "until", date_text(until))
        return self._entry(_KINDS.get(word, "points"), points, reason, until)

    def _explanation(self, known: Known) -> Entry:
        row = self.row
        if row.word:
            self.refuse("appraisal_not_points", "points", self.typed)
        if row.points is not None:
            self._check_points(known, row.points)
        if not says_something(row.reason):
            what = "Ghi nội dung" if row.points is None else "Đề nghị điểm"
            self.refuse("explanation_missing", "reason", row.reason or self.typed, what)
        return self._entry("explanation", row.points, row.reason, None)

    def _check_evidence_date(self) -> None:
        """A document that is not written yet proves nothing; the day may be mistyped, so the points stand."""
        day = self.row.evidence_date
        if day > self.act.on.isoformat()[: len(day)]:
            cell = self.row.cells["evidence_date"]
            self.findings.append(Finding("evidence_date_ahead", TABLE_SHEET, cell, partial_date_text(day)))

    def _check_points(self, known: Known, points: Decimal) -> None:
        decision = self.act.scoring.decision
        most = most_points(known.criterion)
        if is_given(points, known.criterion, decision):
            return
        if points > most:
            self.refuse("points_over_max", "points", self.typed, decimal_text(most))
        elif points < 0:
            self.refuse("points_negative", "points", self.typed)
        else:
            self.refuse("points_off_grid", "points", self.typed, decimal_text(decision.convention.grid))

    def _compared(self, known: Known) -> str:
        if not known.base:
            return "các vòng trước (chưa có điểm)"
        return f"{_said(known.shown[known.base])} ({ROUND_VI[known.base]})"

    def _entry(self, kind: Kind, points: Decimal | None, reason: str, until: datetime.date | None) -> Entry:
        row, act = self.row, self.act
        return Entry(
            kind=kind,
            round=act.round,
            unit=row.unit,
            decision=act.scoring.decision.id,
            annex=act.scoring.criteria.annex,
            criterion=row.criterion,
            points=points,
            who=act.who,
            on=act.on,
            reason=reason,
            evidence=Evidence(
                row.evidence_number, row.evidence_date, row.evidence_title,
                act.file_hash, act.origin, row.cells["points"],
            ),
            until=until,
            written=act.written,
        )  # fmt: skip


def _said(token: str | None) -> str:
    return (token or "chưa có").replace(".", ",")
