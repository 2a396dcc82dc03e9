"""What is taken of a sheet that came back, and what is said of the rest: row by row, without a file."""

import datetime
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipelines.intake.appraisal_sheets.sheet import SheetRow
from pipelines.operations.appraisal.judge import Act, Judged, judge_rows
from pipelines.operations.appraisal.points import Known, is_contested, known_before
from pipelines.operations.round_points import RoundPoint
from pipelines.store.ledger import Entry, Evidence, Ledger
from schemas.campaigns.campaign import Campaign, load_campaign
from schemas.campaigns.rounds import EXPLANATION, FIRST_APPRAISAL, SECOND_APPRAISAL
from schemas.findings import load_catalogue
from schemas.forms.appraisal import AGREE, NOT_APPLICABLE, WAIVED, token_of

DAY = datetime.date(2022, 1, 5)
WHO, ORIGIN = "Nguyễn Văn A", "phiếu 0123abcd"
COLUMNS = {"name": "A", "code": "B", "points": "G", "reason": "H", "evidence_date": "J", "until": "L"}
Given = dict[str, Decimal | RoundPoint | None]


@cache
def campaign() -> Campaign:
    return load_campaign(Path(__file__).parents[2] / "raw" / "ha-tinh-2021")


@cache
def unit(at: int) -> str:
    return campaign().roster.of_level("commune")[at].code


def point(value: Decimal | RoundPoint | None) -> RoundPoint:
    if isinstance(value, RoundPoint):
        return value
    return RoundPoint(None, "open") if value is None else RoundPoint(value, "given", who="UBND huyện")


def D(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


class Case:
    """One criterion (7.2.4, at most 1,5) of one commune: what the rounds before gave, what the ledger has."""

    def __init__(
        self, round_name: str = FIRST_APPRAISAL, code: str = "7.2.4", **given: Decimal | RoundPoint | None
    ) -> None:
        self.round, self.code, self.unit = round_name, code, unit(0)
        self.given: Given = dict(given) or {"tu_cham": D("1,5"), "huyen_cham": D("1")}
        self.ledger = Ledger(Path("no-such-file"), [], 0)

    @property
    def key(self) -> tuple[str, str]:
        return self.unit, self.code

    @property
    def known(self) -> dict[tuple[str, str], Known]:
        [scoring, _] = campaign().scorings
        points = {name: {self.key: point(one)} for name, one in self.given.items()}
        return known_before(scoring, campaign().roster, self.round, points, self.ledger)

    @property
    def act(self) -> Act:
        return Act(campaign().scorings[0], self.round, WHO, DAY, "f" * 64, ORIGIN)

    def row(self, at: int = 10, **changes: object) -> SheetRow:
        """The row as a sheet that is made now shows it, with changes."""
        known = self.known[self.key]
        blank = SheetRow(
            unit=self.unit,
            criterion=self.code,
            name=known.unit.name,
            code=self.code,
            given={name: known.shown.get(name, "") for name in self.given},
            shown=known.shown,
            points=None,
            word="",
            typed="",
            reason="",
            evidence_number="",
            evidence_date="",
            evidence_title="",
            until=None,
            cells={name: f"{letter}{at}" for name, letter in COLUMNS.items()},
            readable=True,
        )
        row = replace(blank, **changes)  # type: ignore[arg-type]
        return replace(row, typed=row.word or token_of(row.points).replace(".", ","))

    def judge(self, *rows: SheetRow, elsewhere: str = "") -> Judged:
        told = {self.key: elsewhere} if elsewhere else {}
        return judge_rows(rows, self.known, self.act, told)

    def stands(self, points: Decimal | None, who: str = WHO, origin: str = ORIGIN, **more: object) -> "Case":
        """The ledger has an entry of this round for the criterion."""
        kind = "explanation" if self.round == EXPLANATION else "points"
        self.enter(replace(self._entry(kind, points, who, origin), **more))  # type: ignore[arg-type]
        return self

    def explained(self, points: Decimal | None, reason: str = "Có hồ sơ") -> "Case":
        """The unit has explained itself."""
        entry = self._entry("explanation", points, "UBND xã", "")
        self.enter(replace(entry, round=EXPLANATION, reason=reason))
        return self

    def enter(self, entry: Entry) -> None:
        from pipelines.store.chain import chain

        link, _ = chain(self.ledger.head, entry)
        self.ledger = Ledger(Path("no-such-file"), [*self.ledger.links, link], 0)

    def _entry(self, kind: str, points: Decimal | None, who: str, origin: str) -> Entry:
        [scoring, _] = campaign().scorings
        annex = scoring.criteria.annex
        head = (self.round, self.unit, scoring.decision.id, annex, self.code, points, who, DAY)
        return Entry(kind, *head, "Đủ hồ sơ", Evidence(sheet=origin))  # type: ignore[arg-type]


def told(judged: Judged) -> list[tuple[str, str]]:
    catalogue = load_catalogue()
    return [(one.cell, catalogue[one.code].wording(one)) for one in judged.findings]


def taken(judged: Judged) -> tuple[str, Decimal | None, str]:
    [entry] = judged.entries
    return entry.kind, entry.points, entry.reason


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ({"points": D("0,5"), "reason": "Thiếu sổ"}, ("points", D("0,5"), "Thiếu sổ")),
        ({"points": D("0"), "reason": "Thiếu sổ"}, ("points", D("0"), "Thiếu sổ")),
        ({"points": D("1")}, ("points", D("1"), "Đồng ý với kết quả huyện chấm")),
        ({"points": D("1"), "reason": "Đã xem tại chỗ"}, ("points", D("1"), "Đã xem tại chỗ")),
        ({"word": AGREE}, ("points", D("1"), "Đồng ý với kết quả huyện chấm")),
        ({"word": NOT_APPLICABLE, "reason": "Không có TTHC"}, ("not_applicable", None, "Không có TTHC")),
        ({"word": WAIVED, "reason": "Xã mới", "until": DAY}, ("waiver", None, "Xã mới")),
    ],
)
def test_a_good_row_is_taken(entered: dict[str, object], expected: tuple[str, Decimal | None, str]) -> None:
    case = Case()
    judged = case.judge(case.row(**entered))
    assert taken(judged) == expected
    assert (judged.unchanged, judged.refused, judged.findings) == (0, [], [])


