"""The annex of Nghi Xuân, 2021, as printed: the sample that every test of the sheets starts from."""

from decimal import Decimal
from pathlib import Path

from pipelines.reports.annex import AnnexContent
from pipelines.reports.page import Signature
from pipelines.reports.score_rows import CriterionColumn, UnitScores
from pipelines.reports.wording import report_values
from schemas.annexes.annex import Annex, load_annex

PRINTED = """
UBND xã Xuân Lam     0,25 0,5  0,75 1,5 0,5 0,25 3,75
UBND xã Xuân Hồng    0,5  0,5  0,75 1,5 0,5 0,5  4,25
UBND TT Xuân An      0,5  0,5  0,75 1,5 0,5 0,5  4,25
UBND xã Xuân Giang   0,5  0,5  1,0  1,5 0,5 0,5  4,50
UBND TT Tiên Điền    0,5  0,5  0,5  1,5 0,5 0,5  4,0
UBND xã Xuân Hải     0,5  0,5  0,75 1,5 0,5 0,5  4,25
UBND xã Xuân Phổ     0,5  0,25 0,5  1,5 0,5 0,5  3,75
UBND xã Đan Trường   0,5  0,5  0,5  1,5 0,5 0,5  4,0
UBND xã Xuân Hội     0,5  0,5  0,75 1,5 0,5 0,5  4,25
UBND xã Xuân Yên     0,5  0,5  0,75 1,5 0,5 0,5  4,25
UBND xã Xuân Mỹ      0,5  0,5  1,0  1,5 0,5 0,25 4,25
UBND xã Xuân Thành   0,5  0,5  1,0  1,5 0,5 0,5  4,50
UBND xã Cổ Đạm       0,5  0,5  1,0  1,5 0,5 0,5  4,50
UBND xã Xuân Liên    0,5  0,5  0,75 1,5 0,5 0,5  4,25
UBND xã Cương Gián   0,5  0,25 0,75 1,5 0,5 0,5  4,0
UBND xã Xuân Viên    0,5  0,25 0,75 1,5 0,5 0,5  4,0
UBND xã Xuân Lĩnh    0,5  0,5  0,75 1,5 0,5 0,5  4,25
"""
ANNEXES = Path(__file__).parents[2] / "schemas" / "annexes"
VALUES = {
    "year": "2021",
    "province": "tỉnh Hà Tĩnh",
    "issuer": "UBND huyện Nghi Xuân",
    "basis": "Phụ lục III – Quyết định 3396/QĐ-UBND",
    "criterion": "7.2",
    "criterion_title": "Lĩnh vực Áp dụng Hệ thống quản lý chất lượng ISO (ISO 9001)",
    **report_values("", "BC-UBND", None, (2021, 11)),
}
SIGNED = Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Bùi Việt Hùng")
CRITERIA = tuple(
    CriterionColumn(f"7.2.{n}", Decimal(top))
    for n, top in enumerate(["0.5", "0.5", "1", "1.5", "1", "0.5"], 1)
)


def layout(name: str) -> Annex:
    """The declared annex of that name."""
    return load_annex(ANNEXES / name)


def units() -> tuple[UnitScores, ...]:
    """The seventeen units with their points, in register order."""
    rows = []
    for line in PRINTED.strip().splitlines():
        *name, total = line.split()
        points = [Decimal(text.replace(",", ".")) for text in name[-6:]]
        rows.append(UnitScores(" ".join(name[:-6]), tuple(points), Decimal(total.replace(",", "."))))
    return tuple(rows)


def content() -> AnnexContent:
    """The whole annex."""
    return AnnexContent(layout("phu_luc_ib"), VALUES, CRITERIA, units(), SIGNED)
