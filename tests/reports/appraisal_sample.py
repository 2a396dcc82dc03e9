"""A small appraisal sheet with everything in it: rounds, words in place of points, remarks, entries, a deduction."""

from decimal import Decimal

from pipelines.reports.appraisal_columns import AppraisalRow, AppraisalSheet, Entered
from schemas.forms.appraisal import HEAD_KEYS, NOT_APPLICABLE, pack_shown, token_of

HALF, QUARTER, ONE = Decimal("0.5"), Decimal("0.25"), Decimal(1)
GRID = tuple(QUARTER * step for step in range(5))
ROUNDS = {"tu_cham": "Tự chấm", "huyen_cham": "Huyện chấm"}
LAM, HONG = ("18352", "Xã Xuân Lam"), ("18355", "Xã Xuân Hồng")


def row(
    unit: tuple[str, str],
    code: str,
    own: Decimal | str | None,
    district: Decimal | str | None,
    remarks: str = "",
    entered: Entered = Entered(),  # noqa: B008 - frozen
    grid: tuple[Decimal, ...] = GRID,
) -> AppraisalRow:
    """One row, compared with the district's points where there are any."""
    shown = {"tu_cham": own, "huyen_cham": district}
    tokens = {name: one if isinstance(one, str) else token_of(one) for name, one in shown.items()}
    return AppraisalRow(
        unit=unit[0],
        name=unit[1],
        criterion=code,
        label=f"Tiêu chí {code}",
        max_points=grid[-1] if grid else None,
        given=(own, district),
        base=None if district is None else 1,
        stake=QUARTER,
        remarks=remarks,
        shown=pack_shown(tokens),
        grid=grid,
        entered=entered,
    )


ROWS = (
    row(LAM, "7.2.1", ONE, HALF, "Huyện chấm: thiếu biên bản đánh giá nội bộ, chưa có kế hoạch khắc phục"),
    row(LAM, "7.2.2", None, None),
    row(HONG, "7.2.1", HALF, NOT_APPLICABLE),
    row(
        HONG,
        "7.2.2",
        QUARTER,
        QUARTER,
        entered=Entered(HALF, "=cmd|' /C calc'!A0", "31/QĐ-UBND", "05/11/2021", "Quyết định kiện toàn"),
    ),
    row(HONG, "7.2.P", Decimal(0), Decimal(0), grid=(Decimal(0), QUARTER, HALF)),
)


def sheet(*rows: AppraisalRow, explains: bool = False) -> AppraisalSheet:
    """The sheet with these rows, or with all of the sample."""
    head = dict.fromkeys(HEAD_KEYS, "")
    head |= {
        "campaign": "thu-nghiem",
        "round": "tham_dinh_1",
        "level": "commune",
        "exported_on": "2022-01-05",
    }
    return AppraisalSheet(
        label="Huyện Nghi Xuân",
        titles=("Phiếu thẩm định lần 1", "Chấm điểm năm 2021"),
        below=("(Theo Phụ lục III)",),
        heading="Thẩm định lần 1 (ghi vào đây)",
        rounds=ROUNDS,
        rows=rows or ROWS,
        head=head,
        notes=("Thang điểm: bội số của 0,25.",),
        places=2,
        explains=explains,
    )