@pytest.mark.parametrize(
    ("entered", "cell", "message"),
    [
        ({"points": D("0,5")}, "H10", "Ghi “0,5” khác 1 (huyện chấm) mà chưa có lý do"),
        ({"points": D("0,3"), "reason": "x"}, "G10", "Điểm 0,3 không đúng thang điểm, phải là bội số của 0,25"),
        ({"points": D("1,75"), "reason": "x"}, "G10", "Điểm 1,75 vượt điểm tối đa 1,5"),
        ({"points": D("-0,25"), "reason": "x"}, "G10", "Điểm -0,25 là số âm"),
        ({"reason": "x"}, "G10", "Có lý do hoặc tài liệu mà ô điểm để trống: “x”"),
        ({"evidence_date": "2021-11-05"}, "G10", "Có lý do hoặc tài liệu mà ô điểm để trống: “05/11/2021”"),
        ({"points": D("0,5"), "reason": "."}, "H10", "Ghi “0,5” khác 1 (huyện chấm) mà chưa có lý do"),
        ({"points": D("0,5"), "reason": "- 5 -"}, "H10", "Ghi “0,5” khác 1 (huyện chấm) mà chưa có lý do"),
        ({"points": D("0,5"), "reason": "đồng ý với kết quả huyện chấm."}, "H10",
         "Ghi “0,5” khác 1 (huyện chấm) mà chưa có lý do"),
        ({"word": WAIVED, "until": DAY}, "H10", "Ghi “Miễn” khác 1 (huyện chấm) mà chưa có lý do"),
        ({"word": WAIVED, "reason": "x"}, "L10", "Ghi “Miễn” mà chưa ghi đủ ngày, tháng, năm hết hạn"),
        ({"word": WAIVED, "reason": "x", "until": DAY - datetime.timedelta(1)}, "L10",
         "Ngày hết hạn 04/01/2022 đã qua"),
        ({"word": NOT_APPLICABLE}, "H10", "Ghi “Không áp dụng” khác 1 (huyện chấm) mà chưa có lý do"),
        ({"points": D("0,5"), "reason": "Đồng ý với kết quả huyện chấm"}, "H10",
         "Ghi “0,5” khác 1 (huyện chấm) mà chưa có lý do"),
        ({"points": D("0,5"), "reason": "x", "name": "Xã Lạ"}, "A10",
         "Dòng bị xáo trộn: ô ghi “Xã Lạ”, theo mã của dòng là “Phường Trần Phú”"),
        ({"points": D("0,5"), "reason": "x", "code": "7.2.3"}, "B10",
         "Dòng bị xáo trộn: ô ghi “7.2.3”, theo mã của dòng là “7.2.4”"),
        ({"points": D("0,5"), "reason": "x", "given": {"huyen_cham": "0.5"}}, "",
         "Dòng bị xáo trộn: ô ghi “0,5”, theo mã của dòng là “1”"),
        ({"points": D("0,5"), "reason": "x", "unit": "99999"}, "B10",
         "Dòng không thuộc phiếu: không có “Phường Trần Phú”, tiêu chí “7.2.4”"),
        ({"points": D("0,5"), "reason": "x", "criterion": "7.2"}, "B10",
         "Dòng không thuộc phiếu: không có “Phường Trần Phú”, tiêu chí “7.2.4”"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_at_its_cell(entered: dict[str, object], cell: str, message: str) -> None:
    case = Case()
    judged = case.judge(case.row(**entered))
    assert (judged.entries, len(judged.refused)) == ([], 1)
    assert told(judged) == [(cell, message)]


@pytest.mark.parametrize(
    ("day", "said"),
    [("2022-01-06", "06/01/2022"), ("2022-02", "02/2022"), ("2023", "2023"), ("2022-01-05", "")],
)
def test_a_document_of_a_day_to_come_is_asked_about_and_the_points_stand(day: str, said: str) -> None:
    case = Case()
    judged = case.judge(case.row(points=D("0,5"), reason="Đủ", evidence_date=day))
    assert len(judged.entries) == 1
    assert [one.found for one in judged.findings] == [said] * bool(said)


def test_all_faults_of_a_row_are_told_at_once() -> None:
    case = Case()
    row = case.row(points=D("1,8"), shown={"tu_cham": "1.5"}, given={"tu_cham": "1.5"})
    assert [code for code, *_ in case.judge(row).findings] == [
        "points_over_max", "appraisal_reason_missing", "appraisal_stale",
    ]  # fmt: skip


def test_a_bad_row_stands_in_nobody_elses_way() -> None:
    case = Case()
    other = case.row(11, criterion="7.2.3", code="7.2.3", given={}, shown={}, points=D("1"), reason="Đủ")
    judged = case.judge(case.row(points=D("9"), reason="x"), other)
    assert [entry.criterion for entry in judged.entries] == ["7.2.3"]


def test_a_row_that_is_there_twice_is_refused_twice() -> None:
    case = Case()
    judged = case.judge(case.row(10, word=AGREE), case.row(20, word=AGREE))
    assert [message for _, message in told(judged)] == [
        "Đơn vị và tiêu chí này có hai dòng (cũng ở ô B20)",
        "Đơn vị và tiêu chí này có hai dòng (cũng ở ô B10)",
    ]
    assert judged.entries == []


def test_points_that_nobody_gave_need_a_reason_and_cannot_be_agreed_with() -> None:
    case = Case(tu_cham=None, huyen_cham=None)
    [(_, message)] = told(case.judge(case.row(points=D("1"))))
    assert message == "Ghi “1” khác các vòng trước (chưa có điểm) mà chưa có lý do"
    [(_, message)] = told(case.judge(case.row(word=AGREE)))
    assert message == "Ghi “Đồng ý” nhưng chưa vòng nào có điểm để đồng ý"
    assert taken(case.judge(case.row(points=D("1"), reason="Đã xem"))) == ("points", D("1"), "Đã xem")


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ({"tu_cham": D("1"), "huyen_cham": D("0,5"), "tinh_toan": D("1,5")}, "tinh_toan"),
        ({"tu_cham": D("1"), "huyen_cham": D("0,5"), "tinh_toan": None}, "huyen_cham"),
        ({"tu_cham": D("1"), "huyen_cham": RoundPoint(None, "disputed")}, "tu_cham"),
        ({"tu_cham": D("1"), "huyen_cham": RoundPoint(None, "not_applicable")}, "huyen_cham"),
        ({"tu_cham": None}, ""),
    ],
)
def test_points_are_compared_with_the_last_round_that_settled_them(given: Given, base: str) -> None:
    case = Case(**given)
    assert case.known[case.key].base == base


def test_to_agree_with_not_applicable_is_to_say_it_oneself() -> None:
    case = Case(tu_cham=D("1"), huyen_cham=RoundPoint(None, "not_applicable", "không có TTHC"))
    assert taken(case.judge(case.row(word=AGREE)))[:2] == ("not_applicable", None)
    assert case.judge(case.row(word=NOT_APPLICABLE)).refused == []


@pytest.mark.parametrize(
    ("given", "stake"),
    [
        ({"tu_cham": D("1,5"), "huyen_cham": D("0,5")}, D("1")),
        ({"tu_cham": D("1"), "huyen_cham": D("1")}, D("0")),
        ({"tu_cham": None, "huyen_cham": None}, D("1,5")),
        ({"tu_cham": D("1"), "huyen_cham": None, "tinh_toan": D("0,25")}, D("0,75")),
    ],
)
def test_what_is_at_stake_is_the_gap_or_all_of_it(given: Given, stake: Decimal) -> None:
    case = Case(**given)
    assert case.known[case.key].stake == stake


# -- what stands already --------------------------------------------------------------------------------------------


def test_what_stands_already_is_not_entered_again_from_whatever_sheet() -> None:
    case = Case().stands(D("0,5"), "Trần Thị B", "phiếu khác")
    judged = case.judge(case.row(points=D("0,5"), reason="Đủ hồ sơ", shown={"huyen_cham": "0.25"}, given={}))
    assert (judged.entries, judged.unchanged, judged.findings) == ([], 1, [])


def test_the_same_person_goes_on_working_on_the_same_sheet() -> None:
    before = Case()
    row = before.row(points=D("0,5"), reason="Xem lại")
    assert taken(Case().stands(D("1")).judge(row))[1] == D("0,5")


@pytest.mark.parametrize(("who", "origin"), [(WHO, "phiếu khác"), ("Trần Thị B", ORIGIN)])
def test_what_came_from_elsewhere_since_makes_the_row_stale(who: str, origin: str) -> None:
    row = Case().row(points=D("0,5"), reason="Xem lại")
    [(cell, message)] = told(Case().stands(D("1"), who, origin).judge(row))
    assert (cell, message) == ("G10", f"Số trên phiếu đã cũ: sổ điểm nay có 1 điểm của {who} ngày 05/01/2022")


def test_a_sheet_made_since_may_change_anybodys_entry() -> None:
    case = Case().stands(D("1"), "Trần Thị B", "phiếu khác")
    assert taken(case.judge(case.row(points=D("0,5"), reason="Xem lại")))[1] == D("0,5")


def test_what_the_rounds_before_say_now_must_be_what_the_row_showed() -> None:
    row = Case().row(word=AGREE)
    case = Case(tu_cham=D("1,5"), huyen_cham=None)
    [(_, nothing), (_, message)] = told(case.judge(replace(row, points=D("1"), word="")))
    assert message == "Số trên phiếu đã cũ: huyện chấm trên phiếu 1, nay chưa có"
    assert "mà chưa có lý do" in nothing


def test_an_emptied_cell_takes_nothing_back() -> None:
    case = Case().stands(D("0,5"))
    judged = case.judge(case.row())
    assert (judged.entries, judged.unchanged, judged.refused) == ([], 1, [])
    assert told(judged) == [
        ("G10", "Ô điểm để trống, sổ điểm vẫn giữ 0,5 điểm của Nguyễn Văn A ngày 05/01/2022")
    ]


def test_what_another_file_says_at_the_same_time_must_not_differ() -> None:
    case = Case().stands(D("0,5"))
    [(_, message)] = told(
        case.judge(case.row(points=D("0"), reason="x"), elsewhere="cũng ở tệp b.xlsx, ô G7")
    )
    assert message == "Đơn vị và tiêu chí này có hai dòng (cũng ở tệp b.xlsx, ô G7)"
    same = case.judge(case.row(points=D("0,5"), reason="Đủ hồ sơ"), elsewhere="cũng ở tệp b.xlsx, ô G7")
    assert (same.unchanged, same.refused) == (1, [])


# -- explanations and the second appraisal --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"huyen_cham": D("1"), "tham_dinh_1": D("0,5")}, True),
        ({"tu_cham": D("1"), "huyen_cham": D("0,5"), "tham_dinh_1": D("0,5")}, True),
        ({"tinh_toan": D("1"), "tham_dinh_1": D("0,5")}, True),
        ({"huyen_cham": D("1"), "tham_dinh_1": RoundPoint(None, "not_applicable")}, True),
        ({"huyen_cham": D("1"), "tham_dinh_1": D("1")}, False),
        ({"huyen_cham": D("1"), "tham_dinh_1": D("1,5")}, False),
        ({"huyen_cham": D("1"), "tham_dinh_1": None}, False),
        ({"huyen_cham": D("1"), "tham_dinh_1": RoundPoint(None, "waived")}, False),
        ({"huyen_cham": None, "tham_dinh_1": D("0,5")}, False),
    ],
)
def test_a_unit_is_asked_about_what_was_cut(given: Given, asked: bool) -> None:
    case = Case(EXPLANATION, **given)
    assert is_contested(EXPLANATION, case.known[case.key]) == asked


@pytest.mark.parametrize(
    ("first", "asked"), [(D("0,5"), True), (D("0,25"), False), (D("0"), False), (None, False)]
)
def test_a_unit_is_asked_about_a_deduction_that_grew(first: Decimal | None, asked: bool) -> None:
    case = Case(
        EXPLANATION,
        tinh_toan=D("0,25"),
        tham_dinh_1=RoundPoint(None, "not_applicable") if first is None else first,
    )
    known = case.known[case.key]
    deduction = replace(known, criterion=replace(known.criterion, rule="deduct"))
    assert is_contested(EXPLANATION, deduction) == asked


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ({"points": D("1"), "reason": "Có sổ"}, ("explanation", D("1"), "Có sổ")),
        ({"reason": "Xin rút kinh nghiệm"}, ("explanation", None, "Xin rút kinh nghiệm")),
    ],
)
def test_an_explanation_is_taken(
    entered: dict[str, object], expected: tuple[str, Decimal | None, str]
) -> None:
    case = Case(EXPLANATION, huyen_cham=D("1"), tham_dinh_1=D("0,5"))
    assert taken(case.judge(case.row(**entered))) == expected


@pytest.mark.parametrize(
    ("entered", "messages"),
    [
        ({"points": D("1")}, ["Đề nghị điểm “1” mà chưa có nội dung giải trình"]),
        ({"points": D("1,6"), "reason": "x"}, ["Điểm 1,6 vượt điểm tối đa 1,5"]),
        ({"word": AGREE, "reason": "x"}, ["“Đồng ý” không phải là điểm"]),
        ({"evidence_number": "12/UBND"}, ["Có tài liệu “12/UBND” mà chưa có nội dung giải trình"]),
        ({}, []),
    ],
)
def test_an_explanation_needs_words_and_points_that_can_be(
    entered: dict[str, object], messages: list[str]
) -> None:
    case = Case(EXPLANATION, huyen_cham=D("1"), tham_dinh_1=D("0,5"))
    judged = case.judge(case.row(**entered))
    assert [message for _, message in told(judged)] == messages
    assert judged.entries == []


@pytest.mark.parametrize(
    ("first", "proposed", "contested", "stake"),
    [
        (D("0,5"), "none", False, D("0")),
        (D("0,5"), D("1"), True, D("0,5")),
        (D("0,5"), None, True, D("0,5")),
        (None, "none", True, D("0,5")),
    ],
)
def test_a_second_appraisal_is_about_what_is_contested(
    first: Decimal | None, proposed: Decimal | str | None, contested: bool, stake: Decimal
) -> None:
    case = Case(SECOND_APPRAISAL, tu_cham=D("1"), huyen_cham=D("0,5"), tham_dinh_1=first)
    if proposed != "none":
        case.explained(proposed)  # type: ignore[arg-type]
    known = case.known[case.key]
    assert (is_contested(SECOND_APPRAISAL, known), known.stake) == (contested, stake)


def test_a_new_explanation_makes_an_older_sheet_stale() -> None:
    row = Case(SECOND_APPRAISAL, huyen_cham=D("1"), tham_dinh_1=D("0,5")).row(word=AGREE)
    case = Case(SECOND_APPRAISAL, huyen_cham=D("1"), tham_dinh_1=D("0,5")).explained(D("1"))
    assert [message for _, message in told(case.judge(row))] == ["Số trên phiếu đã cũ: đã có giải trình mới"]


def test_points_have_no_last_day_though_one_stands_in_its_cell() -> None:
    case = Case()
    [entry] = case.judge(case.row(points=D("1"), until=DAY + datetime.timedelta(1))).entries
    assert (entry.kind, entry.until) == ("points", None)
